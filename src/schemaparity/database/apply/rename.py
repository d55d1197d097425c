"""RENAME of relations and columns, SET SCHEMA: the object and everything that names it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from attrs import evolve

from schemaparity.database.apply.constraints import external_column
from schemaparity.database.apply.context import Context
from schemaparity.database.apply.dependents import children, owned_sequences
from schemaparity.database.apply.edits import changed, replaced, swap_element
from schemaparity.database.apply.indexes import find_index
from schemaparity.database.apply.lookup import (
    candidates,
    find,
    has_been,
    index_names,
    key_of,
    missing,
    namespace,
    refuse_relation,
    relation_kind,
    require_schema,
    require_table,
)
from schemaparity.database.apply.user_types import respelled
from schemaparity.database.errors import DatabaseError
from schemaparity.schema import (
    CheckConstraint,
    Column,
    Computed,
    ExcludeConstraint,
    ForeignKey,
    Index,
    IndexElement,
    PrimaryKey,
    Schema,
    Sequence,
    Table,
    UniqueConstraint,
    View,
)
from schemaparity.sql.postgresql.clauses import rename_in_exclude, rename_in_partition
from schemaparity.sql.postgresql.expressions import columns_of, rename_column, rename_sequence, rename_table
from schemaparity.sql.statements import ObjectName, RenameColumn, RenameRelation, SetRelationSchema

K = TypeVar("K", PrimaryKey, UniqueConstraint)


def rename_relation(schema: Schema, statement: RenameRelation, context: Context) -> Schema:
    """ALTER TABLE, INDEX, SEQUENCE, VIEW RENAME TO: any of them renames whatever relation has the name."""
    name, new = statement.name, statement.new_name
    for key in candidates(schema, name, context):
        if key in schema.tables:
            return _rename_table(schema, key, new, context)
        if key in schema.sequences:
            sequence = schema.sequences[key]
            refuse_relation(schema, new, sequence.schema)
            return moved_sequence(schema, sequence, new, sequence.schema, context, "renamed")
        if key in schema.views:
            view = schema.views[key]
            refuse_relation(schema, new, view.schema)
            return _moved_view(schema, view, new, view.schema, context, "renamed")
    found = find_index(schema, name, context)
    if found is not None:
        table, element = found
        refuse_relation(schema, new, table.schema)
        renamed = changed(element, context.site.of_object(new, "renamed"), name=new, named=True)
        return schema.with_table(swap_element(table, element, renamed))
    return _nothing_to_rename(schema, statement, context)


def _nothing_to_rename(schema: Schema, statement: RenameRelation, context: Context) -> Schema:
    name = statement.name
    for key in candidates(schema, name, context):
        routine = next((r for r in schema.routines if r.kind == "index" and r.name == key), None)
        if routine is not None:
            renamed = evolve(routine, name=key_of(statement.new_name, key.rpartition(".")[0] or None))
            return evolve(schema, routines=tuple(renamed if r is routine else r for r in schema.routines))
    if statement.if_exists:
        return schema
    if context.open_base and statement.kind != "table" and not has_been(schema, name, context):
        return schema
    if statement.kind == "table":
        schema, table = require_table(schema, name, context)
        return _rename_table(schema, table.key, statement.new_name, context)
    raise missing(name)


def _rename_table(schema: Schema, key: str, new: str, context: Context) -> Schema:
    table = schema.tables[key]
    refuse_relation(schema, new, table.schema)
    return moved_table(schema, table, new, table.schema, context, "renamed")


def moved_table(schema: Schema, table: Table, name: str, part: str | None, context: Context, what: str) -> Schema:
    """The schema with a table under another name or in another schema, and everything that names it."""
    old = table.key
    new = changed(table, context.site.of_object(name, what), name=name, schema=part)
    schema = evolve(schema, tables=replaced(schema.tables, old, new.key, new))
    tables = {k: _referring(t, old, new.key) for k, t in schema.tables.items()}
    sequences = {k: _owned(s, old, new.key) for k, s in schema.sequences.items()}
    routines = tuple(
        evolve(r, name=r.name.removesuffix(f" ON {old}") + f" ON {new.key}") if r.name.endswith(f" ON {old}") else r
        for r in schema.routines
    )
    schema = evolve(schema, tables=tables, sequences=sequences, routines=routines)
    schema = _in_views(schema, ObjectName(table.name, table.schema), ObjectName(name, part))
    return respelled(schema, ObjectName(table.name, table.schema), ObjectName(name, part))


def _referring(table: Table, old: str, new: str) -> Table:
    """A table whose foreign keys and parents follow a renamed table."""
    if all(f.referred_table != old for f in table.foreign_keys) and table.partition_of != old and ("INHERITS", old) not in table.options:
        return table
    keys = tuple(evolve(f, referred_table=new) if f.referred_table == old else f for f in table.foreign_keys)
    options = tuple((k, new) if (k, v) == ("INHERITS", old) else (k, v) for k, v in table.options)
    return evolve(table, foreign_keys=keys, partition_of=new if table.partition_of == old else table.partition_of, options=options)


def _owned(sequence: Sequence, old: str, new: str) -> Sequence:
    owner = sequence.owned_by
    return evolve(sequence, owned_by=(new, owner[1])) if owner is not None and owner[0] == old else sequence


def _same(name: ObjectName) -> Callable[[ObjectName], bool]:
    return lambda other: other.name == name.name and namespace(other.schema) == name.schema


def _in_views(schema: Schema, old: ObjectName, new: ObjectName) -> Schema:
    if not schema.views:
        return schema
    views = {k: evolve(v, definition=rename_table(v.definition, _same(old), new)) if v.definition else v for k, v in schema.views.items()}
    return evolve(schema, views=views)


def moved_sequence(schema: Schema, sequence: Sequence, name: str, part: str | None, context: Context, what: str) -> Schema:
    """The schema with a sequence under another name, and the defaults that take their values from it."""
    new = changed(sequence, context.site.of_object(name, what), name=name, schema=part)
    schema = evolve(schema, sequences=replaced(schema.sequences, sequence.key, new.key, new))
    same, target = _same(ObjectName(sequence.name, sequence.schema)), ObjectName(name, part)
    for table in schema.tables.values():
        columns = {n: _next_from(c, same, target) for n, c in table.columns.items()}
        if columns != table.columns:
            schema = schema.with_table(evolve(table, columns=columns))
    return schema


def _next_from(column: Column, same: Callable[[ObjectName], bool], new: ObjectName) -> Column:
    default = column.default
    return evolve(column, default=rename_sequence(default, same, new)) if isinstance(default, str) and "nextval" in default else column


def _moved_view(schema: Schema, view: View, name: str, part: str | None, context: Context, what: str) -> Schema:
    new = changed(view, context.site.of_object(name, what), name=name, schema=part)
    schema = evolve(schema, views=replaced(schema.views, view.key, new.key, new))
    return _in_views(schema, ObjectName(view.name, view.schema), ObjectName(name, part))


def set_relation_schema(schema: Schema, statement: SetRelationSchema, context: Context) -> Schema:
    """SET SCHEMA of a table with its sequences, of a sequence or of a view."""
    name = statement.name
    part = namespace(statement.schema)
    for key in candidates(schema, name, context):
        for mapping in (schema.tables, schema.views, schema.sequences):
            if key in mapping:
                require_schema(schema, statement.schema, context)
                if mapping is schema.sequences and schema.sequences[key].owned_by is not None:
                    raise DatabaseError("0A000", "cannot move an owned sequence into another schema")
                _refuse_moved(schema, key, mapping[key].name, part)
                return _to_schema(schema, key, part, context)
    if statement.if_exists:
        return schema
    schema, table = require_table(schema, name, context)
    return _to_schema(schema, table.key, part, context)


def _refuse_moved(schema: Schema, key: str, name: str, part: str | None) -> None:
    """Refuse a move into a schema that has a relation of the object's or of one of its indexes' names."""
    names = (
        [name]
        if key not in schema.tables
        else [name, *sorted(index_names(schema.tables[key])), *(s.name for s in owned_sequences(schema, key))]
    )
    for one in names:
        if relation_kind(schema, one, part) is not None:
            raise DatabaseError("42P07", f'relation "{one}" already exists in schema "{part or "public"}"')


def _to_schema(schema: Schema, key: str, part: str | None, context: Context) -> Schema:
    if key in schema.views:
        return _moved_view(schema, schema.views[key], schema.views[key].name, part, context, "schema")
    if key in schema.sequences:
        sequence = schema.sequences[key]
        return moved_sequence(schema, sequence, sequence.name, part, context, "schema")
    table = schema.tables[key]
    for sequence in owned_sequences(schema, key):
        schema = moved_sequence(schema, sequence, sequence.name, part, context, "schema")
    return moved_table(schema, schema.tables[key], table.name, part, context, "schema")


def rename_column_of(schema: Schema, statement: RenameColumn, context: Context) -> Schema:
    """RENAME COLUMN; that of a view leaves nothing."""
    is_view = find(schema.views, schema, statement.table, context) is not None
    if find(schema.tables, schema, statement.table, context) is None and (statement.if_exists or is_view):
        return schema
    schema, table = require_table(schema, statement.table, context)
    return _renamed_column(schema, table.key, statement.column, statement.new_name, context)


def _renamed_column(schema: Schema, key: str, old: str, new: str, context: Context) -> Schema:
    table = schema.tables[key]
    if old not in table.columns:
        if not table.complete:
            return _learned(schema, table, old, new, context)
        raise DatabaseError("42703", f'column "{old}" does not exist')
    if new in table.columns:
        raise DatabaseError("42701", f'column "{new}" of relation "{table.name}" already exists')
    column = changed(table.columns[old], context.site.of_column(new, "renamed"), name=new)
    schema = schema.with_table(_with_renamed(evolve(table, columns=replaced(table.columns, old, new, column)), old, new))
    schema = _referred_by(schema, key, old, new)
    sequences = {k: evolve(s, owned_by=(key, new)) if s.owned_by == (key, old) else s for k, s in schema.sequences.items()}
    schema = evolve(schema, sequences=sequences)
    for child in children(schema, key):
        schema = _renamed_column(schema, child.key, old, new, context) if old in child.columns else schema
    return schema


def _learned(schema: Schema, table: Table, old: str, new: str, context: Context) -> Schema:
    column = external_column(table, new, context)
    return schema.with_table(
        evolve(table, columns={**table.columns, new: column}, removed={**table.removed, old: evolve(column, name=old)})
    )


def _with_renamed(table: Table, old: str, new: str) -> Table:
    """The table with a column renamed in its keys, checks, indexes and expressions."""
    return evolve(
        table,
        columns={n: _computed(c, old, new) for n, c in table.columns.items()},
        primary_key=_in_key(table.primary_key, old, new) if isinstance(table.primary_key, PrimaryKey) else table.primary_key,
        foreign_keys=tuple(_in_foreign_key(k, old, new) for k in table.foreign_keys),
        unique_constraints=tuple(_in_key(k, old, new) for k in table.unique_constraints),
        check_constraints=tuple(_in_check(c, old, new) for c in table.check_constraints),
        exclude_constraints=tuple(_in_exclude(c, old, new) for c in table.exclude_constraints),
        indexes=tuple(_in_index(i, old, new) for i in table.indexes),
        partition_by=rename_in_partition(table.partition_by, old, new) if table.partition_by else None,
    )


def _swapped(names: tuple[str, ...], old: str, new: str) -> tuple[str, ...]:
    return tuple(new if n == old else n for n in names)


def _in_key(key: K, old: str, new: str) -> K:
    if old not in key.columns and old not in key.include:
        return key
    return evolve(key, columns=_swapped(key.columns, old, new), include=_swapped(key.include, old, new))


def _in_foreign_key(key: ForeignKey, old: str, new: str) -> ForeignKey:
    if old not in key.columns:
        return key
    # ON DELETE SET NULL (a, b) names columns too.
    verb, bracket, listed = (key.ondelete or "").partition(" (")
    names = ", ".join(_swapped(tuple(listed.removesuffix(")").split(", ")), old, new))
    ondelete = f"{verb}{bracket}{names})" if bracket else key.ondelete
    return evolve(key, columns=_swapped(key.columns, old, new), ondelete=ondelete)


def _in_check(check: CheckConstraint, old: str, new: str) -> CheckConstraint:
    return evolve(check, expression=rename_column(check.expression, old, new)) if isinstance(check.expression, str) else check


def _in_exclude(constraint: ExcludeConstraint, old: str, new: str) -> ExcludeConstraint:
    if old not in constraint.columns or not isinstance(constraint.definition, str):
        return constraint
    definition = rename_in_exclude(constraint.definition, old, new)
    return evolve(constraint, columns=_swapped(constraint.columns, old, new), definition=definition)


def _computed(column: Column, old: str, new: str) -> Column:
    if not isinstance(column.computed, Computed) or old not in columns_of(column.computed.expression):
        return column
    return evolve(column, computed=evolve(column.computed, expression=rename_column(column.computed.expression, old, new)))


def _in_index(index: Index, old: str, new: str) -> Index:
    elements = tuple(_in_element(e, old, new) for e in index.elements) if isinstance(index.elements, tuple) else index.elements
    where = rename_column(index.where, old, new) if isinstance(index.where, str) else index.where
    include = _swapped(index.include, old, new)
    same = elements == index.elements and where == index.where and include == index.include
    return index if same else evolve(index, elements=elements, where=where, include=include)


def _in_element(element: IndexElement, old: str, new: str) -> IndexElement:
    if element.is_expression:
        return evolve(element, expression=rename_column(element.expression, old, new))
    return evolve(element, expression=new) if element.expression == old else element


def _referred_by(schema: Schema, key: str, old: str, new: str) -> Schema:
    for table in schema.tables.values():
        if any(f.referred_table == key and old in f.referred_columns for f in table.foreign_keys):
            keys = tuple(
                evolve(f, referred_columns=_swapped(f.referred_columns, old, new)) if f.referred_table == key else f
                for f in table.foreign_keys
            )
            schema = schema.with_table(evolve(table, foreign_keys=keys))
    return schema
