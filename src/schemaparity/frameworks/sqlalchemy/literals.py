"""Python values as SQL literals: bound parameters become part of the statement's text, so that the symbolic database needs none."""

from __future__ import annotations

import datetime as dt
import decimal
import json
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from schemaparity.evaluate.values import UnknownValue

if TYPE_CHECKING:
    from schemaparity.frameworks.sqlalchemy.wire import Wire

_PLACES = re.compile(r"'(?:[^']|'')*'|(?<!:):(?P<named>\w+)|%\((?P<pyformat>\w+)\)s|(?P<positional>%s|\?)")


class Hole(str):
    """The token of an unknown value, as a text that SQLAlchemy can carry as a bound parameter."""

    __slots__ = ()


def literal(value: object, wire: Wire) -> str:
    """The SQL literal of a bound value; an unknown is its hole token."""
    match value:
        case None:
            return "NULL"
        case Hole():
            return f"'{value}'"
        case UnknownValue():
            return f"'{wire.holes.token(value.unknown)}'"
        case bool():
            return str(value).lower() if wire.dialect == "postgresql" else str(int(value))
        case int() | float() | decimal.Decimal():
            return str(value)
        case bytes() | bytearray() | memoryview():
            return f"'\\x{bytes(value).hex()}'"
        case list() | tuple():
            return "ARRAY[" + ", ".join(literal(v, wire) for v in value) + "]"
        case _:
            return quoted(_text(value))


def _text(value: object) -> str:
    match value:
        case dict():
            return json.dumps(value, default=str)
        case dt.datetime() | dt.date() | dt.time():
            return value.isoformat(" ") if isinstance(value, dt.datetime) else value.isoformat()
        case _:
            return str(value)


def quoted(text: str) -> str:
    """A string literal."""
    return "'" + text.replace("'", "''") + "'"


def with_parameters(statement: str, parameters: Mapping[str, Any] | Sequence[Any] | None, wire: Wire) -> str:
    """The statement with its bound parameters as literals; placeholders inside string literals are text."""
    if not parameters:
        return statement
    named = parameters if isinstance(parameters, Mapping) else {}
    positional = iter(() if isinstance(parameters, Mapping) else parameters)

    def place(match: re.Match[str]) -> str:
        name = match["named"] or match["pyformat"]
        if name is not None:
            return literal(named[name], wire) if name in named else match[0]
        if match["positional"] is not None and not named:
            return literal(next(positional, None), wire)
        return match[0]

    return _PLACES.sub(place, statement)
