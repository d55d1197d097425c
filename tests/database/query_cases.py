"""One database and the queries that are asked of it, here and of a real PostgreSQL. A statement a line."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parent
DDL = tuple((HERE / "catalog_schema.sql").read_text(encoding="utf-8").splitlines())
QUERIES = tuple((HERE / "catalog_queries.sql").read_text(encoding="utf-8").splitlines())
