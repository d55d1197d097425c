"""What a query reads and, where it is simple, which columns it yields. Parse nodes in, names out."""

from __future__ import annotations

from schemaparity.sql.postgresql.expressions import expression_text, figure_name, type_of
from schemaparity.sql.postgresql.nodes import Node, kind, relation, strings, walk
from schemaparity.sql.postgresql.types import type_ref
from schemaparity.sql.statements import ObjectName, SelectedColumn

_READERS = {"RangeVar", "CommonTableExpr"}


def tables_read(node: Node) -> tuple[ObjectName, ...]:
    """The tables that stand anywhere in a statement, without its own WITH names."""
    messages = [m for m in walk(node) if m.DESCRIPTOR.name in _READERS]
    own = {m.ctename for m in messages if m.DESCRIPTOR.name == "CommonTableExpr"}
    names = (relation(m) for m in messages if m.DESCRIPTOR.name == "RangeVar")
    return tuple(dict.fromkeys(n for n in names if n.schema is not None or n.name not in own))


def selected_columns(select: Node) -> tuple[SelectedColumn, ...] | None:
    """The columns of a query; None when it is a set operation, has WITH, or reads from something that is no table."""
    if select.op > 1 or select.HasField("with_clause") or select.values_lists:
        return None
    tables = _aliases(select)
    if tables is None:
        return None
    return tuple(_column(t.res_target, tables) for t in select.target_list)


def _aliases(select: Node) -> dict[str, ObjectName] | None:
    """The tables of FROM by the name they go by, None when something else stands there."""
    found: dict[str, ObjectName] = {}
    for item in select.from_clause:
        if not _collect(item, found):
            return None
    return found


def _collect(item: Node, found: dict[str, ObjectName]) -> bool:
    if kind(item) == "join_expr":
        return _collect(item.join_expr.larg, found) and _collect(item.join_expr.rarg, found)
    if kind(item) != "range_var":
        return False
    name = relation(item.range_var)
    found[item.range_var.alias.aliasname if item.range_var.HasField("alias") else name.name] = name
    return True


def _column(target: Node, tables: dict[str, ObjectName]) -> SelectedColumn:
    value = target.val
    if kind(value) == "column_ref":
        return _reference(value.column_ref, target.name, tables)
    name = target.name or figure_name(value) or "?column?"
    if kind(value) == "type_cast":
        return SelectedColumn(name, type_ref(value.type_cast.type_name))
    return SelectedColumn(name, type_of(expression_text(value)))


def _reference(reference: Node, alias: str, tables: dict[str, ObjectName]) -> SelectedColumn:
    fields = reference.fields
    only = next(iter(tables.values())) if len(tables) == 1 else None
    if kind(fields[-1]) == "a_star":
        qualifier = strings(fields[:-1])
        return SelectedColumn("*", table=tables.get(qualifier[-1]) if qualifier else only, star=True)
    names = strings(fields)
    table = tables.get(names[-2]) if len(names) > 1 else only
    return SelectedColumn(alias or names[-1], source=names[-1], table=table)
