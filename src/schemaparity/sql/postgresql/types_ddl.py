"""Statements about types, domains, sequences, schemas and comments: parse nodes to records."""

from __future__ import annotations

from postgast import pg_query_pb2 as pb

from schemaparity.sql.postgresql.alter import behavior
from schemaparity.sql.postgresql.nodes import Node, deparse_message, deparse_statement, kind, listed, qualified, relation, string, strings
from schemaparity.sql.postgresql.sequence_options import disowns, normal_options, owner, read
from schemaparity.sql.statements import (
    AddEnumValue,
    AlterDomain,
    AlterSequence,
    Comment,
    CreateCompositeType,
    CreateDomain,
    CreateEnum,
    CreateRoutine,
    CreateSchema,
    CreateSequence,
    ObjectName,
    RenameEnumValue,
    Statement,
)

_NAMED_AS_TYPE = {pb.OBJECT_TYPE, pb.OBJECT_DOMAIN}


def create_enum(node: Node) -> CreateEnum:
    """A CreateEnumStmt."""
    return CreateEnum(qualified(node.type_name), strings(node.vals))


def alter_enum(node: Node) -> Statement:
    """An AlterEnumStmt: ADD VALUE or RENAME VALUE."""
    name = qualified(node.type_name)
    if node.old_val:
        return RenameEnumValue(name, node.old_val, node.new_val)
    neighbor = node.new_val_neighbor or None
    return AddEnumValue(
        name,
        node.new_val,
        before=None if node.new_val_is_after else neighbor,
        after=neighbor if node.new_val_is_after else None,
        if_not_exists=node.skip_if_new_val_exists,
    )


def create_composite(statement: Node) -> CreateCompositeType:
    """A CompositeTypeStmt."""
    return CreateCompositeType(relation(statement.composite_type_stmt.typevar), deparse_statement(statement))


def create_range(statement: Node) -> CreateCompositeType:
    """A CreateRangeStmt."""
    return CreateCompositeType(qualified(statement.create_range_stmt.type_name), deparse_statement(statement))


def define(statement: Node) -> Statement:
    """A DefineStmt: base types, aggregates, collations, operators, text search objects."""
    node = statement.define_stmt
    name = qualified(node.defnames)
    if node.kind == pb.OBJECT_TYPE:
        return CreateCompositeType(name, deparse_statement(statement))
    what = pb.ObjectType.Name(node.kind).removeprefix("OBJECT_").lower()
    return CreateRoutine(what, str(name), deparse_statement(statement), replace=node.replace, if_not_exists=node.if_not_exists)


def create_domain(node: Node) -> CreateDomain:
    """A CreateDomainStmt."""
    text = deparse_message("create_domain_stmt", node)
    return CreateDomain(qualified(node.domainname), text.split(" AS ", 1)[1])


def alter_domain(node: Node) -> AlterDomain:
    """An AlterDomainStmt."""
    text = deparse_message("alter_domain_stmt", node)
    words = text.split(" ", 3)
    return AlterDomain(qualified(node.type_name), words[3] if len(words) > 3 else "")


def create_sequence(node: Node) -> CreateSequence:
    """A CreateSeqStmt."""
    return CreateSequence(
        relation(node.sequence),
        normal_options(node.options),
        owner(node.options),
        if_not_exists=node.if_not_exists,
        temporary=node.sequence.relpersistence == "t",
    )


def alter_sequence(node: Node) -> AlterSequence:
    """An AlterSeqStmt."""
    return AlterSequence(
        relation(node.sequence), tuple(read(node.options).items()), owner(node.options), disowns(node.options), node.missing_ok
    )


def create_schema(node: Node) -> list[Statement]:
    """A CreateSchemaStmt; what stands in it comes after it, in the new schema."""
    name = node.schemaname or (node.authrole.rolename if node.HasField("authrole") else "")
    return [CreateSchema(name, node.if_not_exists)]


def comment(node: Node) -> Comment:
    """A CommentStmt; an empty text takes the comment away."""
    text = node.comment or None
    if node.objtype == pb.OBJECT_COLUMN:
        items = node.object.list.items
        return Comment("column", qualified(items[:-1]), text, string(items[-1]))
    what = pb.ObjectType.Name(node.objtype).removeprefix("OBJECT_").lower()
    if node.objtype == pb.OBJECT_TABCONSTRAINT:
        items = node.object.list.items
        return Comment("constraint", qualified(items[:-1]), text, string(items[-1]))
    if kind(node.object) in {"object_with_args", ""}:
        return Comment(what, ObjectName(""), text)
    return Comment(what, listed(node.object), text)


__all__ = [
    "alter_domain",
    "alter_enum",
    "alter_sequence",
    "behavior",
    "comment",
    "create_composite",
    "create_domain",
    "create_enum",
    "create_range",
    "create_schema",
    "create_sequence",
    "define",
]
