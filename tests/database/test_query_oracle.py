"""The answers of the symbolic database against those of a real PostgreSQL that holds the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from query_cases import DDL, QUERIES

from schemaparity.database import Database, DatabaseError
from schemaparity.schema import Schema

pytestmark = pytest.mark.oracle
NAME = "schemaparity_queries"


@pytest.fixture(scope="module")
def server(oracle_dsn: str) -> Iterator[Any]:
    psycopg = pytest.importorskip("psycopg")
    with psycopg.connect(f"{oracle_dsn}/postgres", autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        admin.execute(f"CREATE DATABASE {NAME}")
    with psycopg.connect(f"{oracle_dsn}/{NAME}", autocommit=True) as connection:
        for statement in DDL:
            connection.execute(statement)
        yield connection
    with psycopg.connect(f"{oracle_dsn}/postgres", autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")


@pytest.mark.parametrize("query", QUERIES)
def test_the_answer_is_postgresqls(server: Any, query: str) -> None:
    database = Database(Schema(), autocommit=True)
    for statement in DDL:
        database.execute(statement)
    assert symbolic(database, query) == real(server, query)


def symbolic(database: Database, query: str) -> object:
    try:
        result = database.execute(query)
    except DatabaseError as error:
        return error.sqlstate
    return result.columns, sorted(map(repr, result.rows))


def real(server: Any, query: str) -> object:
    psycopg = pytest.importorskip("psycopg")
    try:
        cursor = server.execute(query)
    except psycopg.Error as error:
        return error.sqlstate
    rows = cursor.fetchall() if cursor.description else []
    return tuple(c.name for c in cursor.description or ()), sorted(repr(tuple(r)) for r in rows)
