"""A schema as the script that makes SQLite hold it. Unknown parts are left out, as comments say."""

from __future__ import annotations

from schemaparity.database.sqlite_ddl import statements_of
from schemaparity.schema import Schema


def to_sqlite(schema: Schema) -> str:
    """The script: tables, indexes, views and triggers."""
    unknown = [f"-- unknown: {' '.join(fact.unknown.reason.split())}\n" for fact in schema.unknown]
    return "".join([*unknown, *(f"{s.rstrip().rstrip(';')};\n" for s in statements_of(schema, schema.tables.values()))])
