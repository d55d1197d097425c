"""dataclasses: fields are read off the annotations of a class that stays interpreted; `__init__`, `__eq__`, `__repr__` are supplied."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import libcst as cst
from attrs import define, evolve, field

from schemaparity.evaluate.native import intrinsic, joined, text_of
from schemaparity.evaluate.operators import compare
from schemaparity.evaluate.values import Annotation, Class, Instance, UnknownValue

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter

FIELDS = "dataclass fields"
_MISSING: Any = dataclasses.MISSING
READABLE = frozenset({"name", "default", "default_factory", "init", "kw_only", "metadata", "type"})
"""The attributes of a field that code may read."""
_NOT_FIELDS = frozenset({"ClassVar", "KW_ONLY"})


@define(eq=False)
class Field:
    """A field of a dataclass, and what `field(...)` answers."""

    name: str = ""
    default: Any = _MISSING
    default_factory: Any = _MISSING
    init: Any = True
    kw_only: Any = False
    metadata: Any = field(factory=dict)
    type: Any = None
    is_init_only: bool = False


def make_field(
    interpreter: Interpreter, *, default: Any = _MISSING, default_factory: Any = _MISSING, init: Any = True, **options: Any
) -> object:
    """`field(...)`."""
    del interpreter
    return Field("", default, default_factory, init, options.get("kw_only", False), options.get("metadata") or {})


def decorate(interpreter: Interpreter, cls: Any = None, **options: Any) -> object:
    """`@dataclass` and `@dataclass(...)`."""
    if cls is None:
        return intrinsic("dataclasses.dataclass", lambda i, target: decorate(i, target, **options))
    if isinstance(cls, Class):
        supply(interpreter, cls, options)
    return cls


def supply(interpreter: Interpreter, cls: Class, options: dict[str, Any]) -> None:
    """Give a class its fields and the methods that it does not define."""
    fields: dict[str, Field] = {}
    for base in reversed(cls.mro[1:]):
        if isinstance(base, Class):
            fields.update(base.data.get(FIELDS, {}))
    fields.update(own_fields(cls, options))
    cls.data[FIELDS] = fields
    interpreter.touch(cls.namespace, names=True)
    names = cls.namespace
    names["__dataclass_fields__"] = dict(fields)
    if options.get("init", True) is not False:
        names.setdefault(
            "__init__", intrinsic(f"{cls.name}.__init__", lambda i, self, *args, **kwargs: initialise(i, cls, self, args, kwargs))
        )
    if options.get("eq", True) is not False:
        names.setdefault("__eq__", intrinsic(f"{cls.name}.__eq__", _equal))
    names.setdefault("__repr__", intrinsic(f"{cls.name}.__repr__", _shown))
    names.setdefault("__hash__", intrinsic(f"{cls.name}.__hash__", lambda i, _self: i.unknown("hash() differs from run to run")))


def own_fields(cls: Class, options: dict[str, Any]) -> dict[str, Field]:
    """The fields that the class itself declares; their defaults stay as class attributes."""
    found: dict[str, Field] = {}
    kw_only = options.get("kw_only", False) is True
    for name, annotation in cls.annotations.items():
        head = _head(annotation)
        kw_only = kw_only or head == "KW_ONLY"
        if head in _NOT_FIELDS:
            continue
        value = cls.namespace.get(name, _MISSING)
        made = value if isinstance(value, Field) else Field(default=value)
        found[name] = evolve(made, name=name, type=annotation, kw_only=made.kw_only or kw_only, is_init_only=head == "InitVar")
        if isinstance(value, Field):
            cls.namespace.pop(name)
            if value.default is not _MISSING:
                cls.namespace[name] = value.default
    return found


def _head(annotation: Annotation) -> str:
    """The last name of an annotation's head: `ClassVar` of `typing.ClassVar[int]`, also where it is quoted."""
    node: Any = annotation.node
    if isinstance(node, cst.SimpleString):
        return node.raw_value.partition("[")[0].rpartition(".")[2].strip()
    node = node.value if isinstance(node, cst.Subscript) else node
    node = node.attr if isinstance(node, cst.Attribute) else node
    return node.value if isinstance(node, cst.Name) else ""


def initialise(interpreter: Interpreter, cls: Class, self: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    """The generated `__init__`."""
    fields: dict[str, Field] = cls.data[FIELDS]
    given = dict(zip((f.name for f in fields.values() if f.init is not False and f.kw_only is not True), args, strict=False))
    if len(given) < len(args):
        raise TypeError(f"{cls.name}.__init__() takes {len(given) + 1} positional arguments but {len(args) + 1} were given")
    for name, value in kwargs.items():
        if name not in fields or fields[name].init is False:
            raise TypeError(f"{cls.name}.__init__() got an unexpected keyword argument {name!r}")
        given[name] = value
    init_only = []
    for item in fields.values():
        value = _value(interpreter, cls, item, given)
        if item.is_init_only:
            init_only.append(value)
        elif value is not _MISSING:
            _store(interpreter, self, item.name, value)
    _post_init(interpreter, self, init_only)


def _value(interpreter: Interpreter, cls: Class, item: Field, given: dict[str, Any]) -> Any:
    if item.name in given:
        return given[item.name]
    if item.default is not _MISSING:
        return item.default
    if item.default_factory is not _MISSING:
        return interpreter.call(item.default_factory, [], {})
    if item.init is False:
        return _MISSING
    raise TypeError(f"{cls.name}.__init__() missing 1 required positional argument: {item.name!r}")


def _store(interpreter: Interpreter, self: Any, name: str, value: Any) -> None:
    if isinstance(self, Instance):
        interpreter.touch(self.attributes, names=True)
        self.attributes[name] = value
    else:
        interpreter.set_attribute(self, name, value)


def _post_init(interpreter: Interpreter, self: Any, values: list[Any]) -> None:
    if isinstance(self, Instance) and interpreter.class_attribute(self.cls, "__post_init__") is not None:
        interpreter.call(interpreter.get_attribute(self, "__post_init__"), values, {})


def _equal(interpreter: Interpreter, self: Any, other: Any) -> object:
    if not isinstance(other, Instance) or other.cls is not self.cls:
        return other if isinstance(other, UnknownValue) else NotImplemented
    verdict: object = True
    for name in self.cls.data.get(FIELDS, {}):
        same = interpreter.truth(compare(interpreter, "==", self.attributes.get(name), other.attributes.get(name)))
        if same is False:
            return False
        verdict = same if isinstance(same, UnknownValue) else verdict
    return verdict


def _shown(interpreter: Interpreter, self: Any) -> object:
    parts: list[Any] = [self.cls.qualname or self.cls.name, "("]
    for index, name in enumerate(self.cls.data.get(FIELDS, {})):
        parts += [", " if index else "", f"{name}=", text_of(interpreter, self.attributes.get(name), "r")]
    return joined(interpreter, [*parts, ")"])


def _fields(_interpreter: Interpreter, target: Any) -> object:
    return tuple(_fields_of(target).values())


def _fields_of(target: Any) -> dict[str, Field]:
    cls = target.cls if isinstance(target, Instance) else target
    if not isinstance(cls, Class):
        raise TypeError("must be called with a dataclass type or instance")
    return next((c.data[FIELDS] for c in cls.mro if isinstance(c, Class) and FIELDS in c.data), {})


def _as_dict(interpreter: Interpreter, target: Any, **_options: Any) -> object:
    return {name: _converted(interpreter, target.attributes.get(name), _as_dict) for name in _fields_of(target)}


def _as_tuple(interpreter: Interpreter, target: Any, **_options: Any) -> object:
    return tuple(_converted(interpreter, target.attributes.get(name), _as_tuple) for name in _fields_of(target))


def _converted(interpreter: Interpreter, value: Any, convert: Any) -> Any:
    if isinstance(value, Instance) and _is_dataclass(interpreter, value):
        return convert(interpreter, value)
    if isinstance(value, list | tuple):
        return type(value)(_converted(interpreter, v, convert) for v in value)
    return {k: _converted(interpreter, v, convert) for k, v in value.items()} if type(value) is dict else value


def _replace(interpreter: Interpreter, target: Any, **changes: Any) -> object:
    values = {name: target.attributes.get(name) for name, f in _fields_of(target).items() if f.init is not False}
    return interpreter.call(target.cls, [], {**values, **changes})


def _is_dataclass(_interpreter: Interpreter, target: Any) -> bool:
    cls = target.cls if isinstance(target, Instance) else target
    return isinstance(cls, Class) and any(isinstance(c, Class) and FIELDS in c.data for c in cls.mro)


_FUNCTIONS: dict[str, Callable[..., object]] = {
    "dataclass": decorate, "field": make_field, "fields": _fields, "asdict": _as_dict, "astuple": _as_tuple, "replace": _replace,
    "is_dataclass": _is_dataclass,
}  # fmt: skip
DATACLASSES: dict[str, Any] = {
    **{name: intrinsic(f"dataclasses.{name}", function) for name, function in _FUNCTIONS.items()},
    "MISSING": _MISSING, "KW_ONLY": dataclasses.KW_ONLY, "InitVar": dataclasses.InitVar,
    "FrozenInstanceError": dataclasses.FrozenInstanceError,
    "Field": Field,
}  # fmt: skip
