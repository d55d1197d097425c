"""Answers queries and changes of rows in SQLite's dialect by SQLite itself: an empty in-memory copy of the schema for each."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TypeAlias

from attrs import define, evolve, field

from schemaparity.database.catalog_objects import Objects, is_open, uncertainty
from schemaparity.database.errors import DatabaseError, UndecidableResult
from schemaparity.database.site import Result, Site
from schemaparity.database.sqlite_ddl import statements_of
from schemaparity.schema import Schema, Unknown

if TYPE_CHECKING:
    from schemaparity.database.database import Database

_ALL = re.compile(r"sqlite_(?:master|schema|sequence)|table_list|database_list|foreign_key_check", re.IGNORECASE)
_CATALOG = re.compile(r"sqlite_(?:master|schema)|pragma", re.IGNORECASE)
_DELETE_ALL = re.compile(r"\s*DELETE\s+FROM\s+[\w\"`.\[\]]+\s*;?\s*$", re.IGNORECASE)
_UNKNOWN_FUNCTIONS = frozenset(
    {"random", "randomblob", "current_timestamp", "current_date", "current_time", "changes", "total_changes", "last_insert_rowid"}
)
_NO_FUNCTION = re.compile(r"no such function: (\S+)")
_MAX_STEPS = 2_000_000
_ERRORS = (
    ("no such table", "42P01"),
    ("no such column", "42703"),
    ("has no column named", "42703"),
    ("into generated column", "428C9"),
    ("UPDATE generated column", "428C9"),
    ("UNIQUE constraint failed", "23505"),
    ("NOT NULL constraint failed", "23502"),
    ("CHECK constraint failed", "23514"),
    ("FOREIGN KEY constraint failed", "23503"),
)


@define
class _Trace:
    """What a statement read and wrote."""

    read: set[str] = field(factory=set)
    written: set[str] = field(factory=set)
    functions: set[str] = field(factory=set)

    def authorize(self, action: int, first: str | None, second: str | None, *_: str | None) -> int:
        """SQLite's authorizer: note tables, refuse other databases."""
        if action == sqlite3.SQLITE_ATTACH:
            return sqlite3.SQLITE_DENY
        if action == sqlite3.SQLITE_READ and first:
            self.read.add(first.lower())
        elif action in {sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE} and first:
            self.written.add(first.lower())
        elif action == sqlite3.SQLITE_FUNCTION and second:
            self.functions.add(second.lower())
        return sqlite3.SQLITE_OK


Answer: TypeAlias = tuple[tuple[str, ...], tuple[tuple[Any, ...], ...], _Trace, set[str]]


def run_sqlite(database: Database, text: str, site: Site) -> Result:
    """Answer a query, or do a change of rows. Raises DatabaseError or UndecidableResult."""
    hole = database.holes.first(text)
    columns, rows, trace, filled = _ask_open(database, text, site)
    schema = database.schema
    full = {t.name.lower() for t in schema.tables.values() if t.has_rows}
    if trace.written:
        database.schema = _after_change(schema, text, trace, filled, full)
        if columns and (filled or trace.read & full):
            raise UndecidableResult("the rows that a statement returns are not tracked")
        return Result(columns, rows, len(rows) if columns else -1)
    inserted = trace.read & full
    if inserted:
        raise UndecidableResult(f"rows were inserted into {min(inserted)}, and what the query reads from it is not tracked")
    if _CATALOG.search(text):
        _require_certain(schema, text, (columns, rows), hole)
    if rows and "sql" in columns and _ALL.search(text):
        raise UndecidableResult("the text of a CREATE statement is not tracked")
    if rows and "'now'" in text.lower():
        raise UndecidableResult("the time of a migration is not known")
    if rows and trace.functions & _UNKNOWN_FUNCTIONS:
        raise UndecidableResult(f"the result of the function {min(trace.functions & _UNKNOWN_FUNCTIONS)} is not known")
    if hole is not None and any("sphole_" in str(v).lower() for r in rows for v in r):
        raise UndecidableResult(hole.reason)
    return Result(columns, rows, len(rows))


def _ask_open(database: Database, text: str, site: Site) -> Answer:
    """Ask; on an open base a table that never existed was there before, and what it has is not known."""
    while True:
        try:
            return _ask(database.schema, text, most=False)
        except DatabaseError as error:
            name = error.message.rpartition(" ")[2]
            missing = (
                error.sqlstate == "42P01" and database.open_base and name not in {*database.schema.tables, *database.schema.removed_tables}
            )
            if missing:
                database.declare_external(name, Unknown(f"the table {name} is read but never created", site.origin))
            elif error.sqlstate == "42703" and _names_open_table(database.schema, text):
                raise UndecidableResult("the columns of a table are not known") from error
            else:
                raise


def _names_open_table(schema: Schema, text: str) -> bool:
    words = {w.lower() for w in re.findall(r"\w+", text)}
    return any(
        t.name.lower() in words and (is_open(schema, t) or any(c.doubt is not None for c in t.columns.values()))
        for t in schema.tables.values()
    )


def _require_certain(schema: Schema, text: str, least: tuple[Any, Any], hole: Unknown | None) -> None:
    if hole is not None:
        raise UndecidableResult(hole.reason)
    reason = uncertainty(schema)
    if reason is not None and _ask(schema, text, most=True)[:2] != least:
        raise UndecidableResult(reason.reason)


def _after_change(schema: Schema, text: str, trace: _Trace, filled: set[str], full: set[str]) -> Schema:
    """Rows came in where SQLite says so, and possibly where the statement reads rows that are not tracked."""
    possible = trace.written if trace.read & full - trace.written and not text.lstrip().upper().startswith(("UPDATE", "DELETE")) else set()
    emptied = trace.written if _DELETE_ALL.match(text) else set()
    for table in list(schema.tables.values()):
        name = table.name.lower()
        has_rows = name not in emptied and (table.has_rows or name in filled or name in possible)
        if has_rows != table.has_rows:
            schema = schema.with_table(evolve(table, has_rows=has_rows))
    return schema


def _ask(schema: Schema, text: str, *, most: bool) -> Answer:
    """Columns, rows, what was touched, and the tables that hold rows afterwards."""
    trace = _Trace()
    with _copy(schema, text, most=most) as connection:
        connection.set_authorizer(trace.authorize)
        cursor = _execute(connection, text)
        columns = tuple(d[0] for d in cursor.description or ())
        rows = tuple(cursor.fetchall()) if columns else ()
        connection.set_authorizer(None)
        trace.written = {n for n in trace.written if not n.startswith("sqlite_")}
        filled = {n for n in trace.written if connection.execute(f"SELECT EXISTS (SELECT 1 FROM {_quote(n)})").fetchone()[0]}  # noqa: S608 - names of the copy
    return columns, rows, trace, filled


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


@contextmanager
def _copy(schema: Schema, text: str, *, most: bool) -> Iterator[sqlite3.Connection]:
    """The schema, or the part of it that the text names, in memory."""
    words = {w.lower() for w in re.findall(r"\w+", text)}
    literals = tuple(dict.fromkeys(re.findall(r"'([^']*)'", text)))
    objects = Objects(schema, most, literals if most else (), "main")
    tables = [
        t
        for t in objects.tables
        if _ALL.search(text) or t.name.lower() in words or not t.name.isidentifier() or any(i.name.lower() in words for i in t.indexes)
    ]
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        for statement in statements_of(schema, tables):
            with suppress(sqlite3.Error):  # an expression that this SQLite does not know: the object is left out
                connection.execute(statement)
        connection.set_progress_handler(_stopwatch(), 1000)
        yield connection
    finally:
        connection.close()


def _stopwatch() -> Any:
    steps = 0

    def progress() -> int:
        nonlocal steps
        steps += 1000
        return int(steps > _MAX_STEPS)

    return progress


def _execute(connection: sqlite3.Connection, text: str) -> sqlite3.Cursor:
    """Execute; a function that SQLite has not makes the result undecidable when it is reached."""
    try:
        return connection.execute(text)
    except sqlite3.Error as error:
        message = str(error)
        missing = _NO_FUNCTION.search(message)
        if missing is not None:
            connection.create_function(missing[1], -1, _unknown)
            return _execute(connection, text)
        sqlstate = next((code for words, code in _ERRORS if words in message), None)
        if sqlstate is None or "sphole_" in message.lower():
            raise UndecidableResult(f"the query is not understood ({message})") from error
        raise DatabaseError(sqlstate, message) from error


def _unknown(*_args: object) -> None:
    raise UndecidableResult("the result of a function is not known")


def columns_of_query(schema: Schema, query: str) -> list[tuple[str, str]] | None:
    """The columns and types of `CREATE TABLE AS query`, or None."""
    with _copy(schema, query, most=False) as connection:
        try:
            connection.execute(f"CREATE TABLE sp_result AS {query}")
        except sqlite3.Error:
            return None
        return [(row[1], row[2]) for row in connection.execute("PRAGMA table_info(sp_result)")]
