"""CREATE, ALTER and DROP SCHEMA."""

from __future__ import annotations

from attrs import evolve

from schemaparity.database.apply.context import Context
from schemaparity.database.apply.dependents import refuse
from schemaparity.database.apply.edits import with_field, without
from schemaparity.database.apply.lookup import has_schema, namespace
from schemaparity.database.apply.rename import moved_sequence, moved_table
from schemaparity.database.apply.tables import remove_tables
from schemaparity.database.apply.user_types import drop_type, respelled
from schemaparity.database.errors import DatabaseError
from schemaparity.schema import Schema
from schemaparity.sql.statements import CreateSchema, DropSchema, DropType, ObjectName, RenameSchema


def create_schema(schema: Schema, statement: CreateSchema, context: Context) -> Schema:
    """CREATE SCHEMA."""
    if has_schema(schema, statement.name):
        if statement.if_not_exists:
            return schema
        raise DatabaseError("42P06", f'schema "{statement.name}" already exists')
    if statement.name.startswith("pg_"):
        raise DatabaseError("42939", f'unacceptable schema name "{statement.name}"')
    return evolve(schema, schemas={**schema.schemas, statement.name: context.site.of_object(statement.name)})


def _members(schema: Schema, part: str | None) -> list[tuple[str, str]]:
    """The objects of a schema as (field of Schema, key)."""
    fields = ("tables", "views", "sequences", "enums", "domains")
    found = [(f, k) for f in fields for k, element in getattr(schema, f).items() if element.schema == part]
    return found + [
        ("routines", r.name) for r in schema.routines if part is not None and r.kind != "trigger" and r.name.startswith(f"{part}.")
    ]


def drop_schema(schema: Schema, statement: DropSchema, context: Context) -> Schema:
    """DROP SCHEMA."""
    for name in statement.names:
        if not has_schema(schema, name):
            if statement.if_exists or context.open_base:
                continue
            raise DatabaseError("3F000", f'schema "{name}" does not exist')
        members = _members(schema, namespace(name))
        if members and statement.behavior != "cascade":
            raise refuse(f"schema {name}", f"{members[0][0]} {members[0][1]} depends on schema {name}")
        schema = _emptied(schema, name, context)
        schema = evolve(schema, schemas=without(schema.schemas, name))
    return schema


def _emptied(schema: Schema, name: str, context: Context) -> Schema:
    part = namespace(name)
    members = _members(schema, part)
    schema = remove_tables(schema, [k for f, k in members if f == "tables"], context, cascade=True)
    types = tuple(ObjectName(getattr(schema, f)[k].name, name) for f, k in members if f in {"enums", "domains"})
    schema = drop_type(schema, DropType(types, behavior="cascade"), context)
    keys = {k for f, k in members if f in {"views", "sequences"}}
    routines = {k for f, k in members if f == "routines"}
    return evolve(
        schema,
        views=without(schema.views, *keys),
        sequences=without(schema.sequences, *keys),
        routines=tuple(r for r in schema.routines if r.name not in routines),
    )


def rename_schema(schema: Schema, statement: RenameSchema, context: Context) -> Schema:
    """ALTER SCHEMA RENAME TO: everything in it goes along."""
    if not has_schema(schema, statement.name):
        raise DatabaseError("3F000", f'schema "{statement.name}" does not exist')
    if has_schema(schema, statement.new_name):
        raise DatabaseError("42P06", f'schema "{statement.new_name}" already exists')
    old, new = namespace(statement.name), statement.new_name
    for field, key in _members(schema, old):
        schema = _moved(schema, field, key, new, context)
    kept = without(schema.schemas, statement.name)
    created = schema.schemas.get(statement.name, context.site.change("renamed"))
    return evolve(schema, schemas={**kept, new: created})


def _moved(schema: Schema, field: str, key: str, part: str, context: Context) -> Schema:
    if field == "tables":
        return moved_table(schema, schema.tables[key], schema.tables[key].name, part, context, "schema")
    if field == "sequences":
        return moved_sequence(schema, schema.sequences[key], schema.sequences[key].name, part, context, "schema")
    if field == "routines":
        old = key.partition(".")[0]
        return evolve(schema, routines=tuple(evolve(r, name=part + r.name[len(old) :]) if r.name == key else r for r in schema.routines))
    element = getattr(schema, field)[key]
    moved = evolve(element, schema=part)
    schema = with_field(schema, field, {**without(getattr(schema, field), key), moved.key: moved})
    return respelled(schema, ObjectName(element.name, element.schema), ObjectName(element.name, part))
