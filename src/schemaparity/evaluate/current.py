"""Which interpreter runs code now: for real code that is shared by all runs of a process and serves the one that runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter

_RUNNING: ContextVar[Interpreter | None] = ContextVar("running", default=None)


def running() -> Interpreter | None:
    """The interpreter whose code, or a stage of whose check, runs now."""
    return _RUNNING.get()


@contextmanager
def as_running(interpreter: Interpreter) -> Iterator[None]:
    """Let an interpreter be the one that runs."""
    token = _RUNNING.set(interpreter)
    try:
        yield
    finally:
        _RUNNING.reset(token)
