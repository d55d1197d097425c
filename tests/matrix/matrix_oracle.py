"""A project of the matrix run for real: `create_all` and `alembic upgrade head`, each rolled back after a look at the catalogs."""

from __future__ import annotations

import sys
import types
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from catalog import Facts, facts

from schemaparity.findings import Finding


def metadata_of(module: types.ModuleType) -> sa.MetaData:
    """The metadata that env.py of a project names."""
    owner = getattr(module, "metadata", None) or getattr(module, "Base", None) or module.SQLModel
    return owner if isinstance(owner, sa.MetaData) else owner.metadata


@contextmanager
def imported(source: str) -> Iterator[types.ModuleType]:
    """The module `app.models` of that source; SQLModel has one metadata for all, which is emptied."""
    module = types.ModuleType("app.models")
    sys.modules.update({"app": types.ModuleType("app"), "app.models": module})
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exec(compile(source, "app/models.py", "exec", dont_inherit=True), module.__dict__)
            yield module
    finally:
        metadata_of(module).clear()
        del sys.modules["app"], sys.modules["app.models"]


def databases(files: dict[str, str], engine: sa.Engine, directory: Path) -> tuple[Facts, Facts]:
    """What `create_all` makes and what `alembic upgrade head` leaves, both in an empty database."""
    for path, text in files.items():
        (directory / path).parent.mkdir(parents=True, exist_ok=True)
        (directory / path).write_text(text, encoding="utf-8")
    with imported(files["app/models.py"]) as module:
        declared = _look(engine, metadata_of(module).create_all)
        built = _look(engine, lambda connection: _upgrade(connection, directory))
    return declared, built


def _look(engine: sa.Engine, act: Any) -> Facts:
    with engine.connect() as connection, connection.begin() as transaction:  # which Alembic leaves alone
        act(connection)
        found = facts(connection)
        transaction.rollback()
        return found


def _upgrade(connection: sa.Connection, directory: Path) -> None:
    config = Config(directory / "alembic.ini")
    config.set_main_option("prepend_sys_path", "")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def reported(findings: tuple[Finding, ...]) -> dict[tuple[str, str, str], set[str]]:
    """The objects that findings are about, as the catalogs key them, with the fields that differ."""
    found: dict[tuple[str, str, str], set[str]] = {}
    for finding in findings:
        ref = finding.object
        if ref.kind == "revision":  # of which no database knows
            continue
        table = ".".join(part for part in (ref.schema, ref.table) if part) if ref.table else ""
        names = {f.models for f in finding.fields if f.field == "name"} | {f.migrations for f in finding.fields if f.field == "name"}
        for name in names or {table if ref.kind in {"table", "table_comment"} else ref.name}:
            found.setdefault((ref.kind, table, str(name)), set()).update(f.field for f in finding.fields)
    return found
