"""ALTER COLUMN: type, default, nullability, identity, generation."""

from __future__ import annotations

from attrs import evolve

from schemaparity.database.apply.casts import can_assign
from schemaparity.database.apply.columns import enum_spellings, known_default, with_identity_sequence
from schemaparity.database.apply.constraints import external_column
from schemaparity.database.apply.context import Context
from schemaparity.database.apply.dependents import owned_sequences, referring, views_on
from schemaparity.database.apply.drop_column import computed_from
from schemaparity.database.apply.edits import changed, with_column, without
from schemaparity.database.apply.key_types import plain as plain_type
from schemaparity.database.apply.key_types import refuse_incompatible
from schemaparity.database.apply.types_of_columns import column_type, spoken
from schemaparity.database.errors import DatabaseError
from schemaparity.schema import Column, Computed, Identity, PrimaryKey, Schema, Table, Unknown
from schemaparity.sql.postgresql.expressions import string_constant, type_of, typed_literal
from schemaparity.sql.postgresql.sequence_options import merge_options
from schemaparity.sql.statements import AddIdentity, AlterColumnType, DropExpression, DropIdentity, SetDefault, SetIdentity, SetNotNull


def known(schema: Schema, key: str, name: str, context: Context) -> tuple[Schema, Table, Column]:
    """The table and its column; an external table gets to know the column."""
    table = schema.tables[key]
    if name not in table.columns:
        if table.complete:
            raise DatabaseError("42703", f'column "{name}" of relation "{table.name}" does not exist')
        table = with_column(table, external_column(table, name, context))
        schema = schema.with_table(table)
    return schema, table, table.columns[name]


def _change(schema: Schema, table: Table, column: Column, context: Context, what: str, **fields: object) -> Schema:
    new = changed(column, context.site.of_column(column.name, what), **fields)
    return schema.with_table(with_column(table, new))


def set_default(schema: Schema, key: str, action: SetDefault, context: Context) -> Schema:
    """SET DEFAULT and DROP DEFAULT."""
    schema, table, column = known(schema, key, action.column, context)
    place = f'column "{column.name}" of relation "{table.name}"'
    if column.identity is not None and not isinstance(column.identity, Unknown):
        raise DatabaseError("42601", f"{place} is an identity column")
    if isinstance(column.computed, Computed):
        raise DatabaseError("42601", f"{place} is a generated column")
    default = known_default(schema, column.name, column.type, action.default, context)
    return _change(schema, table, column, context, "default", default=default)


def set_not_null(schema: Schema, key: str, action: SetNotNull, context: Context) -> Schema:
    """SET NOT NULL and DROP NOT NULL."""
    schema, table, column = known(schema, key, action.column, context)
    if not action.not_null:
        if isinstance(table.primary_key, PrimaryKey) and column.name in table.primary_key.columns:
            raise DatabaseError("42P16", f'column "{column.name}" is in a primary key')
        if isinstance(column.identity, Identity):
            raise DatabaseError("42601", f'column "{column.name}" of relation "{table.name}" is an identity column')
    if column.nullable is (not action.not_null):
        return schema
    return _change(schema, table, column, context, "nullable", nullable=not action.not_null)


def set_type(schema: Schema, key: str, action: AlterColumnType, context: Context) -> Schema:
    """ALTER COLUMN TYPE."""
    schema, table, column = known(schema, key, action.column, context)
    if action.type.serial is not None:
        raise DatabaseError("42704", f'type "{action.type.serial}" does not exist')
    new = column_type(schema, action.type, context)
    old = column.type
    if isinstance(old, str) and isinstance(new, str):
        _refuse_conversion(schema, table, column, action, old, new, context)
    default = _converted(schema, column, old, new, context)
    schema = _change(schema, table, column, context, "type", type=new, default=default, collation=action.collation)
    _refuse_keys(schema, key, action.column)
    return _retyped_sequence(schema, key, column, new)


def _refuse_conversion(schema: Schema, table: Table, column: Column, action: AlterColumnType, old: str, new: str, context: Context) -> None:
    users = enum_spellings(schema, old, context) | enum_spellings(schema, new, context)
    if action.using is None and not can_assign(old, new, users):
        raise DatabaseError("42804", f'column "{column.name}" cannot be cast automatically to type {spoken(new)}')
    if isinstance(column.identity, Identity) and new not in {"SMALLINT", "INTEGER", "BIGINT"}:
        raise DatabaseError("22023", "identity column type must be smallint, integer, or bigint")
    if views_on(schema, table.key, column.name):
        raise DatabaseError("0A000", "cannot alter type of a column used by a view or rule")
    if computed_from(table, column.name):
        raise DatabaseError("0A000", "cannot alter type of a column used by a generated column")


def _converted(schema: Schema, column: Column, old: str | Unknown, new: str | Unknown, context: Context) -> str | Unknown | None:
    """The default under the new type: its expression, whose type must be assignable (ATExecAlterColumnType)."""
    default = column.default
    if not isinstance(default, str) or not isinstance(old, str) or not isinstance(new, str) or column.computed is not None:
        return default
    plain = string_constant(default) is not None
    ref = type_of(default)
    source = old if plain else ref.text if ref is not None and ref.user is None else None
    if source is not None and not can_assign(source, new, enum_spellings(schema, old, context) | enum_spellings(schema, new, context)):
        raise DatabaseError("42804", f'default for column "{column.name}" cannot be cast automatically to type {spoken(new)}')
    return typed_literal(default, _unsized(old)) if plain and _unsized(old) != _unsized(new) else default


_BASES = {"CHAR": "bpchar", "BIT": '"bit"'}


def _unsized(type_: str) -> str:
    """The type that a stored literal is of: without length or precision."""
    array = "[]" if type_.endswith("[]") else ""
    base = plain_type(type_.removesuffix("[]"))
    return _BASES.get(base, base) + array


def _refuse_keys(schema: Schema, key: str, name: str) -> None:
    table = schema.tables[key]
    for foreign_key in table.foreign_keys:
        referred = schema.tables.get(foreign_key.referred_table)
        if referred is not None and name in foreign_key.columns:
            refuse_incompatible(schema, table, foreign_key.columns, referred, foreign_key.referred_columns, foreign_key.name)
    for other, foreign_key in referring(schema, key):
        if name in foreign_key.referred_columns:
            refuse_incompatible(schema, other, foreign_key.columns, table, foreign_key.referred_columns, foreign_key.name)


def _retyped_sequence(schema: Schema, key: str, column: Column, new: str | Unknown) -> Schema:
    """The sequence of an identity column takes the column's new type."""
    if not isinstance(column.identity, Identity) or not isinstance(new, str):
        return schema
    for sequence in owned_sequences(schema, key, column.name):
        options = merge_options(sequence.options, [("as", new)])
        schema = evolve(schema, sequences={**schema.sequences, sequence.key: evolve(sequence, options=options)})
    return schema


def add_identity(schema: Schema, key: str, action: AddIdentity, context: Context) -> Schema:
    """ADD GENERATED AS IDENTITY."""
    schema, table, column = known(schema, key, action.column, context)
    place = f'column "{column.name}" of relation "{table.name}"'
    if column.nullable is True:
        raise DatabaseError("55000", f"{place} must be declared NOT NULL before identity can be added")
    if isinstance(column.identity, Identity):
        raise DatabaseError("55000", f"{place} is already an identity column")
    if isinstance(column.default, str):
        raise DatabaseError("55000", f"{place} already has a default value")
    schema = with_identity_sequence(schema, table, column, action.identity, action.sequence_name, context)
    return _change(schema, schema.tables[key], column, context, "identity", identity=action.identity)


def set_identity(schema: Schema, key: str, action: SetIdentity, context: Context) -> Schema:
    """SET GENERATED and SET of sequence options."""
    schema, table, column = known(schema, key, action.column, context)
    if column.identity is None:
        raise DatabaseError("55000", f'column "{column.name}" of relation "{table.name}" is not an identity column')
    if isinstance(column.identity, Unknown):
        return schema
    always = column.identity.always if action.always is None else action.always
    identity = Identity(always, merge_options(column.identity.options, action.options))
    for sequence in owned_sequences(schema, key, column.name):
        options = merge_options(sequence.options, action.options)
        schema = evolve(schema, sequences={**schema.sequences, sequence.key: evolve(sequence, options=options)})
    return _change(schema, table, column, context, "identity", identity=identity)


def drop_identity(schema: Schema, key: str, action: DropIdentity, context: Context) -> Schema:
    """DROP IDENTITY: its sequence goes too."""
    schema, table, column = known(schema, key, action.column, context)
    if column.identity is None:
        if action.if_exists:
            return schema
        raise DatabaseError("55000", f'column "{column.name}" of relation "{table.name}" is not an identity column')
    schema = evolve(schema, sequences=without(schema.sequences, *(s.key for s in owned_sequences(schema, key, column.name))))
    return _change(schema, table, column, context, "identity", identity=None)


def drop_expression(schema: Schema, key: str, action: DropExpression, context: Context) -> Schema:
    """DROP EXPRESSION."""
    schema, table, column = known(schema, key, action.column, context)
    if column.computed is None:
        if action.if_exists:
            return schema
        raise DatabaseError("55000", f'column "{column.name}" of relation "{table.name}" is not a stored generated column')
    return _change(schema, table, column, context, "computed", computed=None)
