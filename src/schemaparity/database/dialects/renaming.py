"""What follows when a table or column is renamed: keys, constraints, indexes, expressions. Knows no dialect."""

from __future__ import annotations

import re

from attrs import evolve

from schemaparity.schema import CheckConstraint, Index, IndexElement, PrimaryKey, Table, Unknown


def following(table: Table, old: str, new: str) -> Table:
    """The table, whose foreign keys follow a table that was renamed."""
    if all(k.referred_table.lower() != old.lower() for k in table.foreign_keys):
        return table
    keys = tuple(evolve(k, referred_table=new) if k.referred_table.lower() == old.lower() else k for k in table.foreign_keys)
    return evolve(table, foreign_keys=keys)


def with_renamed_column(table: Table, old: str, new: str) -> Table:
    """The table, whose constraints and indexes follow a column of it that was renamed."""

    def names(columns: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(new if c == old else c for c in columns)

    key = table.primary_key
    return evolve(
        table,
        primary_key=evolve(key, columns=names(key.columns)) if isinstance(key, PrimaryKey) else key,
        unique_constraints=tuple(
            evolve(u, columns=names(u.columns), column=new if u.column == old else u.column) for u in table.unique_constraints
        ),
        foreign_keys=tuple(evolve(f, columns=names(f.columns), column=new if f.column == old else f.column) for f in table.foreign_keys),
        check_constraints=tuple(_renamed_check(c, old, new) for c in table.check_constraints),
        indexes=tuple(_renamed_index(i, old, new) for i in table.indexes),
    )


def rename_in(text: str, old: str, new: str) -> str:
    """An expression with a column renamed; text in quotes stays."""
    return re.sub(
        rf"'(?:[^']|'')*'|(?<![\w$]){re.escape(old)}(?![\w$])",
        lambda m: m.group(0) if m.group(0).startswith("'") else new,
        text,
        flags=re.IGNORECASE,
    )


def _renamed_check(check: CheckConstraint, old: str, new: str) -> CheckConstraint:
    check = evolve(check, column=new) if check.column == old else check
    return evolve(check, expression=rename_in(check.expression, old, new)) if isinstance(check.expression, str) else check


def _renamed_index(index: Index, old: str, new: str) -> Index:
    if isinstance(index.elements, Unknown):
        return index
    elements = tuple(_renamed_element(e, old, new) for e in index.elements)
    options = tuple((f"length:{new}" if name == f"length:{old}" else name, value) for name, value in index.options)
    return evolve(
        index, elements=elements, options=options, where=rename_in(index.where, old, new) if isinstance(index.where, str) else index.where
    )


def _renamed_element(element: IndexElement, old: str, new: str) -> IndexElement:
    if element.is_expression:
        return evolve(element, expression=rename_in(element.expression, old, new))
    return evolve(element, expression=new) if element.expression == old else element


def referring(table: Table, key: str, old: str, new: str) -> Table:
    """The table, whose foreign keys follow a column that was renamed in the table of that key."""
    if all(f.referred_table != key for f in table.foreign_keys):
        return table
    keys = tuple(
        evolve(f, referred_columns=tuple(new if c == old else c for c in f.referred_columns)) if f.referred_table == key else f
        for f in table.foreign_keys
    )
    return evolve(table, foreign_keys=keys)
