"""Declarative bases: what makes a class one, and how classes come to be mapped under it. Imitates SQLAlchemy 2.1's `decl_api`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import registry as Registry  # noqa: N812 - a class with a lower-case name
from sqlalchemy.sql.schema import MetaData

from schemaparity.evaluate.values import Class, Function, Intrinsic, Module, Symbolic, UnknownUsed, UnknownValue
from schemaparity.frameworks.declarative import forms
from schemaparity.frameworks.declarative.doubts import doubt_metadata
from schemaparity.frameworks.declarative.mapping import map_class
from schemaparity.frameworks.declarative.values import BASE, META, PREPARE, ROOT, Base, base_of, find, mapping_of
from schemaparity.schema import Unknown

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter

ORM = "sqlalchemy.orm"


def linearised(cls: Class) -> tuple[Any, ...]:
    """The class, then its bases' ancestors, each once and as late as any base has it."""
    chain: list[Any] = []
    for base in reversed([(b, *b.mro[1:]) if isinstance(b, Class) else (b,) for b in cls.bases]):
        chain = [c for c in base if not any(c is d for d in chain)] + chain
    return (cls, *chain)


def framework_class(name: str, module: str = ORM, bases: tuple[Class | type, ...] = (), **namespace: Any) -> Class:
    """A class that a framework offers as a base."""
    cls = Class(name, bases, dict(namespace), Module(module), qualname=name)
    cls.mro = linearised(cls)
    cls.subclasses = _Forgetful()
    return cls


def class_method(name: str, run: Any) -> Any:
    """A class method that a framework implements."""
    return classmethod(Intrinsic(name, run))  # type: ignore[arg-type]


class _Forgetful(list[Class]):
    """The subclasses of a class that all runs share: none."""

    def append(self, cls: Class) -> None:
        """Forget it."""
        del cls


def _on_subclass(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> None:
    """`DeclarativeBase.__init_subclass__`: set up a base, or map a class."""
    del kwargs
    if args and isinstance(args[0], Class):
        declare(interpreter, args[0])


METACLASS = framework_class("DeclarativeMeta", bases=(type,), __init__=Intrinsic("sqlalchemy.orm.DeclarativeMeta.__init__", _on_subclass))
METACLASS.data[META] = True


def roots() -> dict[str, Class]:
    """The base classes and the metaclass that `sqlalchemy.orm` offers."""
    on_subclass = class_method("sqlalchemy.orm.DeclarativeBase.__init_subclass__", _on_subclass)
    made = {name: framework_class(name, __init_subclass__=on_subclass) for name in ("DeclarativeBase", "DeclarativeBaseNoMeta")}
    for root in made.values():
        root.data[ROOT] = True
    made["MappedAsDataclass"] = framework_class("MappedAsDataclass", __allow_unmapped__=True)
    made["DeclarativeMeta"] = METACLASS
    return made


def concrete_bases() -> dict[str, Class]:
    """The base classes that `sqlalchemy.ext.declarative` offers."""
    return {n: framework_class(n) for n in ("AbstractConcreteBase", "ConcreteBase", "DeferredReflection")}


def is_root(cls: object) -> bool:
    """True for `DeclarativeBase` and `DeclarativeBaseNoMeta` themselves."""
    return isinstance(cls, Class) and ROOT in cls.data


def has_declarative_metaclass(cls: Class) -> bool:
    """True when the metaclass of the class, or of an ancestor, is `DeclarativeMeta` or derives from it."""
    metas = [c.metaclass for c in cls.mro if isinstance(c, Class)]
    return any(isinstance(m, Class) and any(isinstance(c, Class) and META in c.data for c in m.mro) for m in metas)


def declare(interpreter: Interpreter, cls: Class) -> None:
    """Do what SQLAlchemy does when a class statement under a declarative base ends."""
    if mapping_of(cls) is not None or BASE in cls.data:
        return
    for ancestor in cls.ancestors():
        if isinstance(ancestor, Class) and PREPARE in ancestor.data:
            ancestor.data[PREPARE](interpreter, cls)
            break
    if any(is_root(b) for b in cls.bases):
        set_up_base(interpreter, cls)
    elif base_of(cls) is None and has_declarative_metaclass(cls):
        _set_up_by_metaclass(interpreter, cls)
    if BASE not in cls.data:
        map_class(interpreter, cls)


def _set_up_by_metaclass(interpreter: Interpreter, cls: Class) -> None:
    """The first class of `metaclass=DeclarativeMeta` brings a registry; it is abstract, or is mapped itself."""
    found = find(cls, "registry")
    if not isinstance(found, Registry):
        return
    base = Base(found)
    if cls.namespace.get("__abstract__") is True:
        cls.data[BASE] = base
        return
    map_class(interpreter, cls, base)
    cls.data[BASE] = base


def _construct(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> None:
    """`_declarative_constructor`: keyword arguments become attributes."""
    for name, value in kwargs.items():
        interpreter.set_attribute(args[0], name, value)


CONSTRUCTOR = Intrinsic("sqlalchemy.orm.decl_base._declarative_constructor", _construct)


def set_up_base(interpreter: Interpreter, cls: Class) -> None:
    """Make a direct subclass of `DeclarativeBase` a base: its registry, metadata and type map (`_setup_declarative_base`)."""
    registry = find(cls, "registry")
    if not isinstance(registry, Registry):
        metadata, types = find(cls, "metadata"), find(cls, "type_annotation_map")
        registry = make_registry(interpreter, metadata, types, cls)
        cls.namespace["registry"] = registry
    cls.namespace.setdefault("metadata", registry.metadata)
    if find(cls, "__init__") is None:
        cls.namespace["__init__"] = CONSTRUCTOR
    cls.data[BASE] = Base(registry)


def make_registry(interpreter: Interpreter, metadata: Any, types: Any, owner: Class | None = None) -> Registry:
    """A real registry; a metadata that is not known is an empty one with a doubt."""
    known = metadata if isinstance(metadata, MetaData) else MetaData()
    if isinstance(metadata, UnknownValue | Symbolic):
        name = owner.name if owner is not None else "the registry"
        reason = metadata.reason if isinstance(metadata, UnknownValue) else f"the source of {metadata.text} is not at hand"
        doubt_metadata(known, Unknown(f"the metadata of {name} is not known: {reason}", metadata.origin))
    registry = Registry(metadata=known)
    registry.metadata = known
    if isinstance(types, dict):
        update_types(interpreter, registry, types)
    return registry


def update_types(interpreter: Interpreter, registry: Registry, types: dict[Any, Any]) -> None:
    """Fill the type_annotation_map; its keys are brought to the form that annotations are looked up by."""
    from schemaparity.frameworks.declarative.unknown_columns import unknown_type  # noqa: PLC0415 - heavy

    for key, value in types.items():
        form = forms.without_none(forms.of_value(interpreter, key))
        if forms.first_unknown(form) is not None and not isinstance(form, forms.Leaf):
            continue
        sql = (
            unknown_type(interpreter, value, f"the type_annotation_map for {key!r}")
            if isinstance(value, UnknownValue | Symbolic)
            else value
        )
        try:
            registry.type_annotation_map[forms.to_typing(form)] = sql
        except (UnknownUsed, TypeError):
            continue


def declarative_base(interpreter: Interpreter, kwargs: dict[str, Any]) -> Class:
    """`declarative_base()` and `registry.generate_base()`."""
    registry = kwargs.get("registry")
    if not isinstance(registry, Registry):
        registry = make_registry(interpreter, kwargs.get("metadata"), kwargs.get("type_annotation_map"))
    given = kwargs.get("cls")
    name = kwargs.get("name")
    bases = tuple(given) if isinstance(given, tuple) else () if given is None or given is object else (given,)
    name = name if isinstance(name, str) else "Base"
    cls = Class(name, bases, {"__abstract__": True, "registry": registry}, Module(ORM), qualname=name)
    cls.mro = linearised(cls)
    cls.namespace["metadata"] = registry.metadata
    if find(cls, "__init__") is None:
        cls.namespace["__init__"] = CONSTRUCTOR
    metaclass = kwargs.get("metaclass")
    cls.metaclass = metaclass if isinstance(metaclass, Class | Function) else METACLASS
    cls.data[BASE] = Base(registry)
    return cls
