"""How a dialect names and sees things: the default schema, truncation, unique constraints that are indexes; differences in name only."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from schemaparity.diff.outcome import notice
from schemaparity.findings import FieldDifference, Finding, ObjectRef
from schemaparity.schema import Constraint, Index, IndexElement, Schema, Table, UniqueConstraint

DEFAULT_SCHEMA = {"postgresql": "public", "mssql": "dbo", "sqlite": "main"}
LONGEST_NAME = {"postgresql": 63, "mysql": 64, "mariadb": 64}
UNIQUE_IS_INDEX = frozenset({"mysql", "mariadb"})


def as_dialect_sees(schema: Schema) -> Schema:
    """The schema with its default schema unnamed and, on MySQL, unique constraints as the unique indexes that they are there."""
    default = DEFAULT_SCHEMA.get(schema.dialect)
    seen = schema if default is None else _without_default_schema(schema, f"{default}.")
    if seen.dialect not in UNIQUE_IS_INDEX:
        return seen
    return evolve(seen, tables={key: _with_unique_indexes(table) for key, table in seen.tables.items()})


def _without_default_schema(schema: Schema, prefix: str) -> Schema:
    tables = (_in_default_schema(t, prefix) for t in schema.tables.values())
    return evolve(
        schema,
        tables={t.key: t for t in tables},
        enums={k.removeprefix(prefix): evolve(e, schema=_schema_of(e.schema, prefix)) for k, e in schema.enums.items()},
        sequences={k.removeprefix(prefix): evolve(s, schema=_schema_of(s.schema, prefix)) for k, s in schema.sequences.items()},
        views={k.removeprefix(prefix): evolve(v, schema=_schema_of(v.schema, prefix)) for k, v in schema.views.items()},
    )


def _schema_of(name: str | None, prefix: str) -> str | None:
    return None if name == prefix[:-1] else name


def _in_default_schema(table: Table, prefix: str) -> Table:
    keys = tuple(evolve(k, referred_table=k.referred_table.removeprefix(prefix)) for k in table.foreign_keys)
    return evolve(table, schema=_schema_of(table.schema, prefix), foreign_keys=keys)


def _with_unique_indexes(table: Table) -> Table:
    indexes = tuple(_as_index(unique) for unique in table.unique_constraints)
    return evolve(table, unique_constraints=(), indexes=(*table.indexes, *indexes))


def _as_index(unique: UniqueConstraint) -> Index:
    elements = tuple(IndexElement(c) for c in unique.columns)
    return Index(unique.name, elements, unique=True, named=unique.named, history=unique.history, doubt=unique.doubt)


def same_name(models: str, migrations: str, dialect: str) -> bool:
    """True when the dialect keeps the same name for both, or when one of them has none."""
    longest = LONGEST_NAME.get(dialect, 1024)
    return not models or not migrations or models.encode()[:longest] == migrations.encode()[:longest]


def name_notice(ref: ObjectRef, what: str, models: Constraint, migrations: Constraint, dialect: str) -> Iterator[Finding]:
    """A notice when two keys or constraints differ in name only."""
    if not same_name(models.name, migrations.name, dialect):
        message = f"{what} is named {models.name} by the models and {migrations.name} by the migrations"
        yield notice("SP391", message, ref, models, migrations, FieldDifference("name", models.name, migrations.name))
