"""Operations on tables as code: each function draws one, and changes the world as it believes the database will."""

from __future__ import annotations

from collections.abc import Callable

from tests.differential.columns import NAMES, column, condition, default_of, foreign_key, table_constraint, type_of
from tests.differential.pen import Pen
from tests.differential.world import TableState, World

Lines = list[str]


def create_table(pen: Pen, world: World) -> Lines:
    name = table_name(pen, world)
    state = TableState()
    parts = key_column(pen, state)
    for other in pen.some(NAMES, 1, 4):
        text, kind = column(pen, world, name, other)
        state.columns[other] = kind
        state.held |= {other} if "unique=True" in text or "ForeignKey" in text or "create_constraint" in text else set()
        parts.append(text)
    parts += [table_constraint(pen, world, state) for _ in range(pen.pick((0, 0, 1, 1, 2)))]
    if state.key == () and pen.chance(60):
        state.key = tuple(pen.some(list(state.columns), 1, 2))
        given = pen.pick(("", f', name="pk_{name}"'))
        parts.append(f"sa.PrimaryKeyConstraint({', '.join(map(repr, state.key))}{given})")
    if pen.chance(6):
        parts.append(f"sa.Index({world.fresh('_ix')!r}, {pen.pick(list(state.columns))!r})")
    options = option(pen, world, (', comment="about"', ", if_not_exists=True", ", sqlite_autoincrement=True", ", implicit_returning=False"))
    world.tables[name] = state
    world.owned.append(name)
    return [f"op.create_table({name!r},", *(f"    {p}," for p in parts), f"    {options.lstrip(', ')}" if options else "", ")"]


def table_name(pen: Pen, world: World) -> str:
    name = world.fresh("")
    if world.convention or not pen.chance(10):
        return pen.pick((name, name, f"{name}_Mixed", f"{name} spaced"))
    return (f"{name}_" + "long_" * 12)[:63]


def key_column(pen: Pen, state: TableState) -> Lines:
    """The usual key, or none: a table constraint may come."""
    form = pen.pick(("inline", "inline", "constraint", "none", "uuid"))
    if form == "none":
        return []
    state.columns["id"] = "text" if form == "uuid" else "integer"
    state.key = ("id",)
    return {
        "inline": ['sa.Column("id", sa.Integer(), primary_key=True)'],
        "uuid": ['sa.Column("id", sa.String(36), primary_key=True, nullable=False)'],
        "constraint": ['sa.Column("id", sa.Integer(), nullable=False)', 'sa.PrimaryKeyConstraint("id")'],
    }[form]


def option(pen: Pen, world: World, options: tuple[str, ...]) -> str:
    return pen.pick(options) if pen.chance(12) else ""


def drop_table(pen: Pen, world: World) -> Lines:
    name = pen.pick(world.owned)
    forget(world, name)
    return [f"op.drop_table({name!r}{pen.pick(('', '', ', if_exists=True'))})"]


def forget(world: World, name: str) -> TableState:
    world.owned.remove(name)
    return world.tables.pop(name)


def rename_table(pen: Pen, world: World) -> Lines:
    name, new = pen.pick(world.owned), world.fresh("_renamed")
    world.tables[new] = forget(world, name)
    world.owned.append(new)
    return [f"op.rename_table({name!r}, {new!r})"]


def add_column(pen: Pen, world: World, receiver: str = "op", name: str | None = None) -> Lines:
    table = name or pen.pick(world.owned)
    state = world.tables[table]
    new = unused(pen, state)
    text, kind = column(pen, world, table, new, bare=not pen.chance(20))
    if receiver == "op" and world.is_postgresql is False and "server_default" not in text:
        text = text.replace("nullable=False", "nullable=True") if pen.chance(70) else text
    state.columns[new] = kind
    state.held |= {new} if "unique=True" in text or "ForeignKey" in text or "create_constraint" in text else set()
    where = f"{table!r}, " if receiver == "op" else ""
    more = ""
    if receiver != "op" and pen.chance(10):
        more = f", insert_{pen.pick(('after', 'before'))}={pen.pick(list(state.columns)[:-1] or ['id'])!r}"
    return [f"{receiver}.add_column({where}{text}{more})"]


def unused(pen: Pen, state: TableState) -> str:
    free = [n for n in NAMES if n not in state.columns]
    return pen.pick(free) if free else f"more{len(state.columns)}"


def drop_column(pen: Pen, world: World, receiver: str = "op", name: str | None = None) -> Lines:
    table = name or pen.pick(world.owned)
    state = world.tables[table]
    free = [c for c in state.columns if not state.uses(c)]
    if len(state.columns) < 2 or not free:
        return add_column(pen, world, receiver, name)
    old = pen.pick(list(state.columns)) if pen.chance(5) else pen.pick(free)
    state.drop(old)
    return [f"{receiver}.drop_column({f'{table!r}, ' if receiver == 'op' else ''}{old!r})"]


def alter_column(pen: Pen, world: World, receiver: str = "op", name: str | None = None) -> Lines:
    table = name or pen.pick(world.owned)
    state = world.tables[table]
    old = pen.pick(list(state.columns))
    if receiver == "op" and not world.is_postgresql and not pen.chance(5):  # all that SQLite can alter
        return [f"op.alter_column({table!r}, {old!r}, new_column_name={renamed(pen, state, old)!r})"]
    change = pen.pick(("nullable", "rename", "type", "default", "both", "comment" if world.is_postgresql else "nullable"))
    arguments = {
        "nullable": lambda: f"nullable={pen.chance(50)}",
        "rename": lambda: f"new_column_name={renamed(pen, state, old)!r}",
        "type": lambda: retyped(pen, world, state, old),
        "default": lambda: f"server_default={default_of(pen, state.columns[old])}",
        "both": lambda: f"new_column_name={renamed(pen, state, old)!r}, nullable={pen.chance(50)}",
        "comment": lambda: f'comment={pen.pick((None, "changed"))!r}',
    }[change]()
    where = f"{table!r}, " if receiver == "op" else ""
    known = pen.pick(("", "", ", existing_type=sa.Integer()")) if change == "nullable" else ""
    return [f"{receiver}.alter_column({where}{old!r}, {arguments}{known})"]


def renamed(pen: Pen, state: TableState, old: str) -> str:
    new = unused(pen, state)
    state.rename(old, new)
    return new


def retyped(pen: Pen, world: World, state: TableState, old: str) -> str:
    kind = pen.pick(("integer", "text", "text", "number", "bool", "plain enum", "enum") if not world.is_postgresql else ("text", "text", "plain enum", "integer"))
    text = type_of(pen, world, kind)
    using = ""
    if world.is_postgresql:
        target = {"integer": "integer", "text": "text"}.get(kind, "text")
        using = f""", postgresql_using='"{old}"::text::{target}'""" if pen.chance(70) else ""
    state.columns[old] = kind
    return f"type_={text}{using}"


def create_index(pen: Pen, world: World, receiver: str = "op", name: str | None = None) -> Lines:
    table = name or pen.pick(world.owned)
    state = world.tables[table]
    columns = tuple(pen.some(list(state.columns), 1, 2))
    index = world.fresh("_ix")
    state.indexes[index] = columns
    keys = ", ".join(index_key(pen, world, c) for c in columns)
    options = pen.pick(("", "", ", unique=True", ", unique=False", ", if_not_exists=True" if receiver == "op" or pen.chance(10) else ""))
    if pen.chance(15):
        options += f", {world.dialect}_where=sa.text({condition(pen, columns[0])!r})"
    given = pen.pick((repr(index), repr(index), f"{receiver}.f({index!r})"))
    return [f"{receiver}.create_index({given}, {f'{table!r}, ' if receiver == 'op' else ''}[{keys}]{options})"]


def index_key(pen: Pen, world: World, name: str) -> str:
    if not pen.chance(10):
        return repr(name)
    return pen.pick((f"""sa.text('"{name}" DESC')""", f"""sa.text('coalesce("{name}", "{name}")')""", "sa.desc('id')"))


def drop_index(pen: Pen, world: World, receiver: str = "op", name: str | None = None) -> Lines:
    table = name or pen.pick(world.owned)
    state = world.tables[table]
    if not state.indexes:
        return create_index(pen, world, receiver, name)
    index = pen.pick(list(state.indexes))
    del state.indexes[index]
    where = pen.pick((f", table_name={table!r}", f", {table!r}", "")) if receiver == "op" else ""
    return [f"{receiver}.drop_index({index!r}{where}{pen.pick(('', '', ', if_exists=True' if receiver == 'op' else ''))})"]


def create_constraint(pen: Pen, world: World, receiver: str = "op", name: str | None = None) -> Lines:
    table = name or pen.pick(world.owned)
    state = world.tables[table]
    if receiver == "op" and not world.is_postgresql and not pen.chance(5):
        return create_index(pen, world, receiver, name)
    kind = pen.pick(("unique", "foreignkey", "check"))
    if kind == "foreignkey" and not (world.targets() and state.of_kind("integer")):
        kind = "unique"
    held = state.of_kind("integer") if kind == "foreignkey" else list(state.columns)
    columns = tuple(pen.some(held, 1, 2)) if kind == "unique" else (pen.pick(held),)
    new = world.fresh("_" + kind[:2])
    given = pen.pick((repr(new), repr(new), f"{receiver}.f({new!r})", repr(new) if world.convention else "None"))
    if given != "None" and not (world.convention and ".f(" not in given):
        state.constraints[new] = (kind, columns)
    else:
        state.held |= {*columns}
    where = f"{table!r}, " if receiver == "op" else ""
    match kind:
        case "unique":
            return [f"{receiver}.create_unique_constraint({given}, {where}{list(columns)!r})"]
        case "check":
            return [f"{receiver}.create_check_constraint({given}, {where}{condition(pen, columns[0])!r})"]
        case _:
            target, remote = pen.pick(world.targets())
            options = pen.pick(("", ', ondelete="CASCADE"', ', onupdate="CASCADE"', ', deferrable=True, initially="DEFERRED"'))
            return [f"{receiver}.create_foreign_key({given}, {where}{target!r}, [{columns[0]!r}], [{remote!r}]{options})"]


def drop_constraint(pen: Pen, world: World, receiver: str = "op", name: str | None = None) -> Lines:
    table = name or pen.pick(world.owned)
    state = world.tables[table]
    if not state.constraints or (receiver == "op" and not world.is_postgresql and not pen.chance(5)):
        return create_constraint(pen, world, receiver, name)
    constraint = pen.pick(list(state.constraints))
    kind, _ = state.constraints.pop(constraint)
    where = f", {table!r}" if receiver == "op" else ""
    return [f"{receiver}.drop_constraint({constraint!r}{where}{pen.pick((f', type_={kind!r}', ''))})"]


def add_foreign_column(pen: Pen, world: World, receiver: str = "op", name: str | None = None) -> Lines:
    """The usual pair: a column, and the key that it is."""
    table = name or pen.pick(world.owned)
    if not world.targets() or (receiver == "op" and not world.is_postgresql and not pen.chance(5)):
        return add_column(pen, world, receiver, name)
    new = unused(pen, world.tables[table])
    world.tables[table].columns[new] = "integer"
    world.tables[table].held.add(new)
    where = f"{table!r}, " if receiver == "op" else ""
    return [f"{receiver}.add_column({where}sa.Column({new!r}, sa.Integer(), {foreign_key(pen, world)}, nullable=True))"]


Operation = Callable[..., Lines]
ON_TABLES: tuple[Operation, ...] = (
    add_column, create_index, alter_column, drop_column, drop_index, create_constraint, drop_constraint, add_foreign_column,
)  # fmt: skip
