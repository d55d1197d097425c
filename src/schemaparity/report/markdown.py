"""The report for people who review a schema: the chain, every table on both sides, the summary, a derived conclusion, the fixes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from schemaparity.findings import Finding, TargetResult, matters
from schemaparity.report.counts import TableCounts, Tally, table_counts
from schemaparity.report.hidden import folded_lines, place_of
from schemaparity.report.markdown_tables import cell, code, column_rows, constraint_rows, enum_rows, fence_for, index_rows
from schemaparity.schema import Table

_RESULTS = {"match": "✅ **In sync**", "drift": "❌ **Drift**", "unknown": "❓ **Unknown**", "not_compared": "➖ **Not compared**"}


def render_markdown(targets: Iterable[TargetResult], chain: Callable[[TargetResult], str]) -> str:
    """The whole report; `chain` draws the revisions of a target as text."""
    blocks = [block for target in targets for block in _target(target, chain)]
    return "\n\n".join(["# Model and migration parity report", *blocks]) + "\n"


def _target(target: TargetResult, chain: Callable[[TargetResult], str]) -> Iterator[str]:
    counts = list(table_counts(target))
    if target.name != "default":
        yield f"# Target {code(target.name)}"
    yield f"Dialect: {target.dialect}. Script location: {code(target.script_location)}. Revisions: {len(target.history.revisions)}."
    drawn = chain(target).rstrip()
    fence = fence_for(drawn, 3)
    yield f"## Migration chain\n\n{fence}\n{drawn}\n{fence}"
    yield "## Tables"
    numbers = {revision.id: n for n, revision in enumerate(target.history.revisions, 1)}
    for position, table in enumerate(counts, 1):
        yield from _table(target, table, position, numbers)
    yield from _removed_tables(target, numbers)
    yield from _other(target)
    yield from _summary(counts)
    yield from _conclusion(target, counts)
    yield from _fixes(target)


def _table(target: TargetResult, table: TableCounts, position: int, numbers: dict[str, int]) -> Iterator[str]:
    yield f"### {position}. {code(table.key)}"
    yield _grid(("Column", "Migrations", "Model", "Status"), column_rows(table, numbers))
    constraints = list(constraint_rows(table, numbers))
    if constraints:
        yield "**Constraints:**\n\n" + _grid(("Constraint", "Migrations", "Model", "Status"), constraints)
    indexes = list(index_rows(table, numbers))
    yield (
        "**Indexes:**\n\n" + _grid(("Index", "Migrations", "Model", "Status"), indexes) if indexes else "**Indexes:** none on either side."
    )
    for enum in _enums_of(target, table):
        initial = target.history.bases
        yield f"**Enum {code(enum)}:**\n\n" + _grid(
            ("Label", "Initial", "After migrations", "Model", "Status"), enum_rows(target, enum, numbers, initial)
        )
    ratios = f"columns {_ratio(table.columns)}, constraints {_ratio(table.constraints)}, indexes {_ratio(table.indexes)}"
    yield f"**Result:** {_RESULTS[table.status]} ({ratios})"


def _enums_of(target: TargetResult, table: TableCounts) -> Iterator[str]:
    known = {*target.models.enums, *target.migrations.enums}
    seen: set[str] = set()
    for side in (table.models, table.migrations):
        for column in side.columns.values() if side is not None else ():
            name = column.type.removesuffix("[]").strip('"') if isinstance(column.type, str) else ""
            if name in known and name not in seen:
                seen.add(name)
                yield name


def _removed_tables(target: TargetResult, numbers: dict[str, int]) -> Iterator[str]:
    gone: list[Table] = [t for k, t in target.migrations.removed_tables.items() if k not in target.migrations.tables]
    if gone:
        rows = [
            (
                code(t.key),
                cell(_by(t.history[0].origin.revision if t.history else None, numbers)),
                cell(_by(t.history[-1].origin.revision if t.history else None, numbers)),
            )
            for t in gone
        ]
        yield "### Removed tables\n\n" + _grid(("Table", "Created by", "Dropped by"), rows)


def _by(revision: str | None, numbers: dict[str, int]) -> str:
    return "-" if revision is None else f"{revision} (#{numbers.get(revision, '?')})"


def _other(target: TargetResult) -> Iterator[str]:
    shown = {
        "table",
        "column",
        "primary_key",
        "foreign_key",
        "unique_constraint",
        "check_constraint",
        "exclude_constraint",
        "index",
        "table_comment",
    }
    rest = [f for f in target.findings if f.object.kind not in shown and matters(f)]
    if rest:
        yield "### Other findings\n\n" + "\n".join(f"- {_finding(f)}" for f in rest)


def _summary(counts: list[TableCounts]) -> Iterator[str]:
    rows = [(code(c.key), _ratio(c.columns), _ratio(c.constraints), _ratio(c.indexes), _RESULTS[c.status].replace("*", "")) for c in counts]
    total = [
        _ratio(_sum(tallies)) for tallies in ([c.columns for c in counts], [c.constraints for c in counts], [c.indexes for c in counts])
    ]
    rows.append(("**Total**", total[0], total[1], total[2], f"{sum(c.status == 'match' for c in counts)}/{len(counts)} in sync"))
    yield "## Summary\n\n" + _grid(("Table", "Columns", "Constraints", "Indexes", "Status"), rows)


def _sum(tallies: list[Tally]) -> Tally:
    return Tally(sum(t.models for t in tallies), sum(t.migrations for t in tallies), sum(t.matched for t in tallies))


def _ratio(tally: Tally) -> str:
    total = max(tally.models, tally.migrations)
    return f"{tally.matched}/{total}" if total else "none"


def _conclusion(target: TargetResult, counts: list[TableCounts]) -> Iterator[str]:
    synced = sum(c.status == "match" for c in counts)
    found = [f for f in target.findings if matters(f)]
    parts = [f"**{synced}/{len(counts)} tables are in sync.**"]
    parts += [f"{sum(f.verdict == v for f in found)} {text}." for v, text in _VERDICTS.items() if any(f.verdict == v for f in found)]
    aside = sum(matters(f) for f in target.suppressed)
    parts += [f"{aside} more set aside by select, ignore or the baseline."] if aside else []
    parts += [f"{cell(text)} at {code(place_of(hider))}." for hider, text in folded_lines(target)]
    yield "## Conclusion\n\n" + " ".join(parts)
    yield _create_all_claim(target)


_VERDICTS = {
    "drift": "difference(s) between the models and the migrations",
    "failure": "place(s) where the migrations would fail",
    "unknown": "fact(s) that could not be decided",
}


def _create_all_claim(target: TargetResult) -> str:
    if any(matters(f) for f in target.suppressed):
        return "Whether `metadata.create_all()` gives the same schema as `alembic upgrade head` is not said: findings are set aside."
    if target.in_parity and target.hidden:
        return "Apart from what is hidden, `metadata.create_all()` on an empty database gives the same tables as `alembic upgrade head`."
    if target.in_parity and not target.migrations.routines and not target.migrations.views:
        return "`metadata.create_all()` on an empty database gives the same schema as `alembic upgrade head`."
    if target.in_parity:
        return (
            "Tables agree, but the migrations also create functions, triggers, extensions or views that `metadata.create_all()` would not."
        )
    if any(f.verdict == "unknown" for f in target.findings):
        return "Whether `metadata.create_all()` gives the same schema as `alembic upgrade head` is not decided."
    return "`metadata.create_all()` on an empty database does **not** give the same schema as `alembic upgrade head`."


def _fixes(target: TargetResult) -> Iterator[str]:
    found = [f for f in target.findings if matters(f)]
    if found:
        yield "## Fixes to apply\n\n" + "\n".join(f"- {_finding(f)}" for f in found)


def _finding(finding: Finding) -> str:
    place = f" ({code(str(finding.place.location))})" if finding.place is not None and finding.place.path else ""
    hint = f"\n  - {code(finding.hint)}" if finding.hint else ""
    return f"{finding.code}: {cell(finding.message)}{place}{hint}"


def _grid(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [header, tuple("---" for _ in header), *rows]
    return "\n".join("| " + " | ".join(row) + " |" for row in lines)
