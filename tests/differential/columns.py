"""Columns, constraints and types as code: what `op.create_table` and `op.add_column` are given."""

from __future__ import annotations

from tests.differential.pen import Pen
from tests.differential.world import TableState, World

NAMES = ("a", "b", "c", "name", "Title", "user id", "order", "value_of_something_rather_long")
TYPES = {
    "integer": ("sa.Integer()", "sa.BigInteger()", "sa.SmallInteger"),
    "text": ("sa.String(50)", "sa.Text()", "sa.String(length=255)", "sa.Unicode(20)", "sa.String", "sa.VARCHAR(10)"),
    "number": ("sa.Numeric(10, 2)", "sa.Float()", "sa.Numeric()", "sa.REAL()", "sa.Double()"),
    "moment": ("sa.DateTime()", "sa.DateTime(timezone=True)", "sa.TIMESTAMP()"),
    "date": ("sa.Date()",),
    "bool": ("sa.Boolean()", "sa.Boolean(create_constraint=True)", "sa.Boolean(create_constraint=True, name={check!r})"),
    "enum": ("sa.Enum({labels}, name={enum!r})", "sa.Enum({labels}, name={enum!r}, create_constraint=True)"),
    "plain enum": ("sa.Enum({labels}, native_enum=False)", "sa.Enum({labels}, name={enum!r}, native_enum=False, create_constraint=True)"),
    "other": ("sa.JSON()", "sa.LargeBinary()", "sa.Uuid()", "sa.Interval()", "sa.Time()"),
}
POSTGRESQL_TYPES = (
    "postgresql.JSONB()",
    "postgresql.UUID(as_uuid=True)",
    "postgresql.ARRAY(sa.Integer())",
    "postgresql.ARRAY(sa.String(10))",
    "postgresql.INET()",
    "postgresql.TIMESTAMP(timezone=True, precision=3)",
    "postgresql.BYTEA()",
    "postgresql.INTERVAL()",
    "postgresql.CHAR(3)",
)
DEFAULTS = {
    "integer": ('"0"', 'sa.text("1")', 'sa.text("-5")', 'sa.text("(1 + 2)")'),
    "text": ('"x"', "sa.text(\"'it''s'\")", '""', 'sa.literal("lit")'),
    "number": ('"1.5"', 'sa.text("0")'),
    "moment": ("sa.func.now()", 'sa.text("CURRENT_TIMESTAMP")', "sa.func.current_timestamp()"),
    "bool": ("sa.true()", "sa.false()", 'sa.text("false")'),
}
LABELS = (("a", "b"), ("red", "it's", "Blue"), ("one",), ("x", "y", "z"))


def type_of(pen: Pen, world: World, kind: str) -> str:
    """A type of the kind, as code. A convention wants the checks of types to have names."""
    if world.convention and not pen.chance(5):
        return pen.pick([t for t in TYPES[kind] if "create_constraint" not in t or "name=" in t]).format(**_of_type(pen, world, kind))
    if kind == "other" and world.is_postgresql and pen.chance(60):
        return pen.pick(POSTGRESQL_TYPES)
    text = pen.pick(TYPES[kind])
    if "{" not in text:
        return text
    return text.format(**_of_type(pen, world, kind))


def _of_type(pen: Pen, world: World, kind: str) -> dict[str, str]:
    name, labels = enum_of(pen, world) if "enum" in kind else ("", ())
    return {"check": world.fresh("_ck"), "enum": name, "labels": ", ".join(map(repr, labels))}


def enum_of(pen: Pen, world: World) -> tuple[str, tuple[str, ...]]:
    """A new enumeration, or now and then one that was used before."""
    if world.enums and pen.chance(20):
        name = pen.pick(list(world.enums))
        return name, world.enums[name]
    name, labels = world.fresh("_enum"), pen.pick(LABELS)
    world.enums[name] = labels
    return name, labels


def kind_of(pen: Pen) -> str:
    return pen.pick(("integer", "text", "text", "integer", "number", "moment", "bool", "date", "other", "enum", "plain enum"))


def default_of(pen: Pen, kind: str) -> str | None:
    return pen.pick(DEFAULTS[kind]) if kind in DEFAULTS else None


def column(pen: Pen, world: World, table: str, name: str, *, bare: bool = False) -> tuple[str, str]:
    """A column as code, and its kind; `bare` without keys and indexes of its own."""
    kind = kind_of(pen)
    parts = [repr(name), type_of(pen, world, kind)]
    if not bare and kind == "integer" and world.targets() and pen.chance(25):
        parts.append(foreign_key(pen, world))
    if pen.chance(25) and (default := default_of(pen, kind)):
        parts.append(f"server_default={default}")
    elif not bare and kind == "integer" and pen.chance(4):
        parts.append("sa.Identity(always=True)" if pen.chance(50) else 'sa.Computed("1 + 1")')
    if pen.chance(40) and "Identity" not in parts[-1]:
        parts.append(f"nullable={pen.chance(50)}")
    if not bare and pen.chance(12):
        parts.append("unique=True")
    if not bare and pen.chance(10):
        parts.append("index=True")
    if world.is_postgresql and pen.chance(8):
        parts.append("comment=\"it's\"")
    return f"sa.Column({', '.join(parts)})", kind


def foreign_key(pen: Pen, world: World) -> str:
    """An inline foreign key to what some table has as its key."""
    target, remote = pen.pick(world.targets())
    options = pen.pick(("", "", ', ondelete="CASCADE"', ', onupdate="SET NULL"', ", deferrable=True", f", name={world.fresh('_fk')!r}"))
    return f'sa.ForeignKey("{target}.{remote}"{options})'


def table_constraint(pen: Pen, world: World, state: TableState) -> str:
    """One more table constraint as code; the state learns its name."""
    names = list(state.columns)
    kind = pen.pick(("unique", "check", "foreignkey"))
    if kind == "foreignkey" and not (world.targets() and state.of_kind("integer")):
        kind = "unique"
    named = world.convention or pen.chance(60)  # a convention may give two constraints one name, and Alembic keeps either
    name = world.fresh("_" + kind[:2]) if named else None
    columns = tuple(pen.some(names, 1, 2)) if kind == "unique" else (pen.pick(state.of_kind("integer") if kind == "foreignkey" else names),)
    if name is not None and not world.convention:
        state.constraints[name] = (kind, columns)
    else:
        state.held |= {*columns}
    given = f", name={name!r}" if name else ""
    match kind:
        case "unique":
            return f"sa.UniqueConstraint({', '.join(map(repr, columns))}{given})"
        case "check":
            return f"sa.CheckConstraint({condition(pen, columns[0])!r}{given})"
        case _:
            target, remote = pen.pick(world.targets())
            options = pen.pick(("", ', ondelete="CASCADE"', ', ondelete="SET NULL", onupdate="CASCADE"', ', deferrable=True, initially="DEFERRED"'))
            return f'sa.ForeignKeyConstraint([{columns[0]!r}], ["{target}.{remote}"]{given}{options})'


def condition(pen: Pen, name: str) -> str:
    quoted = f'"{name}"'
    return pen.pick((f"{quoted} IS NOT NULL", f"{quoted} IS NULL OR 1 < 2", f"{quoted} IN ({quoted})", f"NOT ({quoted} IS NULL)"))
