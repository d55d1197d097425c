"""What a statement does to a schema of MySQL (8.0) or MariaDB: DDL commits, keys have invented names, MODIFY defines a column anew."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from attrs import evolve

from schemaparity.database.apply.context import Context
from schemaparity.database.apply.edits import changed, replaced, with_column, without, without_column
from schemaparity.database.apply.lookup import declare_external
from schemaparity.database.dialects.elements import column_of
from schemaparity.database.dialects.mysql_keys import (
    add_constraint,
    add_index,
    drop_check,
    drop_constraint,
    drop_foreign_key,
    drop_key,
    drop_primary,
    error,
    find_column,
    key_of,
    rename_key,
    same,
    without_column_in_keys,
)
from schemaparity.database.dialects.renaming import following, referring, with_renamed_column
from schemaparity.schema import EXTERNAL, Column, PrimaryKey, Routine, Schema, Table, Unknown, View
from schemaparity.sql.mysql import (
    AddIndex,
    DropKey,
    ModifyColumn,
    MySqlAlterTable,
    MySqlCreateTable,
    MySqlDropIndex,
    MySqlStatement,
    RenameColumnTo,
    RenameIndexTo,
    RenameTables,
    RenameTableTo,
    SetTableOption,
)
from schemaparity.sql.statements import (
    AddColumn,
    AddConstraint,
    ColumnDef,
    CreateIndex,
    CreateRoutine,
    CreateSchema,
    CreateTableAs,
    CreateView,
    DropColumn,
    DropConstraint,
    DropRoutine,
    DropSchema,
    DropTable,
    DropView,
    ForeignKeyDef,
    KeyDef,
    NeutralAction,
    ObjectName,
    SetDefault,
    Unrecognised,
)

_NO_OPTIONS = frozenset({"auto_increment", "comment"})


def apply(schema: Schema, statement: MySqlStatement, context: Context) -> Schema:
    """The schema after a statement that is not a query, a change of rows or transaction control."""
    function = _APPLY.get(type(statement))
    return schema if function is None else function(schema, statement, context)


def _require(schema: Schema, name: ObjectName, context: Context) -> tuple[Schema, Table]:
    key = key_of(name)
    table = schema.tables.get(key)
    if table is not None:
        return schema, table
    if context.open_base and key not in schema.removed_tables:
        schema = declare_external(schema, key, Unknown(f"the table {key} is altered but never created", context.site.origin, EXTERNAL))
        return schema, schema.tables[key]
    raise error("42P01", 1146, f"Table '{name}' doesn't exist")


def _refuse_existing(schema: Schema, name: ObjectName) -> None:
    if key_of(name) in schema.tables or key_of(name) in schema.views:
        raise error("42P07", 1050, f"Table '{name.name}' already exists")


def _create_table(schema: Schema, statement: MySqlCreateTable, context: Context) -> Schema:
    if statement.if_not_exists and key_of(statement.name) in {*schema.tables, *schema.views}:
        return schema
    _refuse_existing(schema, statement.name)
    if statement.like is not None:
        _, source = _require(schema, statement.like, context)
        history = (context.site.change("created"),)
        return schema.with_table(
            evolve(source, name=statement.name.name, schema=statement.name.schema, foreign_keys=(), history=history, has_rows=False)
        )
    table = Table(statement.name.name, statement.name.schema, history=(context.site.change("created"),))
    for element in statement.elements:
        if isinstance(element, ColumnDef):
            table = _add(table, element, context)
    for element in sorted(statement.elements, key=_order):
        if isinstance(element, CreateIndex):
            table = add_index(table, element, context)
        elif not isinstance(element, ColumnDef):
            table = add_constraint(schema, table, element, context)
    for name, value in statement.options:
        table = _with_option(table, name, value)
    return schema.with_table(table)


def _order(element: object) -> int:
    """Keys come before the foreign keys that they serve."""
    if isinstance(element, KeyDef):
        return 0 if element.primary else 1
    return 3 if isinstance(element, ForeignKeyDef) else 2


def _add(table: Table, definition: ColumnDef, context: Context) -> Table:
    if find_column(table, definition.name) is not None:
        raise error("42701", 1060, f"Duplicate column name '{definition.name}'")
    return with_column(table, column_of(definition, context))


def _with_option(table: Table, name: str, value: str) -> Table:
    if name == "comment":
        return evolve(table, comment=value or None)
    if name == "partition_by":
        return evolve(table, partition_by=value)
    options = table.options if name in _NO_OPTIONS else (*(o for o in table.options if o[0] != name), (name, value))
    return evolve(table, options=options)


def _create_table_as(schema: Schema, statement: CreateTableAs, context: Context) -> Schema:
    if statement.if_not_exists and key_of(statement.name) in schema.tables:
        return schema
    _refuse_existing(schema, statement.name)
    unknown = Unknown(f"the columns of {statement.name} follow from a query", context.site.origin)
    history = (context.site.change("created"),)
    return schema.with_table(
        Table(statement.name.name, statement.name.schema, complete=False, unknowns=(unknown,), history=history, has_rows=True)
    )


def _drop_table(schema: Schema, statement: DropTable, context: Context) -> Schema:
    for name in statement.names:
        if key_of(name) in schema.tables:
            last = changed(schema.tables[key_of(name)], context.site.change("dropped"))
            schema = schema.with_table(last).without_table(key_of(name))
        elif not statement.if_exists and not context.open_base:
            raise error("42P01", 1051, f"Unknown table '{name}'")
    return schema


def _create_index(schema: Schema, statement: CreateIndex, context: Context) -> Schema:
    schema, table = _require(schema, statement.table, context)
    return schema.with_table(add_index(table, statement, context))


def _drop_index(schema: Schema, statement: MySqlDropIndex, context: Context) -> Schema:
    schema, table = _require(schema, statement.table, context)
    return schema.with_table(drop_key(schema, table, statement.name, statement.if_exists))


def _alter_table(schema: Schema, statement: MySqlAlterTable, context: Context) -> Schema:
    """The actions of one ALTER TABLE; what drops comes first, as one statement may drop and add a key of the same name."""
    schema, table = _require(schema, statement.name, context)
    for action in sorted(statement.actions, key=lambda a: not isinstance(a, DropKey | DropConstraint)):
        schema = _ACTIONS[type(action)](schema, table, action, context) if type(action) in _ACTIONS else schema
        table = schema.tables.get(table.key, table)
    return schema


def _add_column(schema: Schema, table: Table, action: AddColumn, context: Context) -> Schema:
    if action.if_not_exists and find_column(table, action.column.name) is not None:
        return schema
    table = _add(table, action.column, context)
    for constraint in action.constraints:
        table = add_constraint(schema, table, constraint, context)
    return schema.with_table(table)


def _drop_column(schema: Schema, table: Table, action: DropColumn, context: Context) -> Schema:
    name = find_column(table, action.name)
    if name is None:
        if action.if_exists or not table.complete:
            return schema
        raise error("42703", 1091, f"Can't DROP '{action.name}'; check that column/key exists")
    needed = next((k for k in table.foreign_keys if name in k.columns), None)
    if needed is not None:
        raise error("2BP01", 1828, f"Cannot drop column '{name}': needed in a foreign key constraint '{needed.name}'")
    referring_key = next(
        (k for t in schema.tables.values() for k in t.foreign_keys if k.referred_table == table.key and name in k.referred_columns), None
    )
    if referring_key is not None:
        raise error("2BP01", 1829, f"Cannot drop column '{name}': needed in a foreign key constraint '{referring_key.name}'")
    return schema.with_table(without_column(without_column_in_keys(table, name), name, context.site.of_column(name, "dropped")))


def _existing(table: Table, name: str) -> Column | None:
    found = find_column(table, name)
    if found is None and table.complete:
        raise error("42703", 1054, f"Unknown column '{name}' in '{table.name}'")
    return table.columns[found] if found is not None else None


def _modify_column(schema: Schema, table: Table, action: ModifyColumn, context: Context) -> Schema:
    """MODIFY and CHANGE: what the new definition does not say is gone, but for the keys."""
    old = _existing(table, action.name)
    new = column_of(action.definition.column, context)
    key = table.primary_key
    if isinstance(key, PrimaryKey) and old is not None and old.name in key.columns:
        new = evolve(new, nullable=False)
    if old is not None:
        if not same(old.name, new.name):
            _refuse_column(table, new.name)
        new = evolve(new, history=(*old.history, context.site.of_column(new.name, _what_changed(old, new))))
        schema = _with_renamed(schema, table, old.name, new)
    else:
        schema = schema.with_table(with_column(table, new))
    table = schema.tables[table.key]
    for constraint in action.definition.constraints:
        table = add_constraint(schema, table, constraint, context)
    return schema.with_table(table)


def _what_changed(old: Column, new: Column) -> str:
    fields = ("name", "type", "nullable", "default", "comment")
    return next((f for f in fields if getattr(old, f) != getattr(new, f)), "type")


def _refuse_column(table: Table, name: str) -> None:
    if find_column(table, name) is not None:
        raise error("42701", 1060, f"Duplicate column name '{name}'")


def _with_renamed(schema: Schema, table: Table, old: str, column: Column) -> Schema:
    """The column in the place of the old one, and what refers to it."""
    table = evolve(table, columns=replaced(table.columns, old, column.name, column))
    if old == column.name:
        return schema.with_table(table)
    schema = schema.with_table(with_renamed_column(table, old, column.name))
    return evolve(schema, tables={k: referring(t, table.key, old, column.name) for k, t in schema.tables.items()})


def _rename_column(schema: Schema, table: Table, action: RenameColumnTo, context: Context) -> Schema:
    old = _existing(table, action.name)
    if old is None:
        return schema
    if not same(old.name, action.new_name):
        _refuse_column(table, action.new_name)
    change = context.site.of_column(action.new_name, "renamed")
    return _with_renamed(schema, table, old.name, changed(old, change, name=action.new_name))


def _set_default(schema: Schema, table: Table, action: SetDefault, context: Context) -> Schema:
    column = _existing(table, action.column)
    if column is None:
        return schema
    return schema.with_table(with_column(table, changed(column, context.site.of_column(column.name, "default"), default=action.default)))


def _drop_key(schema: Schema, table: Table, action: DropKey, _context: Context) -> Schema:
    match action.kind:
        case "primary":
            table = drop_primary(table)
        case "foreign":
            table = drop_foreign_key(table, action.name, action.if_exists)
        case "check":
            table = drop_check(table, action.name, action.if_exists)
        case _:
            table = drop_key(schema, table, action.name, action.if_exists)
    return schema.with_table(table)


def _drop_constraint(schema: Schema, table: Table, action: DropConstraint, _context: Context) -> Schema:
    return schema.with_table(drop_constraint(schema, table, action.name, action.if_exists))


def _add_constraint(schema: Schema, table: Table, action: AddConstraint, context: Context) -> Schema:
    return schema.with_table(add_constraint(schema, table, action.constraint, context))


def _add_index(schema: Schema, table: Table, action: AddIndex, context: Context) -> Schema:
    return schema.with_table(add_index(table, action.index, context))


def _rename_index(schema: Schema, table: Table, action: RenameIndexTo, context: Context) -> Schema:
    change = context.site.of_object(action.new_name, "renamed")
    return schema.with_table(rename_key(table, action.name, action.new_name, change))


def _set_option(schema: Schema, table: Table, action: SetTableOption, _context: Context) -> Schema:
    return schema.with_table(_with_option(table, action.name, action.value))


def _rename_table_to(schema: Schema, table: Table, action: RenameTableTo, context: Context) -> Schema:
    return _renamed(schema, table, action.name, context)


def _rename_tables(schema: Schema, statement: RenameTables, context: Context) -> Schema:
    for old, new in statement.pairs:
        schema, table = _require(schema, old, context)
        schema = _renamed(schema, table, new, context)
    return schema


def _renamed(schema: Schema, table: Table, new: ObjectName, context: Context) -> Schema:
    """Names that MySQL made of the old table name are made of the new one."""
    _refuse_existing(schema, new)
    made = re.compile(rf"^{re.escape(table.name)}_(ibfk|chk)_(\d+)$")
    keys = tuple(evolve(k, name=made.sub(rf"{new.name}_\1_\2", k.name)) for k in table.foreign_keys)
    checks = tuple(evolve(c, name=made.sub(rf"{new.name}_\1_\2", c.name)) for c in table.check_constraints)
    renamed = changed(table, context.site.change("renamed"), name=new.name, schema=new.schema, foreign_keys=keys, check_constraints=checks)
    tables = replaced(schema.tables, table.key, renamed.key, renamed)
    return evolve(schema, tables={k: following(t, table.key, renamed.key) for k, t in tables.items()})


def _create_view(schema: Schema, statement: CreateView, context: Context) -> Schema:
    key = key_of(statement.name)
    if statement.if_not_exists and key in schema.views:
        return schema
    if not statement.replace:
        _refuse_existing(schema, statement.name)
    view = View(statement.name.name, statement.name.schema, definition=statement.query, history=(context.site.change("created"),))
    return evolve(schema, views={**schema.views, key: view})


def _drop_view(schema: Schema, statement: DropView, _context: Context) -> Schema:
    for name in statement.names:
        if key_of(name) not in schema.views and not statement.if_exists:
            raise error("42P01", 1051, f"Unknown table '{name}'")
        schema = evolve(schema, views=without(schema.views, key_of(name)))
    return schema


def _create_schema(schema: Schema, statement: CreateSchema, context: Context) -> Schema:
    if statement.name in schema.schemas and not statement.if_not_exists:
        raise error("42P06", 1007, f"Can't create database '{statement.name}'; database exists")
    return evolve(schema, schemas={**schema.schemas, statement.name: schema.schemas.get(statement.name) or context.site.change("created")})


def _drop_schema(schema: Schema, statement: DropSchema, _context: Context) -> Schema:
    for name in statement.names:
        if name not in schema.schemas and not statement.if_exists:
            raise error("3F000", 1008, f"Can't drop database '{name}'; database doesn't exist")
        schema = evolve(schema, schemas=without(schema.schemas, name), tables={k: t for k, t in schema.tables.items() if t.schema != name})
    return schema


def _create_routine(schema: Schema, statement: CreateRoutine, context: Context) -> Schema:
    existing = [r for r in schema.routines if r.kind == statement.kind and same(r.name, statement.name)]
    if existing and statement.if_not_exists:
        return schema
    if existing and not statement.replace:
        raise error("42710", 1304, f"{statement.kind.upper()} {statement.name} already exists")
    routine = Routine(statement.kind, statement.name, statement.definition, history=(context.site.change("created"),))
    return evolve(schema, routines=(*(r for r in schema.routines if r not in existing), routine))


def _drop_routine(schema: Schema, statement: DropRoutine, _context: Context) -> Schema:
    for name in statement.names:
        gone = [r for r in schema.routines if r.kind == statement.kind and same(r.name, name)]
        if not gone and not statement.if_exists:
            raise error("42704", 1305, f"{statement.kind.upper()} {name} does not exist")
        schema = evolve(schema, routines=tuple(r for r in schema.routines if r not in gone))
    return schema


def _unrecognised(schema: Schema, statement: Unrecognised, context: Context) -> Schema:
    """Leave what the statement, or the procedure that it calls, mentions unknown."""
    from schemaparity.database.do_block import touched  # noqa: PLC0415 - rare

    called = [r.definition for r in schema.routines if r.kind == "procedure" and any(same(r.name, m) for m in statement.mentions)]
    reason = context.holes.first(statement.text) or Unknown("a statement is not understood", context.site.origin)
    return touched(schema, "\n".join([statement.text, *called]), reason)


_ACTIONS: Mapping[type, Callable[..., Schema]] = {
    AddColumn: _add_column,
    DropColumn: _drop_column,
    ModifyColumn: _modify_column,
    RenameColumnTo: _rename_column,
    SetDefault: _set_default,
    DropKey: _drop_key,
    DropConstraint: _drop_constraint,
    AddConstraint: _add_constraint,
    AddIndex: _add_index,
    RenameIndexTo: _rename_index,
    RenameTableTo: _rename_table_to,
    SetTableOption: _set_option,
    NeutralAction: lambda schema, *_: schema,
}
_APPLY: Mapping[type, Callable[..., Schema]] = {
    MySqlCreateTable: _create_table,
    CreateTableAs: _create_table_as,
    DropTable: _drop_table,
    CreateIndex: _create_index,
    MySqlDropIndex: _drop_index,
    MySqlAlterTable: _alter_table,
    RenameTables: _rename_tables,
    CreateView: _create_view,
    DropView: _drop_view,
    CreateSchema: _create_schema,
    DropSchema: _drop_schema,
    CreateRoutine: _create_routine,
    DropRoutine: _drop_routine,
    Unrecognised: _unrecognised,
}
