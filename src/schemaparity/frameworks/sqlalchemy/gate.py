"""The gate to the real SQLAlchemy: its public names, and its objects' attributes, calls, items and operators with evaluated arguments."""

from __future__ import annotations

import importlib
import operator
import types
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from schemaparity.evaluate.frameworks import NotHandled
from schemaparity.evaluate.values import Intrinsic, Symbolic
from schemaparity.frameworks.sqlalchemy.asynchronous import AsyncConnection, AsyncEngine
from schemaparity.frameworks.sqlalchemy.engine import SymbolicEngine
from schemaparity.frameworks.sqlalchemy.overlays import automap, engines, legacy, queries, sessions
from schemaparity.frameworks.sqlalchemy.overlays.calls import apply, generic
from schemaparity.frameworks.sqlalchemy.overlays.compilers import compiles
from schemaparity.frameworks.sqlalchemy.overlays.events import event_module
from schemaparity.frameworks.sqlalchemy.ownership import SAFE_DUNDERS, is_module, is_owned, is_public_module
from schemaparity.frameworks.sqlalchemy.placeholders import fill
from schemaparity.frameworks.sqlalchemy.reach import refused
from schemaparity.frameworks.sqlalchemy.run import run_of
from schemaparity.frameworks.sqlalchemy.series import FIRST_SERIES_LACKS, usual_dialect
from schemaparity.location import NOWHERE

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter

Run = Callable[["Interpreter", list[Any], dict[str, Any]], Any]

_REPLACED: dict[str, Run] = {
    "create_engine": engines.create_engine,
    "engine_from_config": engines.engine_from_config,
    "create_mock_engine": engines.create_engine,
    "inspect": engines.inspect,
    "compiles": compiles,
}
_OWNERS = frozenset({"sqlalchemy", "sqlalchemy.engine", "sqlalchemy.engine.create", "sqlalchemy.inspection", "sqlalchemy.ext.compiler"})
_CALLEES: dict[Any, Run] = {
    sa.MetaData: engines.metadata,
    AsyncEngine: engines.async_engine,
    sa.create_engine: engines.create_engine,
    sa.engine_from_config: engines.engine_from_config,
    sa.create_mock_engine: engines.create_engine,
    sa.inspect: engines.inspect,
    sa.select: legacy.select,
}
"""What is never called for real, by the object itself: it can be reached by many names."""
_MUTABLE = "sqlalchemy.ext.mutable"
_EVENT = event_module()


def module(name: str) -> object | None:
    """The real module, where it is public."""
    if name == "sqlalchemy.event":
        return _EVENT
    if not is_public_module(name):
        return Symbolic(name, NOWHERE) if is_module(name) else None
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def attribute(interpreter: Interpreter, value: object, name: str) -> object:
    """`value.name` of a module, class or object of SQLAlchemy."""
    if not is_owned(value):
        raise NotHandled
    if isinstance(value, types.ModuleType):
        return _name(interpreter, value, name)
    if name.startswith("__") and name not in SAFE_DUNDERS:
        raise NotHandled
    if isinstance(value, queries.SymbolicQuery):
        return queries.query_attribute(value, name)
    if isinstance(value, Session) and name in sessions.METHODS:
        run = sessions.METHODS[name]
        return Intrinsic(f"Session.{name}", lambda inner, args, kwargs: run(inner, value, args, kwargs))
    if isinstance(value, sa.Connection | SymbolicEngine | AsyncConnection) and name in _STATEMENTS:
        return Intrinsic(f"Connection.{name}", partial(_execute, value, name))
    found = legacy.legacy(value, name)
    return found if found is not None else _real(value, name)


_STATEMENTS = frozenset({"execute", "scalar", "scalars", "exec_driver_sql"})


def _execute(value: Any, name: str, interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> object:
    """`connection.execute(...)`; a statement that nobody knows is not sent."""
    sessions.refuse_unknown_statement(interpreter, args)
    return generic(interpreter, getattr(value, name), args, kwargs)


def _real(value: Any, name: str) -> object:
    found = getattr(value, name)
    if isinstance(found, types.ModuleType) and not is_public_module(found.__name__):
        raise NotHandled
    return found


def _name(interpreter: Interpreter, value: types.ModuleType, name: str) -> object:
    """A public name of a module."""
    path = f"{value.__name__}.{name}"
    if name in _REPLACED and value.__name__ in _OWNERS:
        return Intrinsic(path, _REPLACED[name])
    if value.__name__ == "sqlalchemy" and name in legacy.MODULE_NAMES and not hasattr(value, name):
        return legacy.MODULE_NAMES[name]
    if name == "__version__" and value.__name__ == "sqlalchemy":
        return run_of(interpreter).sqlalchemy_version or sa.__version__
    if name.startswith("_") and name != "__version__":
        raise NotHandled
    if value.__name__ in FIRST_SERIES_LACKS and name in FIRST_SERIES_LACKS[value.__name__] and run_of(interpreter).is_of_first_series:
        raise AttributeError(f"module {value.__name__!r} has no attribute {name!r}")
    found = usual_dialect(interpreter, value.__name__, name) or getattr(value, name, None)
    if isinstance(found, types.ModuleType) or (found is None and not hasattr(value, name)):
        return _submodule(interpreter, path, found)
    return found


def _submodule(interpreter: Interpreter, path: str, found: object) -> object:
    inner = interpreter.frameworks.module(path)
    if inner is not None:
        return inner
    if found is not None:
        raise NotHandled
    raise AttributeError(f"module {path.rpartition('.')[0]!r} has no attribute {path.rpartition('.')[2]!r}")


def assign(interpreter: Interpreter, value: object, name: str, new: object) -> None:
    """`value.name = new` on an object (never on a module or class, which other runs share)."""
    if not is_owned(value) or isinstance(value, type | types.ModuleType):
        raise NotHandled
    setattr(value, name, fill(interpreter, new))


def call(interpreter: Interpreter, callee: object, args: list[Any], kwargs: dict[str, Any]) -> object:
    """`callee(*args, **kwargs)`."""
    if automap.is_automap(interpreter, callee):
        return automap.automap_base(interpreter, args, kwargs)
    if isinstance(callee, Symbolic) or not is_owned(callee):
        raise NotHandled
    replaced = _CALLEES.get(callee) if isinstance(callee, type | types.FunctionType) else None
    if replaced is not None:
        return replaced(interpreter, args, kwargs)
    unknown = refused(interpreter, callee)
    if unknown is not None:
        return unknown
    if isinstance(callee, type) and issubclass(callee, Session):
        return sessions.make(interpreter, callee, args, kwargs)
    if getattr(callee, "__module__", None) == _MUTABLE and getattr(callee, "__name__", "") in {"as_mutable", "associate_with"}:
        return apply(interpreter, sa.types.to_instance, args, kwargs)
    return apply(interpreter, callee, *automap.spelled_today(callee, args, kwargs))


def item(interpreter: Interpreter, value: object, key: object) -> object:
    """`value[key]`."""
    if not is_owned(value):
        raise NotHandled
    if isinstance(value, type):
        return value
    return value[fill(interpreter, key)]  # type: ignore[index]


def set_item(interpreter: Interpreter, value: object, key: object, new: object) -> None:
    """`value[key] = new`."""
    if not is_owned(value):
        raise NotHandled
    value[key] = fill(interpreter, new)  # type: ignore[index]


def iterate(interpreter: Interpreter, value: object) -> list[Any]:
    """The elements of a collection or result."""
    del interpreter
    if not is_owned(value) or not hasattr(value, "__iter__"):
        raise NotHandled
    return list(value)


_BINARY: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
    "&": operator.and_,
    "|": operator.or_,
    "<<": operator.lshift,
    ">>": operator.rshift,
    "@": operator.matmul,
    "^": operator.xor,
    "**": operator.pow,
    "in": lambda a, b: a in b,
    "not in": lambda a, b: a not in b,
    "is": lambda a, b: a is b,
    "is not": lambda a, b: a is not b,
}
_UNARY: dict[str, Callable[[Any], Any]] = {"-": operator.neg, "~": operator.invert, "+": operator.pos, "not": operator.not_}


def binary(interpreter: Interpreter, operator: str, left: object, right: object) -> object:
    """`left operator right`: SQL expressions, membership in collections."""
    run = _BINARY.get(operator)
    if run is None or not (is_owned(left) or is_owned(right)):
        raise NotHandled
    return run(fill(interpreter, left), fill(interpreter, right))


def unary(interpreter: Interpreter, operator: str, value: object) -> object:
    """`operator value`."""
    del interpreter
    run = _UNARY.get(operator)
    if run is None or not is_owned(value):
        raise NotHandled
    return run(value)


def carries_effects(value: object) -> bool:
    """True for connections, engines and sessions."""
    return isinstance(value, sa.Connection | sa.Engine | Session)
