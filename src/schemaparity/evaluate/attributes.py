"""Attributes of interpreted values: modules, classes, instances, functions. What is foreign goes to frameworks, what is data to native."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from schemaparity.evaluate import native
from schemaparity.evaluate.frameworks import NotHandled
from schemaparity.evaluate.members import bound, class_attribute, is_foreign, missing, store
from schemaparity.evaluate.names import ABSENT, mangled
from schemaparity.evaluate.supers import Super, of_object_or_type, of_super
from schemaparity.evaluate.values import (
    Annotation,
    BoundMethod,
    Class,
    Descriptor,
    Function,
    Instance,
    Intrinsic,
    Module,
    Symbolic,
    TypeAlias,
    UnknownValue,
)
from schemaparity.schema import Unknown

if TYPE_CHECKING:
    import libcst as cst

    from schemaparity.evaluate.frame import Frame
    from schemaparity.evaluate.interpreter import Interpreter


def evaluate_attribute(frame: Frame, node: cst.Attribute) -> Any:
    """`a.b`."""
    return get_attribute(frame.interpreter, frame.evaluate(node.value), mangled(frame.scope, node.attr.value))


def get_attribute(interpreter: Interpreter, value: Any, name: str) -> Any:
    """`value.name`."""
    handler = _ATTRIBUTES.get(type(value))
    if handler is not None:
        return handler(interpreter, value, name)
    if (method := of_object_or_type(value, name)) is not None:
        return method
    for function in (interpreter.frameworks.attribute, native.attribute):
        try:
            return interpreter.guarded(function, interpreter, value, name)
        except NotHandled:
            continue
    return interpreter.unknown(f"the attribute {name} of a {type(value).__name__} is not modelled")


def _of_module(interpreter: Interpreter, value: Module, name: str) -> Any:
    found = interpreter.modules.attribute(value, name)
    if found is ABSENT:
        raise missing(interpreter, f"module {value.name!r}", name)
    return found


_OF_TYPE = frozenset({"__name__", "__mro__", "__bases__", "__base__"})
"""Data descriptors of `type`: what the class itself binds to such a name does not count."""


def _of_class(interpreter: Interpreter, cls: Class, name: str) -> Any:
    if name in _OF_TYPE:
        return _CLASS_SPECIAL[name](interpreter, cls)
    if is_foreign(cls):
        try:
            return interpreter.guarded(interpreter.frameworks.attribute, interpreter, cls, name)
        except NotHandled:
            pass
    found = class_attribute(cls, name)
    if found is not None or name in cls.namespace:
        return _bound_to_class(interpreter, found, cls)
    special = _CLASS_SPECIAL.get(name)
    if special is not None:
        return special(interpreter, cls)
    if isinstance(cls.metaclass, Class) and (meta := class_attribute(cls.metaclass, name)) is not None:
        return bound(interpreter, meta, cls, cls.metaclass)
    return _of_bases(interpreter, cls, name)


def _of_bases(interpreter: Interpreter, cls: Class, name: str) -> Any:
    """What a base that is not interpreted has, or may have."""
    for base in cls.mro:
        if isinstance(base, UnknownValue):
            return base
        if isinstance(base, Symbolic):
            return UnknownValue(Unknown(f"{cls.name} has the base {base.text}, whose source is not at hand", base.origin))
        if isinstance(base, type) and hasattr(base, name):
            return _of_real_base(interpreter, base, name)
        if not isinstance(base, Class | type):
            return interpreter.unknown(f"{cls.name} has a base that is not modelled")
    if name.startswith("__") and hasattr(object, name):
        return native.attribute(interpreter, object, name)
    raise missing(interpreter, f"type object {cls.name!r}", name)


def _of_real_base(interpreter: Interpreter, base: type, name: str) -> Any:
    for function in (interpreter.frameworks.attribute, native.attribute):
        try:
            return interpreter.guarded(function, interpreter, base, name)
        except NotHandled:
            continue
    return interpreter.unknown(f"the attribute {name} of {base.__name__} is not modelled")


def _bound_to_class(interpreter: Interpreter, found: Any, cls: Class) -> Any:
    if isinstance(found, staticmethod):
        return found.__func__
    if isinstance(found, classmethod):
        return BoundMethod(found.__func__, cls)
    if isinstance(found, Instance) and (getter := class_attribute(found.cls, "__get__")) is not None:
        return interpreter.call(getter, [found, None, cls], {})
    return found.read(interpreter, None, cls) if isinstance(found, Descriptor) else found


def _of_instance(interpreter: Interpreter, value: Instance, name: str) -> Any:
    cls = value.cls
    found = class_attribute(cls, name)
    if not isinstance(found, property) and name in value.attributes:
        return value.attributes[name]
    if is_foreign(cls):
        try:
            return interpreter.guarded(interpreter.frameworks.attribute, interpreter, value, name)
        except NotHandled:
            pass
    if found is not None:
        return bound(interpreter, found, value, cls)
    return _without_class_attribute(interpreter, value, name)


def _without_class_attribute(interpreter: Interpreter, value: Instance, name: str) -> Any:
    cls = value.cls
    if any(type(base) is Class and name in base.namespace for base in cls.mro):
        return None
    special = _INSTANCE_SPECIAL.get(name)
    if special is not None:
        return special(value)
    getter = class_attribute(cls, "__getattr__")
    if getter is not None:
        return interpreter.call(getter, [value, name], {})
    for base in cls.mro:
        if isinstance(base, UnknownValue | Symbolic) or not isinstance(base, Class | type):
            return _of_bases(interpreter, cls, name)
        if isinstance(base, type) and base is not object and hasattr(base, name):
            return interpreter.unknown(f"the attribute {name} of a {cls.name}, inherited from {base.__name__}, is not modelled")
    if name.startswith("__") and hasattr(object, name):
        return BoundMethod(native.attribute(interpreter, object, name), value)
    raise missing(interpreter, f"{cls.name!r} object", name)


def _of_function(interpreter: Interpreter, value: Function, name: str) -> Any:
    if name in value.attributes:
        return value.attributes[name]
    special = _FUNCTION_SPECIAL.get(name)
    if special is not None:
        return special(value)
    if name == "__get__":
        return Intrinsic("function.__get__", lambda _i, args, _kw: value if args[0] is None else BoundMethod(value, args[0]))
    if name == "__call__":
        return value
    if name in _NOT_MODELLED:
        return interpreter.unknown(f"{name} of a function is not modelled")
    raise missing(interpreter, "'function' object", name)


_NOT_MODELLED = frozenset({"__builtins__", "__closure__", "__code__", "__globals__", "__type_params__"})
"""What every function has, and no interpreted one."""


def _of_bound(interpreter: Interpreter, value: BoundMethod, name: str) -> Any:
    if name == "__self__":
        return value.instance
    return value.function if name == "__func__" else get_attribute(interpreter, value.function, name)


def _of_intrinsic(interpreter: Interpreter, value: Intrinsic, name: str) -> Any:
    try:
        return interpreter.guarded(interpreter.frameworks.attribute, interpreter, value, name)
    except NotHandled:
        pass
    if name in ("__name__", "__qualname__"):
        return value.name.rpartition(".")[2]
    return interpreter.unknown(f"the attribute {name} of {value.name} is not modelled")


def _of_unknown(interpreter: Interpreter, value: UnknownValue, name: str) -> Any:
    if value.text is not None:
        return native.attribute(interpreter, value, name)
    return UnknownValue(value.unknown) if value.rest else value


def _of_symbolic(interpreter: Interpreter, value: Symbolic, name: str) -> Any:
    try:
        return interpreter.guarded(interpreter.frameworks.attribute, interpreter, value, name)
    except NotHandled:
        return Symbolic(f"{value.text}.{name}", value.origin)


def _of_property(interpreter: Interpreter, value: property, name: str) -> Any:
    if name in ("getter", "setter", "deleter"):
        method = getattr(value, name)
        return Intrinsic(f"property.{name}", lambda _i, args, _kw: method(*args))
    if name in ("fget", "fset", "fdel"):
        return getattr(value, name)
    raise missing(interpreter, "'property' object", name)


def _of_wrapper(interpreter: Interpreter, value: Any, name: str) -> Any:
    return value.__func__ if name in ("__func__", "__wrapped__") else get_attribute(interpreter, value.__func__, name)


def _annotations(value: Function) -> dict[str, Any]:
    annotated = [(p.name, p.annotation) for p in value.parameters if p.annotation is not None]
    return {name: value.interpreter.annotation_of(annotation, value.scope) for name, annotation in annotated}


_CLASS_SPECIAL: dict[str, Callable[[Interpreter, Class], Any]] = {
    "__name__": lambda _i, cls: cls.name,
    "__qualname__": lambda _i, cls: cls.qualname or cls.name,
    "__module__": lambda _i, cls: cls.module.name,
    "__mro__": lambda _i, cls: (*cls.mro, *(() if object in cls.mro else (object,))),
    "__bases__": lambda _i, cls: cls.bases or (object,),
    "__base__": lambda _i, cls: cls.bases[0] if cls.bases else object,
    "__dict__": lambda _i, cls: dict(cls.namespace),
    "__doc__": lambda _i, _cls: None,
    "__class__": lambda _i, cls: cls.metaclass or type,
    "__annotations__": lambda i, cls: {name: i.annotation(annotation) for name, annotation in cls.annotations.items()},
    "__subclasses__": lambda _i, cls: Intrinsic("type.__subclasses__", lambda _i2, _a, _k: list(cls.subclasses)),
    "mro": lambda _i, cls: Intrinsic("type.mro", lambda _i2, _a, _k: [*cls.mro]),
}
_INSTANCE_SPECIAL: dict[str, Callable[[Instance], Any]] = {
    "__class__": lambda value: value.cls,
    "__dict__": lambda value: value.attributes,
    "__doc__": lambda _value: None,
    "__module__": lambda value: value.cls.module.name,
}
_FUNCTION_SPECIAL: dict[str, Callable[[Function], Any]] = {
    "__name__": lambda value: value.name,
    "__qualname__": lambda value: value.qualname or value.name,
    "__module__": lambda value: value.scope.module.name,
    "__doc__": lambda _value: None,
    "__dict__": lambda value: value.attributes,
    "__defaults__": lambda value: tuple(p.default for p in value.parameters if p.has_default and p.kind != "keyword") or None,
    "__kwdefaults__": lambda value: {p.name: p.default for p in value.parameters if p.has_default and p.kind == "keyword"} or None,
    "__annotations__": _annotations,
    "__wrapped__": lambda value: value.attributes.get("__wrapped__", value),
}


def _of_alias(interpreter: Interpreter, value: TypeAlias, name: str) -> Any:
    if name == "__value__":
        return interpreter.annotation(value.value) if isinstance(value.value, Annotation) else value.value
    if name == "__name__":
        return value.name
    raise missing(interpreter, "'typing.TypeAliasType' object", name)


def set_attribute(interpreter: Interpreter, value: Any, name: str, new: Any) -> None:
    """`value.name = new`."""
    match value:
        case UnknownValue():
            return
        case Instance():
            _set_on_instance(interpreter, value, name, new)
        case Class():
            _set_on_class(interpreter, value, name, new)
        case Module():
            interpreter.touch(value.namespace, names=True)
            interpreter.modules.settle(value, name)
            value.namespace[name] = new
        case Function():
            interpreter.touch(value.attributes, names=True)
            value.attributes[name] = new
        case BoundMethod():
            set_attribute(interpreter, value.function, name, new)
        case _:
            _set_foreign(interpreter, value, name, new)


def _set_on_instance(interpreter: Interpreter, value: Instance, name: str, new: Any) -> None:
    found = class_attribute(value.cls, name)
    if isinstance(found, property) and found.fset is not None:
        interpreter.call(found.fset, [value, new], {})
        return
    if isinstance(found, Instance) and (setter := class_attribute(found.cls, "__set__")) is not None:
        interpreter.call(setter, [found, value, new], {})
        return
    setter = class_attribute(value.cls, "__setattr__")
    if setter is not None:
        interpreter.call(setter, [value, name, new], {})
        return
    store(interpreter, value, name, new)


def _set_on_class(interpreter: Interpreter, cls: Class, name: str, new: Any) -> None:
    if is_foreign(cls):
        try:
            interpreter.guarded(interpreter.frameworks.assign, interpreter, cls, name, new)
        except NotHandled:
            pass
        else:
            return
    meta = cls.metaclass
    if isinstance(meta, Class) and (setter := class_attribute(meta, "__setattr__")) is not None:
        interpreter.call(setter, [cls, name, new], {})
        return
    if name == "__name__" and isinstance(new, str):
        cls.name = new
        return
    interpreter.touch(cls.namespace, names=True)
    cls.namespace[name] = new


def _set_foreign(interpreter: Interpreter, value: Any, name: str, new: Any) -> None:
    try:
        interpreter.guarded(interpreter.frameworks.assign, interpreter, value, name, new)
    except NotHandled:
        if isinstance(value, BaseException) and not name.startswith("__"):
            interpreter.guarded(setattr, value, name, new)
        elif interpreter.frameworks.carries_effects(value):
            unknown = interpreter.unknown(f"the attribute {name} of a {type(value).__name__} is set").unknown
            interpreter.effects.unknown_call(unknown, (value, new))


def delete_attribute(interpreter: Interpreter, value: Any, name: str) -> None:
    """`del value.name`."""
    if isinstance(value, UnknownValue | Symbolic):
        return
    names = {Instance: "attributes", Class: "namespace", Module: "namespace", Function: "attributes"}.get(type(value))
    namespace = getattr(value, names) if names is not None else None
    if namespace is None or name not in namespace:
        raise missing(interpreter, f"{type(value).__name__} object", name)
    interpreter.touch(namespace, names=True)
    del namespace[name]


_ATTRIBUTES: dict[type, Callable[[Interpreter, Any, str], Any]] = {
    Module: _of_module, Class: _of_class, Instance: _of_instance, Function: _of_function, BoundMethod: _of_bound, Intrinsic: _of_intrinsic,
    TypeAlias: _of_alias, UnknownValue: _of_unknown, Symbolic: _of_symbolic, Super: of_super,
    property: _of_property, staticmethod: _of_wrapper, classmethod: _of_wrapper,
}  # fmt: skip
