"""Tables: which side lacks one, and everything inside those that both have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import evolve, frozen

from schemaparity.diff.checks import check_findings, exclude_findings
from schemaparity.diff.columns import column_findings
from schemaparity.diff.comments import comment_findings
from schemaparity.diff.evidence import FieldOutcome, Undecided, doubt_of, field_outcome
from schemaparity.diff.hints import create_table, drop_table
from schemaparity.diff.indexes import index_findings
from schemaparity.diff.keys import foreign_key_findings, primary_key_findings, unique_findings
from schemaparity.diff.outcome import Hints, compared, downgraded, missing_in_migrations, missing_in_models, unknown_finding
from schemaparity.diff.pair import TablePair
from schemaparity.diff.renames import renamed_tables
from schemaparity.findings import Finding, ObjectRef
from schemaparity.schema import EXTERNAL, Schema, Table, Unknown

VERSION_TABLE = "alembic_version"
SILENT_OPTIONS = frozenset({"engine", "default charset", "charset", "collate", "default collate", "row_format"})
"""Options of MySQL that have a default of the server: compared only where both sides give them."""


def table_findings(models: Schema, migrations: Schema) -> Iterator[Finding]:
    """Compare the tables of two schemas."""
    missing = {k: t for k, t in models.tables.items() if k not in migrations.tables and not _is_apart(t)}
    extra = {k: t for k, t in migrations.tables.items() if k not in models.tables and not _is_apart(t)}
    evidence = renamed_tables(missing, extra, models.dialect)
    for key, table in missing.items():
        yield _with_evidence(_missing_in_migrations(key, table, migrations), evidence.get(key))
    for key, table in extra.items():
        found = missing_in_models(_ref(table), f"table {key}", table, Hints(drop=drop_table(table)))
        yield _with_evidence(found, evidence.get(key))
    for key, table in models.tables.items():
        if key in migrations.tables:
            yield from _both(TablePair(models.dialect, table, migrations.tables[key]))


def _is_apart(table: Table) -> bool:
    """True for what models do not declare by rule: Alembic's own table, partitions of a table."""
    return table.name.startswith(VERSION_TABLE) or table.partition_of is not None


def _ref(table: Table) -> ObjectRef:
    return ObjectRef("table", table.name, table.name, table.schema)


def _missing_in_migrations(key: str, table: Table, migrations: Schema) -> Finding:
    return missing_in_migrations(_ref(table), f"table {key}", table, Hints(create=create_table(table)), migrations.removed_tables.get(key))


def _with_evidence(finding: Finding, evidence: str | None) -> Finding:
    return finding if evidence is None else evolve(finding, message=f"{finding.message}; {evidence}")


@frozen
class _Doubts:
    """What is not known of two tables as a whole; `existence` when one may not exist at all."""

    existence: Undecided | None
    causes: tuple[Undecided, ...]


def _doubts(pair: TablePair) -> _Doubts:
    migrations = tuple(Undecided("SP701", u) for u in pair.migrations.unknowns)
    models = tuple(Undecided("SP702", u) for u in pair.models.unknowns)
    return _Doubts(doubt_of(pair.models, pair.migrations), tuple(dict.fromkeys((*migrations, *models))))


def _both(pair: TablePair) -> Iterator[Finding]:
    doubts, ref, what = _doubts(pair), _ref(pair.models), f"table {pair.models.key}"
    if doubts.existence is not None:
        yield unknown_finding(ref, what, doubts.existence, pair.models, pair.migrations)
        return
    yield from (unknown_finding(ref, what, cause, pair.models, pair.migrations) for cause in doubts.causes)
    known = _known(pair, _facets(pair), what)
    if not doubts.causes:
        yield from known
        return
    for finding in known:
        is_certain = finding.verdict != "drift" or (not pair.migrations.unknowns and not _may_be_met(finding))
        yield finding if is_certain else downgraded(finding, doubts.causes[0])


_PARTS = frozenset({"column", "foreign_key", "unique_constraint", "check_constraint", "exclude_constraint", "index"})


def _may_be_met(finding: Finding) -> bool:
    """Whether a part that the models may have besides what is known of them could end a difference.

    One more column, constraint or index takes away nothing that is declared and changes nothing of it, except that a key makes columns
    NOT NULL; it may be what only the migrations seem to have.
    """
    if finding.object.kind not in _PARTS or finding.change == "missing_in_models":
        return True
    return any(difference.field == "nullable" for difference in finding.fields)


def _facets(pair: TablePair) -> Iterator[Finding]:
    yield from _table_itself(pair)
    yield from comment_findings(pair)
    yield from column_findings(pair)
    yield from primary_key_findings(pair)
    yield from foreign_key_findings(pair)
    yield from unique_findings(pair)
    yield from check_findings(pair)
    yield from exclude_findings(pair)
    yield from index_findings(pair)


def _known(pair: TablePair, findings: Iterable[Finding], what: str) -> Iterator[Finding]:
    """The findings without what an external table cannot tell: all that it seems to lack is one unknown."""
    lacking = {"missing_in_migrations": pair.migrations, "missing_in_models": pair.models}
    untold: dict[str, list[Finding]] = {}
    for finding in findings:
        side = lacking.get(finding.change or "")
        if side is None or side.complete or finding.verdict != "drift":
            yield finding
        else:
            untold.setdefault(finding.change or "", []).append(finding)
    for change, hidden in untold.items():
        yield _external(pair, what, change, hidden)


def _external(pair: TablePair, what: str, change: str, hidden: list[Finding]) -> Finding:
    names = ", ".join(dict.fromkeys(f.object.name or ", ".join(f.object.columns) or f.object.kind for f in hidden))
    by, code = ("migrations", "SP701") if change == "missing_in_migrations" else ("models", "SP702")
    external = pair.migrations if by == "migrations" else pair.models
    reason = f"the {by} use the table but do not create it, so nothing is known of {names}"
    cause = Undecided(code, Unknown(reason, external.origin, EXTERNAL))
    return unknown_finding(_ref(pair.models), what, cause, pair.models, pair.migrations)


def _table_itself(pair: TablePair) -> Iterator[Finding]:
    outcomes = (field_outcome("partition by", _plain(pair.models.partition_by), _plain(pair.migrations.partition_by)), _options(pair))
    yield from compared(_ref(pair.models), f"table {pair.models.key}", pair.models, pair.migrations, outcomes)


def _plain(text: str | None) -> str | None:
    return None if text is None else " ".join(text.replace('"', "").replace("(", " ( ").replace(")", " ) ").split()).lower()


def _options(pair: TablePair) -> FieldOutcome:
    models, migrations = _lower(pair.models.options), _lower(pair.migrations.options)
    for name in (models.keys() ^ migrations.keys()) & SILENT_OPTIONS:
        models.pop(name, None)
        migrations.pop(name, None)
    return field_outcome("options", _options_text(models), _options_text(migrations))


def _lower(options: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {name.lower(): value.lower() for name, value in options}


def _options_text(options: Mapping[str, str]) -> str | None:
    return ", ".join(f"{k}={v}" for k, v in sorted(options.items())) or None
