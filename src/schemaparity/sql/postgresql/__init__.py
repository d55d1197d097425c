"""PostgreSQL: text to statement records, expressions, identifiers. The parser (libpg_query) is imported by the modules of this package only."""
