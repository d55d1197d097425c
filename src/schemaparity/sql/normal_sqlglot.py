"""Expressions of MySQL, SQLite and others, parsed by sqlglot, as canonical trees. TRUE is 1 there, and names fold to lower case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import sqlglot
import sqlglot.expressions as exp
from sqlglot.errors import SqlglotError

from schemaparity.sql.normal_tree import NOW, NoFormError, Tree, between, binary, call, cast, column, junction, membership, negation, number
from schemaparity.sql.normal_types import normal_type

Types: TypeAlias = Mapping[str, str]
Node: TypeAlias = Any
"""A node of sqlglot's tree, whose arguments are typed by name only."""

_DIALECTS = {"mariadb": "mysql", "mssql": "tsql"}
_BINARY = {
    "EQ": "=",
    "NEQ": "<>",
    "LT": "<",
    "GT": ">",
    "LTE": "<=",
    "GTE": ">=",
    "Like": "~~",
    "NullSafeEQ": "is not distinct from",
    "Add": "+",
    "Sub": "-",
    "Mul": "*",
    "Div": "/",
    "Mod": "%",
    "DPipe": "||",
}
_NODE = getattr(exp, "Expr", exp.Expression)
"""The base of all nodes, which sqlglot renamed."""

_OPERANDS = frozenset({"this", "expression"})
_UNDERSTOOD: Mapping[str, frozenset[str]] = {
    "Literal": frozenset({"this", "is_string"}),
    "Column": frozenset({"this", "table", "db", "catalog"}),
    "Between": frozenset({"this", "low", "high"}),
    "In": frozenset({"this", "expressions"}),
    "Cast": frozenset({"this", "to"}),
    "Case": frozenset({"this", "ifs", "default"}),
    "Anonymous": frozenset({"this", "expressions"}),
    "Div": frozenset({"this", "expression", "typed", "safe"}),
    "DPipe": frozenset({"this", "expression", "safe"}),
}
"""The arguments that a lowering below reads, or may forget; a node with others goes by its own name."""


def tree_of(text: str, dialect: str, types: Types) -> Tree:
    """The canonical tree of an expression."""
    try:
        parsed = sqlglot.parse_one(f"SELECT {text}", read=_DIALECTS.get(dialect, dialect))
    except (SqlglotError, ValueError) as error:
        raise NoFormError(str(error)) from error
    selected = parsed.expressions
    if len(selected) != 1 or parsed.args.get("from_") or parsed.args.get("from") or parsed.args.get("where"):
        raise NoFormError(text)
    folded = {name.lower(): type_ for name, type_ in types.items()}
    return _Lowering(dialect, folded).tree(selected[0])


class _Lowering:
    """The lowering of one expression: its dialect and the types of its columns."""

    def __init__(self, dialect: str, types: Types) -> None:
        self.dialect = dialect
        self.types = types

    def tree(self, node: Node) -> Tree:
        kind = type(node).__name__
        more = {name for name, value in node.args.items() if value} - _UNDERSTOOD.get(kind, _OPERANDS)
        if kind in _BINARY and more <= {"negate"}:
            symbol = f"!{_BINARY[kind]}" if more else _BINARY[kind]
            return binary(symbol, self.tree(node.this), self.tree(node.expression), self.types)
        lower = _LOWER.get(kind)
        return self.other(node) if lower is None or more else lower(self, node)

    def literal(self, node: Node) -> Tree:
        return ("str", node.this) if node.is_string else number(node.this)

    def column(self, node: Node) -> Tree:
        quoted_word = self.dialect == "sqlite" and node.this.args.get("quoted") and self.types and node.name.lower() not in self.types
        # SQLite reads a quoted name that is no column as text
        return ("str", node.name) if quoted_word else column(node.name.lower())

    def inner(self, node: Node) -> Tree:
        return self.tree(node.this)

    def junction(self, node: Node) -> Tree:
        return junction(type(node).__name__.lower(), self.tree(node.this), self.tree(node.expression))

    def negated(self, node: Node) -> Tree:
        """NOT IN, NOT BETWEEN, NOT LIKE and IS NOT are one operator each; sqlglot parses them as NOT of the plain one."""
        inner = self.tree(node.this)
        kind = type(node.this).__name__
        if kind == "Is":
            return (inner[0].replace("is ", "is not ", 1), *inner[1:])
        if kind == "Between":
            return self.between(node.this, negated=True)
        if kind == "In" and inner[0] == "any":
            return ("all", "<>", *inner[2:])
        if kind == "In" and inner[:2] == ("op", "="):
            return ("op", "<>", *inner[2:])
        return ("op", "!~~", *inner[2:]) if inner[:2] == ("op", "~~") and kind == "Like" else negation(inner)

    def between(self, node: Node, *, negated: bool = False) -> Tree:
        return between(self.tree(node.this), self.tree(node.args["low"]), self.tree(node.args["high"]), self.types, negated=negated)

    def membership(self, node: Node) -> Tree:
        if node.args.get("query") is not None or not node.expressions:
            raise NoFormError("subquery")
        return membership("=", False, self.tree(node.this), tuple(map(self.tree, node.expressions)), self.types)

    def is_test(self, node: Node) -> Tree:
        right = self.tree(node.expression)
        word = {("null",): "null", ("num", "1"): "true", ("num", "0"): "false"}.get(right)
        return ("is same", self.tree(node.this), right) if word is None else (f"is {word}", self.tree(node.this))

    def cast(self, node: Node) -> Tree:
        type_ = normal_type(node.to.sql(dialect=_DIALECTS.get(self.dialect, self.dialect)), self.dialect)
        return cast(type_, self.tree(node.this), self.types)

    def negative(self, node: Node) -> Tree:
        inner = self.tree(node.this)
        if inner[0] != "num":
            return ("op", "-", inner)
        return number(inner[1][1:] if inner[1].startswith("-") else f"-{inner[1]}")

    def now(self, node: Node) -> Tree:
        return NOW if node.this is None else ("call", "now", self.tree(node.this))

    def anonymous(self, node: Node) -> Tree:
        return call(str(node.this).lower(), *map(self.tree, node.expressions))

    def case(self, node: Node) -> Tree:
        subject = [] if node.this is None else [self.tree(node.this)]
        arms = [("when", self.tree(arm.this), self.tree(arm.args["true"])) for arm in node.args["ifs"]]
        default = node.args.get("default")
        return ("case", *subject, *arms, ("else", ("null",) if default is None else self.tree(default)))

    def other(self, node: Node) -> Tree:
        """Every other node by its own name and arguments, in the order that sqlglot gives them."""
        if isinstance(node, (exp.Query, exp.Select, exp.Command)):
            raise NoFormError("subquery")
        parts: list[object] = []
        for name in node.arg_types:
            value = node.args.get(name)
            if value is None or value is False:
                continue
            parts += [("part", name, *(self.part(v) for v in (value if isinstance(value, list) else [value])))]
        return (type(node).__name__.lower(), *parts)

    def part(self, value: object) -> object:
        return self.tree(value) if isinstance(value, _NODE) else str(value).lower()


_LOWER: Mapping[str, Callable[[_Lowering, Node], Tree]] = {
    "Literal": _Lowering.literal,
    "Column": _Lowering.column,
    "Boolean": lambda _, node: ("num", "1" if node.this else "0"),
    "Null": lambda _, __: ("null",),
    "Paren": _Lowering.inner,
    "And": _Lowering.junction,
    "Or": _Lowering.junction,
    "Not": _Lowering.negated,
    "Between": _Lowering.between,
    "In": _Lowering.membership,
    "Is": _Lowering.is_test,
    "Cast": _Lowering.cast,
    "Neg": _Lowering.negative,
    "CurrentTimestamp": _Lowering.now,
    "Anonymous": _Lowering.anonymous,
    "Case": _Lowering.case,
}
