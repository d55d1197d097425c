"""Which types PostgreSQL converts on assignment (pg_cast of version 15, contexts `i` and `a`)."""

from __future__ import annotations

from schemaparity.database.apply.key_types import plain
from schemaparity.database.apply.types_of_columns import base_type

_STRINGS = frozenset({"TEXT", "VARCHAR", "CHAR", "BPCHAR", "NAME", '"char"'})
_ASSIGNABLE: dict[str, frozenset[str]] = {
    source: frozenset(targets)
    for source, targets in {
        "SMALLINT": ("INTEGER", "BIGINT", "NUMERIC", "REAL", "DOUBLE PRECISION", "OID", "REGCLASS"),
        "INTEGER": ("SMALLINT", "BIGINT", "NUMERIC", "REAL", "DOUBLE PRECISION", "MONEY", "OID", "REGCLASS"),
        "BIGINT": ("SMALLINT", "INTEGER", "NUMERIC", "REAL", "DOUBLE PRECISION", "MONEY", "OID", "REGCLASS"),
        "NUMERIC": ("SMALLINT", "INTEGER", "BIGINT", "REAL", "DOUBLE PRECISION", "MONEY"),
        "REAL": ("SMALLINT", "INTEGER", "BIGINT", "NUMERIC", "DOUBLE PRECISION"),
        "DOUBLE PRECISION": ("SMALLINT", "INTEGER", "BIGINT", "NUMERIC", "REAL"),
        "MONEY": ("NUMERIC",),
        "DATE": ("TIMESTAMP WITHOUT TIME ZONE", "TIMESTAMP WITH TIME ZONE"),
        "TIMESTAMP WITHOUT TIME ZONE": ("TIMESTAMP WITH TIME ZONE", "TIME WITHOUT TIME ZONE", "DATE"),
        "TIMESTAMP WITH TIME ZONE": ("TIMESTAMP WITHOUT TIME ZONE", "TIME WITHOUT TIME ZONE", "TIME WITH TIME ZONE", "DATE"),
        "TIME WITHOUT TIME ZONE": ("TIME WITH TIME ZONE", "INTERVAL"),
        "TIME WITH TIME ZONE": ("TIME WITHOUT TIME ZONE",),
        "INTERVAL": ("TIME WITHOUT TIME ZONE",),
        "JSON": ("JSONB",),
        "JSONB": ("JSON",),
        "INET": ("CIDR",),
        "CIDR": ("INET",),
        "MACADDR": ("MACADDR8",),
        "MACADDR8": ("MACADDR",),
        "BIT": ("BIT VARYING",),
        "BIT VARYING": ("BIT",),
        "TEXT": ("REGCLASS",),
        "VARCHAR": ("REGCLASS",),
        "BOOLEAN": (),
        "UUID": (),
        "BYTEA": (),
        "XML": (),
        "TSVECTOR": (),
        "TSQUERY": (),
        "INT4RANGE": (),
        "INT8RANGE": (),
        "NUMRANGE": (),
        "TSRANGE": (),
        "TSTZRANGE": (),
        "DATERANGE": (),
        "CHAR": (),
        "BPCHAR": (),
        "NAME": (),
    }.items()
}
BUILT_IN = frozenset(_ASSIGNABLE)
"""The types whose conversions are known."""


def can_assign(source: str, target: str, users: frozenset[str] = frozenset()) -> bool:
    """Whether a value is converted on assignment; types that nothing is known of are said to be. `users` are the user's own enum types."""
    if source.endswith("[]") or target.endswith("[]"):
        return _can_assign_array(source, target, users)
    left, right = _name(source), _name(target)
    if left == right or right in _STRINGS:
        return True
    if right in users:
        return left not in BUILT_IN and left not in users
    if left in users:
        return right not in BUILT_IN
    return left not in BUILT_IN or right not in BUILT_IN or right in _ASSIGNABLE[left]


def _can_assign_array(source: str, target: str, users: frozenset[str]) -> bool:
    if source.endswith("[]") and target.endswith("[]"):
        return can_assign(source[:-2], target[:-2], users)
    left, right = _name(source), _name(target)
    if right in _STRINGS:
        return True
    other = right if source.endswith("[]") else left
    return other not in BUILT_IN and other not in users


def _name(text: str) -> str:
    if text.startswith("INTERVAL"):
        return "INTERVAL"
    return plain(text) if text.startswith("TIM") else base_type(text)
