"""Statements with a hole in a name: what they may do to which object is told as an unknown.

Records in, records without the doubtful parts out.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs
from attrs import evolve

from schemaparity.database.apply.context import Context
from schemaparity.database.apply.lookup import find
from schemaparity.schema import Schema, Unknown
from schemaparity.sql.statements import AlterTable, ColumnDef, CreateIndex, CreateTable, ForeignKeyDef, ObjectName, Statement, TypeRef

# What may hold a hole and is dealt with where it is applied.
_FREE = frozenset(
    [
        "default",
        "expression",
        "definition",
        "where",
        "text",
        "label",
        "labels",
        "query",
        "key_names",
        "type",
        "computed",
        "comment",
        "action",
        "body",
        "using",
        "referred_table",
        "calls",
        "collation",
        "options",
        "elements",
        "partition_by",
        "partition_bound",
        "tables",
    ]
)


def divert(schema: Schema, statement: Statement, context: Context) -> tuple[Schema, Statement | None] | None:
    """The schema with the unknowns of a statement's names, and what is left of the statement; None when no name has a hole."""
    if "sphole_" not in str(statement).lower():
        return None
    match statement:
        case CreateTable():
            return _create_table(schema, statement, context)
        case AlterTable():
            return _alter_table(schema, statement, context)
        case CreateIndex():
            return _create_index(schema, statement, context)
        case _:
            unknown = _in_names(statement, context)
            return None if unknown is None else (_mark(schema, statement, unknown, context), None)


def _texts(value: object) -> Iterator[str]:
    """The names in a record."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    elif attrs.has(type(value)) and not isinstance(value, TypeRef):
        for field in attrs.fields(value.__class__):  # type: ignore[arg-type]
            if field.name not in _FREE:
                yield from _texts(getattr(value, field.name))


def _in_names(value: object, context: Context) -> Unknown | None:
    return next((u for t in _texts(value) if (u := context.holes.first(t)) is not None), None)


def _table_of(statement: Statement) -> ObjectName | None:
    name = getattr(statement, "table", None)
    return name if isinstance(name, ObjectName) else None


def _mark(schema: Schema, statement: Statement, unknown: Unknown, context: Context) -> Schema:
    """The unknown at the table that is named, else at the schema."""
    name = _table_of(statement)
    return _mark_table(schema, name, unknown, context) if name is not None else schema.with_unknown(unknown)


def _mark_table(schema: Schema, name: ObjectName, unknown: Unknown, context: Context) -> Schema:
    key = find(schema.tables, schema, name, context)
    if key is None:
        return schema.with_unknown(unknown, None if context.holes.first(str(name)) else str(name))
    table = schema.tables[key]
    return schema.with_table(evolve(table, unknowns=(*table.unknowns, unknown)))


def _create_table(schema: Schema, statement: CreateTable, context: Context) -> tuple[Schema, Statement | None] | None:
    unknown = _in_names(statement, context)
    if unknown is not None:
        return schema.with_unknown(unknown), None
    doubtful = {id(e): u for e in statement.elements if (u := _in_element(e, context)) is not None}
    if not doubtful:
        return None
    sound = tuple(e for e in statement.elements if id(e) not in doubtful)
    return _announce(schema, statement, list(doubtful.values())), evolve(statement, elements=sound)


def _announce(schema: Schema, statement: CreateTable, unknowns: list[Unknown]) -> Schema:
    for unknown in dict.fromkeys(unknowns):
        schema = schema.with_unknown(unknown, str(statement.name))
    return schema


def _in_element(element: object, context: Context) -> Unknown | None:
    if isinstance(element, ColumnDef):
        return context.holes.first(element.name)
    if isinstance(element, ForeignKeyDef):
        return _in_names(element, context) or context.holes.first(str(element.referred_table))
    return _in_names(element, context)


def _alter_table(schema: Schema, statement: AlterTable, context: Context) -> tuple[Schema, Statement | None] | None:
    unknown = context.holes.first(str(statement.name))
    if unknown is not None:
        return schema.with_unknown(unknown), None
    doubtful = [(a, u) for a in statement.actions if (u := _in_names(a, context)) is not None]
    if not doubtful:
        return None
    for _, found in doubtful:
        schema = _mark_table(schema, statement.name, found, context)
    gone = {id(a) for a, _ in doubtful}
    sound = tuple(a for a in statement.actions if id(a) not in gone)
    return schema, evolve(statement, actions=sound) if sound else None


def _create_index(schema: Schema, statement: CreateIndex, context: Context) -> tuple[Schema, Statement | None] | None:
    unknown = context.holes.first(str(statement.table))
    if unknown is not None:
        return schema.with_unknown(unknown), None
    invented = _in_names(statement.key_names, context) if statement.name is None else None
    unknown = _in_names(statement, context) or invented
    return None if unknown is None else (_mark_table(schema, statement.table, unknown, context), None)
