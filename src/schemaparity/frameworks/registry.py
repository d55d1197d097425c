"""The frameworks that are known: which package belongs to which, loaded when a name or a value of it is first met. Knows none of them.

A framework is a module (or object) that has any of these functions, with the meaning they have in `evaluate.frameworks.Frameworks`:
`module`, `attribute`, `assign`, `call`, `item`, `set_item`, `iterate`, `binary`, `unary`, `make_class`,
`carries_effects`, and the table SOURCES: text of modules, evaluated where the source is not at hand. What it lacks it leaves to the
others; NotHandled does the same. A module with a function `new` makes an object for each registry, for what must not outlive a run.
"""

from __future__ import annotations

import importlib
import types
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from attrs import define, field, frozen

from schemaparity.evaluate import native
from schemaparity.evaluate.frameworks import NotHandled
from schemaparity.evaluate.supers import Super
from schemaparity.evaluate.values import Annotation, BoundMethod, Class, Function, Instance, Intrinsic, Module, Symbolic, UnknownValue
from schemaparity.frameworks import bridge
from schemaparity.frameworks.passed_on import source_of
from schemaparity.frameworks.stdlib.names import STDLIB

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter


@frozen
class Row:
    """One framework: the top-level packages that are its, the module that implements it, and further parts of this package."""

    packages: tuple[str, ...]
    implementation: str
    parts: tuple[str, ...] = ()


ROWS: tuple[Row, ...] = (
    Row(STDLIB, "schemaparity.frameworks.stdlib"),
    Row(("sqlalchemy",), "schemaparity.frameworks.sqlalchemy.framework", ("declarative",)),
    Row(("alembic",), "schemaparity.frameworks.alembic.framework"),
    Row(("pydantic", "pydantic_core", "pydantic_settings", "annotated_types"), "schemaparity.frameworks.pydantic"),
    Row(("alembic_utils",), "schemaparity.frameworks.alembic_utils"),
    Row(("sqlalchemy_utils",), "schemaparity.frameworks.sqlalchemy_utils"),
    Row(("sqlalchemy_mixins",), "schemaparity.frameworks.sqlalchemy_mixins"),
    Row(("sqlmodel",), "schemaparity.frameworks.sqlmodel"),
    Row(("flask_sqlalchemy", "flask_sqlalchemy_lite"), "schemaparity.frameworks.flask_sqlalchemy"),
    Row(("flask", "flask_migrate"), "schemaparity.frameworks.flask"),
    Row(("authlib",), "schemaparity.frameworks.authlib"),
    Row(("lazy_object_proxy",), "schemaparity.frameworks.proxies"),
    Row(("packaging",), "schemaparity.frameworks.packaging"),
    Row(("oslo_db",), "schemaparity.frameworks.oslo_db"),
    Row(("advanced_alchemy",), "schemaparity.frameworks.advanced_alchemy"),
    Row(("debtcollector",), "schemaparity.frameworks.debtcollector"),
    Row(("fastapi_users", "fastapi_users_db_sqlalchemy"), "schemaparity.frameworks.fastapi_users"),
)
"""All frameworks; one whose implementation does not exist is left out."""

_OWN = (Class, Instance, Function, BoundMethod, Intrinsic, Module, Symbolic, Annotation)
_HOME = "schemaparity.frameworks."
_HARMLESS_DATA = frozenset({bridge.BRIDGE, "dataclass fields"})
_NOT_BRIDGED = (BaseException, type, property, staticmethod, classmethod)
"""Bases of classes that stay interpreted."""


def _is_of_framework(cls: Class) -> bool:
    """True for a class that a framework offers or has something noted of; what derives from it is the framework's to make."""
    return cls.node is None or bool(cls.data.keys() - _HARMLESS_DATA)


def _of_super(interpreter: Interpreter, value: Super, name: str) -> object:
    after = value.cls.data.get(bridge.BRIDGE)
    if not isinstance(after, type) or not bridge.is_bridged(value.instance):
        raise NotHandled
    found = bridge.super_attribute(interpreter, after, value.instance, name)
    return (
        Intrinsic(f"super.{name}", partial(_call_real, found)) if callable(found) and not isinstance(found, BoundMethod | type) else found
    )


def _real_attribute(value: object, name: str) -> object:
    """What a bridged value inherits from its real bases."""
    found = getattr(value, name)
    return Intrinsic(name, partial(_call_real, found)) if isinstance(found, types.MethodType | types.BuiltinMethodType) else found


_LOOKS_UP = frozenset({"__getitem__", "get", "pop", "setdefault", "__contains__"})


def _call_real(function: Any, interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> object:
    """A method that a bridged value inherits; what a container may have that not all is known of is not known."""
    marker = native.rest_marker(getattr(function, "__self__", None))
    if marker is not None and function.__name__ in _LOOKS_UP and args and not dict.__contains__(function.__self__, args[0]):
        return UnknownValue(marker.unknown)
    return native.guarded(interpreter, lambda: function(*args, **kwargs))


@define
class Registry:
    """The frameworks, as the interpreter asks for them."""

    rows: tuple[Row, ...] = ROWS
    _loaded: dict[str, Any] = field(factory=dict)
    _by_type: dict[type, tuple[Any, ...]] = field(factory=dict)
    _by_package: dict[str, Row] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._by_package = {package: row for row in self.rows for package in row.packages}

    def module(self, name: str) -> object | None:
        """The value of a third-party module, None where its source is to be read instead."""
        framework = self._of_package(name.split(".", 1)[0])
        return framework.module(name) if hasattr(framework, "module") else None

    def source(self, name: str) -> str | None:
        """The text that stands in for a module whose source is not at hand."""
        texts: dict[str, str] = getattr(self._of_package(name.split(".", 1)[0]), "SOURCES", {})
        return texts[name] if name in texts else source_of(name)

    def attribute(self, interpreter: Interpreter, value: object, name: str) -> object:
        """`value.name` of a foreign value or of a Symbolic, and of `super()` where a base is real."""
        if isinstance(value, Super):
            return _of_super(interpreter, value, name)
        if bridge.is_bridged(value):
            try:
                return bridge.attribute(interpreter, value, name)
            except NotHandled:
                pass
        try:
            return self._ask(interpreter, "attribute", value, interpreter, value, name)
        except NotHandled:
            if bridge.is_bridged(value) and not native.is_native(value) and not native.is_native_type(value) and not name.startswith("_"):
                return native.guarded(interpreter, lambda: _real_attribute(value, name))
            raise

    def assign(self, interpreter: Interpreter, value: object, name: str, new: object) -> None:
        """`value.name = new`."""
        if bridge.is_bridged(value):
            native.guarded(interpreter, lambda: setattr(value, name, new))
            return
        self._ask(interpreter, "assign", value, interpreter, value, name, new)

    def call(self, interpreter: Interpreter, callee: object, args: list[Any], kwargs: dict[str, Any]) -> object:
        """`callee(*args, **kwargs)`."""
        try:
            return self._ask(interpreter, "call", callee, interpreter, callee, args, kwargs)
        except NotHandled:
            if isinstance(callee, type) and bridge.is_bridged(callee):
                return native.guarded(interpreter, lambda: callee(*args, **kwargs))
            raise

    def open_call(self, interpreter: Interpreter, callee: object, args: list[Any], kwargs: dict[Any, Any]) -> object:
        """A call of which some arguments are not known."""
        return self._ask(interpreter, "open_call", callee, interpreter, callee, args, kwargs)

    def item(self, interpreter: Interpreter, value: object, key: object) -> object:
        """`value[key]`."""
        return self._ask(interpreter, "item", value, interpreter, value, key)

    def set_item(self, interpreter: Interpreter, value: object, key: object, new: object) -> None:
        """`value[key] = new`."""
        self._ask(interpreter, "set_item", value, interpreter, value, key, new)

    def iterate(self, interpreter: Interpreter, value: object) -> list[Any]:
        """The elements of a foreign iterable."""
        return self._ask(interpreter, "iterate", value, interpreter, value)  # type: ignore[no-any-return]

    def binary(self, interpreter: Interpreter, operator: str, left: object, right: object) -> object:
        """`left operator right` where one side is foreign."""
        for side in (left, right):
            try:
                return self._ask(interpreter, "binary", side, interpreter, operator, left, right)
            except NotHandled:
                continue
        raise NotHandled

    def unary(self, interpreter: Interpreter, operator: str, value: object) -> object:
        """`operator value`."""
        return self._ask(interpreter, "unary", value, interpreter, operator, value)

    def make_class(self, interpreter: Interpreter, cls: Class) -> object | None:
        """What stands in the place of a class whose bases or metaclass are not all plain; None keeps the class."""
        return native.guarded(interpreter, lambda: self._made(interpreter, cls))

    def _made(self, interpreter: Interpreter, cls: Class) -> Any:
        for framework in self._concerned(cls):
            made = framework.make_class(interpreter, cls) if hasattr(framework, "make_class") else None
            if made is not None:
                return made
        real = tuple(base for base in cls.mro if isinstance(base, type) and not issubclass(base, _NOT_BRIDGED))
        stays = not real or any(isinstance(base, Class) and _is_of_framework(base) for base in cls.mro[1:])
        return None if stays else bridge.bridge_class(interpreter, cls, real)

    def carries_effects(self, value: object) -> bool:
        """True when an unknown callee that gets `value` could change the state behind it."""
        return any(f.carries_effects(value) for f in self._candidates(value) if hasattr(f, "carries_effects"))

    def _ask(self, interpreter: Interpreter, question: str, value: object, *arguments: Any) -> Any:
        """The answer of the first framework that has one."""
        for framework in self._candidates(value):
            answer = getattr(framework, question, None)
            if answer is None:
                continue
            try:
                return native.guarded(interpreter, partial(answer, *arguments))
            except NotHandled:
                continue
        raise NotHandled

    def _concerned(self, cls: Class) -> Iterator[Any]:
        """The frameworks of the bases and the metaclass first, then the others that are loaded."""
        seen: list[Any] = []
        for value in (*cls.bases, cls.metaclass):
            seen += [f for f in self._candidates(value) if not any(f is s for s in seen)]
        seen += [f for f in self._loaded.values() if f is not None and not any(f is s for s in seen)]
        return iter(seen)

    def _candidates(self, value: object) -> tuple[Any, ...]:
        """The frameworks that may know a value: of its package, for the evaluator's own values all that are loaded."""
        if isinstance(value, _OWN):
            self._load(self.rows[0])
            return tuple(f for f in self._loaded.values() if f is not None)
        if isinstance(value, types.ModuleType):
            found = self._of_package(value.__name__.split(".", 1)[0])
            return () if found is None else (found,)
        kind = _kind(value)
        if isinstance(value, type) and value.__module__ == "builtins":
            return (self._load(self.rows[0]),)
        if kind not in self._by_type:
            self._by_type[kind] = self._of_type(kind)
        return self._by_type[kind]

    def _of_type(self, kind: type) -> tuple[Any, ...]:
        """The frameworks of the classes in the MRO, the nearest first."""
        known: list[Any] = []
        for cls in kind.__mro__:
            module = getattr(cls, "__module__", None)
            if not isinstance(module, str):
                continue
            found = self._at_home(module) if module.startswith(_HOME) else self._of_package(module.split(".", 1)[0])
            if found is not None and not any(found is k for k in known):
                known.append(found)
        return tuple(known)

    def _at_home(self, module: str) -> Any:
        """The framework that one of this package's own values belongs to."""
        part = module.removeprefix(_HOME).split(".", 1)[0]
        row = next((r for r in self.rows if part in r.parts or (r.implementation + ".").startswith(f"{_HOME}{part}.")), None)
        return None if row is None else self._load(row)

    def _of_package(self, package: str) -> Any:
        row = self._by_package.get(package)
        return None if row is None else self._load(row)

    def _load(self, row: Row) -> Any:
        if row.implementation not in self._loaded:
            self._loaded[row.implementation] = _implementation(row.implementation)
        return self._loaded[row.implementation]


def _implementation(path: str) -> Any:
    try:
        module = importlib.import_module(path)
    except ModuleNotFoundError as error:
        if error.name is not None and path.startswith(error.name):
            return None
        raise
    return module.new() if hasattr(module, "new") else module


_FUNCTIONS = (types.FunctionType, types.BuiltinFunctionType, types.MethodType, types.MethodDescriptorType, types.ClassMethodDescriptorType)


def _kind(value: object) -> type:
    """The class whose package decides: a class itself, the owner of a method, a stand-in for the module of a function, else the type."""
    if isinstance(value, type):
        return value
    owner = getattr(value, "__self__", None) if isinstance(value, _FUNCTIONS) else None
    if owner is not None and not isinstance(owner, types.ModuleType):
        return owner if isinstance(owner, type) else type(owner)
    if isinstance(value, _FUNCTIONS):
        return _stand_in(getattr(value, "__module__", None) or "builtins")
    return type(value)


_STAND_INS: dict[str, type] = {}


def _stand_in(module: str) -> type:
    """A class of that module, for the functions that are defined in it."""
    if module not in _STAND_INS:
        _STAND_INS[module] = type("Functions", (), {"__module__": module})
    return _STAND_INS[module]


__all__ = ["ROWS", "Registry", "Row"]
