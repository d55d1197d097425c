"""Enum labels that were added in the open transaction: PostgreSQL 15 refuses to use them before it is committed."""

from __future__ import annotations

from collections.abc import Iterator

from schemaparity.database.apply.context import Context
from schemaparity.database.apply.lookup import find
from schemaparity.database.apply.types_of_columns import base_type
from schemaparity.database.errors import DatabaseError
from schemaparity.schema import Schema, Table
from schemaparity.sql.postgresql.expressions import casts_of_strings, parse_name
from schemaparity.sql.statements import ObjectName


def refuse_fresh(schema: Schema, table: Table | None, text: str, context: Context) -> None:
    """Refuse an expression that casts a text to a label of the open transaction."""
    if context.fresh:
        for value, ref in casts_of_strings(text):
            if ref.user is not None:
                refuse_label(schema, ref.user, value, context)


def refuse_label(schema: Schema, name: ObjectName, label: str, context: Context) -> None:
    """Refuse a label of the open transaction."""
    key = find(schema.enums, schema, name, context)
    if key is not None and (key, label) in context.fresh:
        raise DatabaseError("55P04", f'unsafe use of new value "{label}" of enum type {name.name}')


def enum_of(schema: Schema, type_text: str, context: Context) -> str | None:
    """The key of the enum that a column's type names."""
    name = parse_name(base_type(type_text)) if schema.enums else None
    return None if name is None else find(schema.enums, schema, name, context)


def enums_used(schema: Schema, types: Iterator[str], context: Context) -> set[str]:
    """The keys of the enums among some types."""
    return {key for t in types if (key := enum_of(schema, t, context)) is not None}
