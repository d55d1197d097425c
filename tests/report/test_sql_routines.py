"""What hangs on tables in the script for PostgreSQL: a real server that runs it holds what the original script made."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from schemaparity.database import Database
from schemaparity.report.sql import to_sql
from schemaparity.schema import Routine, Schema
from schemaparity.sql.holes import Holes

SCRIPT = """
SET check_function_bodies = off;
CREATE SCHEMA app;
CREATE TYPE pair AS (a int, b text);
CREATE COLLATION plain (provider = icu, locale = 'und');
CREATE FUNCTION app.next_code() RETURNS text LANGUAGE sql AS $$ SELECT 'c' || count(*)::text FROM app.codes $$;
CREATE TABLE app.codes (id int PRIMARY KEY, code text COLLATE plain DEFAULT app.next_code(), kind int, owner text);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.code := 'x;y'; RETURN NEW; END $$;
CREATE FUNCTION codes_of(k int) RETURNS SETOF app.codes LANGUAGE sql AS $$ SELECT * FROM app.codes WHERE kind = k $$;
CREATE PROCEDURE clear() LANGUAGE sql AS 'DELETE FROM app.codes';
CREATE AGGREGATE total (int) (sfunc = int4pl, stype = int);
CREATE VIEW kinds AS SELECT DISTINCT kind FROM codes_of(1);
CREATE MATERIALIZED VIEW counts AS SELECT kind, count(*) AS n FROM app.codes GROUP BY kind;
CREATE TRIGGER touched BEFORE INSERT OR UPDATE ON app.codes FOR EACH ROW WHEN (NEW.kind > 3) EXECUTE FUNCTION touch();
CREATE CONSTRAINT TRIGGER checked AFTER INSERT ON app.codes DEFERRABLE FOR EACH ROW EXECUTE FUNCTION touch();
CREATE POLICY own ON app.codes FOR SELECT USING (owner = current_user);
CREATE RULE keep AS ON DELETE TO app.codes DO INSTEAD NOTHING;
CREATE STATISTICS st (dependencies) ON code, kind FROM app.codes;
"""
CATALOGS = (
    "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT * FROM pg_policies",
    "SELECT schemaname, tablename, rulename, definition FROM pg_rules WHERE schemaname NOT IN ('pg_catalog', 'information_schema')",
    "SELECT schemaname, viewname, definition FROM pg_views WHERE schemaname NOT IN ('pg_catalog', 'information_schema')",
    "SELECT schemaname, matviewname, definition FROM pg_matviews",
    "SELECT stxname, pg_get_statisticsobjdef(oid) FROM pg_statistic_ext",
    """
    SELECT n.nspname, p.proname, p.prokind, pg_get_function_identity_arguments(p.oid), p.prosrc
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname IN ('public', 'app')
    """,
    """
    SELECT attrelid::regclass::text, attname, format_type(atttypid, atttypmod), attcollation::regcollation::text
    FROM pg_attribute JOIN pg_class c ON c.oid = attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname IN ('public', 'app') AND attnum > 0
    """,
)


def replayed(script: str) -> Schema:
    database = Database(Schema(), Holes(), autocommit=True)
    database.execute(script)
    return database.schema


@contextmanager
def scratch(base: str, name: str) -> Iterator[object]:
    psycopg = pytest.importorskip("psycopg")
    with psycopg.connect(f"{base}/postgres", autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            with psycopg.connect(f"{base}/{name}", autocommit=True) as connection:
                yield connection
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def held(base: str, name: str, script: str) -> list[list[tuple]]:
    with scratch(base, f"schemaparity_sql_{os.getpid()}_{name}") as connection:
        connection.execute(script)
        return [sorted(connection.execute(query).fetchall(), key=repr) for query in CATALOGS]


@pytest.mark.oracle
def test_the_server_holds_the_same(oracle_dsn):
    made, again = held(oracle_dsn, "a", SCRIPT), held(oracle_dsn, "b", to_sql(replayed(SCRIPT)))
    assert all(made)
    assert again == made


def test_reading_the_script_again_gives_the_same_schema():
    schema = replayed(SCRIPT)
    again = replayed(to_sql(schema))
    assert {(r.kind, r.name, r.definition) for r in again.routines} == {(r.kind, r.name, r.definition) for r in schema.routines}
    assert (again.tables, again.views) == (schema.tables, schema.views)


def test_a_statement_on_a_table_that_was_renamed_is_left_out():
    script = to_sql(replayed(f"{SCRIPT} ALTER TABLE app.codes RENAME TO keys"))
    assert "CREATE TRIGGER" not in script
    assert "-- the trigger touched ON app.keys is left out: its statement is on a table that has another name now\n" in script


def test_what_is_not_tracked_is_told():
    script = to_sql(replayed(f"{SCRIPT} CREATE UNIQUE INDEX one_kind ON counts (kind)"))
    assert "-- the index one_kind on counts is left out: of a view only its name is known\n" in script
    assert "-- left out: whether tables ENABLE ROW LEVEL SECURITY" in script


def test_a_statement_with_control_characters_is_left_out():
    script = to_sql(Schema(routines=(Routine("function", "f()", "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $$ SELECT '\x1b' $$"),)))
    assert "\x1b" not in script
    assert "-- the function f() is left out: its statement has control characters\n" in script
