"""The script of a schema: what is written, what is left out, and that no name or text breaks out of its place."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemaparity.database import Database
from schemaparity.report.sql import to_sql
from schemaparity.schema import Column, EnumType, Index, IndexElement, Schema, Sequence, Table, Unknown, View
from schemaparity.sql.holes import Holes

NASTY = ('a"b', "a'b", "a\nb", "a;b", "--x", "a\\b", "\x1b[31m", "a\x07", "ä\u202eb", "E'", "$$", "a b", "select", "\\'")


def again(schema: Schema) -> Schema:
    database = Database(Schema(), Holes(), autocommit=True)
    database.execute(to_sql(schema))
    return database.schema


def table(name: str = "t", **fields: object) -> Schema:
    return Schema(tables={name: Table(name, **fields)})


@pytest.mark.parametrize("name", NASTY)
def test_names_and_texts_stay_in_their_places(name: str) -> None:
    column = Column(name, "TEXT", comment=name)
    schema = Schema(
        tables={name: Table(name, columns={name: column}, indexes=(Index(f"{name} ix", (IndexElement(name),)),), comment=name)},
        enums={f"{name} e": EnumType(f"{name} e", (name, f"{name}2"))},
        sequences={f"{name} s": Sequence(f"{name} s")},
    )
    assert again(schema) == schema
    assert all(c.isprintable() or c == "\n" for c in to_sql(schema))


@settings(max_examples=50, deadline=None)
@given(st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0"), min_size=1, max_size=12))
def test_any_name_survives(name: str) -> None:
    schema = table(name, columns={name: Column(name, "INTEGER", nullable=False)}, comment=name)
    assert again(schema) == schema


def test_a_unique_constraint_on_the_key_stays_one_of_its_own() -> None:
    database = Database(Schema(), Holes(), autocommit=True)
    database.execute("CREATE TABLE t (a INTEGER CONSTRAINT t_key PRIMARY KEY, b INTEGER CONSTRAINT t_b UNIQUE)")
    database.execute("ALTER TABLE t ADD CONSTRAINT t_a UNIQUE (a), ADD CONSTRAINT t_b_again UNIQUE (b)")
    assert {c.name for c in again(database.schema).tables["t"].constraints} == {"t_key", "t_a", "t_b", "t_b_again"}


def test_reasons_are_comments_of_one_line() -> None:
    unknown = Unknown("line\nDROP TABLE x; \x1b[2J")
    schema = table(columns={"a": Column("a", unknown), "b": Column("b", "INTEGER")}, unknowns=(unknown,)).with_unknown(unknown)
    lines = to_sql(schema).splitlines()
    assert sum(line.startswith("-- ") for line in lines) == 3
    assert not any("DROP" in line for line in lines if not line.startswith("-- "))
    assert "\x1b" not in to_sql(schema)


def test_keys_on_columns_that_are_left_out_are_left_out() -> None:
    database = Database(Schema(), Holes())
    token = database.holes.token(Unknown("not set"), "x")
    database.execute(
        f"CREATE TABLE p (id {token} PRIMARY KEY, a INT); CREATE TABLE c (p_id INT REFERENCES p (id), x INT); CREATE INDEX i ON p (id)"
    )
    schema = again(database.schema)
    assert list(schema.tables["p"].columns) == ["a"]
    assert schema.tables["p"].primary_key is None
    assert schema.tables["c"].foreign_keys == ()
    assert schema.tables["p"].indexes == ()


def test_doubts_are_told() -> None:
    assert "-- table t may not exist: a reason" in to_sql(table(doubt=Unknown("a reason")))


def test_a_view_without_query_is_told() -> None:
    assert to_sql(Schema(views={"v": View("v")})) == "-- the view v is left out, its query is not known\n"


def orders() -> Iterator[str]:
    cycle = "CREATE TABLE a (id INT PRIMARY KEY, b_id INT); CREATE TABLE b (a_id INT UNIQUE REFERENCES a);"
    yield f"{cycle} ALTER TABLE a ADD FOREIGN KEY (b_id) REFERENCES b (a_id)"
    yield "CREATE FUNCTION f() RETURNS INT LANGUAGE sql AS 'select 1'; CREATE TABLE t (a INT DEFAULT f())"
    yield "CREATE TABLE z (a INT); CREATE TABLE y () INHERITS (z)"
    yield "CREATE TABLE x (a INT) PARTITION BY LIST (a); CREATE TABLE w PARTITION OF x DEFAULT"
    yield "CREATE TYPE e AS ENUM ('a'); CREATE DOMAIN d AS INT; CREATE TABLE t (e e, d d, s SERIAL)"
    yield "CREATE TABLE t (i INT GENERATED ALWAYS AS IDENTITY (START 3))"


@pytest.mark.parametrize("script", list(orders()))
def test_order_lets_everything_exist_before_it_is_needed(script: str) -> None:
    database = Database(Schema(), Holes(), autocommit=True)
    database.execute(script)
    assert again(database.schema).tables == database.schema.tables
