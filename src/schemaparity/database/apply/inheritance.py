"""INHERITS and partitions: what a child takes over from its parent."""

from __future__ import annotations

from attrs import evolve

from schemaparity.database.apply.context import Context
from schemaparity.database.apply.edits import add_element
from schemaparity.database.apply.like import copy_key
from schemaparity.database.apply.lookup import require_table
from schemaparity.database.apply.naming import key_columns, relation_name
from schemaparity.database.errors import DatabaseError
from schemaparity.schema import Index, PrimaryKey, Schema, Table, UniqueConstraint
from schemaparity.sql.postgresql.expressions import figure_text
from schemaparity.sql.statements import ObjectName


def inherit_into(schema: Schema, key: str, parent: ObjectName, context: Context) -> Schema:
    """The child with the columns and checks of one parent."""
    schema, source = require_table(schema, parent, context)
    child = schema.tables[key]
    columns = {**{n: evolve(c, history=(context.site.of_column(n),), identity=None) for n, c in source.columns.items()}, **child.columns}
    checks = (*child.check_constraints, *(c for c in source.check_constraints if not c.no_inherit))
    options = (*child.options, ("INHERITS", source.key))
    return schema.with_table(evolve(child, columns=columns, check_constraints=checks, options=options))


def partition_into(schema: Schema, key: str, parent: ObjectName, context: Context) -> Schema:
    """The partition with the columns, constraints and indexes of its parent."""
    schema, source = require_table(schema, parent, context)
    if source.partition_by is None and source.complete:
        raise DatabaseError("42P17", f'"{source.name}" is not partitioned')
    child = schema.tables[key]
    columns = {n: evolve(c, history=(context.site.of_column(n),)) for n, c in source.columns.items()}
    child = evolve(child, columns=columns, check_constraints=source.check_constraints, partition_of=source.key, complete=source.complete)
    schema = schema.with_table(child)
    for constraint in (source.primary_key, *source.unique_constraints):
        if isinstance(constraint, PrimaryKey | UniqueConstraint):
            schema = copy_key(schema, key, constraint, context)
    for index in source.indexes:
        schema = clone_index(schema, schema.tables[key], index, context)
    child = schema.tables[key]
    return schema.with_table(evolve(child, foreign_keys=source.foreign_keys))


def clone_index(schema: Schema, child: Table, index: Index, context: Context) -> Schema:
    """A partition with an index of its parent, under a name of its own; one that it has already serves."""
    if any(evolve(i, name=index.name) == index for i in child.indexes):
        return schema
    elements = index.elements if isinstance(index.elements, tuple) else ()
    names = (*(figure_text(e.expression) if e.is_expression else e.expression for e in elements), *index.include)
    name = relation_name(schema, child.schema, child.name, key_columns(names), "idx")
    return schema.with_table(add_element(child, evolve(index, name=name, named=False, history=(context.site.of_object(name),))))
