"""F-strings: parts, conversions, format specifications, `=`. An unknown part becomes a hole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import libcst as cst

from schemaparity.evaluate import native
from schemaparity.evaluate.literals import unescape
from schemaparity.evaluate.values import Symbolic, UnknownValue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from schemaparity.evaluate.frame import Frame


def evaluate_fstring(frame: Frame, node: cst.FormattedString) -> Any:
    """`f"a {b!r:>{c}}"`."""
    return _text(frame, node.parts, raw="r" in node.start.lower().split(node.start[-1], 1)[0])


def _text(frame: Frame, parts: Sequence[cst.BaseFormattedStringContent], *, raw: bool) -> Any:
    pieces: list[Any] = []
    for part in parts:
        if isinstance(part, cst.FormattedStringText):
            text = part.value.replace("{{", "{").replace("}}", "}")
            pieces.append(text if raw else unescape(text))
        elif isinstance(part, cst.FormattedStringExpression):
            pieces.extend(_field(frame, part, raw=raw))
    return frame.interpreter.guarded(native.joined, frame.interpreter, pieces)


def _field(frame: Frame, part: cst.FormattedStringExpression, *, raw: bool) -> list[Any]:
    interpreter = frame.interpreter
    value = labelled(frame, part.expression, frame.evaluate(part.expression))
    spec = "" if part.format_spec is None else _text(frame, part.format_spec, raw=raw)
    conversion = part.conversion
    if part.equal is not None and conversion is None and part.format_spec is None:
        conversion = "r"
    text = interpreter.guarded(native.formatted, interpreter, value, spec, conversion)
    return [text] if part.equal is None else [_shown(part), text]


def _shown(part: cst.FormattedStringExpression) -> str:
    """The text that `{expression = }` shows before the value."""
    before = part.whitespace_before_expression
    code = cst.Module([]).code_for_node(part.expression)
    equal = "" if part.equal is None else cst.Module([]).code_for_node(part.equal)
    return f"{cst.Module([]).code_for_node(before)}{code}{equal}"


def labelled(frame: Frame, node: cst.BaseExpression, value: Any) -> Any:
    """An unknown value as text: a hole with the name of the expression, so that the same name gives the same hole."""
    if isinstance(value, Symbolic):
        value = frame.unknown(f"the value of {value.text} is not known: its source is not at hand", node)
    if isinstance(value, UnknownValue) and value.text is None:
        return UnknownValue(value.unknown, frame.interpreter.holes.token(value.unknown, label(node)))
    return value


def label(node: cst.BaseExpression) -> str:
    """The last name in an expression, for people."""
    match node:
        case cst.Name(value=name) | cst.Attribute(attr=cst.Name(value=name)):
            return name
        case cst.Call(func=inner) | cst.Subscript(value=inner):
            return label(inner)
    return ""
