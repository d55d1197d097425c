"""CREATE TABLE ... LIKE: columns at once, indexes and keys after the table's own."""

from __future__ import annotations

from attrs import evolve

from schemaparity.database.apply.columns import with_identity_sequence
from schemaparity.database.apply.context import Context
from schemaparity.database.apply.edits import add_element
from schemaparity.database.apply.indexes import create_index
from schemaparity.database.apply.lookup import require_table
from schemaparity.database.apply.naming import key_columns, relation_name
from schemaparity.database.errors import DatabaseError
from schemaparity.schema import Column, Identity, PrimaryKey, Schema, Table, UniqueConstraint
from schemaparity.schema.elements import ExcludeConstraint
from schemaparity.sql.postgresql.expressions import figure_text
from schemaparity.sql.statements import CreateIndex, LikeClause, ObjectName


def copy_like(schema: Schema, key: str, clause: LikeClause, context: Context) -> Schema:
    """The columns and checks of another table."""
    schema, source = require_table(schema, clause.table, context)
    table = schema.tables[key]
    columns = dict(table.columns)
    for column in source.columns.values():
        if column.name in columns:
            raise DatabaseError("42701", f'column "{column.name}" specified more than once')
        columns[column.name] = _copied(column, clause, context)
    checks = source.check_constraints if "constraints" in clause.including else ()
    table = evolve(table, columns=columns, check_constraints=(*table.check_constraints, *checks))
    schema = schema.with_table(evolve(table, complete=table.complete and source.complete))
    return _with_sequences(schema, key, source, clause, context)


def _copied(column: Column, clause: LikeClause, context: Context) -> Column:
    return evolve(
        column,
        default=column.default if "defaults" in clause.including else None,
        identity=column.identity if "identity" in clause.including else None,
        computed=column.computed if "generated" in clause.including else None,
        comment=column.comment if "comments" in clause.including else None,
        history=(context.site.of_column(column.name),),
    )


def _with_sequences(schema: Schema, key: str, source: Table, clause: LikeClause, context: Context) -> Schema:
    for name in source.columns:
        column = schema.tables[key].columns[name]
        if "identity" in clause.including and isinstance(column.identity, Identity):
            schema = with_identity_sequence(schema, schema.tables[key], column, column.identity, None, context)
    return schema


def copy_indexes(schema: Schema, key: str, clause: LikeClause, context: Context) -> Schema:
    """The keys and indexes of another table, under names of their own."""
    if "indexes" not in clause.including:
        return schema
    schema, source = require_table(schema, clause.table, context)
    keys = (source.primary_key, *source.unique_constraints, *source.exclude_constraints)
    for constraint in keys:
        if isinstance(constraint, PrimaryKey | UniqueConstraint | ExcludeConstraint):
            schema = copy_key(schema, key, constraint, context)
    for index in source.indexes:
        if isinstance(index.elements, tuple):
            part = schema.tables[key].schema
            names = tuple(figure_text(e.expression) if e.is_expression else e.expression for e in index.elements)
            statement = CreateIndex(
                ObjectName(schema.tables[key].name, part or "public"),
                index.elements,
                unique=index.unique is True,
                using=index.using,
                include=index.include,
                where=index.where if isinstance(index.where, str) else None,
                nulls_not_distinct=index.nulls_not_distinct,
                options=index.options,
                key_names=(*names, *index.include),
            )
            schema = create_index(schema, statement, context)
    return schema


def copy_key(schema: Schema, key: str, constraint: PrimaryKey | UniqueConstraint | ExcludeConstraint, context: Context) -> Schema:
    """A key of another table under a name of its own."""
    table = schema.tables[key]
    if isinstance(constraint, PrimaryKey):
        name = relation_name(schema, table.schema, table.name, None, "pkey", constraint=True)
    else:
        label = "key" if isinstance(constraint, UniqueConstraint) else "excl"
        include = constraint.include if isinstance(constraint, UniqueConstraint) else ()
        columns = key_columns((*constraint.columns, *include))
        name = relation_name(schema, table.schema, table.name, columns, label, constraint=True)
    copied = evolve(constraint, name=name, named=False, history=(context.site.of_object(name),))
    return schema.with_table(add_element(table, copied))
