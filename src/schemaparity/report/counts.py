"""Per table: how many columns, constraints and indexes each side has and how many match. Derived from the schemas and the findings."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from schemaparity.findings import Finding, TargetResult
from schemaparity.schema import Table

_CONSTRAINTS = frozenset({"primary_key", "foreign_key", "unique_constraint", "check_constraint", "exclude_constraint"})


@frozen
class Tally:
    """How many objects of one kind a table has on each side, and how many match."""

    models: int
    migrations: int
    matched: int


@frozen
class TableCounts:
    """The tallies of one table; `status` is `match`, `drift`, `unknown`, or `not_compared` for what one side alone has by leave."""

    name: str
    schema: str | None
    columns: Tally
    constraints: Tally
    indexes: Tally
    status: str
    models: Table | None
    migrations: Table | None
    findings: tuple[Finding, ...]

    @property
    def key(self) -> str:
        """`name` or `schema.name`."""
        return self.name if self.schema is None else f"{self.schema}.{self.name}"


def table_counts(result: TargetResult) -> Iterator[TableCounts]:
    """The counts of every table of either side, by name."""
    by_table = _findings_by_table(result)
    for key in sorted({*result.models.tables, *result.migrations.tables} - result.excluded):
        yield _counts(result, key, by_table.get(key, ()))


def _findings_by_table(result: TargetResult) -> dict[str, tuple[Finding, ...]]:
    found: dict[str, tuple[Finding, ...]] = {}
    for finding in (one for f in (*result.findings, *result.suppressed, *result.hidden) for one in f.folded or (f,)):
        table = finding.object.table or (finding.object.name if finding.object.kind == "table" else None)
        if table is not None:
            key = table if finding.object.schema is None else f"{finding.object.schema}.{table}"
            found[key] = (*found.get(key, ()), finding)
    return found


def _counts(result: TargetResult, key: str, findings: tuple[Finding, ...]) -> TableCounts:
    models, migrations = result.models.tables.get(key), result.migrations.tables.get(key)
    named = models or migrations
    assert named is not None
    return TableCounts(
        name=named.name,
        schema=named.schema,
        columns=_tally(models, migrations, findings, frozenset({"column"}), lambda t: len(t.columns)),
        constraints=_tally(models, migrations, findings, _CONSTRAINTS, lambda t: len(t.constraints)),
        indexes=_tally(models, migrations, findings, frozenset({"index"}), lambda t: len(t.indexes)),
        status=_status(findings, is_compared=models is not None and migrations is not None),
        models=models,
        migrations=migrations,
        findings=findings,
    )


def _tally(models: Table | None, migrations: Table | None, findings: tuple[Finding, ...], kinds: frozenset[str], count) -> Tally:  # type: ignore[no-untyped-def]
    on_models, on_migrations = (count(models) if models else 0), (count(migrations) if migrations else 0)
    if not (models and migrations):
        return Tally(on_models, on_migrations, 0)
    lost = {
        (f.object.kind, f.object.name, f.object.columns)
        for f in findings
        if f.object.kind in kinds and f.change != "missing_in_models" and f.verdict != "notice"
    }
    return Tally(on_models, on_migrations, max(0, on_models - len(lost)))


def _status(findings: tuple[Finding, ...], *, is_compared: bool) -> str:
    verdicts = {f.verdict for f in findings if f.hidden_by is None}
    if verdicts & {"drift", "failure"}:
        return "drift"
    if "unknown" in verdicts:
        return "unknown"
    return "match" if is_compared else "not_compared"
