"""Whether SQLite takes a statement that changes tables: asked of SQLite itself, over a copy of the tables that the statement names."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping

from attrs import fields

from schemaparity.database.errors import DatabaseError
from schemaparity.database.sqlite_ddl import statements_of
from schemaparity.schema import Element, Schema, Table, Unknown
from schemaparity.sql.statements import AlterTable, CreateIndex, CreateTable, RenameColumn, RenameRelation, Statement

_TRIED = (CreateTable, CreateIndex, AlterTable, RenameColumn, RenameRelation)
_OF_THIS_LIBRARY = ("no such function", "no such module", "no such collation", "unknown database")
"""Refusals that another SQLite than this one would perhaps not make, or that come of the copy."""
_SQLSTATES = (
    ("already exists", "42P07"),
    ("there is already", "42P07"),
    ("after drop column", "2BP01"),
    ("no such column", "42703"),
    ("duplicate column name", "42701"),
    ("more than one primary key", "42P16"),
    ("syntax error", "42601"),
)
_TEXTS = "SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql IS NOT NULL"
_CURRENT = (3, 35)
"""The first SQLite that knows all of ALTER TABLE; an older one is not asked."""


def accepts(schema: Schema, statement: Statement, text: str) -> Mapping[str, str] | None:
    """What SQLite has as texts of tables and indexes after a statement that renames; None when it was not asked.

    Raises DatabaseError where it refuses.
    """
    if not isinstance(statement, _TRIED) or sqlite3.sqlite_version_info < _CURRENT:
        return None
    tables = _concerned(schema, text)
    if not all(_is_certain(t) for t in tables):
        return None
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        if not _try(connection, list(statements_of(schema, tables)), text):
            return None
        return dict(connection.execute(_TEXTS)) if isinstance(statement, RenameColumn | RenameRelation) else {}
    finally:
        connection.close()


def _concerned(schema: Schema, text: str) -> list[Table]:
    """The tables that the text names; all where views and triggers are, which ALTER TABLE reads again."""
    if schema.views or schema.routines:
        return list(schema.tables.values())
    words = {w.lower() for w in re.findall(r"\w+", text)}
    return [t for t in schema.tables.values() if any(n.lower() in words or not n.isidentifier() for n in _names(t))]


def _names(table: Table) -> tuple[str, ...]:
    return (table.name, *(i.name for i in table.indexes))


def _is_certain(table: Table) -> bool:
    """True when all of the table is known."""
    if not table.complete or table.unknowns or table.schema is not None:
        return False
    return not any(_is_undecided(e) for e in (table, *table.columns.values(), *table.constraints, *table.indexes))


def _is_undecided(element: Element) -> bool:
    return any(isinstance(value, Unknown) or _has_hole(value) for value in _values(element))


def _values(element: Element) -> Iterator[object]:
    for attribute in fields(type(element)):
        if attribute.name != "history":
            yield getattr(element, attribute.name)


def _has_hole(value: object) -> bool:
    return isinstance(value, str) and "sphole_" in value.lower()


def _try(connection: sqlite3.Connection, copy: list[str], text: str) -> bool:
    try:
        for statement in copy:
            connection.execute(statement)
    except sqlite3.Error:  # something in it that this SQLite does not know
        return False
    try:
        connection.execute(text)
    except sqlite3.Error as error:
        message = str(error)
        if message.startswith("no such table") or any(words in message for words in _OF_THIS_LIBRARY):
            return False  # whether a missing table is an error, the base of the chain says
        raise DatabaseError(next((code for words, code in _SQLSTATES if words in message), "42000"), message) from error
    return True
