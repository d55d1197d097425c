"""pydantic: models and settings with the values of their fields, everything else symbolic. Its source, half of it compiled, is never read.

Validators of one value are run; what others may change is unknown.
"""

from __future__ import annotations

import typing
from collections.abc import Iterator
from types import UnionType
from typing import TYPE_CHECKING, Any

from schemaparity.evaluate.frameworks import NotHandled
from schemaparity.evaluate.values import REST, Annotation, Class, Function, Instance, Symbolic, Union
from schemaparity.location import NOWHERE

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter

_ABSENT: Any = object()
_PACKAGES = ("pydantic.", "pydantic_settings.")
_VALIDATORS = frozenset({"field_validator", "validator", "model_validator", "root_validator"})
_OF_ALL = frozenset({"model_validator", "root_validator"})
_READ: dict[Any, Any] = {str: str, int: int, float: float}
_TRUTHS = {"1": True, "true": True, "on": True, "yes": True, "0": False, "false": False, "off": False, "no": False}


def module(name: str) -> Symbolic:
    """A module of pydantic, of which every name is symbolic."""
    return Symbolic(name, NOWHERE)


def call(interpreter: Interpreter, callee: object, args: list[Any], kwargs: dict[Any, Any]) -> object:
    """`Model(field=value)` and `Settings()`: an instance with what was given, else the defaults."""
    if not isinstance(callee, Class) or args or REST in kwargs:
        raise NotHandled
    base = next((b for b in callee.mro if isinstance(b, Symbolic) and _is_model(b)), None)
    if base is None or any("__init__" in b.namespace or "__new__" in b.namespace for b in callee.mro if isinstance(b, Class)):
        raise NotHandled
    instance = Instance(callee, origin=interpreter.origin())
    is_settings = base.text.endswith("BaseSettings")
    for name, annotation in _annotations(callee):
        declared = _declared(callee, name)
        value = _given(kwargs, name, declared)
        if value is _ABSENT and is_settings:
            value = _from_environment(interpreter, callee, name, annotation)
        is_checked = value is not _ABSENT or is_settings
        value = _default(interpreter, declared) if value is _ABSENT else value
        if value is _ABSENT:
            value = interpreter.unknown(f"the field {name} of {callee.name} is given by whoever runs the program")
        elif is_checked:
            value = _checked(interpreter, instance, name, value)
        instance.attributes[name] = value
    return instance


def _is_model(base: Symbolic) -> bool:
    return base.callee is None and base.text.startswith(_PACKAGES) and base.text.endswith((".BaseModel", ".BaseSettings"))


def _annotations(cls: Class) -> Iterator[tuple[str, Annotation]]:
    """The fields, those of bases first."""
    for base in reversed(cls.mro):
        if isinstance(base, Class):
            yield from ((n, a) for n, a in base.annotations.items() if not n.startswith("_") and n != "model_config")


def _declared(cls: Class, name: str) -> Any:
    """What the nearest class body assigns to a field."""
    return next((b.namespace[name] for b in cls.mro if isinstance(b, Class) and name in b.namespace), _ABSENT)


def _options(declared: Any) -> dict[str, Any] | None:
    """The arguments of a `Field(...)`, its default among them; None for a plain default."""
    callee = declared.callee if isinstance(declared, Symbolic) else None
    if not isinstance(callee, Symbolic) or callee.text not in {"pydantic.Field", "pydantic.fields.Field"}:
        return None
    return {**({"default": declared.args[0]} if declared.args else {}), **declared.kwargs}


def _given(kwargs: dict[Any, Any], name: str, declared: Any) -> Any:
    options = _options(declared) or {}
    names = [alias for alias in (options.get("alias"), options.get("validation_alias"), name) if isinstance(alias, str)]
    return next((kwargs[n] for n in names if n in kwargs), _ABSENT)


def _default(interpreter: Interpreter, declared: Any) -> Any:
    options = _options(declared)
    if options is None:
        return declared
    if "default_factory" in options:
        return interpreter.call(options["default_factory"], [], {})
    found = options.get("default", _ABSENT)
    return _ABSENT if found is Ellipsis else found


def _from_environment(interpreter: Interpreter, cls: Class, name: str, annotation: Annotation) -> Any:
    """The value that a definition gives to the environment variable of a setting."""
    text = next((interpreter.defines[n] for n in _variables(cls, name) if n in interpreter.defines), None)
    if text is None:
        interpreter.unset[next(_variables(cls, name))] = None
        return _ABSENT
    kind = _without_none(interpreter.annotation(annotation))
    if kind is bool and text.lower() in _TRUTHS:
        return _TRUTHS[text.lower()]
    if isinstance(kind, type) and kind in _READ:
        try:
            return _READ[kind](text)
        except ValueError:
            pass
    return interpreter.unknown(f"the setting {name} is given as text")


def _without_none(kind: Any) -> Any:
    """`T` of `T | None`."""
    members = [m for m in (kind.members if isinstance(kind, Union) else typing.get_args(kind)) if m not in {None, type(None)}]
    is_union = isinstance(kind, Union | UnionType) or typing.get_origin(kind) is typing.Union
    return members[0] if is_union and len(members) == 1 else kind


def _variables(cls: Class, name: str) -> Iterator[str]:
    options = _options(_declared(cls, name)) or {}
    yield from (options[key] for key in ("validation_alias", "alias", "env") if isinstance(options.get(key), str))
    config = _declared(cls, "model_config")
    given = config.kwargs if isinstance(config, Symbolic) else config if isinstance(config, dict) else {}
    prefix = given.get("env_prefix", "")
    prefix = prefix if isinstance(prefix, str) else ""
    yield from (f"{prefix}{name}".upper(), f"{prefix}{name}")


def _validators(cls: Class) -> Iterator[tuple[str, tuple[Any, ...], Any]]:
    """Name, arguments and function of every decorator of a class that may change values."""
    for base in cls.mro:
        for value in base.namespace.values() if isinstance(base, Class) else ():
            made = value.callee if isinstance(value, Symbolic) else None
            maker = made.callee if isinstance(made, Symbolic) and isinstance(made.callee, Symbolic) else made
            name = maker.text.rpartition(".")[2] if isinstance(maker, Symbolic) else ""
            if name in _VALIDATORS and isinstance(value, Symbolic) and isinstance(made, Symbolic):
                yield name, tuple(made.args), value.args[0] if value.args else None


def _checked(interpreter: Interpreter, instance: Instance, name: str, value: Any) -> Any:
    """A value as the validators leave it: those of two parameters are run, others may do anything."""
    for kind, fields, given in _validators(instance.cls):
        if kind not in _OF_ALL and name not in fields and "*" not in fields:
            continue
        function = given.__func__ if isinstance(given, classmethod) else given
        if kind in _OF_ALL or not isinstance(function, Function) or len(function.parameters) != 2:
            return interpreter.unknown(f"a validator may change the field {name} of {instance.cls.name}")
        value = interpreter.call(function, [instance.cls, value], {})
    return value
