"""What a SQLite database holds, object by object: its pragmas, and the names and texts that only SQL of its tables tells."""

from __future__ import annotations

import re
import warnings

import sqlalchemy as sa
from sqlalchemy.pool import StaticPool

from schemaparity.database.sqlite_ddl import statements_of
from schemaparity.schema import Schema

Facts = dict[tuple[str, ...], object]


def connection() -> sa.Connection:
    """A new database in memory."""
    return sa.create_engine("sqlite://", poolclass=StaticPool).connect()


def built(schema: Schema) -> sa.Connection:
    """The schema, built in a new database."""
    made = connection()
    for statement in statements_of(schema, schema.tables.values()):
        made.exec_driver_sql(statement)
    return made


def facts(connection: sa.Connection) -> Facts:
    """Every fact under the object that it is of."""
    held: Facts = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        inspector = sa.inspect(connection)
        for name in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").scalars():
            if name != "alembic_version":
                held |= _table(connection, inspector, name)
    for kind, name in connection.exec_driver_sql("SELECT type, name FROM sqlite_master WHERE type IN ('view', 'trigger')"):
        held[kind, name] = True
    return held


def _pragma(connection: sa.Connection, what: str, name: str) -> list[tuple]:
    quoted = name.replace('"', '""')
    return [tuple(row) for row in connection.exec_driver_sql(f'PRAGMA {what}("{quoted}")')]


def _table(connection: sa.Connection, inspector: sa.Inspector, name: str) -> Facts:
    held: Facts = {("table", name): _counts(connection, name)}
    for place, column, *rest in _pragma(connection, "table_xinfo", name):
        held["column", name, column] = (place, *rest)
    held["primary key", name] = inspector.get_pk_constraint(name)["name"]
    held["foreign keys", name] = sorted(map(repr, (row[2:] for row in _pragma(connection, "foreign_key_list", name))))
    held["foreign key names", name] = sorted(
        (k["name"] or "", k["constrained_columns"], repr(sorted(k["options"].items()))) for k in inspector.get_foreign_keys(name)
    )
    held["unique", name] = sorted((k["name"] or "", k["column_names"]) for k in inspector.get_unique_constraints(name))
    held["check", name] = sorted((k["name"] or "", plain(k["sqltext"])) for k in inspector.get_check_constraints(name))
    for row in _pragma(connection, "index_list", name):
        keys = [c[2:] for c in _pragma(connection, "index_xinfo", row[1])]
        if row[3] == "c":
            text = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = ?", (row[1],)).scalar()
            held["index", name, row[1]] = (row[2], row[4], keys, plain(re.sub(r"(?is)^.*?\bON\b", "", text)))
    held["automatic indexes", name] = sorted(repr((row[3], _pragma(connection, "index_xinfo", row[1]))) for row in _pragma(connection, "index_list", name) if row[3] != "c")
    return held


def _counts(connection: sa.Connection, name: str) -> tuple[bool, ...]:
    """AUTOINCREMENT, WITHOUT ROWID and STRICT, which no pragma tells."""
    text = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", (name,)).scalar().upper()
    return ("AUTOINCREMENT" in text, text.rstrip().endswith("ROWID"), text.rstrip().endswith("STRICT"))


def plain(text: str) -> str:
    """The expression without blanks, quotes and outer parentheses."""
    text = re.sub(r'[\s"`]', "", text).lower()
    while text.startswith("(") and text.endswith(")") and text[1:-1].count("(") == text[1:-1].count(")") and _closed(text[1:-1]):
        text = text[1:-1]
    return text


def _closed(text: str) -> bool:
    depth = 0
    for sign in text:
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if depth < 0:
            return False
    return True
