"""Canonical forms of expressions, defaults and types, for comparison by meaning. Texts are parsed, never compared as strings.

What PostgreSQL 15 itself prints alike is alike here; so are a few spellings that it prints apart although they always give the same
value: now() and CURRENT_TIMESTAMP, numbers of another scale in comparisons and defaults, array and jsonb literals. Where in doubt two
texts stay different.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from schemaparity.sql.normal_tree import LITERALS, NoFormError, Tree, is_literal, keeps_value, rendered
from schemaparity.sql.normal_types import normal_type
from schemaparity.sql.normal_values import family_of, value_by_type

__all__ = ["NEXTVAL", "NO_DEFAULT", "normal_default", "normal_exclude", "normal_expression", "normal_opclass", "normal_type"]

NO_DEFAULT = "null"
"""The form of no default, which is what DEFAULT NULL says too."""

NEXTVAL = "(nextval())"
"""The form of every `nextval(...)`: the name of a sequence is no part of what a SERIAL column means."""


def normal_expression(text: str, dialect: str, column_types: Mapping[str, str] | None = None) -> str | None:
    """The canonical form of a condition or value, or None when it has none.

    Args:
        text: SQL of the dialect, without enclosing keywords.
        dialect: the dialect it is written in.
        column_types: the types of the columns it may name; they decide how constants beside them read.

    Example:
        >>> normal_expression("((status)::text = ANY (ARRAY['a'::text, 'b'::text]))", "postgresql", {"status": "VARCHAR(9)"})
        "(any = status 'a' 'b')"
        >>> normal_expression("users.status IN ('a', 'b')", "postgresql", {"status": "VARCHAR(9)"})
        "(any = status 'a' 'b')"

    """
    tree = _tree(text, dialect, _types(column_types, dialect))
    return None if tree is None else rendered(tree)


def _types(column_types: Mapping[str, str] | None, dialect: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, normal_type(type_, dialect)) for name, type_ in (column_types or {}).items())


@lru_cache(maxsize=4096)
def _tree(text: str, dialect: str, types: tuple[tuple[str, str], ...]) -> Tree | None:
    try:
        if dialect == "postgresql":
            from schemaparity.sql.normal_postgresql import tree_of  # noqa: PLC0415 - loads libpg_query
        else:
            from schemaparity.sql.normal_sqlglot import tree_of  # noqa: PLC0415 - loads sqlglot
        return tree_of(text, dialect, dict(types))
    except (NoFormError, RecursionError):
        return None


def normal_default(text: str | None, dialect: str, column_type: str) -> str | None:
    """The canonical form of a server default as a column of `column_type` reads it, `NO_DEFAULT` for none, None when it has no form.

    >>> normal_default("'0'::integer", "postgresql", "INTEGER"), normal_default("'f'", "postgresql", "BOOLEAN")
    ('0', 'false')
    """
    if text is None:
        return NO_DEFAULT
    if dialect in {"mysql", "mariadb"} and (halves := re.split(r"\s+ON\s+UPDATE\s+", text, flags=re.IGNORECASE))[1:]:
        forms = [normal_default(half, dialect, column_type) for half in halves]
        return None if None in forms else " on update ".join(forms)  # type: ignore[arg-type]
    tree = _tree(text, dialect, ())
    return None if tree is None else _default(tree, normal_type(column_type, dialect) if column_type else "", dialect)


def _default(tree: Tree, type_: str, dialect: str) -> str:
    if tree[:2] == ("call", "nextval"):
        return NEXTVAL
    if tree[0] == "cast" and (tree[1] == type_ or is_literal(tree)):
        tree = tree[2] if _reads_alike(tree, type_) else tree
    if tree[0] in LITERALS:
        tree = value_by_type(tree, _value_type(type_, dialect)) or tree
    return rendered(tree)


def _reads_alike(tree: Tree, type_: str) -> bool:
    """True when the cast of a default says what the column says anyway."""
    if tree[1] == type_:
        return True
    family = family_of(tree[1])
    return keeps_value(tree) and (family in {family_of(type_), "user"} - {"other", "array"} or (family == "number" and tree[2][0] == "num"))


def _value_type(type_: str, dialect: str) -> str:
    """The type as `value_by_type` knows it: BOOL of MySQL and SQLite is a number, and lengths there do not matter."""
    if dialect == "postgresql":
        return type_
    base = type_.partition("(")[0].split(" ")[0]
    words = {"boolean": "integer", "varchar": "text", "char": "text", "longtext": "text", "mediumtext": "text", "tinytext": "text"}
    return words.get(base, base)


def normal_exclude(definition: str, dialect: str) -> str | None:
    """The canonical form of an EXCLUDE constraint's definition, or None when it has none."""
    if dialect != "postgresql":
        return None
    from schemaparity.sql.normal_postgresql import exclusion_of  # noqa: PLC0415 - loads libpg_query

    try:
        tree = exclusion_of(definition)
    except (NoFormError, RecursionError):
        return None
    return rendered(tree)


_DEFAULT_OPCLASSES: Mapping[str, frozenset[str]] = {
    "text": frozenset({"text_ops"}),
    "character varying": frozenset({"text_ops", "varchar_ops"}),
    "integer": frozenset({"int4_ops"}),
    "bigint": frozenset({"int8_ops"}),
    "smallint": frozenset({"int2_ops"}),
    "uuid": frozenset({"uuid_ops"}),
    "boolean": frozenset({"bool_ops"}),
    "date": frozenset({"date_ops"}),
    "timestamp without time zone": frozenset({"timestamp_ops"}),
    "timestamp with time zone": frozenset({"timestamptz_ops"}),
    "numeric": frozenset({"numeric_ops"}),
    "jsonb": frozenset({"jsonb_ops"}),
    "character": frozenset({"bpchar_ops"}),
    "bytea": frozenset({"bytea_ops"}),
    "real": frozenset({"float4_ops"}),
    "double precision": frozenset({"float8_ops"}),
    "tsvector": frozenset({"tsvector_ops"}),
}


def normal_opclass(opclass: str | None, using: str, column_type: str | None) -> str | None:
    """The operator class of an index key, None where it is the default one of the column's type for the method."""
    if opclass is None:
        return None
    plain = opclass.replace('"', "").removeprefix("pg_catalog.").removeprefix("public.").lower()
    base = re.sub(r"\([^)]*\)", "", normal_type(column_type, "postgresql")) if column_type else ""
    if using == "gin" and base.endswith("[]") and plain == "array_ops":
        return None
    return None if plain in _DEFAULT_OPCLASSES.get(base, frozenset()) else plain
