"""ALTER TABLE: its actions in the order of PostgreSQL's passes, on the table and on its children."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from attrs import evolve

from schemaparity.database.apply import alter_column, alter_constraint, partitions
from schemaparity.database.apply.columns import add_column
from schemaparity.database.apply.constraints import add_constraint
from schemaparity.database.apply.context import Context
from schemaparity.database.apply.dependents import children
from schemaparity.database.apply.drop_column import drop_column
from schemaparity.database.apply.edits import changed
from schemaparity.database.apply.lookup import find, relation_kind_of, require_table
from schemaparity.database.apply.tables import in_order
from schemaparity.database.errors import DatabaseError
from schemaparity.schema import Schema
from schemaparity.sql.statements import (
    AddColumn,
    AddConstraint,
    AddIdentity,
    AlterAction,
    AlterColumnType,
    AlterConstraint,
    AlterTable,
    AttachPartition,
    DetachPartition,
    DropColumn,
    DropConstraint,
    DropExpression,
    DropIdentity,
    ForeignKeyDef,
    KeyDef,
    NeutralAction,
    SetDefault,
    SetIdentity,
    SetInherit,
    SetNotNull,
    SetOptions,
    ValidateConstraint,
)

Apply = Callable[[Schema, str, Any, Context], Schema]


def alter_table(schema: Schema, statement: AlterTable, context: Context) -> Schema:
    """ALTER TABLE and its kind; only tables have what is tracked."""
    if find(schema.tables, schema, statement.name, context) is None:
        kind = relation_kind_of(schema, statement.name, context)
        if kind is not None and (kind != "table" or statement.kind != "table"):
            return _refuse_foreign_actions(schema, statement, kind)
        if statement.if_exists:
            return schema
        if statement.kind in {"index", "sequence", "view", "materialized view"} and context.open_base:
            return schema
    schema, table = require_table(schema, statement.name, context)
    for action in sorted(_split(statement.actions), key=_order):
        schema = apply_action(schema, table.key, action, context, only=statement.only)
    return schema


def _refuse_foreign_actions(schema: Schema, statement: AlterTable, kind: str) -> Schema:
    """Actions on views, sequences and indexes leave nothing; those that only tables have are refused."""
    refused = next((a for a in statement.actions if not isinstance(a, NeutralAction | SetOptions | SetDefault | AttachPartition)), None)
    if refused is not None:
        words = re.sub(r"(?<!^)(?=[A-Z])", " ", type(refused).__name__).upper()
        raise DatabaseError(
            "42809",
            f'ALTER action {words} cannot be performed on relation "{statement.name.name}"',
            f"This operation is not supported for a {kind}.",
        )
    return schema


_PASSES: dict[type[AlterAction], int] = {
    DropColumn: 0,
    DropConstraint: 0,
    DropExpression: 0,
    DropIdentity: 0,
    AlterColumnType: 1,
    AddColumn: 2,
    AddIdentity: 4,
    SetIdentity: 4,
    AddConstraint: 3,
    SetDefault: 6,
}


def _order(action: AlterAction) -> int:
    """The pass of an action (ATPrepCmd, PostgreSQL 15)."""
    match action:
        case SetNotNull():
            return 4 if action.not_null else 0
        case SetDefault(default=None):
            return 0
        case AddConstraint(constraint=KeyDef()):
            return 5
        case AddConstraint(constraint=ForeignKeyDef()):
            return 6
        case _:
            return _PASSES.get(type(action), 7)


def _split(actions: tuple[AlterAction, ...]) -> list[AlterAction]:
    """The actions, with the constraints that ADD COLUMN brings as actions of their own."""
    found: list[AlterAction] = []
    for action in actions:
        match action:
            case AddColumn(constraints=brought) if brought and not action.if_not_exists:
                found.append(evolve(action, constraints=()))
                found.extend(AddConstraint(c) for c in in_order(brought))
            case _:
                found.append(action)
    return found


def apply_action(schema: Schema, key: str, action: AlterAction, context: Context, *, only: bool = False) -> Schema:
    """One action on a table and, where it is one that children take part in, on those."""
    before = schema.tables[key]
    schema = _ACTIONS[type(action)](schema, key, action, context)
    if only or type(action) not in _RECURSIVE or (isinstance(action, AddConstraint) and isinstance(action.constraint, ForeignKeyDef)):
        return schema
    for child in children(schema, key):
        if schema.tables[key] != before:
            schema = _on_child(schema, child.key, action, context)
    return schema


def _on_child(schema: Schema, key: str, action: AlterAction, context: Context) -> Schema:
    child = schema.tables[key]
    match action:
        case AddColumn(column=column) if column.name in child.columns:
            return schema
        case AddConstraint(constraint=KeyDef() as definition):
            if child.partition_of is None or (definition.primary and child.primary_key is not None):
                return schema
            return apply_action(schema, key, AddConstraint(evolve(definition, name=None)), context)
        case DropConstraint(name=name) if all(c.name != name for c in child.constraints):
            return schema
        case DropColumn(name=name) if name not in child.columns:
            return schema
        case _:
            return apply_action(schema, key, action, context)


def _add_column(schema: Schema, key: str, action: AddColumn, context: Context) -> Schema:
    table = schema.tables[key]
    present = table.columns.get(action.column.name)
    if present is not None and present.doubt is None:
        if action.if_not_exists:
            return schema
        raise DatabaseError("42701", f'column "{present.name}" of relation "{table.name}" already exists')
    schema = add_column(schema, key, action.column, context)
    for definition in in_order(action.constraints):
        schema = add_constraint(schema, key, definition, context)
    return schema


def _add_constraint(schema: Schema, key: str, action: AddConstraint, context: Context) -> Schema:
    return add_constraint(schema, key, action.constraint, context)


def _set_options(schema: Schema, key: str, action: SetOptions, context: Context) -> Schema:
    table = schema.tables[key]
    named = {name for name, _ in action.options}
    kept = [pair for pair in table.options if pair[0] not in named]
    options = (*kept, *((name, value) for name, value in action.options if value is not None))
    return schema.with_table(changed(table, context.site.change("options"), options=options))


def _neutral(schema: Schema, key: str, action: NeutralAction, context: Context) -> Schema:
    if action.column is not None:
        return alter_column.known(schema, key, action.column, context)[0]
    return schema


_ACTIONS: dict[type[AlterAction], Apply] = {
    AddColumn: _add_column,
    DropColumn: drop_column,
    AlterColumnType: alter_column.set_type,
    SetDefault: alter_column.set_default,
    SetNotNull: alter_column.set_not_null,
    AddIdentity: alter_column.add_identity,
    SetIdentity: alter_column.set_identity,
    DropIdentity: alter_column.drop_identity,
    DropExpression: alter_column.drop_expression,
    AddConstraint: _add_constraint,
    DropConstraint: alter_constraint.drop_constraint,
    ValidateConstraint: alter_constraint.validate_constraint,
    AlterConstraint: alter_constraint.alter_constraint,
    AttachPartition: partitions.attach,
    DetachPartition: partitions.detach,
    SetInherit: partitions.set_inherit,
    SetOptions: _set_options,
    NeutralAction: _neutral,
}
_RECURSIVE = {AddColumn, DropColumn, AlterColumnType, SetDefault, SetNotNull, AddConstraint, DropConstraint, DropExpression}
__all__ = ["alter_table", "apply_action"]
