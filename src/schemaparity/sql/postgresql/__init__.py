"""PostgreSQL: text to statement records, expressions, identifiers; the only package that imports libpg_query."""
