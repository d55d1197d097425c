"""The script for SQLite, loaded into a real SQLite: the database is the one that the original script makes."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from schemaparity.database import Database
from schemaparity.report.sql import to_sql
from schemaparity.schema import Column, Index, IndexElement, PrimaryKey, Schema, Table, Unknown, View
from schemaparity.sql.holes import Holes

SCRIPTS = {
    "columns": """
        CREATE TABLE p (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT COLLATE NOCASE DEFAULT 'x''y', b VARCHAR(5) NOT NULL DEFAULT (1 + 2),
          c INT GENERATED ALWAYS AS (id * 2) STORED, d INT AS (b) VIRTUAL, e, f TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)
    """,
    "keys": """
        CREATE TABLE p (a INT NOT NULL, b INT, c INT UNIQUE, PRIMARY KEY (b, a), CONSTRAINT u UNIQUE (a, c), UNIQUE (b, c),
          CONSTRAINT ck CHECK (a <> b), CHECK (a > 0));
        CREATE TABLE q (id INTEGER PRIMARY KEY)
    """,
    "foreign keys": """
        CREATE TABLE a (id INTEGER PRIMARY KEY, b_id INT REFERENCES b (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED);
        CREATE TABLE b (id INTEGER PRIMARY KEY, x INT, y INT, CONSTRAINT fk FOREIGN KEY (x, y) REFERENCES c (x, y) ON UPDATE SET NULL);
        CREATE TABLE c (x INT, y INT, own INT REFERENCES c, PRIMARY KEY (x, y))
    """,
    "indexes": """
        CREATE TABLE t (a INT, b TEXT, c TEXT);
        CREATE INDEX i ON t (a DESC, b COLLATE NOCASE);
        CREATE UNIQUE INDEX u ON t (lower(b)) WHERE c IS NOT NULL;
        CREATE INDEX "odd ""name" ON t (c)
    """,
    "tables": """
        CREATE TABLE w (a INT PRIMARY KEY) WITHOUT ROWID;
        CREATE TABLE s (a INT) STRICT;
        CREATE TABLE "a ""b; --" ("c'd" INT, "select" INT)
    """,
    "views and triggers": """
        CREATE TABLE t (a INT);
        CREATE VIEW v AS SELECT a FROM t WHERE a > 1;
        CREATE VIEW w AS SELECT * FROM v;
        CREATE TRIGGER tr AFTER INSERT ON t BEGIN DELETE FROM t WHERE a < 0; SELECT 1; END
    """,
    "after changes": """
        CREATE TABLE t (a INT, b TEXT);
        ALTER TABLE t ADD COLUMN c INT DEFAULT 5 NOT NULL;
        ALTER TABLE t RENAME COLUMN a TO d;
        ALTER TABLE t DROP COLUMN b;
        ALTER TABLE t RENAME TO u;
        CREATE INDEX i ON u (d)
    """,
}


def real(script: str) -> dict[str, object]:
    """What a real SQLite holds after a script."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(script)
        names = connection.execute("SELECT type, name, tbl_name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY 1, 2").fetchall()
        found: dict[str, object] = {"objects": names}
        for kind, name, _ in names:
            if kind == "table":
                found[name] = table(connection, name)
    return found


def table(connection: sqlite3.Connection, name: str) -> dict[str, object]:
    def pragma(what: str, of: str) -> list[tuple]:
        return connection.execute(f"SELECT * FROM pragma_{what}(?)", (of,)).fetchall()

    def index(row: tuple) -> tuple:
        return (*row[2:], row[1] if row[3] == "c" else None, tuple(pragma("index_xinfo", row[1])))

    return {
        "columns": pragma("table_xinfo", name),
        "foreign keys": sorted(row[2:] for row in pragma("foreign_key_list", name)),
        "indexes": sorted(map(index, pragma("index_list", name)), key=repr),
        "list": [row[3:] for row in pragma("table_list", name)],
    }


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
def test_the_script_makes_the_same_database(script):
    database = Database(Schema("sqlite"), Holes(), autocommit=True)
    database.execute(script)
    assert real(to_sql(database.schema)) == real(script)


def test_what_is_not_known_is_left_out_with_a_comment():
    unknown = Unknown("a reason")
    index, other = Index("i", (IndexElement("a"),)), Index("j", (IndexElement("b + 1", is_expression=True),))
    columns = {
        "a": Column("a", unknown),
        "b": Column("b", "INTEGER", nullable=unknown),
        "c": Column("c", "TEXT", default=unknown, comment="lost"),
    }
    known = Table("t", columns=columns, primary_key=PrimaryKey("", ("a",)), indexes=(index, other), doubt=Unknown("a doubt"))
    schema = Schema("sqlite", tables={"t": known, "x.t": Table("t", "x", columns={"b": columns["b"]})}, views={"v": View("v")})
    script = to_sql(schema)
    assert [name for kind, name, _ in real(script)["objects"]] == ["j", "t"]
    for text in (
        "table t may not exist: a doubt",
        "column a of t is left out: its type",
        "nullable of t.b is not known: a reason",
        "default of t.c is not known",
        "primary key  of t is left out",
        "index i of t",
        "comments of t are left out",
        "table x.t is left out",
        "view v is left out",
    ):
        assert f"-- {text}" in script or f"-- the {text}" in script, (text, script)
