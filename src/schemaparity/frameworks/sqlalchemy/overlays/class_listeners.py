"""Listeners on whole classes of schema items (`event.listens_for(sa.Table, "before_create")`).

SQLAlchemy keeps them for the life of the process, so it is given one relay a class and event, which calls the listeners of the run that
is under way and of no other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from attrs import define, field, frozen
from sqlalchemy import event

from schemaparity.evaluate.current import running
from schemaparity.evaluate.values import Function, UnknownValue
from schemaparity.frameworks.declarative.doubts import doubt_metadata
from schemaparity.frameworks.sqlalchemy.placeholders import is_unknown
from schemaparity.schema import Unknown

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter


@frozen(eq=False)
class Listener:
    """One listener of one run."""

    function: Any
    once: bool = False


@define(eq=False)
class Listeners:
    """The listeners of one run, by class and event."""

    by_event: dict[tuple[type, str], list[Listener]] = field(factory=dict)

    def add(self, target: type, name: str, listener: Listener) -> None:
        """Add one; the same function of the source, evaluated again, takes its own place."""
        known = self.by_event.setdefault((target, name), [])
        known[:] = [other for other in known if _identity(other.function) is not _identity(listener.function)]
        known.append(listener)

    def remove(self, target: type, name: str, function: Any) -> None:
        """Take one out."""
        known = self.by_event.get((target, name), [])
        known[:] = [other for other in known if other.function is not function]


def _identity(function: Any) -> Any:
    is_at_top = isinstance(function, Function) and function.owner is None and "<locals>" not in function.qualname
    return function.node if is_at_top else function


_BY_RUN: WeakKeyDictionary[Interpreter, Listeners] = WeakKeyDictionary()
_RELAYED: set[tuple[type, str]] = set()


def listen(interpreter: Interpreter, target: type, name: str, function: Any, *, once: bool) -> None:
    """Listen on a class of SQLAlchemy as long as the run lasts."""
    _BY_RUN.setdefault(interpreter, Listeners()).add(target, name, Listener(function, once))
    if (target, name) not in _RELAYED:
        _RELAYED.add((target, name))
        event.listen(target, name, _relay(target, name))


def remove(interpreter: Interpreter, target: type, name: str, function: Any) -> None:
    """Listen no longer."""
    if interpreter in _BY_RUN:
        _BY_RUN[interpreter].remove(target, name, function)


def _relay(target: type, name: str) -> Callable[..., None]:
    def relay(*args: Any, **kwargs: Any) -> None:
        interpreter = running()
        known = _BY_RUN.get(interpreter) if interpreter is not None else None
        for listener in tuple(known.by_event.get((target, name), ())) if known is not None else ():
            if known is not None and listener.once:
                known.remove(target, name, listener.function)
            _notify(listener.function, args, kwargs)

    return relay


def _notify(function: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    """Call a listener; nothing is certain of the table of one that cannot be followed."""
    unknown = _reason(function) or _reason(function(*args, **kwargs))
    if unknown is not None:
        tables = (t for a in args for t in (a, getattr(a, "table", None)) if isinstance(t, sa.Table))
        for table in tables:
            doubt_metadata(table.metadata, unknown, table.key)


def _reason(value: Any) -> Unknown | None:
    if not is_unknown(value):
        return None
    if isinstance(value, UnknownValue):
        return Unknown(f"a listener on schema events is not followed: {value.reason}", value.unknown.origin)
    return Unknown(f"a listener on schema events is not followed: the source of {value.text} is not at hand", value.origin)
