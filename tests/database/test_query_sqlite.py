"""Queries of SQLite's dialect, answered by SQLite over a copy of the schema."""

from __future__ import annotations

import pytest

from schemaparity.database import Database, DatabaseError, UndecidableResult
from schemaparity.schema import Schema, Unknown


@pytest.fixture
def database() -> Database:
    made = Database(Schema(dialect="sqlite"))
    made.execute("CREATE TABLE users (id INTEGER NOT NULL, email VARCHAR(50), PRIMARY KEY (id), CONSTRAINT uq UNIQUE (email))")
    made.execute("CREATE INDEX ix ON users (email)")
    return made


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("SELECT name FROM sqlite_master WHERE type = 'table'", [("users",)]),
        ("PRAGMA table_info(users)", [(0, "id", "INTEGER", 1, None, 1), (1, "email", "VARCHAR(50)", 0, None, 0)]),
        ("SELECT name FROM pragma_table_info('users')", [("id",), ("email",)]),
        ("PRAGMA index_info('ix')", [(0, 1, "email")]),
        ("SELECT count(*) FROM users", [(0,)]),
        ("SELECT my_function(id) FROM users", []),
    ],
)
def test_answers(database: Database, query: str, rows: list[tuple[object, ...]]) -> None:
    assert list(database.execute(query).rows) == rows


@pytest.mark.parametrize("query", ["SELECT sql FROM sqlite_master", "SELECT datetime('now')", "SELECT my_function(1)"])
def test_what_is_not_known(database: Database, query: str) -> None:
    with pytest.raises(UndecidableResult):
        database.execute(query)


@pytest.mark.parametrize(
    ("statement", "sqlstate"),
    [
        ("SELECT nope FROM users", "42703"),
        ("SELECT 1 FROM nope", "42P01"),
        ("UPDATE users SET nope = 1", "42703"),
        ("INSERT INTO users (nope) VALUES (1)", "42703"),
    ],
)
def test_errors(database: Database, statement: str, sqlstate: str) -> None:
    with pytest.raises(DatabaseError) as raised:
        database.execute(statement)
    assert raised.value.sqlstate == sqlstate


def test_rows(database: Database) -> None:
    database.execute("CREATE TABLE copies (id INTEGER)")
    database.execute("INSERT INTO copies SELECT id FROM users")
    assert not database.schema.tables["copies"].has_rows
    database.execute("INSERT INTO users (id) VALUES (1)")
    database.execute("INSERT INTO copies SELECT id FROM users")
    assert database.schema.tables["copies"].has_rows
    with pytest.raises(UndecidableResult, match="inserted into users"):
        database.execute("SELECT id FROM users")


def test_a_table_that_is_not_wholly_known(database: Database) -> None:
    database.declare_external("legacy", Unknown("created elsewhere"))
    with pytest.raises(UndecidableResult):
        database.execute("PRAGMA table_info(legacy)")


def test_no_other_database_is_opened(database: Database) -> None:
    database.execute("ATTACH DATABASE '/nonexistent/x.db' AS other")
    with pytest.raises(UndecidableResult):
        database.execute("WITH a AS (SELECT load_extension('x')) SELECT * FROM a")


def test_on_an_open_base_a_table_was_there_before(database: Database) -> None:
    database.open_base = True
    assert list(database.execute("SELECT count(*) FROM legacy").rows) == [(0,)]
    assert not database.schema.tables["legacy"].complete
    with pytest.raises(UndecidableResult, match="columns of a table are not known"):
        database.execute("SELECT name FROM legacy")
    database.execute("UPDATE legacy SET name = 'x'")
