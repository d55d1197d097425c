"""What is tracked by its statement: functions, triggers, extensions, policies, rules, statistics, collations."""

from __future__ import annotations

from attrs import evolve

from schemaparity.database.apply.context import Context
from schemaparity.database.apply.dependents import refuse
from schemaparity.database.apply.edits import changed
from schemaparity.database.apply.lookup import find, require_table
from schemaparity.database.errors import DatabaseError
from schemaparity.schema import Routine, Schema
from schemaparity.sql.postgresql.expressions import functions_of
from schemaparity.sql.statements import CreateRoutine, DropRoutine, ObjectName, RenameRoutine

_CALLABLE = {"function", "procedure", "aggregate"}


def create_routine(schema: Schema, statement: CreateRoutine, context: Context) -> Schema:
    """CREATE FUNCTION, TRIGGER, EXTENSION and their kind."""
    if not statement.name:
        return schema
    schema, name = _full_name(schema, statement.kind, statement.name, statement.table, context)
    found = _find(schema, statement.kind, name)
    change = context.site.of_object(statement.name, "definition" if found else "created")
    if found is None:
        routine = Routine(statement.kind, name, statement.definition, history=(change,))
        return evolve(schema, routines=(*schema.routines, routine))
    if statement.if_not_exists:
        return schema
    if not statement.replace:
        raise _exists(statement)
    new = changed(found, change, definition=statement.definition)
    return evolve(schema, routines=tuple(new if r is found else r for r in schema.routines))


def _exists(statement: CreateRoutine) -> DatabaseError:
    on = "" if statement.table is None else f' for {"relation" if statement.kind == "trigger" else "table"} "{statement.table.name}"'
    if statement.kind in _CALLABLE:
        plain = statement.name.partition("(")[0]
        return DatabaseError("42723", f'function "{plain}" already exists with same argument types')
    return DatabaseError("42710", f'{statement.kind} "{statement.name}"{on} already exists')


def _full_name(schema: Schema, kind: str, name: str, table: ObjectName | None, context: Context) -> tuple[Schema, str]:
    """The name with the table that the object hangs on."""
    if table is None or kind == "statistics":
        return schema, name
    view = find(schema.views, schema, table, context)
    if view is not None:
        return schema, f"{name} ON {view}"
    schema, found = require_table(schema, table, context)
    return schema, f"{name} ON {found.key}"


def _find(schema: Schema, kind: str, name: str) -> Routine | None:
    kinds = _CALLABLE if kind in _CALLABLE else {kind}
    exact = next((r for r in schema.routines if r.kind in kinds and r.name == name), None)
    if exact is not None or kind not in _CALLABLE or "(" in name:
        return exact
    named = [r for r in schema.routines if r.kind in kinds and r.name.partition("(")[0] == name]
    return named[0] if len(named) == 1 else None


def drop_routine(schema: Schema, statement: DropRoutine, context: Context) -> Schema:
    """DROP FUNCTION, TRIGGER, EXTENSION and their kind."""
    for written in statement.names:
        if (
            statement.table is not None
            and statement.if_exists
            and find({**schema.tables, **schema.views}, schema, statement.table, context) is None
        ):
            continue
        schema, name = _full_name(schema, statement.kind, written, statement.table, context)
        found = _find(schema, statement.kind, name)
        if found is None:
            if statement.if_exists or context.open_base:
                continue
            raise _missing(statement, written)
        schema = _without(schema, found, cascade=statement.behavior == "cascade")
    return schema


def _missing(statement: DropRoutine, name: str) -> DatabaseError:
    if statement.kind in _CALLABLE:
        spelled = name.replace("INTEGER", "integer").replace("TEXT", "text")
        text = f"{statement.kind} {spelled} does not exist" if "(" in name else f'could not find a {statement.kind} named "{name}"'
        return DatabaseError("42883", text)
    on = "" if statement.table is None else f' for {"table" if statement.kind == "trigger" else "relation"} "{statement.table.name}"'
    return DatabaseError("42704", f'{statement.kind} "{name}"{on} does not exist')


def _without(schema: Schema, routine: Routine, *, cascade: bool) -> Schema:
    gone = [routine]
    if routine.kind in _CALLABLE:
        plain = routine.name.partition("(")[0]
        users = [r for r in schema.routines if r.kind == "trigger" and _runs(r, plain)]
        if users and not cascade:
            raise refuse(f"function {routine.name}", f"trigger {users[0].name} depends on function {routine.name}")
        gone += users
        if not cascade:
            _refuse_default(schema, routine, plain)
    return evolve(schema, routines=tuple(r for r in schema.routines if all(r is not g for g in gone)))


def _runs(trigger: Routine, function: str) -> bool:
    return trigger.definition.rpartition(" EXECUTE FUNCTION ")[2].partition("(")[0] == function


def _refuse_default(schema: Schema, routine: Routine, function: str) -> None:
    for table in schema.tables.values():
        for column in table.columns.values():
            if (
                isinstance(column.default, str)
                and function in column.default
                and any(str(f) == function for f in functions_of(column.default))
            ):
                raise refuse(
                    f"function {routine.name}",
                    f"default value for column {column.name} of table {table.name} depends on function {routine.name}",
                )


def rename_routine(schema: Schema, statement: RenameRoutine, context: Context) -> Schema:
    """RENAME of a function, trigger, policy or rule."""
    schema, name = _full_name(schema, statement.kind, statement.name, statement.table, context)
    found = _find(schema, statement.kind, name)
    if found is None:
        if context.open_base or statement.kind == "function":
            return schema
        raise DatabaseError("42704", f'{statement.kind} "{statement.name}" for table "{statement.table}" does not exist')
    new = changed(
        found, context.site.of_object(statement.new_name, "renamed"), name=found.name.replace(statement.name, statement.new_name, 1)
    )
    return evolve(schema, routines=tuple(new if r is found else r for r in schema.routines))
