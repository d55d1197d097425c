"""PostgreSQL expressions, parsed by libpg_query, as canonical trees."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import postgast
from postgast import pg_query_pb2

from schemaparity.sql.normal_tree import (
    NOW,
    NoFormError,
    Tree,
    between,
    binary,
    call,
    cast,
    column,
    compared_with,
    is_literal,
    junction,
    membership,
    negation,
    number,
)
from schemaparity.sql.normal_types import type_name

Types: TypeAlias = Mapping[str, str]
Node: TypeAlias = Any
"""A message of libpg_query's protocol buffers, which have no usable types."""

_SPECIAL_VALUES: Mapping[str, Tree] = {
    "SVFOP_CURRENT_TIMESTAMP": NOW,
    "SVFOP_CURRENT_DATE": ("call", "current_date"),
    "SVFOP_CURRENT_TIME": ("call", "current_time"),
    "SVFOP_LOCALTIME": ("call", "localtime"),
    "SVFOP_LOCALTIMESTAMP": ("call", "localtimestamp"),
    "SVFOP_CURRENT_USER": ("call", "current_user"),
    "SVFOP_USER": ("call", "current_user"),
    "SVFOP_CURRENT_ROLE": ("call", "current_user"),
    "SVFOP_SESSION_USER": ("call", "session_user"),
    "SVFOP_CURRENT_SCHEMA": ("call", "current_schema"),
    "SVFOP_CURRENT_CATALOG": ("call", "current_database"),
}


def tree_of(text: str, dialect: str, types: Types) -> Tree:  # noqa: ARG001 - the signature of every dialect's reader
    """The canonical tree of an expression."""
    try:
        statement = postgast.parse(f"SELECT {text}").stmts
    except (postgast.PgQueryError, ValueError) as error:
        raise NoFormError(str(error)) from error
    if len(statement) != 1:
        raise NoFormError(text)
    selected = statement[0].stmt.select_stmt
    targets = selected.target_list
    if len(targets) != 1 or targets[0].res_target.name or selected.from_clause or selected.HasField("where_clause"):
        raise NoFormError(text)
    return _lower(targets[0].res_target.val, types)


def exclusion_of(definition: str) -> Tree:
    """The canonical tree of what follows EXCLUDE."""
    try:
        statement = postgast.parse(f"ALTER TABLE t ADD EXCLUDE {definition}").stmts[0].stmt
    except (postgast.PgQueryError, ValueError) as error:
        raise NoFormError(str(error)) from error
    constraint = getattr(statement.alter_table_stmt.cmds[0].alter_table_cmd, "def").constraint
    parts = []
    for pair in constraint.exclusions:
        element, operators = pair.list.items
        names = [n.string.sval for n in operators.list.items]
        parts.append(("element", _index_element(element.index_elem), names[-1]))
    where = (("where", _lower(constraint.where_clause, {})),) if constraint.HasField("where_clause") else ()
    deferral = (("deferrable", constraint.deferrable, constraint.initdeferred),) if constraint.deferrable else ()
    return ("exclude", constraint.access_method or "btree", *parts, *where, *deferral)


def _index_element(element: Node) -> Tree:
    key = column(element.name) if element.name else _lower(element.expr, {})
    names = [n.string.sval for n in (*element.collation, *element.opclass)]
    return (*key, *names, element.ordering, element.nulls_ordering)


def _lower(node: Node, types: Types) -> Tree:
    kind = node.WhichOneof("node")
    lower = _LOWER.get(kind or "")
    if lower is None:
        raise NoFormError(kind or "nothing")
    return lower(getattr(node, kind), types)


def _all(nodes: Node, types: Types) -> tuple[Tree, ...]:
    return tuple(_lower(n, types) for n in nodes)


def _column_ref(node: Node, _types: Types) -> Tree:
    last = node.fields[-1]
    return column(last.string.sval) if last.WhichOneof("node") == "string" else ("star",)


def _constant(node: Node, _types: Types) -> Tree:
    if node.isnull:
        return ("null",)
    match node.WhichOneof("val"):
        case "ival":
            return number(str(node.ival.ival))
        case "fval":
            return number(node.fval.fval)
        case "boolval":
            return ("bool", node.boolval.boolval)
        case "sval":
            return ("str", node.sval.sval)
        case "bsval":
            return ("bits", node.bsval.bsval)
    raise NoFormError("constant")


def _bool_expr(node: Node, types: Types) -> Tree:
    args = _all(node.args, types)
    if node.boolop == 3:
        return negation(args[0])
    return junction("and" if node.boolop == 1 else "or", *args)


_NULL_TESTS = {1: "is null", 2: "is not null"}
_BOOLEAN_TESTS = {1: "is true", 2: "is not true", 3: "is false", 4: "is not false", 5: "is unknown", 6: "is not unknown"}


def _null_test(node: Node, types: Types) -> Tree:
    return (_NULL_TESTS[node.nulltesttype], _lower(node.arg, types))


def _boolean_test(node: Node, types: Types) -> Tree:
    return (_BOOLEAN_TESTS[node.booltesttype], _lower(node.arg, types))


def _type_cast(node: Node, types: Types) -> Tree:
    return cast(type_name(node.type_name), _lower(node.arg, types), types)


def _func_call(node: Node, types: Types) -> Tree:
    if node.agg_order or node.HasField("agg_filter") or node.HasField("over") or node.agg_distinct or node.func_variadic:
        raise NoFormError("aggregate")
    names = [n.string.sval for n in node.funcname]
    name = ".".join(n for n in names if n not in {"pg_catalog", "public"})
    if name == "timezone" and len(node.args) == 2:
        # `x AT TIME ZONE z` is timezone(z, x)
        return call("timezone", *_all(node.args, types))
    args = _all(node.args, types)
    if name in _TEXT_SEARCH and len(args) > 1:
        args = (_configuration(args[0]), *args[1:])
    return call(name, *args, *([("star",)] if node.agg_star else []))


_TEXT_SEARCH = frozenset(
    {
        "to_tsvector",
        "to_tsquery",
        "plainto_tsquery",
        "phraseto_tsquery",
        "websearch_to_tsquery",
        "ts_headline",
        "json_to_tsvector",
        "jsonb_to_tsvector",
    }
)
"""Functions whose first argument of several is a text search configuration."""


def _configuration(arg: Tree) -> Tree:
    """A text search configuration; a text in its place is read as one, with `pg_catalog` first on the path."""
    bare = arg[2] if arg[:2] == ("cast", "regconfig") else arg
    return ("str", bare[1].removeprefix("pg_catalog.")) if bare[0] == "str" else arg


def _special_value(node: Node, _types: Types) -> Tree:
    name = pg_query_pb2.SQLValueFunctionOp.Name(node.op)
    if name.endswith("_N"):
        return ("call", name.removeprefix("SVFOP_").removesuffix("_N").lower(), ("num", str(node.typmod)))
    if name not in _SPECIAL_VALUES:
        raise NoFormError(name)
    return _SPECIAL_VALUES[name]


def _case(node: Node, types: Types) -> Tree:
    subject = _lower(node.arg, types) if node.HasField("arg") else None
    arms: list[Tree] = []
    for when in node.args:
        condition = _lower(when.case_when.expr, types)
        arms.append(
            ("when", condition if subject is None else compared_with(condition, subject, types), _lower(when.case_when.result, types))
        )
    otherwise = _lower(node.defresult, types) if node.HasField("defresult") else ("null",)
    return ("case", *([] if subject is None else [subject]), *arms, ("else", otherwise))


def _coalesce(node: Node, types: Types) -> Tree:
    return call("coalesce", *_all(node.args, types))


def _min_max(node: Node, types: Types) -> Tree:
    return call("greatest" if node.op == 1 else "least", *_all(node.args, types))


def _array(node: Node, types: Types) -> Tree:
    return ("array", *_all(node.elements, types))


def _indirection(node: Node, types: Types) -> Tree:
    steps: list[Tree] = []
    for step in node.indirection:
        if step.WhichOneof("node") == "string":
            steps.append(("field", step.string.sval))
        elif step.WhichOneof("node") == "a_indices" and not step.a_indices.is_slice:
            steps.append(("item", _lower(step.a_indices.uidx, types)))
        else:
            raise NoFormError("slice")
    return ("at", _lower(node.arg, types), *steps)


def _collate(node: Node, types: Types) -> Tree:
    return ("collate", node.collname[-1].string.sval, _lower(node.arg, types))


def _row(node: Node, types: Types) -> Tree:
    return ("row", *_all(node.args, types))


def _expression(node: Node, types: Types) -> Tree:
    kind = pg_query_pb2.A_Expr_Kind.Name(node.kind).removeprefix("AEXPR_")
    symbol = node.name[-1].string.sval if node.name else ""
    if kind not in _KINDS:
        raise NoFormError(kind)
    return _KINDS[kind](node, "<>" if symbol == "!=" else symbol, types)


def _operator(node: Node, symbol: str, types: Types) -> Tree:
    right = _lower(node.rexpr, types)
    if node.HasField("lexpr"):
        return binary(symbol, _lower(node.lexpr, types), right, types)
    if symbol == "-" and right[0] == "num":
        return number(right[1][1:] if right[1].startswith("-") else f"-{right[1]}")
    return right if symbol == "+" and is_literal(right) else ("op", symbol, right)


def _in(node: Node, symbol: str, types: Types) -> Tree:
    return membership(symbol, symbol == "<>", _lower(node.lexpr, types), _all(node.rexpr.list.items, types), types)


def _quantified(every: bool) -> Callable[[Node, str, Types], Tree]:
    def lower(node: Node, symbol: str, types: Types) -> Tree:
        left, right = _lower(node.lexpr, types), _lower(node.rexpr, types)
        items = right[2] if right[0] == "cast" and right[1].endswith("[]") else right
        if items[0] != "array" or not items[1:]:
            return ("all of" if every else "any of", symbol, left, right)
        return membership(symbol, every, left, items[1:], types)

    return lower


def _between(negated: bool) -> Callable[[Node, str, Types], Tree]:
    def lower(node: Node, _symbol: str, types: Types) -> Tree:
        low, high = _all(node.rexpr.list.items, types)
        return between(_lower(node.lexpr, types), low, high, types, negated=negated)

    return lower


def _named(name: str) -> Callable[[Node, str, Types], Tree]:
    return lambda node, _symbol, types: binary(name, _lower(node.lexpr, types), _lower(node.rexpr, types), types)


def _nullif(node: Node, _symbol: str, types: Types) -> Tree:
    return call("nullif", _lower(node.lexpr, types), _lower(node.rexpr, types))


_KINDS: Mapping[str, Callable[[Node, str, Types], Tree]] = {
    "OP": _operator,
    "OP_ANY": _quantified(every=False),
    "OP_ALL": _quantified(every=True),
    "DISTINCT": _named("is distinct from"),
    "NOT_DISTINCT": _named("is not distinct from"),
    "NULLIF": _nullif,
    "IN": _in,
    "LIKE": _operator,
    "ILIKE": _operator,
    "SIMILAR": _operator,
    "BETWEEN": _between(negated=False),
    "NOT_BETWEEN": _between(negated=True),
}

_LOWER: Mapping[str, Callable[[Node, Types], Tree]] = {
    "column_ref": _column_ref,
    "a_const": _constant,
    "a_expr": _expression,
    "bool_expr": _bool_expr,
    "null_test": _null_test,
    "boolean_test": _boolean_test,
    "type_cast": _type_cast,
    "func_call": _func_call,
    "sqlvalue_function": _special_value,
    "case_expr": _case,
    "coalesce_expr": _coalesce,
    "min_max_expr": _min_max,
    "a_array_expr": _array,
    "a_indirection": _indirection,
    "collate_clause": _collate,
    "row_expr": _row,
}
