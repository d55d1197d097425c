"""Canonical type text of the symbolic schema as real SQLAlchemy types, through the dialect's own table of names."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import types
from sqlalchemy.dialects.postgresql import ARRAY, DOMAIN, ENUM
from sqlalchemy.engine import Dialect

from schemaparity.evaluate.values import UnknownUsed, UnknownValue
from schemaparity.schema import EnumType, Schema, Unknown

_PARTS = re.compile(r"^(?P<name>[^(\[]+)(?:\((?P<args>.*?)\))?(?P<rest>[^\[]*)(?P<array>(?:\[\d*\])*)$", re.DOTALL)
_POSTGRESQL_NAMES = {
    "varchar": "character varying",
    "char": "character",
    "bpchar": "character",
    "decimal": "numeric",
    "int": "integer",
    "int4": "integer",
    "int8": "bigint",
    "int2": "smallint",
    "float8": "double precision",
    "float4": "real",
    "float": "double precision",
    "bool": "boolean",
    "timestamp": "timestamp without time zone",
    "timestamptz": "timestamp with time zone",
    "time": "time without time zone",
    "timetz": "time with time zone",
    "varbit": "bit varying",
    "serial": "integer",
    "bigserial": "bigint",
    "smallserial": "smallint",
}


def reflected_type(text: str | Unknown, schema: Schema, dialect: Dialect) -> types.TypeEngine[Any]:
    """The type that reflection would answer for a column of this canonical type."""
    if isinstance(text, Unknown):
        raise UnknownUsed(UnknownValue(text))
    match dialect.name:
        case "postgresql":
            return _postgresql(text, schema, dialect)
        case "sqlite":
            resolved: types.TypeEngine[Any] = dialect._resolve_type_affinity(text.upper())  # type: ignore[attr-defined]
            return resolved
        case _:
            return _named(text, dialect)


def _postgresql(text: str, schema: Schema, dialect: Any) -> types.TypeEngine[Any]:
    match = _PARTS.match(text.strip())
    if match is None:
        return types.NullType()
    name = " ".join(f"{match['name']} {match['rest']}".split()).lower()
    name = _POSTGRESQL_NAMES.get(name, name)
    item = _enum(text, schema) or _scalar(name, _numbers(match["args"]), dialect)
    return _array(item, match["array"].count("["))


def _array(item: types.TypeEngine[Any], dimensions: int) -> types.TypeEngine[Any]:
    return ARRAY(item, dimensions=dimensions if dimensions > 1 else None) if dimensions else item


def _enum(text: str, schema: Schema) -> types.TypeEngine[Any] | None:
    key = re.sub(r"(\[\d*\])+$", "", text).replace('"', "")
    enum = schema.enums.get(key)
    if isinstance(enum, EnumType):
        if isinstance(enum.labels, Unknown):
            raise UnknownUsed(UnknownValue(enum.labels))
        return ENUM(*enum.labels, name=enum.name, schema=enum.schema)
    domain = schema.domains.get(key)
    return DOMAIN(domain.name, types.Text(), schema=domain.schema) if domain is not None else None


def _numbers(args: str | None) -> list[int]:
    return [int(a) for a in (args or "").split(",") if a.strip().isdigit()]


def _scalar(name: str, numbers: list[int], dialect: Any) -> types.TypeEngine[Any]:
    kind = dialect.ischema_names.get(name)
    if kind is None:
        return _opaque(name, numbers)
    if "time zone" in name:
        return _with_keywords(kind, timezone="with time zone" in name, precision=next(iter(numbers), None))
    if name == "double precision":
        return _made(kind, [53])
    if name == "bit varying":
        return _with_keywords(kind, varying=True, length=next(iter(numbers), None))
    if name.startswith("interval"):
        return _with_keywords(kind, precision=next(iter(numbers), None))
    return _made(kind, numbers)


def _with_keywords(kind: Any, **keywords: Any) -> types.TypeEngine[Any]:
    made: types.TypeEngine[Any] = kind(**{k: v for k, v in keywords.items() if v is not None})
    return made


def _made(kind: Any, numbers: list[int]) -> types.TypeEngine[Any]:
    try:
        made: types.TypeEngine[Any] = kind(*numbers)
    except TypeError:
        made = kind()
    return made


class Opaque(types.UserDefinedType[Any]):
    """A type that the dialect has no class for; it renders as it was written."""

    cache_ok = True

    def __init__(self, text: str) -> None:
        self.text = text

    def get_col_spec(self, **_: object) -> str:
        """The text of the type."""
        return self.text

    def __repr__(self) -> str:
        return f"Opaque({self.text!r})"


def _opaque(name: str, numbers: list[int]) -> types.TypeEngine[Any]:
    return Opaque(f"{name}({', '.join(map(str, numbers))})" if numbers else name)


def _named(text: str, dialect: Any) -> types.TypeEngine[Any]:
    match = _PARTS.match(text.strip())
    if match is None:
        return types.NullType()
    name = match["name"].strip().lower()
    kind = dialect.ischema_names.get(name) or dialect.ischema_names.get(name.upper())
    if kind is None:
        return Opaque(text)
    if name in {"enum", "set"}:
        return kind(*re.findall(r"'((?:[^']|'')*)'", match["args"] or ""))  # type: ignore[no-any-return]
    made = _made(kind, _numbers(match["args"]))
    if "unsigned" in text.lower() and hasattr(made, "unsigned"):
        made.unsigned = True
    return made
