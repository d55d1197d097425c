"""Which values and modules belong to SQLAlchemy or Alembic, and which of their parts a program may see."""

from __future__ import annotations

import types
from functools import cache
from importlib.machinery import PathFinder
from pathlib import PurePath
from typing import Any

import sqlalchemy

_ROOTS = ("sqlalchemy", "alembic", "schemaparity.frameworks.sqlalchemy", "schemaparity.frameworks.alembic")
SAFE_DUNDERS = frozenset(
    {
        "__name__",
        "__class__",
        "__doc__",
        "__module__",
        "__qualname__",
        "__version__",
        "__visit_name__",
        "__enter__",
        "__exit__",
        "__aenter__",
        "__aexit__",
        "__clause_element__",
        "__tablename__",
        "__eq__",
        "__ne__",
        "__lt__",
        "__gt__",
        "__le__",
        "__ge__",
        "__add__",
        "__sub__",
        "__and__",
        "__or__",
        "__invert__",
        "__getitem__",
        "__len__",
        "__iter__",
        "__contains__",
        "__str__",
        "__repr__",
        "__init__",
        "__mro__",
        "__bases__",
        "__aiter__",
    }
)
_PUBLIC = (
    "sqlalchemy",
    "sqlalchemy.types",
    "sqlalchemy.sql",
    "sqlalchemy.schema",
    "sqlalchemy.dialects",
    "sqlalchemy.exc",
    "sqlalchemy.engine",
    "sqlalchemy.ext",
    "sqlalchemy.ext.compiler",
    "sqlalchemy.ext.mutable",
    "sqlalchemy.inspection",
    "sqlalchemy.pool",
    "sqlalchemy.event",
)
_DEEP = ("sqlalchemy.sql.", "sqlalchemy.dialects.", "sqlalchemy.engine.")
_TESTING = ("provision",)
"""Parts that create and remove real databases."""
_seen: dict[type, bool] = {}


def is_public_module(name: str) -> bool:
    """True for the modules of SQLAlchemy whose real names programs may use."""
    return (name in _PUBLIC or name.startswith(_DEEP)) and not name.endswith(_TESTING)


@cache
def is_module(name: str) -> bool:
    """True for a module that the installed SQLAlchemy has; looks for its file, imports nothing."""
    package, *inner = name.split(".")
    directory = PurePath(sqlalchemy.__file__).parent.joinpath(*inner[:-1])
    return package == "sqlalchemy" and (not inner or PathFinder.find_spec(inner[-1], [str(directory)]) is not None)


def _in_roots(module: object) -> bool:
    return isinstance(module, str) and any(module == r or module.startswith(r + ".") for r in _ROOTS)


def _is_owned_type(kind: type) -> bool:
    found = _seen.get(kind)
    if found is None:
        found = _seen[kind] = any(_in_roots(c.__module__) for c in kind.__mro__)
    return found


def is_owned(value: Any) -> bool:
    """True for objects, classes, functions and modules of SQLAlchemy, Alembic and their symbolic counterparts."""
    if isinstance(value, type):
        return _is_owned_type(value)
    if isinstance(value, types.ModuleType):
        return _in_roots(value.__name__)
    if isinstance(value, types.MethodType | types.BuiltinMethodType | types.MethodWrapperType):
        return is_owned(value.__self__)
    if isinstance(value, types.FunctionType):
        return _in_roots(value.__module__)
    return _is_owned_type(type(value))
