"""CREATE TABLE, CREATE TABLE AS and SELECT INTO: parse nodes to records."""

from __future__ import annotations

from postgast import pg_query_pb2 as pb

from schemaparity.sql.postgresql.compared import compared
from schemaparity.sql.postgresql.constraints import column_def, constraint_def, is_column
from schemaparity.sql.postgresql.nodes import Node, deparse_message, inner, kind, options, relation, strings
from schemaparity.sql.postgresql.selected import selected_columns, tables_read
from schemaparity.sql.statements import CreateTable, CreateTableAs, CreateView, LikeClause, Select, Statement, TableElement

_LIKE_BITS = {
    1: "comments",
    2: "compression",
    4: "constraints",
    8: "defaults",
    16: "generated",
    32: "identity",
    64: "indexes",
    128: "statistics",
    256: "storage",
}


def create_table(node: Node) -> CreateTable:
    """A CreateStmt, also of a partition and of a foreign table."""
    parents = tuple(relation(n.range_var) for n in node.inh_relations)
    partition = node.HasField("partbound")
    settings = options(node.options)
    if node.relation.relpersistence == "u":
        settings = (("UNLOGGED", "true"), *settings)
    return CreateTable(
        name=relation(node.relation),
        elements=tuple(e for n in node.table_elts for e in _elements(n)),
        if_not_exists=node.if_not_exists,
        temporary=_is_temporary(node.relation),
        on_commit_drop=node.oncommit == pb.ONCOMMIT_DROP,
        inherits=() if partition else parents,
        partition_by=partition_by(node) if node.HasField("partspec") else None,
        partition_of=parents[0] if partition else None,
        partition_bound=bound_text(node.partbound) if partition else None,
        options=settings,
    )


def _is_temporary(range_var: Node) -> bool:
    return bool(range_var.relpersistence == "t" or range_var.schemaname == "pg_temp")


def _elements(node: Node) -> tuple[TableElement, ...]:
    if is_column(node):
        column, constraints = column_def(inner(node))
        return (column, *constraints)
    if kind(node) == "table_like_clause":
        clause = node.table_like_clause
        return (LikeClause(relation(clause.relation), frozenset(word for bit, word in _LIKE_BITS.items() if clause.options & bit)),)
    constraint = constraint_def(node.constraint) if kind(node) == "constraint" else None
    return () if constraint is None else (constraint,)


def partition_by(node: Node) -> str:
    """The text after PARTITION BY."""
    statement = pb.CreateStmt(oncommit=pb.ONCOMMIT_NOOP)
    statement.relation.relname, statement.relation.inh, statement.relation.relpersistence = "t", True, "p"
    statement.partspec.CopyFrom(node.partspec)
    return deparse_message("create_stmt", statement).split(" PARTITION BY ", 1)[1]


def bound_text(bound: Node) -> str:
    """The text of a partition's bound: `FOR VALUES ...` or `DEFAULT`."""
    statement = pb.CreateStmt(oncommit=pb.ONCOMMIT_NOOP)
    for name, target in (("sphead", statement.relation), ("sphead", statement.inh_relations.add().range_var)):
        target.relname, target.inh, target.relpersistence = name, True, "p"
    statement.partbound.CopyFrom(bound)
    return deparse_message("create_stmt", statement).split("sphead", 2)[2].strip()


def create_table_as(node: Node) -> Statement:
    """A CreateTableAsStmt: a table, or a materialized view."""
    if kind(node.query) != "select_stmt":
        return CreateTableAs(relation(node.into.rel), "", None, if_not_exists=node.if_not_exists)
    if node.objtype == pb.OBJECT_MATVIEW:
        return CreateView(
            name=relation(node.into.rel),
            query=deparse_message("select_stmt", node.query.select_stmt),
            column_names=strings(node.into.col_names),
            if_not_exists=node.if_not_exists,
            materialized=True,
            tables=tables_read(node.query),
        )
    return _table_from(node.query.select_stmt, node.into, if_not_exists=node.if_not_exists)


def _table_from(select: Node, into: Node, *, if_not_exists: bool = False) -> CreateTableAs:
    return CreateTableAs(
        name=relation(into.rel),
        query=deparse_message("select_stmt", select),
        columns=selected_columns(select),
        column_names=strings(into.col_names),
        if_not_exists=if_not_exists,
        temporary=_is_temporary(into.rel),
        with_data=not into.skip_data,
        tables=tables_read(select),
    )


def select(node: Node) -> Statement:
    """A SelectStmt; SELECT INTO creates a table."""
    if node.HasField("into_clause"):
        plain = pb.SelectStmt()
        plain.CopyFrom(node)
        plain.ClearField("into_clause")
        return _table_from(plain, node.into_clause)
    tables = tables_read(node)
    return Select(deparse_message("select_stmt", node), tables, tuple(compared(node)) if len(tables) == 1 else ())


def create_view(node: Node) -> CreateView:
    """A ViewStmt."""
    return CreateView(
        name=relation(node.view),
        query=deparse_message("select_stmt", node.query.select_stmt),
        column_names=strings(node.aliases),
        replace=node.replace,
        temporary=_is_temporary(node.view),
        tables=tables_read(node.query),
    )


__all__ = ["bound_text", "create_table", "create_table_as", "create_view", "partition_by", "select"]
