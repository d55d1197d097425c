"""A thread with room for deep recursion, watched: modules import modules, and each is interpreted inside the statement that needs it."""

from __future__ import annotations

import ctypes
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, wraps
from typing import Any, ParamSpec, TypeVar

from schemaparity.errors import ProjectError

_BYTES = 256 * 1024 * 1024
"""Of address space; memory is used as far as it is touched."""
_RECURSION = 50_000
"""Python frames; none of them needs as much as five kilobytes of the C stack."""

_SECONDS = 16.0
"""Of processor time without progress; the budget of the interpreter, which knows the line, is spent before."""
_MEBIBYTES = 800
"""By which the process may grow."""
_GRACE = 2.0
_INTERVAL = 0.1

_Parameters = ParamSpec("_Parameters")
_Value = TypeVar("_Value")


def on_deep_stack(function: Callable[_Parameters, _Value]) -> Callable[_Parameters, _Value]:
    """The function, run in a thread with a large stack; where no such thread can be had, on the stack of who calls."""

    @wraps(function)
    def run(*args: _Parameters.args, **kwargs: _Parameters.kwargs) -> _Value:
        outcome: list[Any] = [None, None]

        def target() -> None:
            try:
                outcome[0] = function(*args, **kwargs)
            except BaseException as error:  # raised again by who waits
                outcome[1] = error

        with _prepared():
            thread = _started(target)
            if thread is not None:
                _watch(thread)
        if thread is None:
            return function(*args, **kwargs)
        if thread.is_alive() or isinstance(outcome[1], _late()):
            raise ProjectError(f"given up after {_SECONDS:g} seconds or {_MEBIBYTES} MiB; narrow it with --version-location and --models")
        if outcome[1] is not None:
            raise _for_people(outcome[1])
        return outcome[0]  # type: ignore[no-any-return]

    return run


@contextmanager
def _prepared() -> Iterator[None]:
    """A high limit of recursion, and silence: SQLAlchemy's warnings are for those who run the project."""
    limit = sys.getrecursionlimit()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sys.setrecursionlimit(max(limit, _RECURSION))
        try:
            yield
        finally:
            sys.setrecursionlimit(limit)


def _for_people(error: BaseException) -> BaseException:
    """The error; a spent budget that no stage took is one that says what is too much."""
    from schemaparity.evaluate.budgets import Spent  # noqa: PLC0415 - loads LibCST

    return ProjectError(f"given up: {error.reason}") if isinstance(error, Spent) else error


@cache
def _late() -> type[BaseException]:
    """What ends code that no budget ends: loops within libraries."""
    from schemaparity.evaluate.budgets import Spent, progress  # noqa: PLC0415 - loads LibCST

    class Late(Spent):
        def __init__(self) -> None:
            progress.was_hurried = True
            super().__init__(f"evaluation takes more than {_SECONDS:g} seconds or {_MEBIBYTES} MiB")

    return Late


def _watch(thread: threading.Thread) -> None:
    """Wait for a thread; interrupt it where it takes too much, and let it be where that does not help."""
    from schemaparity.evaluate.budgets import peak_memory, progress  # noqa: PLC0415 - loads LibCST

    progress.note()
    grace, memory, tries = 0.0, peak_memory() + _MEBIBYTES, 2
    thread.join(_INTERVAL)
    while thread.is_alive() and tries:
        if time.process_time() > max(grace, progress.last + _SECONDS) or peak_memory() > memory:
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident or 0), ctypes.py_object(_late()))
            grace, memory, tries = time.process_time() + _GRACE, peak_memory() + _MEBIBYTES, tries - 1
        thread.join(_INTERVAL)
    thread.join(_INTERVAL)


def _started(target: Callable[[], None]) -> threading.Thread | None:
    """A running thread; None where its stack is refused. The program may end without it."""
    try:
        usual = threading.stack_size(_BYTES)
    except (ValueError, RuntimeError):
        return None
    try:
        thread = threading.Thread(target=target, name="schemaparity", daemon=True)
        thread.start()
    except (RuntimeError, MemoryError):
        return None
    finally:
        threading.stack_size(usual)
    return thread
