"""Constants by the type they are read with: `'f'` of a boolean is false, `'0'` of an integer is 0, `'{}'` of an array is empty."""

from __future__ import annotations

import json
import re
from decimal import Decimal, InvalidOperation
from typing import Any

_TEXT = frozenset({"text", "character varying", "name"})
_INTEGER = frozenset({"integer", "bigint", "smallint", "tinyint", "mediumint", "int"})
_NUMBER = frozenset({"numeric", "real", "double precision", "decimal", "float", "double", "money"})
_OTHER = frozenset(
    {
        "character",
        "bytea",
        "uuid",
        "date",
        "timestamp without time zone",
        "timestamp with time zone",
        "time without time zone",
        "time with time zone",
        "interval",
        "json",
        "jsonb",
        "xml",
        "inet",
        "cidr",
        "macaddr",
        "bit",
        "bit varying",
        "tsvector",
        "tsquery",
        "regclass",
        "regtype",
        "oid",
        "point",
        "box",
        "line",
        "path",
        "circle",
        "polygon",
        "int4range",
        "int8range",
        "numrange",
        "tsrange",
        "tstzrange",
        "daterange",
        "datetime",
        "timestamp",
        "time",
        "blob",
        "bpchar",
        "citext",
        "hstore",
        "ltree",
        '"char"',
        "clob",
    }
)
_TRUE = frozenset({"t", "tr", "tru", "true", "y", "ye", "yes", "on", "1"})
_FALSE = frozenset({"f", "fa", "fal", "fals", "false", "n", "no", "of", "off", "0"})
_MODIFIER = re.compile(r"\s*\([^)]*\)")


def family_of(type_: str) -> str:
    """`text`, `integer`, `number`, `boolean`, `array`, `other` built-in type, or `user` for every other name; `none` for no type."""
    if not type_:
        return "none"
    if type_.endswith("[]"):
        return "array"
    base = _MODIFIER.sub("", type_)
    for family, names in (("text", _TEXT), ("integer", _INTEGER), ("number", _NUMBER), ("boolean", {"boolean"}), ("other", _OTHER)):
        if base in names:
            return family
    return "user"


def number_text(text: str, *, scaled: bool = True) -> str:
    """A number without meaningless digits; `scaled` keeps one zero after the point, as a sign that it is not an integer.

    >>> number_text("1.50"), number_text("2.00"), number_text("2.00", scaled=False), number_text("1e3")
    ('1.5', '2.0', '2', '1000.0')
    """
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text.lower()
    if not value.is_finite() or abs(value.adjusted()) > 100:
        return text.lower()
    plain = f"{value:f}"
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    plain = "0" if plain in {"-0", ""} else plain
    fractional = any(c in text for c in ".eE")
    return f"{plain}.0" if scaled and fractional and "." not in plain else plain


def value_by_type(literal: tuple[Any, ...], type_: str) -> tuple[Any, ...] | None:
    """The constant that a literal means when it is read as `type_`; None where no rule says so."""
    if literal[0] == "null":
        return literal
    family, text = family_of(type_), _text(literal)
    if family == "array":
        return _array(text, type_[:-2]) if literal[0] == "str" else None
    if family == "boolean":
        return _boolean(text)
    if family in {"integer", "number"}:
        return _number(text, family)
    if family == "text":
        return ("str", text)
    return _special(text, type_) if literal[0] == "str" else None


def _text(literal: tuple[Any, ...]) -> str:
    if literal[0] == "bool":
        return "true" if literal[1] else "false"
    return str(literal[1])


def _boolean(text: str) -> tuple[Any, ...] | None:
    word = text.strip().lower()
    return ("bool", True) if word in _TRUE else ("bool", False) if word in _FALSE else None


def _number(text: str, family: str) -> tuple[Any, ...] | None:
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        return None
    if not value.is_finite() or (family == "integer" and value != value.to_integral_value()):
        return None
    return ("num", number_text(text.strip(), scaled=False))


def _special(text: str, type_: str) -> tuple[Any, ...] | None:
    base = _MODIFIER.sub("", type_)
    if base == "jsonb":
        return _jsonb(text)
    if base == "interval":
        return _interval(text + _FIELDS.get(type_, "")) if text.strip().lstrip("+-").isdigit() else _interval(text)
    if base == "uuid":
        return ("str", _uuid(text))
    return ("str", text) if base in _OTHER or family_of(type_) == "user" else None


def _uuid(text: str) -> str:
    digits = re.sub(r"[{}-]", "", text.strip().lower())
    return (
        "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:])) if re.fullmatch(r"[0-9a-f]{32}", digits) else text
    )


def _jsonb(text: str) -> tuple[Any, ...]:
    """Read jsonb, which keeps values, not text: order of keys and blanks are gone, numbers keep their digits."""
    try:
        value = json.loads(text, parse_float=Decimal, parse_int=Decimal)
    except (ValueError, RecursionError):
        return ("str", text)
    return ("str", json.dumps(value, sort_keys=True, default=lambda d: f"\x00{d}", separators=(",", ":")))


_UNITS = {
    "year": (12, 0, 0),
    "yr": (12, 0, 0),
    "y": (12, 0, 0),
    "month": (1, 0, 0),
    "mon": (1, 0, 0),
    "week": (0, 7, 0),
    "w": (0, 7, 0),
    "day": (0, 1, 0),
    "d": (0, 1, 0),
    "hour": (0, 0, 3600),
    "hr": (0, 0, 3600),
    "h": (0, 0, 3600),
    "minute": (0, 0, 60),
    "min": (0, 0, 60),
    "m": (0, 0, 60),
    "second": (0, 0, 1),
    "sec": (0, 0, 1),
    "s": (0, 0, 1),
}
_FIELDS = {
    "interval(4)": " year",
    "interval(2)": " month",
    "interval(8)": " day",
    "interval(1024)": " hour",
    "interval(2048)": " minute",
    "interval(4096)": " second",
}
"""The unit of a bare number by the mask of `INTERVAL '1' DAY`."""
_QUANTITY = re.compile(r"\s*(?:(?P<number>[+-]?\d+)\s*(?P<unit>[a-z]+)|(?P<sign>[+-]?)(?P<h>\d+):(?P<m>\d\d)(?::(?P<s>\d\d))?(?=\s|$))\s*")


def _interval(text: str) -> tuple[Any, ...]:
    """Months, days and seconds, which is what an interval is; text of another shape stays as it is."""
    months = days = seconds = position = 0
    lowered = text.strip().lower()
    while position < len(lowered):
        match = _QUANTITY.match(lowered, position)
        unit = _UNITS.get(match["unit"]) or _UNITS.get(match["unit"].removesuffix("s")) if match and match["unit"] else None
        if match is None or (match["unit"] and unit is None):
            return ("cast", "interval", ("str", text))
        if unit is not None:
            count = int(match["number"])
            months, days, seconds = months + count * unit[0], days + count * unit[1], seconds + count * unit[2]
        else:
            clock = int(match["h"]) * 3600 + int(match["m"]) * 60 + int(match["s"] or 0)
            seconds += -clock if match["sign"] == "-" else clock
        position = match.end()
    return ("interval", months, days, seconds)


_ITEM = re.compile(r'\s*(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<bare>[^{},"\\\s]+))\s*(?P<end>,|$)')


def _array(text: str, type_: str) -> tuple[Any, ...] | None:
    """`{a,"b c"}` as its items; nested arrays have no form."""
    body = text.strip()
    if not (body.startswith("{") and body.endswith("}")):
        return None
    items: list[tuple[Any, ...]] = []
    position, body = 0, body[1:-1].strip()
    while position < len(body):
        match = _ITEM.match(body, position)
        if match is None:
            return None
        bare = match["bare"]
        text_of_item = re.sub(r"\\(.)", r"\1", match["quoted"]) if bare is None else bare
        value: tuple[Any, ...] = ("null",) if bare is not None and bare.upper() == "NULL" else ("str", text_of_item)
        items.append(value_by_type(value, type_) or value)
        position = match.end()
    return ("array", *items)
