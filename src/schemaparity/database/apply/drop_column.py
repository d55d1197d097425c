"""DROP COLUMN: the column and what goes with it; what others need is refused or, with CASCADE, goes too."""

from __future__ import annotations

from attrs import evolve

from schemaparity.database.apply.context import Context
from schemaparity.database.apply.dependents import (
    backing,
    constraint_columns,
    defaults_on,
    described,
    index_columns,
    owned_sequences,
    parents,
    referring,
    refuse,
    views_on,
    with_dependent_views,
)
from schemaparity.database.apply.edits import drop_element, without, without_column, without_foreign_keys
from schemaparity.database.apply.sequences import drop_sequences
from schemaparity.database.errors import DatabaseError
from schemaparity.schema import Column, Computed, ForeignKey, Index, Schema, Table
from schemaparity.sql.postgresql.expressions import columns_of
from schemaparity.sql.statements import DropColumn


def drop_column(schema: Schema, key: str, action: DropColumn, context: Context) -> Schema:
    """DROP COLUMN."""
    table = schema.tables[key]
    if action.name not in table.columns:
        if action.if_exists or not table.complete:
            return schema
        raise DatabaseError("42703", f'column "{action.name}" of relation "{table.name}" does not exist')
    _refuse_inherited(schema, table, action.name)
    cascade = action.behavior == "cascade"
    if not cascade:
        _refuse_needed(schema, table, action.name)
    return remove_column(schema, key, action.name, context)


def _refuse_inherited(schema: Schema, table: Table, name: str) -> None:
    source = schema.tables.get(table.partition_of or "")
    if (source is not None and name in source.columns) or any(
        name in schema.tables[p].columns for p in parents(table) if p in schema.tables
    ):
        raise DatabaseError("42P16", f'cannot drop inherited column "{name}"')
    if table.partition_by is not None and name in columns_of(table.partition_by.partition("(")[2].rstrip(")")):
        raise DatabaseError("42P16", f'cannot drop column "{name}" because it is part of the partition key of relation "{table.name}"')


def _refuse_needed(schema: Schema, table: Table, name: str) -> None:
    what = f"column {name} of table {described(table)}"
    for other, foreign_key in foreign_keys_on(schema, table, name):
        raise refuse(what, f"constraint {foreign_key.name} on table {described(other)} depends on {what}")
    for sequence in owned_sequences(schema, table.key, name):
        for other, column in defaults_on(schema, sequence):
            if (other.key, column.name) != (table.key, name):
                raise refuse(what, f"default value for column {column.name} of table {other.name} depends on sequence {sequence.name}")
    for view in views_on(schema, table.key, name):
        raise refuse(what, f"view {described(view)} depends on {what}")
    for column in computed_from(table, name):
        raise refuse(what, f"column {column.name} of table {described(table)} depends on {what}")


def foreign_keys_on(schema: Schema, table: Table, name: str) -> list[tuple[Table, ForeignKey]]:
    """The foreign keys that need a column of the table, itself or in the key that they lean on."""
    found = []
    for other, foreign_key in referring(schema, table.key):
        key = backing(table, foreign_key.referred_columns)
        include = getattr(key, "include", ())
        own = other.key == table.key and name in foreign_key.columns
        if (name in foreign_key.referred_columns or name in include) and not own:
            found.append((other, foreign_key))
    return found


def computed_from(table: Table, name: str) -> list[Column]:
    """The generated columns that are computed from a column."""
    generated = [c for c in table.columns.values() if isinstance(c.computed, Computed)]
    return [c for c in generated if isinstance(c.computed, Computed) and name in columns_of(c.computed.expression)]


def remove_column(schema: Schema, key: str, name: str, context: Context) -> Schema:
    """The schema without a column and without everything that needs it."""
    table = schema.tables[key]
    schema = without_foreign_keys(schema, [(t.key, f) for t, f in foreign_keys_on(schema, table, name)])
    views = with_dependent_views(schema, views_on(schema, key, name))
    schema = evolve(schema, views=without(schema.views, *views)) if views else schema
    for column in computed_from(schema.tables[key], name):
        schema = remove_column(schema, key, column.name, context)
    schema = drop_sequences(schema, owned_sequences(schema, key, name), context, cascade=True)
    table = schema.tables[key]
    for element in (*table.constraints, *table.indexes):
        touched = index_columns(element) if isinstance(element, Index) else constraint_columns(element)
        if name in touched:
            table = drop_element(table, element, context.site.of_object(element.name, "dropped"))
    return schema.with_table(without_column(table, name, context.site.of_column(name, "dropped")))
