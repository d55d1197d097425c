"""Batch mode in its forms, as code."""

from __future__ import annotations

from tests.differential.operations import ON_TABLES, Lines
from tests.differential.pen import Pen
from tests.differential.world import World

FORMS = (
    "",
    "",
    "",
    ', recreate="always"',
    ', recreate="auto"',
    ", schema=None",
    ', naming_convention={"uq": "uq_%(table_name)s_%(column_0_name)s", "fk": "fk_%(table_name)s_%(column_0_name)s"}',
    ', table_args=(sa.CheckConstraint("1 < 2", name="batch_check"),)',
    ', reflect_args=[sa.Column({column!r}, sa.Boolean(create_constraint=True, name="flag_check"))]',
    ', reflect_kwargs={"resolve_fks": False}',
    ', recreate="always", table_kwargs={"sqlite_autoincrement": True}',
    ', recreate="never"',
)


def batch(pen: Pen, world: World) -> Lines:
    """One batch of one to four operations on a table."""
    table = pen.pick(world.owned)
    form = pen.pick(FORMS)
    if "{column" in form:
        form = form.format(column=pen.pick(list(world.tables[table].columns)))
    lines: Lines = []
    for _ in range(pen.number(1, 4)):
        lines += pen.pick(ON_TABLES)(pen, world, "batch", table)
    return [f"with op.batch_alter_table({table!r}{form}) as batch:", *(f"    {line}" for line in lines)]


def copied(pen: Pen, world: World) -> Lines:
    """A batch that says itself what the table is."""
    table = pen.pick(world.owned)
    state = world.tables[table]
    columns = ", ".join(f"sa.Column({c!r}, sa.Integer(), primary_key={c in state.key})" for c in state.columns)
    state.indexes.clear()
    state.constraints.clear()
    lines = pen.pick(ON_TABLES[:1] + ON_TABLES[2:4])(pen, world, "batch", table)
    return [
        f"known = sa.Table({table!r}, sa.MetaData(), {columns})",
        f"with op.batch_alter_table({table!r}, copy_from=known) as batch:",
        *(f"    {line}" for line in lines),
    ]
