"""Text of values, with hole tokens where a part is not known: str(), repr(), format(), %, str.format and what f-strings need.

A result with holes is an UnknownValue whose `text` has the tokens; only consumers of SQL may use it.
"""

from __future__ import annotations

import datetime as dt
import decimal
import enum
import pathlib
import re
import string
import uuid
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from schemaparity.evaluate.native.containers import rest_marker
from schemaparity.evaluate.native.limits import MAX_WIDTH, Refused, check_text, check_width
from schemaparity.evaluate.values import BoundMethod, Class, Function, Instance, Intrinsic, Module, Symbolic, UnknownUsed, UnknownValue

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter

Text = str | UnknownValue

_PLAIN = (
    str,
    bytes,
    int,
    float,
    bool,
    complex,
    type(None),
    range,
    dt.date,
    dt.time,
    dt.timedelta,
    decimal.Decimal,
    uuid.UUID,
    pathlib.PurePath,
)
_NESTED: dict[type, tuple[str, str]] = {
    list: ("[", "]"),
    tuple: ("(", ")"),
    set: ("{", "}"),
    frozenset: ("frozenset({", "})"),
    dict: ("{", "}"),
    OrderedDict: ("{", "}"),
    defaultdict: ("{", "}"),
}
_RENDER: dict[str, Callable[[object], Any]] = {"s": str, "r": repr, "a": ascii}
_OPAQUE = (Function, BoundMethod, Intrinsic, Module)
_PERCENT = re.compile(
    r"%(?P<key>\((?P<name>[^)]*)\))?(?P<spec>[-#0 +]*(?P<width>\*|\d+)?(?:\.(?P<precision>\*|\d+)?)?)[hlL]?(?P<type>.)", re.DOTALL
)


def joined(interpreter: Interpreter, parts: Iterable[object]) -> Text:
    """The concatenation of texts and unknown texts; unknown, with holes, when a part is unknown."""
    pieces: list[str] = []
    first: UnknownValue | None = None
    for part in parts:
        if isinstance(part, str):
            pieces.append(part)
        else:
            unknown = as_unknown(interpreter, part)
            first = first or unknown
            pieces.append(hole(interpreter, unknown))
    check_text(sum(map(len, pieces)))
    text = "".join(pieces)
    return text if first is None else UnknownValue(first.unknown, text)


def as_unknown(interpreter: Interpreter, value: object) -> UnknownValue:
    """The unknown that a value is when its text or truth is asked for."""
    if isinstance(value, UnknownValue):
        return value
    name = value.text if isinstance(value, Symbolic) else type(value).__name__
    unknown = interpreter.unknown(f"the text of {name} is not known")
    return UnknownValue(unknown.unknown, interpreter.holes.token(unknown.unknown, name))


def hole(interpreter: Interpreter, unknown: UnknownValue) -> str:
    """The text of an unknown value with its holes; one hole for all of it when it has no text."""
    return unknown.text if unknown.text is not None else interpreter.holes.token(unknown.unknown)


def text_of(interpreter: Interpreter, value: Any, conversion: str = "s") -> Text:
    """`str(value)`, `repr(value)` or `ascii(value)` (conversion `s`, `r`, `a`)."""
    if isinstance(value, UnknownValue):
        return value if conversion == "s" else UnknownValue(value.unknown, interpreter.holes.token(value.unknown, "repr"))
    if isinstance(value, Symbolic):
        return as_unknown(interpreter, value)
    if conversion == "s" and isinstance(value, str) and type(value) is str:
        return value
    if isinstance(value, Instance):
        return _instance_text(interpreter, value, conversion)
    if isinstance(value, BaseException):
        return _exception_text(interpreter, value, conversion)
    if type(value) in _NESTED:
        return _container_text(interpreter, value)
    return _real_text(interpreter, value, conversion)


def _real_text(interpreter: Interpreter, value: Any, conversion: str) -> Text:
    if isinstance(value, Class):
        return f"<class '{value.module.name}.{value.qualname or value.name}'>"
    if isinstance(value, _OPAQUE):
        return as_unknown(interpreter, value)
    render: Callable[[object], Any] = _RENDER[conversion]
    text = render(value)
    if not isinstance(text, str):
        return as_unknown(interpreter, text)
    if not isinstance(value, _PLAIN) and " at 0x" in text:
        return as_unknown(interpreter, value)
    return text


def _instance_text(interpreter: Interpreter, value: Instance, conversion: str) -> Text:
    for name in ("__str__", "__repr__") if conversion == "s" else ("__repr__",):
        try:
            method = value.cls.lookup(name)
        except KeyError:
            continue
        text = interpreter.call(method, [value], {})
        return text if isinstance(text, str) else as_unknown(interpreter, text)
    payload = value.attributes.get("args")
    if conversion == "s" and isinstance(payload, tuple) and len(payload) == 1:
        return text_of(interpreter, payload[0])
    return as_unknown(interpreter, value)


def _exception_text(interpreter: Interpreter, value: BaseException, conversion: str) -> Text:
    if conversion == "s" and type(value).__str__ is BaseException.__str__ and len(value.args) == 1:
        return text_of(interpreter, value.args[0])
    return _real_text(interpreter, value, conversion)


def _container_text(interpreter: Interpreter, value: Any) -> Text:
    rest = rest_marker(value)
    if rest is not None:
        return UnknownValue(rest.unknown)
    if isinstance(value, set | frozenset) and len(value) > 1:
        raise Refused("the text of a set depends on the order of its elements")
    if not value or isinstance(value, OrderedDict | defaultdict):
        return _real_text(interpreter, value, "r")
    opening, closing = _NESTED[type(value)]
    return joined(
        interpreter, [opening, *_separated(_items(interpreter, value)), ",)" if isinstance(value, tuple) and len(value) == 1 else closing]
    )


def _items(interpreter: Interpreter, value: Any) -> Iterator[Text]:
    if not isinstance(value, dict):
        for element in value:
            yield text_of(interpreter, element, "r")
        return
    for key, element in value.items():
        yield joined(interpreter, [text_of(interpreter, key, "r"), ": ", text_of(interpreter, element, "r")])


def _separated(parts: Iterable[Text], separator: Text = ", ") -> Iterator[Text]:
    for index, part in enumerate(parts):
        if index:
            yield separator
        yield part


def join(interpreter: Interpreter, separator: str, parts: list[Any]) -> Text:
    """`separator.join(parts)`."""
    for index, part in enumerate(parts):
        if not isinstance(part, str | UnknownValue | Symbolic):
            raise TypeError(f"sequence item {index}: expected str instance, {type(part).__name__} found")
    return joined(interpreter, _separated(parts, separator))


def formatted(interpreter: Interpreter, value: Any, spec: Text = "", conversion: str | None = None) -> Text:
    """One replacement field: `format(value, spec)` after an optional conversion."""
    if conversion:
        value = text_of(interpreter, value, conversion)
    if isinstance(spec, UnknownValue):
        return UnknownValue(spec.unknown, interpreter.holes.token(spec.unknown, "format"))
    check_width(spec)
    if isinstance(value, UnknownValue | Symbolic):
        return as_unknown(interpreter, value)
    if isinstance(value, Instance) and (method := _method(value, "__format__")) is not None:
        text = interpreter.call(method, [value, spec], {})
        return text if isinstance(text, str) else as_unknown(interpreter, text)
    if not spec:
        return _default_format(interpreter, value)
    if isinstance(value, Instance | Class) or type(value) in _NESTED:
        raise TypeError(f"unsupported format string passed to {type(value).__name__}.__format__")
    return format(value, spec)


def _default_format(interpreter: Interpreter, value: Any) -> Text:
    if isinstance(value, enum.Enum):
        return format(value)
    return text_of(interpreter, value)


def _method(value: Instance, name: str) -> Any:
    try:
        return value.cls.lookup(name)
    except KeyError:
        return None


def percent(interpreter: Interpreter, template: str, arguments: Any) -> Text:
    """`template % arguments`."""
    if isinstance(arguments, UnknownValue):
        return _percent_unknown(interpreter, template, arguments)
    supply = _Supply(arguments)
    parts: list[Text] = []
    end = 0
    for match in _PERCENT.finditer(template):
        parts += [template[end : match.start()], _percent_field(interpreter, match, supply)]
        end = match.end()
    if "%" in template[end:]:
        raise ValueError("incomplete format")
    supply.finish()
    return joined(interpreter, [*parts, template[end:]])


def _percent_unknown(interpreter: Interpreter, template: str, arguments: UnknownValue) -> Text:
    """One conversion takes the unknown itself; with several, each takes a part of it."""
    parts: list[Text] = []
    end = 0
    for match in _PERCENT.finditer(template):
        parts += [template[end : match.start()], "%" if match["type"] == "%" else arguments]
        end = match.end()
    text = joined(interpreter, [*parts, template[end:]])
    return text if isinstance(text, UnknownValue) else UnknownValue(arguments.unknown, text)


class _Supply:
    """The arguments of a `%`, handed out one by one or by key."""

    def __init__(self, arguments: Any) -> None:
        self.arguments = arguments
        self.positional = list(arguments) if isinstance(arguments, tuple) else [arguments]
        self.by_key = False

    def next(self) -> Any:
        if not self.positional:
            raise TypeError("not enough arguments for format string")
        return self.positional.pop(0)

    def key(self, name: str) -> Any:
        if not isinstance(self.arguments, Mapping):
            raise TypeError("format requires a mapping")
        self.by_key = True
        return self.arguments[name]

    def finish(self) -> None:
        spare = self.positional and not self.by_key and not isinstance(self.arguments, Mapping | list)
        if spare:
            raise TypeError("not all arguments converted during string formatting")


def _percent_field(interpreter: Interpreter, match: re.Match[str], supply: _Supply) -> Text:
    kind, spec = match["type"], match["spec"]
    if kind == "%":
        return "%"
    stars = [supply.next() for star in (match["width"], match["precision"]) if star == "*"]
    for star in stars:
        if not isinstance(star, int) or star > MAX_WIDTH:
            raise Refused("the width of a format is not a small number")
        spec = spec.replace("*", str(star), 1)
    check_width(spec)
    value = supply.key(match["name"]) if match["key"] else supply.next()
    if isinstance(value, UnknownValue | Symbolic):
        return as_unknown(interpreter, value)
    if kind not in "sra":
        return ("%" + spec + kind) % (value,)
    text = text_of(interpreter, value, kind)
    return text if isinstance(text, UnknownValue) else ("%" + spec + "s") % text


def format_text(interpreter: Interpreter, template: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Text:
    """`template.format(*args, **kwargs)`; attributes are read as the interpreter reads them, and none that begins with an underscore."""
    return joined(interpreter, list(_fields(_Formatter(interpreter), template, args, kwargs)))


def _fields(formatter: _Formatter, template: str, args: Sequence[Any], kwargs: Mapping[str, Any], depth: int = 2) -> Iterator[Text]:
    if depth == 0:
        raise ValueError("Max string recursion exceeded")
    for literal, field, spec, conversion in formatter.parse(template):
        yield literal
        if field is None:
            continue
        value = formatter.field(field, args, kwargs)
        inner = joined(formatter.interpreter, list(_fields(formatter, spec or "", args, kwargs, depth - 1)) if spec else [""])
        yield formatted(formatter.interpreter, value, inner, conversion)


class _Formatter(string.Formatter):
    """string.Formatter with automatic numbering and guarded attribute access."""

    def __init__(self, interpreter: Interpreter) -> None:
        self.interpreter = interpreter
        self.automatic = 0

    def field(self, name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        if name == "" or name[0] in ".[":
            name = f"{self.automatic}{name}"
            self.automatic += 1
        return self.get_field(name, args, kwargs)[0]

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        if isinstance(key, int):
            if key >= len(args):
                raise IndexError(f"Replacement index {key} out of range for positional args tuple")
            return args[key]
        return kwargs[key]

    def get_field(self, field_name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        first, rest = _split_field(field_name)
        value = self.get_value(first, args, kwargs)
        for is_attribute, name in rest:
            value = self._step(value, is_attribute, name)
        return value, first

    def _step(self, value: Any, is_attribute: bool, name: Any) -> Any:
        if isinstance(value, UnknownValue):
            return value
        if not is_attribute:
            return self.interpreter.get_item(value, name)
        if name.startswith("_"):
            raise Refused(f"a format string reads the private attribute {name}")
        return self.interpreter.get_attribute(value, name)


_STEP = re.compile(r"\.(?P<attribute>[^.\[]+)|\[(?P<item>[^\]]+)\]")
_FIRST = re.compile(r"[^.\[]*")


def _split_field(name: str) -> tuple[int | str, list[tuple[bool, int | str]]]:
    first = _FIRST.match(name).group(0)  # type: ignore[union-attr]
    return _number(first), [_step_of(match) for match in _STEP.finditer(name, len(first))]


def _step_of(match: re.Match[str]) -> tuple[bool, int | str]:
    return (True, match["attribute"]) if match["attribute"] is not None else (False, _number(match["item"]))


def _number(text: str) -> int | str:
    return int(text) if text.isascii() and text.isdecimal() else text


def require_text(value: Any) -> str:
    """The value as known text; raises UnknownUsed when it is unknown and TypeError when it is something else."""
    if isinstance(value, UnknownValue):
        raise UnknownUsed(value)
    if not isinstance(value, str):
        raise TypeError(f"expected str, not {type(value).__name__}")
    return value
