"""Primary keys, foreign keys and unique constraints, matched by their columns, then by name; names alone are no difference."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from schemaparity.diff.evidence import FieldOutcome, field_outcome, undecided
from schemaparity.diff.hints import (
    create_foreign_key,
    create_primary_key,
    create_unique_constraint,
    declare_foreign_key,
    declare_unique_constraint,
    drop_constraint,
)
from schemaparity.diff.names import name_notice
from schemaparity.diff.outcome import Hints, compared, missing_in_migrations, missing_in_models, notice, unknown_finding
from schemaparity.diff.pair import TablePair, matched
from schemaparity.findings import FieldDifference, Finding, ObjectRef
from schemaparity.schema import Element, ForeignKey, Index, PrimaryKey, UniqueConstraint, Unknown

NO_ACTION = frozenset({None, "NO ACTION"})


def primary_key_findings(pair: TablePair) -> Iterator[Finding]:
    """Compare the primary keys of two tables."""
    models, migrations = pair.models.primary_key, pair.migrations.primary_key
    what = f"primary key of {pair.models.key}"
    if isinstance(models, Unknown) or isinstance(migrations, Unknown):
        if cause := undecided(models, migrations):
            ref = pair.ref("primary_key", columns=next((k.columns for k in (models, migrations) if isinstance(k, PrimaryKey)), ()))
            yield unknown_finding(ref, what, cause, pair.models, pair.migrations)
    elif models and migrations:
        ref = pair.ref("primary_key", models.name, models.columns)
        yield from compared(ref, what, models, migrations, _primary_key_fields(models, migrations))
        yield from name_notice(ref, what, models, migrations, pair.dialect)
    elif models:
        ref = pair.ref("primary_key", models.name, models.columns)
        hints = Hints(create_primary_key(pair.models, models))
        yield missing_in_migrations(ref, f"{what} ({', '.join(models.columns)})", models, hints, pair.gone(models))
    elif migrations:
        ref = pair.ref("primary_key", migrations.name, migrations.columns)
        hints = Hints(drop=drop_constraint(pair.migrations, migrations))
        yield missing_in_models(ref, f"{what} ({', '.join(migrations.columns)})", migrations, hints)


def _primary_key_fields(models: PrimaryKey, migrations: PrimaryKey) -> Iterator[FieldOutcome]:
    yield field_outcome("columns", models.columns, migrations.columns)
    yield from _deferral(models, migrations)
    yield field_outcome("include", models.include, migrations.include)


def _deferral(
    models: PrimaryKey | ForeignKey | UniqueConstraint, migrations: PrimaryKey | ForeignKey | UniqueConstraint
) -> Iterator[FieldOutcome]:
    yield field_outcome("deferrable", models.deferrable, migrations.deferrable)
    yield field_outcome("initially deferred", models.initially_deferred, migrations.initially_deferred)


def foreign_key_findings(pair: TablePair) -> Iterator[Finding]:
    """Compare the foreign keys of two tables: those of one table, columns and target first, then what is left by columns, then by name."""
    pairs, missing, extra = matched(
        pair.models.foreign_keys,
        pair.migrations.foreign_keys,
        lambda k: (k.columns, k.referred_table, k.referred_columns, *_options(k)),
        lambda k: (k.columns, k.referred_table, k.referred_columns),
        lambda k: k.columns,
        _given_name,
    )
    for models, migrations in pairs:
        yield from _both_foreign_keys(pair, models, migrations)
    for key in missing:
        hints = Hints(create_foreign_key(pair.models, key))
        yield missing_in_migrations(_foreign_key_ref(pair, key), _foreign_key_text(pair, key), key, hints, pair.gone(key))
    for key in extra:
        hints = Hints(declare=declare_foreign_key(key), drop=drop_constraint(pair.migrations, key))
        yield missing_in_models(_foreign_key_ref(pair, key), _foreign_key_text(pair, key), key, hints)


def _given_name(key: ForeignKey | UniqueConstraint) -> str | None:
    """The name: a table has one constraint of a name, so two of other columns are one that changed."""
    return key.name or None


def _options(key: ForeignKey) -> tuple[object, ...]:
    return _action(key.ondelete), _action(key.onupdate), key.deferrable, key.initially_deferred, _match(key.match)


def _action(action: str | None) -> str | None:
    """The action without the default: NO ACTION is what no action says. MySQL's RESTRICT stays: SHOW CREATE TABLE keeps it."""
    upper = " ".join(action.upper().split()) if action else None
    return None if upper in NO_ACTION else upper


def _match(match: str | None) -> str | None:
    return None if match is None or match.upper() == "SIMPLE" else match.upper()


def _both_foreign_keys(pair: TablePair, models: ForeignKey, migrations: ForeignKey) -> Iterator[Finding]:
    ref, what = _foreign_key_ref(pair, models), _foreign_key_text(pair, models)
    findings = tuple(compared(ref, what, models, migrations, _foreign_key_fields(models, migrations)))
    hint = f"{drop_constraint(pair.models, migrations)}; {create_foreign_key(pair.models, models)}"
    yield from (evolve(f, hint=hint) if f.verdict == "drift" else f for f in findings)
    if not findings and models.not_valid != migrations.not_valid:
        side = "models declare" if models.not_valid else "migrations leave"
        difference = FieldDifference("not valid", str(models.not_valid).lower(), str(migrations.not_valid).lower())
        yield notice("SP313", f"the {side} the {what} NOT VALID", ref, models, migrations, difference)
    yield from name_notice(ref, what, models, migrations, pair.dialect)


def _foreign_key_fields(models: ForeignKey, migrations: ForeignKey) -> Iterator[FieldOutcome]:
    yield field_outcome("columns", models.columns, migrations.columns)
    yield field_outcome("references", _target(models), _target(migrations))
    yield field_outcome("ondelete", _action(models.ondelete), _action(migrations.ondelete))
    yield field_outcome("onupdate", _action(models.onupdate), _action(migrations.onupdate))
    yield from _deferral(models, migrations)
    yield field_outcome("match", _match(models.match), _match(migrations.match))


def _target(key: ForeignKey) -> str:
    return f"{key.referred_table} ({', '.join(key.referred_columns)})"


def _foreign_key_ref(pair: TablePair, key: ForeignKey) -> ObjectRef:
    ref = pair.ref("foreign_key", key.name or None, key.columns)
    return evolve(ref, referred_table=key.referred_table, referred_columns=key.referred_columns)


def _foreign_key_text(pair: TablePair, key: ForeignKey) -> str:
    return f"foreign key of {pair.models.key} ({', '.join(key.columns)}) to {_target(key)}"


def unique_findings(pair: TablePair) -> Iterator[Finding]:
    """Compare the unique constraints of two tables."""
    pairs, missing, extra = matched(
        pair.models.unique_constraints, pair.migrations.unique_constraints, lambda k: (k.columns, k.name), lambda k: k.columns, _given_name
    )
    for models, migrations in pairs:
        ref, what = pair.ref("unique_constraint", models.name or None, models.columns), _unique_text(pair, models)
        yield from compared(ref, what, models, migrations, _unique_fields(models, migrations))
        yield from name_notice(ref, what, models, migrations, pair.dialect)
    for key in missing:
        what = _unique_text(pair, key) + _but_index(key, pair.migrations.indexes, "the migrations have")
        ref = pair.ref("unique_constraint", key.name or None, key.columns)
        yield missing_in_migrations(ref, what, key, Hints(create_unique_constraint(pair.models, key)), pair.gone(key))
    for key in extra:
        what = _unique_text(pair, key) + _but_index(key, pair.models.indexes, "the models have")
        hints = Hints(declare=declare_unique_constraint(key), drop=drop_constraint(pair.migrations, key))
        yield missing_in_models(pair.ref("unique_constraint", key.name or None, key.columns), what, key, hints)


def _unique_fields(models: UniqueConstraint, migrations: UniqueConstraint) -> Iterator[FieldOutcome]:
    yield field_outcome("columns", models.columns, migrations.columns)
    yield field_outcome("nulls not distinct", models.nulls_not_distinct, migrations.nulls_not_distinct)
    yield from _deferral(models, migrations)
    yield field_outcome("include", models.include, migrations.include)


def _unique_text(pair: TablePair, key: Element) -> str:
    columns = ", ".join(key.columns) if isinstance(key, UniqueConstraint) else ""
    return f"unique constraint of {pair.models.key} ({columns})"


def _but_index(key: UniqueConstraint, indexes: tuple[Index, ...], side: str) -> str:
    """Say that the other side has a unique index of the same columns: PostgreSQL enforces the same, but it is another object."""
    for index in indexes:
        plain = index.unique is True and index.where is None and isinstance(index.elements, tuple)
        if plain and _columns(index) == key.columns:
            return f" (of which {side} a unique index, {index.name})"
    return ""


def _columns(index: Index) -> tuple[str, ...]:
    return () if isinstance(index.elements, Unknown) else tuple(e.expression for e in index.elements if not e.is_expression)
