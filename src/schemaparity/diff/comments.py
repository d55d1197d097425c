"""Comments of tables. An empty comment is none: `COMMENT ON ... IS ''` removes it."""

from __future__ import annotations

from collections.abc import Iterator

from schemaparity.diff.evidence import field_outcome
from schemaparity.diff.outcome import compared
from schemaparity.diff.pair import TablePair
from schemaparity.findings import Finding
from schemaparity.schema import Unknown


def without_empty(comment: str | Unknown | None) -> str | Unknown | None:
    """The comment as the database keeps it."""
    return comment or None


def comment_findings(pair: TablePair) -> Iterator[Finding]:
    """Compare the comments of two tables."""
    if pair.dialect == "sqlite":
        return
    models, migrations = without_empty(pair.models.comment), without_empty(pair.migrations.comment)
    outcome = field_outcome("comment", models, migrations)
    schema = f", schema={pair.models.schema!r}" if pair.models.schema else ""
    hint = f"op.create_table_comment({pair.models.name!r}, {models!r}{schema})" if isinstance(models, str) else None
    yield from compared(pair.ref("table_comment"), f"comment of table {pair.models.key}", pair.models, pair.migrations, (outcome,), hint)
