"""Elements of the symbolic schema as the dictionaries that SQLAlchemy's reflection answers."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Integer, text
from sqlalchemy.types import TypeEngine

from schemaparity.evaluate.values import UnknownUsed, UnknownValue
from schemaparity.frameworks.sqlalchemy.reflected_types import reflected_type
from schemaparity.schema import (
    CheckConstraint,
    Column,
    EnumType,
    ForeignKey,
    Index,
    IndexElement,
    PrimaryKey,
    Schema,
    Table,
    UniqueConstraint,
    Unknown,
    View,
)

_AUTO_INCREMENT = frozenset({"mysql", "mariadb", "sqlite"})
"""Dialects whose identity columns are reflected as AUTO_INCREMENT."""


def known(value: Any) -> Any:
    """The value, as an unknown value where it is not known."""
    return UnknownValue(value) if isinstance(value, Unknown) else value


def certain(element: Any) -> str | UnknownValue | None:
    """The name of an element, None where it has none, unknown when the element only may exist."""
    return UnknownValue(element.doubt) if element.doubt is not None else element.name or None


def column(col: Column, table: Table, schema: Schema, dialect: Any) -> dict[str, Any]:
    """One entry of `get_columns`."""
    try:
        kind: Any = reflected_type(col.type, schema, dialect)
    except UnknownUsed as unknown:
        kind = unknown.unknown
    default = known(col.default)
    entry = {
        "name": certain(col),
        "type": kind,
        "nullable": known(col.nullable),
        "default": default,
        "comment": known(col.comment),
        "autoincrement": isinstance(default, str) and default.lower().startswith("nextval(") and _is_integer(kind),
    }
    if col.identity is not None and dialect.name in _AUTO_INCREMENT:
        entry["autoincrement"] = True
    elif col.identity is not None:
        entry["identity"] = known(col.identity) if isinstance(col.identity, Unknown) else {"always": col.identity.always}
    if col.computed is not None and not isinstance(col.computed, Unknown):
        entry["computed"] = {"sqltext": col.computed.expression, "persisted": col.computed.stored}
    if dialect.name == "sqlite":
        key = table.primary_key
        entry["primary_key"] = key.columns.index(col.name) + 1 if isinstance(key, PrimaryKey) and col.name in key.columns else 0
    return entry


def _is_integer(kind: Any) -> bool:
    return isinstance(kind, TypeEngine) and issubclass(kind._type_affinity or TypeEngine, Integer)


def primary_key(table: Table | View) -> dict[str, Any]:
    """The answer of `get_pk_constraint`."""
    key = getattr(table, "primary_key", None)
    if isinstance(key, Unknown):
        raise UnknownUsed(UnknownValue(key))
    if key is None:
        return {"constrained_columns": [], "name": None}
    return {"constrained_columns": list(key.columns), "name": certain(key), "comment": None}


def foreign_keys(table: Table | View, schema: Schema, dialect: str) -> list[dict[str, Any]]:
    """The answer of `get_foreign_keys`. Of keys on the same columns to the same columns, SQLite's reflection tells the first."""
    found = getattr(table, "foreign_keys", ())
    if dialect == "sqlite":
        same = {(k.columns, k.referred_table, k.referred_columns): k for k in reversed(found)}
        found = [_as_sqlite_tells(k) for k in found if any(k is kept for kept in same.values())]
    return [foreign_key(k, schema) for k in found]


def _as_sqlite_tells(key: ForeignKey) -> ForeignKey:
    """The key without name and actions where a column's definition has it: SQLAlchemy looks for those in constraints of the table."""
    return ForeignKey("", key.columns, key.referred_table, key.referred_columns, doubt=key.doubt) if key.column is not None else key


def foreign_key(key: ForeignKey, schema: Schema) -> dict[str, Any]:
    """One entry of `get_foreign_keys`."""
    target = schema.tables.get(key.referred_table)
    referred_schema, _, name = key.referred_table.rpartition(".")
    options = {"ondelete": key.ondelete, "onupdate": key.onupdate, "match": key.match}
    if key.deferrable:
        options |= {"deferrable": "True", "initially": "DEFERRED" if key.initially_deferred else None}
    return {
        "name": certain(key),
        "constrained_columns": list(key.columns),
        "referred_columns": list(key.referred_columns),
        "referred_schema": target.schema if target is not None else referred_schema or None,
        "referred_table": target.name if target is not None else name,
        "options": {k: (v if k != "deferrable" else True) for k, v in options.items() if v is not None},
        "comment": None,
    }


def uniques(table: Table | View, dialect: str) -> list[dict[str, Any]]:
    """The answer of `get_unique_constraints`. SQLite has one index for constraints on the same columns, and tells of the first only."""
    found = getattr(table, "unique_constraints", ())
    if dialect == "sqlite":
        found = sorted(found, key=lambda u: u.column is not None)  # what a column's definition has is looked for last
        same = {u.columns: u for u in reversed(found)}
        found = [u for u in found if any(u is kept for kept in same.values())]
    return [unique(u, dialect) for u in found]


def unique(constraint: UniqueConstraint, dialect: str) -> dict[str, Any]:
    """One entry of `get_unique_constraints`."""
    entry: dict[str, Any] = {"name": certain(constraint), "column_names": list(constraint.columns)}
    if dialect == "sqlite" and (not constraint.named or constraint.column is not None):
        entry["name"] = None
    if dialect == "postgresql":
        entry |= {"comment": None, "dialect_options": {}}
        if constraint.nulls_not_distinct:
            entry["dialect_options"]["postgresql_nulls_not_distinct"] = True
        if constraint.include:
            entry["dialect_options"]["postgresql_include"] = list(constraint.include)
    if dialect in {"mysql", "mariadb"}:
        entry["duplicates_index"] = constraint.name
    return entry


def check(constraint: CheckConstraint) -> dict[str, Any]:
    """One entry of `get_check_constraints`."""
    return {"name": certain(constraint), "sqltext": known(constraint.expression), "comment": None}


def enum(found: EnumType, default_schema: str | None) -> dict[str, Any]:
    """One entry of `get_enums`."""
    labels = known(found.labels)
    schema = found.schema or default_schema
    return {
        "name": certain(found),
        "schema": schema,
        "visible": found.schema is None,
        "labels": list(labels) if isinstance(labels, tuple) else labels,
    }


def indexes(table: Table, dialect: Any) -> list[dict[str, Any]]:
    """The answer of `get_indexes`: PostgreSQL and MySQL report the index behind a unique constraint, SQLite does not."""
    if dialect.name == "sqlite":  # what reflects an index with an expression there skips it
        return sorted((index(i, "sqlite") for i in table.indexes if not _has_expression(i)), key=_order)
    behind = [_behind(u) for u in table.unique_constraints]
    return sorted([*(index(i, dialect.name) for i in table.indexes), *behind], key=_order)


def _has_expression(idx: Index) -> bool:
    return not isinstance(idx.elements, Unknown) and any(e.is_expression for e in idx.elements)


def _order(entry: dict[str, Any]) -> str:
    return "" if isinstance(entry["name"], UnknownValue) else entry["name"]


def _behind(constraint: UniqueConstraint) -> dict[str, Any]:
    return {
        "name": certain(constraint),
        "unique": True,
        "column_names": list(constraint.columns),
        "duplicates_constraint": constraint.name,
        "include_columns": [],
        "dialect_options": {"postgresql_include": []},
    }


def index(idx: Index, dialect: str) -> dict[str, Any]:
    """One entry of `get_indexes`."""
    if isinstance(idx.elements, Unknown):
        return {"name": certain(idx), "unique": known(idx.unique), "column_names": UnknownValue(idx.elements), "dialect_options": {}}
    entry: dict[str, Any] = {
        "name": certain(idx),
        "unique": known(idx.unique),
        "column_names": [None if e.is_expression else e.expression for e in idx.elements],
        "dialect_options": _index_options(idx, dialect),
    }
    if any(e.is_expression for e in idx.elements):
        entry["expressions"] = [e.expression for e in idx.elements]
    if dialect == "postgresql":  # reflection of other dialects forgets the order
        sorting = {e.expression: order for e in idx.elements if (order := _sorting(e))}
        entry |= {"column_sorting": sorting} if sorting else {}
        entry["include_columns"] = list(idx.include)
    return entry


def _sorting(element: IndexElement) -> tuple[str, ...]:
    """The order of a key in SQLAlchemy's words; what goes without saying is left out."""
    if element.descending:
        return ("desc", "nulls_last") if element.nulls_first is False else ("desc",)
    return ("nulls_first",) if element.nulls_first else ()


def _index_options(idx: Index, dialect: str) -> dict[str, Any]:
    options: dict[str, Any] = {}
    if dialect == "postgresql":
        options["postgresql_include"] = list(idx.include)
        if idx.using != "btree":
            options["postgresql_using"] = idx.using
        if idx.nulls_not_distinct:
            options["postgresql_nulls_not_distinct"] = True
        if not isinstance(idx.elements, Unknown):
            operators = {e.expression: e.opclass for e in idx.elements if e.opclass}
            options |= {"postgresql_ops": operators} if operators else {}
    if idx.where is not None and dialect == "postgresql":
        options["postgresql_where"] = known(idx.where)
    elif idx.where is not None and dialect == "sqlite":  # unlike PostgreSQL's, this dialect's reflection makes a clause of it
        options["sqlite_where"] = text(idx.where) if isinstance(idx.where, str) else known(idx.where)
    return options
