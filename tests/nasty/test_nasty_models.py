"""Models that are hard to read without running them: decided, or an unknown that says so."""

from __future__ import annotations

import pytest
from tests.nasty.models import MODELS, HardModel

from schemaparity.models import ModelSide, read
from schemaparity.pipeline.session import open_session
from schemaparity.project import MemoryFileSystem, Settings, discover

ENV = """
from alembic import context
from app.models import Base
context.configure(connection=None, target_metadata=Base.metadata)
"""


def side_of(source: str) -> ModelSide:
    fs = MemoryFileSystem(
        {
            "/p/alembic.ini": "[alembic]\nscript_location = alembic\n",
            "/p/alembic/env.py": ENV,
            "/p/alembic/versions/a.py": "revision = 'a'\ndown_revision = None\ndef upgrade(): pass\n",
            "/p/app/__init__.py": "",
            "/p/app/models.py": source,
        }
    )
    (target,) = discover(Settings(project="/p"), fs)
    session = open_session(target, fs)
    return read(session.interpreter, session.target, session.environment, session.dialect)


@pytest.mark.parametrize("hard", MODELS, ids=lambda h: f"{h.case} {h.title}")
def test_is_decided_or_unknown(hard: HardModel) -> None:
    side = side_of(hard.source)
    schema = side.schema
    unknown = [u.unknown.reason for u in schema.unknown] + [u.reason for t in schema.tables.values() for u in t.unknowns]
    unknown += [f.message for f in side.findings if f.verdict == "unknown"]
    if hard.tables is None:
        assert unknown
        return
    assert not unknown
    assert {name: list(table.columns) for name, table in schema.tables.items()} == hard.tables
    if hard.names:
        table = schema.tables[list(hard.tables)[-1]]
        assert tuple(part.name for part in (*table.constraints, *table.indexes)) == hard.names
