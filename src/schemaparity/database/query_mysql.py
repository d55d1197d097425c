"""Answers queries of MySQL's dialect: information_schema and SHOW from the schema, user tables empty unless something was inserted."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import sqlglot
from sqlglot import exp

from schemaparity.database import catalog_mysql
from schemaparity.database.catalog_objects import Objects, uncertainty
from schemaparity.database.errors import DatabaseError, UndecidableResult
from schemaparity.database.query_dml import is_change, mark_rows
from schemaparity.database.query_engine import EngineError, run
from schemaparity.database.query_functions import Functions
from schemaparity.database.query_rewrite import Untranslatable, rewrite
from schemaparity.database.query_scalars import MissingObject, UnknownFunction
from schemaparity.database.query_sources import has_rows, written_name
from schemaparity.database.site import Result, Site
from schemaparity.schema import Schema, Table, Unknown

if TYPE_CHECKING:
    from schemaparity.database.database import Database

_SHOW = re.compile(
    r"\s*(?:SHOW\s+(?:FULL\s+)?(?P<what>TABLES|COLUMNS|FIELDS|INDEX|INDEXES|KEYS)|(?P<describe>DESC|DESCRIBE))\b"
    r"(?:\s*(?:FROM|IN)?\s*`?(?P<table>\w+)`?)?(?:\s+LIKE\s+'(?P<like>[^']*)')?(?:\s+WHERE\s+(?P<where>.*?))?\s*;?\s*$",
    re.IGNORECASE | re.DOTALL,
)
_SCHEMA_LITERAL = re.compile(r"\b(?:TABLE_SCHEMA|CONSTRAINT_SCHEMA|INDEX_SCHEMA)\s*=\s*'([^']+)'", re.IGNORECASE)
_DEFAULT = "app"


def run_mysql(database: Database, text: str, site: Site) -> Result:
    """Answer a query, or note what a change of rows does. Raises DatabaseError or UndecidableResult."""
    show = _SHOW.match(text)
    if show is not None:
        return _show(database.schema, show)
    tree = _parse(text)
    tables = _tables(database, tree, site)
    schema = database.schema
    if is_change(tree):
        database.schema = mark_rows(schema, tree, lambda node: schema.tables.get(written_name(node)))
        return Result()
    return _answer(schema, tree, tables, text, database.holes.first(text))


def _parse(text: str) -> exp.Expr:
    try:
        tree = sqlglot.parse_one(text.strip().rstrip(";"), read="mysql")
    except sqlglot.errors.SqlglotError as error:
        raise UndecidableResult("the query is not understood") from error
    if isinstance(tree, exp.Command):
        raise UndecidableResult("the query is not understood")
    return tree


def _tables(database: Database, tree: exp.Expr, site: Site) -> dict[str, Table]:
    """The user tables that a statement names; on an open base those that never existed are external. Raises for one that does not exist."""
    ctes = {c.alias.lower() for c in tree.find_all(exp.CTE)}
    found: dict[str, Table] = {}
    for node in tree.find_all(exp.Table):
        name = written_name(node)
        if node.db.lower() == "information_schema" or (name not in database.schema.tables and name.lower() in ctes):
            continue
        if name not in database.schema.tables:
            _admit(database, node, site)
        found[name] = database.schema.tables[name]
    return found


def _admit(database: Database, node: exp.Table, site: Site) -> None:
    """Take a table that is not there for external, where that may be."""
    name = written_name(node)
    if name in database.schema.views or "sphole_" in name.lower() or node.db:
        raise UndecidableResult(f"the rows of {name} are not known")
    if not database.open_base or name in database.schema.removed_tables:
        raise DatabaseError("42P01", f"(1146, \"Table '{name}' doesn't exist\")")
    database.declare_external(name, Unknown(f"the table {name} is read but never created", site.origin))


def _answer(schema: Schema, tree: exp.Expr, tables: Mapping[str, Table], text: str, hole: Unknown | None) -> Result:
    empty = frozenset(n.lower() for n, t in tables.items() if not t.has_rows)
    filled = next((n for n, t in tables.items() if t.has_rows), None)
    rows_possible = has_rows(tree, empty)
    if rows_possible and filled is not None:
        raise UndecidableResult(f"rows were inserted into {filled}, and what the query reads from it is not tracked")
    reads_catalog = any(n.db.lower() == "information_schema" for n in tree.find_all(exp.Table))
    names = tuple(_output_name(e) for e in tree.selects) if isinstance(tree, exp.Query) and not tree.is_star else None
    if hole is not None and reads_catalog and rows_possible:
        raise UndecidableResult(hole.reason)
    try:
        least = _rows(schema, tree, tables, text, most=False)
        most = _rows(schema, tree, tables, text, most=True) if reads_catalog else least
    except (EngineError, UnknownFunction, Untranslatable, MissingObject) as error:
        if not rows_possible:
            return Result(names or ("?column?",), (), 0)
        raise UndecidableResult(str(error)) from error
    if least[1] != most[1]:
        reason = uncertainty(schema)
        raise UndecidableResult(reason.reason if reason is not None else "the result depends on how MySQL writes an expression")
    return Result(names or least[0], tuple(least[1]), len(least[1]))


def _output_name(expression: exp.Expr) -> str:
    return expression.alias_or_name if isinstance(expression, exp.Alias | exp.Column) else expression.sql("mysql")


def _rows(schema: Schema, tree: exp.Expr, tables: Mapping[str, Table], text: str, *, most: bool) -> Any:
    literal = _SCHEMA_LITERAL.search(text)
    words = tuple(dict.fromkeys(str(n.this) for n in tree.find_all(exp.Literal) if n.is_string)) if most else ()
    objects = Objects(schema, most, words, literal[1] if literal is not None else _DEFAULT)
    catalogs = [(n.db.lower(), n.name.lower()) for n in tree.find_all(exp.Table) if n.db.lower() == "information_schema"]
    functions = Functions(
        objects, (objects.default_schema,), {"database": lambda: objects.default_schema, "schema": lambda: objects.default_schema}
    )
    lowered = tree.copy()
    for node in lowered.find_all(exp.Table):
        if node.db.lower() == "information_schema":
            node.set("this", exp.to_identifier(node.name.lower()))
            node.set("db", exp.to_identifier("information_schema"))
    asked = tuple(dict.fromkeys(c.name for c in tree.find_all(exp.Column)))
    user = [(n, tuple({c.lower(): c for c in (*(() if t.complete else asked), *t.columns)}.values())) for n, t in tables.items()]
    return run(rewrite(lowered), functions, user, catalogs, lambda _schema, name: catalog_mysql.TABLES.get(name), collation="NOCASE")


def _show(schema: Schema, match: re.Match[str]) -> Result:
    what = (match["what"] or "COLUMNS").upper()
    if what == "TABLES":
        return _show_tables(schema, match)
    table = schema.tables.get(match["table"] or "")
    if table is None:
        raise DatabaseError("42P01", f"(1146, \"Table '{match['table']}' doesn't exist\")")
    reason = uncertainty(Schema(tables={table.key: table}))
    if reason is not None:
        raise UndecidableResult(reason.reason)
    columns, rows = _SHOWN["COLUMNS" if what in {"COLUMNS", "FIELDS"} else "INDEX"](table)
    if match["where"]:
        columns, rows = _filtered(columns, rows, match["where"])
    if match["like"]:
        rows = [r for r in rows if re.fullmatch(match["like"].replace("%", ".*").replace("_", "."), str(r[0]), re.IGNORECASE)]
    return Result(columns, tuple(rows), len(rows))


def _show_tables(schema: Schema, match: re.Match[str]) -> Result:
    doubt = next((t.doubt for t in schema.tables.values() if t.doubt is not None), None)
    if doubt is not None or match["where"]:
        raise UndecidableResult(doubt.reason if doubt is not None else "SHOW TABLES WHERE is not modelled")
    names = sorted([t.name for t in schema.tables.values()] + [v.name for v in schema.views.values()])
    pattern = (match["like"] or "%").replace("%", ".*").replace("_", ".")
    rows = tuple((n,) for n in names if re.fullmatch(pattern, n, re.IGNORECASE))
    return Result((f"Tables_in_{_DEFAULT}",), rows, len(rows))


def _shown_columns(table: Table) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    keys = ("COLUMN_NAME", "COLUMN_TYPE", "IS_NULLABLE", "COLUMN_KEY", "COLUMN_DEFAULT", "EXTRA")
    rows = [catalog_mysql.column_row(table, c) for c in table.columns.values()]
    return ("Field", "Type", "Null", "Key", "Default", "Extra"), [tuple(r[k] for k in keys) for r in rows]


_INDEX_COLUMNS = (
    *(
        "Table",
        "Non_unique",
        "Key_name",
        "Seq_in_index",
        "Column_name",
        "Collation",
        "Cardinality",
        "Sub_part",
        "Packed",
        "Null",
        "Index_type",
    ),
    *("Comment", "Index_comment", "Visible", "Expression"),
)


def _shown_indexes(table: Table) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    keys = ("NON_UNIQUE", "INDEX_NAME", "SEQ_IN_INDEX", "COLUMN_NAME", "COLLATION")
    rows = []
    for row in catalog_mysql.index_rows(table):
        tail = (0, row.get("SUB_PART"), None, "", row.get("INDEX_TYPE"), "", "", "YES", row.get("EXPRESSION"))
        rows.append((table.name, *(row.get(k) for k in keys), *tail))
    return _INDEX_COLUMNS, rows


_SHOWN: Mapping[str, Callable[[Table], tuple[tuple[str, ...], list[tuple[Any, ...]]]]] = {
    "COLUMNS": _shown_columns,
    "INDEX": _shown_indexes,
}


def _filtered(columns: tuple[str, ...], rows: list[tuple[Any, ...]], where: str) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """The rows for which a WHERE of SHOW holds; only equalities joined by AND are understood."""
    for part in re.split(r"\s+AND\s+", where.strip(), flags=re.IGNORECASE):
        match = re.fullmatch(r"`?(\w+)`?\s*=\s*(?:'([^']*)'|(\d+))", part.strip())
        lowered = [c.lower() for c in columns]
        if match is None or match[1].lower() not in lowered:
            raise UndecidableResult("the WHERE of a SHOW statement is not understood")
        at, wanted = lowered.index(match[1].lower()), match[2] if match[2] is not None else match[3]
        rows = [r for r in rows if str(r[at]).lower() == wanted.lower()]
    return columns, rows
