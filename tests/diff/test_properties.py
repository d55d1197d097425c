"""Properties of the comparison over generated schemas."""

from __future__ import annotations

from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from schemaparity.diff import compare
from schemaparity.schema import (
    CheckConstraint,
    Column,
    EnumType,
    ForeignKey,
    Index,
    IndexElement,
    PrimaryKey,
    Schema,
    Table,
    UniqueConstraint,
)

TYPES = ("INTEGER", "BIGINT", "TEXT", "VARCHAR(20)", "NUMERIC(10, 2)", "BOOLEAN", "TIMESTAMP WITH TIME ZONE", "JSONB", "mood", "TEXT[]")
names = st.sampled_from(("alpha", "beta", "gamma", "delta", "epsilon", "zeta"))


@st.composite
def columns(draw):
    return Column(draw(names), draw(st.sampled_from(TYPES)), draw(st.booleans()), comment=draw(st.sampled_from((None, "c"))))


@st.composite
def tables(draw):
    held = {c.name: c for c in draw(st.lists(columns(), min_size=2, unique_by=lambda c: c.name))}
    name, first, last = draw(names), next(iter(held)), list(held)[-1]
    return Table(
        name,
        columns=held,
        primary_key=draw(st.sampled_from((None, PrimaryKey(f"{name}_pkey", (first,))))),
        foreign_keys=draw(st.sampled_from(((), (ForeignKey(f"{name}_fkey", (last,), "other", ("id",)),)))),
        unique_constraints=draw(st.sampled_from(((), (UniqueConstraint(f"{name}_key", (last,)),)))),
        check_constraints=draw(st.sampled_from(((), (CheckConstraint(f"{name}_check", f"{first} IS NOT NULL"),)))),
        indexes=draw(st.sampled_from(((), (Index(f"ix_{name}", (IndexElement(first),)),)))),
    )


@st.composite
def schemas(draw):
    held = {t.key: t for t in draw(st.lists(tables(), min_size=1, unique_by=lambda t: t.name))}
    return Schema(tables=held, enums={"mood": EnumType("mood", ("sad", "ok", "happy"))})


def without_column(table, name):
    return evolve(table, columns={k: c for k, c in table.columns.items() if k != name})


def with_column(table, name, **changes):
    return evolve(table, columns={**table.columns, name: evolve(table.columns[name], **changes)})


def edits(table):
    """Every edit of one thing, with the code of its finding when the edited table is that of the migrations."""
    first = next(iter(table.columns))
    column = table.columns[first]
    yield "SP201", without_column(table, first)
    yield "SP202", evolve(table, columns={**table.columns, "extra": Column("extra", "UUID")})
    yield "SP203", with_column(table, first, type="BYTEA")
    yield "SP203", with_column(table, first, nullable=not column.nullable)
    yield "SP203", with_column(table, first, comment="another")
    yield "SP521", evolve(table, comment="another")
    yield "SP402", evolve(table, indexes=(*table.indexes, Index("ix_more", (IndexElement(first),))))
    yield "SP322", evolve(table, unique_constraints=(*table.unique_constraints, UniqueConstraint("more", (first, "zz"))))
    yield "SP332", evolve(table, check_constraints=(*table.check_constraints, CheckConstraint("more", "1 < 2")))
    yield "SP312", evolve(table, foreign_keys=(*table.foreign_keys, ForeignKey("more", (first, "zz"), "other", ("id", "zz"))))
    if table.primary_key is not None:
        yield "SP301", evolve(table, primary_key=None)
    if table.indexes:
        yield "SP403", evolve(table, indexes=(evolve(table.indexes[0], unique=True),))
    if table.foreign_keys:
        yield "SP313", evolve(table, foreign_keys=(evolve(table.foreign_keys[0], ondelete="CASCADE"),))


@settings(max_examples=40, deadline=None)
@given(schemas())
def test_a_schema_equals_itself(schema):
    assert list(compare(schema, schema)) == []


@settings(max_examples=40, deadline=None)
@given(schemas(), st.data())
def test_one_edit_is_exactly_its_finding(schema, data):
    table = data.draw(st.sampled_from(list(schema.tables.values())))
    code, edited = data.draw(st.sampled_from(list(edits(table))))
    findings = list(compare(schema, schema.with_table(edited)))
    assert [f.code for f in findings] == [code]
    assert findings[0].object.table == table.name
    assert findings[0].severity
    assert findings[0].fingerprint


@settings(max_examples=20, deadline=None)
@given(schemas(), schemas())
def test_sides_mirror_each_other(one, other):
    turned = {
        "missing_in_migrations": "missing_in_models",
        "missing_in_models": "missing_in_migrations",
        "different": "different",
        None: None,
    }
    there = {(f.object.kind, f.object.table, f.object.name, f.change) for f in compare(one, other)}
    back = {(f.object.kind, f.object.table, f.object.name, turned[f.change]) for f in compare(other, one)}
    assert there == back
