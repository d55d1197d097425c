"""`Column(...)` and `Table(...)` with arguments that may be unknown: the real objects, with what is not known noted in `.info`."""

from __future__ import annotations

import enum
import reprlib
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import types
from sqlalchemy.sql.base import SchemaEventTarget

from schemaparity.evaluate.native import NativeMethod
from schemaparity.evaluate.values import Class, Function, Instance, Intrinsic, Symbolic, UnknownValue
from schemaparity.frameworks.sqlalchemy.origins import stamp
from schemaparity.frameworks.sqlalchemy.overlays.notes import CLIENT_DEFAULT, SPATIAL_INDEX
from schemaparity.frameworks.sqlalchemy.placeholders import (
    fill,
    is_unknown,
    note_branch,
    note_field,
    note_part,
    placeholder_name,
    placeholder_text,
    placeholder_type,
    unknown_of,
)
from schemaparity.frameworks.sqlalchemy.run import run_of
from schemaparity.frameworks.sqlalchemy.third_party_types import known_type, makes_spatial_index
from schemaparity.schema import Unknown

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter

_REMOVED = frozenset({"convert_unicode", "assert_unicode", "_proxies"})
_SCALARS = (str, int, float, bool, bytes)


def client_default() -> None:
    """Stand for a client-side default: that a column has one decides whether its key is a SERIAL; what it is does not."""


def make_column(
    interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any], kind: type[sa.Column[Any]] = sa.Column
) -> sa.Column[Any]:
    """A real Column; its unknown facts are noted, its client-side defaults are text."""
    fields: dict[str, Unknown] = {}
    parts: list[Unknown] = []
    info = dict(kwargs.pop("info", None) or {}) if not is_unknown(kwargs.get("info")) else {}
    positional = [p for p in (_argument(interpreter, n, a, args, parts) for n, a in enumerate(args)) if p is not None]
    keywords = {
        k: v for k, v in ((k, _keyword(interpreter, k, v, fields, info)) for k, v in kwargs.items() if k not in _REMOVED) if v is not _DROP
    }
    if any(makes_spatial_index(a) for a in (*args, kwargs.get("type_"))):
        info[SPATIAL_INDEX] = True
    column = kind(*positional, **keywords)
    column.info.update(info)
    for name, unknown in fields.items():
        note_field(column, name, unknown)
    for unknown in parts:
        note_part(column, unknown)
    stamp(column, interpreter.origin())
    return column


_DROP = object()


def _argument(interpreter: Interpreter, position: int, value: Any, args: list[Any], parts: list[Unknown]) -> Any:
    """One positional argument: the name, the type, or a part such as a ForeignKey."""
    if isinstance(value, str) or value is None:
        return value if isinstance(value, str) else _none(position, args)
    if position == 0 and len(args) > 1 and (type(value) is UnknownValue or (is_unknown(value) and _is_type(args[1]))):
        return placeholder_name(interpreter, value)
    if type(value) is Symbolic and known_type(value) is None and _has_type(args[:position]):
        parts.append(unknown_of(value))
        return None
    if type(value) is UnknownValue and _has_type(args[:position]):
        parts.append(unknown_of(value))
        return None
    return as_type(interpreter, value)


def _none(position: int, args: list[Any]) -> Any:
    return types.NullType() if position == 1 and isinstance(args[0], str) else None


def _is_type(value: object) -> bool:
    return isinstance(value, types.TypeEngine) or (isinstance(value, type) and issubclass(value, types.TypeEngine))


def _has_type(before: list[Any]) -> bool:
    return any(_is_type(a) or (not isinstance(a, str | SchemaEventTarget)) for a in before[:2])


def as_type(interpreter: Interpreter, value: Any) -> Any:
    """The value, a placeholder for what is no real type."""
    if is_unknown(value):
        return placeholder_type(interpreter, value)
    if isinstance(value, Class | Instance | Function):
        name = value.cls.name if isinstance(value, Instance) else value.name
        return placeholder_type(interpreter, interpreter.unknown(f"type {name} cannot be evaluated"))
    return value


def _keyword(interpreter: Interpreter, name: str, value: Any, fields: dict[str, Unknown], info: dict[str, Any]) -> Any:
    if name in {"default", "onupdate", "insert_default"}:
        return _client_side(name, value, info)
    if name == "type_":
        return as_type(interpreter, value)
    if name in {"comment", "server_onupdate", "doc", "quote", "key", "system", "sort_order"} and is_unknown(value):
        return _unknown_keyword(name, value, fields)
    if not is_unknown(value):
        return value
    if name == "server_default":
        return placeholder_text(interpreter, value)
    if name == "name":
        return placeholder_name(interpreter, value)
    return _unknown_keyword(name, value, fields)


def _unknown_keyword(name: str, value: Any, fields: dict[str, Unknown]) -> Any:
    fields[name] = unknown_of(value)
    return _DROP


def _client_side(name: str, value: Any, info: dict[str, Any]) -> Any:
    """A client-side default: a Sequence is part of the schema, anything else only its text."""
    if value is None or isinstance(value, sa.Sequence):
        return value
    if name != "onupdate":
        info[CLIENT_DEFAULT] = _text(value)
    if type(value) in _SCALARS:
        return value
    return client_default if name != "onupdate" else _DROP


def _text(value: Any) -> str:
    """A client-side default as people would write it."""
    match value:
        case Function():
            return "a function" if value.name == "<lambda>" else value.qualname or value.name
        case Symbolic():
            return value.text
        case UnknownValue():
            return "not evaluated"
        case Class() | Intrinsic():
            return value.name
        case NativeMethod():
            owner = value.value if isinstance(value.value, type) else type(value.value)
            return f"{owner.__name__}.{value.name}"
        case enum.Enum():
            return f"{type(value).__name__}.{value.name}"
        case type():
            return value.__name__
        case list() | tuple() | dict() | set() | frozenset():
            return reprlib.repr(value)
        case _:
            return repr(value)[:200] if isinstance(value, _SCALARS) else str(value)[:80]


def make_table(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any], kind: type[sa.Table] = sa.Table) -> sa.Table:
    """A real Table; parts that are not known are noted."""
    name, metadata, *items = args
    unknowns = [unknown_of(i) for i in items if is_unknown(i)]
    if is_unknown(name):
        name = placeholder_name(interpreter, name)
    if is_unknown(metadata):
        unknowns.append(unknown_of(metadata))
        metadata = sa.MetaData()
    keywords = {k: fill(interpreter, v) if k != "info" else v for k, v in _modern(interpreter, metadata, kwargs).items()}
    table = kind(name, metadata, *(i for i in items if not is_unknown(i)), **keywords)
    for unknown in unknowns:
        note_part(table, unknown)
    stamp(table, interpreter.origin())
    note_branch(interpreter, table, is_new=True)
    return table


def _modern(interpreter: Interpreter, metadata: sa.MetaData, kwargs: dict[str, Any]) -> dict[str, Any]:
    """SQLAlchemy 1.x's `autoload=True`, `bind=`, `useexisting=`, `mustexist=` in today's words."""
    modern = {k: v for k, v in kwargs.items() if k not in {"autoload", "bind", "useexisting"}}
    if kwargs.get("autoload") and "autoload_with" not in kwargs:
        bind = metadata.info.get("schemaparity.bind")
        modern["autoload_with"] = bind if bind is not None else current_bind(interpreter)
    if kwargs.get("useexisting"):
        modern["extend_existing"] = True
    if is_unknown(modern.get("autoload_with")):
        modern["autoload_with"] = run_of(interpreter).engine
    return modern


def current_bind(interpreter: Interpreter) -> Any:
    """The connection of the revision that runs, or the engine."""
    run = run_of(interpreter)
    session = run.alembic
    connection = getattr(session, "connection", None)
    return connection if connection is not None else run.engine
