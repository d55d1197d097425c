"""What real Alembic makes of a history: it runs in the process of the tests, never in the product."""

from __future__ import annotations

import logging
import shutil
import warnings
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from attrs import define, field
from tests.differential.histories import Chain


@define
class Upgrade:
    """How an upgrade ended: the revision that failed and its error, both None when none did."""

    failed: str | None = None
    error: str | None = None


@define
class LastStep(logging.Handler):
    """Remembers the revision that Alembic said last it runs."""

    revision: str | None = field(default=None)
    level: int = logging.INFO

    def __attrs_post_init__(self) -> None:
        logging.Handler.__init__(self, logging.INFO)

    def __hash__(self) -> int:
        return id(self)

    def handle(self, record: logging.LogRecord) -> bool:
        if record.args and hasattr(record.args[0], "revision"):
            self.revision = record.args[0].revision.revision
        return True


@contextmanager
def written(chain: Chain):
    """The history as files of a directory of its own."""
    root = Path(mkdtemp(prefix="chain"))
    try:
        (root / "versions").mkdir()
        for path, text in chain.files().items():
            (root / path).write_text(text, encoding="utf-8")
        yield root
    finally:
        shutil.rmtree(root)


def upgrade(chain: Chain, connection: sa.Connection) -> Upgrade:
    """Run `alembic upgrade` on the connection."""
    last = LastStep()
    logger = logging.getLogger("alembic.runtime.migration")
    level = logger.level
    logger.addHandler(last)
    logger.setLevel(logging.INFO)
    try:
        with written(chain) as root, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            config = Config(attributes={"connection": connection})
            config.set_main_option("script_location", str(root))
            command.upgrade(config, chain.until)
    except Exception as error:  # whatever a revision raises is how it ends
        return Upgrade(last.revision, f"{type(error).__name__}: {error}")
    finally:
        logger.removeHandler(last)
        logger.setLevel(level)
    return Upgrade()
