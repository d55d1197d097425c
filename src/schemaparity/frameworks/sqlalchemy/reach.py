"""What of SQLAlchemy a program never reaches for real, under whatever name: drivers, plugins, pools, real connections, files."""

from __future__ import annotations

import types
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.engine import URL
from sqlalchemy.pool import Pool

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter

_ANYWHERE = frozenset({"create_pool_from_url", "import_dbapi", "load_provisioning", "lambda_stmt", "static_output", "instances"})
"""Functions that load a driver, write to the terminal or look into real code."""
_OF_DIALECTS = frozenset(
    {"connect", "dbapi", "initialize", "get_async_dialect_cls", "create_connect_args", "engine_created", "load_provisioning"}
)
_OF_PLUGINS = frozenset({"load", "register", "deregister", "clear"})
_BUILT_IN = frozenset({"postgresql", "mysql", "mariadb", "sqlite", "mssql", "oracle"})


def refused(interpreter: Interpreter, callee: Any) -> object | None:
    """The unknown that stands for the result where the callee is never called, else None."""
    reason = _reason(callee)
    return None if reason is None else interpreter.unknown(reason)


def _reason(callee: Any) -> str | None:
    if isinstance(callee, type):
        return "a connection pool is not opened" if issubclass(callee, Pool) else None
    if not isinstance(callee, types.MethodType | types.FunctionType):
        return None
    name, owner = callee.__name__, getattr(callee, "__self__", None)
    kind = owner if isinstance(owner, type) else type(owner)
    if name in _ANYWHERE or callee.__qualname__ == "DefaultDialect.connect":
        return f"{callee.__qualname__}() is not carried out"
    if issubclass(kind, sa.Dialect) and name in _OF_DIALECTS:
        return f"{name}() of a dialect reaches for a driver"
    if kind.__name__ == "PluginLoader" and name in _OF_PLUGINS:
        return "plugins of SQLAlchemy are not loaded"
    if isinstance(owner, Pool):
        return "a connection pool is not used"
    if isinstance(owner, URL) and name.startswith("get_dialect") and owner.get_backend_name() not in _BUILT_IN:
        return f"the dialect {owner.get_backend_name()} is not loaded"
    return None
