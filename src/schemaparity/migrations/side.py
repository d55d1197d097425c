"""The migration side of a check: the schema that the chain builds and what was noticed on the way. Pure data."""

from __future__ import annotations

from attrs import frozen

from schemaparity.findings import Finding
from schemaparity.schema import Schema


@frozen
class Step:
    """One revision as it was replayed: its id, how many statements it executed, how many of them were refused and skipped."""

    revision: str
    statements: int = 0
    skipped: int = 0


@frozen
class MigrationSide:
    """What the migrations build.

    Args:
        schema: after the last revision.
        findings: failures, open bases, revisions that use the live models or look at rows.
        revisions: the ids that were applied, in order.
        log: one step a revision.

    """

    schema: Schema
    findings: tuple[Finding, ...] = ()
    revisions: tuple[str, ...] = ()
    log: tuple[Step, ...] = ()
