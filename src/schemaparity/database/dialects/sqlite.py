"""What a statement does to a schema of SQLite (3.40): unnamed constraints stay so, names have no case, ALTER TABLE knows only columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from attrs import evolve

from schemaparity.database.apply.context import Context
from schemaparity.database.apply.edits import add_element, changed, drop_element, replaced, with_column, without, without_column
from schemaparity.database.apply.lookup import declare_external
from schemaparity.database.dialects.elements import column_of, constraint_of, index_of
from schemaparity.database.dialects.rebuilding import in_place_of
from schemaparity.database.dialects.renaming import following, referring, with_renamed_column
from schemaparity.database.dialects.sqlite_texts import with_texts
from schemaparity.database.errors import DatabaseError
from schemaparity.schema import EXTERNAL, Column, Index, IndexElement, PrimaryKey, Routine, Schema, Table, Unknown, View
from schemaparity.sql.statements import (
    AddColumn,
    AlterTable,
    ColumnDef,
    ConstraintDef,
    CreateIndex,
    CreateRoutine,
    CreateTable,
    CreateTableAs,
    CreateView,
    DropColumn,
    DropIndex,
    DropRoutine,
    DropTable,
    DropView,
    ForeignKeyDef,
    KeyDef,
    LikeClause,
    Neutral,
    ObjectName,
    RenameColumn,
    RenameRelation,
    Statement,
    Unrecognised,
)

UNNAMED = ""


def apply(schema: Schema, statement: Statement, context: Context) -> Schema:
    """The schema after a statement that is not a query, a change of rows or transaction control."""
    function = _APPLY.get(type(statement))
    if function is None:
        return schema
    return function(schema, statement, context)


def find_key(names: Iterable[str], wanted: str) -> str | None:
    """The name among `names` that is `wanted` without regard to case."""
    lowered = wanted.lower()
    return next((n for n in names if n.lower() == lowered), None)


def _key(name: ObjectName) -> str:
    return name.name if name.schema in {None, "main", "temp"} else f"{name.schema}.{name.name}"


def _require(schema: Schema, name: ObjectName, context: Context) -> tuple[Schema, Table]:
    key = find_key(schema.tables, _key(name))
    if key is not None:
        return schema, schema.tables[key]
    if context.open_base and find_key(schema.removed_tables, _key(name)) is None:
        unknown = Unknown(f"the table {_key(name)} is altered but never created", context.site.origin, EXTERNAL)
        schema = declare_external(schema, _key(name), unknown)
        return schema, schema.tables[_key(name)]
    raise DatabaseError("42P01", f"no such table: {name}")


def _refuse_existing(schema: Schema, name: str) -> None:
    if find_key(schema.tables, name) is not None:
        raise DatabaseError("42P07", f"table {name} already exists")
    if find_key(schema.views, name) is not None:
        raise DatabaseError("42P07", f"view {name} already exists")
    if _index_owner(schema, name) is not None:
        raise DatabaseError("42P07", f"there is already an index named {name}")


def _create_table(schema: Schema, statement: CreateTable, context: Context) -> Schema:
    key = _key(statement.name)
    if statement.if_not_exists and (find_key(schema.tables, key) or find_key(schema.views, key)):
        return schema
    _refuse_existing(schema, key)
    table = Table(statement.name.name, statement.name.schema, options=statement.options, history=(context.site.change("created"),))
    for element in statement.elements:
        if isinstance(element, ColumnDef):
            _refuse_column(table, element.name)
            table = with_column(table, column_of(element, context))
    for element in statement.elements:
        if not isinstance(element, ColumnDef | LikeClause):
            table = _with_constraint(schema, table, element, context)
    return schema.with_table(table)


def _refuse_column(table: Table, name: str) -> None:
    if find_key(table.columns, name) is not None:
        raise DatabaseError("42701", f"duplicate column name: {name}")


def _with_constraint(schema: Schema, table: Table, definition: ConstraintDef, context: Context) -> Table:
    if isinstance(definition, KeyDef) and definition.primary and table.primary_key is not None:
        raise DatabaseError("42P16", f'table "{table.name}" has more than one primary key')
    columns = tuple(_column_name(table, c) for c in getattr(definition, "columns", ()))
    if isinstance(definition, KeyDef | ForeignKeyDef):
        definition = evolve(definition, columns=columns)
    constraint = constraint_of(definition, definition.name or UNNAMED, _referred(schema, table, definition), context)
    return add_element(table, constraint)


def _column_name(table: Table, name: str) -> str:
    """The column as it was declared; SQLite takes any case for it."""
    found = find_key(table.columns, name)
    if found is None and table.complete:
        raise DatabaseError("42703", f'unknown column "{name}" in the definition of table {table.name}')
    return found or name


def _referred(schema: Schema, table: Table, definition: ConstraintDef) -> tuple[str, tuple[str, ...]]:
    """SQLite lets a foreign key name a table that is not there; without columns it means the primary key."""
    if not isinstance(definition, ForeignKeyDef):
        return "", ()
    name = definition.referred_table
    if name.name.lower() == table.name.lower():
        target: Table | None = table
    else:
        key = find_key(schema.tables, _key(name))
        target = schema.tables[key] if key is not None else None
    if target is None:
        return _key(name), definition.referred_columns
    implied = target.primary_key.columns if isinstance(target.primary_key, PrimaryKey) else ()
    return target.key, tuple(find_key(target.columns, c) or c for c in definition.referred_columns) or implied


def _create_table_as(schema: Schema, statement: CreateTableAs, context: Context) -> Schema:
    """The columns follow from a query that SQLite itself is asked about."""
    from schemaparity.database.query_sqlite import columns_of_query  # noqa: PLC0415 - rare

    key = _key(statement.name)
    if statement.if_not_exists and find_key(schema.tables, key):
        return schema
    _refuse_existing(schema, key)
    found = columns_of_query(schema, statement.query)
    history = (context.site.change("created"),)
    if found is None:
        unknown = Unknown(f"the columns of {key} follow from a query that is not understood", context.site.origin)
        return schema.with_table(Table(statement.name.name, complete=False, unknowns=(unknown,), history=history))
    columns = {n: Column(n, t, history=(context.site.of_column(n),)) for n, t in found}
    return schema.with_table(Table(statement.name.name, columns=columns, history=history, has_rows=True))


def _drop_table(schema: Schema, statement: DropTable, context: Context) -> Schema:
    for name in statement.names:
        key = find_key(schema.tables, _key(name))
        if key is None and statement.if_exists:
            continue
        if key is None:
            raise DatabaseError("42P01", f"no such table: {name}")
        triggers = tuple(r for r in schema.routines if not (r.kind == "trigger" and _hangs_on(r, key)))
        last = changed(schema.tables[key], context.site.change("dropped"))
        schema = evolve(schema.with_table(last).without_table(key), routines=triggers)
    return schema


def _hangs_on(trigger: Routine, table: str) -> bool:
    return re.search(rf"\bON\s+[\"`\[]?{re.escape(table)}[\"`\]]?[\s(]", trigger.definition, re.IGNORECASE) is not None


def _index_owner(schema: Schema, name: str) -> tuple[Table, Index] | None:
    lowered = name.lower()
    return next(((t, i) for t in schema.tables.values() for i in t.indexes if i.name.lower() == lowered), None)


def _create_index(schema: Schema, statement: CreateIndex, context: Context) -> Schema:
    name = statement.name or UNNAMED
    if _index_owner(schema, name) is not None:
        if statement.if_not_exists:
            return schema
        raise DatabaseError("42P07", f"index {name} already exists")
    schema, table = _require(schema, statement.table, context)
    if find_key(schema.tables, name) is not None:
        raise DatabaseError("42P07", f"there is already a table named {name}")
    index = index_of(statement, name, context)
    if not isinstance(index.elements, Unknown):
        index = evolve(index, elements=tuple(_index_key(table, e, context) for e in index.elements))
    return schema.with_table(add_element(table, index))


def _index_key(table: Table, element: IndexElement, context: Context) -> IndexElement:
    """The key with the name of the column as it was declared; a name in double quotes that no column has is a text to SQLite."""
    if element.is_expression:
        return element
    found = find_key(table.columns, element.expression)
    if found is not None or not table.complete:
        return evolve(element, expression=found or element.expression)
    if context.accepted is not None:
        return evolve(element, expression='"' + element.expression.replace('"', '""') + '"', is_expression=True)
    raise DatabaseError("42703", f"no such column: {element.expression}")


def _drop_index(schema: Schema, statement: DropIndex, context: Context) -> Schema:
    for name in statement.names:
        owner = _index_owner(schema, name.name)
        if owner is not None:
            schema = schema.with_table(drop_element(*owner, context.site.of_object(name.name, "dropped")))
        elif not statement.if_exists and all(t.complete for t in schema.tables.values()):
            raise DatabaseError("42704", f"no such index: {name.name}")
    return schema


def _alter_table(schema: Schema, statement: AlterTable, context: Context) -> Schema:
    schema, table = _require(schema, statement.name, context)
    for action in statement.actions:
        if isinstance(action, AddColumn):
            schema, table = _add_column(schema, table, action, context)
        elif isinstance(action, DropColumn):
            schema, table = _drop_column(schema, table, action, context)
    return schema


def _add_column(schema: Schema, table: Table, action: AddColumn, context: Context) -> tuple[Schema, Table]:
    """The restrictions of ALTER TABLE ADD COLUMN; those on defaults hold for tables with rows only."""
    column = action.column
    _refuse_column(table, column.name)
    for constraint in action.constraints:
        if isinstance(constraint, KeyDef):
            raise DatabaseError("0A000", f"Cannot add a {'PRIMARY KEY' if constraint.primary else 'UNIQUE'} column")
    if column.computed is not None and column.computed.stored:
        raise DatabaseError("0A000", "cannot add a STORED column")
    table = with_column(table, column_of(column, context))
    for constraint in action.constraints:
        table = _with_constraint(schema, table, constraint, context)
    return schema.with_table(table), table


def _drop_column(schema: Schema, table: Table, action: DropColumn, context: Context) -> tuple[Schema, Table]:
    name = find_key(table.columns, action.name)
    if name is None:
        if not table.complete:
            return schema, table
        raise DatabaseError("42703", f'no such column: "{action.name}"')
    if context.accepted is None:
        _refuse_drop(table, name)
    table = without_column(table, name, context.site.of_column(name, "dropped"))
    table = evolve(
        table,
        foreign_keys=tuple(k for k in table.foreign_keys if name not in k.columns),
        check_constraints=tuple(c for c in table.check_constraints if c.column != name),
    )
    return schema.with_table(table), table


def _refuse_drop(table: Table, name: str) -> None:
    """What ALTER TABLE DROP COLUMN does not do; a REFERENCES of the column itself goes with it."""
    if isinstance(table.primary_key, PrimaryKey) and name in table.primary_key.columns:
        raise DatabaseError("0A000", f'cannot drop PRIMARY KEY column: "{name}"')
    if any(name in u.columns for u in table.unique_constraints):
        raise DatabaseError("2BP01", f"error in table {table.name} after drop column: no such column: {name}")
    for index in table.indexes:
        if not isinstance(index.elements, Unknown) and any(_mentions(e.expression, name) for e in index.elements):
            raise DatabaseError("2BP01", f"error in index {index.name} after drop column: no such column: {name}")
    if any(len(k.columns) > 1 and name in k.columns for k in table.foreign_keys):
        raise DatabaseError("2BP01", f'error in table {table.name} after drop column: unknown column "{name}" in foreign key definition')
    others = [c for c in table.check_constraints if isinstance(c.expression, str) and _mentions(c.expression, name)]
    if any(c.column != name for c in others):
        raise DatabaseError("2BP01", f"error in table {table.name} after drop column: no such column: {name}")
    if len(table.columns) == 1:
        raise DatabaseError("0A000", f'cannot drop column "{name}": no other columns exist')


def _mentions(text: str, name: str) -> bool:
    return re.search(rf"(?<![\w$]){re.escape(name)}(?![\w$])", text, re.IGNORECASE) is not None


def _rename_table(schema: Schema, statement: RenameRelation, context: Context) -> Schema:
    """References of other tables follow, as with `legacy_alter_table` off."""
    schema, table = _require(schema, statement.name, context)
    old = table.key
    taken = find_key((*schema.tables, *schema.views), statement.new_name) or _index_owner(schema, statement.new_name)
    if taken and statement.new_name.lower() != table.name.lower():
        raise DatabaseError("42P07", f"there is already another table or index with this name: {statement.new_name}")
    renamed = _renamed(schema, changed(table, context.site.change("renamed"), name=statement.new_name))
    tables = replaced(schema.tables, old, renamed.key, renamed)
    return with_texts(evolve(schema, tables={k: following(t, old, renamed.key) for k, t in tables.items()}), context.accepted)


def _renamed(schema: Schema, table: Table) -> Table:
    """The table under its new name; one that the same revision dropped before it lives on in it."""
    before = schema.removed_tables.get(table.key)
    if before is None or before.history[-1].origin.revision != table.history[-1].origin.revision:
        return table
    return in_place_of(before, table)


def _rename_column(schema: Schema, statement: RenameColumn, context: Context) -> Schema:
    schema, table = _require(schema, statement.table, context)
    old = find_key(table.columns, statement.column)
    if old is None:
        if not table.complete:
            return schema
        raise DatabaseError("42703", f'no such column: "{statement.column}"')
    if old.lower() != statement.new_name.lower():
        _refuse_column(table, statement.new_name)
    change = context.site.of_column(statement.new_name, "renamed")
    column = changed(table.columns[old], change, name=statement.new_name)
    table = with_renamed_column(evolve(table, columns=replaced(table.columns, old, statement.new_name, column)), old, statement.new_name)
    schema = schema.with_table(table)
    tables = {k: referring(t, table.key, old, statement.new_name) for k, t in schema.tables.items()}
    return with_texts(evolve(schema, tables=tables), context.accepted)


def _create_view(schema: Schema, statement: CreateView, context: Context) -> Schema:
    key = _key(statement.name)
    if statement.if_not_exists and (find_key(schema.views, key) or find_key(schema.tables, key)):
        return schema
    _refuse_existing(schema, key)
    view = View(statement.name.name, definition=statement.query, history=(context.site.change("created"),))
    return evolve(schema, views={**schema.views, key: view})


def _drop_view(schema: Schema, statement: DropView, context: Context) -> Schema:
    del context
    for name in statement.names:
        key = find_key(schema.views, _key(name))
        if key is None and not statement.if_exists:
            raise DatabaseError("42P01", f"no such view: {name}")
        schema = evolve(schema, views=without(schema.views, key)) if key is not None else schema
    return schema


def _create_routine(schema: Schema, statement: CreateRoutine, context: Context) -> Schema:
    if any(r.kind == statement.kind and r.name.lower() == statement.name.lower() for r in schema.routines):
        if statement.if_not_exists:
            return schema
        raise DatabaseError("42710", f"{statement.kind} {statement.name} already exists")
    routine = Routine(statement.kind, statement.name, statement.definition, history=(context.site.change("created"),))
    return evolve(schema, routines=(*schema.routines, routine))


def _drop_routine(schema: Schema, statement: DropRoutine, context: Context) -> Schema:
    del context
    for name in statement.names:
        gone = [r for r in schema.routines if r.kind == statement.kind and r.name.lower() == name.lower()]
        if not gone and not statement.if_exists:
            raise DatabaseError("42704", f"no such {statement.kind}: {name}")
        schema = evolve(schema, routines=tuple(r for r in schema.routines if r not in gone))
    return schema


def _unrecognised(schema: Schema, statement: Unrecognised, context: Context) -> Schema:
    """ALTER TABLE that SQLite's grammar has not is refused; anything else leaves what it mentions unknown."""
    from schemaparity.database.do_block import touched  # noqa: PLC0415 - rare

    hole = context.holes.first(statement.text)
    if hole is None and statement.mentions and statement.mentions[0].upper() == "ALTER":
        raise DatabaseError("42601", f'near "{statement.mentions[-1]}": syntax error')
    return touched(schema, statement.text, hole or Unknown("a statement is not understood", context.site.origin))


def _neutral(schema: Schema, _statement: Neutral, _context: Context) -> Schema:
    return schema


_APPLY: Mapping[type, Callable[..., Schema]] = {
    CreateTable: _create_table,
    CreateTableAs: _create_table_as,
    DropTable: _drop_table,
    CreateIndex: _create_index,
    DropIndex: _drop_index,
    AlterTable: _alter_table,
    RenameRelation: _rename_table,
    RenameColumn: _rename_column,
    CreateView: _create_view,
    DropView: _drop_view,
    CreateRoutine: _create_routine,
    DropRoutine: _drop_routine,
    Unrecognised: _unrecognised,
    Neutral: _neutral,
}
