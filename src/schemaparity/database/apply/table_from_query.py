"""CREATE TABLE AS and SELECT INTO: columns of a simple query are known, others are not."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from schemaparity.database.apply.context import Context
from schemaparity.database.apply.lookup import TEMPORARY, creation_namespace, find_table, refuse_relation, refuse_row_type, relation_kind
from schemaparity.database.apply.reading import refuse_missing
from schemaparity.database.apply.types_of_columns import column_type
from schemaparity.schema import Column, Schema, Table, Unknown
from schemaparity.sql.statements import CreateTableAs, SelectedColumn


def create_table_as(schema: Schema, statement: CreateTableAs, context: Context) -> Schema:
    """CREATE TABLE AS."""
    part = TEMPORARY if statement.temporary else creation_namespace(schema, statement.name, context)
    name = statement.name.name
    if statement.if_not_exists and relation_kind(schema, name, part) is not None:
        return schema
    refuse_relation(schema, name, part)
    refuse_row_type(schema, name, part)
    schema = refuse_missing(schema, statement.tables, context)
    unknown = Unknown(f"the columns of {name} come from a query that is not simple", context.site.origin)
    columns = _columns(schema, statement, context)
    table = Table(name, part, complete=columns is not None, has_rows=statement.with_data, history=(context.site.of_object(name),))
    if columns is None:
        return schema.with_table(evolve(table, unknowns=(unknown,)))
    return schema.with_table(evolve(table, columns={c.name: c for c in _named(columns, statement.column_names)}))


def _named(columns: list[Column], names: tuple[str, ...]) -> Iterator[Column]:
    for at, column in enumerate(columns):
        yield evolve(column, name=names[at]) if at < len(names) else column


def _columns(schema: Schema, statement: CreateTableAs, context: Context) -> list[Column] | None:
    if statement.columns is None:
        return None
    found: list[Column] = []
    for selected in statement.columns:
        columns = _selected(schema, selected, context)
        if columns is None:
            return None
        found.extend(columns)
    return found


def _selected(schema: Schema, selected: SelectedColumn, context: Context) -> list[Column] | None:
    table = None if selected.table is None else find_table(schema, selected.table, context)
    if selected.star:
        if table is None or not table.complete:
            return None
        return [_copied(c, c.name, context) for c in table.columns.values()]
    if selected.source is not None and table is not None and selected.source in table.columns:
        return [_copied(table.columns[selected.source], selected.name, context)]
    type_ = (
        Unknown(f"the type of {selected.name} comes from a query", context.site.origin)
        if selected.type is None
        else column_type(schema, selected.type, context)
    )
    return [Column(selected.name, type_, history=(context.site.of_column(selected.name),))]


def _copied(column: Column, name: str, context: Context) -> Column:
    return Column(name, column.type, collation=column.collation, history=(context.site.of_column(name),))
