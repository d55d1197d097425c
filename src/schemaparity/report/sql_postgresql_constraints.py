"""Constraints and indexes of a table as clauses and statements of PostgreSQL."""

from __future__ import annotations

from schemaparity.report.sql_quoting import literal, quote, quoted_name, quoted_names
from schemaparity.schema import (
    CheckConstraint,
    Constraint,
    ExcludeConstraint,
    Index,
    IndexElement,
    PrimaryKey,
    Table,
    UniqueConstraint,
)


def constraint_sql(constraint: Constraint) -> str | None:
    """The clause of a constraint that is no foreign key; None for what has no condition."""
    head = f"CONSTRAINT {quote(constraint.name)} "
    match constraint:
        case PrimaryKey() | UniqueConstraint():
            return head + _key(constraint)
        case CheckConstraint(expression=str() as text):
            tail = (" NO INHERIT" if constraint.no_inherit else "") + (" NOT VALID" if constraint.not_valid else "")
            return f"{head}CHECK ({text}){tail}"
        case ExcludeConstraint(definition=str() as text):
            return f"{head}EXCLUDE {text}"
        case _:
            return None


def _key(key: PrimaryKey | UniqueConstraint) -> str:
    text = "PRIMARY KEY" if isinstance(key, PrimaryKey) else "UNIQUE"
    text += " NULLS NOT DISTINCT" if isinstance(key, UniqueConstraint) and key.nulls_not_distinct else ""
    text += f" ({quoted_names(key.columns)})"
    text += f" INCLUDE ({quoted_names(key.include)})" if key.include else ""
    text += " DEFERRABLE" if key.deferrable else ""
    return text + (" INITIALLY DEFERRED" if key.initially_deferred else "")


def index_sql(table: Table, index: Index) -> str:
    """The statement of an index of which everything is known."""
    elements = index.elements if isinstance(index.elements, tuple) else ()
    text = f"CREATE {'UNIQUE ' if index.unique is True else ''}INDEX {quote(index.name)} ON {quoted_name(table.name, table.schema)}"
    text += f" USING {quote(index.using)} ({', '.join(_element(e) for e in elements)})"
    text += f" INCLUDE ({quoted_names(index.include)})" if index.include else ""
    text += " NULLS NOT DISTINCT" if index.nulls_not_distinct else ""
    storage = ", ".join(f"{quote(k)}={literal(v)}" for k, v in index.options)
    text += f" WITH ({storage})" if storage else ""
    return text + (f" WHERE {index.where}" if index.where else "") + ";"


def _element(element: IndexElement) -> str:
    text = f"({element.expression})" if element.is_expression else quote(element.expression)
    text += f" COLLATE {'.'.join(quote(p) for p in element.collation.split('.', 1))}" if element.collation else ""
    text += f" {_opclass(element.opclass)}" if element.opclass else ""
    text += " DESC" if element.descending else ""
    if element.nulls_first is not None:
        text += " NULLS FIRST" if element.nulls_first else " NULLS LAST"
    return text


def _opclass(text: str) -> str:
    name, space, parameters = text.partition(" ")
    return ".".join(quote(p) for p in name.split(".", 1)) + space + parameters
