"""Types with names of their own in metadata: enums and domains of PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeEngine

from schemaparity.frameworks.sqlalchemy.placeholders import UnknownType

Named: TypeAlias = postgresql.ENUM | postgresql.DOMAIN


def named_types(table: sa.Table, dialect: Dialect) -> Iterator[Named]:
    """The enums and domains of the columns of a table, as the dialect has them."""
    for column in table.columns:
        yield from _within(column.type, dialect)


def _within(kind: TypeEngine[Any], dialect: Dialect) -> Iterator[Named]:
    """The named types of a type: itself, or those of the items of an array."""
    if isinstance(kind, UnknownType):
        return
    found = kind._unwrapped_dialect_impl(dialect)
    if isinstance(found, postgresql.ENUM | postgresql.DOMAIN):
        yield found
    elif isinstance(found, sa.ARRAY):
        yield from _within(found.item_type, dialect)


def schema_names(several: Iterable[sa.MetaData], dialect: Dialect) -> set[str]:
    """The schemas of all tables, named types and sequences."""
    found: set[str | None] = set()
    for metadata in several:
        found |= {sequence.schema for sequence in metadata._sequences.values()}
        for table in metadata.tables.values():
            found |= {table.schema, *(kind.schema for kind in named_types(table, dialect))}
    return {name for name in found if name}


def statement_of(kind: Named) -> Any:
    """The statement that creates a type that `create_all()` leaves to others (`create_type=False`), None for any other."""
    match kind:
        case postgresql.ENUM(create_type=False):
            return postgresql.CreateEnumType(kind)
        case postgresql.DOMAIN(create_type=False):
            return postgresql.CreateDomainType(kind)
    return None
