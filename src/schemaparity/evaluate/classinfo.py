"""isinstance and issubclass over real types and interpreted classes. What a symbolic base or value makes undecidable is unknown."""

from __future__ import annotations

import collections.abc
import types
import typing
from typing import TYPE_CHECKING, Any

from schemaparity.evaluate.native.construct import type_of
from schemaparity.evaluate.native.containers import elements
from schemaparity.evaluate.values import BoundMethod, Class, Function, Instance, Intrinsic, Module, Symbolic, UnknownUsed, UnknownValue

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter

_CALLABLES = (Function, BoundMethod, Intrinsic, Class)
_KINDS: dict[type, tuple[Any, ...]] = {
    Function: (types.FunctionType, types.LambdaType, collections.abc.Callable),
    BoundMethod: (types.MethodType, collections.abc.Callable),
    Intrinsic: (types.BuiltinFunctionType, types.FunctionType, collections.abc.Callable),
    Module: (types.ModuleType,),
    Class: (type, collections.abc.Callable),
}
_PROTOCOLS: dict[Any, str] = {
    collections.abc.Iterable: "__iter__",
    collections.abc.Sized: "__len__",
    collections.abc.Callable: "__call__",
    collections.abc.Container: "__contains__",
}


def is_instance(interpreter: Interpreter, value: Any, info: Any) -> bool:
    """`isinstance(value, info)`; raises UnknownUsed when it cannot be decided."""
    if isinstance(value, UnknownValue):
        raise UnknownUsed(value)
    return _any(interpreter, info, lambda cls: _is_instance_of(interpreter, value, cls))


def is_subclass(interpreter: Interpreter, cls: Any, info: Any) -> bool:
    """`issubclass(cls, info)`; raises UnknownUsed when it cannot be decided."""
    if isinstance(cls, UnknownValue | Symbolic):
        raise UnknownUsed(_unknown(interpreter, cls))
    if not isinstance(cls, Class | type):
        raise TypeError("issubclass() arg 1 must be a class")
    return _any(interpreter, info, lambda other: _is_subclass_of(interpreter, cls, other))


def _any(interpreter: Interpreter, info: Any, test: Any) -> bool:
    """True when the test holds for one class, unknown when one is undecidable and none holds."""
    undecided: UnknownUsed | None = None
    for cls in _classes(interpreter, info):
        try:
            if test(cls):
                return True
        except UnknownUsed as used:
            undecided = used
    if undecided is not None:
        raise undecided
    return False


def _classes(interpreter: Interpreter, info: Any) -> list[Any]:
    if isinstance(info, tuple | list):
        return [cls for part in elements(interpreter, info) for cls in _classes(interpreter, part)]
    if isinstance(info, types.UnionType):
        return list(typing.get_args(info))
    return [type(None) if info is None else typing.get_origin(info) or info]


def _is_instance_of(interpreter: Interpreter, value: Any, cls: Any) -> bool:
    if isinstance(value, Symbolic) and cls is not object:
        raise UnknownUsed(_unknown(interpreter, value))
    if isinstance(value, Instance):
        return _is_subclass_of(interpreter, value.cls, cls)
    if isinstance(value, Class) and (isinstance(cls, Class) or cls is type):
        return cls is type or _is_subclass_of(interpreter, type_of(interpreter, value), cls)
    if isinstance(cls, UnknownValue | Symbolic):
        raise UnknownUsed(_unknown(interpreter, cls))
    if isinstance(cls, Class):
        real = cls.data.get("bridge")
        return isinstance(real, type) and isinstance(value, real)
    if type(value) in _KINDS:
        return cls is object or cls in _KINDS[type(value)]
    if not isinstance(cls, type):
        raise UnknownUsed(interpreter.unknown(f"isinstance() with {type(cls).__name__} is not modelled"))
    return isinstance(value, cls)


def _is_subclass_of(interpreter: Interpreter, cls: Any, other: Any) -> bool:
    if other is object or cls is other:
        return True
    if isinstance(cls, type):
        if isinstance(other, type):
            return issubclass(cls, other)
        if isinstance(other, Class):
            return False
        raise UnknownUsed(_unknown(interpreter, other))
    return _inherits(interpreter, cls, other)


def _inherits(interpreter: Interpreter, cls: Class, other: Any) -> bool:
    for base in cls.mro:
        if base is other or (isinstance(base, type) and isinstance(other, type) and issubclass(base, other)):
            return True
        if isinstance(base, Symbolic) and isinstance(other, Symbolic) and base == other:
            return True
    if isinstance(other, UnknownValue | Symbolic):
        raise UnknownUsed(_unknown(interpreter, other))
    unknown = next((b for b in cls.mro if isinstance(b, UnknownValue | Symbolic)), None)
    if unknown is not None:
        raise UnknownUsed(_unknown(interpreter, unknown))
    return _has_protocol(cls, other)


def _has_protocol(cls: Class, other: Any) -> bool:
    method = _PROTOCOLS.get(other)
    if method is None:
        return False
    try:
        cls.lookup(method)
    except KeyError:
        return False
    return True


def _unknown(interpreter: Interpreter, value: Any) -> UnknownValue:
    if isinstance(value, UnknownValue):
        return value
    name = value.text if isinstance(value, Symbolic) else type(value).__name__
    return interpreter.unknown(f"the class {name} is not known")


def is_callable(interpreter: Interpreter, value: Any) -> bool:
    """`callable(value)`."""
    if isinstance(value, UnknownValue | Symbolic):
        raise UnknownUsed(_unknown(interpreter, value))
    if isinstance(value, Instance):
        return is_instance(interpreter, value, collections.abc.Callable)
    return isinstance(value, _CALLABLES) or callable(value)
