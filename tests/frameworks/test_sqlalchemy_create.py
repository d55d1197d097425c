"""What `create_all()` would make of real MetaData, with the parts that are not known."""

from __future__ import annotations

import sqlalchemy as sa

from schemaparity.frameworks.sqlalchemy.create import create_all
from schemaparity.frameworks.sqlalchemy.origins import stamp
from schemaparity.frameworks.sqlalchemy.overlays.notes import FIELDS, UNKNOWNS
from schemaparity.frameworks.sqlalchemy.placeholders import UnknownType
from schemaparity.location import Location, Origin
from schemaparity.schema import Unknown
from schemaparity.sql.holes import Holes


def origin(line: int) -> Origin:
    return Origin("models.py", location=Location("models.py", line))


def test_tables_enums_and_indexes() -> None:
    metadata = sa.MetaData()
    sa.Table("b", metadata, sa.Column("a_id", sa.ForeignKey("a.id"), index=True))
    sa.Table("a", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("kind", sa.Enum("x", "y", name="kind")))
    schema = create_all(metadata, "postgresql", Holes())
    assert set(schema.tables) == {"a", "b"}
    assert schema.enums["kind"].labels == ("x", "y")
    assert [i.name for i in schema.tables["b"].indexes] == ["ix_b_a_id"]
    assert not schema.unknown


def test_cycles() -> None:
    metadata = sa.MetaData()
    sa.Table("a", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("b", sa.ForeignKey("b.id", name="to_b")))
    sa.Table("b", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("a", sa.ForeignKey("a.id", name="to_a")))
    schema = create_all(metadata, "postgresql", Holes())
    assert {k.name for t in schema.tables.values() for k in t.foreign_keys} == {"to_a", "to_b"}


def test_origins_are_declared() -> None:
    metadata = sa.MetaData()
    column = sa.Column("id", sa.Integer, primary_key=True)
    table = sa.Table("a", metadata, column)
    stamp(table, origin(3))
    stamp(column, origin(4))
    schema = create_all(metadata, "postgresql", Holes())
    assert schema.tables["a"].history[0].what == "declared"
    assert schema.tables["a"].columns["id"].origin.location.line == 4


def test_unknown_facts_reach_the_schema() -> None:
    holes = Holes()
    metadata = sa.MetaData()
    column = sa.Column("x", UnknownType(holes.token(Unknown("no source"))))
    column.info[FIELDS] = {"nullable": Unknown("not set")}
    table = sa.Table("a", metadata, sa.Column("id", sa.Integer), column)
    table.info[UNKNOWNS] = [Unknown("a constraint")]
    found = create_all(metadata, "postgresql", holes).tables["a"]
    assert found.columns["x"].type == Unknown("no source")
    assert found.columns["x"].nullable == Unknown("not set")
    assert Unknown("a constraint") in found.unknowns


def test_a_table_that_cannot_be_compiled_spoils_no_other() -> None:
    metadata = sa.MetaData()
    sa.Table("bad", metadata, sa.Column("x", sa.types.NullType()))
    sa.Table("good", metadata, sa.Column("x", sa.Integer))
    schema = create_all(metadata, "postgresql", Holes())
    assert "good" in schema.tables
    assert [f.object for f in schema.unknown] == ["bad"]


def test_extensions_of_the_server_are_not_for_models_to_create() -> None:
    metadata = sa.MetaData()
    table = sa.Table("a", metadata, sa.Column("name", sa.Text), sa.Column("data", sa.JSON))
    sa.Index("ix_name", table.c.name, postgresql_using="gin")
    sa.Index("ix_data", table.c.data, postgresql_using="gin")
    schema = create_all(metadata, "postgresql", Holes())
    assert [(i.name, i.doubt) for i in schema.tables["a"].indexes] == [("ix_name", None)]
    assert [f.object for f in schema.unknown] == ["a.ix_data"]
