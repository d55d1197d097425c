"""Runs a rewritten query in an in-memory SQLite over catalogs and empty user tables. Knows the rows of nothing that a user inserted."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from sqlglot import ErrorLevel, exp

from schemaparity.database import catalog
from schemaparity.database.catalog_objects import Objects
from schemaparity.database.catalog_table import CatalogTable
from schemaparity.database.query_functions import Functions

_NO_FUNCTION = re.compile(r"no such function: (\S+)")
_MAX_UNKNOWN_FUNCTIONS = 20
_STEPS = 10_000
_MAX_STEPS = 5_000_000
_MAX_LENGTH = 2_000_000
_MAX_ROWS = 100_000
_ALLOWED = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE})
Answer: TypeAlias = tuple[tuple[str, ...], list[tuple[Any, ...]]]
Find: TypeAlias = Callable[[str | None, str], CatalogTable | None]


class EngineError(Exception):
    """SQLite refused the query; `message` is SQLite's."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def to_sqlite(tree: exp.Expr) -> str:
    """The text that SQLite runs."""
    return tree.sql("sqlite", unsupported_level=ErrorLevel.IGNORE)


def run(
    tree: exp.Expr,
    functions: Functions,
    user_tables: Iterable[tuple[str, tuple[str, ...]]],
    catalogs: Iterable[tuple[str | None, str]],
    find: Find = catalog.find,
    *,
    collation: str = "BINARY",
) -> Answer:
    """Run the query; answer (column names, rows). Raises EngineError, or what a function raised."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        text = to_sqlite(tree)
        functions.register(connection, text)
        for name, columns in user_tables:
            _create(connection, name, columns or ("sp_no_column",))
        for schema, name in dict.fromkeys(catalogs):
            table = find(schema, name)
            if table is not None:
                _fill(connection, f"{schema}.{name}" if schema else name, table, functions.objects, collation)
        connection.set_progress_handler(_Stopwatch().tick, _STEPS)
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _MAX_LENGTH)
        connection.execute("SELECT 1 FROM json_each('[]')").fetchall()  # declared before the authorizer, which refuses declarations
        connection.set_authorizer(_authorized)
        return _execute(connection, functions, text)
    except sqlite3.Error as error:  # a table of a name that SQLite keeps for itself
        raise EngineError(str(error)) from error
    finally:
        connection.close()


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _create(connection: sqlite3.Connection, name: str, columns: tuple[str, ...], collation: str = "BINARY") -> None:
    connection.execute(f"CREATE TABLE {_quote(name)} ({', '.join(f'{_quote(c)} COLLATE {collation}' for c in columns)})")


def _fill(connection: sqlite3.Connection, name: str, table: CatalogTable, objects: Objects, collation: str) -> None:
    _create(connection, name, table.columns, collation)
    marks = ", ".join("?" for _ in table.columns)
    values = (tuple(row.get(c) for c in table.columns) for row in table.rows(objects))
    connection.executemany(f"INSERT INTO {_quote(name)} VALUES ({marks})", values)  # noqa: S608 - an in-memory table of this module


class _Stopwatch:
    """Ends a query that runs too long."""

    def __init__(self) -> None:
        self.steps = 0

    def tick(self) -> int:
        """Count; true ends the query."""
        self.steps += _STEPS
        return int(self.steps > _MAX_STEPS)


def _authorized(action: int, *_details: str | None) -> int:
    """Queries read; nothing attaches a file, loads an extension or sets a pragma."""
    return sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY


def _execute(connection: sqlite3.Connection, functions: Functions, text: str) -> Answer:
    for _ in range(_MAX_UNKNOWN_FUNCTIONS):
        try:
            cursor = connection.execute(text)
            rows = cursor.fetchmany(_MAX_ROWS + 1)
        except sqlite3.Error as error:
            missing = _NO_FUNCTION.search(str(error))
            if missing is None:
                raise functions.failure or EngineError(str(error)) from error
            functions.register_unknown(connection, missing[1])
        else:
            if len(rows) > _MAX_ROWS:
                raise EngineError(f"the query has more than {_MAX_ROWS} rows")
            return tuple(d[0] for d in cursor.description or ()), rows
    raise EngineError("too many functions that are not known")
