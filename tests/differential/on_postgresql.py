"""Whether both sides agree on a history on PostgreSQL: the catalogs after the upgrade against those after the script of the replayed schema."""

from __future__ import annotations

import re
from typing import Any

import sqlalchemy as sa
from attrs import frozen
from sqlalchemy.pool import NullPool
from tests.database.server import dump, wipe
from tests.differential.histories import Chain
from tests.differential.replayed import failures, replayed, undecided
from tests.differential.upgraded import Upgrade, upgrade

from schemaparity.report.sql import to_sql
from schemaparity.schema import Schema

CASTS = re.compile(r"::(character varying|[a-z_]+)(\(\d+(,\d+)?\))?(\[\])?|[()\s]")
Catalogs = dict[str, list[tuple[Any, ...]]]


@frozen
class Server:
    """A scratch database: a connection in autocommit, and its address."""

    connection: Any
    dsn: str

    def upgraded(self, chain: Chain) -> tuple[Upgrade, Catalogs]:
        """The catalogs after `alembic upgrade` in the empty database."""
        wipe(self.connection)
        engine = sa.create_engine(self.dsn.replace("postgresql://", "postgresql+psycopg://"), poolclass=NullPool)
        with engine.connect() as connection:
            done = upgrade(chain, connection)
        return done, catalogs(self.connection)

    def built(self, schema: Schema) -> Catalogs:
        """The catalogs after the script of a schema in the empty database."""
        wipe(self.connection)
        script = to_sql(schema)
        if script:
            self.connection.execute(script)
        return catalogs(self.connection)


def catalogs(connection: Any) -> Catalogs:
    """What a database holds, but for Alembic's own table."""
    return {k: [_plain(k, row) for row in rows if "alembic_version" not in row[:3]] for k, rows in dump(connection).items()}


def _plain(kind: str, row: tuple[Any, ...]) -> tuple[Any, ...]:
    """The row with definitions of checks and indexes without casts and parentheses: PostgreSQL prints what it read from its own printout in another way."""
    if kind == "indexes" or (kind == "constraints" and row[3] == "c"):
        return (*row[:-1], CASTS.sub("", row[-1]))
    return row


def disagreement_on_postgresql(chain: Chain, server: Server) -> list[str]:
    """What real Alembic on PostgreSQL and the product say differently; empty when they agree."""
    side = replayed(chain, "postgresql")
    refused = failures(side)
    done, there = server.upgraded(chain)
    if done.failed:
        told = [f for f in refused if f"'{done.failed}'" in f]
        return [] if told else [f"{done.failed} fails: {done.error}; told: {refused or undecided(side)}"]
    if refused or undecided(side):
        return [*refused, *undecided(side)]
    here = server.built(side.schema)
    lines = [f"{kind} real {row}" for kind, rows in there.items() for row in rows if row not in here[kind]]
    return lines + [f"{kind} replayed {row}" for kind, rows in here.items() for row in rows if row not in there[kind]]
