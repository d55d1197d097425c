"""Real classes with interpreted members: subclasses of real bases (exceptions, enums, SQLAlchemy types, str, ...) that a project defines.

Real code that calls a bridged method comes back to the interpreter. An unknown answer travels through the real code as UnknownUsed,
an exception as itself.
"""

from __future__ import annotations

import types
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from schemaparity.evaluate.frameworks import NotHandled
from schemaparity.evaluate.values import BoundMethod, Class, Function, Intrinsic, Raised, UnknownUsed, UnknownValue
from schemaparity.frameworks.signatures import with_signature

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter

MARK = "__schemaparity_class__"
"""The attribute of a bridged class that holds its interpreted Class."""
BRIDGE = "bridge"
"""The key of `Class.data` that holds the real class."""
_INTERPRETED = "_schemaparity_interpreted_"
_LEFT_OUT = frozenset({
    "__annotations__", "__dict__", "__weakref__", "__module__", "__qualname__", "__slots__", "__getattribute__", "__init_subclass__",
    "__class_getitem__",
    "__del__", "__set_name__", "__reduce__", "__reduce_ex__", "__getstate__", "__setstate__", "__instancecheck__", "__subclasscheck__",
    "__prepare__",
})  # fmt: skip


def is_bridged(value: object) -> bool:
    """True for a bridged class or an instance of one."""
    return hasattr(value if isinstance(value, type) else type(value), MARK)


def interpreted_class(cls: type) -> Class | None:
    """The interpreted Class that a real class was made from."""
    return cls.__dict__.get(MARK)


def bridge_class(interpreter: Interpreter, cls: Class, real_bases: tuple[type, ...]) -> Any:
    """A real subclass of `real_bases` with the members of `cls`; interpreted bases become real mixins in the place where they stand."""
    made = cls.data.get(BRIDGE)
    if made is None:
        bases = bases_of(interpreter, cls, real_bases)
        if bases is None:
            return None
        made = types.new_class(cls.name, bases, {}, lambda namespace: namespace.update(members(interpreter, cls)))
        cls.data[BRIDGE] = made
    return made


def bases_of(interpreter: Interpreter, cls: Class, real_bases: tuple[type, ...]) -> tuple[type, ...] | None:
    """The bases in their order as real classes, None when one of them cannot be one."""
    found: list[type] = []
    for base in cls.bases:
        if cls.mro and base not in cls.mro:
            continue
        real = bridge_class(interpreter, base, ()) if isinstance(base, Class) else base
        if not isinstance(real, type):
            return None
        found.append(real)
    return tuple(found or real_bases)


def members(interpreter: Interpreter, cls: Class) -> dict[str, Any]:
    """The namespace of the real class."""
    kept = {name: member(interpreter, value) for name, value in cls.namespace.items() if name not in _LEFT_OUT}
    return {**kept, "__module__": cls.module.name, "__qualname__": cls.qualname or cls.name, MARK: cls}


def member(interpreter: Interpreter, value: Any) -> Any:
    """A member as real code needs it: interpreted functions become real ones that call back."""
    if isinstance(value, property):
        fget, fset, fdel = (None if f is None else callback(interpreter, f) for f in (value.fget, value.fset, value.fdel))
        return property(fget, fset, fdel)
    if isinstance(value, staticmethod | classmethod):
        return type(value)(callback(interpreter, value.__func__))
    return callback(interpreter, value) if isinstance(value, Function | Intrinsic) else value


def callback(interpreter: Interpreter, function: Any) -> Callable[..., Any]:
    """A real function that calls an interpreted one."""
    if not isinstance(function, Function | Intrinsic | BoundMethod | Class):
        return function  # type: ignore[no-any-return]

    def receive(args: list[Any], kwargs: dict[str, Any]) -> Any:
        return returned(lambda: interpreter.call(function, args, kwargs))

    def called(*args: Any, **kwargs: Any) -> Any:
        return receive(list(args), kwargs)

    if isinstance(function, Function) and len({p.name for p in function.parameters}) == len(function.parameters):
        called = with_signature(function, receive)
    called.__name__ = called.__qualname__ = getattr(function, "name", "called")
    setattr(called, _INTERPRETED, function)
    return called


def returned(call: Callable[[], Any]) -> Any:
    """What interpreted code answers to real code."""
    try:
        value = call()
    except Raised as raised:
        if isinstance(raised.value, UnknownValue):
            raise UnknownUsed(raised.value) from raised
        if isinstance(raised.value, BaseException):
            raise raised.value from raised
        raise
    if isinstance(value, UnknownValue):
        raise UnknownUsed(value)
    return value


def interpreted(value: Any) -> Any:
    """The interpreted function behind a real one, None when there is none."""
    return getattr(value, _INTERPRETED, None) if isinstance(value, types.FunctionType) else None


def attribute(interpreter: Interpreter, value: Any, name: str) -> object:
    """An interpreted member of a bridged class or instance; raises NotHandled for everything that is real."""
    cls = value if isinstance(value, type) else type(value)
    if cls is not value and name in getattr(value, "__dict__", ()):
        raise NotHandled
    return bound(interpreter, _found(cls.__mro__, name), value, cls)


def super_attribute(interpreter: Interpreter, after: type, value: Any, name: str) -> object:
    """`super(after, value).name`, where `after` is a bridged class: interpreted when the next owner is, else the real bound attribute."""
    cls = value if isinstance(value, type) else type(value)
    rest = cls.__mro__[cls.__mro__.index(after) + 1 :]
    try:
        return bound(interpreter, _found(rest, name), value, cls)
    except NotHandled:
        return getattr(super(after, value), name)


def _found(mro: tuple[type, ...], name: str) -> Any:
    for cls in mro:
        if name in cls.__dict__:
            return cls.__dict__[name]
    raise NotHandled


def bound(interpreter: Interpreter, found: Any, value: Any, cls: type) -> object:
    """A member as it is read from `value`; raises NotHandled when it is not interpreted."""
    is_instance = value is not cls
    function = interpreted(found)
    if function is not None:
        return BoundMethod(function, value) if is_instance else function
    if isinstance(found, property) and interpreted(found.fget) is not None:
        return interpreter.call(interpreted(found.fget), [value], {}) if is_instance else found
    if isinstance(found, classmethod) and interpreted(found.__func__) is not None:
        return BoundMethod(interpreted(found.__func__), cls)
    if isinstance(found, staticmethod) and interpreted(found.__func__) is not None:
        return interpreted(found.__func__)
    raise NotHandled
