"""What PostgreSQL's catalogs hold, object by object, in PostgreSQL's own words: for the comparison of two databases."""

# ruff: noqa: E501 - queries of catalogs
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

Key: TypeAlias = tuple[str, str, str]
"""Kind, table (or type or sequence) and name of an object; a column's name, a constraint's, an index's."""
Facts: TypeAlias = dict[Key, Mapping[str, Any]]

SYSTEM = "n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg_toast%' AND n.nspname NOT LIKE 'pg_temp%'"
RELATION = "CASE WHEN n.nspname = 'public' THEN c.relname::text ELSE n.nspname || '.' || c.relname END"
QUERIES = {
    "table": f"""
        SELECT {RELATION}, {RELATION} AS name, CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END AS "partition by", c.reloptions AS options
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND {SYSTEM} AND c.relname <> 'alembic_version'""",
    "table_comment": f"""
        SELECT {RELATION}, {RELATION} AS name, obj_description(c.oid, 'pg_class') AS comment
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND {SYSTEM} AND c.relname <> 'alembic_version'
          AND obj_description(c.oid, 'pg_class') IS NOT NULL""",
    "column": f"""
        SELECT {RELATION}, a.attname::text AS name, format_type(a.atttypid, a.atttypmod) AS type, NOT a.attnotnull AS nullable,
          CASE WHEN a.attgenerated = '' THEN pg_get_expr(d.adbin, d.adrelid) END AS default,
          CASE WHEN a.attgenerated <> '' THEN pg_get_expr(d.adbin, d.adrelid) END AS computed,
          NULLIF(a.attidentity::text, '') || (SELECT format(' %s %s %s %s %s %s', q.seqstart, q.seqincrement, q.seqmin, q.seqmax, q.seqcache, q.seqcycle)
            FROM pg_depend p JOIN pg_sequence q ON q.seqrelid = p.objid
            WHERE p.refobjid = c.oid AND p.refobjsubid = a.attnum AND p.deptype = 'i' LIMIT 1) AS identity,
          col_description(c.oid, a.attnum) AS comment,
          (SELECT l.collname::text FROM pg_collation l JOIN pg_type y ON y.oid = a.atttypid
            WHERE l.oid = a.attcollation AND a.attcollation <> y.typcollation) AS collation
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
        WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND {SYSTEM} AND c.relname <> 'alembic_version' ORDER BY 1, a.attnum""",
    "constraint": f"""
        SELECT {RELATION}, k.conname::text AS name, k.contype::text AS kind, pg_get_constraintdef(k.oid) AS definition
        FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE k.contype IN ('p', 'f', 'u', 'c', 'x') AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND {SYSTEM}
          AND c.relname <> 'alembic_version'""",
    "index": f"""
        SELECT {RELATION}, i.relname::text AS name, regexp_replace(pg_get_indexdef(i.oid), 'INDEX \\S+ ON', 'INDEX ON') AS definition
        FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class c ON c.oid = x.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND {SYSTEM}
          AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.oid AND k.contype IN ('p', 'u', 'x'))""",
    "enum": f"""
        SELECT '', CASE WHEN n.nspname = 'public' THEN t.typname::text ELSE n.nspname || '.' || t.typname END AS name,
          array_agg(e.enumlabel::text ORDER BY e.enumsortorder) AS labels
        FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid JOIN pg_namespace n ON n.oid = t.typnamespace WHERE {SYSTEM} GROUP BY 1, 2""",
    "sequence": f"""
        SELECT '', {RELATION} AS name, format('%s %s %s %s %s %s', s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle) AS options
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_sequence s ON s.seqrelid = c.oid
        WHERE c.relkind = 'S' AND {SYSTEM} AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype IN ('a', 'i'))""",
}
KINDS = {
    "p": "primary_key",
    "f": "foreign_key",
    "u": "unique_constraint",
    "c": "check_constraint",
    "x": "exclude_constraint",
}


def facts(connection: Any) -> Facts:
    """Every object of the database a SQLAlchemy connection leads to."""
    found: Facts = {}
    for kind, query in QUERIES.items():
        result = connection.exec_driver_sql(query.replace("%", "%%"))
        names = list(result.keys())
        for row in result:
            values = dict(zip(names[1:], row[1:], strict=True))
            name = values.pop("name")
            own = KINDS[values.pop("kind")] if kind == "constraint" else kind
            found[own, "" if kind in {"enum", "sequence"} else row[0], name] = values
    return found


def differing(declared: Facts, built: Facts) -> set[Key]:
    """The objects that one database lacks, or that differ; inside a table that one lacks only the table."""
    changed = {key for key in declared.keys() | built.keys() if declared.get(key) != built.get(key)} | _reordered(declared, built)
    tables = {key[1] for key in changed if key[0] == "table" and not (key in declared and key in built)}
    return {key for key in changed if key[1] not in tables or key[0] == "table"}


def _reordered(declared: Facts, built: Facts) -> set[Key]:
    """The tables whose common columns stand in another order."""
    orders = [[key for key in held if key[0] == "column" and key in other] for held, other in ((declared, built), (built, declared))]
    return {("table", one[1], one[1]) for one, other in zip(*orders, strict=True) if one != other}
