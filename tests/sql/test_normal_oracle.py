"""The pairs of normal_cases on a real PostgreSQL: equal is what it prints alike, or what gives the same rows and values."""

from __future__ import annotations

import os
import re

import pytest
from normal_cases import (
    COLUMNS,
    DIFFERENT_CONDITIONS,
    DIFFERENT_DEFAULTS,
    DIFFERENT_TYPES,
    EQUAL_CONDITIONS,
    EQUAL_DEFAULTS,
    EQUAL_TYPES,
)

pytestmark = pytest.mark.oracle

ROWS = """
INSERT INTO cases VALUES
 (1, 1, 'a', 'x', true, 1.5, 0.5, now(), now(), '2020-01-01', '{"k": "v", "a": 1}', '{}', '{a,b}', 'a', gen_random_uuid(), 'abc',
  '1 hour'),
 (-1, 0, '', 'it''s', false, 0, 0, '2019-01-01', '2019-01-01', '2019-01-01', '{}', '{}', '{}', 'b', gen_random_uuid(), 'x', '40 days'),
 (3, 2, 'b', 'a@b', null, 2, 9, '2999-01-01', '2999-01-01', null, '[]', 'null', null, null, null, null, null),
 (null, null, null, null, true, null, null, null, null, null, null, null, null, null, null, null, null),
 (5, null, 'x', 'A', false, 1.25, null, null, null, '2030-01-01', null, null, '{b}', 'c',
  '00000000-0000-0000-0000-000000000000', 'x', '30 days')
"""


@pytest.fixture(scope="module")
def cursor(oracle_dsn):
    psycopg = pytest.importorskip("psycopg")
    name = f"schemaparity_normal_{os.getpid()}"
    with psycopg.connect(f"{oracle_dsn}/postgres", autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            with psycopg.connect(f"{oracle_dsn}/{name}") as connection, connection.cursor() as cursor:
                cursor.execute("CREATE TYPE mood AS ENUM ('a', 'b', 'c')")
                cursor.execute(f"CREATE TABLE cases ({', '.join(f'{n} {t}' for n, t in COLUMNS.items())})")
                cursor.execute(ROWS)
                connection.commit()
                yield cursor
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(autouse=True)
def rolled_back(cursor):
    yield
    cursor.connection.rollback()


def plain(printed):
    """PostgreSQL prints `x IN (...)` in two ways, after its own printout once more: casts and parentheses come and go."""
    return re.sub(r"::(character varying|double precision|[a-z_]+)(\(\d+(,\d+)?\))?(\[\])?|[()\s]", "", printed)


def printed_condition(cursor, text):
    cursor.execute(f"ALTER TABLE cases ADD CONSTRAINT c CHECK ({text}) NOT VALID")
    (printed,) = cursor.execute("SELECT pg_get_expr(conbin, conrelid) FROM pg_constraint WHERE conname = 'c'").fetchone()
    cursor.execute("ALTER TABLE cases DROP CONSTRAINT c")
    return printed


def selects_alike(cursor, one, other):
    return cursor.execute(f"SELECT bool_and(({one}) IS NOT DISTINCT FROM ({other})) FROM cases").fetchone()[0]


@pytest.mark.parametrize(("one", "other"), EQUAL_CONDITIONS)
def test_equal_conditions(cursor, one, other):
    assert selects_alike(cursor, one, other)
    printed = [printed_condition(cursor, text) for text in (one, other)]
    assert (plain(printed[0]) == plain(printed[1])) is ((one, other) not in SAME_VALUE)


SAME_VALUE = {
    ("char_length(email) < 9", "character_length(email) < 9"),
    ("id IN (1, 2)", "id = ANY ('{1,2}'::integer[])"),
    ("price > 0", "price > 0.0"),
    ("price >= 1.5", "price >= 1.50"),
    ("price > '0'", "price > 0"),
    ("created > now()", "created > CURRENT_TIMESTAMP"),
    ("created > now()", "created > transaction_timestamp()"),
    ("tags = '{}'", "tags = ARRAY[]::text[]"),
    ("tags = '{a,b}'", "tags = ARRAY['a', 'b']"),
    ("ratio > 0", "ratio > '0'::double precision"),
    ("created > now() - interval '1 day'", "created > now() - INTERVAL '1' DAY"),
    ("(created AT TIME ZONE 'UTC') > ts", "timezone('UTC'::text, created) > ts"),
}
"""What PostgreSQL prints apart although it gives the same value whatever the row."""


@pytest.mark.parametrize(("one", "other"), DIFFERENT_CONDITIONS)
def test_different_conditions(cursor, one, other):
    assert printed_condition(cursor, one) != printed_condition(cursor, other)


def defaults(cursor, type_, *texts):
    """What PostgreSQL prints of two defaults of one type, and the values that they give in one transaction."""
    for name, text in zip(("one", "other"), texts, strict=True):
        cursor.execute(f"ALTER TABLE cases ADD COLUMN {name} {type_}")
        cursor.execute(f"ALTER TABLE cases ALTER COLUMN {name} SET DEFAULT {text}")
    rows = cursor.execute(
        "SELECT pg_get_expr(adbin, adrelid) FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum "
        "WHERE a.attrelid = 'cases'::regclass AND attname IN ('one', 'other') ORDER BY attname"
    ).fetchall()
    values = cursor.execute(
        "INSERT INTO cases DEFAULT VALUES RETURNING one::text, other::text, one::text IS NOT DISTINCT FROM other::text"
    ).fetchone()
    return [r[0] for r in rows], values


@pytest.mark.parametrize(("type_", "one", "other"), EQUAL_DEFAULTS)
def test_equal_defaults(cursor, type_, one, other):
    printed, values = defaults(cursor, type_, one, other)
    if "random" in one:
        assert printed[0] == printed[1]
    elif type_.startswith("numeric"):
        assert cursor.execute("SELECT %s::numeric = %s::numeric", values[:2]).fetchone()[0]
    else:
        assert values[2]


@pytest.mark.parametrize(("type_", "one", "other"), DIFFERENT_DEFAULTS)
def test_different_defaults(cursor, type_, one, other):
    printed, _ = defaults(cursor, type_, one, other)
    assert printed[0] != printed[1]


def printed_type(cursor, type_):
    cursor.execute(f"CREATE TEMPORARY TABLE one_column (a {type_}) ON COMMIT DROP")
    (printed,) = cursor.execute(
        "SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = 'one_column'::regclass AND attname = 'a'"
    ).fetchone()
    cursor.execute("DROP TABLE one_column")
    return printed


@pytest.mark.parametrize(("one", "other"), EQUAL_TYPES)
def test_equal_types(cursor, one, other):
    assert printed_type(cursor, one) == printed_type(cursor, other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT_TYPES)
def test_different_types(cursor, one, other):
    assert printed_type(cursor, one) != printed_type(cursor, other)
