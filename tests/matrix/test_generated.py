"""A schema drawn at random, written as models and as a revision in spellings drawn at random, is silent; one change is one finding."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any, TypeAlias

from attrs import evolve, frozen
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from matrix_cases import Case
from matrix_project import checked

Spellings: TypeAlias = Mapping[str, tuple[str, ...]]
TYPES: dict[str, Spellings] = {
    "int": {
        "models": ("Integer", "Integer()", "sa.INTEGER"),
        "revision": ("sa.Integer()", "sa.INTEGER()"),
        "sql": ("integer", "int4", "int"),
    },
    "big": {"models": ("BigInteger", "sa.BIGINT"), "revision": ("sa.BigInteger()",), "sql": ("bigint", "int8")},
    "text": {"models": ("Text", "UnicodeText"), "revision": ("sa.Text()", "sa.TEXT()"), "sql": ("text",)},
    "string": {"models": ("String(40)", "Unicode(40)"), "revision": ("sa.String(length=40)", "sa.VARCHAR(40)"), "sql": ("varchar(40)",)},
    "money": {
        "models": ("Numeric(10, 2)", "sa.DECIMAL(10, 2)"),
        "revision": ("sa.Numeric(precision=10, scale=2)",),
        "sql": ("numeric(10, 2)",),
    },
    "flag": {"models": ("Boolean", "sa.BOOLEAN"), "revision": ("sa.Boolean()",), "sql": ("boolean", "bool")},
    "moment": {
        "models": ("DateTime(timezone=True)", "sa.TIMESTAMP(True)"),
        "revision": ("sa.DateTime(timezone=True)",),
        "sql": ("timestamptz",),
    },
    "data": {
        "models": ("JSONB", 'JSON().with_variant(JSONB, "postgresql")'),
        "revision": ("postgresql.JSONB(astext_type=sa.Text())",),
        "sql": ("jsonb",),
    },
    "list": {"models": ("ARRAY(Text)", "postgresql.ARRAY(sa.TEXT)"), "revision": ("sa.ARRAY(sa.Text())",), "sql": ("text[]", "_text")},
    "uid": {"models": ("Uuid", "UUID(as_uuid=True)"), "revision": ("sa.Uuid()", "postgresql.UUID(as_uuid=True)"), "sql": ("uuid",)},
}
DEFAULTS: dict[str, Spellings] = {
    "int": {"python": ('"0"', 'sa.text("0")', "sa.text(\"'0'::integer\")"), "sql": ("0", "'0'", "(0)")},
    "string": {"python": ('"new"', "sa.text(\"'new'\")"), "sql": ("'new'", "'new'::varchar")},
    "flag": {"python": ('"false"', "sa.false()", 'sa.text("FALSE")', '"0"'), "sql": ("false", "'f'")},
    "moment": {"python": ("sa.func.now()", 'sa.text("now()")', 'sa.text("CURRENT_TIMESTAMP")'), "sql": ("now()", "CURRENT_TIMESTAMP")},
    "data": {"python": ('"{}"', "sa.text(\"'{}'::jsonb\")"), "sql": ("'{}'", "'{}'::jsonb")},
    "uid": {"python": ("sa.func.gen_random_uuid()", 'sa.text("gen_random_uuid()")'), "sql": ("gen_random_uuid()",)},
}
NAMES = ("alpha", "beta", "gamma", "delta", "epsilon")


@frozen
class Col:
    name: str
    kind: str
    nullable: bool = True
    default: bool = False
    unique: bool = False
    index: bool = False
    parent: bool = False
    comment: str | None = None
    positive: bool = False


@frozen
class Tab:
    name: str
    columns: tuple[Col, ...]


@st.composite
def columns(draw: st.DrawFn, name: str) -> Col:
    kind = draw(st.sampled_from(sorted(TYPES)))
    plain = kind not in {"data", "list"}
    return Col(
        name,
        kind,
        draw(st.booleans()),
        kind in DEFAULTS and draw(st.booleans()),
        plain and draw(st.booleans()),
        plain and draw(st.booleans()),
        kind == "int" and draw(st.booleans()),
        draw(st.sampled_from((None, "told", "it's"))),
        kind in {"int", "big", "money"} and draw(st.booleans()),
    )


@st.composite
def schemas(draw: st.DrawFn) -> tuple[Tab, ...]:
    tables = []
    for name in draw(st.lists(st.sampled_from(("items", "users", "Orders")), min_size=1, max_size=2, unique=True)):
        held = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True))
        tables.append(Tab(name, tuple(draw(columns(column)) for column in held)))
    return tuple(tables)


class Writer:
    """Writes both sides, each spelling drawn."""

    def __init__(self, seed: int) -> None:
        self.pick = random.Random(seed).choice

    def models(self, schema: tuple[Tab, ...]) -> str:
        return "".join(self.model(table) for table in schema)

    def model(self, table: Tab) -> str:
        lines = [f"    {self.column(table, column)}\n" for column in table.columns]
        checks = "".join(f"CheckConstraint({self.check(c)!r}, name='ck_{table.name}_{c.name}'), " for c in table.columns if c.positive)
        key = "    id = mapped_column(Integer, primary_key=True)\n"
        head = f"class {table.name.title()}(Base):\n    __tablename__ = {table.name!r}\n{key}"
        return f"{head}{''.join(lines)}    __table_args__ = ({checks})\n"

    def column(self, table: Tab, column: Col) -> str:
        maker = self.pick(("Column", "mapped_column", "sa.Column"))
        parts = [self.pick(TYPES[column.kind]["models"])]
        parts += [f"ForeignKey({f'{table.name}.id'!r}, ondelete='CASCADE')"] if column.parent else []
        parts += [f"nullable={column.nullable}"] if not column.nullable or self.pick((True, False)) else []
        parts += [f"server_default={self.pick(DEFAULTS[column.kind]['python'])}"] if column.default else []
        parts += [f"{flag}=True" for flag in ("unique", "index") if getattr(column, flag)]
        parts += [f"comment={column.comment!r}"] if column.comment else []
        return f"{column.name} = {maker}({', '.join(parts)})"

    def check(self, column: Col) -> str:
        return self.pick(
            (f"{column.name} > 0", f"({column.name} > 0)", f'"{column.name}">0', f"{column.name.upper()} > 0", f"({column.name}) > (0)")
        )

    def revision(self, schema: tuple[Tab, ...]) -> str:
        return "".join(self.pick((self.as_operations, self.as_sql, self.step_by_step))(table) for table in schema)

    def as_operations(self, table: Tab) -> str:
        made = "".join(f"    {self.operand(c, unique=False)},\n" for c in table.columns)
        made += "".join(f"    {text},\n" for column in table.columns for text in self.constraints(table, column))
        indexes = "".join(self.index(table, column) for column in table.columns)
        key = '    sa.Column("id", sa.Integer(), nullable=False),\n'
        return f"op.create_table({table.name!r},\n{key}{made}    sa.PrimaryKeyConstraint('id'),\n)\n{indexes}"

    def operand(self, column: Col, *, unique: bool) -> str:
        parts = [repr(column.name), self.pick(TYPES[column.kind]["revision"])]
        parts += [f"server_default={self.pick(DEFAULTS[column.kind]['python'])}"] if column.default else []
        parts += [f"comment={column.comment!r}"] if column.comment else []
        parts += ["unique=True"] if unique and column.unique and not column.index else []
        return f"sa.Column({', '.join(parts)}, nullable={column.nullable})"

    def constraints(self, table: Tab, column: Col) -> list[str]:
        found = [f"sa.ForeignKeyConstraint([{column.name!r}], ['{table.name}.id'], ondelete='CASCADE')"] if column.parent else []
        found += [f"sa.UniqueConstraint({column.name!r})"] if column.unique and not column.index else []
        return found + ([f"sa.CheckConstraint({self.check(column)!r}, name='ck_{table.name}_{column.name}')"] if column.positive else [])

    def index(self, table: Tab, column: Col) -> str:
        if not column.index:
            return ""
        name = f"ix_{table.name}_{column.name}"
        made = f"op.create_index({name!r}, {table.name!r}, [{column.name!r}], unique={column.unique})\n"
        sql = f'CREATE {"UNIQUE " * column.unique}INDEX "{name}" ON "{table.name}" USING btree ({column.name})'
        return self.pick((made, f"op.execute({sql!r})\n"))

    def as_sql(self, table: Tab) -> str:
        parts = ["id serial PRIMARY KEY", *(self.definition(table, column) for column in table.columns)]
        text = f'CREATE TABLE "{table.name}" ({", ".join(parts)})'
        comments = [f'COMMENT ON COLUMN "{table.name}".{c.name} IS {quoted(c.comment)}' for c in table.columns if c.comment]
        return "".join(f"op.execute({sql!r})\n" for sql in (text, *comments)) + "".join(self.index(table, c) for c in table.columns)

    def definition(self, table: Tab, column: Col) -> str:
        parts = [column.name, self.pick(TYPES[column.kind]["sql"])]
        parts += [f"DEFAULT {self.pick(DEFAULTS[column.kind]['sql'])}"] if column.default else []
        parts += ["NOT NULL"] if not column.nullable else []
        parts += ["UNIQUE"] if column.unique and not column.index else []
        parts += [f'REFERENCES "{table.name}" ON DELETE CASCADE'] if column.parent else []
        return " ".join(parts) + (f', CONSTRAINT "ck_{table.name}_{column.name}" CHECK ({self.check(column)})' if column.positive else "")

    def step_by_step(self, table: Tab) -> str:
        lines = [f"op.create_table({table.name!r}, sa.Column('id', sa.Integer(), primary_key=True))\n"]
        for c in table.columns:
            lines.append(f"op.add_column({table.name!r}, {self.operand(c, unique=True)})\n")
            if c.parent:
                lines.append(f"op.create_foreign_key(None, {table.name!r}, {table.name!r}, [{c.name!r}], ['id'], ondelete='CASCADE')\n")
            if c.positive:
                lines.append(f"op.create_check_constraint('ck_{table.name}_{c.name}', {table.name!r}, {self.check(c)!r})\n")
            lines.append(self.index(table, c))
        return "".join(lines)


def quoted(text: str | None) -> str:
    return "'" + (text or "").replace("'", "''") + "'"


def mutations(column: Col) -> dict[tuple[str, ...], Col]:
    """Every change of one column that is one change of the database: the code of its finding, the object's kind, the field."""
    found: dict[tuple[str, ...], Col] = {
        ("SP203", "column", "nullable"): evolve(column, nullable=not column.nullable),
        ("SP203", "column", "comment"): evolve(column, comment="another"),
    }
    if column.kind in DEFAULTS:
        found["SP203", "column", "default"] = evolve(column, default=not column.default)
    if column.kind == "int":
        found["SP203", "column", "type"] = evolve(column, kind="big")
        found["SP311" if column.parent else "SP312", "foreign_key"] = evolve(column, parent=not column.parent)
    if column.kind in {"int", "big", "money"}:
        found["SP331" if column.positive else "SP332", "check_constraint"] = evolve(column, positive=not column.positive)
    if column.kind not in {"data", "list"} and not column.unique:
        found["SP401" if column.index else "SP402", "index"] = evolve(column, index=not column.index)
    if column.index:
        found["SP403", "index", "unique"] = evolve(column, unique=not column.unique)
    elif column.kind not in {"data", "list"}:
        found["SP321" if column.unique else "SP322", "unique_constraint"] = evolve(column, unique=not column.unique)
    return found


def checked_as(models: str, revision: str) -> list[Any]:
    return list(checked(Case("postgresql", "generated", models, (revision,), ())).findings)


seeds = st.integers(0, 2**32)
relaxed = settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))


@relaxed
@given(schemas(), seeds)
def test_one_schema_in_two_spellings_is_silent(schema: tuple[Tab, ...], seed: int) -> None:
    writer = Writer(seed)
    assert [f.message for f in checked_as(writer.models(schema), writer.revision(schema))] == []


@relaxed
@given(schemas(), seeds, st.data())
def test_one_change_is_one_finding(schema: tuple[Tab, ...], seed: int, data: st.DataObject) -> None:
    writer = Writer(seed)
    table = data.draw(st.sampled_from(schema))
    column = data.draw(st.sampled_from(table.columns))
    what, mutant = data.draw(st.sampled_from(sorted(mutations(column).items(), key=lambda row: row[0])))
    changed = evolve(table, columns=tuple(mutant if c is column else c for c in table.columns))
    revision = writer.revision(tuple(changed if t is table else t for t in schema))
    (finding,) = checked_as(writer.models(schema), revision)
    assert (finding.code, finding.object.kind, *(f.field for f in finding.fields)) == what
    assert finding.object.table == table.name
    assert column.name in {finding.object.name, *finding.object.columns} or column.name in str(finding.object.name)
