"""The database around the statements: holes, open bases, joins, histories, sessions."""

from __future__ import annotations

import time

import pytest

from schemaparity.database import Database, DatabaseError, Site, UndecidableResult, join
from schemaparity.location import Location, Origin
from schemaparity.schema import Schema, Unknown
from schemaparity.sql.holes import Holes


def origin(revision: str) -> Origin:
    return Origin("versions/x.py", revision, location=Location("versions/x.py"))


def run(*statements: str, open_base: bool = False, holes: Holes | None = None) -> Database:
    database = Database(Schema(), holes or Holes(), autocommit=True, open_base=open_base)
    for statement in statements:
        database.execute(statement)
    return database


class TestHoles:
    holes = Holes()
    unknown = Unknown("not set")
    token = holes.token(unknown, "x")

    def schema(self, *statements: str) -> Schema:
        return run(*statements, holes=self.holes).schema

    def test_of_a_column_is_its_type(self) -> None:
        schema = self.schema(f"CREATE TABLE t (id INT, a {self.token}, b {self.token}(3)[] DEFAULT {self.token})")
        assert schema.tables["t"].columns["a"].type == self.unknown
        assert schema.tables["t"].columns["b"].type == self.unknown
        assert schema.tables["t"].columns["b"].default == self.unknown
        assert schema.unknown == ()

    def test_as_table_name_is_a_fact_of_the_schema(self) -> None:
        schema = self.schema("CREATE TABLE t (id INT)", f"ALTER TABLE {self.token} ADD x INT")
        assert [f.unknown for f in schema.unknown] == [self.unknown]
        assert list(schema.tables["t"].columns) == ["id"]

    def test_in_a_table_name_to_create(self) -> None:
        schema = self.schema(f'CREATE TABLE "pre_{self.token}" (id INT)')
        assert [f.unknown for f in schema.unknown] == [self.unknown]
        assert not schema.tables

    def test_as_constraint_name_is_a_fact_of_the_table(self) -> None:
        schema = self.schema("CREATE TABLE t (id INT)", f"ALTER TABLE t DROP CONSTRAINT {self.token}, ADD x INT")
        assert schema.tables["t"].unknowns == (self.unknown,)
        assert "x" in schema.tables["t"].columns

    def test_where_the_grammar_has_none(self) -> None:
        schema = self.schema("CREATE TABLE t (id INT)", f"CREATE {self.token} INDEX i ON t (id)")
        assert schema.tables["t"].unknowns == (self.unknown,)

    def test_in_rows_changes_nothing(self) -> None:
        before = self.schema("CREATE TABLE t (id INT)")
        after = self.schema("CREATE TABLE t (id INT)", f"UPDATE t SET id = {self.token}", f"DELETE FROM {self.token}")
        assert before == after

    def test_in_a_query_makes_it_undecidable(self) -> None:
        with pytest.raises(UndecidableResult):
            self.schema(f"SELECT {self.token} {self.token} 3 FROM")

    def test_in_checks_and_predicates(self) -> None:
        schema = self.schema(
            f"CREATE TABLE t (a INT, CONSTRAINT c CHECK (a > {self.token}))", f"CREATE INDEX i ON t (a) WHERE a = {self.token}"
        )
        assert schema.tables["t"].check_constraints[0].expression == self.unknown
        assert schema.tables["t"].indexes[0].where == self.unknown

    def test_of_a_label(self) -> None:
        assert self.schema(f"CREATE TYPE e AS ENUM ('a', '{self.token}')").enums["e"].labels == self.unknown


class TestOpenBase:
    def test_takes_a_table_for_one_that_was_there(self) -> None:
        database = run(
            "ALTER TABLE t ADD COLUMN a INT", "ALTER TABLE t ALTER b SET NOT NULL", "ALTER TABLE t DROP CONSTRAINT c", open_base=True
        )
        table = database.schema.tables["t"]
        assert not table.complete
        assert table.columns["a"].type == "INTEGER"
        assert isinstance(table.columns["b"].type, Unknown)
        assert table.columns["b"].nullable is False

    def test_refuses_a_table_that_was_dropped(self) -> None:
        database = run("CREATE TABLE t (a INT)", "DROP TABLE t", open_base=True)
        with pytest.raises(DatabaseError) as error:
            database.execute("ALTER TABLE t ADD b INT")
        assert error.value.sqlstate == "42P01"

    def test_lets_others_refer_to_it(self) -> None:
        database = run("CREATE TABLE c (p_id INT REFERENCES p (id), q_id INT REFERENCES q)", open_base=True)
        assert [f.referred_table for f in database.schema.tables["c"].foreign_keys] == ["p", "q"]

    def test_is_not_assumed(self) -> None:
        with pytest.raises(DatabaseError):
            run("ALTER TABLE t ADD COLUMN a INT")


class TestJoin:
    unknown = Unknown("a condition")

    def joined(self, shared: str, left: str, right: str) -> Schema:
        a, b = run(shared), run(shared)
        a.execute(left)
        b.execute(right)
        return join(a.schema, b.schema, self.unknown)

    def test_of_equals_is_one_of_them(self) -> None:
        schema = run("CREATE TABLE t (a INT)").schema
        assert join(schema, run("CREATE TABLE t (a INT)").schema, self.unknown) == schema

    def test_doubts_what_one_side_has(self) -> None:
        schema = self.joined("CREATE TABLE t (a INT)", "CREATE TABLE u (a INT)", "ALTER TABLE t ADD b INT; CREATE INDEX i ON t (a)")
        assert schema.tables["u"].doubt == self.unknown
        assert schema.tables["t"].doubt is None
        assert schema.tables["t"].columns["a"].doubt is None
        assert schema.tables["t"].columns["b"].doubt == self.unknown
        assert schema.tables["t"].indexes[0].doubt == self.unknown

    def test_does_not_know_what_differs(self) -> None:
        schema = self.joined("CREATE TABLE t (a INT, b INT)", "ALTER TABLE t ALTER a TYPE TEXT", "ALTER TABLE t ALTER b SET NOT NULL")
        assert schema.tables["t"].columns["a"].type == self.unknown
        assert schema.tables["t"].columns["b"].nullable == self.unknown
        assert schema.tables["t"].columns["b"].type == "INTEGER"

    def test_does_not_know_labels_that_differ(self) -> None:
        schema = self.joined("CREATE TYPE e AS ENUM ('a')", "ALTER TYPE e ADD VALUE 'b'", "ALTER TYPE e ADD VALUE 'c'")
        assert schema.enums["e"].labels == self.unknown

    def test_keeps_both_keys_that_differ(self) -> None:
        shared = "CREATE TABLE p (id INT PRIMARY KEY); CREATE TABLE t (p_id INT)"
        add = "ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (p_id) REFERENCES p (id)"
        schema = self.joined(shared, add, f"{add} ON DELETE CASCADE")
        assert [(k.ondelete, k.doubt) for k in schema.tables["t"].foreign_keys] == [(None, self.unknown), ("CASCADE", self.unknown)]

    def test_forgives_what_may_not_exist(self) -> None:
        schema = self.joined("CREATE TABLE t (a INT)", "CREATE TABLE u (a INT)", "SELECT 1")
        database = Database(schema, Holes())
        database.execute("CREATE TABLE u (b INT)")
        assert list(database.schema.tables["u"].columns) == ["b"]


class TestHistory:
    def test_tells_every_step(self) -> None:
        database = Database(Schema(), Holes())
        steps = (
            ("a", "CREATE TABLE t (id INT PRIMARY KEY, x VARCHAR(5))"),
            ("b", "ALTER TABLE t ALTER x TYPE TEXT"),
            ("c", "ALTER TABLE t RENAME x TO y"),
            ("d", "ALTER TABLE t RENAME TO u"),
            ("e", "ALTER TABLE u DROP COLUMN y"),
            ("f", "DROP TABLE u"),
        )
        for revision, statement in steps:
            database.execute(statement, Site(origin(revision)))
        gone = database.schema.removed_tables["u"]
        assert gone.revisions == ("a", "d", "f")
        assert [c.what for c in gone.removed["y"].history] == ["created", "type", "renamed", "dropped"]
        assert [c.what for c in gone.columns["id"].history] == ["created"]

    def test_takes_finer_places(self) -> None:
        here, there = origin("a"), origin("b")
        database = Database(Schema(), Holes())
        database.execute("CREATE TABLE t (id INT PRIMARY KEY, x INT)", Site(here, columns={"x": there}, objects={"t_pkey": there}))
        table = database.schema.tables["t"]
        assert table.columns["x"].origin is there
        assert table.columns["id"].origin is here
        assert table.primary_key.origin is there

    def test_of_labels(self) -> None:
        database = Database(Schema(), Holes())
        database.execute("CREATE TYPE e AS ENUM ('a')", Site(origin("a")))
        database.execute("ALTER TYPE e ADD VALUE 'b'", Site(origin("b")))
        history = database.schema.enums["e"].label_history
        assert {k: c.origin.revision for k, c in history.items()} == {"a": "a", "b": "b"}


class TestSession:
    def test_of_a_driver_begins_transactions(self) -> None:
        database = Database(Schema(), Holes())
        database.begin()
        database.execute("CREATE TABLE t (a INT)")
        database.commit()
        database.begin()
        database.execute("ALTER TABLE t ADD b INT")
        with pytest.raises(DatabaseError):
            database.execute("ALTER TABLE t ADD b INT")
        assert database.is_aborted
        database.rollback()
        assert list(database.schema.tables["t"].columns) == ["a"]
        assert not database.is_aborted

    def test_recovers_from_a_forgiven_error(self) -> None:
        database = Database(Schema(), Holes())
        database.begin()
        database.execute("CREATE TABLE t (a INT)")
        with pytest.raises(DatabaseError):
            database.execute("CREATE TABLE t (a INT)")
        database.recover()
        database.execute("ALTER TABLE t ADD b INT")
        database.commit()
        assert list(database.schema.tables["t"].columns) == ["a", "b"]

    def test_restores_a_state(self) -> None:
        database = Database(Schema(), Holes())
        database.begin()
        state = database.schema, database.transaction_state()
        database.execute("SET search_path TO x; CREATE TYPE public.e AS ENUM ('a')")
        database.restore(*state)
        assert database.search_path == ("public",)
        assert not database.schema.enums

    def test_ends_with_its_temporary_tables(self) -> None:
        database = run("CREATE TEMP TABLE t (a SERIAL)", "CREATE TABLE u (a INT)")
        assert list(database.lasting_schema.tables) == ["u"]
        assert not database.lasting_schema.sequences


def test_a_statement_takes_little_time() -> None:
    database = run(*(f"CREATE TABLE t{i} (id SERIAL PRIMARY KEY, a INT UNIQUE, b TEXT NOT NULL)" for i in range(100)))
    start = time.perf_counter()
    for i in range(100):
        database.execute(f"ALTER TABLE t{i} ADD COLUMN c VARCHAR(50) DEFAULT 'x' NOT NULL")
    assert (time.perf_counter() - start) / 100 < 0.01
