"""Enum types: CREATE TYPE AS ENUM, ADD VALUE, RENAME VALUE."""

from __future__ import annotations

from attrs import evolve

from schemaparity.database.apply.context import Context
from schemaparity.database.apply.edits import changed
from schemaparity.database.apply.lookup import creation_namespace, find, key_of
from schemaparity.database.apply.types_of_columns import is_of_type
from schemaparity.database.apply.user_types import missing_type, refuse_type
from schemaparity.database.errors import DatabaseError
from schemaparity.schema import Column, EnumType, Schema, Unknown
from schemaparity.sql.postgresql.expressions import casts_of_strings, string_constant
from schemaparity.sql.postgresql.identifiers import MAX_BYTES, literal
from schemaparity.sql.statements import AddEnumValue, CreateEnum, ObjectName, RenameEnumValue


def create_enum(schema: Schema, statement: CreateEnum, context: Context) -> Schema:
    """CREATE TYPE AS ENUM."""
    part = creation_namespace(schema, statement.name, context)
    name = statement.name.name
    refuse_type(schema, name, part)
    change = context.site.of_object(name)
    labels = statement.labels
    for label in labels:
        _refuse_long(label)
    repeated = next((v for i, v in enumerate(labels) if v in labels[:i]), None)
    if repeated is not None:
        raise DatabaseError("23505", 'duplicate key value violates unique constraint "pg_enum_typid_label_index"')
    unknown = next((u for v in labels if (u := context.holes.first(v)) is not None), None)
    enum = EnumType(name, unknown or labels, part, label_history=dict.fromkeys(labels, change), history=(change,))
    return evolve(schema, enums={**schema.enums, key_of(name, part): enum})


def _refuse_long(label: str) -> None:
    if len(label.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise DatabaseError("42602", f'invalid enum label "{label}"', "Labels must be 63 bytes or less.")


def _enum(schema: Schema, name: ObjectName, context: Context) -> EnumType | None:
    """The enum; None on an open base that may have it."""
    key = find(schema.enums, schema, name, context)
    if key is not None:
        return schema.enums[key]
    if find(schema.domains, schema, name, context) or find(schema.tables, schema, name, context):
        raise DatabaseError("42809", f"{name} is not an enum")
    if context.open_base:
        return None
    raise missing_type(name)


def add_value(schema: Schema, statement: AddEnumValue, context: Context) -> Schema:
    """ALTER TYPE ADD VALUE."""
    enum = _enum(schema, statement.name, context)
    if enum is None or isinstance(enum.labels, Unknown):
        return schema
    _refuse_long(statement.label)
    unknown = context.holes.first(statement.label)
    if unknown is not None:
        return _with(schema, changed(enum, context.site.of_object(enum.name, "labels"), labels=unknown))
    if statement.label in enum.labels:
        if statement.if_not_exists:
            return schema
        raise DatabaseError("42710", f'enum label "{statement.label}" already exists')
    at = _position(enum.labels, statement)
    change = context.site.of_object(enum.name, "labels")
    labels = (*enum.labels[:at], statement.label, *enum.labels[at:])
    return _with(schema, changed(enum, change, labels=labels, label_history={**enum.label_history, statement.label: change}))


def _position(labels: tuple[str, ...], statement: AddEnumValue) -> int:
    neighbor = statement.before or statement.after
    if neighbor is None:
        return len(labels)
    if neighbor not in labels:
        raise DatabaseError("22023", f'"{neighbor}" is not an existing enum label')
    return labels.index(neighbor) + (statement.after is not None)


def rename_value(schema: Schema, statement: RenameEnumValue, context: Context) -> Schema:
    """ALTER TYPE RENAME VALUE."""
    enum = _enum(schema, statement.name, context)
    if enum is None or isinstance(enum.labels, Unknown):
        return schema
    if statement.old not in enum.labels:
        raise DatabaseError("22023", f'"{statement.old}" is not an existing enum label')
    if statement.new in enum.labels:
        raise DatabaseError("42710", f'enum label "{statement.new}" already exists')
    _refuse_long(statement.new)
    change = context.site.of_object(enum.name, "labels")
    labels = tuple(statement.new if v == statement.old else v for v in enum.labels)
    history = {**enum.label_history, statement.new: change}
    schema = _with(schema, changed(enum, change, labels=labels, label_history=history))
    return _relabelled(schema, enum, statement.old, statement.new)


def _with(schema: Schema, enum: EnumType) -> Schema:
    return evolve(schema, enums={**schema.enums, enum.key: enum})


def _relabelled(schema: Schema, enum: EnumType, old: str, new: str) -> Schema:
    """The defaults of the enum's columns, which hold the label itself and not its text."""
    for table in schema.tables.values():
        columns = {n: evolve(c, default=literal(new)) for n, c in table.columns.items() if _defaults_to(c, enum, old)}
        if columns:
            schema = schema.with_table(evolve(table, columns={**table.columns, **columns}))
    return schema


def _defaults_to(column: Column, enum: EnumType, label: str) -> bool:
    if not isinstance(column.default, str) or not is_of_type(column.type, enum.name, enum.schema):
        return False
    return label in {string_constant(column.default), *(value for value, _ in casts_of_strings(column.default))}
