"""SQLite statements: what the symbolic schema says against what SQLite itself says."""

from __future__ import annotations

import sqlite3

import pytest

from schemaparity.database.apply.context import Context
from schemaparity.database.dialects.sqlite import apply
from schemaparity.database.errors import DatabaseError
from schemaparity.database.sqlite_ddl import statements_of
from schemaparity.schema import Schema
from schemaparity.sql.sqlite import parse


def replay(*statements: str) -> Schema:
    schema = Schema(dialect="sqlite")
    for text in statements:
        for statement in parse(text):
            schema = apply(schema, statement, Context())
    return schema


def pragmas(statements: list[str] | tuple[str, ...]) -> dict[str, object]:
    """All that SQLite's pragmas tell about the tables."""
    connection = sqlite3.connect(":memory:")
    try:
        for text in statements:
            connection.execute(text)
        names = [
            n
            for (n,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
        ]
        return {
            name: (
                connection.execute(f"PRAGMA table_xinfo('{name}')").fetchall(),
                sorted(map(str, (row[2:] for row in connection.execute(f"PRAGMA foreign_key_list('{name}')")))),
                sorted(
                    (
                        row[2],
                        row[3],
                        row[4],
                        [c[1:] for c in connection.execute(f"PRAGMA index_xinfo('{row[1]}')")],
                        row[1] if row[3] == "c" else "",
                    )
                    for row in connection.execute(f"PRAGMA index_list('{name}')")
                ),
            )
            for name in names
        }
    finally:
        connection.close()


USERS = (
    "CREATE TABLE users (id INTEGER NOT NULL, email VARCHAR(50), n INTEGER DEFAULT '5', PRIMARY KEY (id), UNIQUE (email), CHECK (n > 0))"
)
ORDERS = "CREATE TABLE orders (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE)"


@pytest.mark.parametrize(
    "statements",
    [
        (USERS, ORDERS),
        (
            USERS,
            "ALTER TABLE users ADD COLUMN created DATETIME DEFAULT '2020' NOT NULL",
            "CREATE UNIQUE INDEX ix ON users (created, lower(email) DESC) WHERE n > 1",
        ),
        (USERS, "ALTER TABLE users RENAME COLUMN email TO mail", "ALTER TABLE users RENAME TO people"),
        (USERS, ORDERS, "ALTER TABLE users RENAME TO people"),
        (USERS, ORDERS, "ALTER TABLE USERS RENAME COLUMN ID TO uid"),
        (
            USERS,
            "CREATE TABLE tmp (id INTEGER NOT NULL, n BIGINT, PRIMARY KEY (id))",
            "INSERT INTO tmp SELECT id, n FROM users",
            "DROP TABLE users",
            "ALTER TABLE tmp RENAME TO users",
        ),
        (ORDERS, "ALTER TABLE orders DROP COLUMN user_id"),
        (
            (
                "CREATE TABLE c (a TEXT COLLATE NOCASE, b TEXT, [x y] DECIMAL(10, 2) NOT NULL, g INT AS (a) "
                "VIRTUAL, PRIMARY KEY (b, a)) WITHOUT ROWID"
            ),
        ),
        (USERS, "ALTER TABLE users ADD COLUMN x TEXT NOT NULL", "ALTER TABLE users ADD COLUMN y TEXT DEFAULT CURRENT_TIMESTAMP"),
        (USERS, "CREATE INDEX i1 ON users (n)", "DROP INDEX i1"),
        (USERS, "CREATE TABLE copy AS SELECT id, email AS e, 1 AS one FROM users"),
        ("CREATE TABLE IF NOT EXISTS t (a)", "CREATE TABLE IF NOT EXISTS t (b)", "CREATE TEMP TABLE z (a INT)"),
    ],
)
def test_the_schema_is_what_sqlite_holds(statements: tuple[str, ...]) -> None:
    schema = replay(*statements)
    ours = pragmas(list(statements_of(schema, schema.tables.values())))
    assert {k: v for k, v in ours.items() if k != "z"} == pragmas(statements)


@pytest.mark.parametrize(
    ("setup", "statement"),
    [
        ((USERS,), USERS),
        ((USERS,), "ALTER TABLE users ADD COLUMN email TEXT"),
        ((USERS,), "ALTER TABLE users ADD COLUMN x TEXT UNIQUE"),
        ((USERS,), "ALTER TABLE users DROP COLUMN nope"),
        ((USERS,), "ALTER TABLE users DROP COLUMN id"),
        ((USERS,), "ALTER TABLE users DROP COLUMN email"),
        ((USERS,), "ALTER TABLE users ADD CONSTRAINT u UNIQUE (n)"),
        ((USERS,), "ALTER TABLE users ALTER COLUMN n TYPE TEXT"),
        ((USERS,), "CREATE INDEX i ON users (nope)"),
        ((USERS, "CREATE INDEX i ON users (n)"), "CREATE INDEX i ON users (n)"),
        ((USERS, "CREATE INDEX i ON users (n)"), "ALTER TABLE users DROP COLUMN n"),
        ((), "DROP TABLE nope"),
        ((), "DROP INDEX nope"),
        ((), "ALTER TABLE nope RENAME TO x"),
        ((USERS, ORDERS), "ALTER TABLE users RENAME TO orders"),
    ],
)
def test_what_sqlite_refuses_is_refused(setup: tuple[str, ...], statement: str) -> None:
    schema = replay(*setup)
    with pytest.raises(sqlite3.OperationalError) as real:
        pragmas([*setup, statement])
    (parsed,) = parse(statement)
    with pytest.raises(DatabaseError) as ours:
        apply(schema, parsed, Context())
    assert ours.value.message.split()[:2] == str(real.value).split()[:2] or "syntax error" in str(real.value)
