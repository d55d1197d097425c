"""What the catalogs of all dialects are made of: a table of rows, and the facts of columns, keys and indexes that several of them show."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from attrs import frozen

from schemaparity.database.catalog_definitions import approximate, index_definition
from schemaparity.database.catalog_objects import PHANTOM, Objects, Relation
from schemaparity.database.catalog_types import TypeFacts, facts_of
from schemaparity.schema import (
    CheckConstraint,
    Column,
    ExcludeConstraint,
    Index,
    PrimaryKey,
    Routine,
    Sequence,
    Table,
    UniqueConstraint,
    Unknown,
)

Row: TypeAlias = dict[str, Any]
Rows: TypeAlias = Callable[[Objects], Iterator[Row]]
_ARRAY_MARK = "\x01"


@frozen
class CatalogTable:
    """Columns in their order, and what fills them."""

    columns: tuple[str, ...]
    rows: Rows


def array(values: list[Any] | tuple[Any, ...]) -> str:
    """An array as a value of the query engine: JSON behind a mark."""
    return _ARRAY_MARK + json.dumps(list(values))


def type_oid(objects: Objects, facts: TypeFacts) -> int:
    """The oid of a type, built in or a user's."""
    if facts.data_type == "ARRAY":
        return objects.oid("array type", facts.typname)
    return facts.oid or objects.type_oids.get((facts.udt_schema, facts.typname), 0)


def column_facts(column: Column) -> TypeFacts:
    """The type of a settled column."""
    return facts_of(column.type if isinstance(column.type, str) else PHANTOM)


def checked_columns(table: Table, check: CheckConstraint) -> tuple[str, ...]:
    """The columns that a CHECK mentions, told by their names in its text; errs towards too many."""
    text = re.sub(r"'(?:[^']|'')*'", "", check.expression) if isinstance(check.expression, str) else ""
    words = set(re.findall(r"[^\W\d][\w$]*", text))
    return tuple(name for name in table.columns if name in words)


def is_of_identity(objects: Objects, sequence: Sequence) -> bool:
    """True for the sequence behind an identity column."""
    table = objects.tables_by_key.get(sequence.owned_by[0]) if sequence.owned_by is not None else None
    column = table.columns.get(sequence.owned_by[1]) if table is not None and sequence.owned_by is not None else None
    return column is not None and column.identity is not None


def vector(values: list[int]) -> str:
    """An int2vector as a value of the query engine: an array that shows as `2 3`."""
    return "\x02" + array(values)[1:]


def index_columns(element: object) -> tuple[str, ...]:
    """The key columns of an index or key; an expression is an empty name."""
    if isinstance(element, Index):
        return () if isinstance(element.elements, Unknown) else tuple("" if e.is_expression else e.expression for e in element.elements)
    return getattr(element, "columns", ())


def numbers_of(table: Table, columns: tuple[str, ...]) -> list[int]:
    """The attnums of columns; 0 for an expression."""
    order = {name: number for number, name in enumerate(table.columns, 1)}
    return [order.get(name, 0) for name in columns]


def routines(objects: Objects, *kinds: str) -> Iterator[tuple[str, str, Routine]]:
    """Routines of these kinds with schema and name."""
    for routine in objects.schema.routines:
        if routine.kind in kinds and (objects.most or routine.doubt is None):
            owner, _, name = routine.name.partition("(")[0].rpartition(".")
            yield objects.schema_name(owner or None), name.strip('" '), routine


def shown_index(objects: Objects, relation: Relation) -> str:
    """The text of pg_get_indexdef, or a phantom of it where PostgreSQL would write it in its own way."""
    element = relation.element
    if relation.table is None or not isinstance(element, Index | PrimaryKey | UniqueConstraint | ExcludeConstraint):
        return PHANTOM
    return PHANTOM if objects.most and approximate(element) else index_definition(element, relation.table.name, relation.schema)
