"""Comments that say what a statement of a revision does."""

from __future__ import annotations

import pytest
from tests.migrations.replaying import side_of

TABLE = 'op.create_table("t", sa.Column("a", sa.Integer))'


def test_sql_stands_in_for_what_nobody_can_read() -> None:
    side = side_of(
        TABLE,
        """
        # schemaparity: sql CREATE INDEX ix ON t (a);
        # schemaparity: sql ALTER TABLE t ADD COLUMN b text NOT NULL
        op.execute(open("/nowhere/x.sql").read())
        """,
    )
    table = side.schema.tables["t"]
    assert [index.name for index in table.indexes] == ["ix"]
    assert list(table.columns) == ["a", "b"]
    assert (table.columns["b"].origin.location.line, table.columns["b"].origin.revision) == (10, "r2")
    assert (side.schema.unknown, table.unknowns, side.findings) == ((), (), ())


@pytest.mark.parametrize(
    "statement",
    [
        'op.execute(open("/nowhere").read())  # schemaparity: no-effect only rows',
        '# schemaparity: no-effect\nop.get_bind().execute(sa.text(open("/nowhere").read()))',
        'op.execute(\n    open("/nowhere").read()  # schemaparity: no-effect\n)',
        '# schemaparity: no-effect\nwith open("/nowhere") as file:\n    op.execute(file.read())',
        "# schemaparity: no-effect\nfor name in nowhere():\n    op.drop_table(name)",
        '# schemaparity: no-effect\nreturn op.execute(open("/nowhere").read())',
        'if op:\n    # schemaparity: no-effect\n    op.execute(open("/nowhere").read())',
    ],
)
def test_a_statement_without_effect_leaves_no_doubt(statement: str) -> None:
    side = side_of(TABLE, statement)
    assert list(side.schema.tables) == ["t"]
    assert (side.schema.unknown, side.schema.tables["t"].unknowns, side.findings) == ((), (), ())


def test_without_a_hint_there_is_doubt() -> None:
    assert side_of(TABLE, 'op.execute(open("/nowhere").read())').schema.unknown


def test_a_hint_is_about_one_statement() -> None:
    side = side_of(TABLE, 'op.execute(open("/a").read())  # schemaparity: no-effect\nop.execute(open("/b").read())')
    assert len(side.schema.unknown) == 1


def test_names_that_the_statement_binds_are_not_known() -> None:
    side = side_of(TABLE, 'name = "t"  # schemaparity: no-effect\nop.add_column("t", sa.Column("b", sa.Integer))\nop.drop_table(name)')
    assert side.schema.unknown or side.schema.tables["t"].doubt or side.schema.tables["t"].unknowns


def test_what_the_database_refuses_fails_at_the_statement() -> None:
    side = side_of(TABLE, 'op.execute(open("/a").read())  # schemaparity: sql CREATE TABLE t (id int)')
    (finding,) = side.findings
    assert (finding.code, finding.migrations.location.line) == ("SP601", 8)
    nonsense = side_of(TABLE, 'op.execute(open("/a").read())  # schemaparity: sql CREATE TABEL x (id int)')
    assert [f.code for f in nonsense.findings] == ["SP601"]


def test_helpers_have_hints_too() -> None:
    helper = 'def run(op, path):\n    op.execute(open(path).read())  # schemaparity: sql CREATE TABLE "made" (id int)\n'
    side = side_of('from helper import run\ndef upgrade():\n    run(op, "/nowhere")', files={"/p/helper.py": helper})
    assert list(side.schema.tables) == ["made"]
    assert not side.schema.unknown


@pytest.mark.parametrize("dialect", ["mysql", "sqlite"])
def test_every_dialect_takes_a_script(dialect: str) -> None:
    comment = "# schemaparity: sql CREATE TABLE a (id INTEGER);\n# schemaparity: sql CREATE TABLE b (id INTEGER);\n"
    side = side_of(comment + 'op.execute(open("/nowhere").read())', dialect=dialect)
    assert list(side.schema.tables) == ["a", "b"]
