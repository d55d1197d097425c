"""Queries and DML: the tables and columns that they name must exist."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve

from schemaparity.database.apply.columns import refuse_label
from schemaparity.database.apply.constraints import need_columns
from schemaparity.database.apply.context import Context
from schemaparity.database.apply.fresh_labels import refuse_casts
from schemaparity.database.apply.lookup import SYSTEM, find, find_table, missing, require_table
from schemaparity.schema import Schema, Table
from schemaparity.sql.statements import Dml, ObjectName, Select

_WRITERS = frozenset({"copy"})  # whether INSERT and MERGE bring rows depends on their source: `query_dml` says


def refuse_missing(schema: Schema, names: Iterable[ObjectName], context: Context) -> Schema:
    """Refuse names that mean no table, view or sequence; on an open base they become external tables."""
    for name in names:
        if _is_system(name) or context.holes.first(str(name)) is not None:
            continue
        if any(find(m, schema, name, context) is not None for m in (schema.tables, schema.views, schema.sequences)):
            continue
        if not context.open_base:
            raise missing(name)
        schema, _ = require_table(schema, name, context)
    return schema


def _is_system(name: ObjectName) -> bool:
    return name.schema in SYSTEM or (name.schema is None and name.name.startswith("pg_"))


def refuse_labels(schema: Schema, table: Table, literals: Iterable[tuple[str, str]], context: Context) -> None:
    """Refuse texts that are no label of an enum column, or a label that cannot be used yet."""
    for name, value in literals:
        column = table.columns.get(name)
        if column is not None and isinstance(column.type, str) and context.holes.first(value) is None:
            refuse_label(schema, column.type, value, context)


def touch(schema: Schema, statement: Dml, context: Context) -> Schema:
    """DML: its target's columns exist, its texts are labels of the enums that they are written to."""
    schema = refuse_missing(schema, statement.tables, context)
    table = None if statement.table is None else find_table(schema, statement.table, context)
    if table is None:
        return schema
    columns = tuple(c for c in statement.columns if context.holes.first(c) is None)
    table = need_columns(table, columns, context, f'column "{{}}" of relation "{table.name}" does not exist')
    refuse_labels(schema, table, statement.literals, context)
    refuse_casts(schema, statement.text, context)
    return schema if table is schema.tables[table.key] else schema.with_table(table)


def refuse_query(schema: Schema, statement: Select, context: Context) -> None:
    """Refuse a query that compares an enum with a text that is no label of it."""
    refuse_casts(schema, statement.text, context)
    table = find_table(schema, statement.tables[0], context) if statement.literals else None
    if table is not None:
        refuse_labels(schema, table, statement.literals, context)


def with_rows(schema: Schema, statement: Dml, context: Context) -> Schema:
    """The schema in which the table of a statement that was not followed may have rows."""
    table = None if statement.table is None else find_table(schema, statement.table, context)
    return schema if table is None or statement.kind not in _WRITERS else schema.with_table(evolve(table, has_rows=True))
