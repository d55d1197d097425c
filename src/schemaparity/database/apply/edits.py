"""Pure edits of a schema that every family of statements needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from attrs import evolve

from schemaparity.schema import Change, Column, Constraint, Element, Index, PrimaryKey, Schema, Table
from schemaparity.schema.elements import CheckConstraint, ExcludeConstraint, ForeignKey, UniqueConstraint

E = TypeVar("E", bound=Element)
R = TypeVar("R", Schema, Table)
V = TypeVar("V")


def changed(element: E, change: Change, **fields: Any) -> E:
    """The element with fields changed and the change in its history."""
    return evolve(element, history=(*element.history, change), **fields)


def with_field(record: R, name: str, value: Any) -> R:
    """The record with another value in the field of that name."""
    fields: dict[str, Any] = {name: value}
    return evolve(record, **fields)


def with_column(table: Table, column: Column) -> Table:
    """The table with a column added, or in the place of the column of the same name."""
    return evolve(table, columns={**table.columns, column.name: column})


def without_column(table: Table, name: str, change: Change) -> Table:
    """The table without a column, which stays in `removed`."""
    column = table.columns[name]
    rest = {k: c for k, c in table.columns.items() if k != name}
    return evolve(table, columns=rest, removed={**table.removed, name: evolve(column, history=(*column.history, change))})


def replaced(mapping: Mapping[str, V], old: str, new: str, value: V) -> dict[str, V]:
    """The mapping with a value under a new key, in its old place."""
    return {new if k == old else k: value if k == old else v for k, v in mapping.items()}


def without(mapping: Mapping[str, V], *keys: str) -> dict[str, V]:
    """The mapping without some keys."""
    return {k: v for k, v in mapping.items() if k not in keys}


_FIELDS: dict[type[Element], str] = {
    ForeignKey: "foreign_keys",
    UniqueConstraint: "unique_constraints",
    CheckConstraint: "check_constraints",
    ExcludeConstraint: "exclude_constraints",
    Index: "indexes",
}


def add_element(table: Table, element: Constraint | Index) -> Table:
    """The table with a constraint or an index more."""
    if isinstance(element, PrimaryKey):
        return evolve(table, primary_key=element)
    field = _FIELDS[type(element)]
    return with_field(table, field, (*getattr(table, field), element))


def drop_element(table: Table, element: Constraint | Index, change: Change | None = None) -> Table:
    """The table without a constraint or an index, which stays in `gone` when the change that drops it is given."""
    if change is not None:
        table = evolve(table, gone=(*table.gone, changed(element, change)))
    if isinstance(element, PrimaryKey):
        return evolve(table, primary_key=None)
    field = _FIELDS[type(element)]
    return with_field(table, field, tuple(e for e in getattr(table, field) if e is not element))


def swap_element(table: Table, old: Constraint | Index, new: Constraint | Index) -> Table:
    """The table with a constraint or an index in the place of another of its kind."""
    if isinstance(old, PrimaryKey):
        return with_field(table, "primary_key", new)
    field = _FIELDS[type(old)]
    return with_field(table, field, tuple(new if e is old else e for e in getattr(table, field)))


def without_foreign_keys(schema: Schema, gone: Iterable[tuple[str, ForeignKey]]) -> Schema:
    """The schema without some foreign keys, given with their tables' keys."""
    for key, foreign_key in gone:
        if key in schema.tables:
            schema = schema.with_table(drop_element(schema.tables[key], foreign_key))
    return schema
