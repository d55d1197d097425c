"""Types of the user: domains and composite types, and what all types share: renaming, moving, dropping."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from attrs import evolve

from schemaparity.database.apply.context import Context
from schemaparity.database.apply.dependents import refuse
from schemaparity.database.apply.drop_column import remove_column
from schemaparity.database.apply.edits import changed, replaced, with_column, with_field, without
from schemaparity.database.apply.lookup import creation_namespace, find, key_of, namespace, require_schema
from schemaparity.database.apply.types_of_columns import base_type, is_of_type, spelled
from schemaparity.database.errors import DatabaseError
from schemaparity.schema import CheckConstraint, Column, Domain, EnumType, Routine, Schema, Table
from schemaparity.sql.postgresql.expressions import rename_type, types_of
from schemaparity.sql.statements import AlterDomain, CreateCompositeType, CreateDomain, DropType, ObjectName, RenameType, SetTypeSchema


def missing_type(name: ObjectName) -> DatabaseError:
    """The error for a type that does not exist."""
    return DatabaseError("42704", f'type "{name}" does not exist')


def refuse_type(schema: Schema, name: str, part: str | None) -> None:
    """Refuse a new type whose name is taken, by a type or by a relation's row type."""
    key = key_of(name, part)
    element = schema.enums.get(key) or schema.domains.get(key) or schema.tables.get(key) or schema.views.get(key)
    if (element is not None and element.doubt is None) or _composite(schema, key) is not None:
        raise DatabaseError("42710", f'type "{name}" already exists')


def _composite(schema: Schema, key: str) -> Routine | None:
    return next((r for r in schema.routines if r.kind == "type" and r.name == key), None)


def create_composite(schema: Schema, statement: CreateCompositeType, context: Context) -> Schema:
    """CREATE TYPE of every other kind."""
    part = creation_namespace(schema, statement.name, context)
    refuse_type(schema, statement.name.name, part)
    change = context.site.of_object(statement.name.name)
    routine = Routine("type", key_of(statement.name.name, part), statement.definition, history=(change,))
    return evolve(schema, routines=(*schema.routines, routine))


def create_domain(schema: Schema, statement: CreateDomain, context: Context) -> Schema:
    """CREATE DOMAIN."""
    part = creation_namespace(schema, statement.name, context)
    name = statement.name.name
    refuse_type(schema, name, part)
    domain = Domain(name, statement.definition, part, history=(context.site.of_object(name),))
    return evolve(schema, domains={**schema.domains, domain.key: domain})


def alter_domain(schema: Schema, statement: AlterDomain, context: Context) -> Schema:
    """ALTER DOMAIN: an added constraint is laid behind the definition; of other actions the history tells."""
    key = find(schema.domains, schema, statement.name, context)
    if key is None:
        if context.open_base:
            return schema
        raise missing_type(statement.name)
    domain = schema.domains[key]
    added = statement.action.removeprefix("ADD ") if statement.action.startswith("ADD ") else None
    definition = domain.definition if added is None else f"{domain.definition} {added}"
    new = changed(domain, context.site.of_object(domain.name, "altered"), definition=definition)
    return evolve(schema, domains={**schema.domains, key: new})


def rename_type_of(schema: Schema, statement: RenameType, context: Context) -> Schema:
    """ALTER TYPE RENAME TO."""
    kind, key = _find_type(schema, statement.name, context)
    if kind == "none":
        return schema
    part = _part(schema, kind, key)
    refuse_type(schema, statement.new_name, part)
    return _moved(schema, kind, key, statement.new_name, part, context, "renamed")


def set_type_schema(schema: Schema, statement: SetTypeSchema, context: Context) -> Schema:
    """ALTER TYPE SET SCHEMA."""
    require_schema(schema, statement.schema, context)
    kind, key = _find_type(schema, statement.name, context)
    if kind == "none":
        return schema
    part = namespace(statement.schema)
    refuse_type(schema, statement.name.name, part)
    return _moved(schema, kind, key, statement.name.name, part, context, "schema")


def _find_type(schema: Schema, name: ObjectName, context: Context) -> tuple[str, str]:
    for kind, mapping in (("enums", schema.enums), ("domains", schema.domains)):
        key = find(mapping, schema, name, context)
        if key is not None:
            return kind, key
    key = find({r.name: r for r in schema.routines if r.kind == "type"}, schema, name, context)
    if key is not None:
        return "routines", key
    if find(schema.tables, schema, name, context) is not None:
        raise DatabaseError("42809", f"{name} is a table's row type")
    if context.open_base:
        return "none", ""
    raise missing_type(name)


def _part(schema: Schema, kind: str, key: str) -> str | None:
    if kind == "routines":
        return key.rpartition(".")[0] or None
    element: EnumType | Domain = getattr(schema, kind)[key]
    return element.schema


def _moved(schema: Schema, kind: str, key: str, name: str, part: str | None, context: Context, what: str) -> Schema:
    """The schema with a type under another name, and everything that is of the type with it."""
    change = context.site.of_object(name, what)
    if kind == "routines":
        routine = _composite(schema, key)
        old_name, old_part = key.rpartition(".")[2], key.rpartition(".")[0] or None
        routines = tuple(changed(r, change, name=key_of(name, part)) if r is routine else r for r in schema.routines)
        schema = evolve(schema, routines=routines)
    else:
        element: EnumType | Domain = getattr(schema, kind)[key]
        old_name, old_part = element.name, element.schema
        new = changed(element, change, name=name, schema=part)
        schema = with_field(schema, kind, replaced(getattr(schema, kind), key, new.key, new))
    return respelled(schema, ObjectName(old_name, old_part), ObjectName(name, part))


def respelled(schema: Schema, old: ObjectName, new: ObjectName) -> Schema:
    """The schema with the columns and expressions of a type that has another name now."""
    same = {ObjectName(old.name, old.schema), *([ObjectName(old.name, "public")] if old.schema is None else [])}

    def rewrite(text: str) -> str:
        return rename_type(text, same.__contains__, new)

    for table in schema.tables.values():
        renamed = _respelled_table(table, old, new, rewrite)
        if renamed is not table:
            schema = schema.with_table(renamed)
    return schema


def _respelled_table(table: Table, old: ObjectName, new: ObjectName, rewrite: Callable[[str], str]) -> Table:
    before, after = spelled(old.name, old.schema), spelled(new.name, new.schema)
    columns = {n: _respelled_column(c, before, after, rewrite) for n, c in table.columns.items()}
    checks = tuple(evolve(c, expression=rewrite(c.expression)) if isinstance(c.expression, str) else c for c in table.check_constraints)
    indexes = tuple(evolve(i, where=rewrite(i.where)) if isinstance(i.where, str) else i for i in table.indexes)
    same = all(columns[n] is c for n, c in table.columns.items()) and checks == table.check_constraints and indexes == table.indexes
    return table if same else evolve(table, columns=columns, check_constraints=checks, indexes=indexes)


def _respelled_column(column: Column, before: str, after: str, rewrite: Callable[[str], str]) -> Column:
    type_ = column.type
    if isinstance(type_, str) and base_type(type_) == before:
        type_ = after + type_[len(before) :]
    default = rewrite(column.default) if isinstance(column.default, str) else column.default
    return column if type_ == column.type and default == column.default else evolve(column, type=type_, default=default)


def drop_type(schema: Schema, statement: DropType, context: Context) -> Schema:
    """DROP TYPE and DROP DOMAIN; with CASCADE the columns of the type go."""
    for name in statement.names:
        schema = _drop_one(schema, name, statement, context)
    return schema


def _drop_one(schema: Schema, name: ObjectName, statement: DropType, context: Context) -> Schema:
    try:
        kind, key = _find_type(schema, name, context)
    except DatabaseError as error:
        if statement.if_exists and error.sqlstate == "42704":
            return schema
        raise
    if kind == "none":
        return schema
    old = ObjectName(key.rpartition(".")[2], key.rpartition(".")[0] or None) if kind == "routines" else _name(schema, kind, key)
    cascade = statement.behavior == "cascade"
    for table, column, why in list(_users(schema, old)):
        if not cascade:
            raise refuse(f"type {spelled(old.name, old.schema)}", f"{why} {column.name} of table {table.name} depends on type {old.name}")
        schema = _without_use(schema, table, column, why, context)
    if kind == "routines":
        return evolve(schema, routines=tuple(r for r in schema.routines if not (r.kind == "type" and r.name == key)))
    return with_field(schema, kind, without(getattr(schema, kind), key))


def _name(schema: Schema, kind: str, key: str) -> ObjectName:
    element: EnumType | Domain = getattr(schema, kind)[key]
    return ObjectName(element.name, element.schema)


def _users(schema: Schema, name: ObjectName) -> Iterator[tuple[Table, Column | CheckConstraint, str]]:
    """What needs a type: columns, defaults and checks."""
    for table in schema.tables.values():
        for column in table.columns.values():
            if is_of_type(column.type, name.name, name.schema):
                yield table, column, "column"
            elif isinstance(column.default, str) and _mentions(column.default, name):
                yield table, column, "default value for column"
        for check in table.check_constraints:
            if isinstance(check.expression, str) and _mentions(check.expression, name):
                yield table, check, "constraint"


def _mentions(text: str, name: ObjectName) -> bool:
    return (
        any(t.name == name.name and namespace(t.schema) == name.schema for t in types_of(text))
        if "::" in text or "CAST" in text.upper()
        else False
    )


def _without_use(schema: Schema, table: Table, element: Column | CheckConstraint, why: str, context: Context) -> Schema:
    current = schema.tables[table.key]
    if isinstance(element, CheckConstraint):
        return schema.with_table(evolve(current, check_constraints=tuple(c for c in current.check_constraints if c is not element)))
    if why == "column":
        return remove_column(schema, table.key, element.name, context)
    plain = changed(current.columns[element.name], context.site.of_column(element.name, "default"), default=None)
    return schema.with_table(with_column(current, plain))
