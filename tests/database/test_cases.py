"""Every script of cases.sql: offline against the SQLSTATEs it notes, with --oracle against the catalogs of a real server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from cases import Case, read_cases
from server import dump, scratch, wipe

from schemaparity.database import Database, DatabaseError, UndecidableResult
from schemaparity.report.sql import to_sql
from schemaparity.schema import Schema
from schemaparity.sql.holes import Holes

CASES = list(read_cases())
Outcome = tuple[str | None, str | None]


def replay(case: Case) -> tuple[Database, list[Outcome]]:
    database = Database(Schema(), Holes(), autocommit=True)
    outcomes: list[Outcome] = []
    for step in case.steps:
        try:
            database.execute(step.sql)
            outcomes.append((None, None))
        except UndecidableResult:
            outcomes.append((None, None))
        except DatabaseError as error:
            outcomes.append((error.sqlstate, error.message))
    return database, outcomes


def test_titles_are_unique() -> None:
    assert len({c.title for c in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.title)
def test_refuses_what_is_noted(case: Case) -> None:
    _, outcomes = replay(case)
    assert [(s.sql, o[0]) for s, o in zip(case.steps, outcomes, strict=True)] == [(s.sql, s.sqlstate) for s in case.steps]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.title)
def test_script_makes_the_schema_again(case: Case) -> None:
    database, _ = replay(case)
    schema = database.lasting_schema
    again = Database(Schema(), Holes(), autocommit=True)
    again.execute(to_sql(schema))
    assert to_sql(again.schema) == to_sql(schema)


@pytest.fixture(scope="module")
def server(oracle_dsn: str) -> Iterator[object]:
    with scratch(oracle_dsn, "schemaparity_cases") as connection:
        yield connection


def run_on(connection: object, sql: str) -> Outcome:
    import psycopg  # noqa: PLC0415 - needed with --oracle only

    try:
        connection.execute(sql)
    except psycopg.Error as error:
        return error.sqlstate, error.diag.message_primary
    return None, None


@pytest.mark.oracle
@pytest.mark.parametrize("case", CASES, ids=lambda c: c.title)
def test_is_what_the_server_does(case: Case, server: object) -> None:
    wipe(server)
    expected = [run_on(server, s.sql) for s in case.steps]
    server.execute("ROLLBACK")
    server.execute("DISCARD TEMP")
    there = dump(server)
    database, outcomes = replay(case)
    statements = [s.sql for s in case.steps]
    assert list(zip(statements, outcomes, strict=True)) == list(zip(statements, expected, strict=True))
    wipe(server)
    if database.in_transaction:
        database.rollback()
    script = to_sql(database.lasting_schema)
    if script:
        server.execute(script)
    here = dump(server)
    for name in there:
        assert (name, here[name]) == (name, there[name]), script
