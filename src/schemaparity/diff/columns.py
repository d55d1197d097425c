"""Columns: which side lacks one, their order, and every field of those that both have."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from schemaparity.diff.comments import without_empty
from schemaparity.diff.defaults import default_outcome
from schemaparity.diff.evidence import FieldOutcome, field_outcome, not_comparable
from schemaparity.diff.hints import add_column, alter_column, declare_column, drop_column
from schemaparity.diff.options import sequence_options
from schemaparity.diff.outcome import Hints, compared, missing_in_migrations, missing_in_models, notice
from schemaparity.diff.pair import TablePair
from schemaparity.diff.renames import renamed_columns
from schemaparity.diff.types import type_outcome
from schemaparity.findings import FieldDifference, Finding
from schemaparity.schema import Column, Computed, Identity, Unknown
from schemaparity.sql.normal import normal_expression

DEFAULT_COLLATIONS = frozenset({"", "default"})


def column_findings(pair: TablePair) -> Iterator[Finding]:
    """Compare the columns of two tables."""
    models, migrations = pair.models.columns, pair.migrations.columns
    missing = [c for name, c in models.items() if name not in migrations]
    extra = [c for name, c in migrations.items() if name not in models]
    evidence = renamed_columns(missing, extra, pair.dialect)
    for column in missing:
        yield _with_evidence(_missing_in_migrations(pair, column), evidence.get(column.name))
    for column in extra:
        hints = Hints(declare=declare_column(column), drop=drop_column(pair.migrations, column))
        yield _with_evidence(
            missing_in_models(pair.ref("column", column.name), _what(pair, column), column, hints), evidence.get(column.name)
        )
    for name, column in models.items():
        if name in migrations:
            yield from _both(pair, column, migrations[name])
    yield from _order(pair)


def _what(pair: TablePair, column: Column) -> str:
    return f"column {pair.models.key}.{column.name}"


def _missing_in_migrations(pair: TablePair, column: Column) -> Finding:
    hints = Hints(create=add_column(pair.models, column))
    removed = pair.migrations.removed.get(column.name)
    return missing_in_migrations(pair.ref("column", column.name), _what(pair, column), column, hints, removed)


def _with_evidence(finding: Finding, evidence: str | None) -> Finding:
    return finding if evidence is None else evolve(finding, message=f"{finding.message}; {evidence}")


def _both(pair: TablePair, models: Column, migrations: Column) -> Iterator[Finding]:
    outcomes = tuple(_fields(pair, models, migrations))
    fields = {o.field for o in outcomes if isinstance(o, FieldDifference)}
    hint = alter_column(pair.models, models, fields) if fields else None
    yield from compared(pair.ref("column", models.name), _what(pair, models), models, migrations, outcomes, hint)
    yield from _serial_sequence(pair, models, migrations)


def _fields(pair: TablePair, models: Column, migrations: Column) -> Iterator[FieldOutcome]:
    yield type_outcome(models, migrations, pair.dialect)
    yield field_outcome("nullable", models.nullable, migrations.nullable)
    yield default_outcome(models, migrations, pair.dialect)
    yield field_outcome("identity", _identity(models.identity), _identity(migrations.identity))
    yield _computed(pair, models.computed, migrations.computed)
    if pair.dialect != "sqlite":
        yield field_outcome("comment", without_empty(models.comment), without_empty(migrations.comment))
    yield field_outcome("collation", _collation(models.collation), _collation(migrations.collation))


def _identity(identity: Identity | Unknown | None) -> str | Unknown | None:
    if not isinstance(identity, Identity):
        return identity
    kind = "ALWAYS" if identity.always else "BY DEFAULT"
    options = sequence_options(identity.options)
    return f"{kind} ({options})" if options else kind


def _computed(pair: TablePair, models: Computed | Unknown | None, migrations: Computed | Unknown | None) -> FieldOutcome:
    if not isinstance(models, Computed) or not isinstance(migrations, Computed):
        return field_outcome("computed", _computed_text(models), _computed_text(migrations))
    if models == migrations:
        return None
    declared = normal_expression(models.expression, pair.dialect, pair.model_types)
    created = normal_expression(migrations.expression, pair.dialect, pair.migration_types)
    if declared is None or created is None:
        return not_comparable("computed", models.expression, migrations.expression)
    if declared == created and models.stored == migrations.stored:
        return None
    return FieldDifference("computed", _computed_text(models), _computed_text(migrations))  # type: ignore[arg-type]


def _computed_text(computed: Computed | Unknown | None) -> str | Unknown | None:
    if not isinstance(computed, Computed):
        return computed
    return f"({computed.expression}) {'STORED' if computed.stored else 'VIRTUAL'}"


def _collation(collation: str | Unknown | None) -> str | Unknown | None:
    if not isinstance(collation, str):
        return collation
    plain = collation.replace('"', "").removeprefix("pg_catalog.")
    return None if plain in DEFAULT_COLLATIONS else plain


def _serial_sequence(pair: TablePair, models: Column, migrations: Column) -> Iterator[Finding]:
    """A notice when SERIAL's sequence has another name on each side, as after the table was renamed."""
    names = [_sequence_name(c.default) for c in (models, migrations)]
    if names[0] and names[1] and names[0] != names[1]:
        message = f"the sequence of {_what(pair, models)} is named {names[0]} by the models and {names[1]} by the migrations"
        yield notice("SP391", message, pair.ref("sequence", names[0]), models, migrations, FieldDifference("name", names[0], names[1]))


def _sequence_name(default: str | Unknown | None) -> str | None:
    if not isinstance(default, str) or not default.lower().startswith("nextval("):
        return None
    return default.partition("'")[2].partition("'")[0].replace('"', "").removeprefix("public.") or None


def _order(pair: TablePair) -> Iterator[Finding]:
    if not (pair.models.complete and pair.migrations.complete):
        return
    models = [n for n in pair.models.columns if n in pair.migrations.columns]
    migrations = [n for n in pair.migrations.columns if n in pair.models.columns]
    if models == migrations:
        return
    difference = FieldDifference("column order", ", ".join(models), ", ".join(migrations))
    message = f"the columns of table {pair.models.key} stand in another order: {_first_moved(models, migrations)}"
    yield notice("SP204", message, pair.ref("table", pair.models.name), pair.models, pair.migrations, difference)


def _first_moved(models: list[str], migrations: list[str]) -> str:
    position = next(i for i, names in enumerate(zip(models, migrations, strict=True)) if names[0] != names[1])
    return f"column {position + 1} is {models[position]} in the models and {migrations[position]} after the migrations"
