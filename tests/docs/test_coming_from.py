"""What coming-from.md says of Alembic: what its comparison sees by default, and what it does not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.schema import SchemaItem

Items = list[SchemaItem]


def key(*, is_primary: bool = False) -> sa.Column[int]:
    return sa.Column("key", sa.Integer, primary_key=is_primary, nullable=False)


CASES: dict[str, tuple[Callable[[], Items], Callable[[], Items], bool]] = {
    "primary key": (lambda: [key(is_primary=True)], lambda: [key()], False),
    "check": (lambda: [key(), sa.CheckConstraint("key > 0", name="positive")], lambda: [key()], False),
    "default": (lambda: [sa.Column("c", sa.Integer, server_default="1")], lambda: [sa.Column("c", sa.Integer, server_default="2")], False),
    "type": (lambda: [sa.Column("c", sa.String(3))], lambda: [sa.Column("c", sa.String(4))], True),
    "index": (lambda: [sa.Column("c", sa.Integer, index=True)], lambda: [sa.Column("c", sa.Integer)], True),
}


def seen_by_alembic(declared: Items, created: Items, url: str = "sqlite://") -> bool:
    engine, metadata = sa.create_engine(url), sa.MetaData()
    sa.Table("t", metadata, *declared)
    try:
        with engine.connect() as connection:
            sa.Table("t", sa.MetaData(), *created).metadata.create_all(connection)
            return bool(compare_metadata(MigrationContext.configure(connection), metadata))
    finally:
        engine.dispose()


@pytest.mark.parametrize("name", CASES)
def test_what_alembic_sees_by_default(name):
    declared, created, is_seen = CASES[name]
    assert seen_by_alembic(declared(), created()) == is_seen


@pytest.mark.oracle
def test_alembic_does_not_see_labels(oracle_dsn):
    url = sa.make_url(f"{oracle_dsn}/postgres").set(drivername="postgresql+psycopg")
    with sa.create_engine(url).connect() as connection:
        for labels in (["a"], ["a", "b"]):
            table = sa.Table("coming_from_t", sa.MetaData(), sa.Column("c", sa.Enum(*labels, name="coming_from_e")))
            if labels == ["a"]:
                table.metadata.create_all(connection)
        context = MigrationContext.configure(connection, opts={"include_name": lambda name, kind, _: kind != "table" or name == table.name})
        assert compare_metadata(context, table.metadata) == []
        connection.rollback()
    connection.engine.dispose()
