"""The script for MySQL, read again as a chain would be: the schema is the same."""

from __future__ import annotations

import pytest

from schemaparity.database import Database
from schemaparity.report.sql import to_sql
from schemaparity.schema import Column, Schema, Table, Unknown
from schemaparity.sql.holes import Holes

SCRIPTS = {
    "columns": r"""
        CREATE TABLE p (id INT PRIMARY KEY AUTO_INCREMENT, a VARCHAR(20) COLLATE utf8mb4_bin DEFAULT 'x' COMMENT 'it''s \\ here',
          b VARCHAR(5) NOT NULL, e ENUM('a','b') NOT NULL DEFAULT 'a',
          ts TIMESTAMP NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
          c INT GENERATED ALWAYS AS (id * 2) STORED, u INT UNSIGNED, j JSON, d DECIMAL(10, 2) NOT NULL DEFAULT 0.00
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='the table'
    """,
    "keys": """
        CREATE TABLE p (a INT NOT NULL, b INT NOT NULL, c VARCHAR(9) UNIQUE, PRIMARY KEY (b, a), UNIQUE KEY u (a, c),
          CONSTRAINT ck CHECK (a <> b));
        CREATE TABLE q (id INT PRIMARY KEY AUTO_INCREMENT, p_b INT, p_a INT,
          CONSTRAINT fk FOREIGN KEY (p_b, p_a) REFERENCES p (b, a) ON DELETE CASCADE ON UPDATE SET NULL)
    """,
    "cycles": """
        CREATE TABLE a (id INT PRIMARY KEY, b_id INT);
        CREATE TABLE b (id INT PRIMARY KEY, a_id INT, FOREIGN KEY (a_id) REFERENCES a (id));
        ALTER TABLE a ADD FOREIGN KEY (b_id) REFERENCES b (id)
    """,
    "indexes": """
        CREATE TABLE t (a INT, b VARCHAR(99), c TEXT, KEY k (b(3), a), FULLTEXT KEY ft (c));
        CREATE INDEX e ON t ((lower(b)));
        CREATE UNIQUE INDEX i ON t (a DESC, b)
    """,
    "names": "CREATE TABLE `a ``b; --` (`c'd` INT, `select` INT)",
    "views and others": """
        CREATE DATABASE other;
        CREATE TABLE t (a INT);
        CREATE TABLE other.t (a INT);
        CREATE VIEW v AS SELECT a FROM t WHERE a > 1
    """,
}


def replayed(script: str, dialect: str) -> Schema:
    database = Database(Schema(dialect), Holes(), autocommit=True)
    database.execute(script)
    return database.schema


@pytest.mark.parametrize("dialect", ["mysql", "mariadb"])
@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
def test_the_script_makes_the_same_schema(script, dialect):
    schema = replayed(script, dialect)
    assert schema.tables
    assert replayed(to_sql(schema), dialect) == schema


def test_a_body_of_several_statements_has_a_delimiter_of_its_own():
    script = "CREATE TABLE t (a INT); CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW BEGIN SET NEW.a = 1; SET NEW.a = 2; END"
    lines = to_sql(replayed(script, "mysql")).splitlines()
    assert lines[-3] == "DELIMITER ;;"
    assert lines[-2].endswith("END;;")
    assert lines[-1] == "DELIMITER ;"


def test_what_is_not_known_is_left_out_with_a_comment():
    columns = {"a": Column("a", Unknown("a reason")), "b": Column("b", "INT", default=Unknown("another"))}
    part = Table("u", columns={"a": columns["a"]}, complete=False)
    script = to_sql(Schema("mysql", tables={"t": Table("t", columns=columns), "u": part}))
    assert "-- the column a of t is left out: its type is not known: a reason\n" in script
    assert "-- default of t.b is not known: another\n" in script
    assert "-- the table u is only known in part\n" in script
    assert list(replayed(script, "mysql").tables) == ["t"]
