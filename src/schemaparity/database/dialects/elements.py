"""Definitions of SQLite's and MySQL's statements as elements of a schema. The caller gives the names that a dialect invents."""

from __future__ import annotations

from attrs import evolve

from schemaparity.database.apply.context import Context
from schemaparity.schema import CheckConstraint, Column, Constraint, ForeignKey, Index, PrimaryKey, UniqueConstraint, Unknown
from schemaparity.sql.statements import CheckDef, ColumnDef, ConstraintDef, CreateIndex, ExcludeDef, ForeignKeyDef, KeyDef


def column_of(definition: ColumnDef, context: Context) -> Column:
    """The column; a part with a hole in it is unknown."""
    column = Column(
        definition.name,
        context.holes.first(definition.type.text) or definition.type.text,
        not definition.not_null,
        _certain(definition.default, context),
        definition.identity,
        definition.computed,
        definition.comment,
        definition.collation,
        history=(context.site.of_column(definition.name),),
    )
    computed = definition.computed
    if computed is not None and (hole := context.holes.first(computed.expression)) is not None:
        return evolve(column, computed=hole)
    return column


def _certain(text: str | None, context: Context) -> str | Unknown | None:
    hole = context.holes.first(text) if text is not None else None
    return text if hole is None else hole


def constraint_of(definition: ConstraintDef, name: str, referred: tuple[str, tuple[str, ...]], context: Context) -> Constraint:
    """The constraint under a name; `referred` is the key of the table that a foreign key means, and its columns."""
    history = (context.site.of_object(definition.name or name),)
    named = definition.name is not None
    match definition:
        case KeyDef(primary=True):
            return PrimaryKey(name, definition.columns, named=named, history=history)
        case KeyDef():
            return UniqueConstraint(name, definition.columns, named=named, column=definition.column, history=history)
        case ForeignKeyDef():
            d = definition
            actions = (d.ondelete, d.onupdate, d.deferrable, d.initially_deferred, d.match)
            return ForeignKey(name, d.columns, referred[0], referred[1], *actions, named=named, column=d.column, history=history)
        case CheckDef():
            expression = context.holes.first(definition.expression) or definition.expression
            return CheckConstraint(name, expression, named=named, column=definition.column, history=history)
        case ExcludeDef():
            raise AssertionError("EXCLUDE is PostgreSQL's")


def index_of(definition: CreateIndex, name: str, context: Context) -> Index:
    """The index under a name."""
    where = context.holes.first(definition.where) or definition.where if definition.where is not None else None
    holes = next((h for e in definition.elements if (h := context.holes.first(e.expression)) is not None), None)
    return Index(
        name,
        holes or definition.elements,
        definition.unique,
        definition.using,
        where=where,
        options=definition.options,
        named=definition.name is not None,
        history=(context.site.of_object(name),),
    )
