"""Small readings of libpg_query's parse nodes: names, strings, lists, option lists. Knows no statement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

import postgast
from postgast import pg_query_pb2 as pb

from schemaparity.sql.statements import ObjectName

Node: TypeAlias = Any
"""A protobuf message; the generated classes are not typed."""

VERSION = 150000


def inner(node: Node) -> Node:
    """The message that a Node wraps."""
    return getattr(node, node.WhichOneof("node"))


def kind(node: Node) -> str:
    """The name of the message that a Node wraps, empty for an empty Node."""
    return node.WhichOneof("node") or ""


def string(node: Node) -> str:
    """The text of a String node."""
    return str(node.string.sval)


def strings(nodes: Iterable[Node]) -> tuple[str, ...]:
    """The texts of String nodes."""
    return tuple(str(n.string.sval) for n in nodes)


def relation(range_var: Node) -> ObjectName:
    """The name of a RangeVar."""
    return ObjectName(range_var.relname, range_var.schemaname or None)


def qualified(names: Iterable[Node]) -> ObjectName:
    """The name that a list of String nodes spells, the database left out."""
    parts = strings(names)
    return ObjectName(parts[-1], parts[-2] if len(parts) > 1 else None)


def listed(node: Node) -> ObjectName:
    """The name in an item of a DROP list: a list of strings, a type name or a plain string."""
    match kind(node):
        case "list":
            return qualified(node.list.items)
        case "type_name":
            return qualified(node.type_name.names)
        case _:
            return ObjectName(string(node))


def options(nodes: Iterable[Node]) -> tuple[tuple[str, str], ...]:
    """The pairs of a WITH list."""
    return tuple((n.def_elem.defname, option_value(n.def_elem)) for n in nodes)


def option_value(element: Node) -> str:
    """The text of a DefElem's argument."""
    if not element.HasField("arg"):
        return "true"
    argument = inner(element.arg)
    match kind(element.arg):
        case "string":
            return str(argument.sval)
        case "integer":
            return str(argument.ival)
        case "float":
            return str(argument.fval)
        case "boolean":
            return "true" if argument.boolval else "false"
        case "type_name":
            return ".".join(strings(argument.names))
        case _:
            return ""


def flag(nodes: Iterable[Node], name: str) -> bool:
    """Whether an option list switches `name` on."""
    return any(n.def_elem.defname == name and option_value(n.def_elem).lower() in {"true", "on", "1"} for n in nodes)


def walk(message: Node) -> Iterator[Node]:
    """The message and all messages below it, in the order of the tree's fields."""
    yield message
    for descriptor, value in message.ListFields():
        if descriptor.message_type is None:
            continue
        if hasattr(value, "ListFields"):
            yield from walk(value)
        else:
            for item in value:
                yield from walk(item)


def deparse_statement(statement: Node) -> str:
    """The text of a statement's Node."""
    result = pb.ParseResult(version=VERSION)
    result.stmts.add().stmt.CopyFrom(statement)
    return str(postgast.deparse(result))


def deparse_message(field: str, message: Node) -> str:
    """The text of a statement that stands in another one (`select_stmt`, ...)."""
    node = pb.Node()
    getattr(node, field).CopyFrom(message)
    return deparse_statement(node)
