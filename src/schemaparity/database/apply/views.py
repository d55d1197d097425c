"""CREATE VIEW and DROP VIEW."""

from __future__ import annotations

from attrs import evolve

from schemaparity.database.apply.context import Context
from schemaparity.database.apply.dependents import described, refuse, views_on, with_dependent_views
from schemaparity.database.apply.edits import changed, without
from schemaparity.database.apply.lookup import (
    TEMPORARY,
    creation_namespace,
    find,
    key_of,
    missing,
    refuse_relation,
    refuse_row_type,
    relation_kind,
    relation_kind_of,
)
from schemaparity.database.apply.reading import refuse_missing
from schemaparity.database.errors import DatabaseError
from schemaparity.schema import Schema, View
from schemaparity.sql.statements import CreateView, DropView, ObjectName


def create_view(schema: Schema, statement: CreateView, context: Context) -> Schema:
    """CREATE VIEW and MATERIALIZED VIEW."""
    part = TEMPORARY if statement.temporary else creation_namespace(schema, statement.name, context)
    name = statement.name.name
    key = key_of(name, part)
    schema = refuse_missing(schema, statement.tables, context)
    if statement.replace and key in schema.views and not schema.views[key].materialized:
        view = changed(schema.views[key], context.site.of_object(name, "definition"), definition=statement.query)
        return evolve(schema, views={**schema.views, key: view})
    if statement.if_not_exists and relation_kind(schema, name, part) is not None:
        return schema
    if statement.replace and key in schema.tables:
        raise DatabaseError("42809", f'"{name}" is not a view')
    refuse_relation(schema, name, part)
    refuse_row_type(schema, name, part)
    view = View(name, part, statement.materialized, statement.query, history=(context.site.of_object(name),))
    return evolve(schema, views={**schema.views, key: view})


def drop_view(schema: Schema, statement: DropView, context: Context) -> Schema:
    """DROP VIEW and MATERIALIZED VIEW."""
    keys = [key for name in statement.names if (key := _dropped(schema, name, statement, context)) is not None]
    gone = {k: schema.views[k] for k in keys}
    for key in keys:
        others = [v for v in views_on(schema, key) if v.key not in gone]
        if others and statement.behavior != "cascade":
            kind = "materialized view" if statement.materialized else "view"
            raise refuse(f"{kind} {described(gone[key])}", f"view {others[0].name} depends on {kind} {gone[key].name}")
    everything = with_dependent_views(schema, list(gone.values()))
    hanging = tuple(f"on {k}" for k in everything)
    routines = tuple(
        r
        for r in schema.routines
        if not (r.kind == "index" and r.definition in hanging) and not any(r.name.endswith(f" ON {k}") for k in everything)
    )
    return evolve(schema, views=without(schema.views, *everything), routines=routines)


def _dropped(schema: Schema, name: ObjectName, statement: DropView, context: Context) -> str | None:
    key = find(schema.views, schema, name, context)
    kind = "materialized view" if statement.materialized else "view"
    if key is not None and schema.views[key].materialized == statement.materialized:
        return key
    if key is not None or relation_kind_of(schema, name, context) is not None:
        raise DatabaseError("42809", f'"{name.name}" is not a {kind}')
    if statement.if_exists or context.open_base:
        return None
    raise missing(name, kind)
