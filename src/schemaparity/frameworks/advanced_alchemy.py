"""The declarative bases of advanced-alchemy, for where its source is not at hand: as text of modules; its JSON type in all cases."""

from __future__ import annotations

from schemaparity.evaluate.values import Module, Symbolic
from schemaparity.location import NOWHERE


def module(name: str) -> Module | None:
    """The module of the JSON types: that for Oracle sets itself up in ways that only SQLAlchemy can follow."""
    if name != "advanced_alchemy.types.json":
        return None
    from sqlalchemy import JSON  # noqa: PLC0415 - heavy
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - heavy

    kind = JSON().with_variant(postgresql.JSONB(), "postgresql", "cockroachdb")
    return Module(name, namespace={"__name__": name, "JsonB": kind, "ORA_JSONB": Symbolic(f"{name}.ORA_JSONB", NOWHERE)})

_MIXINS = """
import datetime
from uuid import UUID

from advanced_alchemy.types import BigIntIdentity, DateTimeUTC
from sqlalchemy import Identity, Sequence
from sqlalchemy.orm import Mapped, declared_attr, mapped_column


class SentinelMixin:
    __abstract__ = True

    @declared_attr
    def _sentinel(cls) -> Mapped[int]:
        return mapped_column(name="sa_orm_sentinel", nullable=True, sort_order=3001, use_existing_column=True)


class UUIDPrimaryKey(SentinelMixin):
    id: Mapped[UUID] = mapped_column(default=lambda: None, primary_key=True, sort_order=-100)


class UUIDv6PrimaryKey(UUIDPrimaryKey):
    pass


class UUIDv7PrimaryKey(UUIDPrimaryKey):
    pass


class AuditColumns:
    created_at: Mapped[datetime.datetime] = mapped_column(DateTimeUTC(timezone=True), default=lambda: None, sort_order=3002)
    updated_at: Mapped[datetime.datetime] = mapped_column(DateTimeUTC(timezone=True), default=lambda: None, sort_order=3003)


class BigIntPrimaryKey:
    @declared_attr
    def id(cls) -> Mapped[int]:
        return mapped_column(BigIntIdentity, Sequence(f"{cls.__tablename__}_id_seq", optional=False), primary_key=True, sort_order=-100)


class IdentityPrimaryKey:
    @declared_attr
    def id(cls) -> Mapped[int]:
        return mapped_column(BigIntIdentity, Identity(start=1, increment=1), primary_key=True, sort_order=-100)
"""
_BASES = """
import datetime
import re
from typing import Any
from uuid import UUID

from advanced_alchemy.mixins import (
    AuditColumns, BigIntPrimaryKey, IdentityPrimaryKey, UUIDPrimaryKey, UUIDv6PrimaryKey, UUIDv7PrimaryKey,
)
from advanced_alchemy.types import GUID, DateTimeUTC, JsonB
from sqlalchemy import Date, MetaData
from sqlalchemy.orm import DeclarativeBase, declared_attr, registry

convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
table_name_regexp = re.compile("((?<=[a-z0-9])[A-Z]|(?!^)[A-Z](?=[a-z]))")
_TYPES = {
    UUID: GUID, datetime.datetime: DateTimeUTC, datetime.date: Date,
    dict: JsonB, dict[str, Any]: JsonB, dict[str, str]: JsonB,
}


def create_registry(custom_annotation_map=None):
    return registry(metadata=MetaData(naming_convention=convention), type_annotation_map={**_TYPES, **(custom_annotation_map or {})})


orm_registry = create_registry()


class BasicAttributes:
    pass


class CommonTableAttributes(BasicAttributes):
    @declared_attr.directive
    def __tablename__(cls):
        return table_name_regexp.sub(r"_\\1", cls.__name__).lower()


class AdvancedDeclarativeBase(DeclarativeBase):
    __abstract__ = True
    registry = orm_registry


class DefaultBase(CommonTableAttributes, AdvancedDeclarativeBase):
    __abstract__ = True


class SQLQuery(BasicAttributes, AdvancedDeclarativeBase):
    __abstract__ = True
    __allow_unmapped__ = True
"""
_BASE = """

class {name}Base({key}CommonTableAttributes, AdvancedDeclarativeBase):
    __abstract__ = True


class {name}AuditBase(CommonTableAttributes, {key}AuditColumns, AdvancedDeclarativeBase):
    __abstract__ = True
"""
_KEYS = ("UUID", "UUIDv6", "UUIDv7", "BigInt", "Identity")
SOURCES = {
    "advanced_alchemy.mixins": _MIXINS,
    "advanced_alchemy.base": _BASES + "".join(_BASE.format(name=name, key=f"{name}PrimaryKey, ") for name in _KEYS),
}
"""Text of modules by name (advanced-alchemy 1.12): what of them decides on tables."""
