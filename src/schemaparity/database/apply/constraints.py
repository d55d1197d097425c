"""Constraints: definitions to elements of a table, with the names that PostgreSQL would give and the errors it would raise."""

from __future__ import annotations

from typing import Any

from attrs import evolve

from schemaparity.database.apply import key_types
from schemaparity.database.apply.context import Context
from schemaparity.database.apply.dependents import backing
from schemaparity.database.apply.edits import add_element, changed, drop_element, with_column
from schemaparity.database.apply.fresh_labels import refuse_casts
from schemaparity.database.apply.lookup import find_table, refuse_relation, relation_kind_of, require_table
from schemaparity.database.apply.naming import constraint_name, key_columns, relation_name
from schemaparity.database.errors import DatabaseError
from schemaparity.database.site import label
from schemaparity.schema import (
    EXTERNAL,
    CheckConstraint,
    Column,
    ExcludeConstraint,
    ForeignKey,
    PrimaryKey,
    Schema,
    Table,
    UniqueConstraint,
    Unknown,
)
from schemaparity.sql.postgresql.expressions import columns_of
from schemaparity.sql.postgresql.identifiers import joined
from schemaparity.sql.statements import CheckDef, ConstraintDef, ExcludeDef, ForeignKeyDef, KeyDef


def add_constraint(schema: Schema, key: str, definition: ConstraintDef, context: Context) -> Schema:
    """The schema with a constraint added to the table of that key."""
    match definition:
        case KeyDef():
            return add_key(schema, schema.tables[key], definition, context)
        case ForeignKeyDef():
            return add_foreign_key(schema, schema.tables[key], definition, context)
        case CheckDef():
            return add_check(schema, schema.tables[key], definition, context)
        case ExcludeDef():
            return add_exclude(schema, schema.tables[key], definition, context)


def need_columns(table: Table, columns: tuple[str, ...], context: Context, message: str) -> Table:
    """The table, whose columns exist; an external one gets to know them."""
    for name in columns:
        if name in table.columns or name in _SYSTEM_COLUMNS:
            continue
        if table.complete:
            raise DatabaseError("42703", message.format(name))
        table = with_column(table, external_column(table, name, context))
    return table


_SYSTEM_COLUMNS = frozenset({"ctid", "xmin", "xmax", "cmin", "cmax", "tableoid", "*"})


def external_column(table: Table, name: str, context: Context) -> Column:
    """A column of an external table of which only the name is known."""
    unknown = Unknown(f"the table {table.key} was not created by a revision", context.site.origin, EXTERNAL)
    change = context.site.of_column(name, "external")
    return Column(name, unknown, unknown, unknown, unknown, unknown, unknown, unknown, history=(change,))


def _free_name(table: Table, name: str) -> None:
    if any(c.name == name for c in table.constraints):
        raise DatabaseError("42710", f'constraint "{name}" for relation "{table.name}" already exists')


def add_key(schema: Schema, table: Table, definition: KeyDef, context: Context) -> Schema:
    """PRIMARY KEY and UNIQUE."""
    if definition.primary and isinstance(table.primary_key, PrimaryKey) and table.primary_key.doubt is None:
        raise DatabaseError("42P16", f'multiple primary keys for table "{table.name}" are not allowed')
    if definition.using_index is not None:
        return _key_from_index(schema, table, definition, context)
    table = need_columns(table, (*definition.columns, *definition.include), context, 'column "{}" named in key does not exist')
    repeated = next((c for i, c in enumerate(definition.columns) if c in definition.columns[:i]), None)
    if repeated is not None:
        kind = "primary key" if definition.primary else "unique"
        raise DatabaseError("42701", f'column "{repeated}" appears twice in {kind} constraint')
    key_types.refuse_unindexable(schema, table, definition.columns, "btree", context)
    name = _key_name(schema, table, definition)
    return schema.with_table(_with_key(table, definition, name, context))


def _key_name(schema: Schema, table: Table, definition: KeyDef) -> str:
    if definition.name is None:
        columns = None if definition.primary else key_columns((*definition.columns, *definition.include))
        return relation_name(schema, table.schema, table.name, columns, "pkey" if definition.primary else "key", constraint=True)
    _free_name(table, definition.name)
    refuse_relation(schema, definition.name, table.schema)
    return definition.name


def _with_key(table: Table, definition: KeyDef, name: str, context: Context) -> Table:
    deferrable = definition.deferrable or definition.initially_deferred
    shared: dict[str, Any] = {
        "include": definition.include,
        "deferrable": deferrable,
        "initially_deferred": definition.initially_deferred,
        "named": definition.name is not None,
        "history": (context.site.of_object(name, label=label("primary key" if definition.primary else "unique", definition.columns)),),
    }
    if definition.primary:
        return not_null(add_element(table, PrimaryKey(name, definition.columns, **shared)), definition.columns, context)
    return add_element(table, UniqueConstraint(name, definition.columns, nulls_not_distinct=definition.nulls_not_distinct, **shared))


def not_null(table: Table, columns: tuple[str, ...], context: Context) -> Table:
    """The table with columns that a primary key makes NOT NULL."""
    for name in columns:
        column = table.columns.get(name)
        if column is None or column.nullable is False:
            continue
        change = context.site.of_column(name, "nullable")
        told = bool(column.history) and column.history[-1].origin is change.origin
        new = evolve(column, nullable=False) if told else changed(column, change, nullable=False)
        table = with_column(table, new)
    return table


def _key_from_index(schema: Schema, table: Table, definition: KeyDef, context: Context) -> Schema:
    """ADD CONSTRAINT ... USING INDEX: the index becomes the constraint's and takes its name."""
    index = next((i for i in table.indexes if i.name == definition.using_index), None)
    if index is None:
        raise DatabaseError("42704", f'index "{definition.using_index}" does not exist')
    if index.unique is False:
        raise DatabaseError("42809", f'"{index.name}" is not a unique index')
    if index.where is not None or not isinstance(index.elements, tuple) or any(e.is_expression for e in index.elements):
        what = "is a partial index" if index.where is not None else "contains expressions"
        raise DatabaseError("42809", f'index "{index.name}" {what}' if index.where is None else f'"{index.name}" {what}')
    name = definition.name or index.name
    if name != index.name:
        refuse_relation(schema, name, table.schema)
    columns = tuple(e.expression for e in index.elements)
    whole = evolve(definition, columns=columns, include=index.include, nulls_not_distinct=index.nulls_not_distinct)
    return schema.with_table(_with_key(drop_element(table, index), whole, name, context))


def add_foreign_key(schema: Schema, table: Table, definition: ForeignKeyDef, context: Context) -> Schema:
    """FOREIGN KEY."""
    referred_name = definition.referred_table
    unknown = context.holes.first(str(referred_name))
    if unknown is not None:
        return schema.with_table(evolve(table, unknowns=(*table.unknowns, unknown)))
    if find_table(schema, referred_name, context) is None and relation_kind_of(schema, referred_name, context) is not None:
        raise DatabaseError("42809", f'referenced relation "{referred_name.name}" is not a table')
    schema, referred = require_table(schema, referred_name, context)
    table = schema.tables[table.key]
    table = need_columns(table, definition.columns, context, 'column "{}" referenced in foreign key constraint does not exist')
    schema = schema.with_table(table)
    referred = table if referred.key == table.key else referred
    columns = definition.referred_columns or _primary_columns(referred)
    if len(columns) != len(definition.columns) and (referred.complete or definition.referred_columns):
        raise DatabaseError("42830", "number of referencing and referenced columns for foreign key disagree")
    referred = need_columns(referred, columns, context, 'column "{}" referenced in foreign key constraint does not exist')
    schema = schema.with_table(referred)
    table = schema.tables[table.key]
    _refuse_keyless(referred, columns)
    name = _foreign_key_name(schema, table, definition)
    key_types.refuse_incompatible(schema, table, definition.columns, referred, columns, name)
    return schema.with_table(add_element(table, _foreign_key(definition, name, referred.key, columns, context)))


def _primary_columns(referred: Table) -> tuple[str, ...]:
    if isinstance(referred.primary_key, PrimaryKey):
        return referred.primary_key.columns
    if referred.primary_key is None and referred.complete:
        raise DatabaseError("42704", f'there is no primary key for referenced table "{referred.name}"')
    return ()


def _refuse_keyless(referred: Table, columns: tuple[str, ...]) -> None:
    if not referred.complete or referred.unknowns or isinstance(referred.primary_key, Unknown):
        return
    if any(isinstance(i.elements, Unknown) or isinstance(i.unique, Unknown) for i in referred.indexes):
        return
    if backing(referred, columns) is None:
        keys = (referred.primary_key, *referred.unique_constraints)
        if any(k is not None and not isinstance(k, Unknown) and k.deferrable and set(k.columns) == set(columns) for k in keys):
            raise DatabaseError("55000", f'cannot use a deferrable unique constraint for referenced table "{referred.name}"')
        raise DatabaseError("42830", f'there is no unique constraint matching given keys for referenced table "{referred.name}"')


def _foreign_key_name(schema: Schema, table: Table, definition: ForeignKeyDef) -> str:
    if definition.name is None:
        return constraint_name(schema, table.schema, table.name, joined(definition.columns), "fkey")
    _free_name(table, definition.name)
    return definition.name


def _foreign_key(definition: ForeignKeyDef, name: str, referred: str, columns: tuple[str, ...], context: Context) -> ForeignKey:
    return ForeignKey(
        name,
        definition.columns,
        referred,
        columns,
        ondelete=definition.ondelete,
        onupdate=definition.onupdate,
        deferrable=definition.deferrable or definition.initially_deferred,
        initially_deferred=definition.initially_deferred,
        match=definition.match,
        not_valid=definition.not_valid,
        named=definition.name is not None,
        history=(context.site.of_object(name, label=label("foreign key", definition.columns)),),
    )


def add_check(schema: Schema, table: Table, definition: CheckDef, context: Context) -> Schema:
    """CHECK."""
    unknown = context.holes.first(definition.expression)
    columns = () if unknown is not None else tuple(c for c in columns_of(definition.expression) if c not in {table.name, "*"})
    table = need_columns(table, columns, context, 'column "{}" does not exist')
    refuse_casts(schema, definition.expression, context)
    if definition.name is not None:
        _free_name(table, definition.name)
    part = columns[0] if len(columns) == 1 else None
    name = definition.name or constraint_name(schema, table.schema, table.name, part, "check")
    element = CheckConstraint(
        name,
        unknown or definition.expression,
        no_inherit=definition.no_inherit,
        not_valid=definition.not_valid,
        named=definition.name is not None,
        history=(context.site.of_object(name),),
    )
    return schema.with_table(add_element(table, element))


def add_exclude(schema: Schema, table: Table, definition: ExcludeDef, context: Context) -> Schema:
    """EXCLUDE."""
    unknown = context.holes.first(definition.definition)
    table = table if unknown is not None else need_columns(table, definition.columns, context, 'column "{}" does not exist')
    doubt = key_types.refuse_unindexable(schema, table, definition.plain_keys, definition.using, context)
    if definition.name is not None:
        _free_name(table, definition.name)
        refuse_relation(schema, definition.name, table.schema)
    name = definition.name or relation_name(schema, table.schema, table.name, key_columns(definition.key_names), "excl", constraint=True)
    history = (context.site.of_object(name),)
    element = ExcludeConstraint(
        name, unknown or definition.definition, definition.columns, named=definition.name is not None, history=history, doubt=doubt
    )
    return schema.with_table(add_element(table, element))


__all__ = ["add_constraint", "external_column", "need_columns", "not_null"]
