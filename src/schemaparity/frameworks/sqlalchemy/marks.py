"""Unknown facts noted on SQLAlchemy objects, carried into the schema after the DDL that makes the objects has been executed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import evolve, fields_dict

from schemaparity.frameworks.sqlalchemy.overlays.notes import CLIENT_DEFAULT, COLLATION, FIELDS, UNKNOWNS
from schemaparity.schema import Column, Schema, Table, Unknown

_COLUMN_FIELDS = frozenset(fields_dict(Column))


def marked(schema: Schema, compiled: Any) -> Schema:
    """The schema with what the executed DDL element did not know."""
    element = getattr(compiled, "statement", None)
    for table, columns, item in _targets(element):
        found = schema.tables.get(_key(table, schema))
        if found is None:
            continue
        changed = _with_columns(found, columns)
        changed = _with_parts(changed, item)
        if changed is not found:
            schema = schema.with_table(changed)
    return schema


def _key(table: Any, schema: Schema) -> str:
    name = str(table.name)
    qualified = name if not table.schema else f"{table.schema}.{name}"
    return qualified if qualified in schema.tables else name


def _targets(element: Any) -> Iterator[tuple[Any, list[Any], Any]]:
    """The table that an element makes or changes, the columns it brings, and what carries notes on parts."""
    target = getattr(element, "element", None)
    if target is not None and getattr(target, "__visit_name__", "") == "table":
        yield target, list(target.columns), target
    column = getattr(element, "column", None)
    table = getattr(column, "table", None)
    if table is not None and hasattr(column, "info"):
        yield table, [column], column


def _with_columns(table: Table, columns: list[Any]) -> Table:
    for column in columns:
        held = table.columns.get(str(column.name))
        if held is None:
            continue
        facts: dict[str, Any] = {k: v for k, v in column.info.get(FIELDS, {}).items() if k in _COLUMN_FIELDS}
        if CLIENT_DEFAULT in column.info:
            facts["client_default"] = column.info[CLIENT_DEFAULT]
        if (collation := getattr(column.type, COLLATION, None)) is not None:
            facts["collation"] = collation
        if facts:
            table = evolve(table, columns={**table.columns, held.name: evolve(held, **facts)})
        others = [u for k, u in column.info.get(FIELDS, {}).items() if k in {"primary_key", "unique", "index", "autoincrement"}]
        table = _doubted(table, [*others, *column.info.get(UNKNOWNS, ())])
    return table


def _with_parts(table: Table, item: Any) -> Table:
    return _doubted(table, list(getattr(item, "info", {}).get(UNKNOWNS, ())))


def _doubted(table: Table, unknowns: list[Unknown]) -> Table:
    new = tuple(u for u in unknowns if u not in table.unknowns)
    return evolve(table, unknowns=(*table.unknowns, *new)) if new else table
