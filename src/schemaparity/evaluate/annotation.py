"""Annotations, evaluated when somebody asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import libcst as cst

from schemaparity.evaluate.frame import Frame
from schemaparity.evaluate.values import Class, Scope

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter

_MAX_TEXT = 10_000


def evaluated(interpreter: Interpreter, node: cst.BaseExpression, scope: Scope) -> Any:
    """The value of an annotation in a scope; of a class only the classes in it are seen: a column often has the name of its type."""
    if scope.is_class:
        inner = {name: value for name, value in scope.names.items() if isinstance(value, Class | type)}
        scope = Scope(inner, scope.module, scope.parent, is_class=True)
    value = interpreter.outermost(Frame(interpreter, scope).evaluate, node)
    return _of_text(interpreter, value, scope) if isinstance(value, str) else value


def _of_text(interpreter: Interpreter, text: str, scope: Scope) -> Any:
    node = parsed(text)
    if node is None:
        return interpreter.unknown(f"the annotation {text[:80]!r} cannot be parsed")
    return evaluated(interpreter, node, scope)


def parsed(text: str) -> cst.BaseExpression | None:
    """An annotation written as text."""
    if len(text) > _MAX_TEXT or max(text.count("("), text.count("[")) > 100:
        return None
    try:
        return cst.parse_expression(text.strip())
    except (cst.ParserSyntaxError, RecursionError, ValueError):
        return None
