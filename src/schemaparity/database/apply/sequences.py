"""CREATE, ALTER and DROP SEQUENCE."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve

from schemaparity.database.apply.context import Context
from schemaparity.database.apply.dependents import defaults_on, described, refuse
from schemaparity.database.apply.edits import changed, with_column, without
from schemaparity.database.apply.lookup import (
    TEMPORARY,
    creation_namespace,
    find,
    missing,
    refuse_relation,
    relation_kind,
    relation_kind_of,
    require_table,
)
from schemaparity.database.errors import DatabaseError
from schemaparity.schema import Schema, Sequence
from schemaparity.sql.postgresql.sequence_options import merge_options
from schemaparity.sql.statements import AlterSequence, CreateSequence, DropSequence, ObjectName


def create_sequence(schema: Schema, statement: CreateSequence, context: Context) -> Schema:
    """CREATE SEQUENCE."""
    part = TEMPORARY if statement.temporary else creation_namespace(schema, statement.name, context)
    name = statement.name.name
    if statement.if_not_exists and relation_kind(schema, name, part) is not None:
        return schema
    refuse_relation(schema, name, part)
    sequence = Sequence(name, part, options=statement.options, history=(context.site.of_object(name),))
    schema, sequence = _owned(schema, sequence, statement.owned_by, context)
    return evolve(schema, sequences={**schema.sequences, sequence.key: sequence})


def _owned(schema: Schema, sequence: Sequence, owner: tuple[ObjectName, str] | None, context: Context) -> tuple[Schema, Sequence]:
    if owner is None:
        return schema, sequence
    schema, table = require_table(schema, owner[0], context)
    if owner[1] not in table.columns and table.complete:
        raise DatabaseError("42703", f'column "{owner[1]}" of relation "{table.name}" does not exist')
    if table.schema != sequence.schema:
        raise DatabaseError("55000", "sequence must be in same schema as table it is linked to")
    return schema, evolve(sequence, owned_by=(table.key, owner[1]))


def alter_sequence(schema: Schema, statement: AlterSequence, context: Context) -> Schema:
    """ALTER SEQUENCE: options and ownership."""
    key = find(schema.sequences, schema, statement.name, context)
    if key is None:
        return _no_sequence(schema, statement.name, context, if_exists=statement.if_exists, what="relation")
    sequence = schema.sequences[key]
    schema, moved = _owned(schema, sequence, statement.owned_by, context)
    owned_by = None if statement.disown else moved.owned_by
    options = merge_options(sequence.options, statement.options)
    new = changed(moved, context.site.of_object(sequence.name, "altered"), owned_by=owned_by, options=options)
    return evolve(schema, sequences={**schema.sequences, key: new})


def _no_sequence(schema: Schema, name: ObjectName, context: Context, *, if_exists: bool, what: str) -> Schema:
    if relation_kind_of(schema, name, context) is not None:
        raise DatabaseError("42809", f'"{name.name}" is not a sequence')
    if if_exists or context.open_base:
        return schema
    raise missing(name, what)


def drop_sequence(schema: Schema, statement: DropSequence, context: Context) -> Schema:
    """DROP SEQUENCE."""
    found: list[Sequence] = []
    for name in statement.names:
        key = find(schema.sequences, schema, name, context)
        if key is None:
            schema = _no_sequence(schema, name, context, if_exists=statement.if_exists, what="sequence")
        else:
            found.append(schema.sequences[key])
    for sequence in found:
        _refuse_identity(schema, sequence)
    return drop_sequences(schema, found, context, cascade=statement.behavior == "cascade")


def _refuse_identity(schema: Schema, sequence: Sequence) -> None:
    if sequence.owned_by is None or sequence.owned_by[0] not in schema.tables:
        return
    column = schema.tables[sequence.owned_by[0]].columns.get(sequence.owned_by[1])
    if column is not None and column.identity is not None:
        table = schema.tables[sequence.owned_by[0]].name
        raise DatabaseError("2BP01", f"cannot drop sequence {sequence.name} because column {column.name} of table {table} requires it")


def drop_sequences(schema: Schema, sequences: Iterable[Sequence], context: Context, *, cascade: bool) -> Schema:
    """The schema without some sequences; with `cascade` the defaults that need them go too."""
    for sequence in sequences:
        for table, column in list(defaults_on(schema, sequence)):
            if not cascade:
                detail = f"default value for column {column.name} of table {table.name} depends on sequence {sequence.name}"
                raise refuse(f"sequence {described(sequence)}", detail)
            current = schema.tables[table.key]
            plain = changed(column, context.site.of_column(column.name, "default"), default=None)
            schema = schema.with_table(with_column(current, plain))
        schema = evolve(schema, sequences=without(schema.sequences, sequence.key))
    return schema


__all__ = ["alter_sequence", "create_sequence", "drop_sequence", "drop_sequences"]
