"""CREATE INDEX and DROP INDEX."""

from __future__ import annotations

from attrs import evolve

from schemaparity.database.apply.constraints import need_columns
from schemaparity.database.apply.context import Context
from schemaparity.database.apply.dependents import children, leaning, refuse
from schemaparity.database.apply.edits import add_element, drop_element, without_foreign_keys
from schemaparity.database.apply.fresh_labels import refuse_casts
from schemaparity.database.apply.key_types import refuse_unindexable
from schemaparity.database.apply.lookup import (
    candidates,
    find,
    has_schema,
    key_of,
    missing,
    refuse_relation,
    relation_kind,
    relation_kind_of,
    require_schema,
    require_table,
)
from schemaparity.database.apply.naming import key_columns, relation_name
from schemaparity.database.apply.types_of_columns import spelled
from schemaparity.database.errors import DatabaseError
from schemaparity.schema import Change, Constraint, Index, IndexElement, Routine, Schema, Table, Unknown
from schemaparity.sql.postgresql.expressions import columns_of, functions_of, reads_session
from schemaparity.sql.statements import CreateIndex, DropIndex, ObjectName


def create_index(schema: Schema, statement: CreateIndex, context: Context) -> Schema:
    """CREATE INDEX."""
    if statement.concurrently and context.in_transaction:
        raise DatabaseError("25001", "CREATE INDEX CONCURRENTLY cannot run inside a transaction block")
    view = find(schema.views, schema, statement.table, context)
    if view is not None and find(schema.tables, schema, statement.table, context) is None:
        return _on_view(schema, view, statement, context)
    schema, table = require_table(schema, statement.table, context)
    name = statement.name
    if name is not None:
        if statement.if_not_exists and relation_kind(schema, name, table.schema) is not None:
            return schema
        refuse_relation(schema, name, table.schema)
    table = need_columns(table, _touched(statement, table, context), context, 'column "{}" does not exist')
    doubt = _refuse_keys(schema, table, statement, context)
    if name is None:
        name = relation_name(schema, table.schema, table.name, key_columns(statement.key_names), "idx")
    index = evolve(_index(statement, name, context), doubt=doubt)
    schema = schema.with_table(add_element(table, index))
    return schema if statement.only else _on_partitions(schema, table.key, index, context)


def _touched(statement: CreateIndex, table: Table, context: Context) -> tuple[str, ...]:
    keys = [c for e in statement.elements for c in _columns(e, context)]
    where = () if statement.where is None or context.holes.first(statement.where) else columns_of(statement.where)
    # A bare name of the table in an expression is its whole row.
    return tuple(c for c in (*keys, *statement.include, *where) if c != table.name or c in table.columns)


def _columns(element: IndexElement, context: Context) -> tuple[str, ...]:
    if context.holes.first(element.expression) is not None:
        return ()
    return columns_of(element.expression) if element.is_expression else (element.expression,)


def _refuse_keys(schema: Schema, table: Table, statement: CreateIndex, context: Context) -> Unknown | None:
    keys = tuple(e.expression for e in statement.elements if not e.is_expression and e.opclass is None)
    doubt = refuse_unindexable(schema, table, keys, statement.using, context)
    for text in (e.expression for e in statement.elements if e.is_expression):
        refuse_casts(schema, text, context)
        _refuse_mutable(text, "expression")
    if statement.where is not None:
        refuse_casts(schema, statement.where, context)
        _refuse_mutable(statement.where, "predicate")
    return doubt


_VOLATILE = frozenset(
    {"now", "random", "clock_timestamp", "statement_timestamp", "transaction_timestamp", "timeofday", "gen_random_uuid", "nextval"}
)


def _refuse_mutable(text: str, what: str) -> None:
    """Refuse what plainly has another value at another time. Errs on the side of taking an expression: most functions are not looked at."""
    if reads_session(text) or any(f.name in _VOLATILE and f.schema in {None, "pg_catalog"} for f in functions_of(text)):
        raise DatabaseError("42P17", f"functions in index {what} must be marked IMMUTABLE")


def _index(statement: CreateIndex, name: str, context: Context) -> Index:
    elements: tuple[IndexElement, ...] | Unknown = statement.elements
    hole = next((u for e in statement.elements if (u := context.holes.first(e.expression)) is not None), None)
    where = statement.where
    return Index(
        name,
        hole or elements,
        unique=statement.unique,
        using=statement.using,
        include=statement.include,
        where=context.holes.first(where) or where if where is not None else None,
        nulls_not_distinct=statement.nulls_not_distinct,
        options=statement.options,
        named=statement.name is not None,
        history=(context.site.of_object(name),),
    )


def _on_partitions(schema: Schema, key: str, index: Index, context: Context) -> Schema:
    from schemaparity.database.apply.inheritance import clone_index  # noqa: PLC0415 - inheritance needs like, which needs indexes

    for child in children(schema, key):
        if child.partition_of == key:
            schema = clone_index(schema, child, index, context)
            schema = _on_partitions(schema, child.key, index, context)
    return schema


def _on_view(schema: Schema, key: str, statement: CreateIndex, context: Context) -> Schema:
    """An index on a materialized view, tracked by name."""
    view = schema.views[key]
    if not view.materialized:
        raise DatabaseError("42809", f'cannot create index on relation "{view.name}"')
    name = statement.name or relation_name(schema, view.schema, view.name, key_columns(statement.key_names), "idx")
    if relation_kind(schema, name, view.schema) is not None:
        if statement.if_not_exists:
            return schema
        refuse_relation(schema, name, view.schema)
    routine = Routine("index", key_of(name, view.schema), f"on {key}", history=(context.site.of_object(name),))
    return evolve(schema, routines=(*schema.routines, routine))


def drop_index(schema: Schema, statement: DropIndex, context: Context) -> Schema:
    """DROP INDEX."""
    if statement.concurrently and context.in_transaction:
        raise DatabaseError("25001", "DROP INDEX CONCURRENTLY cannot run inside a transaction block")
    for name in statement.names:
        schema = _drop_one(schema, name, statement, context)
    return schema


def _drop_one(schema: Schema, name: ObjectName, statement: DropIndex, context: Context) -> Schema:
    found = find_index(schema, name, context)
    if found is None:
        return _no_index(schema, name, statement, context)
    table, element = found
    if not isinstance(element, Index):
        what = f"constraint {element.name} on table {table.name} requires it"
        raise DatabaseError("2BP01", f"cannot drop index {name.name} because {what}")
    needed = leaning(schema, table, element)
    if needed and statement.behavior != "cascade":
        detail = f"constraint {needed[0][1].name} on table {needed[0][0].name} depends on index {name.name}"
        raise refuse(f"index {spelled(name.name, table.schema)}", detail)
    schema = without_foreign_keys(schema, [(t.key, f) for t, f in needed])
    return drop_from(schema, table.key, element, context.site.of_object(element.name, "dropped"))


def drop_from(schema: Schema, key: str, index: Index, change: Change) -> Schema:
    """The schema without an index of a table, and without its clones on partitions."""
    schema = schema.with_table(drop_element(schema.tables[key], index, change))
    for child in children(schema, key):
        if child.partition_of == key:
            clone = next((i for i in child.indexes if evolve(i, name=index.name) == index), None)
            schema = drop_from(schema, child.key, clone, change) if clone is not None else schema
    return schema


def _no_index(schema: Schema, name: ObjectName, statement: DropIndex, context: Context) -> Schema:
    for key in candidates(schema, name, context):
        routine = next((r for r in schema.routines if r.kind == "index" and r.name == key), None)
        if routine is not None:
            return evolve(schema, routines=tuple(r for r in schema.routines if r is not routine))
    if relation_kind_of(schema, name, context) is not None:
        raise DatabaseError("42809", f'"{name.name}" is not an index')
    if statement.if_exists or context.open_base:
        return schema
    if name.schema is not None and not has_schema(schema, name.schema):
        require_schema(schema, name.schema, context)
    raise missing(name, "index", "42704")


def find_index(schema: Schema, name: ObjectName, context: Context) -> tuple[Table, Constraint | Index] | None:
    """The index of that name, or the constraint whose index it is."""
    keys = set(candidates(schema, name, context))
    for table in schema.tables.values():
        for element in (*table.indexes, *table.constraints):
            if element.name == name.name and key_of(element.name, table.schema) in keys and _is_index(element):
                return table, element
    return None


def _is_index(element: Constraint | Index) -> bool:
    return type(element).__name__ in {"Index", "PrimaryKey", "UniqueConstraint", "ExcludeConstraint"}
