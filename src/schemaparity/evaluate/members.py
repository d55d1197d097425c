"""Members of interpreted classes: along the MRO, bound to an instance, stored on one. Knows nothing of other values' attributes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemaparity.evaluate.frameworks import NotHandled
from schemaparity.evaluate.values import BoundMethod, Class, Descriptor, Function, Instance, Intrinsic, Raised, Symbolic

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter


def missing(interpreter: Interpreter, what: str, name: str) -> Raised:
    """The AttributeError of the interpreted program."""
    return Raised(AttributeError(f"{what} has no attribute {name!r}"), interpreter.origin())


def class_attribute(cls: Class, name: str) -> Any:
    """The attribute along the MRO's interpreted classes, unbound; None without one."""
    for base in cls.mro:
        if type(base) is Class and name in base.namespace:
            return base.namespace[name]
    return None


def is_foreign(cls: Class) -> bool:
    """True when a framework may have something to say about the class: it has a base that is not interpreted, or data of a framework."""
    if cls.foreign is None:
        has_base = any(not isinstance(base, Class) and base is not object for base in cls.mro)
        cls.foreign = has_base or isinstance(cls.metaclass, type | Symbolic)
    return cls.foreign or any(isinstance(base, Class) and base.data for base in cls.mro)


def bound(interpreter: Interpreter, found: Any, instance: Any, cls: Any) -> Any:
    """What a class attribute is when it is read from an instance."""
    if isinstance(found, Function | Intrinsic):
        return BoundMethod(found, instance)
    if isinstance(found, property):
        if found.fget is None:
            raise missing(interpreter, "property", "getter")
        return interpreter.call(found.fget, [instance], {})
    if isinstance(found, staticmethod):
        return found.__func__
    if isinstance(found, classmethod):
        return BoundMethod(found.__func__, cls)
    if isinstance(found, Instance) and (getter := class_attribute(found.cls, "__get__")) is not None:
        return interpreter.call(getter, [found, instance, cls], {})
    return found.read(interpreter, instance, cls) if isinstance(found, Descriptor) else found


def store(interpreter: Interpreter, value: Instance, name: str, new: Any) -> None:
    """Set an attribute in the instance's own dictionary, or where a framework keeps it."""
    if is_foreign(value.cls):
        try:
            interpreter.guarded(interpreter.frameworks.assign, interpreter, value, name, new)
        except NotHandled:
            pass
        else:
            return
    interpreter.touch(value.attributes, names=True)
    value.attributes[name] = new
