"""`super()`: the attributes that stand behind a class in the MRO of an instance or class."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

from schemaparity.evaluate import native
from schemaparity.evaluate.classes import make_instance
from schemaparity.evaluate.frameworks import NotHandled
from schemaparity.evaluate.members import bound, store
from schemaparity.evaluate.values import BoundMethod, Class, Descriptor, Instance, Intrinsic, Raised, Symbolic, UnknownValue
from schemaparity.schema import Unknown

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter


@frozen(eq=False)
class Super:
    """`super(cls, instance)`; `instance` may be a class."""

    cls: Class
    instance: Any


def make_super(interpreter: Interpreter, args: list[Any], _kwargs: dict[str, Any]) -> Any:
    """`super()` in a method, or `super(cls, instance)`."""
    if len(args) == 2:
        return Super(args[0], args[1]) if isinstance(args[0], Class) else interpreter.unknown("super() of a class that is not interpreted")
    frame = next((f for f in reversed(interpreter.frames) if f.function is not None and f.function.owner is not None), None)
    if frame is None or frame.function is None or frame.function.owner is None:
        raise Raised(RuntimeError("super(): no arguments"), interpreter.origin())
    return Super(frame.function.owner, frame.first)


SUPER = Intrinsic("super", make_super)


def of_super(interpreter: Interpreter, value: Super, name: str) -> Any:
    """The attribute behind the class in the MRO, bound."""
    own, is_unbound = _owner(value)
    for base in _behind(own.mro, value.cls):
        if isinstance(base, Class):
            if name in base.namespace:
                found = base.namespace[name]
                if name == "__new__" or (is_unbound and not isinstance(found, classmethod | Descriptor)):
                    return _plain(found)
                return bound(interpreter, found, value.instance, own)
        elif base is not object:
            return _of_foreign(interpreter, value, base, name)
    return _of_object(interpreter, value, name)


def _owner(value: Super) -> tuple[Class, bool]:
    """The class whose MRO counts, and whether functions stay unbound: in class methods, but not in methods of a metaclass."""
    instance = value.instance
    if isinstance(instance, Instance):
        return instance.cls, False
    if isinstance(instance, Class) and _is_in(value.cls, instance.mro):
        return instance, True
    if isinstance(instance, Class) and isinstance(instance.metaclass, Class):
        return instance.metaclass, False
    return value.cls, False


def _is_in(cls: Class, mro: tuple[Any, ...]) -> bool:
    return any(base is cls for base in mro)


def _behind(mro: tuple[Any, ...], cls: Class) -> tuple[Any, ...]:
    return next((mro[i + 1 :] for i, base in enumerate(mro) if base is cls), cls.mro[1:])


def _plain(found: Any) -> Any:
    return found.__func__ if isinstance(found, staticmethod) else found


def _of_foreign(interpreter: Interpreter, value: Super, base: Any, name: str) -> Any:
    try:
        return interpreter.guarded(interpreter.frameworks.attribute, interpreter, value, name)
    except NotHandled:
        pass
    if isinstance(base, UnknownValue):
        return base
    if isinstance(base, Symbolic):
        own = _OBJECT.get(name)
        if own is not None:
            return BoundMethod(own, value.instance)
        return UnknownValue(Unknown(f"{name} of {base.text} is not known: its source is not at hand", base.origin))
    if isinstance(base, type) and issubclass(base, BaseException) and name == "__init__":
        return BoundMethod(_EXCEPTION_INIT, value.instance)
    return _of_object(interpreter, value, name)


def _of_object(interpreter: Interpreter, value: Super, name: str) -> Any:
    method = _OBJECT.get(name)
    if method is not None:
        return method if name == "__new__" else BoundMethod(method, value.instance)
    if name.startswith("__") and hasattr(object, name):
        return BoundMethod(native.attribute(interpreter, object, name), value.instance)
    raise Raised(AttributeError(f"'super' object has no attribute {name!r}"), interpreter.origin())


def _init(_interpreter: Interpreter, _args: list[Any], _kwargs: dict[str, Any]) -> None:
    """`object.__init__`, and that of a base nobody knows: what it would set stays unknown."""


def _exception_init(_interpreter: Interpreter, args: list[Any], _kwargs: dict[str, Any]) -> None:
    if isinstance(args[0], Instance):
        args[0].attributes["args"] = tuple(args[1:])


def _new(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> Any:
    cls = args[0]
    if isinstance(cls, Class):
        if len(args) == 4 and isinstance(args[3], dict):  # type.__new__(metaclass, name, bases, namespace)
            return interpreter.create_class(args[1], args[2], args[3], metaclass=cls, keywords=kwargs)
        return Instance(cls, origin=interpreter.origin())
    return interpreter.unknown("__new__ of a class that is not interpreted")


def _set(interpreter: Interpreter, args: list[Any], _kwargs: dict[str, Any]) -> None:
    if isinstance(args[0], Instance):
        store(interpreter, args[0], args[1], args[2])
    elif isinstance(args[0], Class):
        interpreter.touch(args[0].namespace, names=True)
        args[0].namespace[args[1]] = args[2]


def _call(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> Any:
    return make_instance(interpreter, args[0], args[1:], kwargs)


_EXCEPTION_INIT = Intrinsic("BaseException.__init__", _exception_init)
_OBJECT: dict[str, Intrinsic] = {
    "__init__": Intrinsic("object.__init__", _init),
    "__init_subclass__": Intrinsic("object.__init_subclass__", _init),
    "__new__": Intrinsic("object.__new__", _new),
    "__setattr__": Intrinsic("object.__setattr__", _set),
    "__call__": Intrinsic("type.__call__", _call),
    "__set_name__": Intrinsic("object.__set_name__", _init),
}


def of_object_or_type(value: object, name: str) -> Intrinsic | None:
    """`object.__setattr__`, `type.__init__`, ...: methods that interpreted programs call on interpreted values."""
    return _OBJECT.get(name) if value is object or value is type else None
