"""CREATE INDEX and DROP INDEX: parse nodes to records."""

from __future__ import annotations

from postgast import pg_query_pb2 as pb

from schemaparity.schema import IndexElement
from schemaparity.sql.postgresql.constraints import key_name
from schemaparity.sql.postgresql.expressions import expression_text
from schemaparity.sql.postgresql.nodes import Node, options, qualified, relation
from schemaparity.sql.statements import CreateIndex

_NULLS = {pb.SORTBY_NULLS_FIRST: True, pb.SORTBY_NULLS_LAST: False}


def create_index(node: Node) -> CreateIndex:
    """An IndexStmt."""
    parameters = [p.index_elem for p in node.index_params]
    including = [p.index_elem for p in node.index_including_params]
    return CreateIndex(
        table=relation(node.relation),
        elements=tuple(index_element(p) for p in parameters),
        name=node.idxname or None,
        unique=node.unique,
        using=node.access_method or "btree",
        include=tuple(p.name for p in including),
        where=expression_text(node.where_clause) if node.HasField("where_clause") else None,
        nulls_not_distinct=node.nulls_not_distinct,
        options=options(node.options),
        if_not_exists=node.if_not_exists,
        concurrently=node.concurrent,
        only=not node.relation.inh,
        key_names=tuple(key_name(p) for p in (*parameters, *including)),
    )


def index_element(node: Node) -> IndexElement:
    """One key of an index."""
    descending = node.ordering == pb.SORTBY_DESC
    nulls_first = _NULLS.get(node.nulls_ordering)
    return IndexElement(
        expression=node.name or expression_text(node.expr),
        is_expression=not node.name,
        opclass=_opclass(node),
        collation=str(qualified(node.collation)) if node.collation else None,
        descending=descending,
        # NULLS FIRST is what DESC means anyway.
        nulls_first=None if nulls_first == descending else nulls_first,
    )


def _opclass(node: Node) -> str | None:
    if not node.opclass:
        return None
    parameters = ", ".join(f"{k}={v}" for k, v in options(node.opclassopts))
    return str(qualified(node.opclass)) + (f" ({parameters})" if parameters else "")
