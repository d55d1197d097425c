"""Classes whose declarative base cannot be read: what they declare goes on a metadata that stands for the base's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from sqlalchemy.orm import MappedColumn
from sqlalchemy.orm import registry as Registry  # noqa: N812 - a class with a lower-case name
from sqlalchemy.sql.schema import Column, MetaData

from schemaparity.evaluate.frameworks import NotHandled
from schemaparity.evaluate.values import Class, Symbolic, UnknownValue
from schemaparity.frameworks.declarative.mapping import map_class
from schemaparity.frameworks.declarative.scan import unread_bases
from schemaparity.frameworks.declarative.values import MAPPING, Base, DeclaredAttr, base_of, find, mapping_of

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter

_BASES: WeakKeyDictionary[Any, dict[str, Base]] = WeakKeyDictionary()


def adopt(interpreter: Interpreter, cls: Class) -> None:
    """Map a class that looks like a model although no declarative base is known among its ancestors."""
    if base_of(cls) is not None or MAPPING in cls.data or not _declares(cls):
        return
    unread = next(unread_bases(cls), None)
    if unread is not None:
        map_class(interpreter, cls, stand_in(interpreter, unread))


def _declares(cls: Class) -> bool:
    """True for a class with a table name of its own and a column."""
    named = isinstance(cls.namespace.get("__tablename__"), str | DeclaredAttr) or "__table__" in cls.namespace
    return (
        named
        and any(isinstance(v, Column | MappedColumn) for v in cls.namespace.values())
        and cls.namespace.get("__abstract__") is not True
    )


def stand_in(interpreter: Interpreter, base: UnknownValue | Symbolic) -> Base:
    """The declarative base that stands for one that cannot be read; one a name."""
    name = base.text if isinstance(base, Symbolic) else base.reason
    known = _BASES.setdefault(interpreter, {})
    if name not in known:
        registry = Registry(metadata=MetaData())
        known[name] = Base(registry)
    return known[name]


def stand_in_metadata(interpreter: Interpreter, text: str) -> MetaData | None:
    """The metadata that stands for `vendor.Base` or `vendor.Base.metadata`, when models were declared under it."""
    known = _BASES.get(interpreter, {})
    base = known.get(text.removesuffix(".metadata"))
    return base.metadata if base is not None else None


def adopted_attribute(cls: Class, name: str) -> object:
    """`Model.metadata` of an adopted class; anything else is the class's own."""
    mapping = mapping_of(cls)
    if mapping is not None and name in {"metadata", "registry"} and find(cls, name) is None:
        return mapping.registry if name == "registry" else mapping.registry.metadata
    raise NotHandled
