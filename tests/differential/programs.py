"""Programs around operations, as code: guards, helpers, loops, handlers, statements in SQL."""

from __future__ import annotations

from collections.abc import Callable

from tests.differential.columns import default_of
from tests.differential.operations import ON_TABLES, Lines, create_table, drop_table, forget, unused
from tests.differential.pen import Pen
from tests.differential.world import TableState, World


def indented(lines: Lines) -> Lines:
    return [f"    {line}" for line in lines]


def guarded_table(pen: Pen, world: World) -> Lines:
    """Create a table unless it is there; it is, now and then."""
    condition = pen.pick(("not sa.inspect(op.get_bind()).has_table({0!r})", "{0!r} not in sa.inspect(op.get_bind()).get_table_names()"))
    if world.owned and pen.chance(40):
        return [f"if {condition.format(pen.pick(world.owned))}:", *indented(create_table(pen, world.fork(world.prefix)))]
    lines = create_table(pen, world)
    return [f"if {condition.format(world.owned[-1])}:", *indented(lines)]


def guarded_column(pen: Pen, world: World) -> Lines:
    """Add a column unless it is there, by a function of the revision."""
    table = pen.pick(world.owned)
    state = world.tables[table]
    name = pen.pick(list(state.columns)) if pen.chance(40) else unused(pen, state)
    state.columns.setdefault(name, "text")
    return [
        "def has_column(table, column):",
        "    inspector = sa.inspect(op.get_bind())",
        pen.pick(
            (
                '    return column in [c["name"] for c in inspector.get_columns(table)]',
                '    return any(c["name"] == column for c in inspector.get_columns(table))',
                '    return column in {c["name"]: c for c in inspector.get_columns(table)}',
            )
        ),
        f"if not has_column({table!r}, {name!r}):",
        f"    op.add_column({table!r}, sa.Column({name!r}, sa.Text(), nullable=True))",
    ]


def dropped_by_name_found(pen: Pen, world: World) -> Lines:
    """Drop what the inspector lists, under the names that it gives."""
    table = pen.pick(world.owned)
    world.tables[table].indexes.clear()
    what = pen.pick(("get_indexes", "get_indexes", "get_foreign_keys", "get_unique_constraints", "get_check_constraints"))
    if what == "get_indexes":
        return [
            f"for index in sa.inspect(op.get_bind()).get_indexes({table!r}):",
            '    if not index.get("duplicates_constraint"):',
            f'        op.drop_index(index["name"], table_name={table!r})',
        ]
    kind = {"get_foreign_keys": "foreignkey", "get_unique_constraints": "unique", "get_check_constraints": "check"}[what]
    constraints = world.tables[table].constraints
    for name in [n for n, (t, _) in constraints.items() if t == kind]:
        del constraints[name]
    return [
        f"with op.batch_alter_table({table!r}) as batch:",
        f"    for found in sa.inspect(op.get_bind()).{what}({table!r}):",
        '        if found["name"]:',
        f'            batch.drop_constraint(found["name"], type_="{kind}")',
    ]


def looped(pen: Pen, world: World) -> Lines:
    """The same column for some tables."""
    tables = pen.some(world.owned, 1, 3)
    name = world.fresh("_col")
    for table in tables:
        world.tables[table].columns[name] = "integer"
    return [f"for table in {tables!r}:", f'    op.add_column(table, sa.Column({name!r}, sa.Integer(), server_default="0"))']


def handled(pen: Pen, world: World) -> Lines:
    """Something that the database refuses, caught."""
    table = pen.pick(world.owned)
    name = pen.pick(list(world.tables[table].columns))
    refused = pen.pick(
        (
            f"op.add_column({table!r}, sa.Column({name!r}, sa.Integer()))",
            'op.drop_table("nothing_of_that_name")',
            f"op.create_table({table!r}, sa.Column('id', sa.Integer()))",
            'op.drop_index("no_such_index", table_name="nothing")',
        )
    )
    error = pen.pick(("Exception", "(sa.exc.OperationalError, sa.exc.ProgrammingError)"))
    other = unused(pen, world.tables[table])
    if not world.is_postgresql:
        world.tables[table].columns[other] = "text"
    attempt = ["with op.get_bind().begin_nested():", f"    {refused}"] if world.is_postgresql and pen.chance(70) else [refused]
    return ["try:", *indented(attempt), f"except {error}:", f"    op.add_column({table!r}, sa.Column({other!r}, sa.Text()))"]


def raw_table(pen: Pen, world: World) -> Lines:
    name = world.fresh("_raw")
    world.tables[name] = TableState({"id": "integer", "a": "integer", "b": "text"}, key=("id",))
    world.owned.append(name)
    parts = [
        pen.pick(("id INTEGER PRIMARY KEY", "id INTEGER NOT NULL PRIMARY KEY", f"id INTEGER CONSTRAINT pk_{name} PRIMARY KEY")),
        pen.pick(("a INTEGER", "a INTEGER UNIQUE", "a INTEGER NOT NULL CHECK (a > 0)", f"a INTEGER REFERENCES {name} (id)", "a BIGINT DEFAULT 5")),
        pen.pick(("b TEXT", "b VARCHAR(30) DEFAULT 'x'", "b TEXT NOT NULL DEFAULT ''", f"b VARCHAR(9) CONSTRAINT ck_{name} CHECK (b <> '')")),
        *pen.some(("UNIQUE (a, b)", f"CONSTRAINT uq_{name} UNIQUE (b, a)", "CHECK (a <> id)"), 0, 2),
    ]
    guard = pen.pick(("", "IF NOT EXISTS "))
    return executed(pen, f"CREATE TABLE {guard}{name} ({', '.join(parts)})")


def executed(pen: Pen, sql: str) -> Lines:
    form = pen.pick(("op.execute({!r})", "op.execute(sa.text({!r}))", "op.get_bind().execute(sa.text({!r}))", "op.get_bind().exec_driver_sql({!r})"))
    return [form.format(sql)]


def raw_change(pen: Pen, world: World) -> Lines:
    """ALTER TABLE, CREATE INDEX and DROP in SQL."""
    table = pen.pick(world.owned)
    state = world.tables[table]
    column = pen.pick(list(state.columns))
    new = unused(pen, state)
    index = world.fresh("_ix")
    form = pen.pick(("add", "index", "rename", "view", "table"))
    match form:
        case "add":
            state.columns[new] = "text"
            sql = f"""ALTER TABLE "{table}" ADD COLUMN "{new}" {pen.pick(("TEXT", "INTEGER DEFAULT 3", "VARCHAR(20) NOT NULL DEFAULT 'z'"))}"""
        case "index":
            state.indexes[index] = (column,)
            sql = f"""CREATE {pen.pick(("", "UNIQUE "))}INDEX {pen.pick(("", "IF NOT EXISTS "))}"{index}" ON "{table}" ("{column}")"""
        case "rename":
            state.rename(column, new)
            sql = f"""ALTER TABLE "{table}" RENAME COLUMN "{column}" TO "{new}\""""
        case "view":
            sql = f"""CREATE VIEW {world.fresh("_view")} AS SELECT 1 AS one"""
        case _:
            other = world.fresh("_renamed")
            world.tables[other] = forget(world, table)
            world.owned.append(other)
            sql = f"""ALTER TABLE "{table}" RENAME TO "{other}\""""
    return executed(pen, sql)


def data(pen: Pen, world: World) -> Lines:
    """Statements that change rows only."""
    table = pen.pick(world.owned)
    column = pen.pick(list(world.tables[table].columns))
    return pen.pick(
        (
            [f"""op.execute('UPDATE "{table}" SET "{column}" = NULL WHERE 1 = 0')"""],
            [f"""op.get_bind().execute(sa.text('DELETE FROM "{table}"'))"""],
            [f"""rows = op.get_bind().execute(sa.text('SELECT * FROM "{table}"')).fetchall()""", "for row in rows:", f"    op.drop_table({table!r})"],
            [f"known = sa.table({table!r}, sa.column({column!r}))", f"op.execute(known.update().values({{{column!r}: None}}).where(sa.false()))"],
        )
    )


def by_dialect(pen: Pen, world: World) -> Lines:
    """Two arms, of which this dialect takes one."""
    other = world.fork(world.prefix)
    other.owned = list(world.owned)
    operation = pen.pick(ON_TABLES[:4])
    skipped = operation(pen, other)
    taken = operation(pen, world)
    test = pen.pick((f'op.get_bind().dialect.name == "{world.dialect}"', f'op.get_context().dialect.name == "{world.dialect}"'))
    return [f"if {test}:", *indented(taken), "else:", *indented(skipped)]


def helper(pen: Pen, world: World) -> Lines:
    """An operation in a function, called with its table."""
    table = pen.pick(world.owned)
    lines = pen.pick(ON_TABLES)(pen, world, "op", table)
    return ["def change(table):", *indented([line.replace(repr(table), "table") for line in lines]), f"change({table!r})"]


def reflected(pen: Pen, world: World) -> Lines:
    """A table as it was reflected decides what is done."""
    table = pen.pick(world.owned)
    state = world.tables[table]
    new = unused(pen, state)
    column = pen.pick(list(state.columns))
    state.columns[new] = "integer"
    return [
        f"known = sa.Table({table!r}, sa.MetaData(), autoload_with=op.get_bind())",
        f"if {column!r} in known.c and len(known.c) == {len(state.columns) - 1}:",
        f"    op.add_column({table!r}, sa.Column({new!r}, sa.Integer(), nullable=known.c[{column!r}].nullable, server_default={default_of(pen, 'integer')}))",
    ]


def again(pen: Pen, world: World) -> Lines:
    """A table dropped and made anew."""
    return [*drop_table(pen, world), *create_table(pen, world)]


Program = Callable[[Pen, World], Lines]
PROGRAMS: tuple[Program, ...] = (
    raw_table, raw_change, guarded_table, guarded_column, looped, data, by_dialect, helper, dropped_by_name_found, handled, reflected, again,
)  # fmt: skip
