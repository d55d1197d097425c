"""Exceptions of application code that miss what a program sets up before it gets here: who calls it gets an unknown, and goes on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from schemaparity.evaluate.values import BoundMethod, Function, Instance, UnknownValue

if TYPE_CHECKING:
    from schemaparity.evaluate.frame import Frame
    from schemaparity.evaluate.values import Raised

_EXECUTES = re.compile(r"\b(?:op|alembic|bind|conn|connection|engine|session|execute|create_all)\b")
_SIGNALS = (StopIteration, StopAsyncIteration, GeneratorExit)


def excused(frame: Frame, callee: Any, raised: Raised) -> UnknownValue | None:
    """The unknown that a call gives instead of an exception.

    An assignment in a class body and a revision call functions of the application, which works when it runs: what they raise, with
    nothing to catch it, comes of a state that is not there. A function that may use the database is not excused, nor is what a revision
    raises itself.
    """
    function = callee.function if isinstance(callee, BoundMethod) else callee
    if frame.interpreter.tries or not isinstance(function, Function) or not _is_plain(raised.value) or not _is_outside(frame, function):
        return None
    shown = f"{type(raised.value).__name__}: {raised.value}" if isinstance(raised.value, Exception) else repr(raised.value)
    return frame.interpreter.unknown(f"{function.name}() raises {shown}; the program may set up what it needs")


def _is_plain(value: object) -> bool:
    """True for exceptions of Python and of the program, not for those of SQLAlchemy, Alembic or the database."""
    return isinstance(value, Instance) or (
        isinstance(value, Exception) and not isinstance(value, _SIGNALS) and type(value).__module__ == "builtins"
    )


def _is_outside(frame: Frame, function: Function) -> bool:
    """True for a function of another module than the class body's, and of none that has revisions or works for them."""
    other = function.scope.module
    if other is frame.module or other.source is None:
        return False
    if frame.interpreter.revision is None:
        return frame.scope.is_class
    is_script = frame.interpreter.is_script
    if not is_script(frame.module) or is_script(other):
        return False
    return not _EXECUTES.search(other.source.tree.code_for_node(function.node))
