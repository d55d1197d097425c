"""A PostgreSQL server as oracle: a scratch database, and its catalogs read into the vocabulary of the schema's objects."""

# ruff: noqa: E501, PLC0415 - catalog queries; the driver is needed with --oracle only
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

SYSTEM = "n.nspname NOT IN ('pg_catalog','information_schema') AND n.nspname NOT LIKE 'pg_toast%' AND n.nspname NOT LIKE 'pg_temp%'"
NOT_EXTENSION = "NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = {} AND d.deptype = 'e')"

COLUMNS = f"""
SELECT n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(ad.adbin, ad.adrelid), a.attidentity, a.attgenerated,
       col_description(c.oid, a.attnum), (SELECT l.collname FROM pg_collation l, pg_type y WHERE y.oid = a.atttypid AND l.oid = a.attcollation AND a.attcollation <> y.typcollation)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_attrdef ad ON ad.adrelid = c.oid AND ad.adnum = a.attnum
WHERE c.relkind IN ('r','p') AND {SYSTEM} AND {NOT_EXTENSION.format('c.oid')} ORDER BY 1, 2, a.attnum
"""
TABLES = f"""
SELECT n.nspname, c.relname, obj_description(c.oid, 'pg_class'), CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END,
       (SELECT i.inhparent::regclass::text FROM pg_inherits i WHERE i.inhrelid = c.oid LIMIT 1)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r','p') AND {SYSTEM} AND {NOT_EXTENSION.format('c.oid')} ORDER BY 1, 2
"""
CONSTRAINTS = f"""
SELECT n.nspname, c.relname, k.conname, k.contype,
       (SELECT array_agg(a.attname::text ORDER BY u.o) FROM unnest(k.conkey) WITH ORDINALITY u(n, o) JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.n),
       k.confrelid::regclass::text, pg_get_constraintdef(k.oid)
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE k.contype IN ('p','f','u','c','x') AND {SYSTEM} AND {NOT_EXTENSION.format('c.oid')} AND k.conparentid = 0 ORDER BY 1, 2, 3
"""
INDEXES = f"""
SELECT n.nspname, c.relname, i.relname, pg_get_indexdef(x.indexrelid)
FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class c ON c.oid = x.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r','p') AND {SYSTEM} AND {NOT_EXTENSION.format('c.oid')}
  AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = x.indexrelid AND k.contype IN ('p','u','x')) ORDER BY 1, 2, 3
"""
ENUMS = f"""
SELECT n.nspname, t.typname, array_agg(e.enumlabel::text ORDER BY e.enumsortorder)
FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid JOIN pg_namespace n ON n.oid = t.typnamespace WHERE {SYSTEM} GROUP BY 1, 2 ORDER BY 1, 2
"""
SEQUENCES = f"""
SELECT n.nspname, c.relname, s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle,
       (SELECT d.refobjid::regclass::text || '.' || a.attname FROM pg_depend d JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
         WHERE d.objid = c.oid AND d.deptype IN ('a','i') LIMIT 1)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_sequence s ON s.seqrelid = c.oid WHERE c.relkind = 'S' AND {SYSTEM} ORDER BY 1, 2
"""
OTHERS = f"""
SELECT 'view', n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('v','m') AND {SYSTEM} AND {NOT_EXTENSION.format('c.oid')}
UNION ALL SELECT 'domain', n.nspname, t.typname FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.typtype = 'd' AND {SYSTEM}
UNION ALL SELECT 'schema', n.nspname, '' FROM pg_namespace n WHERE {SYSTEM} AND n.nspname <> 'public' ORDER BY 1, 2, 3
"""


@contextmanager
def scratch(base: str, name: str) -> Iterator[object]:
    """A connection in autocommit to an empty database."""
    import psycopg

    with psycopg.connect(f"{base}/postgres", autocommit=True) as admin:
        admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        admin.execute(f'CREATE DATABASE "{name}"')
    with psycopg.connect(f"{base}/{name}", autocommit=True) as connection:
        connection.prepare_threshold = None
        yield connection
    with psycopg.connect(f"{base}/postgres", autocommit=True) as admin:
        admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def wipe(connection: object) -> None:
    """Empty the database again."""
    connection.execute("ROLLBACK")
    connection.execute("RESET search_path")
    schemas = [r[0] for r in connection.execute(f"SELECT n.nspname FROM pg_namespace n WHERE {SYSTEM}").fetchall()]
    extensions = [r[0] for r in connection.execute("SELECT extname FROM pg_extension WHERE extname <> 'plpgsql'").fetchall()]
    for extension in extensions:
        connection.execute(f'DROP EXTENSION "{extension}" CASCADE')
    for schema in schemas:
        connection.execute(f'DROP SCHEMA "{schema}" CASCADE')
    connection.execute("CREATE SCHEMA public")
    connection.execute("DISCARD ALL")


def dump(connection: object) -> dict[str, list[tuple]]:
    """The catalogs, in PostgreSQL's own words."""
    queries = {"tables": TABLES, "columns": COLUMNS, "constraints": CONSTRAINTS, "indexes": INDEXES, "enums": ENUMS, "sequences": SEQUENCES, "others": OTHERS}
    connection.execute("SET search_path TO public")
    return {name: [tuple(v.decode() if isinstance(v, bytes) else v for v in row) for row in connection.execute(sql).fetchall()] for name, sql in queries.items()}
