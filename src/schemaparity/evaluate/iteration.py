"""Truth, iteration and await of all kinds of values."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice
from types import GeneratorType
from typing import TYPE_CHECKING, Any

from schemaparity.evaluate import native
from schemaparity.evaluate.frameworks import NotHandled
from schemaparity.evaluate.values import (
    REST,
    BoundMethod,
    Class,
    Function,
    Instance,
    Intrinsic,
    Module,
    Raised,
    Symbolic,
    UnknownUsed,
    UnknownValue,
    rest_of,
)

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter

_TRUE = (Function, BoundMethod, Intrinsic, Module, Class)


def truth(interpreter: Interpreter, value: Any) -> bool | UnknownValue:
    """`bool(value)`."""
    if value is True or value is False:
        return bool(value)
    if isinstance(value, UnknownValue):
        return value
    if isinstance(value, _TRUE):
        return True
    if isinstance(value, Instance):
        return _instance_truth(interpreter, value)
    found = interpreter.guarded(_native_truth, value)
    return found if isinstance(found, bool | UnknownValue) else True


def _native_truth(value: Any) -> bool:
    native.require_closed_truth(value)
    return bool(value)


def _instance_truth(interpreter: Interpreter, value: Instance) -> bool | UnknownValue:
    for name in ("__bool__", "__len__"):
        method = interpreter.class_attribute(value.cls, name)
        if method is not None:
            return truth(interpreter, interpreter.call(method, [value], {}))
    if any(not isinstance(base, Class | type) for base in value.cls.mro):
        return interpreter.unknown(f"the truth of a {value.cls.name} is not known: it has a base whose source is not at hand")
    return True


def iterate(interpreter: Interpreter, value: Any) -> Any:
    """The elements as a list, with a marker for any number of unknown ones; an UnknownValue when nothing is known."""
    if isinstance(value, list | tuple | str | bytes | range | deque):
        return interpreter.budget.elements(value)
    if isinstance(value, UnknownValue):
        return value
    if isinstance(value, dict | set | frozenset):
        return _with_marker(interpreter, value)
    if isinstance(value, GeneratorType):
        return interpreter.guarded(interpreter.budget.elements, value)
    if isinstance(value, Instance):
        return _of_instance(interpreter, value)
    return _of_foreign(interpreter, value)


def turns(interpreter: Interpreter, value: Any) -> Iterable[Any] | UnknownValue:
    """The elements one by one where the value is an iterator, which may be endless or be read on by others; else as `iterate` has them."""
    if isinstance(value, Iterator):
        return _one_by_one(interpreter, value)
    found: Iterable[Any] | UnknownValue = iterate(interpreter, value)
    return found


def _one_by_one(interpreter: Interpreter, iterator: Iterator[Any]) -> Iterator[Any]:
    while True:
        found = interpreter.guarded(_next, iterator)
        if isinstance(found, UnknownValue):  # asked again it would meet the same unknown, without end
            yield UnknownValue(found.unknown, rest=True)
            return
        if not found:
            return
        yield found[0]


def _next(iterator: Iterator[Any]) -> list[Any]:
    """The next element, if there is one."""
    return list(islice(iterator, 1))


def _with_marker(interpreter: Interpreter, value: Any) -> list[Any]:
    if not rest_of(value):
        return interpreter.budget.elements(value)
    rest = native.rest_marker(value)
    return [*(element for element in value if element is not REST), rest]


def _of_instance(interpreter: Interpreter, value: Instance) -> Any:
    method = interpreter.class_attribute(value.cls, "__iter__") or interpreter.class_attribute(value.cls, "__aiter__")
    if method is not None:
        found = interpreter.call(method, [value], {})
        return _by_next(interpreter, found) if isinstance(found, Instance) else iterate(interpreter, found)
    if interpreter.class_attribute(value.cls, "__getitem__") is not None:
        return _by_index(interpreter, value)
    return _of_foreign(interpreter, value)


def _by_next(interpreter: Interpreter, iterator: Instance) -> Any:
    """Call `__next__` until it raises StopIteration."""
    values: list[Any] = []
    step = interpreter.class_attribute(iterator.cls, "__next__") or interpreter.class_attribute(iterator.cls, "__anext__")
    while step is not None:
        interpreter.budget.tick()
        try:
            value = interpreter.call(step, [iterator], {})
        except Raised as raised:
            if isinstance(raised.value, StopIteration | StopAsyncIteration):
                break
            raise
        if isinstance(value, UnknownValue):
            return value
        values.append(value)
    return values


def _by_index(interpreter: Interpreter, value: Instance) -> Any:
    values: list[Any] = []
    while True:
        interpreter.budget.tick()
        try:
            values.append(interpreter.get_item(value, len(values)))
        except Raised as raised:
            if isinstance(raised.value, IndexError):
                return values
            raise


def _of_foreign(interpreter: Interpreter, value: Any) -> Any:
    try:
        return interpreter.guarded(interpreter.frameworks.iterate, interpreter, value)
    except NotHandled:
        pass
    if isinstance(value, Symbolic):
        return interpreter.unknown(f"the elements of {value.text} are not known: its source is not at hand")
    if isinstance(value, Class | Function | Module | BoundMethod | Intrinsic | Instance):
        return _refused(interpreter, value)
    return interpreter.guarded(_elements, interpreter, value)


def _elements(interpreter: Interpreter, value: Any) -> list[Any]:
    return interpreter.budget.elements(iter(value))


def _refused(interpreter: Interpreter, value: Any) -> Any:
    classes = [c for c in (value.cls if isinstance(value, Instance) else value, getattr(value, "metaclass", None)) if isinstance(c, Class)]
    if isinstance(value, Class) and isinstance(value.metaclass, Class):
        method = interpreter.class_attribute(value.metaclass, "__iter__")
        if method is not None:
            return iterate(interpreter, interpreter.call(method, [value], {}))
    if any(not isinstance(base, Class | type) for cls in classes for base in cls.mro):
        return interpreter.unknown("the elements of an instance are not known: its class has a base whose source is not at hand")
    raise Raised(TypeError(f"{type(value).__name__.lower()!r} object is not iterable"), interpreter.origin())


def awaited(interpreter: Interpreter, value: Any) -> Any:
    """`await value`: what was called has run already, so that most values are their own."""
    if isinstance(value, Instance) and (method := interpreter.class_attribute(value.cls, "__await__")) is not None:
        return _result(interpreter.call(method, [value], {}))
    return value


def _result(value: Any) -> Any:
    """What an interpreted `__await__` generator returns."""
    if not isinstance(value, GeneratorType):
        return value
    try:
        while True:
            next(value)
    except StopIteration as stop:
        return stop.value
    except UnknownUsed as used:
        return used.unknown
