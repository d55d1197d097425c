"""ALTER TABLE, RENAME and SET SCHEMA: parse nodes to records."""

from __future__ import annotations

from collections.abc import Callable

from postgast import pg_query_pb2 as pb

from schemaparity.sql.postgresql.constraints import column_def, constraint_def, default_text, identity
from schemaparity.sql.postgresql.expressions import expression_text
from schemaparity.sql.postgresql.nodes import Node, listed, option_value, options, qualified, relation
from schemaparity.sql.postgresql.sequence_options import read, sequence_name
from schemaparity.sql.postgresql.tables import bound_text
from schemaparity.sql.postgresql.types import type_ref
from schemaparity.sql.statements import (
    AddColumn,
    AddConstraint,
    AddIdentity,
    AlterAction,
    AlterColumnType,
    AlterConstraint,
    AlterTable,
    AttachPartition,
    Behavior,
    DetachPartition,
    DropColumn,
    DropConstraint,
    DropExpression,
    DropIdentity,
    Neutral,
    NeutralAction,
    RelationKind,
    RenameColumn,
    RenameConstraint,
    RenameRelation,
    RenameRoutine,
    RenameSchema,
    RenameType,
    SetDefault,
    SetIdentity,
    SetInherit,
    SetNotNull,
    SetOptions,
    SetRelationSchema,
    SetTypeSchema,
    Statement,
    ValidateConstraint,
)

RELATIONS: dict[int, RelationKind] = {
    pb.OBJECT_TABLE: "table",
    pb.OBJECT_VIEW: "view",
    pb.OBJECT_MATVIEW: "materialized view",
    pb.OBJECT_SEQUENCE: "sequence",
    pb.OBJECT_INDEX: "index",
    pb.OBJECT_FOREIGN_TABLE: "foreign table",
}


def behavior(node: Node) -> Behavior:
    """CASCADE or RESTRICT."""
    return "cascade" if node.behavior == pb.DROP_CASCADE else "restrict"


def alter_table(node: Node) -> Statement:
    """An AlterTableStmt."""
    if node.objtype not in RELATIONS:
        return Neutral("alter type attributes")
    return AlterTable(
        name=relation(node.relation),
        actions=tuple(_action(c.alter_table_cmd) for c in node.cmds),
        if_exists=node.missing_ok,
        only=not node.relation.inh,
        kind=RELATIONS[node.objtype],
    )


def _action(command: Node) -> AlterAction:
    read = _ACTIONS.get(command.subtype)
    return read(command) if read is not None else _neutral(command)


def _definition(command: Node) -> Node:
    return getattr(command, "def")


def _neutral(command: Node) -> NeutralAction:
    name = pb.AlterTableType.Name(command.subtype).removeprefix("AT_")
    of_column = command.subtype in {pb.AT_SetStatistics, pb.AT_SetOptions, pb.AT_ResetOptions, pb.AT_SetStorage, pb.AT_SetCompression}
    return NeutralAction(name, command.name if of_column and command.name else None)


def _add_column(command: Node) -> AddColumn:
    column, constraints = column_def(_definition(command).column_def)
    return AddColumn(column, constraints, if_not_exists=command.missing_ok)


def _column_type(command: Node) -> AlterColumnType:
    column = _definition(command).column_def
    using = expression_text(column.raw_default) if column.HasField("raw_default") else None
    collation = str(qualified(column.coll_clause.collname)) if column.HasField("coll_clause") else None
    return AlterColumnType(command.name, type_ref(column.type_name), using, collation)


def _default(command: Node) -> SetDefault:
    return SetDefault(command.name, default_text(_definition(command)) if command.HasField("def") else None)


def _add_constraint(command: Node) -> AlterAction:
    constraint = constraint_def(_definition(command).constraint)
    return AddConstraint(constraint) if constraint is not None else NeutralAction("AddConstraint")


def _alter_constraint(command: Node) -> AlterConstraint:
    change = _definition(command).atalter_constraint
    return AlterConstraint(change.conname, change.deferrable, change.initdeferred)


def _add_identity(command: Node) -> AddIdentity:
    constraint = _definition(command).constraint
    return AddIdentity(command.name, identity(constraint), sequence_name(constraint.options))


def _set_identity(command: Node) -> SetIdentity:
    items = _definition(command).list.items
    generated = [n.def_elem for n in items if n.def_elem.defname == "generated"]
    always = chr(int(option_value(generated[0]))) == "a" if generated else None
    return SetIdentity(command.name, always, tuple(read(n for n in items if n.def_elem.defname != "generated").items()))


def _set_options(command: Node) -> SetOptions:
    items = _definition(command).list.items
    if command.subtype == pb.AT_ResetRelOptions:
        return SetOptions(tuple((n.def_elem.defname, None) for n in items))
    return SetOptions(options(items))


def _partition(command: Node) -> AttachPartition:
    part = _definition(command).partition_cmd
    return AttachPartition(relation(part.name), bound_text(part.bound))


_ACTIONS: dict[int, Callable[[Node], AlterAction]] = {
    pb.AT_AddColumn: _add_column,
    pb.AT_DropColumn: lambda c: DropColumn(c.name, c.missing_ok, behavior(c)),
    pb.AT_AlterColumnType: _column_type,
    pb.AT_ColumnDefault: _default,
    pb.AT_SetNotNull: lambda c: SetNotNull(c.name, not_null=True),
    pb.AT_DropNotNull: lambda c: SetNotNull(c.name, not_null=False),
    pb.AT_DropExpression: lambda c: DropExpression(c.name, c.missing_ok),
    pb.AT_AddIdentity: _add_identity,
    pb.AT_SetIdentity: _set_identity,
    pb.AT_DropIdentity: lambda c: DropIdentity(c.name, c.missing_ok),
    pb.AT_AddConstraint: _add_constraint,
    pb.AT_DropConstraint: lambda c: DropConstraint(c.name, c.missing_ok, behavior(c)),
    pb.AT_ValidateConstraint: lambda c: ValidateConstraint(c.name),
    pb.AT_AlterConstraint: _alter_constraint,
    pb.AT_AttachPartition: _partition,
    pb.AT_DetachPartition: lambda c: DetachPartition(relation(_definition(c).partition_cmd.name)),
    pb.AT_AddInherit: lambda c: SetInherit(relation(_definition(c).range_var)),
    pb.AT_DropInherit: lambda c: SetInherit(relation(_definition(c).range_var), inherit=False),
    pb.AT_SetRelOptions: _set_options,
    pb.AT_ResetRelOptions: _set_options,
    pb.AT_SetLogged: lambda _: SetOptions((("UNLOGGED", None),)),
    pb.AT_SetUnLogged: lambda _: SetOptions((("UNLOGGED", "true"),)),
}


def rename(node: Node) -> Statement:
    """A RenameStmt."""
    if node.rename_type in RELATIONS:
        return RenameRelation(relation(node.relation), node.newname, RELATIONS[node.rename_type], node.missing_ok)
    match node.rename_type:
        case pb.OBJECT_COLUMN:
            kind = RELATIONS.get(node.relation_type, "table")
            return RenameColumn(relation(node.relation), node.subname, node.newname, kind, node.missing_ok)
        case pb.OBJECT_TABCONSTRAINT:
            return RenameConstraint(relation(node.relation), node.subname, node.newname, node.missing_ok)
        case pb.OBJECT_TYPE | pb.OBJECT_DOMAIN:
            return RenameType(listed(node.object), node.newname)
        case pb.OBJECT_SCHEMA:
            return RenameSchema(node.subname, node.newname)
        case pb.OBJECT_TRIGGER | pb.OBJECT_POLICY | pb.OBJECT_RULE:
            kind_name = pb.ObjectType.Name(node.rename_type).removeprefix("OBJECT_").lower()
            return RenameRoutine(kind_name, node.subname, node.newname, relation(node.relation))
        case pb.OBJECT_FUNCTION | pb.OBJECT_PROCEDURE | pb.OBJECT_ROUTINE | pb.OBJECT_AGGREGATE:
            return RenameRoutine("function", str(qualified(node.object.object_with_args.objname)), node.newname)
        case _:
            return Neutral("rename")


def set_schema(node: Node) -> Statement:
    """An AlterObjectSchemaStmt."""
    if node.object_type in RELATIONS:
        return SetRelationSchema(relation(node.relation), node.newschema, RELATIONS[node.object_type], node.missing_ok)
    if node.object_type in {pb.OBJECT_TYPE, pb.OBJECT_DOMAIN}:
        return SetTypeSchema(listed(node.object), node.newschema)
    return Neutral("set schema")


__all__ = ["RELATIONS", "alter_table", "behavior", "rename", "set_schema"]
