"""DROP of everything: one parse node to a record."""

from __future__ import annotations

from collections.abc import Callable

from postgast import pg_query_pb2 as pb

from schemaparity.sql.postgresql.alter import behavior
from schemaparity.sql.postgresql.nodes import Node, listed, string
from schemaparity.sql.postgresql.routines import dropped_function, on_table
from schemaparity.sql.statements import (
    DropIndex,
    DropRoutine,
    DropSchema,
    DropSequence,
    DropTable,
    DropType,
    DropView,
    Neutral,
    ObjectName,
    Statement,
)

_ROUTINES = {
    pb.OBJECT_FUNCTION: "function",
    pb.OBJECT_PROCEDURE: "procedure",
    pb.OBJECT_ROUTINE: "function",
    pb.OBJECT_AGGREGATE: "aggregate",
}
_ON_TABLE = {pb.OBJECT_TRIGGER: "trigger", pb.OBJECT_RULE: "rule", pb.OBJECT_POLICY: "policy"}
_BY_NAME = {pb.OBJECT_EXTENSION: "extension", pb.OBJECT_COLLATION: "collation", pb.OBJECT_STATISTIC_EXT: "statistics"}


def drop(node: Node) -> Statement:
    """A DropStmt."""
    read = _RELATIONS.get(node.remove_type)
    if read is not None:
        return read(node, tuple(listed(o) for o in node.objects))
    what = node.remove_type
    if what == pb.OBJECT_SCHEMA:
        return DropSchema(tuple(string(o) for o in node.objects), node.missing_ok, behavior(node))
    if what in _ROUTINES:
        return DropRoutine(_ROUTINES[what], tuple(dropped_function(o) for o in node.objects), node.missing_ok, behavior(node))
    if what in _ON_TABLE:
        name, table = on_table(node.objects[0])
        return DropRoutine(_ON_TABLE[what], (name,), node.missing_ok, behavior(node), table)
    if what in _BY_NAME:
        return DropRoutine(_BY_NAME[what], tuple(str(listed(o)) for o in node.objects), node.missing_ok, behavior(node))
    return Neutral("drop")


def _types(node: Node, names: tuple[ObjectName, ...]) -> DropType:
    return DropType(names, node.missing_ok, behavior(node), domain=node.remove_type == pb.OBJECT_DOMAIN)


def _views(node: Node, names: tuple[ObjectName, ...]) -> DropView:
    return DropView(names, node.missing_ok, behavior(node), materialized=node.remove_type == pb.OBJECT_MATVIEW)


_RELATIONS: dict[int, Callable[[Node, tuple[ObjectName, ...]], Statement]] = {
    pb.OBJECT_TABLE: lambda n, names: DropTable(names, n.missing_ok, behavior(n)),
    pb.OBJECT_FOREIGN_TABLE: lambda n, names: DropTable(names, n.missing_ok, behavior(n)),
    pb.OBJECT_INDEX: lambda n, names: DropIndex(names, n.missing_ok, behavior(n), n.concurrent),
    pb.OBJECT_SEQUENCE: lambda n, names: DropSequence(names, n.missing_ok, behavior(n)),
    pb.OBJECT_TYPE: _types,
    pb.OBJECT_DOMAIN: _types,
    pb.OBJECT_VIEW: _views,
    pb.OBJECT_MATVIEW: _views,
}
