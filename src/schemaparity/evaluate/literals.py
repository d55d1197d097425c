"""Number, string and container literals. Decodes Python's literal syntax itself; knows nothing of names."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

import libcst as cst

from schemaparity.evaluate import native
from schemaparity.evaluate.values import REST, Raised, UnknownValue

if TYPE_CHECKING:
    from schemaparity.evaluate.frame import Frame

_ESCAPE = re.compile(r"\\(\r\n|[0-7]{1,3}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|N\{[^}]*\}|.)", re.DOTALL)
_BYTES_ESCAPE = re.compile(r"\\(\r\n|[0-7]{1,3}|x[0-9a-fA-F]{2}|.)", re.DOTALL)
_SIMPLE = {
    "\n": "", "\r\n": "", "\r": "", "\\": "\\", "'": "'",
    '"': '"', "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v",
}  # fmt: skip
_BASES = {"0x": 16, "0o": 8, "0b": 2}


def integer(text: str) -> int:
    """The value of an integer literal."""
    digits = text.replace("_", "").lower()
    return int(digits, _BASES.get(digits[:2], 10))


def string(text: str) -> str | bytes:
    """The value of one string or bytes literal with its prefix and quotes."""
    quote = min(i for i in (text.find("'"), text.find('"')) if i >= 0)
    prefix, rest = text[:quote].lower(), text[quote:]
    width = 3 if rest[:3] in {"'''", '"""'} else 1
    body = rest[width:-width]
    if "b" in prefix:
        return (body if "r" in prefix or "\\" not in body else _BYTES_ESCAPE.sub(_unescaped, body)).encode("latin-1", "replace")
    return body if "r" in prefix else unescape(body)


def unescape(body: str) -> str:
    """Text with its escape sequences resolved."""
    return _ESCAPE.sub(_unescaped, body) if "\\" in body else body


def _unescaped(match: re.Match[str]) -> str:
    code = match.group(1)
    if code in _SIMPLE:
        return _SIMPLE[code]
    if code[0] in "01234567":
        return chr(int(code, 8))
    try:
        if code[0] in "xuU" and len(code) > 1:
            return chr(int(code[1:], 16))
        if code[0] == "N" and len(code) > 1:
            return unicodedata.lookup(code[2:-1])
    except (ValueError, KeyError):  # a character that there is not; Python would refuse the file
        pass
    return match.group(0)


_DIGITS = 4000
"""Of a number; CPython reads no decimal literal of more than 4300."""


def evaluate_integer(frame: Frame, node: cst.Integer) -> Any:
    """`1_000`, `0xff`."""
    if len(node.value) > _DIGITS:
        return frame.interpreter.unknown(f"a number has more than {_DIGITS} digits")
    return integer(node.value)


def evaluate_float(_frame: Frame, node: cst.Float) -> float:
    """`1.5e3`."""
    return float(node.value)


def evaluate_imaginary(_frame: Frame, node: cst.Imaginary) -> complex:
    """`2j`."""
    return complex(0.0, float(node.value.replace("_", "")[:-1]))


def evaluate_string(_frame: Frame, node: cst.SimpleString) -> str | bytes:
    """`"text"`."""
    return string(node.value)


def evaluate_concatenated(frame: Frame, node: cst.ConcatenatedString) -> Any:
    """`"a" "b" f"{c}"`, of any number of parts."""
    parts: list[cst.BaseExpression] = []
    rest: cst.BaseExpression = node
    while isinstance(rest, cst.ConcatenatedString):
        parts.append(rest.left)
        rest = rest.right
    values = [frame.evaluate(part) for part in [*parts, rest]]
    if all(type(value) is bytes for value in values):
        return b"".join(values)
    return frame.interpreter.guarded(native.joined, frame.interpreter, values)


def evaluate_ellipsis(_frame: Frame, _node: cst.Ellipsis) -> Any:
    """`...`."""
    return ...


def elements(frame: Frame, node: cst.Tuple | cst.List | cst.Set) -> list[Any]:
    """The elements of a display; of an unknown one that is starred, a marker for any number of elements."""
    values: list[Any] = []
    for element in node.elements:
        value = frame.evaluate(element.value)
        if isinstance(element, cst.StarredElement):
            values.extend(spread(frame, value))
        else:
            values.append(value)
    return values


def spread(frame: Frame, value: object) -> list[Any]:
    """The elements of `*value`."""
    found = frame.interpreter.iterate(value)
    if isinstance(found, UnknownValue):
        return [UnknownValue(found.unknown, rest=True)]
    return list(found)


def evaluate_tuple(frame: Frame, node: cst.Tuple) -> Any:
    """`(a, *b)`; unknown where tuples of tuples grow without bounds."""
    made = tuple(elements(frame, node))
    refused = frame.interpreter.guarded(native.check_hashable, made)
    return made if refused is None else refused


def evaluate_list(frame: Frame, node: cst.List) -> list[Any]:
    """`[a, *b]`."""
    return elements(frame, node)


def evaluate_set(frame: Frame, node: cst.Set) -> Any:
    """`{a, *b}`; unknown when an element is."""
    return made_set(frame, elements(frame, node))


def made_set(frame: Frame, values: list[Any]) -> Any:
    """The set of `values`; an unknown one leaves a marker in it."""
    found: set[Any] = set()
    for value in values:
        if isinstance(value, UnknownValue):
            found.add(REST)
        else:
            frame.interpreter.guarded(found.add, value)
    return found


def evaluate_dict(frame: Frame, node: cst.Dict) -> dict[Any, Any]:
    """`{a: b, **c}`."""
    found: dict[Any, Any] = {}
    for element in node.elements:
        if isinstance(element, cst.DictElement):
            put(frame, found, frame.evaluate(element.key), frame.evaluate(element.value))
        else:
            merge(frame, found, frame.evaluate(element.value))
    return found


def put(frame: Frame, target: dict[Any, Any], key: Any, value: Any) -> None:
    """`target[key] = value`; an unknown key leaves a marker."""
    if isinstance(key, UnknownValue):
        target[REST] = UnknownValue(key.unknown, rest=True)
        return
    if isinstance(frame.interpreter.guarded(target.__setitem__, key, value), UnknownValue):
        target[REST] = UnknownValue(frame.interpreter.unknown("a key of a dict is unknown").unknown, rest=True)


def merge(frame: Frame, target: dict[Any, Any], mapping: Any) -> None:
    """`{**mapping}`."""
    if isinstance(mapping, UnknownValue):
        target[REST] = UnknownValue(mapping.unknown, rest=True)
    elif isinstance(mapping, dict):
        target.update(mapping)
    else:
        _merge_foreign(frame, target, mapping)


def _merge_foreign(frame: Frame, target: dict[Any, Any], mapping: Any) -> None:
    interpreter = frame.interpreter
    keys = interpreter.call(interpreter.get_attribute(mapping, "keys"), [], {})
    found = interpreter.iterate(keys)
    if isinstance(found, UnknownValue):
        merge(frame, target, found)
        return
    if not isinstance(found, list):
        raise Raised(TypeError("argument after ** must be a mapping"))
    for key in found:
        put(frame, target, key, interpreter.get_item(mapping, key))
