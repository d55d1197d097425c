"""The shapes of env.py."""

from __future__ import annotations

from textwrap import dedent

import pytest
from attrs import evolve
from tests.migrations.replaying import TARGET, prepared

from schemaparity.project.ini import IniOptions

MODELS = "import sqlalchemy as sa\nmetadata = sa.MetaData()\nusers = sa.Table('users', metadata, sa.Column('id', sa.Integer))\n"
PLAIN = """
from alembic import context
from sqlalchemy import engine_from_config, pool
from models import metadata
config = context.config
target_metadata = metadata
def offline():
    context.configure(url=config.get_main_option("sqlalchemy.url"), target_metadata=target_metadata, literal_binds=True)
def online():
    connectable = engine_from_config(config.get_section(config.config_ini_section, {}), prefix="sqlalchemy.", poolclass=pool.NullPool)
    with connectable.connect() as connection:
        context.configure(connection=connection, target_metadata=target_metadata, include_object=keep)
        with context.begin_transaction():
            context.run_migrations()
def keep(object, name, type_, reflected, compare_to):
    return True
if context.is_offline_mode():
    offline()
else:
    online()
"""
ASYNC = """
import asyncio
from alembic import context
from sqlalchemy.ext.asyncio import create_async_engine
from models import metadata
def do_run(connection):
    context.configure(connection=connection, target_metadata=metadata)
    with context.begin_transaction():
        context.run_migrations()
async def run():
    engine = create_async_engine("postgresql+asyncpg://u:p@h/d")
    async with engine.connect() as connection:
        await connection.run_sync(do_run)
    await engine.dispose()
asyncio.run(run())
"""
ONLY_A_NAME = "from models import metadata\ntarget_metadata = metadata\n"
SEVERAL = "from alembic import context\nfrom models import metadata\ncontext.configure(target_metadata=[metadata])\n"


@pytest.mark.parametrize("text", [PLAIN, ASYNC, ONLY_A_NAME, SEVERAL], ids=["plain", "async", "name", "list"])
def test_the_metadata_are_found(text: str) -> None:
    _, environment, _ = prepared({"/p/models.py": MODELS, "/p/alembic/env.py": text})
    assert [list(m.tables) for m in environment.target_metadata] == [["users"]]


def test_filters_are_found() -> None:
    _, environment, _ = prepared({"/p/models.py": MODELS, "/p/alembic/env.py": PLAIN})
    assert environment.include_object is not None
    assert environment.include_name is None


def test_the_url_tells_the_dialect() -> None:
    _, environment, _ = prepared({"/p/models.py": MODELS, "/p/alembic/env.py": ASYNC})
    assert environment.dialect == "postgresql"


def test_x_arguments_come_from_defines() -> None:
    tenant = 'context.get_x_argument(as_dictionary=True)["tenant"]'
    text = f"from alembic import context\nimport sqlalchemy as sa\ncontext.configure(target_metadata=sa.MetaData(schema={tenant}))"
    _, environment, _ = prepared({"/p/alembic/env.py": text}, evolve(TARGET, defines={"tenant": "one"}))
    assert environment.target_metadata[0].schema == "one"


def test_env_may_say_where_the_revisions_are() -> None:
    setting = "config = context.config\ncontext.script.version_locations = [Path(__file__).parent / 'other']\n"
    source = PLAIN.replace("config = context.config\n", setting)
    _, environment, _ = prepared({"/p/models.py": MODELS, "/p/alembic/env.py": "from pathlib import Path\n" + source})
    assert environment.version_locations == ("/p/alembic/other",)
    assert prepared({"/p/models.py": MODELS, "/p/alembic/env.py": PLAIN})[1].version_locations == ()


def test_a_program_without_an_ini_file_gives_the_options() -> None:
    env = """
    from alembic import context
    import sqlalchemy as sa
    from models import metadata
    options = context.config.get_section(context.config.config_ini_section)
    if options is None:
        raise ValueError("No options")
    url = options.pop("url")
    with sa.create_engine(url).connect() as connection:
        context.configure(connection=connection, target_metadata=metadata)
        with context.begin_transaction():
            context.run_migrations()
    """
    _, environment, _ = prepared({"/p/models.py": MODELS, "/p/alembic/env.py": dedent(env)}, evolve(TARGET, options=IniOptions()))
    assert [list(m.tables) for m in environment.target_metadata] == [["users"]]
