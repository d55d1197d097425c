"""PostgreSQL's text to records, types to their spelling, expressions read and rewritten."""

from __future__ import annotations

import pytest

from schemaparity.sql.postgresql import expressions
from schemaparity.sql.postgresql.identifiers import clip, literal, object_name, quote
from schemaparity.sql.postgresql.parse import SyntaxRefused, parse, unrecognised
from schemaparity.sql.statements import AlterTable, CreateTable, Dml, DropColumn, Neutral, ObjectName, SetVariable, Transaction


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        ("varchar(50)", "VARCHAR(50)"),
        ("character varying", "VARCHAR"),
        ("timestamp", "TIMESTAMP WITHOUT TIME ZONE"),
        ("timestamptz(6)", "TIMESTAMP(6) WITH TIME ZONE"),
        ("float(24)", "REAL"),
        ("float", "DOUBLE PRECISION"),
        ("numeric(20,10)", "NUMERIC(20, 10)"),
        ("numeric(20)", "NUMERIC(20, 0)"),
        ("char(32)", "CHAR(32)"),
        ("char", "CHAR(1)"),
        ('"char"', '"char"'),
        ("text[][]", "TEXT[]"),
        ("bool", "BOOLEAN"),
        ("interval day to second(3)", "INTERVAL DAY TO SECOND(3)"),
        ("bit varying(5)", "BIT VARYING(5)"),
        ("_int4", "INTEGER[]"),
        ('"My Type"', '"My Type"'),
        ("s.e[]", "s.e[]"),
        ("geometry(Point, 4326)", "geometry(point,4326)"),
    ],
)
def test_types_have_one_spelling(written: str, spelled: str) -> None:
    (statement,) = parse(f"CREATE TABLE t (a {written})")
    assert isinstance(statement, CreateTable)
    ref = statement.elements[0].type
    assert ref.text + ref.suffix == spelled


def test_texts_hold_several_statements() -> None:
    kinds = [type(s) for s in parse("BEGIN; ALTER TABLE t DROP a; SET search_path TO x; VACUUM t; DELETE FROM t")]
    assert kinds == [Transaction, AlterTable, SetVariable, Neutral, Dml]


def test_actions_keep_their_order() -> None:
    (statement,) = parse("ALTER TABLE ONLY s.t DROP a, DROP IF EXISTS b CASCADE")
    assert statement == AlterTable(ObjectName("t", "s"), (DropColumn("a"), DropColumn("b", if_exists=True, behavior="cascade")), only=True)


def test_refuses_what_is_no_sql() -> None:
    with pytest.raises(SyntaxRefused, match="syntax error"):
        parse("CREATE TABEL t ()")


def test_words_of_what_is_not_recognised() -> None:
    assert unrecognised('CREATE x INDEX "I x" ON t').mentions == ("create", "x", "index", "I x", "on", "t")


@pytest.mark.parametrize(
    ("text", "columns"),
    [("a + b > 3", ("a", "b")), ("lower(t.x)", ("x",)), ("'a'", ()), ('"A b" IS NULL AND a IN (1, 2)', ("A b", "a")), ("count(*)", ())],
)
def test_columns_of_expressions(text: str, columns: tuple[str, ...]) -> None:
    assert expressions.columns_of(text) == columns


def test_renames_in_expressions() -> None:
    assert expressions.rename_column("a > 0 AND t.a < b", "a", "x y") == '"x y" > 0 AND t."x y" < b'
    renamed = expressions.rename_sequence("nextval('a'::regclass)", lambda n: n.name == "a", ObjectName("B", "s"))
    assert renamed == """nextval('s."B"'::regclass)"""
    assert expressions.rename_type("'x'::old", lambda n: n.name == "old", ObjectName("new")) == "'x'::new"


def test_invented_names_are_cut_at_the_longer_part() -> None:
    assert object_name("t", "a", "key") == "t_a_key"
    assert object_name("t" * 60, "c" * 20, "key") == f"{'t' * 38}_{'c' * 20}_key"
    assert object_name("t" * 60, "c" * 60, "fkey") == f"{'t' * 29}_{'c' * 28}_fkey"
    assert object_name("t" * 80, None, "pkey") == f"{'t' * 58}_pkey"
    assert clip("ä" * 40) == "ä" * 31


def test_quoting() -> None:
    assert [quote(n) for n in ("a", "A", "a b", 'a"b', "user", "name")] == ["a", '"A"', '"a b"', '"a""b"', '"user"', "name"]
    assert literal("a'b\\") == "E'a''b\\\\'"
