"""The part of a table that a script can create; what is not known is taken out, with a comment. Knows no dialect."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TypeVar

from attrs import evolve, frozen

from schemaparity.report.sql_quoting import note
from schemaparity.schema import (
    CheckConstraint,
    Column,
    Element,
    ExcludeConstraint,
    ForeignKey,
    Index,
    PrimaryKey,
    Schema,
    Table,
    UniqueConstraint,
    Unknown,
)

_WITHOUT: dict[str, object] = {"nullable": True, "default": None, "identity": None, "computed": None, "comment": None, "collation": None}
"""What a column has where an attribute of it is not known."""


@frozen
class Known:
    """A table with nothing unknown in it, and the comments on what is left out."""

    table: Table
    notes: tuple[str, ...]


def known_part(schema: Schema, table: Table) -> Known:
    """What of a table can be created."""
    notes: list[str] = [*doubt_of(f"table {table.key}", table)]
    notes += [note(f"the table {table.key} is only known in part")] * (not table.complete)
    notes += [note(f"{table.key}: {unknown.reason}") for unknown in table.unknowns]
    part = _Part(schema, table, notes)
    columns = part.columns()
    kept = evolve(
        table,
        columns=columns,
        primary_key=part.primary_key(),
        foreign_keys=part.sure(f for f in table.foreign_keys if part.has_referred(f)),
        unique_constraints=part.sure(u for u in table.unique_constraints if part.has_columns(u)),
        check_constraints=part.sure(c for c in table.check_constraints if part.has_text(c, c.expression)),
        exclude_constraints=part.sure(e for e in table.exclude_constraints if part.has_text(e, e.definition)),
        indexes=part.sure(i for i in table.indexes if part.has_index(i)),
        comment=None if isinstance(table.comment, Unknown) else table.comment,
    )
    return Known(kept, tuple(notes))


def doubt_of(what: str, element: Element) -> Iterator[str]:
    """The comment on an object that may not exist."""
    if element.doubt is not None:
        yield note(f"{what} may not exist: {element.doubt.reason}")


_Named = TypeVar("_Named", ForeignKey, UniqueConstraint, CheckConstraint, ExcludeConstraint, Index)


class _Part:
    """Tells what of one table can be created, and notes what cannot."""

    def __init__(self, schema: Schema, table: Table, notes: list[str]) -> None:
        self._schema = schema
        self._table = table
        self._notes = notes
        left_out = [c.name for c in table.columns.values() if isinstance(c.type, Unknown)]
        self._columns = frozenset(table.columns) - frozenset(left_out)
        self._left_out = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, left_out)) + r")(?!\w)") if left_out else None

    def _is_known(self, text: str) -> bool:
        """False when an expression names a column that is left out; it may be another thing of that name, then too much is left out."""
        return self._left_out is None or self._left_out.search(text) is None

    def _leave_out(self, what: str, reason: str = "what it stands on is not known") -> bool:
        self._notes.append(note(f"the {what} of {self._table.key} is left out: {reason}"))
        return False

    def sure(self, elements: Iterable[_Named]) -> tuple[_Named, ...]:
        """The elements, with a comment on each that may not exist."""
        kept = tuple(elements)
        for element in kept:
            self._notes += doubt_of(f"{_kind(element)} {element.name} of {self._table.key}", element)
        return kept

    def columns(self) -> dict[str, Column]:
        """The columns whose type is known, without what is not known of them."""
        return {c.name: self._column(c) for c in self._table.columns.values() if self._has_type(c)}

    def _has_type(self, column: Column) -> bool:
        return not isinstance(column.type, Unknown) or self._leave_out(
            f"column {column.name}", f"its type is not known: {column.type.reason}"
        )

    def _column(self, column: Column) -> Column:
        name = f"{self._table.key}.{column.name}"
        self._notes += doubt_of(f"column {name}", column)
        unknown = {a: value for a in _WITHOUT if isinstance(value := getattr(column, a), Unknown)}
        self._notes += [note(f"{attribute} of {name} is not known: {value.reason}") for attribute, value in unknown.items()]
        return evolve(column, **{attribute: _WITHOUT[attribute] for attribute in unknown})  # type: ignore[arg-type]

    def primary_key(self) -> PrimaryKey | None:
        """The primary key, if it is known."""
        key = self._table.primary_key
        if isinstance(key, Unknown):
            self._notes.append(note(f"the primary key of {self._table.key} is not known: {key.reason}"))
            return None
        return key if key is not None and self.has_columns(key) else None

    def has_columns(self, key: PrimaryKey | UniqueConstraint) -> bool:
        """True when all columns of a key are there."""
        return self._columns.issuperset((*key.columns, *key.include)) or self._leave_out(f"{_kind(key)} {key.name}")

    def has_text(self, constraint: CheckConstraint | ExcludeConstraint, text: str | Unknown) -> bool:
        """True when a condition is known and on columns that are there."""
        what = f"{_kind(constraint)} {constraint.name}"
        if isinstance(text, Unknown):
            return self._leave_out(what, text.reason)
        return self._is_known(text) or self._leave_out(what)

    def has_index(self, index: Index) -> bool:
        """True when all of an index is known and on columns that are there."""
        what = f"index {index.name}"
        elements, where = index.elements, index.where
        unknown = next((part for part in (elements, where, index.unique) if isinstance(part, Unknown)), None)
        if unknown is not None or isinstance(elements, Unknown) or isinstance(where, Unknown):
            return self._leave_out(what, unknown.reason if unknown is not None else "")
        plain = {e.expression for e in elements if not e.is_expression}
        texts = [where or "", *(e.expression for e in elements if e.is_expression)]
        is_there = self._columns.issuperset(plain.union(index.include)) and all(map(self._is_known, texts))
        return is_there or self._leave_out(what)

    def has_referred(self, key: ForeignKey) -> bool:
        """True when both sides of a foreign key are there."""
        referred = self._schema.tables.get(key.referred_table)
        there = {n for n, c in referred.columns.items() if not isinstance(c.type, Unknown)} if referred and referred.complete else set()
        says_columns = bool(key.referred_columns) or self._schema.dialect == "sqlite"  # which looks them up when rows are written
        is_there = bool(there) and says_columns and there.issuperset(key.referred_columns) and self._columns.issuperset(key.columns)
        return is_there or self._leave_out(f"foreign key {key.name}", "what it refers to is only known in part")


def _kind(element: Element) -> str:
    """The words for a kind of object, as in `unique constraint`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(element).__name__).lower()
