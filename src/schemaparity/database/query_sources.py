"""What a query reads: catalogs, user tables, CTEs, functions; and whether it can have rows at all when user tables are empty."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen
from sqlglot import exp

from schemaparity.database import catalog
from schemaparity.database.apply.lookup import TEMPORARY
from schemaparity.database.query_aggregates import AGGREGATE_NAMES
from schemaparity.schema import Schema, Table, View


@frozen
class Sources:
    """The relations that a query reads.

    Args:
        catalogs: (schema, name) of the server's own tables.
        tables: user tables that exist, by the name as written.
        views: user views, by the name as written.
        missing: names of user tables that do not exist.
        functions: set-returning functions in FROM.

    """

    catalogs: tuple[tuple[str | None, str], ...] = ()
    tables: tuple[tuple[str, Table], ...] = ()
    views: tuple[tuple[str, View], ...] = ()
    missing: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()


def written_name(table: exp.Table) -> str:
    """The name as the query writes it."""
    return f"{table.db}.{table.name}" if table.db else table.name


def folded(identifier: exp.Expr | None) -> str:
    """An identifier as PostgreSQL folds it."""
    if identifier is None:
        return ""
    return identifier.name if identifier.args.get("quoted") else identifier.name.lower()


def find_table(schema: Schema, table: exp.Table, search_path: tuple[str, ...]) -> Table | View | None:
    """The user's table or view that a name means."""
    name, db = folded(table.this), folded(table.args.get("db"))
    for owner in (db,) if db else (TEMPORARY, *search_path):
        key = name if owner == "public" else f"{owner}.{name}"
        found = schema.tables.get(key) or schema.views.get(key)
        if found is not None:
            return found
    return None


def sources(tree: exp.Expr, schema: Schema, search_path: tuple[str, ...]) -> Sources:
    """Everything that the query reads."""
    catalogs: list[tuple[str | None, str]] = []
    tables: list[tuple[str, Table]] = []
    views: list[tuple[str, View]] = []
    missing: list[str] = []
    functions: list[str] = []
    for table in _tables(tree):
        db = folded(table.args.get("db")) or None
        if isinstance(table.this, exp.Anonymous | exp.Func):
            functions.append(table.this.name or table.this.sql_name() if isinstance(table.this, exp.Func) else "")
            continue
        found = find_table(schema, table, search_path)
        if found is None and catalog.is_catalog(db, table.name):
            catalogs.append((db, table.name))
        elif isinstance(found, Table):
            tables.append((written_name(table), found))
        elif isinstance(found, View):
            views.append((written_name(table), found))
        else:
            missing.append(written_name(table))
    return Sources(tuple(catalogs), tuple(dict(tables).items()), tuple(dict(views).items()), tuple(missing), tuple(functions))


def _tables(tree: exp.Expr) -> Iterator[exp.Table]:
    """All tables but references to CTEs."""
    for table in tree.find_all(exp.Table):
        if table.args.get("db") is not None or not _is_cte(table):
            yield table


def _is_cte(table: exp.Table) -> bool:
    node: exp.Expr | None = table
    while node is not None:
        with_ = node.args.get("with_") or node.args.get("with")
        if with_ is not None and any(c.alias.lower() == table.name.lower() for c in with_.expressions):
            return True
        node = node.parent
    return False


def has_rows(tree: exp.Expr, empty: frozenset[str]) -> bool:
    """False when the query certainly yields no row, given the names of tables (and CTEs) that are empty; True also when it is not known."""
    with_ = tree.args.get("with_") or tree.args.get("with")
    for cte in with_.expressions if with_ is not None else ():
        name = {cte.alias.lower()}
        empty = empty - name if has_rows(cte.this, empty) else empty | name
    match tree:
        case exp.Subquery():
            return has_rows(tree.this, empty)
        case exp.Except():
            return has_rows(tree.this, empty)
        case exp.Intersect():
            return has_rows(tree.this, empty) and has_rows(tree.expression, empty)
        case exp.SetOperation():
            return has_rows(tree.this, empty) or has_rows(tree.expression, empty)
        case exp.Select():
            return _select_has_rows(tree, empty)
        case exp.Insert() | exp.Update() | exp.Delete():
            return True
        case _:
            return True


def _select_has_rows(select: exp.Select, empty: frozenset[str]) -> bool:
    if _is_never(select.args.get("where")):
        return _aggregates(select)
    from_ = select.args.get("from_") or select.args.get("from")
    if from_ is None:
        return True
    rows = _source_has_rows(from_.this, empty)
    for join in select.args.get("joins") or ():
        joined = _source_has_rows(join.this, empty)
        side = (join.side or "").upper()
        rows = rows or joined if side == "FULL" else joined if side == "RIGHT" else rows if side == "LEFT" else rows and joined
    return rows or _aggregates(select)


def _is_never(where: exp.Expr | None) -> bool:
    return where is not None and isinstance(where.this, exp.Boolean) and not where.this.this


def _source_has_rows(source: exp.Expr, empty: frozenset[str]) -> bool:
    if isinstance(source, exp.Lateral):
        return _source_has_rows(source.this, empty)
    if isinstance(source, exp.Subquery):
        return has_rows(source.this, empty)
    if isinstance(source, exp.Paren):
        return _source_has_rows(source.this, empty)
    return not (isinstance(source, exp.Table) and written_name(source).lower() in empty)


def _aggregates(select: exp.Select) -> bool:
    """True for an aggregate without GROUP BY, which has one row over nothing."""
    if select.args.get("group") is not None or (select.args.get("having") is not None and select.args.get("group")):
        return False
    return any(is_aggregate(node) for e in select.expressions for node in _own_nodes(e))


def _own_nodes(expression: exp.Expr) -> Iterator[exp.Expr]:
    return expression.walk(prune=lambda n: isinstance(n, exp.Subquery | exp.Select | exp.Window))


def is_aggregate(node: exp.Expr) -> bool:
    """True for a call of an aggregate function."""
    if isinstance(node, exp.AggFunc):
        return not isinstance(node.parent, exp.Window)
    return isinstance(node, exp.Anonymous) and str(node.this).lower() in AGGREGATE_NAMES
