"""What executing a statement yields: rows, an error of the database, or that it cannot be decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from schemaparity.location import NOWHERE, Origin


@frozen
class Site:
    """Who is responsible for a statement.

    Args:
        origin: the call that executes it.
        columns: finer origins by column name.
        objects: finer origins by constraint or index name.
    """

    origin: Origin = NOWHERE
    columns: Mapping[str, Origin] = field(factory=dict)
    objects: Mapping[str, Origin] = field(factory=dict)


@frozen
class Result:
    """The rows of a statement; `columns` is empty when it returns none, `rowcount` is -1 when it is not known."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Any, ...], ...] = ()
    rowcount: int = -1


class UndecidableResult(Exception):  # noqa: N818 - a third outcome, not an error
    """The result of a query does not follow from what is known of the database."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class DatabaseError(Exception):
    """The database refuses the statement, with this SQLSTATE."""

    def __init__(self, sqlstate: str, message: str) -> None:
        super().__init__(message)
        self.sqlstate = sqlstate
        self.message = message

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.sqlstate, self.message)
