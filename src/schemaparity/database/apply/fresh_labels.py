"""Labels of enums in expressions: unknown ones are refused, and those that were added in the open transaction (PostgreSQL 15)."""

from __future__ import annotations

from schemaparity.database.apply.context import Context
from schemaparity.database.apply.lookup import find
from schemaparity.database.apply.types_of_columns import base_type
from schemaparity.database.errors import DatabaseError
from schemaparity.schema import Schema
from schemaparity.sql.postgresql.expressions import casts_of_strings, parse_name


def refuse_casts(schema: Schema, text: str, context: Context) -> None:
    """Refuse an expression or statement that casts a text to an enum that does not have it, or cannot use it yet."""
    if not schema.enums or ("::" not in text and "CAST" not in text.upper()):
        return
    for value, ref in casts_of_strings(text):
        if ref.user is not None and not ref.suffix:
            key = find(schema.enums, schema, ref.user, context)
            if key is not None:
                refuse_label_of(schema, key, value, context)


def refuse_label_of(schema: Schema, key: str, value: str, context: Context) -> None:
    """Refuse a text that an enum does not have, or that was added in the open transaction."""
    enum = schema.enums[key]
    if context.holes.first(value) is not None:
        return
    if isinstance(enum.labels, tuple) and enum.doubt is None and value not in enum.labels:
        raise DatabaseError("22P02", f'invalid input value for enum {enum.name}: "{value}"')
    if (key, value) in context.fresh:
        raise DatabaseError("55P04", f'unsafe use of new value "{value}" of enum type {enum.name}')


def enum_of(schema: Schema, type_text: str, context: Context) -> str | None:
    """The key of the enum that a column's type names."""
    name = parse_name(base_type(type_text)) if schema.enums else None
    return None if name is None else find(schema.enums, schema, name, context)
