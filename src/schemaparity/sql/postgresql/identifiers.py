"""Identifiers of PostgreSQL: quoting, truncation and the names it invents. Text in, text out."""

from __future__ import annotations

import re
from collections.abc import Iterable

MAX_BYTES = 63
"""NAMEDATALEN - 1."""

_PLAIN = re.compile(r"[a-z_][a-z0-9_$]*\Z")

# Every keyword of PostgreSQL 15 that is not "unreserved": what quote_identifier quotes.
_KEYWORDS = frozenset(
    [
        "all",
        "analyse",
        "analyze",
        "and",
        "any",
        "array",
        "as",
        "asc",
        "asymmetric",
        "authorization",
        "between",
        "bigint",
        "binary",
        "bit",
        "boolean",
        "both",
        "case",
        "cast",
        "char",
        "character",
        "check",
        "coalesce",
        "collate",
        "collation",
        "column",
        "concurrently",
        "constraint",
        "create",
        "cross",
        "current_catalog",
        "current_date",
        "current_role",
        "current_schema",
        "current_time",
        "current_timestamp",
        "current_user",
        "dec",
        "decimal",
        "default",
        "deferrable",
        "desc",
        "distinct",
        "do",
        "else",
        "end",
        "except",
        "exists",
        "extract",
        "false",
        "fetch",
        "float",
        "for",
        "foreign",
        "freeze",
        "from",
        "full",
        "grant",
        "greatest",
        "group",
        "grouping",
        "having",
        "ilike",
        "in",
        "initially",
        "inner",
        "inout",
        "int",
        "integer",
        "intersect",
        "interval",
        "into",
        "is",
        "isnull",
        "join",
        "lateral",
        "leading",
        "least",
        "left",
        "like",
        "limit",
        "localtime",
        "localtimestamp",
        "national",
        "natural",
        "nchar",
        "none",
        "normalize",
        "not",
        "notnull",
        "null",
        "nullif",
        "numeric",
        "offset",
        "on",
        "only",
        "or",
        "order",
        "out",
        "outer",
        "overlaps",
        "overlay",
        "placing",
        "position",
        "precision",
        "primary",
        "real",
        "references",
        "returning",
        "right",
        "row",
        "select",
        "session_user",
        "setof",
        "similar",
        "smallint",
        "some",
        "substring",
        "symmetric",
        "table",
        "tablesample",
        "then",
        "time",
        "timestamp",
        "to",
        "trailing",
        "treat",
        "trim",
        "true",
        "union",
        "unique",
        "user",
        "using",
        "values",
        "varchar",
        "variadic",
        "verbose",
        "when",
        "where",
        "window",
        "with",
        "xmlattributes",
        "xmlconcat",
        "xmlelement",
        "xmlexists",
        "xmlforest",
        "xmlnamespaces",
        "xmlparse",
        "xmlpi",
        "xmlroot",
        "xmlserialize",
        "xmltable",
    ]
)


def quote(name: str) -> str:
    """The identifier, in quotes where it needs them (quote_identifier)."""
    return name if _PLAIN.match(name) and name not in _KEYWORDS else always_quote(name)


def always_quote(name: str) -> str:
    """The identifier in quotes."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A string literal; an escape string where it has a backslash."""
    body = text.replace("'", "''")
    return f"'{body}'" if "\\" not in body else "E'" + body.replace("\\", "\\\\") + "'"


def clip(name: str, limit: int = MAX_BYTES) -> str:
    """The name cut to `limit` bytes without breaking a character (pg_mbcliplen)."""
    data = name.encode("utf-8", "surrogatepass")
    return name if len(data) <= limit else data[:limit].decode("utf-8", "ignore")


def object_name(name1: str, name2: str | None, label: str) -> str:
    """An invented name of at most 63 bytes: the longer of the two names is cut first (makeObjectName)."""
    available = MAX_BYTES - len(label.encode()) - 1 - (1 if name2 is not None else 0)
    size1, size2 = len(name1.encode()), len((name2 or "").encode())
    while size1 + size2 > available:
        if size1 > size2:
            size1 -= 1
        else:
            size2 -= 1
    parts = [clip(name1, size1), label] if name2 is None else [clip(name1, size1), clip(name2, size2), label]
    return "_".join(parts)


def joined(names: Iterable[str]) -> str:
    """Column names joined for an invented name; stops once the name is longer than any identifier (ChooseIndexNameAddition)."""
    text = ""
    for name in names:
        text = f"{text}_{clip(name)}" if text else clip(name)
        if len(text.encode()) > MAX_BYTES:
            break
    return text
