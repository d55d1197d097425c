"""CREATE TABLE and DROP TABLE."""

from __future__ import annotations

from collections.abc import Sequence as Series

from attrs import evolve

from schemaparity.database.apply.columns import add_column
from schemaparity.database.apply.constraints import add_constraint
from schemaparity.database.apply.context import Context
from schemaparity.database.apply.dependents import (
    children,
    defaults_on,
    described,
    owned_sequences,
    referring,
    refuse,
    views_on,
    with_dependent_views,
)
from schemaparity.database.apply.edits import drop_element, without
from schemaparity.database.apply.inheritance import inherit_into, partition_into
from schemaparity.database.apply.like import copy_indexes, copy_like
from schemaparity.database.apply.lookup import (
    TEMPORARY,
    creation_namespace,
    find,
    has_been,
    has_schema,
    key_of,
    missing,
    refuse_relation,
    refuse_row_type,
    relation_kind,
    relation_kind_of,
    require_schema,
)
from schemaparity.database.apply.sequences import drop_sequences
from schemaparity.database.errors import DatabaseError
from schemaparity.schema import Schema, Table
from schemaparity.sql.statements import (
    CheckDef,
    ColumnDef,
    ConstraintDef,
    CreateTable,
    DropTable,
    ExcludeDef,
    ForeignKeyDef,
    KeyDef,
    LikeClause,
    ObjectName,
    TableElement,
)


def create_table(schema: Schema, statement: CreateTable, context: Context) -> Schema:
    """CREATE TABLE: columns and sequences, then checks, then keys, then foreign keys, as PostgreSQL orders them."""
    part = TEMPORARY if statement.temporary else creation_namespace(schema, statement.name, context)
    name = statement.name.name
    key = key_of(name, part)
    if statement.if_not_exists and relation_kind(schema, name, part) is not None:
        return schema
    refuse_relation(schema, name, part)
    refuse_row_type(schema, name, part)
    _refuse_repeated(statement)
    schema = schema.with_table(_new_table(statement, name, part, context))
    for parent in statement.inherits:
        schema = inherit_into(schema, key, parent, context)
    if statement.partition_of is not None:
        schema = partition_into(schema, key, statement.partition_of, context)
    for element in statement.elements:
        schema = _add(schema, key, element, context)
    for definition in in_order([e for e in statement.elements if not isinstance(e, ColumnDef | LikeClause)]):
        schema = add_constraint(schema, key, definition, context)
    for element in statement.elements:
        if isinstance(element, LikeClause):
            schema = copy_indexes(schema, key, element, context)
    return schema


def _refuse_repeated(statement: CreateTable) -> None:
    seen: set[str] = set()
    for element in statement.elements:
        if isinstance(element, ColumnDef):
            if element.name in seen:
                raise DatabaseError("42701", f'column "{element.name}" specified more than once')
            seen.add(element.name)


def _new_table(statement: CreateTable, name: str, part: str | None, context: Context) -> Table:
    options = (*statement.options, *((("PARTITION", statement.partition_bound),) if statement.partition_bound else ()))
    drop = (("ON COMMIT", "DROP"),) if statement.on_commit_drop else ()
    return Table(
        name,
        part,
        partition_by=statement.partition_by,
        options=(*options, *drop),
        comment=statement.comment,
        history=(context.site.of_object(name),),
    )


def _add(schema: Schema, key: str, element: TableElement, context: Context) -> Schema:
    match element:
        case ColumnDef():
            present = element.name in schema.tables[key].columns
            return _merge(schema, key, element, context) if present else add_column(schema, key, element, context)
        case LikeClause():
            return copy_like(schema, key, element, context)
        case _:
            return schema


def _merge(schema: Schema, key: str, element: ColumnDef, context: Context) -> Schema:
    """A column that a parent has too: what the definition says is laid over what was inherited."""
    table = schema.tables[key]
    inherited = table.columns[element.name]
    schema = add_column(schema, key, element, context)
    table, own = schema.tables[key], schema.tables[key].columns[element.name]
    nullable = False if inherited.nullable is False else own.nullable
    merged = evolve(own, nullable=nullable, default=own.default if own.default is not None else inherited.default)
    return schema.with_table(evolve(table, columns={**table.columns, element.name: merged}))


def in_order(definitions: Series[ConstraintDef]) -> list[ConstraintDef]:
    """Constraints in the order in which PostgreSQL makes (and names) them; a key that says what an earlier one says is left out."""
    checks = [d for d in definitions if isinstance(d, CheckDef)]
    keys = [d for d in definitions if isinstance(d, KeyDef)]
    ordered = _distinct([*(k for k in keys if k.primary), *(k for k in keys if not k.primary)])
    excludes = [d for d in definitions if isinstance(d, ExcludeDef)]
    return [*checks, *ordered, *excludes, *(d for d in definitions if isinstance(d, ForeignKeyDef))]


def _distinct(keys: Series[KeyDef]) -> list[KeyDef]:
    """Keys without repetitions; an unnamed one takes the name of its repetition (transformIndexConstraints)."""
    kept: list[KeyDef] = []
    for key in keys:
        same = next(
            (
                i
                for i, k in enumerate(kept)
                if not key.using_index and evolve(k, name=None, primary=False) == evolve(key, name=None, primary=False)
            ),
            None,
        )
        if same is None or key.primary:
            kept.append(key)
        elif kept[same].name is None:
            kept[same] = evolve(kept[same], name=key.name)
    return kept


def drop_table(schema: Schema, statement: DropTable, context: Context) -> Schema:
    """DROP TABLE of one or more tables, looked at together."""
    keys = [key for name in statement.names if (key := _dropped(schema, name, statement, context)) is not None]
    return remove_tables(schema, keys, context, cascade=statement.behavior == "cascade")


def _dropped(schema: Schema, name: ObjectName, statement: DropTable, context: Context) -> str | None:
    key = find(schema.tables, schema, name, context)
    if key is not None:
        return key
    if relation_kind_of(schema, name, context) is not None:
        raise DatabaseError("42809", f'"{name.name}" is not a table')
    if statement.if_exists or (context.open_base and not has_been(schema, name, context)):
        return None
    if name.schema is not None and not has_schema(schema, name.schema):
        require_schema(schema, name.schema, context)
    raise missing(ObjectName(name.name), "table") if name.schema is None else missing(name, "table")


def remove_tables(schema: Schema, keys: Series[str], context: Context, *, cascade: bool) -> Schema:
    """The schema without some tables and what hangs on them."""
    gone = _with_partitions(schema, keys)
    if not cascade:
        _refuse_needed(schema, gone)
    else:
        gone = _with_heirs(schema, gone)
    for key in gone:
        for table, foreign_key in list(referring(schema, key)):
            if table.key not in gone:
                schema = schema.with_table(drop_element(schema.tables[table.key], foreign_key))
        views = with_dependent_views(schema, views_on(schema, key))
        schema = evolve(schema, views=without(schema.views, *views))
    for key in gone:
        schema = _remove(schema, key, context)
    return schema


def _with_partitions(schema: Schema, keys: Series[str]) -> list[str]:
    """The tables and their partitions, which go with them."""
    found = list(dict.fromkeys(keys))
    for key in found:
        found.extend(t.key for t in children(schema, key) if t.partition_of == key and t.key not in found)
    return found


def _with_heirs(schema: Schema, keys: list[str]) -> list[str]:
    for key in keys:
        keys.extend(t.key for t in children(schema, key) if t.key not in keys)
    return keys


def _refuse_needed(schema: Schema, gone: Series[str]) -> None:
    for key in gone:
        name = described(schema.tables[key])
        for table, foreign_key in referring(schema, key):
            if table.key not in gone and foreign_key.doubt is None and table.doubt is None:
                raise refuse(f"table {name}", f"constraint {foreign_key.name} on table {described(table)} depends on table {name}")
        for sequence in owned_sequences(schema, key):
            for table, column in defaults_on(schema, sequence):
                if table.key not in gone:
                    raise refuse(
                        f"table {name}",
                        f"default value for column {column.name} of table {described(table)} depends on sequence {described(sequence)}",
                    )
        for view in views_on(schema, key):
            raise refuse(f"table {name}", f"view {described(view)} depends on table {name}")
        for heir in children(schema, key):
            if heir.key not in gone:
                raise refuse(f"table {name}", f"table {described(heir)} depends on table {name}")


def _remove(schema: Schema, key: str, context: Context) -> Schema:
    table = schema.tables[key]
    schema = drop_sequences(schema, owned_sequences(schema, key), context, cascade=True)
    routines = tuple(r for r in schema.routines if not r.name.endswith(f" ON {key}"))
    last = evolve(table, history=(*table.history, context.site.of_object(table.name, "dropped")))
    return evolve(schema, routines=routines).with_table(last).without_table(key)


__all__ = ["create_table", "drop_table", "in_order", "remove_tables"]
