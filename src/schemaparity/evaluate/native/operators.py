"""Operators on native data, with sizes checked first. Interpreted instances with special methods are the caller's."""

from __future__ import annotations

import operator
from collections import deque
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from schemaparity.evaluate.native import text
from schemaparity.evaluate.native.containers import elements, open_up, require_closed, rest_marker
from schemaparity.evaluate.native.guard import guarded
from schemaparity.evaluate.native.limits import MAX_BITS, Refused, check_bits, check_size, check_tree
from schemaparity.evaluate.values import (
    REST,
    BoundMethod,
    Class,
    Function,
    Instance,
    Intrinsic,
    Module,
    Symbolic,
    UnknownUsed,
    UnknownValue,
)
from schemaparity.schema import Unknown

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter

_BINARY: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
    "**": operator.pow,
    "@": operator.matmul,
    "<<": operator.lshift,
    ">>": operator.rshift,
    "&": operator.and_,
    "|": operator.or_,
    "^": operator.xor,
}
_UNARY: dict[str, Callable[[Any], Any]] = {"-": operator.neg, "+": operator.pos, "~": operator.invert, "not": operator.not_}
_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "in": lambda left, right: left in right,
    "not in": lambda left, right: left not in right,
    "is": operator.is_,
    "is not": operator.is_not,
}
_RATIONAL = (int, Fraction)
_SIZED = (str, bytes, bytearray, list, tuple, deque)
_CONTAINERS = (list, tuple, deque, dict, set, frozenset)
_INTERPRETED = (Function, BoundMethod, Intrinsic, Module, Class, Instance)
_IN_PLACE: dict[tuple[str, type], str] = {
    ("+", list): "extend",
    ("|", dict): "update",
    ("|", set): "update",
    ("&", set): "intersection_update",
    ("-", set): "difference_update",
    ("^", set): "symmetric_difference_update",
}


def binary(interpreter: Interpreter, symbol: str, left: Any, right: Any) -> object:
    """`left symbol right`."""
    return guarded(interpreter, lambda: _binary(interpreter, symbol, left, right))


def _binary(interpreter: Interpreter, symbol: str, left: Any, right: Any) -> object:
    if symbol == "%" and isinstance(left, str):
        return text.percent(interpreter, left, right)
    if symbol == "+" and _is_text_sum(left, right):
        return text.joined(interpreter, [left, right])
    for operand in (left, right):
        if isinstance(operand, UnknownValue):
            raise UnknownUsed(operand)
        if isinstance(operand, Symbolic) and not isinstance(operand, type):
            raise UnknownUsed(text.as_unknown(interpreter, operand))
    _check_sizes(symbol, left, right)
    if isinstance(left, dict | set | frozenset):
        require_closed(left)
        require_closed(right)
    return _BINARY[symbol](left, right)


def _is_text_sum(left: Any, right: Any) -> bool:
    """True when one side is text and the other text or unknown."""
    textual = isinstance(left, str) or isinstance(right, str) or _is_partly_known(left) or _is_partly_known(right)
    return (
        textual
        and all(isinstance(side, str | UnknownValue | Symbolic) for side in (left, right))
        and not (isinstance(left, str) and isinstance(right, str))
    )


def _is_partly_known(value: Any) -> bool:
    """True for unknown text of which parts are known."""
    return isinstance(value, UnknownValue) and value.text is not None


def _check_sizes(symbol: str, left: Any, right: Any) -> None:
    check = _CHECKS.get(symbol)
    if check is not None:
        check(left, right)


def _check_sum(left: Any, right: Any) -> None:
    if isinstance(left, _SIZED) and isinstance(right, _SIZED):
        check_size(left, len(left) + len(right))
        check_hashable(left, right)


def check_hashable(*values: Any) -> None:
    """Refuse tuples of tuples of tuples: their hashes are computed part by part."""
    for value in values:
        if type(value) is tuple:
            check_tree(value)


def _check_product(left: Any, right: Any) -> None:
    if isinstance(left, int) and isinstance(right, _SIZED):
        left, right = right, left
    if isinstance(left, _SIZED) and isinstance(right, int):
        check_size(left, len(left) * max(right, 0))
        check_hashable(left)
    elif isinstance(left, _RATIONAL) and isinstance(right, _RATIONAL):
        check_bits(_bits(left) + _bits(right))


def _bits(number: int | Fraction) -> int:
    return max(number.numerator.bit_length(), number.denominator.bit_length())


def _check_power(left: Any, right: Any) -> None:
    if isinstance(left, Fraction) and isinstance(right, int):
        check_bits(_bits(left) * abs(right))
    elif isinstance(left, int) and isinstance(right, int) and right > 0:
        check_bits(left.bit_length() * right)


def _check_shift(left: Any, right: Any) -> None:
    if isinstance(left, int) and isinstance(right, int):
        check_bits(left.bit_length() + max(right, 0) if right <= MAX_BITS else right)


_CHECKS: dict[str, Callable[[Any, Any], None]] = {"+": _check_sum, "*": _check_product, "**": _check_power, "<<": _check_shift}


def in_place(interpreter: Interpreter, symbol: str, left: Any, right: Any) -> object:
    """`left symbol= right`: changes lists, dicts and sets in place, else the value of the operator."""
    method = _IN_PLACE.get((symbol, type(left)))
    if method is None:
        return binary(interpreter, symbol, left, right)
    if method == "extend":
        return guarded(interpreter, lambda: _extend(interpreter, left, right))
    if isinstance(right, UnknownValue):
        open_up(left, right, forget=method != "update")
        return left
    return guarded(interpreter, lambda: _update(method, left, right))


def set_slice(interpreter: Interpreter, value: Any, key: slice, new: Any) -> None:
    """`value[key] = new`: raises Refused where the list would get too long."""
    found = new if isinstance(new, list | tuple) else elements(interpreter, new)
    check_size(value, len(value) + len(found))
    value[key] = found


def _extend(interpreter: Interpreter, left: list[Any], right: Any) -> object:
    try:
        found = elements(interpreter, right) if not isinstance(right, list | tuple) else right
    except UnknownUsed as used:
        open_up(left, used.unknown)
        return left
    check_size(left, len(left) + len(found))
    left.extend(found)
    return left


def _update(method: str, left: Any, right: Any) -> object:
    getattr(left, method)(right)
    return left


def unary(symbol: str, value: Any) -> object:
    """`symbol value`; unknown when the value is, and a real exception is raised as it is: call it through `guarded`."""
    if symbol == "not":
        require_closed_truth(value)
    return _UNARY[symbol](value)


def require_closed_truth(value: Any) -> None:
    """Raise UnknownUsed when it is not known whether a container is empty: it has nothing but a rest marker."""
    if isinstance(value, _CONTAINERS) and len(value) and all(_is_rest(e) for e in (value.values() if isinstance(value, dict) else value)):
        require_closed(value)


def _is_rest(element: object) -> bool:
    return (isinstance(element, UnknownValue) and element.rest) or element is REST


def compare(symbol: str, left: Any, right: Any) -> object:
    """`left symbol right`; the UnknownValue that makes it undecidable is the value. Real exceptions come out as they are."""
    try:
        return _compare(symbol, left, right)
    except UnknownUsed as used:
        return used.unknown
    except Refused as refused:
        return UnknownValue(Unknown(refused.reason))


def _compare(symbol: str, left: Any, right: Any) -> object:
    if symbol in ("is", "is not"):
        return _identity(symbol, left, right)
    if symbol in ("in", "not in"):
        return _membership(symbol, left, right)
    for side in (left, right):
        if isinstance(side, UnknownValue):
            raise UnknownUsed(side)
    if isinstance(left, Symbolic) or isinstance(right, Symbolic):
        return _symbolic_equality(symbol, left, right)
    if isinstance(left, _CONTAINERS):
        require_closed(left)
        require_closed(right)
        check_tree(left)
        _require_concrete(left)
    return _COMPARE[symbol](left, right)


def _identity(symbol: str, left: Any, right: Any) -> object:
    if left is right:
        return symbol == "is"
    for side, other in ((left, right), (right, left)):
        if isinstance(side, UnknownValue):
            raise UnknownUsed(side)
        if isinstance(side, Symbolic) and (other is None or isinstance(other, Symbolic)):
            return _symbolic_equality("==" if symbol == "is" else "!=", side, other)
    return _COMPARE[symbol](left, right)


def _symbolic_equality(symbol: str, left: Any, right: Any) -> object:
    """Equal text, equal thing; what two different symbolic things are to each other is not known."""
    if symbol in ("==", "!=") and left == right and isinstance(left, Symbolic) and "?" not in left.text:
        return symbol == "=="
    side = left if isinstance(left, Symbolic) else right
    raise UnknownUsed(_unknown_of(side))


def _unknown_of(value: Symbolic) -> UnknownValue:
    try:
        bool(value)
    except UnknownUsed as used:
        return used.unknown
    raise AssertionError  # Symbolic.__bool__ always raises


def _membership(symbol: str, left: Any, right: Any) -> object:
    for side in (left, right):
        if isinstance(side, UnknownValue):
            raise UnknownUsed(side)
        if isinstance(side, Symbolic):
            raise UnknownUsed(_unknown_of(side))
    found = _contains(left, right)
    return found if symbol == "in" else not found


def _contains(left: Any, right: Any) -> bool:
    if isinstance(right, dict | set | frozenset):
        found = left in right
        if not found:
            require_closed(right)
        return found
    found = left in right
    if not found and isinstance(right, list | tuple):
        _require_concrete(right)
    return found


def _require_concrete(container: Any) -> None:
    """Raise UnknownUsed when a symbolic element could be equal to something else."""
    values = container.values() if isinstance(container, Mapping) else container
    symbolic = next((e for e in values if isinstance(e, Symbolic)), None)
    if symbolic is not None:
        raise UnknownUsed(_unknown_of(symbolic))


__all__ = ["binary", "compare", "in_place", "rest_marker", "unary"]
