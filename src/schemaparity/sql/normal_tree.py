"""The canonical tree of an expression: nested tuples, the same for every dialect. Constructors here apply the rules of equal meaning.

`("col", name)`, `("num", text)`, `("str", text)`, `("bool", value)`, `("null",)`, `("cast", type, arg)`, `("call", name, *args)`,
`("op", symbol, *args)`, `("and" | "or", *args)`, `("array", *items)`, and what the lowering of a dialect adds to them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from schemaparity.sql.normal_values import family_of, number_text, value_by_type

Tree: TypeAlias = tuple[Any, ...]


class NoFormError(Exception):
    """The expression has a part that no rule covers."""


COMPARISONS = frozenset(
    {
        "=",
        "<>",
        "<",
        ">",
        "<=",
        ">=",
        "is distinct from",
        "is not distinct from",
        "@>",
        "<@",
        "&&",
        "~~",
        "!~~",
        "~~*",
        "!~~*",
        "~",
        "!~",
        "~*",
        "!~*",
    }
)
_WORDS = frozenset({"null", "true", "false"})
"""Columns of these names stay apart from the constants."""

LITERALS = frozenset({"str", "num", "bool", "null"})

NOW: Tree = ("call", "now")
FUNCTION_SYNONYMS: Mapping[str, str] = {"transaction_timestamp": "now", "char_length": "length", "character_length": "length"}
"""Functions that give the value of another one in every context: now() and CURRENT_TIMESTAMP are the start of the transaction."""


def column(name: str) -> Tree:
    """A column; its table says nothing more."""
    return ("col", name)


def number(text: str) -> Tree:
    """A number as written, without zeros that only add scale; `2.0` stays apart from `2`, because `1/2.0` is not `1/2`."""
    return ("num", number_text(text))


def call(name: str, *args: Tree) -> Tree:
    """A function by its name in lower case."""
    return ("call", FUNCTION_SYNONYMS.get(name, name), *args)


def junction(kind: str, *args: Tree) -> Tree:
    """AND or OR: nested ones of the same kind are one; the order stays."""
    flat: list[Tree] = []
    for arg in args:
        flat += arg[1:] if arg[0] == kind else [arg]
    return (kind, *flat)


def is_literal(tree: Tree) -> bool:
    """True for a constant, with or without a cast."""
    if tree[0] == "array":
        return all(map(is_literal, tree[1:]))
    return tree[0] in LITERALS or (tree[0] == "cast" and is_literal(tree[2]))


def cast(type_: str, arg: Tree, types: Mapping[str, str]) -> Tree:
    """A cast, dropped where it changes nothing: text of text, a literal that reads the same."""
    family = family_of(type_)
    if arg[0] == "str" and family == "text":
        return ("cast", type_, arg) if _cuts(type_, arg[1]) else arg
    if arg[0] == "col" and family == "text" and family_of(types.get(arg[1], "")) == "text" and "(" not in type_:
        return arg
    if arg[0] == "col" and types.get(arg[1]) == type_:
        return arg
    if arg[0] == "cast" and arg[1] == type_:
        return arg
    if arg[0] == "array" and type_.endswith("[]"):
        return ("array", *(_element(i, type_[:-2]) for i in arg[1:])) if arg[1:] else ("cast", type_, arg)
    if arg[0] in LITERALS:
        return _literal_cast(type_, arg, family)
    return ("cast", type_, arg)


def _cuts(type_: str, text: str) -> bool:
    """True when a cast to `type_` makes the text shorter."""
    length = type_.partition("(")[2].rstrip(")")
    return length.isdigit() and len(text) > int(length)


def keeps_value(literal: Tree) -> bool:
    """True when the length or precision of a cast cannot change the constant in it."""
    _, type_, inner = literal
    return "(" not in type_ or (inner[0] == "str" and family_of(type_) in {"text", "user"} and not _cuts(type_, inner[1]))


def _element(item: Tree, type_: str) -> Tree:
    return _literal_cast(type_, item, family_of(type_)) if is_literal(item) and family_of(type_) != "other" else item


def _literal_cast(type_: str, arg: Tree, family: str) -> Tree:
    value = value_by_type(arg, type_)
    if value is None:
        return ("cast", type_, arg)
    if value == ("array",):
        return ("cast", type_, value)
    if value[0] in {"bool", "null", "interval", "array"} or family in {"integer", "text"}:
        return value
    return ("cast", type_, value)


def binary(symbol: str, left: Tree, right: Tree, types: Mapping[str, str]) -> Tree:
    """An operator with two operands; the literals of a comparison are read by the type of the other side."""
    if symbol in COMPARISONS:
        left, right = compared_with(left, right, types), compared_with(right, left, types)
    return ("op", symbol, left, right)


def compared_with(literal: Tree, other: Tree, types: Mapping[str, str]) -> Tree:
    """A literal as it reads beside `other`: without a cast that the comparison implies, numbers without their scale."""
    if not is_literal(literal) or is_literal(other):
        return literal
    bare = _without_implied_cast(literal, _type_of(other, types))
    if bare[0] == "num":
        return ("num", number_text(bare[1], scaled=False))
    known = _type_of(other, types)
    return bare if known is None or bare[0] not in LITERALS else value_by_type(bare, known) or bare


def _type_of(tree: Tree, types: Mapping[str, str]) -> str | None:
    if tree[0] == "col":
        return types.get(tree[1])
    return tree[1] if tree[0] == "cast" else None


def _without_implied_cast(literal: Tree, type_: str | None) -> Tree:
    """Drop the cast to the other side's type, to a type of the user (an enum compares with nothing else) or of a number to a wider one."""
    if literal[0] != "cast" or not keeps_value(literal):
        return literal
    family, inner = family_of(literal[1]), literal[2]
    if literal[1] == type_ or family == "user" or (family == "number" and inner[0] == "num"):
        return inner  # type: ignore[no-any-return]
    if type_ is None or family != family_of(type_):
        return literal
    return inner if family != "other" or _base(literal[1]) == _base(type_) else literal


def _base(type_: str) -> str:
    return type_.partition("(")[0].replace("bpchar", "character")


def membership(operator: str, every: bool, left: Tree, items: tuple[Tree, ...], types: Mapping[str, str]) -> Tree:
    """`IN`, `= ANY (ARRAY[...])`, `NOT IN`, `<> ALL (ARRAY[...])`; of one item: the plain comparison."""
    read = tuple(compared_with(i, left, types) for i in items)
    if len(read) == 1:
        return binary(operator, left, read[0], types)
    return ("all" if every else "any", operator, left, *read)


def between(left: Tree, low: Tree, high: Tree, types: Mapping[str, str], *, negated: bool = False) -> Tree:
    """BETWEEN as the two comparisons it is."""
    if negated:
        return junction("or", binary("<", left, low, types), binary(">", left, high, types))
    return junction("and", binary(">=", left, low, types), binary("<=", left, high, types))


def negation(arg: Tree) -> Tree:
    """NOT."""
    return ("not", arg)


def rendered(tree: Tree) -> str:
    """The tree as text: equal text, equal tree.

    >>> rendered(("op", "=", ("col", "status"), ("str", "it's")))
    "(= status 'it''s')"
    """
    match tree:
        case ("col", str(name)):
            return name if name.isidentifier() and name not in _WORDS else f'"{name}"'
        case ("num", str(text)):
            return text
        case ("str", str(text)):
            return "'" + text.replace("'", "''") + "'"
        case ("bool", value):
            return "true" if value else "false"
        case ("null",):
            return "null"
        case (("op" | "call") as kind, str(name), *args):
            return f"({' '.join([name if kind == 'op' else name + '()', *map(_rendered, args)])})"
    return f"({' '.join(map(_rendered, tree))})"


def _rendered(part: object) -> str:
    return rendered(part) if isinstance(part, tuple) else str(part)
