"""Run in a package's own environment: its revisions by real Alembic, or its models by real SQLAlchemy.

Arguments: `migrations` or `models`, URL, script location, MODULE:ATTR of the metadata, modules to import. The package's env.py
is not run: it connects where it likes; the one written here configures the same metadata.
"""

import sys
import tempfile
from functools import reduce
from importlib import import_module
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

ENV = """
from alembic import context

context.configure(connection=context.config.attributes["connection"], target_metadata=context.config.attributes["metadata"])
with context.begin_transaction():
    context.run_migrations()
"""


def main() -> None:
    side, url, scripts, reference, *modules = sys.argv[1:]
    for name in modules:
        import_module(name)
    module, _, path = reference.partition(":")
    metadata = reduce(getattr, path.split("."), import_module(module))
    engine = sa.create_engine(url)
    if side == "models":
        metadata.create_all(engine)
        return
    with tempfile.TemporaryDirectory() as directory, engine.connect() as connection:
        (Path(directory) / "env.py").write_text(ENV)
        config = Config(attributes={"connection": connection, "metadata": metadata})
        config.set_main_option("script_location", directory)
        config.set_main_option("version_locations", f"{scripts}/versions")
        config.set_main_option("path_separator", "newline")
        command.upgrade(config, "heads")
        connection.commit()


main()
