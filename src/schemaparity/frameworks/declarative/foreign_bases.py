"""Classes whose declarative base cannot be read: what they declare goes on a metadata that stands for the base's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from sqlalchemy.orm import MappedColumn
from sqlalchemy.orm import registry as Registry  # noqa: N812 - a class with a lower-case name
from sqlalchemy.sql.schema import Column, MetaData

from schemaparity.evaluate.frameworks import NotHandled
from schemaparity.evaluate.values import Class, Symbolic, UnknownValue
from schemaparity.frameworks.declarative.doubts import doubt_metadata, doubts_of_metadata
from schemaparity.frameworks.declarative.mapping import map_class
from schemaparity.frameworks.declarative.scan import unread_bases
from schemaparity.frameworks.declarative.values import MAPPING, Base, DeclaredAttr, base_of, find, mapping_of

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter

_BASES: WeakKeyDictionary[Any, dict[str, Base]] = WeakKeyDictionary()
_ADOPTED: WeakKeyDictionary[Any, list[Class]] = WeakKeyDictionary()


def adopt(interpreter: Interpreter, cls: Class) -> None:
    """Map a class that looks like a model although no declarative base is known among its ancestors."""
    if base_of(cls) is not None or MAPPING in cls.data or not _declares(cls):
        return
    unread = next(unread_bases(cls), None)
    if unread is not None:
        map_class(interpreter, cls, stand_in(interpreter, unread))
        _ADOPTED.setdefault(interpreter, []).append(cls)


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


def gather(interpreter: Interpreter, known: Sequence[MetaData]) -> None:
    """Put adopted tables on the metadata that foreign keys tie them to: SQLAlchemy resolves a key within one metadata only."""
    apart = [base.metadata for base in _BASES.get(interpreter, {}).values() if not any(base.metadata is one for one in known)]
    while tie := next(((one, other) for one in known for other in apart if _are_tied(one, other)), None):
        _unite(interpreter, *tie)
        apart = [other for other in apart if other is not tie[1]]


def _are_tied(one: MetaData, other: MetaData) -> bool:
    """True when a key of either names a table that only the other has, and no table is in both."""
    shared = one.tables.keys() & other.tables.keys()
    return not shared and (bool(_wanted(one) & other.tables.keys()) or bool(_wanted(other) & one.tables.keys()))


def _wanted(metadata: MetaData) -> set[str]:
    """The tables that foreign keys name and the metadata has not."""
    keys = (key for table in metadata.tables.values() for key in table.foreign_keys)
    return {key.target_fullname.rpartition(".")[0] for key in keys if isinstance(key._colspec, str)} - metadata.tables.keys()


def _unite(interpreter: Interpreter, metadata: MetaData, other: MetaData) -> None:
    """Copy the tables of a metadata to another, and let the classes know."""
    copies = {table.key: table.to_metadata(metadata) for table in other.tables.values()}
    for table in other.tables.values():
        origins = {index.name: index.info for index in table.indexes}
        for index in copies[table.key].indexes:
            index.info.update(origins.get(index.name, {}))
    for cls in _ADOPTED.get(interpreter, []):
        mapping = mapping_of(cls)
        if mapping is not None and mapping.local_table is not None and mapping.local_table.metadata is other:
            mapping.local_table = cls.namespace["__table__"] = copies[mapping.local_table.key]
    for fact in doubts_of_metadata(other):
        doubt_metadata(metadata, fact.unknown, fact.object)
