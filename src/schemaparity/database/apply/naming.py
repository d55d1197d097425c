"""The names that PostgreSQL invents for indexes, constraints and sequences (ChooseRelationName, ChooseConstraintName)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import count

from schemaparity.database.apply.lookup import constraint_names, relation_kind
from schemaparity.schema import Schema
from schemaparity.sql.postgresql.identifiers import MAX_BYTES, clip, joined, object_name


def relation_name(schema: Schema, part: str | None, table: str, columns: str | None, label: str, *, constraint: bool = False) -> str:
    """A name that no relation of the schema has, and for a constraint's index no constraint either."""
    for number in count():
        name = object_name(table, columns, label if number == 0 else f"{label}{number}")
        if relation_kind(schema, name, part) is None and not (constraint and _constraint_exists(schema, part, name)):
            return name
    raise AssertionError


def constraint_name(schema: Schema, part: str | None, table: str, columns: str | None, label: str, others: Collection[str] = ()) -> str:
    """A name that no constraint of the schema has."""
    for number in count():
        name = object_name(table, columns, label if number == 0 else f"{label}{number}")
        if name not in others and not _constraint_exists(schema, part, name):
            return name
    raise AssertionError


def _constraint_exists(schema: Schema, part: str | None, name: str) -> bool:
    return any(t.schema == part and name in constraint_names(t) for t in schema.tables.values())


def key_columns(names: Iterable[str]) -> str:
    """The columns' part of an index's name; a name that repeats gets a number (ChooseIndexColumnNames)."""
    chosen: list[str] = []
    for name in names:
        chosen.append(_distinct(name, chosen))
    return joined(chosen)


def _distinct(name: str, chosen: Collection[str]) -> str:
    if name not in chosen:
        return name
    numbered = (clip(name, MAX_BYTES - len(str(n))) + str(n) for n in count(1))
    return next(n for n in numbered if n not in chosen)
