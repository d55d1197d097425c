"""Queries over the symbolic database."""

from __future__ import annotations

from contextlib import suppress

import pytest
from attrs import evolve
from query_cases import DDL, QUERIES

from schemaparity.database import Database, DatabaseError, UndecidableResult
from schemaparity.database.query import run_query
from schemaparity.schema import Schema, Unknown


@pytest.fixture
def database() -> Database:
    made = Database(Schema(), autocommit=True)
    for statement in DDL:
        made.execute(statement)
    return made


def rows(database: Database, query: str) -> list[tuple[object, ...]]:
    return list(database.execute(query).rows)


@pytest.mark.parametrize("query", QUERIES)
def test_no_query_is_undecided(database: Database, query: str) -> None:
    with suppress(DatabaseError):
        database.execute(query)


def test_catalogs_follow_the_schema(database: Database) -> None:
    assert rows(database, "SELECT to_regclass('users') IS NOT NULL") == [(True,)]
    database.execute("DROP TABLE users CASCADE")
    assert rows(database, "SELECT to_regclass('users') IS NOT NULL") == [(False,)]


def test_rows_that_were_inserted_are_not_known(database: Database) -> None:
    assert rows(database, "SELECT count(*) FROM app.things") == [(0,)]
    database.execute("INSERT INTO app.things VALUES (1, 2)")
    with pytest.raises(UndecidableResult, match="inserted into app"):
        database.execute("SELECT count(*) FROM app.things")
    database.execute("DELETE FROM app.things")
    assert rows(database, "SELECT count(*) FROM app.things") == [(0,)]


@pytest.mark.parametrize(
    ("statement", "fills"),
    [
        ("INSERT INTO app.things SELECT id, id FROM users", False),
        ("INSERT INTO app.things SELECT u.id, o.id FROM users u JOIN orders o ON true", False),
        ("INSERT INTO app.things SELECT 1, count(*) FROM users", True),
        ("INSERT INTO app.things SELECT 1, count(*) FROM users GROUP BY id", False),
        ("INSERT INTO app.things SELECT 1, 2 WHERE NOT EXISTS (SELECT 1 FROM users)", True),
        ("INSERT INTO app.things SELECT id, id FROM users UNION SELECT 1, 2", True),
        ("WITH x AS (SELECT id FROM users) INSERT INTO app.things SELECT id, id FROM x", False),
        ("WITH x AS (INSERT INTO app.things VALUES (1, 2) RETURNING a) SELECT count(*) FROM users", True),
        ("INSERT INTO app.things VALUES (1, 2) ON CONFLICT DO NOTHING", True),
    ],
)
def test_an_insert_fills_a_table_only_from_rows(database: Database, statement: str, fills: bool) -> None:
    try:
        database.execute(statement)
    except UndecidableResult:
        assert fills
    assert database.schema.tables["app.things"].has_rows is fills


def test_an_unknown_function_matters_only_where_it_is_reached(database: Database) -> None:
    assert rows(database, "SELECT my_function(id) FROM users") == []
    with pytest.raises(UndecidableResult, match="my_function"):
        database.execute("SELECT my_function(1)")


def test_a_doubt_makes_only_what_depends_on_it_undecided(database: Database) -> None:
    users = database.schema.tables["users"]
    doubt = Unknown("the condition was not decided")
    database.schema = database.schema.with_table(evolve(users, columns={**users.columns, "age": evolve(users.columns["age"], doubt=doubt)}))
    query = "SELECT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 'users' AND column_name = '{}')"
    assert rows(database, query.format("email")) == [(True,)]
    assert rows(database, query.format("nope")) == [(False,)]
    with pytest.raises(UndecidableResult, match="condition was not decided"):
        database.execute(query.format("age"))


def test_a_table_that_is_not_wholly_known_may_hold_anything(database: Database) -> None:
    unknown = Unknown("created elsewhere")
    database.declare_external("legacy", unknown)
    with pytest.raises(UndecidableResult):
        database.execute("SELECT 1 FROM information_schema.columns WHERE table_name = 'legacy' AND column_name = 'x'")
    with pytest.raises(UndecidableResult):
        database.execute("SELECT 1 FROM pg_constraint WHERE conname = 'legacy_x_key'")
    assert rows(database, "SELECT 1 FROM information_schema.columns WHERE table_name = 'users' AND column_name = 'x'") == []
    assert rows(database, "SELECT x FROM legacy") == []


def test_an_expression_is_not_shown_in_the_words_of_the_source(database: Database) -> None:
    with pytest.raises(UndecidableResult, match="how PostgreSQL writes"):
        database.execute("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'ck'")


def test_a_hole_in_a_catalog_query_gives_its_reason(database: Database) -> None:
    token = database.holes.token(Unknown("the table name is read from a file"))
    with pytest.raises(UndecidableResult, match="read from a file"):
        database.execute(f"SELECT 1 FROM pg_class WHERE relname = '{token}'")
    assert rows(database, f"SELECT id FROM users WHERE email = '{token}'") == []


def test_parameters_are_put_in(database: Database) -> None:
    result = run_query(
        database, "SELECT typname FROM pg_type WHERE typname = ANY(%(names)s) AND typname LIKE 's%%'", {"names": ["status", "it's"]}
    )
    assert result.rows == (("status",),)


def test_postgis_adds_a_column(database: Database) -> None:
    database.execute("CREATE EXTENSION postgis")
    database.execute("SELECT AddGeometryColumn('app', 'things', 'geom', 4326, 'POINT', 2)")
    assert "geom" in database.schema.tables["app.things"].columns
    database.execute("SELECT DropGeometryColumn('app', 'things', 'geom')")
    assert "geom" not in database.schema.tables["app.things"].columns


def test_a_function_whose_body_has_ddl_leaves_the_schema_undecided(database: Database) -> None:
    database.execute("CREATE FUNCTION make() RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'CREATE TABLE x ()'; END $$")
    with pytest.raises(UndecidableResult):
        database.execute("SELECT make()")
    assert "make" in database.schema.unknown[0].unknown.reason
