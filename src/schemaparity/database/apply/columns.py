"""Columns: definitions to columns, with the sequences that they bring, and the errors of their defaults."""

from __future__ import annotations

from attrs import evolve

from schemaparity.database.apply.casts import can_assign
from schemaparity.database.apply.context import Context
from schemaparity.database.apply.fresh_labels import enum_of, refuse_casts, refuse_label_of
from schemaparity.database.apply.lookup import creation_namespace, find, key_of, missing, namespace, refuse_relation
from schemaparity.database.apply.naming import relation_name
from schemaparity.database.apply.types_of_columns import column_type, spoken
from schemaparity.database.errors import DatabaseError
from schemaparity.schema import Column, Computed, Identity, Schema, Sequence, Table, Unknown
from schemaparity.sql.postgresql.expressions import nextval, sequences_of, string_constant, type_of
from schemaparity.sql.statements import ColumnDef, ObjectName

_INTEGERS = frozenset({"SMALLINT", "INTEGER", "BIGINT"})


def add_column(schema: Schema, key: str, definition: ColumnDef, context: Context) -> Schema:
    """The schema with a column added to the table of that key, and with the sequence that the column brings."""
    table = schema.tables[key]
    _refuse_conflict(table, definition)
    type_ = column_type(schema, definition.type, context)
    column = Column(
        definition.name,
        type_,
        nullable=not (definition.not_null or definition.type.serial is not None),
        default=known_default(schema, definition.name, type_, definition.default, context),
        identity=definition.identity,
        computed=_computed(definition, context),
        comment=definition.comment,
        collation=definition.collation,
        history=(context.site.of_column(definition.name),),
    )
    schema, column = _with_sequence(schema, table, column, definition, context)
    return schema.with_table(evolve(table, columns={**table.columns, column.name: column}))


def _refuse_conflict(table: Table, definition: ColumnDef) -> None:
    """NULL is no word for what counts by itself, nor beside NOT NULL."""
    if definition.null and (definition.not_null or definition.type.serial is not None):
        raise DatabaseError("42601", f'conflicting NULL/NOT NULL declarations for column "{definition.name}" of table "{table.name}"')
    if definition.identity is not None and definition.default is not None:
        raise DatabaseError("42601", f'both default and identity specified for column "{definition.name}" of table "{table.name}"')


def _computed(definition: ColumnDef, context: Context) -> Computed | Unknown | None:
    if definition.computed is None:
        return None
    return context.holes.first(definition.computed.expression) or definition.computed


def _with_sequence(schema: Schema, table: Table, column: Column, definition: ColumnDef, context: Context) -> tuple[Schema, Column]:
    if definition.type.serial is not None:
        schema, sequence = _owned_sequence(schema, table, column, None, "", context)
        return schema, evolve(column, default=nextval(ObjectName(sequence.name, sequence.schema)))
    if definition.identity is not None:
        schema = with_identity_sequence(schema, table, column, definition.identity, definition.sequence_name, context)
    return schema, column


def with_identity_sequence(
    schema: Schema, table: Table, column: Column, identity: Identity, name: ObjectName | None, context: Context
) -> Schema:
    """The schema with the sequence of an identity column."""
    if isinstance(column.type, str) and column.type not in _INTEGERS:
        raise DatabaseError("22023", "identity column type must be smallint, integer, or bigint")
    return _owned_sequence(schema, table, column, name, identity.options, context)[0]


def _owned_sequence(
    schema: Schema, table: Table, column: Column, name: ObjectName | None, options: str, context: Context
) -> tuple[Schema, Sequence]:
    if name is None:
        part, plain = table.schema, relation_name(schema, table.schema, table.name, column.name, "seq")
    else:
        part, plain = creation_namespace(schema, name, context) if name.schema is None else namespace(name.schema), name.name
        refuse_relation(schema, plain, part)
    kind = f"AS {column.type}" if column.type in {"SMALLINT", "INTEGER"} else ""
    text = " ".join(filter(None, (kind, options)))
    sequence = Sequence(plain, part, (table.key, column.name), text, history=column.history)
    return evolve(schema, sequences={**schema.sequences, key_of(plain, part): sequence}), sequence


def known_default(schema: Schema, name: str, type_: str | Unknown, default: str | None, context: Context) -> str | Unknown | None:
    """A default as the column has it; refused where its type or its text cannot be the column's."""
    if default is None:
        return None
    unknown = context.holes.first(default)
    if unknown is not None:
        return unknown
    refuse_casts(schema, default, context)
    if not context.assumes_others:
        _refuse_sequence(schema, default, context)
    if isinstance(type_, str):
        _refuse_default(schema, name, type_, default, context)
    return default


def _refuse_sequence(schema: Schema, default: str, context: Context) -> None:
    for name in sequences_of(default):
        if find(schema.sequences, schema, name, context) is None:
            raise missing(name)


def _refuse_default(schema: Schema, name: str, type_: str, default: str, context: Context) -> None:
    value = string_constant(default)
    if value is not None:
        refuse_label(schema, type_, value, context)
        return
    ref = type_of(default)
    if ref is None or ref.user is not None:
        return
    if not can_assign(ref.text, type_, enum_spellings(schema, type_, context)):
        raise DatabaseError("42804", f'column "{name}" is of type {spoken(type_)} but default expression is of type {spoken(ref.text)}')


def refuse_label(schema: Schema, type_: str, value: str, context: Context) -> None:
    """Refuse a text that the enum of a column does not have, or that was added in the open transaction."""
    key = None if type_.endswith("]") else enum_of(schema, type_, context)
    if key is not None:
        refuse_label_of(schema, key, value, context)


def enum_spellings(schema: Schema, type_: str, context: Context) -> frozenset[str]:
    """The column's type, when it is one of the enums."""
    return frozenset({type_.removesuffix("[]")}) if enum_of(schema, type_, context) is not None else frozenset()
