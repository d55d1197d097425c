"""Answers a query over the symbolic database: catalogs from the schema, user tables empty unless something was inserted."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import sqlglot
from attrs import evolve
from sqlglot import exp

from schemaparity.database import catalog
from schemaparity.database.catalog_objects import PHANTOM, Objects, uncertainty
from schemaparity.database.errors import DatabaseError, UndecidableResult
from schemaparity.database.query_dml import is_change, run_change
from schemaparity.database.query_effects import apply_effects
from schemaparity.database.query_engine import EngineError, run
from schemaparity.database.query_functions import SETTINGS, Functions
from schemaparity.database.query_names import output_names
from schemaparity.database.query_parameters import bind
from schemaparity.database.query_rewrite import Untranslatable, rewrite
from schemaparity.database.query_scalars import MissingObject, UnknownFunction
from schemaparity.database.query_sources import Sources, find_table, has_rows, sources
from schemaparity.database.site import Result, Site
from schemaparity.schema import Schema, Table, Unknown, View
from schemaparity.sql.statements import Dml

if TYPE_CHECKING:
    from schemaparity.database.database import Database

_SYSTEM_COLUMNS = frozenset({"ctid", "xmin", "xmax", "cmin", "cmax", "tableoid", "oid", "excluded", "session_user", "user", "current_role"})
_MISSING = frozenset({"42P01", "42704", "3F000"})
_NO_COLUMN = re.compile(r"no such column: (\S+)")
_SHOW = re.compile(r"\s*SHOW\s+(?P<name>[\w. ]+?)\s*;?\s*$", re.IGNORECASE)
_BOOLEANS = (exp.Exists, exp.Predicate, exp.Not, exp.And, exp.Or, exp.Boolean, exp.In, exp.Between, exp.Is)
_BOOLEAN_COLUMNS = frozenset(
    [
        "indisunique",
        "indisprimary",
        "indisvalid",
        "indisready",
        "indislive",
        "indisexclusion",
        "indimmediate",
        "attnotnull",
        "atthasdef",
        "attisdropped",
        "convalidated",
        "condeferrable",
        "condeferred",
        "relhasindex",
        "relispartition",
        "hasindexes",
        "rolsuper",
        "typnotnull",
        "tgisinternal",
        "ispopulated",
        "relhastriggers",
    ]
)
logging.getLogger("sqlglot").setLevel(logging.ERROR)


def run_query(
    database: Database, text: str, parameters: Mapping[str, object] | Sequence[object] | None = None, site: Site | None = None
) -> Result:
    """Answer a query, or note what a change of rows does. Raises UndecidableResult, or the error that the server would raise."""
    bound = bind(text, parameters, database.holes)
    path = search_path_of(database)
    if _SHOW.match(bound) is not None:
        return answer(database.schema, bound, path)
    try:
        tree = parse(bound)
    except UndecidableResult:
        _mark_written(database, bound, path)
        raise
    if database.open_base:
        _declare_external(database, tree, path, site or Site())
    if is_change(tree):
        _check_conditions(database.schema, tree, path)
        return run_change(database, tree, path)
    if apply_effects(database, tree, site or Site()):
        names = output_names(tree) if isinstance(tree, exp.Query) else None
        return Result(names or ("?column?",), ((None,),), 1)
    try:
        return answer_tree(database.schema, tree, path, database.holes.first(bound))
    except DatabaseError as error:
        if database.open_base and error.sqlstate in _MISSING:
            raise UndecidableResult(f"{error.message} in this chain, and may have been there before") from error
        raise


def search_path_of(database: Database) -> tuple[str, ...]:
    """The schemas an unqualified name is looked for in."""
    path = getattr(database, "search_path", None)
    return tuple(s or "public" for s in path) if path else ("public",)


def answer(schema: Schema, text: str, search_path: tuple[str, ...] = ("public",), hole: Unknown | None = None) -> Result:
    """Answer the text of a query over a schema."""
    show = _SHOW.match(text)
    if show is not None:
        return _show(show["name"].strip(), search_path)
    return answer_tree(schema, parse(text), search_path, hole)


def answer_tree(schema: Schema, tree: exp.Expr, search_path: tuple[str, ...], hole: Unknown | None = None) -> Result:
    """Answer a parsed query over a schema."""
    found = sources(tree, schema, search_path)
    _refuse_missing(tree, found, hole)
    filled = next((t for _, t in found.tables if t.has_rows), None)
    empty = empty_names(schema, found, search_path)
    if not has_rows(tree, empty):
        return _no_rows(schema, tree, found, search_path)
    if filled is not None:
        raise UndecidableResult(f"rows were inserted into {filled.key}, and what the query reads from it is not tracked")
    unknown_views = [name for name, _ in found.views if name.lower() not in empty]
    if unknown_views or (found.functions and not _only_unnest(found)):
        raise UndecidableResult(f"the rows of {next(iter(unknown_views), 'a function')} are not known")
    return _evaluate(schema, tree, found, search_path, hole)


def _check_conditions(schema: Schema, tree: exp.Expr, search_path: tuple[str, ...]) -> None:
    """The columns that an UPDATE or DELETE reads must exist, also where there are no rows."""
    if not isinstance(tree, exp.Update | exp.Delete) or tree.args.get("with_") is not None or not isinstance(tree.this, exp.Table):
        return
    others = [t.copy() for t in tree.args.get("using") or ()]
    from_ = tree.args.get("from_")
    others += [from_.this.copy()] if from_ is not None else []
    values = [e.expression.copy() for e in tree.expressions if isinstance(e, exp.EQ)] if isinstance(tree, exp.Update) else []
    query = exp.select(*(values or [exp.Literal.number(1)])).from_(tree.this.copy())
    for other in others:
        query = query.join(other, join_type="cross")
    if tree.args.get("where") is not None:
        query.set("where", tree.args["where"].copy())
    found = sources(query, schema, search_path)
    with suppress(UndecidableResult):
        if not found.missing:
            _no_rows(schema, query, found, search_path)


def _mark_written(database: Database, text: str, search_path: tuple[str, ...]) -> None:
    """A change of rows that is not understood may bring rows into its target."""
    from schemaparity.sql.postgresql.parse import SyntaxRefused  # noqa: PLC0415 - loads libpg_query
    from schemaparity.sql.postgresql.parse import parse as records_of  # noqa: PLC0415 - as above

    with suppress(SyntaxRefused):
        for record in records_of(text):
            name = record.table if isinstance(record, Dml) and record.kind in {"insert", "merge"} else None
            node = exp.table_(name.name, name.schema, quoted=True) if name is not None else None
            table = find_table(database.schema, node, search_path) if node is not None else None
            if isinstance(table, Table):
                database.schema = database.schema.with_table(evolve(table, has_rows=True))


def empty_names(schema: Schema, found: Sources, search_path: tuple[str, ...], depth: int = 5) -> frozenset[str]:
    """The tables that hold no rows, and the views over nothing but those."""
    empty = {name.lower() for name, t in found.tables if not t.has_rows}
    for name, view in found.views if depth else ():
        with suppress(UndecidableResult):
            tree = parse(view.definition or "")
            inner = sources(tree, schema, search_path)
            if not has_rows(tree, empty_names(schema, inner, search_path, depth - 1)):
                empty.add(name.lower())
    return frozenset(empty)


def _declare_external(database: Database, tree: exp.Expr, search_path: tuple[str, ...], site: Site) -> None:
    """On an open base a table that never existed was there before."""
    for name in sources(tree, database.schema, search_path).missing:
        if name not in database.schema.removed_tables and "sphole_" not in name.lower():
            database.declare_external(name, Unknown(f"the table {name} is read but never created", site.origin))


def parse(text: str) -> exp.Expr:
    """The syntax tree of one PostgreSQL statement. Raises UndecidableResult when the parser does not know it."""
    try:
        tree = sqlglot.parse_one(text.strip().rstrip(";"), read="postgres")
    except sqlglot.errors.SqlglotError as error:
        raise UndecidableResult("the query is not understood") from error
    if isinstance(tree, exp.Command) or tree is None:
        raise UndecidableResult("the query is not understood")
    return tree


def _show(name: str, search_path: tuple[str, ...]) -> Result:
    key = name.lower().replace(" ", "_")
    if key == "search_path" and search_path != ("public",):
        return Result((key,), ((", ".join(search_path),),), 1)
    if key not in SETTINGS:
        raise UndecidableResult(f"the setting {name} is not known")
    return Result((key,), ((SETTINGS[key],),), 1)


def _refuse_missing(tree: exp.Expr, found: Sources, hole: Unknown | None) -> None:
    unknown = next((c for c in found.catalogs if catalog.find(*c) is None), None)
    if found.missing:
        name = found.missing[0]
        if hole is not None and "sphole_" in name.lower():
            raise UndecidableResult(hole.reason)
        raise DatabaseError("42P01", f'relation "{name}" does not exist')
    if unknown is not None and has_rows(tree, frozenset(n.lower() for n, t in found.tables if not t.has_rows)):
        raise UndecidableResult(f"the catalog {'.'.join(p for p in unknown if p)} is not modelled")


def _only_unnest(found: Sources) -> bool:
    return all(name.lower() in {"unnest", "json_each"} for name in found.functions)


def _no_rows(schema: Schema, tree: exp.Expr, found: Sources, search_path: tuple[str, ...]) -> Result:
    """No rows; the columns are checked and named as far as that can be done."""
    names = output_names(tree) if isinstance(tree, exp.Query) else ()
    try:
        result = _run(Functions(Objects(schema), search_path), tree, found)
    except (EngineError, Untranslatable, UnknownFunction, MissingObject) as error:
        _refuse_column(tree, found, error)
        return Result(names or ("?column?",), (), 0)
    return Result(names or result[0], (), 0)


def _refuse_column(tree: exp.Expr, found: Sources, error: Exception) -> None:
    """Raise 42703 where SQLite misses a column and no table, alias or catalog of the query has one of that name."""
    match = _NO_COLUMN.search(error.message) if isinstance(error, EngineError) else None
    if match is None or found.catalogs or found.views or found.functions:
        return
    refuse_unknown_column(tree, found, match[1].rpartition(".")[2])


def refuse_unknown_column(tree: exp.Expr, found: Sources, name: str) -> None:
    """Raise 42703 when nothing in the statement can give a column of this name."""
    if not all(is_wholly_known(t) for _, t in found.tables) or found.catalogs or found.views or found.functions:
        return
    known = {c.lower() for _, t in found.tables for c in t.columns} | {t.name.lower() for _, t in found.tables} | _SYSTEM_COLUMNS
    aliases = {a.alias_or_name.lower() for a in tree.find_all(exp.Alias, exp.TableAlias, exp.CTE, exp.Subquery)}
    aliases |= {c.name.lower() for a in tree.find_all(exp.TableAlias) for c in a.columns}
    if name.lower() not in known | aliases and "sphole_" not in name.lower():
        raise DatabaseError("42703", f'column "{name}" does not exist')


def is_wholly_known(table: Table) -> bool:
    """True when the table certainly has no other columns."""
    return table.complete and not table.unknowns and table.doubt is None and all(c.doubt is None for c in table.columns.values())


def _evaluate(schema: Schema, tree: exp.Expr, found: Sources, search_path: tuple[str, ...], hole: Unknown | None) -> Result:
    names = output_names(tree) if isinstance(tree, exp.Query) else None
    booleans = _boolean_outputs(tree)
    try:
        least = _rows(schema, tree, found, search_path, most=False)
        most = _rows(schema, tree, found, search_path, most=True) if found.catalogs or _calls(tree) else least
    except MissingObject as missing:
        raise DatabaseError(*missing.args) from missing
    except (UnknownFunction, Untranslatable) as error:
        raise UndecidableResult(str(error)) from error
    except EngineError as error:
        _refuse_column(tree, found, error)
        raise UndecidableResult(f"the query is not understood ({error.message})") from error
    if least[1] != most[1]:
        reason = uncertainty(schema)
        raise UndecidableResult(reason.reason if reason is not None else "the result depends on how PostgreSQL writes an expression")
    if hole is not None and (found.catalogs or any("sphole_" in str(v).lower() for r in least[1] for v in r)):
        raise UndecidableResult(hole.reason)
    rows = tuple(tuple(_value(v, i in booleans) for i, v in enumerate(row)) for row in least[1])
    return Result(names or least[0], rows, len(rows))


def _calls(tree: exp.Expr) -> bool:
    return tree.find(exp.Anonymous, exp.Cast) is not None


def _rows(schema: Schema, tree: exp.Expr, found: Sources, search_path: tuple[str, ...], *, most: bool) -> Any:
    words = tuple(dict.fromkeys(str(node.this) for node in tree.find_all(exp.Literal) if node.is_string)) if most else ()
    return _run(Functions(Objects(schema, most, words), search_path), tree, found)


def _run(functions: Functions, tree: exp.Expr, found: Sources) -> Any:
    asked = tuple(dict.fromkeys(c.name for c in tree.find_all(exp.Column)))
    tables = [(name, tuple(t.columns) if t.complete else _merged(tuple(t.columns), asked)) for name, t in found.tables]
    tables += [(name, _view_columns(functions, view, asked)) for name, view in found.views]
    return run(rewrite(tree.copy()), functions, tables, found.catalogs)


def _view_columns(functions: Functions, view: View, asked: tuple[str, ...]) -> tuple[str, ...]:
    """The columns of a view: those of its query, or what is asked for."""
    try:
        return answer(functions.objects.schema, view.definition or "", functions.search_path).columns
    except (UndecidableResult, DatabaseError, RecursionError):
        return _merged(asked, ())


def _merged(columns: tuple[str, ...], asked: tuple[str, ...]) -> tuple[str, ...]:
    """Columns that are known, and those that a query asks for of a table that may have them; SQLite compares names without case."""
    return tuple({c.lower(): c for c in (*asked, *columns) if c != "*"}.values())


def _boolean_outputs(tree: exp.Expr) -> frozenset[int]:
    select = tree
    while isinstance(select, exp.SetOperation | exp.Subquery):
        select = select.this
    if not isinstance(select, exp.Select):
        return frozenset()
    return frozenset(i for i, e in enumerate(select.expressions) if _is_boolean(e))


def _is_boolean(expression: exp.Expr) -> bool:
    inner = expression.unalias().unnest()
    if isinstance(inner, exp.Column):
        return inner.name.lower() in _BOOLEAN_COLUMNS
    if isinstance(inner, exp.Cast):
        return inner.to.is_type("boolean")
    if isinstance(inner, exp.Max | exp.Min | exp.LogicalOr | exp.LogicalAnd):
        return isinstance(inner, exp.LogicalOr | exp.LogicalAnd)
    if isinstance(inner, exp.Coalesce):
        return _is_boolean(inner.this)
    if isinstance(inner, exp.Subquery):
        return 0 in _boolean_outputs(inner.this)
    return isinstance(inner, _BOOLEANS) and not isinstance(inner, exp.Subquery | exp.Select)


def _value(value: Any, boolean: bool) -> Any:
    if isinstance(value, str) and value.startswith("\x01"):
        return json.loads(value[1:])
    if isinstance(value, str) and value.startswith("\x02"):
        return " ".join(str(i) for i in json.loads(value[1:]))
    if value == PHANTOM:
        raise UndecidableResult("the result depends on how PostgreSQL writes an expression")
    return bool(value) if boolean and value is not None else value
