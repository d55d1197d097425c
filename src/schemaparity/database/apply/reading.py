"""Queries and DML: the tables and columns that they name must exist."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve

from schemaparity.database.apply.constraints import need_columns
from schemaparity.database.apply.context import Context
from schemaparity.database.apply.lookup import SYSTEM, find, find_table, missing, require_table
from schemaparity.schema import Schema
from schemaparity.sql.statements import Dml, ObjectName

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


def touch(schema: Schema, statement: Dml, context: Context) -> Schema:
    """DML: its target's columns exist; a table that is copied into has rows."""
    schema = refuse_missing(schema, statement.tables, context)
    table = None if statement.table is None else find_table(schema, statement.table, context)
    if table is None:
        return schema
    columns = tuple(c for c in statement.columns if context.holes.first(c) is None)
    table = need_columns(table, columns, context, f'column "{{}}" of relation "{table.name}" does not exist')
    rows = False if statement.kind == "truncate" else table.has_rows or statement.kind in _WRITERS
    if table.has_rows != rows or table is not schema.tables[table.key]:
        schema = schema.with_table(evolve(table, has_rows=rows))
    return schema
