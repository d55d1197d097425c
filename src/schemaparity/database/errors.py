"""What a database answers when it refuses, and when its answer cannot be known."""

from __future__ import annotations


class DatabaseError(Exception):
    """The database refused a statement.

    Args:
        sqlstate: five characters, `42P01`.
        message: PostgreSQL's own primary message.
        detail: its DETAIL, where it matters.

    """

    def __init__(self, sqlstate: str, message: str, detail: str | None = None) -> None:
        super().__init__(sqlstate, message, detail)
        self.sqlstate = sqlstate
        self.message = message
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.message} ({self.sqlstate})"


class UndecidableResult(Exception):  # noqa: N818 - not an error: the statement ran, its rows are not known
    """The rows of a query depend on what is not known."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
