"""INSERT, UPDATE, DELETE, MERGE, TRUNCATE: which tables may hold rows afterwards, and what is refused although there are no rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from attrs import evolve
from sqlglot import exp

from schemaparity.database.errors import DatabaseError, UndecidableResult
from schemaparity.database.query_names import output_name
from schemaparity.database.query_sources import Sources, find_table, folded, has_rows, sources, written_name
from schemaparity.database.site import Result
from schemaparity.schema import Schema, Table, Unknown

if TYPE_CHECKING:
    from schemaparity.database.database import Database

CHANGES = (exp.Insert, exp.Update, exp.Delete, exp.Merge, exp.TruncateTable)


def is_change(tree: exp.Expr) -> bool:
    """True when the statement, or a CTE of it, changes rows."""
    return tree.find(*CHANGES) is not None


def run_change(database: Database, tree: exp.Expr, search_path: tuple[str, ...]) -> Result:
    """Check the statement and note which tables hold rows. Raises DatabaseError, or UndecidableResult for the rows of RETURNING."""
    found = sources(tree, database.schema, search_path)
    for change in tree.find_all(*CHANGES):
        _check(database.schema, change, found, search_path)
    returning = tree.args.get("returning")
    empty = frozenset(name.lower() for name, t in found.tables if not t.has_rows)
    touched = _has_touched_rows(tree, empty)
    before = database.schema
    database.schema = mark_rows(before, tree, lambda node: _table_of(before, node, search_path))
    if returning is None and not isinstance(tree, exp.Query):
        return Result() if touched else Result((), (), 0)
    if touched:
        raise UndecidableResult("the rows that a statement returns are not tracked")
    outputs = returning.expressions if returning is not None else tree.expressions
    return Result(_returned_names(database.schema, tree, outputs, search_path), (), 0)


def _returned_names(schema: Schema, tree: exp.Expr, outputs: list[exp.Expr], search_path: tuple[str, ...]) -> tuple[str, ...]:
    table = _target(schema, tree, search_path)
    star = tuple(table.columns) if table is not None else ("?column?",)
    return tuple(n for e in outputs for n in (star if e.is_star else (output_name(e),)))


def _target_node(change: exp.Expr) -> exp.Table | None:
    node = change.this.this if isinstance(change.this, exp.Schema) else change.this
    if isinstance(change, exp.TruncateTable):
        node = next(iter(change.expressions), None)
    return node if isinstance(node, exp.Table) else None


def _table_of(schema: Schema, node: exp.Table, search_path: tuple[str, ...]) -> Table | None:
    found = find_table(schema, node, search_path)
    return found if isinstance(found, Table) else None


def _target(schema: Schema, change: exp.Expr, search_path: tuple[str, ...]) -> Table | None:
    node = _target_node(change)
    return _table_of(schema, node, search_path) if node is not None else None


def _check(schema: Schema, change: exp.Expr, found: Sources, search_path: tuple[str, ...]) -> None:
    if found.missing and "sphole_" not in found.missing[0].lower():
        raise DatabaseError("42P01", f'relation "{found.missing[0]}" does not exist')
    table = _target(schema, change, search_path)
    if table is None or not _is_wholly_known(table):
        return
    for name, value in _written(change):
        if name not in table.columns and "sphole_" not in name.lower():
            raise DatabaseError("42703", f'column "{name}" of relation "{table.name}" does not exist')
        if name in table.columns:
            _check_label(schema, table.columns[name].type, value)


def _is_wholly_known(table: Table) -> bool:
    return table.complete and not table.unknowns and table.doubt is None and all(c.doubt is None for c in table.columns.values())


def _written(change: exp.Expr) -> Iterator[tuple[str, exp.Expr | None]]:
    """The columns that a statement writes by name, each with its value where that is plain."""
    if isinstance(change, exp.Update):
        for assignment in change.expressions:
            if isinstance(assignment, exp.EQ) and isinstance(assignment.this, exp.Column):
                yield folded(assignment.this.this), assignment.expression
    if isinstance(change, exp.Insert) and isinstance(change.this, exp.Schema):
        names = [folded(c) for c in change.this.expressions]
        rows = change.expression.expressions if isinstance(change.expression, exp.Values) else []
        for name in names:
            yield name, None
        for row in rows:
            yield from zip(names, row.expressions if isinstance(row, exp.Tuple) else [row], strict=False)


def _check_label(schema: Schema, column_type: str | Unknown, value: exp.Expr | None) -> None:
    """A literal is read as its column's type when the statement is parsed, so that a wrong label fails over an empty table too."""
    if not isinstance(column_type, str) or not isinstance(value, exp.Literal) or not value.is_string:
        return
    enum = schema.enums.get(column_type.replace('"', ""))
    if enum is None or isinstance(enum.labels, Unknown) or value.this in enum.labels or "sphole_" in value.this:
        return
    raise DatabaseError("22P02", f'invalid input value for enum {enum.name}: "{value.this}"')


def _has_touched_rows(tree: exp.Expr, empty: frozenset[str]) -> bool:
    if isinstance(tree, exp.Query):
        return has_rows(tree, empty)
    node = _target_node(tree)
    name = (f"{node.db}.{node.name}" if node.db else node.name).lower() if node is not None else ""
    return _inserts(tree, empty) if isinstance(tree, exp.Insert | exp.Merge) else name not in empty


def _inserts(change: exp.Expr, empty: frozenset[str]) -> bool:
    """Whether rows may come in."""
    if isinstance(change, exp.Merge):
        using = change.args.get("using")
        return not (isinstance(using, exp.Table) and using.name.lower() in empty)
    source = change.expression
    if change.args.get("with_") is not None and isinstance(source, exp.Query):
        source = source.copy()
        source.set("with_", change.args["with_"].copy())
    return not isinstance(source, exp.Query) or isinstance(source, exp.Values) or has_rows(source, empty)


def mark_rows(schema: Schema, tree: exp.Expr, find: Callable[[exp.Table], Table | None]) -> Schema:
    """The schema after the changes of a statement: which tables may hold rows."""
    for change in list(tree.find_all(*CHANGES)):
        named = {n: t for n in tree.find_all(exp.Table) if (t := find(n)) is not None}
        empty = frozenset(written_name(n).lower() for n, t in named.items() if not t.has_rows)
        schema = _applied(schema, change, empty, find)
    return schema


def _applied(schema: Schema, change: exp.Expr, empty: frozenset[str], find: Callable[[exp.Table], Table | None]) -> Schema:
    if isinstance(change, exp.TruncateTable):
        for node in change.find_all(exp.Table):
            emptied = find(node)
            schema = _with_rows(schema, emptied, rows=False) if emptied is not None else schema
        return schema
    target = _target_node(change)
    table = find(target) if target is not None else None
    if table is None:
        return schema
    if isinstance(change, exp.Insert | exp.Merge) and _inserts(change, empty):
        return _with_rows(schema, table, rows=True)
    if isinstance(change, exp.Delete) and change.args.get("where") is None and not change.args.get("using"):
        return _with_rows(schema, table, rows=False)
    return schema


def _with_rows(schema: Schema, table: Table, *, rows: bool) -> Schema:
    return schema if table.has_rows == rows else schema.with_table(evolve(table, has_rows=rows))
