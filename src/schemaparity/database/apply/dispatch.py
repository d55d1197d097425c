"""Which function applies which record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from schemaparity.database.apply.alter import alter_table
from schemaparity.database.apply.alter_constraint import rename_constraint
from schemaparity.database.apply.comments import comment
from schemaparity.database.apply.context import Context
from schemaparity.database.apply.enums import add_value, create_enum, rename_value
from schemaparity.database.apply.indexes import create_index, drop_index
from schemaparity.database.apply.reading import refuse_missing
from schemaparity.database.apply.rename import rename_column_of, rename_relation, set_relation_schema
from schemaparity.database.apply.routines import create_routine, drop_routine, rename_routine
from schemaparity.database.apply.schemas import create_schema, drop_schema, rename_schema
from schemaparity.database.apply.sequences import alter_sequence, create_sequence, drop_sequence
from schemaparity.database.apply.table_from_query import create_table_as
from schemaparity.database.apply.tables import create_table, drop_table
from schemaparity.database.apply.user_types import alter_domain, create_composite, create_domain, drop_type, rename_type_of, set_type_schema
from schemaparity.database.apply.views import create_view, drop_view
from schemaparity.database.errors import DatabaseError
from schemaparity.schema import Schema
from schemaparity.sql import statements as s

Apply = Callable[[Schema, Any, Context], Schema]


def _neutral(schema: Schema, statement: s.Neutral, context: Context) -> Schema:
    if statement.outside_transaction and context.in_transaction:
        raise DatabaseError("25001", f"{statement.kind.upper()} cannot run inside a transaction block")
    if statement.kind == "lock" and not context.in_transaction:
        raise DatabaseError("25P01", "LOCK TABLE can only be used in transaction blocks")
    return refuse_missing(schema, statement.tables, context)


APPLY: dict[type[s.Statement], Apply] = {
    s.CreateTable: create_table,
    s.CreateTableAs: create_table_as,
    s.DropTable: drop_table,
    s.AlterTable: alter_table,
    s.RenameRelation: rename_relation,
    s.RenameColumn: rename_column_of,
    s.RenameConstraint: rename_constraint,
    s.SetRelationSchema: set_relation_schema,
    s.CreateIndex: create_index,
    s.DropIndex: drop_index,
    s.CreateEnum: create_enum,
    s.AddEnumValue: add_value,
    s.RenameEnumValue: rename_value,
    s.CreateCompositeType: create_composite,
    s.RenameType: rename_type_of,
    s.SetTypeSchema: set_type_schema,
    s.DropType: drop_type,
    s.CreateDomain: create_domain,
    s.AlterDomain: alter_domain,
    s.CreateSequence: create_sequence,
    s.AlterSequence: alter_sequence,
    s.DropSequence: drop_sequence,
    s.CreateSchema: create_schema,
    s.RenameSchema: rename_schema,
    s.DropSchema: drop_schema,
    s.Comment: comment,
    s.CreateView: create_view,
    s.DropView: drop_view,
    s.CreateRoutine: create_routine,
    s.DropRoutine: drop_routine,
    s.RenameRoutine: rename_routine,
    s.Neutral: _neutral,
}
"""The statements that change the schema. Queries, DML, blocks, transactions and settings are the database's own."""


def apply(schema: Schema, statement: s.Statement, context: Context) -> Schema:
    """The schema after a statement."""
    function = APPLY.get(type(statement))
    return schema if function is None else function(schema, statement, context)
