"""A schema to the script of an SQLite database."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from schemaparity.database.sqlite_ddl import create_index, create_table, quoted
from schemaparity.report.sql_known import doubt_of, known_part
from schemaparity.report.sql_quoting import is_printed, note
from schemaparity.schema import Schema, Table


def to_sqlite(schema: Schema) -> Iterator[str]:
    """The statements and comments, in the order in which SQLite can execute them; foreign keys may refer to tables that come later."""
    known = {key: known_part(schema, table) for key, table in schema.tables.items()}
    tables = [part.table for part in known.values()]
    for table in tables:
        yield from known[table.key].notes
        yield from _table(evolve(table, indexes=()))
    for table in tables:
        yield from (_statement(f"index {i.name}", create_index(table, i)) for i in table.indexes if _is_made(table))
    yield from _views(schema)
    for routine in schema.routines:
        yield from doubt_of(f"{routine.kind} {routine.name}", routine)
        yield _statement(f"{routine.kind} {routine.name}", routine.definition)


def _is_made(table: Table) -> bool:
    return table.schema is None and bool(table.columns)


def _table(table: Table) -> Iterator[str]:
    if table.schema is not None:
        yield note(f"the table {table.key} is left out: it is in another file, which is attached when the script runs")
    elif not table.columns:
        yield note(f"the table {table.key} is left out: none of its columns is known, and SQLite has no table without any")
    else:
        yield _statement(f"table {table.key}", create_table(table))
        if table.comment or any(column.comment for column in table.columns.values()):
            yield note(f"the comments of {table.key} are left out: SQLite keeps none")


def _views(schema: Schema) -> Iterator[str]:
    for view in schema.views.values():
        yield from doubt_of(f"view {view.key}", view)
        if view.definition is None:
            yield note(f"the view {view.key} is left out, its query is not known")
        else:
            yield _statement(f"view {view.key}", f"CREATE VIEW {quoted(view.name)} AS {view.definition}")


def _statement(what: str, text: str) -> str:
    """The statement; SQLite has no escapes for names and literals, so that one with control characters is left out."""
    return f"{text.rstrip().rstrip(';')};" if is_printed(text) else note(f"the {what} is left out: it has control characters")
