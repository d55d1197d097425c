"""Expressions as text: deparsed from parse nodes, read for what they mention, rewritten when something is renamed."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import postgast
from postgast import pg_query_pb2 as pb

from schemaparity.sql.postgresql.identifiers import literal, quote
from schemaparity.sql.postgresql.nodes import VERSION, Node, inner, kind, qualified, relation, strings, walk
from schemaparity.sql.postgresql.types import type_ref, type_text
from schemaparity.sql.statements import ObjectName, TypeRef

_PREFIX = "SELECT "


def expression_text(node: Node) -> str:
    """The text of an expression's node."""
    result = pb.ParseResult(version=VERSION)
    select = result.stmts.add().stmt.select_stmt
    select.limit_option = pb.LIMIT_OPTION_DEFAULT
    select.op = pb.SETOP_NONE
    select.target_list.add().res_target.val.CopyFrom(node)
    return str(postgast.deparse(result))[len(_PREFIX) :]


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Node | None:
    """The parse of an expression or of a query, None when it is neither."""
    for candidate in (_PREFIX + text, text):
        try:
            return postgast.parse(candidate)
        except postgast.PgQueryError:
            continue
    return None


def _tree(text: str) -> Node | None:
    parsed = _parsed(text)
    return parsed.stmts[0].stmt if parsed is not None and len(parsed.stmts) == 1 else None


def _expression(text: str) -> Node | None:
    tree = _tree(text)
    targets: Node = tree.select_stmt.target_list if tree is not None and kind(tree) == "select_stmt" else ()
    return targets[0].res_target.val if len(targets) == 1 else None


@lru_cache(maxsize=4096)
def columns_of(text: str) -> tuple[str, ...]:
    """The column names that an expression mentions, each once; a star is `*`."""
    tree = _tree(text)
    if tree is None:
        return ()
    found = (m for m in walk(tree) if m.DESCRIPTOR.name == "ColumnRef")
    return tuple(dict.fromkeys("*" if kind(c.fields[-1]) == "a_star" else c.fields[-1].string.sval for c in found))


@lru_cache(maxsize=4096)
def functions_of(text: str) -> tuple[ObjectName, ...]:
    """The functions that an expression calls."""
    tree = _tree(text)
    return () if tree is None else tuple(dict.fromkeys(qualified(m.funcname) for m in walk(tree) if m.DESCRIPTOR.name == "FuncCall"))


@lru_cache(maxsize=4096)
def reads_session(text: str) -> bool:
    """Whether an expression has a key word for the time or the user of a session, as CURRENT_DATE and USER are."""
    tree = _tree(text)
    return tree is not None and any(m.DESCRIPTOR.name == "SQLValueFunction" for m in walk(tree))


@lru_cache(maxsize=4096)
def types_of(text: str) -> tuple[ObjectName, ...]:
    """The user's types that an expression casts to."""
    tree = _tree(text)
    if tree is None:
        return ()
    refs = (type_ref(m) for m in walk(tree) if m.DESCRIPTOR.name == "TypeName")
    return tuple(dict.fromkeys(r.user for r in refs if r.user is not None))


@lru_cache(maxsize=4096)
def tables_of(text: str) -> tuple[ObjectName, ...]:
    """The tables that a query reads, without its own WITH names."""
    tree = _tree(text)
    if tree is None:
        return ()
    messages = list(walk(tree))
    own = {m.ctename for m in messages if m.DESCRIPTOR.name == "CommonTableExpr"}
    names = (relation(m) for m in messages if m.DESCRIPTOR.name == "RangeVar")
    return tuple(dict.fromkeys(n for n in names if n.schema is not None or n.name not in own))


def sequences_of(text: str) -> tuple[ObjectName, ...]:
    """The sequences that an expression takes values from (`nextval('s'::regclass)`)."""
    if "nextval" not in text:
        return ()
    tree = _tree(text)
    if tree is None:
        return ()
    calls = (m for m in walk(tree) if m.DESCRIPTOR.name == "FuncCall" and qualified(m.funcname).name == "nextval" and m.args)
    return tuple(name for c in calls if (name := _regclass(c.args[0])) is not None)


def _regclass(node: Node) -> ObjectName | None:
    text = _string_constant(node.type_cast.arg if kind(node) == "type_cast" else node)
    return None if text is None else parse_name(text)


def _string_constant(node: Node) -> str | None:
    return str(node.a_const.sval.sval) if kind(node) == "a_const" and node.a_const.WhichOneof("val") == "sval" else None


@lru_cache(maxsize=1024)
def parse_name(text: str) -> ObjectName | None:
    """The name that a text such as `"My".seq` spells."""
    expression = _expression(text)
    return qualified(expression.column_ref.fields) if expression is not None and kind(expression) == "column_ref" else None


def nextval(name: ObjectName) -> str:
    """The default of a column that takes its values from the sequence."""
    spelled = quote(name.name) if name.schema in {None, "public"} else f"{quote(name.schema or '')}.{quote(name.name)}"
    return f"nextval({literal(spelled)}::regclass)"


def _rewritten(text: str, change: Callable[[Node], bool]) -> str:
    """The text with `change` applied to each message of its tree; `change` answers whether it changed one."""
    parsed = _parsed(text)
    if parsed is None:
        return text
    copy = pb.ParseResult()
    copy.CopyFrom(parsed)
    changed = [change(m) for m in list(walk(copy))]
    if not any(changed):
        return text
    result = str(postgast.deparse(copy))
    return result if _is_statement(text) else result[len(_PREFIX) :]


def _is_statement(text: str) -> bool:
    return text.lstrip("( \n\t")[:6].lower() in {"select", "with r", "with a", "values"} or text[:5].lower() == "with "


def rename_column(text: str, old: str, new: str) -> str:
    """The expression with a column renamed."""
    if old not in columns_of(text):
        return text

    def change(message: Node) -> bool:
        if message.DESCRIPTOR.name != "ColumnRef" or message.fields[-1].string.sval != old:
            return False
        message.fields[-1].string.sval = new
        return True

    return _rewritten(text, change)


def rename_table(text: str, same: Callable[[ObjectName], bool], new: ObjectName) -> str:
    """The query or expression with a table renamed."""

    def change(message: Node) -> bool:
        if message.DESCRIPTOR.name != "RangeVar" or not same(relation(message)):
            return False
        if not message.HasField("alias"):
            message.alias.aliasname = message.relname
        message.relname, message.schemaname = new.name, new.schema or ""
        return True

    return _rewritten(text, change)


def rename_type(text: str, same: Callable[[ObjectName], bool], new: ObjectName) -> str:
    """The expression with a user's type renamed in its casts."""

    def change(message: Node) -> bool:
        if message.DESCRIPTOR.name != "TypeName" or not same(qualified(message.names)):
            return False
        del message.names[:]
        for part in filter(None, (new.schema, new.name)):
            message.names.add().string.sval = part
        return True

    return _rewritten(text, change) if types_of(text) else text


def rename_sequence(text: str, same: Callable[[ObjectName], bool], new: ObjectName) -> str:
    """The default with a sequence renamed."""
    return nextval(new) if any(same(n) for n in sequences_of(text)) else text


def figure_name(node: Node) -> str | None:
    """What PostgreSQL would call the column of an expression (FigureIndexColname)."""
    return _figure(node)[1]


def _figure(node: Node) -> tuple[int, str | None]:
    message = inner(node)
    match kind(node):
        case "column_ref":
            names = [f for f in message.fields if kind(f) == "string"]
            return (2, names[-1].string.sval) if names else (0, None)
        case "a_indirection":
            names = [f for f in message.indirection if kind(f) == "string"]
            return (2, names[-1].string.sval) if names else _figure(message.arg)
        case "func_call":
            return 2, qualified(message.funcname).name
        case "a_expr":
            return (2, "nullif") if message.kind == pb.AEXPR_NULLIF else (0, None)
        case "type_cast":
            strength, name = _figure(message.arg)
            return (strength, name) if strength > 1 else (1, strings(message.type_name.names)[-1])
        case "collate_clause":
            return _figure(message.arg)
        case "case_expr":
            strength, name = _figure(message.defresult) if message.HasField("defresult") else (0, None)
            return (strength, name) if strength > 1 else (1, "case")
        case "min_max_expr":
            return 2, "greatest" if message.op == pb.IS_GREATEST else "least"
        case other:
            return (2, _NAMED[other]) if other in _NAMED else (0, None)


@lru_cache(maxsize=1024)
def figure_text(text: str) -> str:
    """What PostgreSQL would call the index column of an expression's text."""
    node = _expression(text)
    return (None if node is None else figure_name(node)) or "expr"


_NAMED = {"a_array_expr": "array", "row_expr": "row", "coalesce_expr": "coalesce", "grouping_func": "grouping"}


@lru_cache(maxsize=4096)
def is_null(text: str) -> bool:
    """Whether an expression is the bare constant NULL, which PostgreSQL does not store as a default."""
    node = _expression(text)
    while node is not None and kind(node) == "type_cast":
        node = node.type_cast.arg
    return node is not None and kind(node) == "a_const" and node.a_const.isnull


@lru_cache(maxsize=4096)
def string_constant(text: str) -> str | None:
    """The value of an expression that is a string literal without a cast."""
    node = _expression(text)
    return None if node is None else _string_constant(node)


@lru_cache(maxsize=1024)
def typed_literal(text: str, type_: str) -> str:
    """A bare literal with the type that it had all along."""
    node = _expression(f"{text}::{type_}")
    return text if node is None else expression_text(node)


_NUMBER = {"ival": "INTEGER", "fval": "NUMERIC", "boolval": "BOOLEAN", "bsval": "BIT"}


@lru_cache(maxsize=4096)
def type_of(text: str) -> TypeRef | None:
    """The type of an expression where it is plain to see; TEXT `unknown` literals have none."""
    node = _expression(text)
    if node is None:
        return None
    match kind(node):
        case "type_cast":
            return type_ref(node.type_cast.type_name)
        case "a_const":
            value = node.a_const.WhichOneof("val")
            return TypeRef(_NUMBER[value]) if value in _NUMBER else None
        case "func_call":
            name = _RETURNS.get(qualified(node.func_call.funcname).name)
            return None if name is None else TypeRef(name)
        case "sqlvalue_function":
            name = _VALUE_FUNCTIONS.get(node.sqlvalue_function.op)
            return None if name is None else TypeRef(name)
        case _:
            return None


_TIMESTAMPTZ = "TIMESTAMP WITH TIME ZONE"
_RETURNS = {
    "now": _TIMESTAMPTZ,
    "clock_timestamp": _TIMESTAMPTZ,
    "statement_timestamp": _TIMESTAMPTZ,
    "transaction_timestamp": _TIMESTAMPTZ,
    "nextval": "BIGINT",
    "gen_random_uuid": "UUID",
    "uuid_generate_v4": "UUID",
    "uuid_generate_v1": "UUID",
    "random": "DOUBLE PRECISION",
    "lower": "TEXT",
    "upper": "TEXT",
    "md5": "TEXT",
}
_VALUE_FUNCTIONS = {
    pb.SVFOP_CURRENT_DATE: "DATE",
    pb.SVFOP_CURRENT_TIMESTAMP: _TIMESTAMPTZ,
    pb.SVFOP_CURRENT_TIMESTAMP_N: _TIMESTAMPTZ,
    pb.SVFOP_LOCALTIMESTAMP: "TIMESTAMP WITHOUT TIME ZONE",
    pb.SVFOP_CURRENT_TIME: "TIME WITH TIME ZONE",
    pb.SVFOP_CURRENT_USER: "NAME",
}


@lru_cache(maxsize=4096)
def casts_of_strings(text: str) -> tuple[tuple[str, TypeRef], ...]:
    """The string literals that an expression casts, with their types."""
    tree = _tree(text)
    if tree is None:
        return ()
    casts = (m for m in walk(tree) if m.DESCRIPTOR.name == "TypeCast")
    return tuple((value, type_ref(c.type_name)) for c in casts if (value := _string_constant(c.arg)) is not None)


__all__ = [
    "casts_of_strings",
    "columns_of",
    "expression_text",
    "figure_name",
    "figure_text",
    "functions_of",
    "is_null",
    "nextval",
    "parse_name",
    "rename_column",
    "rename_sequence",
    "rename_table",
    "rename_type",
    "sequences_of",
    "string_constant",
    "tables_of",
    "type_of",
    "type_text",
    "typed_literal",
    "types_of",
]
