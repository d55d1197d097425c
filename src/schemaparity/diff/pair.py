"""Two tables of one key, and how two collections of elements are matched."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import cached_property
from typing import TypeVar

from attrs import define

from schemaparity.findings import ObjectRef
from schemaparity.findings.finding import ObjectKind
from schemaparity.schema import Constraint, Element, Index, Table

T = TypeVar("T")


@define(slots=False, eq=False)
class TablePair:
    """A table as the models declare it and as the migrations leave it."""

    dialect: str
    models: Table
    migrations: Table

    def ref(self, kind: ObjectKind, name: str | None = None, columns: tuple[str, ...] = ()) -> ObjectRef:
        """A reference to an object of the table."""
        return ObjectRef(kind, name, self.models.name, self.models.schema, columns)

    def gone(self, element: Constraint | Index) -> Element | None:
        """What a revision dropped under the name of an element of the models."""
        return next((e for e in reversed(self.migrations.gone) if type(e) is type(element) and e.name == element.name), None)

    @cached_property
    def model_types(self) -> Mapping[str, str]:
        """The column types of the models, for the normal forms of their expressions."""
        return column_types(self.models)

    @cached_property
    def migration_types(self) -> Mapping[str, str]:
        """The column types after the migrations."""
        return column_types(self.migrations)


def column_types(table: Table) -> Mapping[str, str]:
    """The known types by column."""
    return {name: column.type for name, column in table.columns.items() if isinstance(column.type, str)}


def matched(
    models: Iterable[T], migrations: Iterable[T], *keys: Callable[[T], Hashable | None]
) -> tuple[list[tuple[T, T]], list[T], list[T]]:
    """Match elements by the first key, what is left by the next; each element once. A key of None matches nothing."""
    pairs: list[tuple[T, T]] = []
    left, right = list(models), list(migrations)
    for key in keys:
        found, left, right = _matched_by(left, right, key)
        pairs += found
    return pairs, left, right


def _matched_by(models: list[T], migrations: list[T], key: Callable[[T], Hashable | None]) -> tuple[list[tuple[T, T]], list[T], list[T]]:
    waiting: dict[Hashable, list[T]] = {}
    for element in migrations:
        waiting.setdefault(key(element), []).append(element)
    pairs: list[tuple[T, T]] = []
    left: list[T] = []
    for element in models:
        wanted = key(element)
        if wanted is not None and waiting.get(wanted):
            pairs.append((element, waiting[wanted].pop(0)))
        else:
            left.append(element)
    return pairs, left, [e for group in waiting.values() for e in group]
