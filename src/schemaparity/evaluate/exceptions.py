"""Exceptions of the interpreted program: raising, matching handlers, what a handler sees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemaparity.evaluate.values import Class, Instance, Raised, Symbolic, UnknownValue
from schemaparity.schema import Unknown

if TYPE_CHECKING:
    import libcst as cst

    from schemaparity.evaluate.frame import Frame
    from schemaparity.evaluate.interpreter import Interpreter


def raised(frame: Frame, node: cst.Raise) -> Raised:
    """The exception that a `raise` statement raises."""
    interpreter = frame.interpreter
    origin = interpreter.origin_of(frame.module, node)
    if node.exc is None:
        return frame.handling[-1] if frame.handling else Raised(RuntimeError("No active exception to reraise"), origin)
    value = made(interpreter, frame.evaluate(node.exc))
    if node.cause is not None:
        _chain(value, frame.evaluate(node.cause.item))
    return Raised(value, origin)


def made(interpreter: Interpreter, value: Any) -> Any:
    """The exception of `raise value`: a class is instantiated."""
    if isinstance(value, Class) or (isinstance(value, type) and issubclass(value, BaseException)):
        value = interpreter.call(value, [], {})
    if isinstance(value, BaseException | Instance | UnknownValue | Symbolic):
        return value
    return TypeError("exceptions must derive from BaseException")


def _chain(value: Any, cause: Any) -> None:
    if isinstance(value, Instance):
        value.attributes["__cause__"] = cause
    elif isinstance(value, BaseException) and isinstance(cause, BaseException):
        value.__cause__ = cause


def handles(frame: Frame, handler: cst.ExceptHandler | cst.ExceptStarHandler, caught: Raised) -> bool | UnknownValue:
    """True when an `except` clause catches the exception; unknown where its class is."""
    if handler.type is None:
        return True
    return matches(caught.value, frame.evaluate(handler.type))


def matches(value: Any, cls: Any) -> bool | UnknownValue:
    """True when an exception is an instance of a class, or of one of a tuple of classes."""
    if isinstance(cls, tuple):
        found = [matches(value, element) for element in cls]
        return True if True in [f for f in found if isinstance(f, bool)] else next((f for f in found if isinstance(f, UnknownValue)), False)
    if isinstance(value, UnknownValue):
        return value
    if isinstance(value, Symbolic) or isinstance(cls, UnknownValue | Symbolic):
        return _symbolic_match(value, cls)
    if isinstance(value, Instance):
        return _instance_match(value, cls)
    return isinstance(cls, type) and isinstance(value, cls)


def _symbolic_match(value: Any, cls: Any) -> bool | UnknownValue:
    if isinstance(cls, type) and issubclass(BaseException, cls):
        return True
    if isinstance(cls, UnknownValue):
        return cls
    if isinstance(cls, Symbolic) and type(value).__module__ == "builtins":
        return False  # the class of a third party is no base of a built-in exception
    symbolic = cls if isinstance(cls, Symbolic) else value
    return _unknown(symbolic)


def _unknown(symbolic: Symbolic) -> UnknownValue:
    return UnknownValue(Unknown(f"the class {symbolic.text} is not known: its source is not at hand", symbolic.origin))


def _instance_match(value: Instance, cls: Any) -> bool | UnknownValue:
    if any(base is cls for base in value.cls.mro):
        return True
    if isinstance(cls, type) and any(isinstance(base, type) and issubclass(base, cls) for base in value.cls.mro):
        return True
    unknown = next((base for base in value.cls.mro if isinstance(base, UnknownValue | Symbolic)), None)
    if unknown is None or cls in (Exception, BaseException):
        return unknown is not None
    return unknown if isinstance(unknown, UnknownValue) else _unknown(unknown)


def enter(frame: Frame, handler: cst.ExceptHandler | cst.ExceptStarHandler, caught: Raised) -> None:
    """Begin a handler: bind its name, make the exception the one that `raise` raises again."""
    frame.handling.append(caught)
    name = _name(handler)
    if name is not None:
        frame.bind(name, caught.value)


def leave(frame: Frame, handler: cst.ExceptHandler | cst.ExceptStarHandler) -> None:
    """End a handler."""
    frame.handling.pop()
    name = _name(handler)
    if name is not None:
        frame.interpreter.touch(frame.scope.names, names=True)
        frame.scope.names.pop(name, None)


def _name(handler: cst.ExceptHandler | cst.ExceptStarHandler) -> str | None:
    return None if handler.name is None else str(handler.name.name.value)  # type: ignore[union-attr]
