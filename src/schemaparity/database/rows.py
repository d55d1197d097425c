"""Which user tables a query reads: its rows are those of an empty database, and a database in use has others."""

from __future__ import annotations

import re

from schemaparity.schema import Schema
from schemaparity.sql.statements import Select

_CATALOGS = frozenset({"information_schema", "pg_catalog"})
_FROM = re.compile(r'\b(?:from|join)\s+(?:[`"\[]?\w+[`"\]]?\.)?[`"\[]?(\w+)', re.IGNORECASE)


def user_tables_of(schema: Schema, query: Select) -> frozenset[str]:
    """The names of the tables of the schema that a query reads; by its text where its parser does not tell."""
    named = {t.name for t in query.tables if t.schema not in _CATALOGS} if query.tables else set(_FROM.findall(query.text))
    return frozenset(table.name for table in schema.tables.values() if table.name in named)
