"""A table that was rebuilt: made under another name, filled, and put in the place of the old one, which is how SQLite's tables are altered.

The objects of the new table go on with the history of those of their names in the old one.
"""

from __future__ import annotations

from typing import TypeVar

from attrs import evolve, fields

from schemaparity.schema import Change, Element, Table

E = TypeVar("E", bound=Element)


def in_place_of(old: Table, new: Table) -> Table:
    """The new table with the history of the old one: what differs changed where the new one was made."""
    held = {part.name: part for part in (*old.constraints, *old.indexes)}
    return evolve(
        new,
        history=(*_lasting(old), Change("rebuilt", new.origin)),
        columns={name: _following(column, old.columns.get(name)) for name, column in new.columns.items()},
        removed={**old.removed, **{name: _gone(column, new) for name, column in old.columns.items() if name not in new.columns}},
        foreign_keys=tuple(_following(key, held.get(key.name)) for key in new.foreign_keys),
        unique_constraints=tuple(_following(key, held.get(key.name)) for key in new.unique_constraints),
        check_constraints=tuple(_following(check, held.get(check.name)) for check in new.check_constraints),
        indexes=tuple(_following(index, held.get(index.name)) for index in new.indexes),
    )


def _lasting(old: Element) -> tuple[Change, ...]:
    return tuple(change for change in old.history if change.what != "dropped")


def _following(new: E, old: Element | None) -> E:
    """The element after the one that it is made from."""
    if old is None or type(old) is not type(new):
        return new
    compared = (f.name for f in fields(type(new)) if f.eq and f.name != "name")
    changes = (Change(name, new.origin) for name in compared if getattr(old, name) != getattr(new, name))
    return evolve(new, history=(*_lasting(old), *changes))


def _gone(column: E, new: Table) -> E:
    return evolve(column, history=(*column.history, Change("dropped", new.origin)))
