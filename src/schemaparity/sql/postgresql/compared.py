"""Texts that a statement of rows writes to columns or compares them with. Parse nodes in, (column, text) out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from postgast import pg_query_pb2 as pb

from schemaparity.sql.postgresql.nodes import Node, kind, walk

_COMPARISONS = frozenset({"=", "<>", "!=", "<", ">", "<=", ">="})
Literals = Iterator[tuple[str, str]]


def compared(node: Node) -> Literals:
    """The comparisons of a column with texts (`=`, `IN`), anywhere below a node."""
    for message in walk(node):
        if message.DESCRIPTOR.name == "A_Expr" and message.name and message.name[-1].string.sval in _COMPARISONS:
            yield from _comparison(message)


def _comparison(message: Node) -> Literals:
    if message.kind == pb.AEXPR_IN and kind(message.rexpr) == "list":
        yield from _pairs(message.lexpr, message.rexpr.list.items)
    elif message.kind == pb.AEXPR_OP:
        yield from _pairs(message.lexpr, [message.rexpr])
        yield from _pairs(message.rexpr, [message.lexpr])


def _pairs(left: Node, rights: Iterable[Node]) -> Literals:
    if kind(left) == "column_ref" and kind(left.column_ref.fields[-1]) == "string":
        column = left.column_ref.fields[-1].string.sval
        yield from ((column, r.a_const.sval.sval) for r in rights if is_text(r))


def is_text(node: Node) -> bool:
    """Whether a node is a text without a cast."""
    return kind(node) == "a_const" and node.a_const.WhichOneof("val") == "sval"


def assigned(targets: Iterable[Node]) -> Literals:
    """The texts of UPDATE ... SET."""
    return ((t.res_target.name, t.res_target.val.a_const.sval.sval) for t in targets if is_text(t.res_target.val))


def inserted(columns: tuple[str, ...], select: Node) -> Literals:
    """The texts of INSERT ... VALUES, and of a SELECT without FROM."""
    rows = [v.list.items for v in select.values_lists] or [[t.res_target.val for t in select.target_list]]
    for row in rows:
        yield from ((name, value.a_const.sval.sval) for name, value in zip(columns, row, strict=False) if is_text(value))
