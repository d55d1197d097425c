"""A thread with room for deep recursion: modules import modules, and each is interpreted inside the statement that needs it."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

_BYTES = 256 * 1024 * 1024
"""Of address space; memory is used as far as it is touched."""
_RECURSION = 50_000
"""Python frames; none of them needs as much as five kilobytes of the C stack."""

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
            except BaseException as error:  # noqa: BLE001 - raised again by who waits
                outcome[1] = error

        limit = sys.getrecursionlimit()
        try:
            sys.setrecursionlimit(max(limit, _RECURSION))
            thread = _started(target)
            if thread is not None:
                thread.join()
        finally:
            sys.setrecursionlimit(limit)
        if thread is None:
            return function(*args, **kwargs)
        if outcome[1] is not None:
            raise outcome[1]
        return outcome[0]  # type: ignore[no-any-return]

    return run


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
