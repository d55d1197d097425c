"""Keys, indexes and constraints of MySQL tables: the names that MySQL (8.0) invents, the indexes that foreign keys make, the errors."""

from __future__ import annotations

import re
from collections.abc import Iterable

from attrs import evolve

from schemaparity.database.apply.context import Context
from schemaparity.database.apply.edits import add_element, changed, drop_element, with_column
from schemaparity.database.dialects.elements import constraint_of, index_of
from schemaparity.database.errors import DatabaseError
from schemaparity.schema import Change, Constraint, Index, IndexElement, PrimaryKey, Schema, Table, UniqueConstraint, Unknown
from schemaparity.sql.statements import CheckDef, ConstraintDef, CreateIndex, ForeignKeyDef, KeyDef, ObjectName

PRIMARY = "PRIMARY"
GENERATED = "created with a foreign key"
Key = PrimaryKey | UniqueConstraint | Index


def error(sqlstate: str, number: int, message: str) -> DatabaseError:
    """An error as MySQL's drivers show it."""
    return DatabaseError(sqlstate, f'({number}, "{message}")')


def same(left: str, right: str) -> bool:
    """Names of columns, keys and constraints have no case."""
    return left.lower() == right.lower()


def find_column(table: Table, name: str) -> str | None:
    """The column of that name as it was declared."""
    return next((n for n in table.columns if same(n, name)), None)


def columns_of(table: Table, names: Iterable[str]) -> tuple[str, ...]:
    """The columns as they were declared. Raises for one that is not there."""
    found = []
    for name in names:
        column = find_column(table, name)
        if column is None and table.complete:
            raise error("42703", 1072, f"Key column '{name}' doesn't exist in table")
        found.append(column or name)
    return tuple(found)


def keys_of(table: Table) -> list[Key]:
    """All keys, which MySQL holds in one name space."""
    primary = [table.primary_key] if isinstance(table.primary_key, PrimaryKey) else []
    return [*primary, *table.unique_constraints, *table.indexes]


def find_key(table: Table, name: str) -> UniqueConstraint | Index | None:
    """The unique key or index of that name."""
    keys: tuple[UniqueConstraint | Index, ...] = (*table.unique_constraints, *table.indexes)
    return next((k for k in keys if same(k.name, name)), None)


def leading_columns(key: Key) -> tuple[str, ...]:
    """The columns of a key up to the first expression."""
    if not isinstance(key, Index):
        return key.columns
    if isinstance(key.elements, Unknown):
        return ()
    columns = []
    for element in key.elements:
        if element.is_expression:
            break
        columns.append(element.expression)
    return tuple(columns)


def _invented_name(table: Table, first: str) -> str:
    taken = {k.name.lower() for k in keys_of(table)} | {PRIMARY.lower()}
    name, number = first, 2
    while name.lower() in taken:
        name, number = f"{first}_{number}", number + 1
    return name


def add_index(table: Table, definition: CreateIndex, context: Context) -> Table:
    """The table with an index more; a plain unique index is a unique key, for they are the same to MySQL."""
    elements = tuple(e if e.is_expression else evolve(e, expression=columns_of(table, [e.expression])[0]) for e in definition.elements)
    definition = evolve(definition, elements=elements)
    first = next((e.expression for e in elements if not e.is_expression), "functional_index")
    name = definition.name or _invented_name(table, first)
    if find_key(table, name) is not None:
        if definition.if_not_exists:
            return table
        raise error("42P07", 1061, f"Duplicate key name '{name}'")
    plain = definition.unique and not definition.options and all(not e.is_expression and not e.descending for e in elements)
    if plain and not any("sphole_" in e.expression for e in elements):
        return add_key(table, KeyDef(False, tuple(e.expression for e in elements), name), context)
    return _without_generated(add_element(table, index_of(definition, name, context)))


def add_key(table: Table, definition: KeyDef, context: Context) -> Table:
    """The table with a primary or unique key more."""
    columns = columns_of(table, definition.columns)
    definition = evolve(definition, columns=columns)
    if definition.primary:
        return _with_primary(table, definition, context)
    name = definition.name or _invented_name(table, columns[0])
    if find_key(table, name) is not None:
        raise error("42P07", 1061, f"Duplicate key name '{name}'")
    key = constraint_of(evolve(definition, name=name), name, ("", ()), context)
    return _without_generated(add_element(table, key))


def _with_primary(table: Table, definition: KeyDef, context: Context) -> Table:
    if isinstance(table.primary_key, PrimaryKey):
        raise error("42P16", 1068, "Multiple primary key defined")
    for name in definition.columns:
        column = table.columns.get(name)
        if column is not None and column.nullable is True:
            table = with_column(table, evolve(column, nullable=False))
    return add_element(table, constraint_of(definition, PRIMARY, ("", ()), context))


def _without_generated(table: Table) -> Table:
    """An index that a foreign key made goes away when another one serves it."""
    keys = keys_of(table)
    for index in table.indexes:
        columns = leading_columns(index)
        served = any(k is not index and leading_columns(k)[: len(columns)] == columns for k in keys)
        if served and index.history and index.history[0].what == GENERATED:
            table = drop_element(table, index)
            keys = keys_of(table)
    return table


def add_constraint(schema: Schema, table: Table, definition: ConstraintDef, context: Context) -> Table:
    """The table with a constraint more."""
    if isinstance(definition, KeyDef):
        return add_key(table, definition, context)
    if isinstance(definition, ForeignKeyDef):
        return add_foreign_key(schema, table, definition, context)
    if isinstance(definition, CheckDef):
        return _add_check(schema, table, definition, context)
    return table


def _add_check(schema: Schema, table: Table, definition: CheckDef, context: Context) -> Table:
    if definition.name is not None and any(same(c.name, definition.name) for c in table.check_constraints):
        raise error("42710", 3822, f"Duplicate check constraint name '{definition.name}'.")
    pattern = "CONSTRAINT_{}" if schema.dialect == "mariadb" else f"{table.name}_chk_{{}}"
    name = definition.name or pattern.format(_next_number(table, pattern.format("")))
    _refuse_counting(table, definition, name)
    return add_element(table, constraint_of(definition, name, ("", ()), context))


def _refuse_counting(table: Table, definition: CheckDef, name: str) -> None:
    """A check cannot name the column that counts: MySQL 3818, MariaDB 1901."""
    words = {w.lower() for w in re.findall(r"\w+", re.sub(r"'(?:[^'\\]|\\.|'')*'", "", definition.expression))}
    if any(c.identity is not None and c.name.lower() in words for c in table.columns.values()):
        raise error("42000", 3818, f"Check constraint '{name}' cannot refer to an auto-increment column.")


def _next_number(table: Table, prefix: str) -> int:
    """One more than the highest number that a constraint of the table has after this prefix."""
    found = (re.fullmatch(re.escape(prefix) + r"(\d+)", c.name, re.IGNORECASE) for c in table.constraints)
    return max((int(m[1]) for m in found if m is not None), default=0) + 1


def add_foreign_key(schema: Schema, table: Table, definition: ForeignKeyDef, context: Context) -> Table:
    """The table with a foreign key more, and with an index for it where none serves."""
    columns = columns_of(table, definition.columns)
    definition = evolve(definition, columns=columns)
    name = definition.name or f"{table.name}_ibfk_{_next_number(table, f'{table.name}_ibfk_')}"
    if any(same(k.name, name) for t in (*schema.tables.values(), table) if t.schema == table.schema for k in t.foreign_keys):
        raise error("42710", 1826, f"Duplicate foreign key constraint name '{name}'")
    key = constraint_of(definition, name, _referred(schema, table, definition, name, context), context)
    table = add_element(table, key)
    if any(leading_columns(k)[: len(columns)] == columns for k in keys_of(table)):
        return table
    index = Index(
        definition.name or _invented_name(table, columns[0]),
        tuple(IndexElement(c) for c in columns),
        history=(context.site.of_object(name, GENERATED),),
    )
    return add_element(table, index)


def _referred(schema: Schema, table: Table, definition: ForeignKeyDef, name: str, context: Context) -> tuple[str, tuple[str, ...]]:
    key = key_of(definition.referred_table)
    target = table if key == table.key else schema.tables.get(key)
    if target is None:
        if context.open_base:
            return key, definition.referred_columns
        raise error("42P01", 1824, f"Failed to open the referenced table '{definition.referred_table.name}'")
    columns = tuple(find_column(target, c) or c for c in definition.referred_columns)
    if target.complete and not any(leading_columns(k)[: len(columns)] == columns for k in keys_of(target)):
        raise error(
            "42830",
            1822,
            f"Failed to add the foreign key constraint. Missing index for constraint '{name}' in the referenced table '{target.name}'",
        )
    return target.key, columns


def key_of(name: ObjectName) -> str:
    """The key of a table in `Schema.tables`."""
    return name.name if name.schema is None else f"{name.schema}.{name.name}"


def drop_key(schema: Schema, table: Table, name: str, if_exists: bool) -> Table:
    """The table without a unique key or index."""
    if name.upper() == PRIMARY:
        return drop_primary(table)
    key = find_key(table, name)
    if key is None:
        if if_exists or not table.complete:
            return table
        raise _nothing_to_drop(name)
    _refuse_needed(schema, table, key)
    return drop_element(table, key)


def _nothing_to_drop(name: str) -> DatabaseError:
    return error("42704", 1091, f"Can't DROP '{name}'; check that column/key exists")


def _refuse_needed(schema: Schema, table: Table, key: UniqueConstraint | Index) -> None:
    """An index that a foreign key needs, on either side, stays."""
    others = [k for k in keys_of(table) if k is not key]
    own = [k.columns for k in table.foreign_keys]
    referring = [k.referred_columns for t in schema.tables.values() for k in t.foreign_keys if k.referred_table == table.key]
    for columns in (*own, *referring):
        served = leading_columns(key)[: len(columns)] == columns
        if columns and served and not any(leading_columns(k)[: len(columns)] == columns for k in others):
            raise error("2BP01", 1553, f"Cannot drop index '{key.name}': needed in a foreign key constraint")


def drop_primary(table: Table) -> Table:
    """The table without its primary key."""
    if not isinstance(table.primary_key, PrimaryKey):
        if not table.complete:
            return evolve(table, primary_key=None)
        raise _nothing_to_drop(PRIMARY)
    return evolve(table, primary_key=None)


def drop_foreign_key(table: Table, name: str, if_exists: bool) -> Table:
    """The table without a foreign key; its index stays."""
    key = next((k for k in table.foreign_keys if same(k.name, name)), None)
    if key is not None:
        return drop_element(table, key)
    if if_exists or not table.complete:
        return table
    raise _nothing_to_drop(name)


def drop_check(table: Table, name: str, if_exists: bool) -> Table:
    """The table without a CHECK."""
    check = next((c for c in table.check_constraints if same(c.name, name)), None)
    if check is not None:
        return drop_element(table, check)
    if if_exists or not table.complete:
        return table
    raise error("42704", 3821, f"Check constraint '{name}' is not found in the table.")


def drop_constraint(schema: Schema, table: Table, name: str, if_exists: bool) -> Table:
    """DROP CONSTRAINT, which takes any kind (MySQL 8.0.19)."""
    if any(same(k.name, name) for k in table.foreign_keys):
        return drop_foreign_key(table, name, if_exists)
    if any(same(c.name, name) for c in table.check_constraints):
        return drop_check(table, name, if_exists)
    if find_key(table, name) is not None or name.upper() == PRIMARY:
        return drop_key(schema, table, name, if_exists)
    if if_exists or not table.complete:
        return table
    raise error("42704", 3940, f"Constraint '{name}' does not exist.")


def rename_key(table: Table, old: str, new: str, change: Change) -> Table:
    """The table with a unique key or index renamed."""
    key = find_key(table, old)
    if key is None:
        if not table.complete:
            return table
        raise error("42704", 1176, f"Key '{old}' doesn't exist in table '{table.name}'")
    if find_key(table, new) is not None and not same(old, new):
        raise error("42P07", 1061, f"Duplicate key name '{new}'")
    renamed: Constraint | Index = changed(key, change, name=new)
    return add_element(drop_element(table, key), renamed)


def without_column_in_keys(table: Table, name: str) -> Table:
    """Keys lose a dropped column, and go with their last one."""
    uniques = tuple(evolve(u, columns=tuple(c for c in u.columns if c != name)) for u in table.unique_constraints)
    indexes = tuple(
        i if isinstance(i.elements, Unknown) else evolve(i, elements=tuple(e for e in i.elements if e.expression != name))
        for i in table.indexes
    )
    key = table.primary_key
    if isinstance(key, PrimaryKey) and name in key.columns:
        rest = tuple(c for c in key.columns if c != name)
        key = evolve(key, columns=rest) if rest else None
    return evolve(
        table, primary_key=key, unique_constraints=tuple(u for u in uniques if u.columns), indexes=tuple(i for i in indexes if i.elements)
    )
