"""DROP, VALIDATE, ALTER and RENAME CONSTRAINT."""

from __future__ import annotations

from attrs import evolve

from schemaparity.database.apply.context import Context
from schemaparity.database.apply.dependents import described, leaning, refuse
from schemaparity.database.apply.edits import changed, drop_element, swap_element, without_foreign_keys
from schemaparity.database.apply.lookup import find, refuse_relation, require_table
from schemaparity.database.errors import DatabaseError
from schemaparity.schema import CheckConstraint, Constraint, ForeignKey, PrimaryKey, Schema, Table, UniqueConstraint, Unknown
from schemaparity.sql.statements import AlterConstraint, DropConstraint, RenameConstraint, ValidateConstraint


def _named(table: Table, name: str) -> Constraint | None:
    return next((c for c in table.constraints if c.name == name), None)


def _missing(table: Table, name: str) -> DatabaseError:
    return DatabaseError("42704", f'constraint "{name}" of relation "{table.name}" does not exist')


def _is_open(table: Table) -> bool:
    """Whether the table may have constraints that are not known."""
    return not table.complete or bool(table.unknowns)


def drop_constraint(schema: Schema, key: str, action: DropConstraint, context: Context) -> Schema:
    """DROP CONSTRAINT."""
    table = schema.tables[key]
    constraint = _named(table, action.name)
    if constraint is None:
        if action.if_exists or _is_open(table):
            return _forget_key(schema, table, action.name)
        raise _missing(table, action.name)
    needed = leaning(schema, table, constraint) if isinstance(constraint, PrimaryKey | UniqueConstraint) else []
    if needed and action.behavior != "cascade":
        what = f"constraint {constraint.name} on table {described(table)}"
        raise refuse(what, f"constraint {needed[0][1].name} on table {needed[0][0].name} depends on index {constraint.name}")
    schema = without_foreign_keys(schema, [(t.key, f) for t, f in needed])
    return schema.with_table(drop_element(schema.tables[key], constraint, context.site.of_object(constraint.name, "dropped")))


def _forget_key(schema: Schema, table: Table, name: str) -> Schema:
    """An external table's primary key is gone when the name that PostgreSQL gives to it is dropped."""
    if isinstance(table.primary_key, Unknown) and name == f"{table.name}_pkey":
        return schema.with_table(evolve(table, primary_key=None))
    return schema


def validate_constraint(schema: Schema, key: str, action: ValidateConstraint, context: Context) -> Schema:
    """VALIDATE CONSTRAINT."""
    table = schema.tables[key]
    constraint = _named(table, action.name)
    if constraint is None:
        if _is_open(table):
            return schema
        raise _missing(table, action.name)
    if not isinstance(constraint, ForeignKey | CheckConstraint):
        raise DatabaseError("42809", f'constraint "{action.name}" of relation "{table.name}" is not a foreign key or check constraint')
    new = changed(constraint, context.site.of_object(action.name, "not_valid"), not_valid=False)
    return schema.with_table(swap_element(table, constraint, new)) if constraint.not_valid else schema


def alter_constraint(schema: Schema, key: str, action: AlterConstraint, context: Context) -> Schema:
    """ALTER CONSTRAINT of a foreign key."""
    table = schema.tables[key]
    constraint = _named(table, action.name)
    if constraint is None:
        if _is_open(table):
            return schema
        raise _missing(table, action.name)
    if not isinstance(constraint, ForeignKey):
        raise DatabaseError("42809", f'constraint "{action.name}" of relation "{table.name}" is not a foreign key constraint')
    deferrable = action.deferrable or action.initially_deferred
    change = context.site.of_object(action.name, "deferrable")
    return schema.with_table(
        swap_element(table, constraint, changed(constraint, change, deferrable=deferrable, initially_deferred=action.initially_deferred))
    )


def rename_constraint(schema: Schema, statement: RenameConstraint, context: Context) -> Schema:
    """RENAME CONSTRAINT; that of a key renames its index."""
    if statement.if_exists and find(schema.tables, schema, statement.table, context) is None:
        return schema
    schema, table = require_table(schema, statement.table, context)
    constraint = _named(table, statement.name)
    if constraint is None:
        if _is_open(table):
            return schema
        raise DatabaseError("42704", f'constraint "{statement.name}" for table "{table.name}" does not exist')
    if type(constraint).__name__ in {"PrimaryKey", "UniqueConstraint", "ExcludeConstraint"}:
        refuse_relation(schema, statement.new_name, table.schema)
    if _named(table, statement.new_name) is not None:
        raise DatabaseError("42710", f'constraint "{statement.new_name}" for relation "{table.name}" already exists')
    new = changed(constraint, context.site.of_object(statement.new_name, "renamed"), name=statement.new_name, named=True)
    return schema.with_table(swap_element(table, constraint, new))
