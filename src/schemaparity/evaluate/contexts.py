"""Entering and leaving the contexts of `with`: interpreted, framework and generator-based ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemaparity.evaluate.values import Instance, Raised, Symbolic, UnknownValue

if TYPE_CHECKING:
    import libcst as cst

    from schemaparity.evaluate.frame import Frame
    from schemaparity.evaluate.interpreter import Interpreter


def enter(frame: Frame, item: cst.WithItem, manager: Any) -> None:
    """Enter one context and bind its target."""
    interpreter = frame.interpreter
    interpreter.sites.append((frame.module, item.item))
    try:
        value = entered(interpreter, manager)
    finally:
        interpreter.sites.pop()
    if item.asname is not None:
        interpreter.assign(frame, item.asname.name, value)


def entered(interpreter: Interpreter, manager: Any) -> Any:
    """What `__enter__` answers."""
    if isinstance(manager, UnknownValue):
        return manager
    if isinstance(manager, Symbolic):
        return Symbolic(f"{manager.text}.__enter__()", interpreter.origin(), manager)
    return interpreter.call(_method(interpreter, manager, "enter"), [], {})


def leave(frame: Frame, manager: Any, raised: Raised | None) -> bool:
    """Leave one context; True when it swallows the exception."""
    interpreter = frame.interpreter
    if isinstance(manager, UnknownValue | Symbolic):
        return False
    exception = None if raised is None else raised.value
    details = [None, None, None] if exception is None else [_class(exception), exception, None]
    swallowed = interpreter.truth(interpreter.call(_method(interpreter, manager, "exit"), details, {}))
    return raised is not None and swallowed is True


def _class(exception: Any) -> Any:
    return exception.cls if isinstance(exception, Instance) else type(exception)


def _method(interpreter: Interpreter, manager: Any, verb: str) -> Any:
    """`__enter__` or `__exit__`, or their asynchronous forms where those are all there is."""
    try:
        return interpreter.get_attribute(manager, f"__{verb}__")
    except Raised:
        return interpreter.get_attribute(manager, f"__a{verb}__")
