"""Who is responsible for a statement, and what a statement answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import field, frozen

from schemaparity.location import NOWHERE, Origin
from schemaparity.schema import Change


@frozen
class Site:
    """The place that executes a statement, with finer places by column name and by name of a constraint, an index or a type.

    An object that the statement does not name goes by `label`: its kind and its columns.
    """

    origin: Origin = NOWHERE
    columns: Mapping[str, Origin] = field(factory=dict)
    objects: Mapping[str, Origin] = field(factory=dict)

    def change(self, what: str) -> Change:
        """A step in the history of what the statement changes."""
        return Change(what, self.origin)

    def of_column(self, name: str, what: str = "created") -> Change:
        """A step in the history of a column."""
        return Change(what, self.columns.get(name, self.origin))

    def of_object(self, name: str, what: str = "created", label: str | None = None) -> Change:
        """A step in the history of a constraint, an index or a type."""
        return Change(what, self.objects.get(name) or self.objects.get(label or "") or self.origin)


def label(kind: str, columns: Iterable[str]) -> str:
    """What an object without a name is called: `unique(a,b)`."""
    return f"{kind}({','.join(columns)})"


@frozen
class Result:
    """Rows, and how many were touched; a statement without a result has no columns."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Any, ...], ...] = ()
    rowcount: int = -1


NO_RESULT = Result()
"""What a statement without rows answers."""
