"""What depends on an object: foreign keys on a table or key, views on a table or column, defaults on a sequence or type."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from schemaparity.database.apply.context import Context
from schemaparity.database.apply.lookup import find
from schemaparity.database.apply.types_of_columns import spelled
from schemaparity.database.errors import DatabaseError
from schemaparity.schema import (
    Column,
    Constraint,
    ForeignKey,
    Index,
    IndexElement,
    PrimaryKey,
    Schema,
    Sequence,
    Table,
    UniqueConstraint,
    View,
)
from schemaparity.schema.elements import CheckConstraint, ExcludeConstraint
from schemaparity.sql.postgresql.expressions import columns_of, sequences_of, tables_of

_PLAIN = Context()


def described(element: Table | View | Sequence) -> str:
    """A relation's name as messages have it: quoted where it must be, with its schema outside the default one."""
    return spelled(element.name, element.schema)


def refuse(what: str, detail: str) -> DatabaseError:
    """The error for dropping what others need."""
    return DatabaseError("2BP01", f"cannot drop {what} because other objects depend on it", detail)


def referring(schema: Schema, key: str) -> Iterator[tuple[Table, ForeignKey]]:
    """The foreign keys that refer to a table, its own too."""
    for table in schema.tables.values():
        for foreign_key in table.foreign_keys:
            if foreign_key.referred_table == key:
                yield table, foreign_key


def views_on(schema: Schema, key: str, column: str | None = None) -> tuple[View, ...]:
    """The views that read a table, or a column of it; a view that reads the table and names such a column counts."""
    return tuple(v for v in schema.views.values() if v.definition and _reads(schema, v.definition, key, column))


def _reads(schema: Schema, definition: str, key: str, column: str | None) -> bool:
    everything = {**schema.views, **schema.tables}
    if all(find(everything, schema, n, _PLAIN) != key for n in tables_of(definition)):
        return False
    named = columns_of(definition)
    return column is None or column in named or "*" in named


def with_dependent_views(schema: Schema, views: Collection[View]) -> dict[str, View]:
    """The views and all views on them."""
    found: dict[str, View] = {}
    waiting = list(views)
    while waiting:
        view = waiting.pop()
        if view.key not in found:
            found[view.key] = view
            waiting.extend(views_on(schema, view.key))
    return found


def index_columns(index: Index) -> frozenset[str]:
    """The columns that an index touches: keys, expressions, INCLUDE and predicate."""
    elements = index.elements if isinstance(index.elements, tuple) else ()
    where = columns_of(index.where) if isinstance(index.where, str) else ()
    return frozenset((*(c for e in elements for c in _element_columns(e)), *index.include, *where))


def _element_columns(element: IndexElement) -> tuple[str, ...]:
    return columns_of(element.expression) if element.is_expression else (element.expression,)


def constraint_columns(constraint: Constraint) -> frozenset[str]:
    """The columns of its own table that a constraint touches."""
    match constraint:
        case CheckConstraint(expression=str() as text):
            return frozenset(columns_of(text))
        case CheckConstraint():
            return frozenset()
        case PrimaryKey() | UniqueConstraint():
            return frozenset((*constraint.columns, *constraint.include))
        case ExcludeConstraint() | ForeignKey():
            return frozenset(constraint.columns)


def backing(table: Table, columns: Collection[str]) -> PrimaryKey | UniqueConstraint | Index | None:
    """The key of a table that a foreign key to these columns leans on: the primary key, a unique constraint, a whole unique index."""
    wanted = frozenset(columns)
    keys = (table.primary_key, *table.unique_constraints)
    for key in keys:
        if isinstance(key, PrimaryKey | UniqueConstraint) and frozenset(key.columns) == wanted and not key.deferrable:
            return key
    return next((i for i in table.indexes if _is_key(i, wanted)), None)


def _is_key(index: Index, wanted: frozenset[str]) -> bool:
    if index.unique is not True or index.where is not None or not isinstance(index.elements, tuple):
        return False
    return not any(e.is_expression for e in index.elements) and frozenset(e.expression for e in index.elements) == wanted


def leaning(schema: Schema, table: Table, element: Constraint | Index) -> list[tuple[Table, ForeignKey]]:
    """The foreign keys that lean on a key of a table."""
    return [(t, f) for t, f in referring(schema, table.key) if backing(table, f.referred_columns) is element]


def defaults_on(schema: Schema, sequence: Sequence) -> Iterator[tuple[Table, Column]]:
    """The columns that take their values from a sequence."""
    for table in schema.tables.values():
        for column in table.columns.values():
            if isinstance(column.default, str) and takes_from(schema, column.default, sequence):
                yield table, column


def takes_from(schema: Schema, default: str, sequence: Sequence) -> bool:
    """Whether a default takes its values from a sequence."""
    return any(find(schema.sequences, schema, n, _PLAIN) == sequence.key for n in sequences_of(default))


def owned_sequences(schema: Schema, key: str, column: str | None = None) -> list[Sequence]:
    """The sequences that belong to a table, or to a column of it."""
    owned = [s for s in schema.sequences.values() if s.owned_by is not None and s.owned_by[0] == key]
    return [s for s in owned if column is None or (s.owned_by is not None and s.owned_by[1] == column)]


def children(schema: Schema, key: str) -> list[Table]:
    """The partitions of a table and the tables that inherit from it."""
    return [t for t in schema.tables.values() if t.partition_of == key or key in parents(t)]


def parents(table: Table) -> tuple[str, ...]:
    """The tables that a table inherits from by INHERITS."""
    return tuple(v for k, v in table.options if k == "INHERITS")
