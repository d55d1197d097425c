"""The modules `sqlalchemy.orm` and `sqlalchemy.ext.*` as interpreted code sees them: real names, those that declare tables replaced."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

from attrs import frozen
from sqlalchemy.orm import registry as Registry  # noqa: N812 - a class with a lower-case name
from sqlalchemy.sql.schema import Table

from schemaparity.evaluate.values import Class, Intrinsic, Module
from schemaparity.frameworks.declarative import bases, columns
from schemaparity.frameworks.declarative.mapping import add_attribute, map_class, map_imperatively
from schemaparity.frameworks.declarative.values import Base, DeclaredAttr, Mapping, Property, mapping_of, plain_function
from schemaparity.frameworks.sqlalchemy.overlays import queries
from schemaparity.frameworks.sqlalchemy.series import hidden

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter

Run = Callable[["Interpreter", list[Any], dict[str, Any]], object]


@frozen(eq=False)
class DeclaredAttrMaker:
    """`declared_attr`, `declared_attr.directive` and `declared_attr.cascading`."""

    cascading: bool = False

    def make(self, interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> object:
        """A declared attribute, or the decorator that makes one."""
        del interpreter
        cascading = self.cascading or kwargs.get("cascading") is True
        return DeclaredAttr(plain_function(args[0]), cascading) if args else DeclaredAttrMaker(cascading)


def _declarative_base(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> Class:
    """`declarative_base(bind=None, metadata=None, ...)`: 1.x took positional arguments."""
    return bases.declarative_base(interpreter, {**dict(zip(("bind", "metadata", "mapper", "cls", "name"), args, strict=False)), **kwargs})


def _as_declarative(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> Intrinsic:
    """`@as_declarative()`: the decorated class becomes the base of a new base."""
    del interpreter, args

    def decorate(interpreter: Interpreter, args: list[Any], _: dict[str, Any]) -> object:
        return bases.declarative_base(interpreter, {**kwargs, "cls": args[0], "name": getattr(args[0], "name", None)})

    return Intrinsic("sqlalchemy.orm.as_declarative", decorate)


def _registry(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> Registry:
    del args
    return bases.make_registry(interpreter, kwargs.get("metadata"), kwargs.get("type_annotation_map"))


def _first(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> object:
    """Decorators that give back what they are given, called or not."""
    del interpreter, kwargs
    return args[0] if args else Intrinsic("identity", _first)


def _decorator(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> object:
    """`@validates("name")` and its kind: a decorator that gives back the function."""
    del interpreter, args, kwargs
    return Intrinsic("identity", _first)


def _add_mapped_attribute(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> None:
    del kwargs
    del interpreter
    add_attribute(*args[:3])


def _has_inherited_table(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> bool:
    del interpreter, kwargs
    return any(isinstance(c, Class) and c.namespace.get("__table__") is not None for c in args[0].mro[1:])


def _mapper(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> object:
    """`mapper(cls, table)` of 1.x, and `class_mapper(cls)`."""
    del interpreter
    if len(args) == 1 and mapping_of(args[0]) is not None:
        return mapping_of(args[0])
    return _map_imperatively(Registry(), args, kwargs)


def _map_imperatively(registry: Registry, args: list[Any], kwargs: dict[str, Any]) -> object:
    cls, table = args[0], args[1] if len(args) > 1 else kwargs.get("local_table")
    if not isinstance(cls, Class):
        return Property("mapper")
    properties = kwargs.get("properties")
    return map_imperatively(Base(registry), cls, table, properties if isinstance(properties, dict) else {})


def _mapped_as_dataclass(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> object:
    """`@mapped_as_dataclass(registry, ...)`."""
    given = args[0] if args else kwargs.get("registry")
    return registry_attribute(given, "mapped") if isinstance(given, Registry) else _first(interpreter, args, kwargs)


def _hybrid(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> object:
    del interpreter, kwargs
    return Property("hybrid", (), args[0] if args else None)


def _intrinsics(prefix: str, table: dict[str, Run]) -> dict[str, Any]:
    return {name: Intrinsic(f"{prefix}.{name}", run) for name, run in table.items()}


_NOISE = ("relationship", "relation", "dynamic_loader", "synonym", "backref", "query_expression", "foreign", "remote")
_ORM_CALLS: dict[str, Run] = {
    "declarative_base": _declarative_base, "as_declarative": _as_declarative, "registry": _registry, "mapped_column": columns.mapped_column,
    "unmapped_column": columns.mapped_column, "column_property": columns.column_property, "deferred": columns.column_property,
    "composite": columns.composite, "validates": _decorator, "reconstructor": _first, "declarative_mixin": _first,
    "synonym_for": _decorator, "add_mapped_attribute": _add_mapped_attribute, "has_inherited_table": _has_inherited_table,
    "mapper": _mapper, "class_mapper": _mapper, "configure_mappers": columns.noise("configure"),
    "load_only": queries.load_only, "defer": queries.defer,
    "clear_mappers": columns.noise("configure"), "mapped_as_dataclass": _mapped_as_dataclass, "unmapped_dataclass": _first,
    **{name: columns.noise(name) for name in _NOISE},
}  # fmt: skip
_EXTENSIONS: dict[str, dict[str, Run]] = {
    "sqlalchemy.ext.hybrid": {"hybrid_property": _hybrid, "hybrid_method": _hybrid},
    "sqlalchemy.ext.associationproxy": {"association_proxy": columns.noise("association_proxy")},
    "sqlalchemy.ext.orderinglist": {"ordering_list": columns.noise("ordering_list")},
    "sqlalchemy.ext.indexable": {"index_property": columns.noise("index_property")},
}
_PARTS = ("decl_api", "decl_base", "properties", "mapper", "session", "query", "relationships", "scoping")
_CORE = ("sqlalchemy.orm", *(f"sqlalchemy.orm.{name}" for name in _PARTS))
_DECLARATIVE = (
    "sqlalchemy.ext.declarative",
    "sqlalchemy.ext.declarative.api",
    "sqlalchemy.ext.declarative.extensions",
    "sqlalchemy.ext.declarative.base",
)


@cache
def modules() -> dict[str, Module]:
    """The ORM's modules; they hold nothing of a run."""
    own = {**_intrinsics("sqlalchemy.orm", _ORM_CALLS), "declared_attr": DeclaredAttrMaker(), **bases.roots()}
    replaced: dict[str, dict[str, Any]] = dict.fromkeys(_CORE, own)
    replaced.update({name: {**own, **bases.concrete_bases()} for name in _DECLARATIVE})
    replaced["sqlalchemy.ext.asyncio"] = {"AsyncAttrs": bases.framework_class("AsyncAttrs", "sqlalchemy.ext.asyncio")}
    replaced.update({name: _intrinsics(name, calls) for name, calls in _EXTENSIONS.items()})
    return {name: Module(name, namespace=hidden(name, {**_real_names(name), **names})) for name, names in replaced.items()}


def _real_names(name: str) -> dict[str, Any]:
    """The public names of the installed module; a module of SQLAlchemy 1.x has none here."""
    try:
        real = importlib.import_module(name)
    except ImportError:
        return {}
    return {k: v for k, v in vars(real).items() if not k.startswith("__")}


def registry_attribute(registry: Registry, name: str) -> object | None:
    """The methods of a registry that declare tables; None for what the real object answers."""

    def mapped(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> object:
        del kwargs
        if args and isinstance(args[0], Class):
            map_class(interpreter, args[0], Base(registry))
        return args[0] if args else Intrinsic("registry.mapped", mapped)

    def generate(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> object:
        del args
        return bases.declarative_base(interpreter, {**kwargs, "registry": registry})

    def imperatively(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> object:
        del interpreter
        return _map_imperatively(registry, args, kwargs)

    def as_base(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> object:
        return _as_declarative(interpreter, args, {**kwargs, "registry": registry})

    def update(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> None:
        types = args[0] if args else kwargs.get("type_annotation_map")
        bases.update_types(interpreter, registry, types if isinstance(types, dict) else {})

    methods: dict[str, Run] = {
        "mapped": mapped, "mapped_as_dataclass": mapped, "map_declaratively": mapped, "generate_base": generate,
        "map_imperatively": imperatively, "as_declarative_base": as_base, "update_type_annotation_map": update,
        "configure": columns.noise("configure"),
    }  # fmt: skip
    return Intrinsic(f"registry.{name}", methods[name]) if name in methods else None


def property_attribute(made: Property, name: str) -> object:
    """`.setter`, `.expression`, `.inplace`, ... of a mapper property: decorators that give the property back."""

    def keep(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> object:
        del interpreter, kwargs
        return Property(made.kind, made.parts, args[0]) if name == "expression" and args else made

    return made if name in {"inplace", "property", "comparator_factory", "impl"} else Intrinsic(f"{made.kind}.{name}", keep)


def inspected(value: object) -> Mapping | None:
    """What `inspect()` gives for a mapped class."""
    return mapping_of(value)


def table_of(value: object) -> Table | None:
    """The table of a mapped class: what SQLAlchemy's coercions see in the class."""
    mapping = mapping_of(value)
    return mapping.local_table if mapping is not None else None
