"""Transaction control, SET, DO, DML and what leaves nothing behind: parse nodes to records."""

from __future__ import annotations

from typing import Literal

from postgast import pg_query_pb2 as pb

from schemaparity.sql.postgresql.compared import assigned, compared, inserted
from schemaparity.sql.postgresql.nodes import Node, deparse_statement, flag, inner, kind, option_value, relation, string
from schemaparity.sql.postgresql.selected import tables_read
from schemaparity.sql.statements import Dml, DoBlock, Neutral, SetVariable, Statement, Transaction

_KINDS: dict[int, Literal["begin", "commit", "rollback", "savepoint", "release", "rollback to"]] = {
    pb.TRANS_STMT_BEGIN: "begin",
    pb.TRANS_STMT_START: "begin",
    pb.TRANS_STMT_COMMIT: "commit",
    pb.TRANS_STMT_ROLLBACK: "rollback",
    pb.TRANS_STMT_SAVEPOINT: "savepoint",
    pb.TRANS_STMT_RELEASE: "release",
    pb.TRANS_STMT_ROLLBACK_TO: "rollback to",
}


def transaction(node: Node) -> Statement:
    """A TransactionStmt."""
    what = _KINDS.get(node.kind)
    return Transaction(what, node.savepoint_name or None) if what is not None else Neutral("two-phase commit")


def set_variable(node: Node) -> Statement:
    """A VariableSetStmt."""
    if node.kind == pb.VAR_SET_VALUE:
        return SetVariable(node.name, tuple(_value(a) for a in node.args), node.is_local)
    if node.kind in {pb.VAR_SET_DEFAULT, pb.VAR_RESET}:
        return SetVariable(node.name, None, node.is_local)
    return Neutral("set")


def _value(node: Node) -> str:
    constant = node.a_const
    match constant.WhichOneof("val"):
        case "sval":
            return str(constant.sval.sval)
        case "ival":
            return str(constant.ival.ival)
        case "fval":
            return str(constant.fval.fval)
        case _:
            return ""


def do_block(node: Node) -> DoBlock:
    """A DoStmt."""
    arguments = {a.def_elem.defname: option_value(a.def_elem) for a in node.args}
    return DoBlock(arguments.get("as", ""), arguments.get("language", "plpgsql"))


def insert(statement: Node) -> Dml:
    """An InsertStmt."""
    node = statement.insert_stmt
    columns = tuple(c.res_target.name for c in node.cols)
    literals = tuple(inserted(columns, node.select_stmt.select_stmt))
    return Dml("insert", deparse_statement(statement), relation(node.relation), tables_read(node), columns, literals)


def update(statement: Node) -> Dml:
    """An UpdateStmt."""
    node = statement.update_stmt
    columns = tuple(dict.fromkeys(t.res_target.name for t in node.target_list))
    tables = tables_read(node)
    where = compared(node.where_clause) if len(tables) == 1 else ()
    return Dml("update", deparse_statement(statement), relation(node.relation), tables, columns, (*assigned(node.target_list), *where))


def delete(statement: Node) -> Dml:
    """A DeleteStmt."""
    node = statement.delete_stmt
    tables = tables_read(node)
    return Dml(
        "delete", deparse_statement(statement), relation(node.relation), tables, (), tuple(compared(node)) if len(tables) == 1 else ()
    )


def merge(statement: Node) -> Dml:
    """A MergeStmt."""
    return Dml("merge", deparse_statement(statement), relation(statement.merge_stmt.relation), tables_read(statement.merge_stmt))


def truncate(statement: Node) -> Dml:
    """A TruncateStmt."""
    names = tables_read(statement.truncate_stmt)
    return Dml("truncate", deparse_statement(statement), names[0], names)


def copy(statement: Node) -> Statement:
    """A CopyStmt: FROM writes rows."""
    node = statement.copy_stmt
    if not node.HasField("relation"):
        return Neutral("copy")
    target = relation(node.relation)
    columns = tuple(string(a) for a in node.attlist)
    return Dml("copy", deparse_statement(statement), target, (target,), columns) if node.is_from else Neutral("copy", (target,))


_OUTSIDE = {"vacuum_stmt", "createdb_stmt", "dropdb_stmt", "alter_system_stmt", "create_table_space_stmt", "drop_table_space_stmt"}
_TOUCHING = {"lock_stmt", "vacuum_stmt", "refresh_mat_view_stmt", "cluster_stmt"}


def neutral(statement: Node) -> Neutral:
    """A statement that leaves nothing in the schema."""
    what = kind(statement)
    node = inner(statement)
    outside = what in _OUTSIDE and (what != "vacuum_stmt" or node.is_vacuumcmd)
    if what == "reindex_stmt":
        outside = flag(node.params, "concurrently") or node.kind in {
            pb.REINDEX_OBJECT_DATABASE,
            pb.REINDEX_OBJECT_SYSTEM,
            pb.REINDEX_OBJECT_SCHEMA,
        }
    return Neutral(what.removesuffix("_stmt").replace("_", " "), tables_read(node) if what in _TOUCHING else (), outside)
