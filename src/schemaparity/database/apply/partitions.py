"""ATTACH and DETACH PARTITION, INHERIT and NO INHERIT."""

from __future__ import annotations

from attrs import evolve

from schemaparity.database.apply.context import Context
from schemaparity.database.apply.edits import changed
from schemaparity.database.apply.inheritance import clone_index
from schemaparity.database.apply.like import copy_key
from schemaparity.database.apply.lookup import find, require_table
from schemaparity.database.errors import DatabaseError
from schemaparity.schema import PrimaryKey, Schema, Table, UniqueConstraint
from schemaparity.sql.statements import AttachPartition, DetachPartition, SetInherit


def attach(schema: Schema, key: str, action: AttachPartition, context: Context) -> Schema:
    """ATTACH PARTITION: the child gets the keys and indexes of the parent that it lacks."""
    schema, child = require_table(schema, action.table, context)
    parent = schema.tables[key]
    if parent.partition_by is None and parent.complete:
        raise DatabaseError("42P17", f'"{parent.name}" is not partitioned')
    options = (*child.options, ("PARTITION", action.bound))
    schema = schema.with_table(changed(child, context.site.change("partition_of"), partition_of=key, options=options))
    for constraint in (parent.primary_key, *parent.unique_constraints):
        if isinstance(constraint, PrimaryKey | UniqueConstraint) and not _has_key(schema.tables[child.key], constraint):
            schema = copy_key(schema, child.key, constraint, context)
    for index in parent.indexes:
        schema = clone_index(schema, schema.tables[child.key], index, context)
    return schema


def _has_key(table: Table, constraint: PrimaryKey | UniqueConstraint) -> bool:
    own = (table.primary_key,) if isinstance(constraint, PrimaryKey) else table.unique_constraints
    return any(isinstance(k, PrimaryKey | UniqueConstraint) and k.columns == constraint.columns for k in own)


def detach(schema: Schema, key: str, action: DetachPartition, context: Context) -> Schema:
    """DETACH PARTITION."""
    schema, child = require_table(schema, action.table, context)
    if child.partition_of != key:
        raise DatabaseError("42P01", f'relation "{child.name}" is not a partition of relation "{schema.tables[key].name}"')
    options = tuple(o for o in child.options if o[0] != "PARTITION")
    return schema.with_table(changed(child, context.site.change("partition_of"), partition_of=None, options=options))


def set_inherit(schema: Schema, key: str, action: SetInherit, context: Context) -> Schema:
    """INHERIT and NO INHERIT."""
    parent = find(schema.tables, schema, action.parent, context)
    if parent is None:
        schema, source = require_table(schema, action.parent, context)
        parent = source.key
    table = schema.tables[key]
    pair = ("INHERITS", parent)
    options = tuple(o for o in table.options if o != pair)
    return schema.with_table(evolve(table, options=(*options, pair) if action.inherit else options))
