"""Random model modules as text: tables drawn at random, written in the style of Declarative 1.x, of Declarative 2.0 or as `Table(...)`.

What a module says is written in the many ways that programs have: constants of the module, dictionaries, helper functions, mixins,
conditions, names computed by format strings.
"""

from __future__ import annotations

from typing import Any

from attrs import field, frozen
from hypothesis import strategies as st

STYLES = ("first", "second", "table")
_HEAD = """
import datetime
import decimal
import enum
import uuid
from typing import Annotated, Any, Dict, List, Literal, Optional, Union
import sqlalchemy as sa
from sqlalchemy import CheckConstraint, Column, ForeignKey, Identity, Index, MetaData, Table, UniqueConstraint, func, text
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.orm import DeclarativeBase, Mapped, declarative_base, declared_attr, mapped_column, relationship
class Colour(enum.Enum):
    red = "r"
    green = "g g"
class Level(str, enum.Enum):
    LOW = "low"
    HIGH = "high"
class Lower(sa.types.TypeDecorator):
    impl = sa.String
    cache_ok = True
LENGTHS = {"short": 5, "long": 50}
Json = sa.JSON().with_variant(pg.JSONB(), "postgresql")
str_30 = Annotated[str, 30]
stamp = Annotated[datetime.datetime, mapped_column(sa.DateTime(timezone=True), server_default=func.now())]
"""
_TYPES: dict[str, tuple[str, ...]] = {
    "int": ("sa.Integer", "sa.Integer()", "sa.BigInteger", "sa.SmallInteger()", "sa.INTEGER"),
    "str": ("sa.String({n})", "sa.String(length={n})", "sa.Unicode({n})", "sa.Text", "Lower({n})", "sa.String", "pg.CITEXT()", "sa.VARCHAR({n})"),
    "bool": ("sa.Boolean", "sa.Boolean()", "sa.Boolean(name='flag', create_constraint=True)"),
    "float": ("sa.Float", "sa.Float({n})", "sa.Double()"),
    "decimal.Decimal": ("sa.Numeric({n}, 2)", "sa.Numeric(precision={n})", "sa.DECIMAL({n}, scale=1)"),
    "datetime.datetime": ("sa.DateTime", "sa.DateTime(timezone=True)", "sa.TIMESTAMP(True)", "pg.TIMESTAMP(precision=3)"),
    "datetime.date": ("sa.Date", "sa.Date()"),
    "bytes": ("sa.LargeBinary", "pg.BYTEA"),
    "uuid.UUID": ("sa.Uuid", "pg.UUID(as_uuid=True)", "sa.Uuid(as_uuid=False)"),
    "Colour": ("sa.Enum(Colour)", "sa.Enum(Colour, name='kind_{n}')", "sa.Enum(Colour, native_enum=False, length={n})"),
    "Level": ("sa.Enum(Level, name='level_{n}', values_callable=lambda e: [m.value for m in e])", "sa.Enum(*[m.value for m in Level], name='lv')"),
    "dict[str, Any]": ("Json", "pg.JSONB", "sa.JSON()", "pg.JSONB(none_as_null=True)"),
    "list[str]": ("pg.ARRAY(sa.String({n}))", "sa.ARRAY(sa.Text())"),
}
_INFERRED = ("int", "str", "bool", "float", "decimal.Decimal", "datetime.datetime", "datetime.date", "bytes", "uuid.UUID", "Colour", "Level")
_DEFAULTS = ("'x'", "text('1')", "func.now()", "sa.true()", "str(7)", "sa.null()", "f'{1 + 1}'", "Level.LOW.value")
_NAMES = ("name", "title", "code", "order", "kind", "made_at", "is_on", "Mixed", "n", "value", "note", "size")
_CONVENTIONS = (
    None,
    '{"ix": "ix_%(table_name)s_%(column_0_N_name)s", "uq": "uq_%(table_name)s_%(column_0_name)s", "pk": "pk_%(table_name)s", '
    '"fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s", "ck": "ck_%(table_name)s_%(constraint_name)s"}',
)


@frozen
class Field:
    """One column: the arguments of its call, and its annotation in the second style."""

    attribute: str
    kind: str
    sql: str | None
    name: str | None = None
    options: dict[str, str] = field(factory=dict)
    parts: tuple[str, ...] = ()
    optional: bool = False

    def arguments(self, *, named: bool = False) -> str:
        """The arguments of `Column(...)` and `mapped_column(...)`; `named` gives the name in all cases."""
        name = [repr(self.name or self.attribute)] if named or self.name else []
        return ", ".join([*name, *filter(None, [self.sql]), *self.parts, *(f"{k}={v}" for k, v in self.options.items())])


@frozen
class Model:
    """One table: its class and table names, columns, items of `__table_args__` and options."""

    cls: str
    table: str
    fields: tuple[Field, ...]
    items: tuple[str, ...] = ()
    options: dict[str, str] = field(factory=dict)


@st.composite
def fields(draw: st.DrawFn, style: str, tables: list[str], number: int) -> tuple[Field, ...]:
    """The columns of a table after its key."""
    names = draw(st.lists(st.sampled_from(_NAMES), max_size=6, unique=True))
    found = [draw(one_field(style, name)) for name in names]
    for position, target in enumerate(draw(st.lists(st.sampled_from(tables), max_size=2)) if tables else ()):
        rule = draw(st.sampled_from(["", ", ondelete='CASCADE'", ", onupdate='SET NULL', deferrable=True", f", name='fk_{number}_{position}'"]))
        spelled = draw(st.sampled_from([f"'{target}.id'", f"f'{target}.{{\"id\"}}'"]))
        options = draw(options_of(server=False))
        optional = "nullable" not in options and draw(st.booleans())
        found.append(Field(f"ref_{position}", "int", None, None, options, (f"ForeignKey({spelled}{rule})",), optional))
    return tuple(draw(st.permutations(found)))


@st.composite
def options_of(draw: st.DrawFn, *, server: bool = True) -> dict[str, str]:
    """Keyword arguments of a column."""
    options = {
        "nullable": draw(st.sampled_from([None, None, "True", "False"])),
        "unique": draw(st.sampled_from([None, None, None, "True"])),
        "index": draw(st.sampled_from([None, None, None, "True", "False"])),
        "comment": draw(st.sampled_from([None, None, "'said'", "'it' \"'s\"", "'%d%%' % 3"])),
        "server_default": draw(st.sampled_from([None, None, *_DEFAULTS])) if server else None,
        "default": draw(st.sampled_from([None, None, None, "lambda: None", "uuid.uuid4", "1"])),
    }
    return {key: value for key, value in options.items() if value is not None}


@st.composite
def one_field(draw: st.DrawFn, style: str, name: str) -> Field:
    """A column that is no key."""
    kind = draw(st.sampled_from(sorted(_TYPES)))
    length = draw(st.sampled_from(["3", "12", "LENGTHS['short']", "len('abcd')", "2 ** 4"]))
    spelled = draw(st.sampled_from(_TYPES[kind])).replace("{n}", length if "'" not in "".join(_TYPES[kind]) else "7")
    inferred = style == "second" and kind in _INFERRED and draw(st.booleans())
    own_name = draw(st.sampled_from([None, None, None, f"{name}_x", f"{name} y"]))
    options = draw(options_of())
    optional = "nullable" not in options and draw(st.booleans())
    return Field(name, kind, None if inferred else spelled, own_name, options, (), optional)


@st.composite
def models(draw: st.DrawFn, style: str) -> list[Model]:
    """One to three tables, each of which may refer to those before it."""
    found: list[Model] = []
    for number in range(draw(st.integers(1, 3))):
        table = draw(st.sampled_from(["user", "Post", "tag_link", "item"])) + str(number)
        own = draw(fields(style, [m.table for m in found if "schema" not in m.options], number))
        columns = [f.name or f.attribute for f in own]
        items = draw(items_of(columns, table)) if columns else ()
        options = draw(st.sampled_from([{}, {}, {"comment": "'a' 'b'"}, {"schema": "'app'"}, {"info": "{'x': 1}"}]))
        found.append(Model(f"Model{number}", table, (key(number), *own), items, dict(options)))
    return found


def key(number: int) -> Field:
    """The primary key."""
    parts = (("Identity(start=3)",), (), ("Identity(always=True)",))[number % 3]
    return Field("id", "int", "sa.Integer", None, {"primary_key": "True"}, parts)


@st.composite
def items_of(draw: st.DrawFn, columns: list[str], table: str) -> tuple[str, ...]:
    """Constraints and indexes."""
    found = []
    for number, column in enumerate(draw(st.lists(st.sampled_from(columns), max_size=3, unique=True))):
        quoted = repr(column)
        found.append(
            draw(
                st.sampled_from(
                    [
                        f"UniqueConstraint({quoted}, 'id', name='uq_{table}_{number}')",
                        f"Index('ix_{table}_{number}', {quoted}, 'id', unique=True)",
                        f"Index('ix_{table}_{number}', func.coalesce(sa.column({quoted}), sa.literal_column('0')), postgresql_where=text('id > 3'))",
                        f"Index('ix_{table}_{number}', sa.desc({quoted}), postgresql_using='btree', postgresql_include=['id'])",
                        f"CheckConstraint('id > {number}', name='ck_{table}_{number}')",
                        f"CheckConstraint(sa.column({quoted}).isnot(None), name=f'ck_{{\"{table}\"}}_{number}')",
                    ]
                )
            )
        )
    return tuple(found)


@st.composite
def modules(draw: st.DrawFn, style: str) -> str:
    """The text of a module in a style."""
    found = draw(models(style))
    convention = draw(st.sampled_from(_CONVENTIONS))
    schema = draw(st.sampled_from([None, None, None, "main"])) if not any("schema" in m.options for m in found) else None
    metadata = f"MetaData(naming_convention={convention}{f', schema={schema!r}' if schema else ''})"
    future = "from __future__ import annotations\n" if draw(st.booleans()) else ""
    text = "\n".join([future + _HEAD, *_base(draw, style, metadata), *(line for m in found for line in _rendered(draw, style, m))]) + "\n"
    return text if schema is None else text.replace("ForeignKey('", f"ForeignKey('{schema}.").replace("ForeignKey(f'", f"ForeignKey(f'{schema}.")


def _base(draw: st.DrawFn, style: str, metadata: str) -> list[str]:
    if style == "table":
        return [f"metadata = {metadata}"]
    if style == "first":
        return draw(
            st.sampled_from(
                [
                    [f"Base = declarative_base(metadata={metadata})"],
                    [f"metadata = {metadata}", "class Common:", "    def method(self): ...", "Base = declarative_base(cls=Common, metadata=metadata)"],
                ]
            )
        )
    types = draw(st.sampled_from(["", "    type_annotation_map = {str: sa.String(99), int: sa.BigInteger}"]))
    return ["class Base(DeclarativeBase):", f"    metadata = {metadata}", *filter(None, [types])]


def _rendered(draw: st.DrawFn, style: str, model: Model) -> list[str]:
    """The statements that declare a table."""
    if style == "table":
        return _as_table(draw, model)
    mixed = {f.attribute for f in model.fields[1:] if not f.parts and draw(st.integers(0, 4)) == 0}
    mixin = [f for f in model.fields if f.attribute in mixed]
    lines = [f"class Mixin{model.cls}:", *(f"    {_attribute(draw, style, f)}" for f in mixin)] if mixin else []
    base = f"Mixin{model.cls}, Base" if mixin else "Base"
    body = [_named(draw, model), *(_attribute(draw, style, f) for f in model.fields if f.attribute not in mixed)]
    arguments = _table_args(draw, model)
    body.insert(draw(st.integers(0, len(body))), arguments) if arguments else None
    body = [line for part in body for line in part.split("\n")]
    return [*lines, f"class {model.cls}({base}):", *(f"    {line}" for line in body)]


def _named(draw: st.DrawFn, model: Model) -> str:
    return draw(
        st.sampled_from(
            [
                f"__tablename__ = {model.table!r}",
                f"__tablename__ = {model.table[:2]!r} + {model.table[2:]!r}",
                f"@declared_attr.directive\ndef __tablename__(cls):\n    return {model.table!r}",
            ]
        )
    )


def _table_args(draw: st.DrawFn, model: Model) -> str:
    options = "{" + ", ".join(f"{k!r}: {v}" for k, v in model.options.items()) + "}"
    if not model.items:
        return f"__table_args__ = {options}" if model.options else ""
    items = ", ".join([*model.items, *([options] if model.options else [])])
    return draw(
        st.sampled_from(
            [f"__table_args__ = ({items},)", f"@declared_attr.directive\ndef __table_args__(cls):\n    return ({items},)", f"__table_args__ = (*[{items}],)"]
        )
    )


def _attribute(draw: st.DrawFn, style: str, f: Field) -> str:
    """The statement of a class body that declares a column."""
    if f.parts and "ForeignKey" in f.parts[0] and draw(st.booleans()):
        return f"{f.attribute} = {_call(style, f)}" if style == "first" or f.sql or f.parts else ""
    if style == "first":
        return f"{f.attribute} = {_call(style, f)}"
    kind = f"Optional[{f.kind}]" if f.optional else f.kind
    kind = draw(st.sampled_from([kind, f"{f.kind} | None", f"Union[{f.kind}, None]"])) if f.optional else kind
    arguments = f.arguments()
    bare = not arguments and draw(st.booleans())
    return f"{f.attribute}: Mapped[{kind}]" + ("" if bare else f" = mapped_column({arguments})")


def _call(style: str, f: Field) -> str:
    return f"{'Column' if style == 'first' else 'mapped_column'}({f.arguments()})"


def _as_table(draw: st.DrawFn, model: Model) -> list[str]:
    columns = [f"Column({f.arguments(named=True)})" for f in model.fields]
    options = [f"{k}={v}" for k, v in model.options.items()]
    variable = model.cls.lower()
    way = draw(st.sampled_from(["plain", "unpacked", "appended", "function"]))
    if way == "plain":
        return [f"{variable} = Table({', '.join([repr(model.table), 'metadata', *columns, *model.items, *options])})"]
    if way == "unpacked":
        return [f"parts = [{', '.join([*columns, *model.items])}]", f"{variable} = Table({', '.join([repr(model.table), 'metadata', '*parts', *options])})"]
    if way == "function":
        made = ", ".join(["name", "metadata", *columns, *model.items, *options])
        return [f"def make_{variable}(name):", f"    return Table({made})", f"{variable} = make_{variable}({model.table!r})"]
    made = ", ".join([repr(model.table), "metadata", columns[0], *options])
    later = [f"{variable}.append_column({column})" for column in columns[1:]]
    return [f"{variable} = Table({made})", *later, *(f"{variable}.append_constraint({item})" for item in model.items)]


def ways() -> Any:
    """A style and a module in it."""
    return st.sampled_from(STYLES).flatmap(modules)
