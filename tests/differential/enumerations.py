"""Types of PostgreSQL as code: enumerations made, altered and dropped, columns that change to and from them, identities, comments."""

from __future__ import annotations

from collections.abc import Callable

from tests.differential.operations import Lines, unused
from tests.differential.pen import Pen
from tests.differential.programs import executed
from tests.differential.world import World


def create_enum(pen: Pen, world: World) -> Lines:
    name = world.fresh("_mood")
    world.enums[name] = ("sad", "ok")
    return pen.pick(
        (
            [f'postgresql.ENUM("sad", "ok", name={name!r}).create(op.get_bind())'],
            [f'sa.Enum("sad", "ok", name={name!r}).create(op.get_bind(), checkfirst={pen.chance(50)})'],
            executed(pen, f"CREATE TYPE {name} AS ENUM ('sad', 'ok')"),
        )
    )


def add_label(pen: Pen, world: World) -> Lines:
    if not world.enums:
        return create_enum(pen, world)
    name = pen.pick(list(world.enums))
    label = world.fresh("")
    where = pen.pick(("", f" BEFORE '{world.enums[name][0].replace(chr(39), chr(39) * 2)}'", f" AFTER '{world.enums[name][0].replace(chr(39), chr(39) * 2)}'"))
    world.enums[name] = (*world.enums[name], label)
    lines = executed(pen, f"""ALTER TYPE "{name}" ADD VALUE {pen.pick(("", "IF NOT EXISTS "))}'{label}'{where}""")
    return ["with op.get_context().autocommit_block():", f"    {lines[0]}"] if pen.chance(40) else lines


def use_enum(pen: Pen, world: World) -> Lines:
    """A column of a type that is there already."""
    if not world.enums or not world.owned:
        return create_enum(pen, world)
    table, name = pen.pick(world.owned), pen.pick(list(world.enums))
    column = unused(pen, world.tables[table])
    world.tables[table].columns[column] = "enum"
    labels = ", ".join(map(repr, world.enums[name]))
    default = pen.pick(("", f", server_default={world.enums[name][0]!r}"))
    return [f"op.add_column({table!r}, sa.Column({column!r}, postgresql.ENUM({labels}, name={name!r}, create_type=False){default}))"]


def to_enum(pen: Pen, world: World) -> Lines:
    """A text column becomes an enumeration."""
    table = pen.pick(world.owned)
    texts = world.tables[table].of_kind("text")
    if not texts or not world.enums:
        return use_enum(pen, world)
    column, name = pen.pick(texts), pen.pick(list(world.enums))
    world.tables[table].columns[column] = "enum"
    if pen.chance(50):
        return executed(pen, f"""ALTER TABLE "{table}" ALTER COLUMN "{column}" DROP DEFAULT, ALTER COLUMN "{column}" TYPE {name} USING "{column}"::text::{name}""")
    labels = ", ".join(map(repr, world.enums[name]))
    using = f'"{column}"::text::{name}'
    return [f"op.alter_column({table!r}, {column!r}, type_=sa.Enum({labels}, name={name!r}), existing_type=sa.Text(), postgresql_using={using!r})"]


def drop_enum(pen: Pen, world: World) -> Lines:
    if not world.enums:
        return create_enum(pen, world)
    name = pen.pick(list(world.enums))
    if pen.chance(50):
        del world.enums[name]
        return [f"sa.Enum(name={name!r}).drop(op.get_bind(), checkfirst={pen.chance(50)})"]
    new = world.fresh("_type")
    world.enums[new] = world.enums.pop(name)
    return executed(pen, f'ALTER TYPE "{name}" RENAME TO {new}')


def comment(pen: Pen, world: World) -> Lines:
    table = pen.pick(world.owned)
    column = pen.pick(list(world.tables[table].columns))
    return pen.pick(
        (
            [f'op.create_table_comment({table!r}, "it\'s a table")'],
            [f"op.drop_table_comment({table!r})"],
            [f'op.alter_column({table!r}, {column!r}, comment="new")'],
            executed(pen, f"""COMMENT ON COLUMN "{table}"."{column}" IS 'told'"""),
        )
    )


def numbered(pen: Pen, world: World) -> Lines:
    """Columns that count: SERIAL, identities and sequences."""
    table = pen.pick(world.owned)
    column = unused(pen, world.tables[table])
    world.tables[table].columns[column] = "integer"
    sequence = world.fresh("_seq")
    return pen.pick(
        (
            executed(pen, f'ALTER TABLE "{table}" ADD COLUMN "{column}" SERIAL'),
            [f"op.add_column({table!r}, sa.Column({column!r}, sa.Integer(), sa.Identity(start=5)))"],
            [f"op.execute(sa.schema.CreateSequence(sa.Sequence({sequence!r})))", f"""op.add_column({table!r}, sa.Column({column!r}, sa.Integer(), server_default=sa.text("nextval('{sequence}')")))"""],
            [f"op.add_column({table!r}, sa.Column({column!r}, sa.Integer(), sa.Sequence({sequence!r})))"],
        )
    )


def block(pen: Pen, world: World) -> Lines:
    """A DO block of the usual shape."""
    name = world.fresh("_mood")
    world.enums[name] = ("sad", "ok")
    body = pen.pick(
        (
            f"BEGIN CREATE TYPE {name} AS ENUM ('sad', 'ok'); EXCEPTION WHEN duplicate_object THEN NULL; END",
            f"BEGIN IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = '{name}') THEN CREATE TYPE {name} AS ENUM ('sad', 'ok'); END IF; END",
        )
    )
    return [f'op.execute("DO $$ {body} $$")'] * pen.pick((1, 2))


def key(pen: Pen, world: World) -> Lines:
    """Drop the primary key under the name that PostgreSQL gave it, and make another."""
    table = pen.pick(world.owned)
    state = world.tables[table]
    columns = pen.some(list(state.columns), 1, 2)
    state.key = tuple(columns)
    return [f'op.drop_constraint("{table}_pkey", {table!r}, type_="primary")', f"op.create_primary_key({pen.pick(('None', repr(world.fresh('_pk'))))}, {table!r}, {columns!r})"]


TYPES: tuple[Callable[[Pen, World], Lines], ...] = (create_enum, use_enum, add_label, to_enum, numbered, comment, block, drop_enum, key)
