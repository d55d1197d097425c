"""Automap within revisions: real classes over the tables that the symbolic database has, used for queries and rows only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from schemaparity.evaluate.values import Symbolic
from schemaparity.frameworks.sqlalchemy.overlays.calls import generic

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter

_NAME = "sqlalchemy.ext.automap.automap_base"


def is_automap(interpreter: Interpreter, callee: object) -> bool:
    """True for `automap_base` while a revision runs; models over reflected tables have nothing to reflect."""
    return isinstance(callee, Symbolic) and callee.text == _NAME and interpreter.revision is not None


def automap_base(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> Any:
    """`automap_base(...)`: a real base."""
    from sqlalchemy.ext import automap  # noqa: PLC0415 - rarely used

    return generic(interpreter, automap.automap_base, args, kwargs)


def spelled_today(callee: object, args: list[Any], kwargs: dict[str, Any]) -> tuple[list[Any], dict[str, Any]]:
    """The arguments of `Base.prepare()`: 1.x's `engine` is `autoload_with`, and `reflect` goes without saying."""
    if getattr(callee, "__qualname__", None) != "AutomapBase.prepare" or not {"engine", "reflect"} & set(kwargs):
        return args, kwargs
    kept = {name: value for name, value in kwargs.items() if name not in {"engine", "reflect"}}
    return args, {**kept, "autoload_with": kwargs["engine"]} if "engine" in kwargs else kept


def table_of_instance(thing: object) -> sa.Table | None:
    """The table of an instance of a real mapped class."""
    mapper = sa.inspect(type(thing), raiseerr=False)
    table = getattr(mapper, "local_table", None)
    return table if isinstance(table, sa.Table) else None
