"""A schema to a script that makes an empty PostgreSQL database hold exactly it; what is not known is left out with a comment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

from attrs import evolve

from schemaparity.report.sql_known import doubt_of, known_part
from schemaparity.report.sql_postgresql_constraints import constraint_sql, index_sql
from schemaparity.report.sql_postgresql_routines import early_routines, extensions, late_routines, types
from schemaparity.report.sql_quoting import literal, note, quote, quoted_name, quoted_names
from schemaparity.schema import (
    Column,
    Computed,
    ForeignKey,
    Identity,
    PrimaryKey,
    Schema,
    Sequence,
    Table,
    UniqueConstraint,
    Unknown,
)

Key: TypeAlias = PrimaryKey | UniqueConstraint
_INDEX_FIELDS = ("columns", "include", "deferrable", "initially_deferred")
_PLAIN = re.compile(r"""(?:'(?:[^'\\]|'')*'|-?[\d.]+|[\w.]+(?:\([^()]*\))?)(?:::[\w. "\[\]]+)?""")


def to_postgresql(schema: Schema) -> Iterator[str]:
    """The statements and comments, in the order in which PostgreSQL can execute them."""
    known = {key: known_part(schema, table) for key, table in schema.tables.items()}
    schema = evolve(schema, tables={key: part.table for key, part in known.items()})
    yield from _schemas(schema)
    yield from extensions(schema)
    yield from _enums(schema)
    yield from types(schema)
    yield from _domains(schema)
    yield from _sequences(schema)
    yield from early_routines(schema)
    for table in _parents_first(schema):
        yield from known[table.key].notes
        yield from _create_table(schema, table)
    yield from _owners(schema)
    yield from _indexes(schema)
    yield from _foreign_keys(schema)
    yield from late_routines(schema, _views(schema))
    yield from _comments(schema)


def _schemas(schema: Schema) -> Iterator[str]:
    return (f"CREATE SCHEMA IF NOT EXISTS {quote(name)};" for name in schema.schemas if name != "public")


def _enums(schema: Schema) -> Iterator[str]:
    for enum in schema.enums.values():
        yield from doubt_of(f"type {enum.key}", enum)
        if isinstance(enum.labels, Unknown):
            yield note(f"the labels of {enum.key} are not known: {enum.labels.reason}")
        labels = enum.labels if isinstance(enum.labels, tuple) else tuple(enum.label_history)
        yield f"CREATE TYPE {quoted_name(enum.name, enum.schema)} AS ENUM ({', '.join(literal(v) for v in labels)});"


def _domains(schema: Schema) -> Iterator[str]:
    for domain in schema.domains.values():
        yield from doubt_of(f"domain {domain.key}", domain)
        yield f"CREATE DOMAIN {quoted_name(domain.name, domain.schema)} AS {domain.definition};"


def _sequences(schema: Schema) -> Iterator[str]:
    for sequence in schema.sequences.values():
        if identity_of(schema, sequence) is None:
            yield from doubt_of(f"sequence {sequence.key}", sequence)
            yield f"CREATE SEQUENCE {quoted_name(sequence.name, sequence.schema)}{' ' * bool(sequence.options)}{sequence.options};"


def identity_of(schema: Schema, sequence: Sequence) -> Identity | None:
    """The identity that a sequence belongs to, if it does."""
    if sequence.owned_by is None or sequence.owned_by[0] not in schema.tables:
        return None
    column = schema.tables[sequence.owned_by[0]].columns.get(sequence.owned_by[1])
    return column.identity if column is not None and isinstance(column.identity, Identity) else None


def _parents_first(schema: Schema) -> list[Table]:
    """The tables in order, parents before their partitions and heirs."""
    ordered: dict[str, Table] = {}

    def place(table: Table) -> None:
        for parent in parents(table):
            if parent in schema.tables and parent not in ordered:
                place(schema.tables[parent])
        ordered.setdefault(table.key, table)

    for table in schema.tables.values():
        place(table)
    return list(ordered.values())


def parents(table: Table) -> tuple[str, ...]:
    """The keys of the tables that a table is a partition of or inherits from."""
    heirs = tuple(value for name, value in table.options if name == "INHERITS")
    return heirs if table.partition_of is None else (table.partition_of, *heirs)


def _create_table(schema: Schema, table: Table) -> Iterator[str]:
    options = dict(table.options)
    head = f"CREATE {'UNLOGGED ' if 'UNLOGGED' in options else ''}TABLE {quoted_name(table.name, table.schema)}"
    if table.partition_of is not None and table.partition_of in schema.tables:
        yield f"{head} PARTITION OF {key_name(schema, table.partition_of)} {options.get('PARTITION', 'DEFAULT')}{_tail(schema, table)};"
        return
    parts = [_column(schema, table, column) for column in table.columns.values()]
    later = _repetitions(table)
    parts += [text for c in table.constraints if not isinstance(c, ForeignKey) and c not in later and (text := constraint_sql(c))]
    yield (
        f"{head} ("
        + "".join(f"\n  {p}{',' * (i < len(parts) - 1)}" for i, p in enumerate(parts))
        + ("\n)" if parts else ")")
        + _tail(schema, table)
        + ";"
    )
    clauses = (clause for key in later if (clause := constraint_sql(key)) is not None)
    yield from (f"ALTER TABLE {quoted_name(table.name, table.schema)} ADD {clause};" for clause in clauses)


def _repetitions(table: Table) -> list[UniqueConstraint]:
    """The unique constraints that say what another key says: CREATE TABLE would make one index of both (transformIndexConstraints)."""
    seen: list[Key] = [table.primary_key] if isinstance(table.primary_key, PrimaryKey) else []
    found: list[UniqueConstraint] = []
    for key in table.unique_constraints:
        (found if any(_is_same_index(key, other) for other in seen) else seen).append(key)
    return found


def _is_same_index(key: UniqueConstraint, other: Key) -> bool:
    distinct = other.nulls_not_distinct if isinstance(other, UniqueConstraint) else False
    return key.nulls_not_distinct == distinct and all(getattr(key, n) == getattr(other, n) for n in _INDEX_FIELDS)


_OWN_OPTIONS = {"UNLOGGED", "PARTITION", "INHERITS", "ON COMMIT"}


def _tail(schema: Schema, table: Table) -> str:
    heirs = [key_name(schema, v) for k, v in table.options if k == "INHERITS" and v in schema.tables]
    storage = ", ".join(f"{k}={literal(v)}" for k, v in table.options if k not in _OWN_OPTIONS)
    text = f" INHERITS ({', '.join(heirs)})" if heirs else ""
    text += f" PARTITION BY {table.partition_by}" if table.partition_by else ""
    return text + (f" WITH ({storage})" if storage else "")


def key_name(schema: Schema, key: str) -> str:
    """The quoted name of a table by its key."""
    table = schema.tables.get(key)
    return quoted_name(table.name, table.schema) if table is not None else quoted_name(*reversed(key.rpartition(".")[::2]))


def _column(schema: Schema, table: Table, column: Column) -> str:
    text = f"{quote(column.name)} {column.type}"
    text += f" COLLATE {_collation(column.collation)}" if isinstance(column.collation, str) else ""
    text += " NOT NULL" if column.nullable is False else ""
    if isinstance(column.identity, Identity):
        return text + _identity(schema, table, column, column.identity)
    if isinstance(column.computed, Computed):
        return f"{text} GENERATED ALWAYS AS ({column.computed.expression}) STORED"
    return text + (f" DEFAULT {_operand(column.default)}" if isinstance(column.default, str) else "")


def _operand(expression: str) -> str:
    """The default, in parentheses unless it is plain: the grammar allows no AT TIME ZONE, AND or IS there."""
    return expression if _PLAIN.fullmatch(expression) else f"({expression})"


def _collation(name: str) -> str:
    return ".".join(quote(part) for part in name.split(".", 1))


def _identity(schema: Schema, table: Table, column: Column, identity: Identity) -> str:
    sequence = next((s for s in schema.sequences.values() if s.owned_by == (table.key, column.name)), None)
    name = f"SEQUENCE NAME {quoted_name(sequence.name, sequence.schema)}" if sequence is not None else ""
    inner = " ".join(filter(None, (name, identity.options)))
    return f" GENERATED {'ALWAYS' if identity.always else 'BY DEFAULT'} AS IDENTITY" + (f" ({inner})" if inner else "")


def _owners(schema: Schema) -> Iterator[str]:
    for sequence in schema.sequences.values():
        owner = sequence.owned_by
        if owner is None or owner[0] not in schema.tables or identity_of(schema, sequence) is not None:
            continue
        column = schema.tables[owner[0]].columns.get(owner[1])
        if column is not None and isinstance(column.type, str):
            yield f"ALTER SEQUENCE {quoted_name(sequence.name, sequence.schema)} OWNED BY {key_name(schema, owner[0])}.{quote(owner[1])};"


def _indexes(schema: Schema) -> Iterator[str]:
    for table in _parents_first(schema):
        inherited = schema.tables[table.partition_of].indexes if table.partition_of in schema.tables and table.partition_of else ()
        for index in table.indexes:
            if all(i.elements != index.elements or i.where != index.where or i.unique != index.unique for i in inherited):
                yield index_sql(table, index)


def _foreign_keys(schema: Schema) -> Iterator[str]:
    for table in schema.tables.values():
        inherited = schema.tables[table.partition_of].foreign_keys if table.partition_of in schema.tables and table.partition_of else ()
        for foreign_key in table.foreign_keys:
            if foreign_key not in inherited:
                yield _foreign_key(schema, table, foreign_key)


def _foreign_key(schema: Schema, table: Table, key: ForeignKey) -> str:
    text = f"ALTER TABLE {quoted_name(table.name, table.schema)} ADD CONSTRAINT {quote(key.name)} FOREIGN KEY ({quoted_names(key.columns)})"
    text += f" REFERENCES {key_name(schema, key.referred_table)} ({quoted_names(key.referred_columns)})"
    text += f" MATCH {key.match}" if key.match else ""
    text += f" ON UPDATE {key.onupdate}" if key.onupdate else ""
    text += f" ON DELETE {key.ondelete}" if key.ondelete else ""
    text += " DEFERRABLE" if key.deferrable else ""
    text += " INITIALLY DEFERRED" if key.initially_deferred else ""
    return text + (" NOT VALID" if key.not_valid else "") + ";"


def _views(schema: Schema) -> Iterator[str]:
    for view in schema.views.values():
        yield from doubt_of(f"view {view.key}", view)
        if view.definition is None:
            yield note(f"the view {view.key} is left out, its query is not known")
            continue
        kind = "MATERIALIZED VIEW" if view.materialized else "VIEW"
        yield f"CREATE {kind} {quoted_name(view.name, view.schema)} AS {view.definition}{' WITH NO DATA' if view.materialized else ''};"


def _comments(schema: Schema) -> Iterator[str]:
    for table in schema.tables.values():
        name = quoted_name(table.name, table.schema)
        if isinstance(table.comment, str):
            yield f"COMMENT ON TABLE {name} IS {literal(table.comment)};"
        for column in table.columns.values():
            if isinstance(column.comment, str) and isinstance(column.type, str):
                yield f"COMMENT ON COLUMN {name}.{quote(column.name)} IS {literal(column.comment)};"


__all__ = ["identity_of", "parents", "to_postgresql"]
