"""What the product makes of a history."""

from __future__ import annotations

from attrs import evolve
from tests.differential.histories import Chain
from tests.migrations.replaying import TARGET, prepared

from schemaparity.migrations import MigrationSide, RevisionGraph, read_revisions, replay

STRICT = evolve(TARGET, base="empty")


def replayed(chain: Chain, dialect: str) -> MigrationSide:
    files = {f"/p/alembic/{path}": text for path, text in chain.files().items()}
    interpreter, environment, target = prepared(files, STRICT, dialect)
    graph = RevisionGraph(read_revisions(target, interpreter.finder).revisions)
    return replay(interpreter, graph, target, environment, dialect, chain.until)


def failures(side: MigrationSide) -> list[str]:
    return [f"{f.code} {f.revisions} {f.message}" for f in side.findings if f.verdict == "failure"]


def undecided(side: MigrationSide) -> list[str]:
    """All that is not known of the schema."""
    schema = side.schema
    facts = [f"{u.object}: {u.unknown.reason}" for u in schema.unknown]
    facts += [f"{t.name}: {u.reason}" for t in schema.tables.values() for u in t.unknowns]
    facts += [f"{t.name} is external" for t in schema.tables.values() if not t.complete]
    return facts + [f.message for f in side.findings if f.verdict == "unknown"]
