"""`sqlalchemy.event`: listeners on schema items, metadata and their classes are registered; all others are noise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.sql.schema import SchemaItem

from schemaparity.evaluate.values import Intrinsic, Module
from schemaparity.frameworks.sqlalchemy.overlays import class_listeners

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter

_OF_SCHEMA = frozenset(
    {
        "before_create",
        "after_create",
        "before_drop",
        "after_drop",
        "before_parent_attach",
        "after_parent_attach",
        "column_reflect",
    }
)


def _listen(interpreter: Interpreter, target: Any, name: Any, function: Any, options: dict[str, Any]) -> None:
    """Listen on one object, or on a whole class as long as the run lasts."""
    if not isinstance(name, str) or name not in _OF_SCHEMA:
        return
    if isinstance(target, type) and issubclass(target, SchemaItem | sa.MetaData):
        class_listeners.listen(interpreter, target, name, function, once=options.get("once") is True)
        return
    if not isinstance(target, SchemaItem | sa.MetaData):
        return
    keep = {k: v for k, v in options.items() if k in {"once", "propagate"} and isinstance(v, bool)}
    if isinstance(function, sa.DDL) or callable(function):
        event.listen(target, name, _called(function), **keep)


def _called(function: Any) -> Any:
    """The listener as a plain function: SQLAlchemy looks at the signature."""
    if isinstance(function, sa.DDL):
        return function

    def listener(*args: Any, **kwargs: Any) -> Any:
        return function(*args, **kwargs)

    return listener


def listen(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> None:
    """`event.listen(target, name, function)`."""
    if len(args) >= 3:
        _listen(interpreter, args[0], args[1], args[2], kwargs)


def listens_for(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> Intrinsic:
    """`@event.listens_for(target, name)`."""
    del interpreter

    def decorate(inner: Interpreter, given: list[Any], _keywords: dict[str, Any]) -> Any:
        if len(args) >= 2:
            _listen(inner, args[0], args[1], given[0], kwargs)
        return given[0]

    return Intrinsic("sqlalchemy.event.listens_for", decorate)


def remove(interpreter: Interpreter, args: list[Any], _kwargs: dict[str, Any]) -> None:
    """`event.remove(target, name, function)`; what listens on one object stays."""
    if len(args) == 3 and isinstance(args[0], type) and isinstance(args[1], str):
        class_listeners.remove(interpreter, args[0], args[1], args[2])


def event_module() -> Module:
    """The module `sqlalchemy.event`."""
    module = Module("sqlalchemy.event")
    module.namespace.update(
        {
            "listen": Intrinsic("sqlalchemy.event.listen", listen),
            "listens_for": Intrinsic("sqlalchemy.event.listens_for", listens_for),
            "remove": Intrinsic("sqlalchemy.event.remove", remove),
            "contains": Intrinsic("sqlalchemy.event.contains", lambda *_: False),
        }
    )
    return module
