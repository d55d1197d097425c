"""Expressions: a literal table of node class to function."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import libcst as cst

from schemaparity.evaluate import attributes, calls, comprehensions, fstrings, functions, generators, items, literals, names, operators

if TYPE_CHECKING:
    from schemaparity.evaluate.frame import Frame


def _walrus(frame: Frame, node: cst.NamedExpr) -> Any:
    value = frame.evaluate(node.value)
    if isinstance(node.target, cst.Name):
        frame.bind_outside_comprehension(node.target.value, value)
    return value


def _await(frame: Frame, node: cst.Await) -> Any:
    """A coroutine function has run when it was called: what is awaited is its value."""
    value = frame.evaluate(node.expression)
    return frame.interpreter.awaited(value)


EXPRESSIONS: dict[type[cst.CSTNode], Callable[[Frame, Any], Any]] = {
    cst.Name: names.read,
    cst.Attribute: attributes.evaluate_attribute,
    cst.Call: calls.evaluate_call,
    cst.Subscript: items.evaluate_subscript,
    cst.SimpleString: literals.evaluate_string,
    cst.ConcatenatedString: literals.evaluate_concatenated,
    cst.FormattedString: fstrings.evaluate_fstring,
    cst.Integer: literals.evaluate_integer,
    cst.Float: literals.evaluate_float,
    cst.Imaginary: literals.evaluate_imaginary,
    cst.Ellipsis: literals.evaluate_ellipsis,
    cst.Tuple: literals.evaluate_tuple,
    cst.List: literals.evaluate_list,
    cst.Set: literals.evaluate_set,
    cst.Dict: literals.evaluate_dict,
    cst.ListComp: comprehensions.evaluate_list,
    cst.SetComp: comprehensions.evaluate_set,
    cst.DictComp: comprehensions.evaluate_dict,
    cst.GeneratorExp: comprehensions.evaluate_generator,
    cst.BinaryOperation: operators.evaluate_binary,
    cst.UnaryOperation: operators.evaluate_unary,
    cst.BooleanOperation: operators.evaluate_boolean,
    cst.Comparison: operators.evaluate_comparison,
    cst.IfExp: operators.evaluate_conditional,
    cst.Lambda: functions.evaluate_lambda,
    cst.NamedExpr: _walrus,
    cst.Await: _await,
    cst.Yield: generators.evaluate_yield,
}
