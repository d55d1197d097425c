"""The catalogs of PostgreSQL by name: what a query may read besides the user's tables."""

from __future__ import annotations

from collections.abc import Mapping

from schemaparity.database import catalog_information_schema, catalog_pg
from schemaparity.database.catalog_table import CatalogTable

SYSTEM_OIDS: Mapping[str, int] = {
    "pg_type": 1247,
    "pg_attribute": 1249,
    "pg_proc": 1255,
    "pg_class": 1259,
    "pg_constraint": 2606,
    "pg_index": 2610,
}
"""Oids of catalogs, for those who join on `classid`."""


def find(schema: str | None, name: str) -> CatalogTable | None:
    """The catalog of this name; None when there is none, or none that is modelled."""
    if schema == "information_schema":
        return catalog_information_schema.TABLES.get(name.lower())
    return catalog_pg.TABLES.get(name.lower()) if schema in {None, "pg_catalog"} else None


def is_catalog(schema: str | None, name: str) -> bool:
    """True for a name that belongs to the server, modelled or not."""
    return schema in {"information_schema", "pg_catalog", "pg_toast"} or (schema is None and name.lower().startswith("pg_"))
