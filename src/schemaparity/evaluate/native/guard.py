"""The one boundary between the interpreter and native code: unknowns, refusals and exceptions of an operation become values and Raised."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from schemaparity.evaluate.frameworks import NotHandled
from schemaparity.evaluate.native.limits import Refused, check_tree
from schemaparity.evaluate.values import REST, Intrinsic, Raised, Symbolic, UnknownUsed, UnknownValue
from schemaparity.schema import Unknown

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter


def guarded(interpreter: Interpreter, operation: Callable[[], object]) -> object:
    """Run a native operation: an unknown that it touched is the result, an exception of it is an exception of the interpreted program."""
    try:
        return operation()
    except UnknownUsed as used:
        return used.unknown
    except Refused as refused:
        return interpreter.unknown(refused.reason)
    except (Raised, NotHandled):
        raise
    except (RecursionError, MemoryError) as error:
        return interpreter.unknown(f"a native operation ran out of resources: {type(error).__name__}")
    except Exception as error:
        if isinstance(error.__cause__, Raised) and error.__cause__.value is error:
            raise error.__cause__ from None  # an exception of interpreted code that came through real code
        if _is_misfit(error):
            return interpreter.unknown("real code was given an interpreted object")
        raise Raised(error, interpreter.origin()) from error


_STAND_INS = ("'Instance'", "'Function'", "'Class'", "'BoundMethod'", "'Intrinsic'", "'Symbolic'", "'Module'")


_REFUSED = re.compile(r"\bnot (?:Instance|Function|Class|BoundMethod|Intrinsic|Symbolic|Module|UnknownValue)\b")
"""What C code says of a value that is of no use to it (`must be str, not UnknownValue`)."""


def _is_misfit(error: Exception) -> bool:
    """True for a complaint about one of the evaluator's own values: the program's object might have fitted."""
    if not isinstance(error, TypeError | AttributeError):
        return False
    try:
        message = str(error)
    except UnknownUsed:
        return False
    return any(f"{name} object" in message for name in _STAND_INS) or _REFUSED.search(message) is not None


def intrinsic(name: str, function: Callable[..., object]) -> Intrinsic:
    """The Intrinsic of a Python function that takes the interpreter and then the arguments of the call."""

    def run(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> object:
        return guarded(interpreter, lambda: function(interpreter, *args, **kwargs))

    return Intrinsic(name, run)


def pure(name: str, function: Callable[..., object]) -> Intrinsic:
    """The Intrinsic of a real function of plain data without effects; unknown as soon as something in the arguments is."""

    def run(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> object:
        def operation() -> object:
            require_known(args)
            require_known(kwargs)
            return function(*args, **kwargs)

        return guarded(interpreter, operation)

    return Intrinsic(name, run)


def unknown_call(name: str, reason: str) -> Intrinsic:
    """An Intrinsic whose value is not known."""
    return Intrinsic(name, lambda interpreter, _args, _kwargs: interpreter.unknown(reason))


def noise(name: str) -> Intrinsic:
    """An Intrinsic that does nothing that matters and answers None."""
    return Intrinsic(name, lambda _interpreter, _args, _kwargs: None)


def require_known(value: object) -> None:
    """Raise UnknownUsed when something in nested containers is unknown or symbolic."""
    check_tree(value)
    _require_known(value)


def _require_known(value: object) -> None:
    if isinstance(value, UnknownValue):
        raise UnknownUsed(value)
    if isinstance(value, Symbolic):
        bool(value)
    if value is REST:
        raise UnknownUsed(UnknownValue(Unknown("not all elements of a container are known")))
    if isinstance(value, dict):
        for key, element in value.items():
            _require_known(key)
            _require_known(element)
    elif isinstance(value, list | tuple | set | frozenset):
        for element in value:
            _require_known(element)
