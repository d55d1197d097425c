"""Column definitions and constraints of CREATE and ALTER TABLE: parse nodes to records."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve
from postgast import pg_query_pb2 as pb

from schemaparity.schema import Computed, Identity
from schemaparity.sql.postgresql.expressions import columns_of, expression_text, figure_name, is_null
from schemaparity.sql.postgresql.nodes import Node, deparse_message, inner, kind, qualified, relation, strings
from schemaparity.sql.postgresql.sequence_options import normal_options, sequence_name
from schemaparity.sql.postgresql.types import type_ref
from schemaparity.sql.statements import CheckDef, ColumnDef, ConstraintDef, ExcludeDef, ForeignKeyDef, KeyDef

_ACTIONS = {"a": None, "r": "RESTRICT", "c": "CASCADE", "n": "SET NULL", "d": "SET DEFAULT", "": None}
_MATCH = {"f": "FULL", "p": "PARTIAL"}
_EXCLUDE = " EXCLUDE "


def column_def(node: Node) -> tuple[ColumnDef, tuple[ConstraintDef, ...]]:
    """A ColumnDef node: the column, and the constraints that are written in it."""
    column = ColumnDef(
        node.colname,
        type_ref(node.type_name),
        not_null=node.is_not_null,
        collation=str(qualified(node.coll_clause.collname)) if node.HasField("coll_clause") else None,
    )
    constraints: list[ConstraintDef] = []
    for item in node.constraints:
        column = _column_constraint(column, item.constraint, constraints)
    return column, tuple(constraints)


def _column_constraint(column: ColumnDef, node: Node, constraints: list[ConstraintDef]) -> ColumnDef:
    match node.contype:
        case pb.CONSTR_NOTNULL:
            return evolve(column, not_null=True)
        case pb.CONSTR_NULL:
            return evolve(column, null=True)
        case pb.CONSTR_DEFAULT:
            return evolve(column, default=default_text(node.raw_expr))
        case pb.CONSTR_IDENTITY:
            return evolve(column, not_null=True, identity=identity(node), sequence_name=sequence_name(node.options))
        case pb.CONSTR_GENERATED:
            stored = node.generated_kind != "v"
            return evolve(column, computed=Computed(expression_text(node.raw_expr), stored))
        case pb.CONSTR_ATTR_DEFERRABLE | pb.CONSTR_ATTR_DEFERRED:
            _defer(constraints, deferred=node.contype == pb.CONSTR_ATTR_DEFERRED)
        case _:
            definition = constraint_def(node, column.name)
            if definition is not None:
                constraints.append(definition)
    return column


def _defer(constraints: list[ConstraintDef], *, deferred: bool) -> None:
    if constraints and isinstance(constraints[-1], KeyDef | ForeignKeyDef):
        last = constraints[-1]
        constraints[-1] = evolve(last, deferrable=True, initially_deferred=deferred or last.initially_deferred)


def default_text(node: Node) -> str | None:
    """The text of a default; None for the constant NULL, which is not stored."""
    text = expression_text(node)
    return None if is_null(text) else text


def identity(node: Node) -> Identity:
    """The identity of a GENERATED AS IDENTITY constraint."""
    return Identity(always=node.generated_when == "a", options=normal_options(node.options))


def constraint_def(node: Node, column: str | None = None) -> ConstraintDef | None:
    """A Constraint node, of a table or written in a column; None for what makes no constraint."""
    match node.contype:
        case pb.CONSTR_PRIMARY | pb.CONSTR_UNIQUE:
            return _key(node, column)
        case pb.CONSTR_FOREIGN:
            return _foreign_key(node, column)
        case pb.CONSTR_CHECK:
            return CheckDef(
                expression_text(node.raw_expr), node.conname or None, no_inherit=node.is_no_inherit, not_valid=node.skip_validation
            )
        case pb.CONSTR_EXCLUSION:
            return _exclude(node)
        case _:
            return None


def _own(names: Iterable[Node], column: str | None) -> tuple[str, ...]:
    return strings(names) or ((column,) if column is not None else ())


def _key(node: Node, column: str | None) -> KeyDef:
    return KeyDef(
        primary=node.contype == pb.CONSTR_PRIMARY,
        columns=_own(node.keys, None if node.indexname else column),
        name=node.conname or None,
        include=strings(node.including),
        nulls_not_distinct=node.nulls_not_distinct,
        deferrable=node.deferrable,
        initially_deferred=node.initdeferred,
        using_index=node.indexname or None,
    )


def _foreign_key(node: Node, column: str | None) -> ForeignKeyDef:
    ondelete = _ACTIONS[node.fk_del_action]
    if ondelete is not None and node.fk_del_set_cols:
        ondelete += f" ({', '.join(strings(node.fk_del_set_cols))})"
    return ForeignKeyDef(
        columns=_own(node.fk_attrs, column),
        referred_table=relation(node.pktable),
        referred_columns=strings(node.pk_attrs),
        name=node.conname or None,
        ondelete=ondelete,
        onupdate=_ACTIONS[node.fk_upd_action],
        match=_MATCH.get(node.fk_matchtype),
        deferrable=node.deferrable,
        initially_deferred=node.initdeferred,
        not_valid=node.skip_validation,
    )


def _exclude(node: Node) -> ExcludeDef:
    elements = [e.list.items[0].index_elem for e in node.exclusions]
    plain = tuple(e.name for e in elements if e.name)
    used = [c for e in elements if not e.name for c in columns_of(expression_text(e.expr))]
    where = columns_of(expression_text(node.where_clause)) if node.HasField("where_clause") else ()
    return ExcludeDef(
        definition=_exclude_text(node),
        columns=tuple(dict.fromkeys((*plain, *used, *where))),
        key_names=tuple(key_name(e) for e in elements),
        name=node.conname or None,
        using=node.access_method or "btree",
        plain_keys=tuple(e.name for e in elements if e.name and not e.opclass),
    )


def _exclude_text(node: Node) -> str:
    statement = pb.AlterTableStmt(objtype=pb.OBJECT_TABLE)
    statement.relation.relname = "t"
    statement.relation.inh = True
    command = statement.cmds.add().alter_table_cmd
    command.subtype, command.behavior = pb.AT_AddConstraint, pb.DROP_RESTRICT
    constraint = getattr(command, "def").constraint
    constraint.CopyFrom(node)
    constraint.conname = ""
    return deparse_message("alter_table_stmt", statement).split(_EXCLUDE, 1)[1]


def key_name(element: Node) -> str:
    """What PostgreSQL would call the column of an index element."""
    return str(element.name) or figure_name(element.expr) or "expr"


def is_column(node: Node) -> bool:
    """Whether a table element is a column."""
    return kind(node) == "column_def" and bool(inner(node).colname)
