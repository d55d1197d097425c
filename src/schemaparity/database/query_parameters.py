"""Parameters of a driver put into the text of a statement, as literals. A value that has no literal becomes a hole."""

from __future__ import annotations

import datetime as dt
import decimal
import enum
import json
import re
import uuid
from collections.abc import Mapping, Sequence

from schemaparity.schema import Unknown
from schemaparity.sql.holes import Holes

_NAMED = re.compile(r"%(?:%|\((?P<name>[^)]+)\)s|(?P<bare>s))")


def bind(text: str, parameters: Mapping[str, object] | Sequence[object] | None, holes: Holes) -> str:
    """The text with pyformat (`%(name)s`, `%s`) parameters in their places; no parameters leave the text as it is."""
    if not parameters:
        return text.replace("%%", "%") if parameters is not None else text
    values = iter(() if isinstance(parameters, Mapping) else parameters)

    def replace(match: re.Match[str]) -> str:
        if match["bare"]:
            return literal(next(values, None), holes)
        if match["name"] and isinstance(parameters, Mapping) and match["name"] in parameters:
            return literal(parameters[match["name"]], holes)
        return "%" if match.group(0) == "%%" else match.group(0)

    return _NAMED.sub(replace, text)


def literal(value: object, holes: Holes) -> str:  # noqa: C901 - one arm a kind of value
    """The SQL literal of a driver's value."""
    match value:
        case None:
            return "NULL"
        case bool():
            return "TRUE" if value else "FALSE"
        case enum.Enum():
            return literal(value.value, holes)
        case int() | float() | decimal.Decimal():
            return str(value) if str(value).lower() not in {"nan", "inf", "-inf"} else quoted_text(str(value))
        case str():
            return quoted_text(value)
        case bytes():
            return quoted_text("\\x" + value.hex())
        case dt.date() | dt.time() | uuid.UUID() | dt.timedelta():
            return quoted_text(str(value))
        case list() | tuple() | set() | frozenset():
            return "ARRAY[" + ", ".join(literal(v, holes) for v in value) + "]"
        case dict():
            return quoted_text(json.dumps(value, default=str))
        case Unknown():
            return quoted_text(holes.token(value))
        case _:
            return quoted_text(holes.token(Unknown(f"the value of a parameter of type {type(value).__name__} is not known")))


def quoted_text(text: str) -> str:
    """The text as an SQL string literal."""
    return "'" + text.replace("'", "''") + "'"
