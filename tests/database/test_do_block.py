"""DO blocks over the symbolic database."""

from __future__ import annotations

import pytest

from schemaparity.database import Database, DatabaseError
from schemaparity.schema import Schema


@pytest.fixture
def database() -> Database:
    made = Database(Schema())
    made.begin()
    made.execute("CREATE TABLE users (id SERIAL PRIMARY KEY, email TEXT UNIQUE, age INT)")
    made.execute("CREATE TABLE orders (id INT, user_id INT REFERENCES users (id))")
    return made


def do(database: Database, body: str) -> None:
    database.execute(f"DO $body$ {body} $body$")


def test_an_exception_arm_goes_on_where_the_block_began(database: Database) -> None:
    do(
        database,
        "BEGIN CREATE TABLE extra (a INT); CREATE TABLE users (b INT); EXCEPTION WHEN duplicate_table THEN CREATE TABLE arm (a INT); END",
    )
    assert set(database.schema.tables) == {"users", "orders", "arm"}
    database.execute("SELECT 1")


@pytest.mark.parametrize(
    "condition", ["duplicate_table OR duplicate_object", "others", "SQLSTATE '42P07'", "syntax_error_or_access_rule_violation"]
)
def test_conditions(database: Database, condition: str) -> None:
    do(database, f"BEGIN CREATE TABLE users (b INT); EXCEPTION WHEN unique_violation THEN RAISE; WHEN {condition} THEN NULL; END")
    assert not database.is_aborted


def test_an_error_that_no_arm_catches_is_the_statements(database: Database) -> None:
    with pytest.raises(DatabaseError) as raised:
        do(database, "BEGIN CREATE TABLE users (b INT); EXCEPTION WHEN undefined_table THEN NULL; END")
    assert raised.value.sqlstate == "42P07"


@pytest.mark.parametrize(
    ("body", "columns"),
    [
        (
            (
                "BEGIN IF NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE column_name = 'zip') THEN "
                "ALTER TABLE orders ADD zip TEXT; END IF; END"
            ),
            {"zip"},
        ),
        (
            "BEGIN IF EXISTS (SELECT 1 FROM users) THEN ALTER TABLE orders ADD a TEXT; ELSE ALTER TABLE orders ADD b TEXT; END IF; END",
            {"b"},
        ),
        ("DECLARE n INT := 2; BEGIN IF n = 1 THEN NULL; ELSIF n = 2 THEN ALTER TABLE orders ADD two INT; END IF; END", {"two"}),
        ("BEGIN FOR i IN 1..3 LOOP CONTINUE WHEN i = 2; EXECUTE 'ALTER TABLE orders ADD c' || i || ' INT'; END LOOP; END", {"c1", "c3"}),
        (
            (
                "DECLARE x TEXT; BEGIN FOREACH x IN ARRAY ARRAY['p', 'Q r'] LOOP EXECUTE format('ALTER TABLE "
                "orders ADD %I INT', x); END LOOP; END"
            ),
            {"p", "Q r"},
        ),
        (
            (
                "DECLARE n INT; BEGIN SELECT count(*) INTO n FROM users; WHILE n < 2 LOOP n := n + 1; EXECUTE "
                "format('ALTER TABLE orders ADD w%s INT', n); END LOOP; END"
            ),
            {"w1", "w2"},
        ),
        (
            (
                "BEGIN CASE current_schema() WHEN 'public' THEN ALTER TABLE orders ADD pub INT; ELSE NULL; END "
                "CASE; RETURN; DROP TABLE orders; END"
            ),
            {"pub"},
        ),
        ("BEGIN UPDATE users SET age = 1; IF NOT FOUND THEN ALTER TABLE orders ADD nf INT; END IF; END", {"nf"}),
    ],
)
def test_control_flow(database: Database, body: str, columns: set[str]) -> None:
    do(database, body)
    assert set(database.schema.tables["orders"].columns) - {"id", "user_id"} == columns


def test_rows_of_a_catalog_drive_ddl(database: Database) -> None:
    do(
        database,
        "DECLARE r record; BEGIN FOR r IN SELECT conname, conrelid::regclass AS tbl FROM pg_constraint WHERE contype IN ('f', 'u') "
        "LOOP EXECUTE 'ALTER TABLE ' || r.tbl || ' DROP CONSTRAINT ' || quote_ident(r.conname); END LOOP; END",
    )
    tables = database.schema.tables
    assert (tables["orders"].foreign_keys, tables["users"].unique_constraints) == ((), ())


def test_a_name_that_is_null_cannot_be_formatted(database: Database) -> None:
    with pytest.raises(DatabaseError) as raised:
        do(database, "DECLARE n TEXT; BEGIN SELECT conname INTO n FROM pg_constraint WHERE false; EXECUTE format('DROP TABLE %I', n); END")
    assert raised.value.sqlstate == "22004"


def test_raise_exception_has_a_message_and_a_code(database: Database) -> None:
    with pytest.raises(DatabaseError, match="7 of 7 %") as raised:
        do(
            database,
            "DECLARE n INT := 7; BEGIN RAISE NOTICE 'quiet'; RAISE EXCEPTION '% of % %%', n, n USING ERRCODE = 'unique_violation'; END",
        )
    assert raised.value.sqlstate == "23505"


def test_what_is_not_followed_leaves_what_it_mentions_unknown(database: Database) -> None:
    do(database, "BEGIN ALTER TABLE orders ADD a INT; IF my_function() THEN ALTER TABLE orders ADD b INT; END IF; END")
    orders = database.schema.tables["orders"]
    assert "my_function" in orders.unknowns[0].reason
    assert "a" not in orders.columns
    assert not database.schema.tables["users"].unknowns


def test_a_block_that_never_ends_is_not_followed(database: Database) -> None:
    do(database, "BEGIN LOOP NULL; END LOOP; END")
    assert "too many statements" in database.schema.unknown[0].unknown.reason
