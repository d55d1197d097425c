"""The standard library as interpreted code sees it: real data, pure functions, files of the project; the rest is unknown."""

from __future__ import annotations

import importlib
import types
from typing import TYPE_CHECKING, Any

from schemaparity.evaluate.frameworks import NotHandled
from schemaparity.evaluate.native import NativeMethod, require_known
from schemaparity.evaluate.values import Class, Intrinsic, Module, Symbolic
from schemaparity.frameworks.stdlib import (
    concurrency,
    contexts,
    dataclass,
    enums,
    functions,
    imports,
    noise,
    paths,
    system,
    tuples,
    typing_names,
)
from schemaparity.frameworks.stdlib.iteration import CHAIN_FROM_ITERABLE
from schemaparity.frameworks.stdlib.names import SOURCES, TABLES

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter

_HASHES = frozenset({"digest", "hexdigest", "update", "copy", "name", "digest_size", "block_size"})


def module(name: str) -> object | None:
    """A module of the standard library; a name that is not modelled is symbolic when the real module has it."""
    place = TABLES.get(name)
    if place is None:
        return None
    path, _, attribute_name = place.partition(":")
    found = getattr(importlib.import_module(path), attribute_name)
    namespace = dict(found() if callable(found) else found)
    namespace["__name__"] = name
    namespace["__getattr__"] = Intrinsic(f"{name}.__getattr__", lambda interpreter, args, _kwargs: _other(interpreter, name, args[0]))
    return Module(name, namespace=namespace, is_third_party=True)


def _other(interpreter: Interpreter, name: str, attribute_name: Any) -> object:
    real = importlib.import_module("typing" if name == "typing_extensions" else name)
    if name != "typing_extensions" and not hasattr(real, attribute_name):
        raise AttributeError(f"module {name!r} has no attribute {attribute_name!r}")
    return Symbolic(f"{name}.{attribute_name}", interpreter.origin())


def attribute(interpreter: Interpreter, value: Any, name: str) -> object:
    """`value.name` of the values that these modules make."""
    match value:
        case Intrinsic():
            return _intrinsic_attribute(value, name)
        case contexts.Manager():
            return contexts.attribute(value, name)
        case noise.Logger():
            return noise.logger_attribute(value, name)
        case system.Environment():
            return system.environment_attribute(value, name)
        case system.LoadedModules():
            return system.modules_attribute(name)
        case imports.Spec():
            return imports.attribute(value, name)
        case concurrency.Loop():
            return concurrency.attribute(name)
        case dataclass.Field() if name in dataclass.READABLE:
            return getattr(value, name)
    return _data_attribute(interpreter, value, name)


def _intrinsic_attribute(value: Intrinsic, name: str) -> object:
    if value.name == "itertools.chain" and name == "from_iterable":
        return CHAIN_FROM_ITERABLE
    return functions.attribute(value, name)


def _data_attribute(interpreter: Interpreter, value: Any, name: str) -> object:
    if isinstance(value, paths.ProjectPath) or value is paths.ProjectPath:
        return paths.attribute(interpreter, value, name)
    if isinstance(value, tuples.Named) and (name in tuples.PRIVATE or name in value._fields):
        found = getattr(value, name)
        return NativeMethod(value, name, interpreter) if callable(found) and name in tuples.PRIVATE else found
    if isinstance(value, type) and issubclass(value, tuples.Named) and name in tuples.PRIVATE:
        found = getattr(value, name)
        return NativeMethod(value, name, interpreter) if callable(found) else found
    if type(value).__module__.startswith("_") and name in _HASHES:
        found = getattr(value, name)
        return NativeMethod(value, name, interpreter) if callable(found) else found
    if type(value).__module__ == "typing" or isinstance(value, types.GenericAlias):
        return typing_names.attribute(interpreter, value, name)
    raise NotHandled


def assign(interpreter: Interpreter, value: Any, name: str, new: Any) -> None:
    """Real data of these modules takes no attributes, but a logger may."""
    del interpreter, name, new
    if not isinstance(value, noise.Logger):
        raise NotHandled


def call(interpreter: Interpreter, callee: Any, args: list[Any], kwargs: dict[str, Any]) -> object:
    """`callee(*args, **kwargs)` of enums, paths, named tuples and typing objects."""
    if enums.is_enum(callee):
        return enums.call(interpreter, callee, args, kwargs)
    if callee is paths.ProjectPath:
        return paths.call(interpreter, callee, args, kwargs)
    if isinstance(callee, type) and issubclass(callee, tuples.Named):
        return callee(*args, **kwargs)
    return typing_names.call(interpreter, callee, args, kwargs)


def item(interpreter: Interpreter, value: Any, key: Any) -> object:
    """`value[key]`."""
    if isinstance(value, system.Environment):
        return value.read(interpreter, key)
    if isinstance(value, system.LoadedModules):
        return system.module_named(interpreter, key)
    if enums.is_enum(value):
        return enums.item(value, key)
    if isinstance(value, type) or type(value).__module__ == "typing":
        return typing_names.item(value, key)
    raise NotHandled


def set_item(interpreter: Interpreter, value: Any, key: Any, new: Any) -> None:
    """`value[key] = new`."""
    if isinstance(value, system.Environment):
        value.write(interpreter, key, new)
    elif not isinstance(value, system.LoadedModules):
        raise NotHandled


def iterate(interpreter: Interpreter, value: Any) -> list[Any]:
    """The members of an enum."""
    del interpreter
    if enums.is_enum(value):
        return enums.iterate(value)
    raise NotHandled


def binary(interpreter: Interpreter, operator: str, left: Any, right: Any) -> object:
    """`in os.environ`, paths, unions of types."""
    if isinstance(right, system.Environment | system.LoadedModules):
        return system.contains(interpreter, operator, left, right)
    if operator == "/" and isinstance(left, paths.ProjectPath):
        require_known(right)
        return left / right
    return typing_names.union(operator, left, right)


def make_class(interpreter: Interpreter, cls: Class) -> Any:
    """Enums, named tuples and typed dicts become real classes; Generic, Protocol and ABC are no bases."""
    return enums.make_class(interpreter, cls) or typing_names.make_class(interpreter, cls)


__all__ = ["SOURCES", "assign", "attribute", "binary", "call", "item", "iterate", "make_class", "module", "set_item"]
