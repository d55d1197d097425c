"""Probable renames: a missing and an extra object of the same shape. A rename is evidence in a message, never a match."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from schemaparity.schema import Column, Table, Unknown
from schemaparity.sql.normal import normal_type

LIKENESS = 0.75
"""The share of column names that two tables must have in common."""


def renamed_tables(missing: Mapping[str, Table], extra: Mapping[str, Table], _dialect: str) -> dict[str, str]:
    """The evidence by key of table, on both sides of every probable rename."""
    evidence: dict[str, str] = {}
    free = dict(extra)
    for key, table in missing.items():
        best = max(free, key=lambda k: _likeness(table, free[k]), default=None)
        if best is None or _likeness(table, free[best]) < LIKENESS:
            continue
        shared = len(table.columns.keys() & free.pop(best).columns.keys())
        because = f"{shared} of its {len(table.columns)} columns are the same"
        evidence[key] = f"probably {best} after a rename ({because})"
        evidence[best] = f"probably {key} before a rename ({because})"
    return evidence


def _likeness(one: Table, other: Table) -> float:
    union = one.columns.keys() | other.columns.keys()
    return len(one.columns.keys() & other.columns.keys()) / len(union) if len(union) > 1 else 0.0


def renamed_columns(missing: Iterable[Column], extra: Iterable[Column], dialect: str) -> dict[str, str]:
    """The evidence by column name: same type and nullability, and no other candidate on either side."""
    left, right = list(missing), list(extra)
    evidence: dict[str, str] = {}
    for column in left:
        candidates = [c for c in right if _alike(column, c, dialect)]
        rivals = [c for c in left if _alike(c, column, dialect)]
        if len(candidates) == 1 and len(rivals) == 1:
            other = candidates[0]
            because = f"both are {column.type} {'NULL' if column.nullable is True else 'NOT NULL'}"
            evidence[column.name] = f"probably {other.name} after a rename ({because})"
            evidence[other.name] = f"probably {column.name} before a rename ({because})"
    return evidence


def _alike(one: Column, other: Column, dialect: str) -> bool:
    if isinstance(one.type, Unknown) or isinstance(other.type, Unknown):
        return False
    return one.nullable == other.nullable and normal_type(one.type, dialect) == normal_type(other.type, dialect)
