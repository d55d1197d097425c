"""PostgreSQL's functions of values: text, arrays, comparisons. An array is JSON behind a mark; what is not known raises UnknownFunction."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from schemaparity.database.catalog_definitions import quoted
from schemaparity.database.catalog_table import array


class MissingObject(Exception):  # noqa: N818 - carries an SQLSTATE to the caller
    """A name that PostgreSQL would refuse: (sqlstate, message)."""


class UnknownFunction(Exception):  # noqa: N818 - a control signal, not an error
    """A function was reached whose result is not known."""


def items_of(value: Any) -> list[Any] | None:
    """The items of an array value: marked JSON, or PostgreSQL's `{a,b}`."""
    if value is None:
        return None
    if isinstance(value, str) and value.startswith(("\x01", "\x02")):
        return list(json.loads(value[1:]))
    if isinstance(value, str) and value.startswith("{") and value.endswith("}"):
        found = re.findall(r'"((?:[^"\\]|\\.)*)"|([^,]+)', value[1:-1])
        return [re.sub(r"\\(.)", r"\1", q) if q else (None if p.strip().upper() == "NULL" else p.strip()) for q, p in found]
    raise UnknownFunction("the value of an array is not known")


def _compare(operator: str, left: Any, right: Any) -> bool | None:
    if left is None or right is None:
        return None
    if type(left) is not type(right):
        left, right = str(left), str(right)
    match operator:
        case "EQ":
            return bool(left == right)
        case "NEQ":
            return bool(left != right)
        case "Like":
            return like(left, right) == 1
        case _:
            pairs = {"GT": left > right, "GTE": left >= right, "LT": left < right, "LTE": left <= right}
            return bool(pairs[operator])


def _any(value: Any, items: Any, operator: str) -> int | None:
    listed = items_of(items)
    if listed is None:
        return None
    results = [_compare(operator, value, i) for i in listed]
    return 1 if True in results else None if None in results else 0


def _all(value: Any, items: Any, operator: str) -> int | None:
    listed = items_of(items)
    if listed is None:
        return None
    results = [_compare(operator, value, i) for i in listed]
    return 0 if False in results else None if None in results else 1


def like(value: Any, pattern: Any, *, fold: bool = False, escape: str = "\\") -> int | None:
    """LIKE with PostgreSQL's default escape."""
    if value is None or pattern is None:
        return None
    out: list[str] = []
    characters = iter(str(pattern))
    for character in characters:
        if character == escape:
            out.append(re.escape(next(characters, "")))
        else:
            out.append(".*" if character == "%" else "." if character == "_" else re.escape(character))
    return int(re.fullmatch("".join(out), str(value), re.DOTALL | (re.IGNORECASE if fold else 0)) is not None)


def _regexp(value: Any, pattern: Any, flags: int = 0) -> int | None:
    if value is None or pattern is None:
        return None
    words = str(pattern).replace(r"\m", r"\b").replace(r"\M", r"\b").replace(r"\y", r"\b")
    try:
        return int(re.search(words, str(value), flags) is not None)
    except re.error as error:
        raise UnknownFunction(f"the regular expression {pattern} is not understood") from error


def _format(template: Any, *args: Any) -> str | None:
    """PostgreSQL's format()."""
    if template is None:
        return None
    values = iter(args)

    def replace(match: re.Match[str]) -> str:
        if match.group(0) == "%%":
            return "%"
        value = args[int(match["position"]) - 1] if match["position"] else next(values, None)
        match match["kind"]:
            case "I" if value is None:
                raise MissingObject("22004", "null values cannot be formatted as an SQL identifier")
            case "I":
                return quoted(str(value))
            case "L":
                return "NULL" if value is None else "'" + str(value).replace("'", "''") + "'"
            case _:
                return "" if value is None else str(value)

    return re.sub(r"%(?:%|(?:(?P<position>\d+)\$)?(?P<kind>[sIL]))", replace, str(template))


def _text(value: Any) -> Any:
    if isinstance(value, str) and value.startswith("\x02"):
        return " ".join(str(i) for i in json.loads(value[1:]))
    if isinstance(value, str) and value.startswith("\x01"):
        return "{" + ",".join("NULL" if i is None else str(i) for i in json.loads(value[1:])) + "}"
    return value if value is None or isinstance(value, str) else str(value)


def _bool(value: Any) -> int | None:
    if value is None:
        return None
    words = str(value).strip().lower()
    if words in {"t", "true", "y", "yes", "on", "1"}:
        return 1
    return 0 if words in {"f", "false", "n", "no", "off", "0"} else int(bool(value))


def _cast(value: Any, type_name: str) -> Any:
    """A cast to a type that the engine has no values of: text stays what it is."""
    if value is None or isinstance(value, str | int | float):
        return value
    raise UnknownFunction(f"a value of type {type_name} is not known")


def _item(items: Any, number: Any) -> Any:
    """`array[n]`; the parser counts from 0."""
    listed = items_of(items)
    return listed[number] if listed is not None and number is not None and 0 <= number < len(listed) else None


def _length(items: Any, *_dimension: Any) -> int | None:
    return len(items_of(items) or ()) or None


def _position(items: Any, value: Any) -> int | None:
    listed = items_of(items) or []
    return listed.index(value) + 1 if value in listed else None


def _split_part(text: Any, separator: Any, number: Any) -> str | None:
    if text is None or separator is None or number is None:
        return None
    parts = str(text).split(str(separator))
    return parts[number - 1] if 0 < number <= len(parts) else ""


def _now(*_args: Any) -> Any:
    raise UnknownFunction("the time of a migration is not known")


def _on_text(function: Callable[[str], Any]) -> Callable[..., Any]:
    return lambda value, *_: None if value is None else function(str(value))


def _quote_literal(value: Any) -> str | None:
    return None if value is None else "'" + str(value).replace("'", "''") + "'"


SCALARS: Mapping[str, Callable[..., Any]] = {
    "sp_any": _any,
    "sp_all": _all,
    "sp_ilike": lambda value, pattern: like(value, pattern, fold=True),
    "sp_regexp": _regexp,
    "sp_iregexp": lambda value, pattern, *_: _regexp(value, pattern, re.IGNORECASE),
    "sp_make_array": lambda *items: array(items),
    "sp_array": lambda value: None if value is None else array(items_of(value) or []),
    "sp_json": lambda value: json.dumps(items_of(value) or []),
    "sp_item": _item,
    "sp_contains": lambda a, b: None if a is None or b is None else int(set(items_of(b) or ()) <= set(items_of(a) or ())),
    "sp_overlaps": lambda a, b: None if a is None or b is None else int(bool(set(items_of(b) or ()) & set(items_of(a) or ()))),
    "sp_text": _text,
    "sp_bool": _bool,
    "sp_cast": _cast,
    "sp_concat": lambda *parts: "".join(str(_text(p)) for p in parts if p is not None),
    "sp_now": _now,
    "now": _now,
    "random": _now,
    "gen_random_uuid": _now,
    "uuid_generate_v4": _now,
    "nextval": _now,
    "currval": _now,
    "sp_current_user": lambda: "postgres",
    "version": lambda: "PostgreSQL 15.0",
    "pg_backend_pid": _now,
    "format": _format,
    "quote_ident": _on_text(quoted),
    "quote_literal": _quote_literal,
    "quote_nullable": lambda value: "NULL" if value is None else _quote_literal(value),
    "array_length": _length,
    "cardinality": lambda items: None if items is None else len(items_of(items) or ()),
    "array_upper": _length,
    "array_lower": lambda items, *_: 1 if items_of(items) else None,
    "array_position": _position,
    "array_to_string": lambda items, sep, *_: (
        None if items is None else str(sep).join(str(i) for i in items_of(items) or () if i is not None)
    ),
    "string_to_array": lambda text, sep: None if text is None else array(str(text).split(str(sep))),
    "split_part": _split_part,
    "starts_with": lambda text, prefix: None if text is None or prefix is None else int(str(text).startswith(str(prefix))),
    "concat": lambda *parts: "".join(str(_text(p)) for p in parts if p is not None),
    "concat_ws": lambda sep, *parts: str(sep).join(str(_text(p)) for p in parts if p is not None),
    "sp_left": lambda text, n: None if text is None else str(text)[:n],
    "sp_right": lambda text, n: None if text is None else (str(text)[-n:] if n > 0 else str(text)[-n:] if n < 0 else ""),
    "initcap": _on_text(str.title),
    "btrim": lambda text, chars=" ": None if text is None else str(text).strip(chars),
    "md5": _on_text(lambda text: hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()),
    "char_length": _on_text(len),
    "has_table_privilege": lambda *_: 1,
    "has_schema_privilege": lambda *_: 1,
    "has_database_privilege": lambda *_: 1,
    "pg_advisory_lock": lambda *_: "",
    "pg_advisory_xact_lock": lambda *_: "",
    "pg_advisory_unlock": lambda *_: 1,
    "pg_try_advisory_lock": lambda *_: 1,
    "pg_try_advisory_xact_lock": lambda *_: 1,
    "pg_is_in_recovery": lambda: 0,
    "txid_current": _now,
    "pg_sleep": lambda *_: "",
    "pg_relation_size": lambda *_: _now(),
    "pg_total_relation_size": lambda *_: _now(),
}
