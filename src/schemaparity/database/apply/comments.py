"""COMMENT ON: those of tables and columns are kept."""

from __future__ import annotations

from schemaparity.database.apply.alter_column import known
from schemaparity.database.apply.context import Context
from schemaparity.database.apply.edits import changed, with_column
from schemaparity.database.apply.indexes import find_index
from schemaparity.database.apply.lookup import find, missing, require_table
from schemaparity.database.errors import DatabaseError
from schemaparity.schema import Schema
from schemaparity.sql.statements import Comment


def comment(schema: Schema, statement: Comment, context: Context) -> Schema:
    """COMMENT ON."""
    if statement.kind == "table":
        schema, table = require_table(schema, statement.object, context)
        return schema.with_table(changed(table, context.site.change("comment"), comment=_text(statement, context)))
    if statement.kind == "column":
        return _on_column(schema, statement, context)
    if statement.kind == "constraint":
        schema, table = require_table(schema, statement.object, context)
        if table.complete and not table.unknowns and all(c.name != statement.column for c in table.constraints):
            raise DatabaseError("42704", f'constraint "{statement.column}" for table "{table.name}" does not exist')
    if statement.kind == "index" and not context.open_base:
        _refuse_no_index(schema, statement, context)
    return schema


def _refuse_no_index(schema: Schema, statement: Comment, context: Context) -> None:
    if find_index(schema, statement.object, context) is None and all(r.kind != "index" for r in schema.routines):
        raise missing(statement.object)


def _text(statement: Comment, context: Context) -> object:
    return statement.text if statement.text is None else context.holes.first(statement.text) or statement.text


def _on_column(schema: Schema, statement: Comment, context: Context) -> Schema:
    if find(schema.views, schema, statement.object, context) is not None or statement.column is None:
        return schema
    schema, table = require_table(schema, statement.object, context)
    schema, table, column = known(schema, table.key, statement.column, context)
    new = changed(column, context.site.of_column(column.name, "comment"), comment=_text(statement, context))
    return schema.with_table(with_column(table, new))
