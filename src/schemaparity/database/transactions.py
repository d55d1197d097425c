"""A session's transactions: what a rollback goes back to. A value; knows no statement."""

from __future__ import annotations

from attrs import evolve, field, frozen

from schemaparity.database.apply.context import DEFAULT_PATH
from schemaparity.database.errors import DatabaseError
from schemaparity.schema import Schema


@frozen
class Settings:
    """What a transaction can change besides the schema.

    Args:
        search_path: the schemas of the look-up.
        outer_path: the search path that comes back when the transaction ends, where SET LOCAL changed it.
        fresh: enum labels (type key, label) that were added in the transaction.

    """

    search_path: tuple[str, ...] = DEFAULT_PATH
    outer_path: tuple[str, ...] | None = None
    fresh: frozenset[tuple[str, str]] = frozenset()


@frozen
class Savepoint:
    """A state to go back to; `name` is None for the transaction's own beginning."""

    name: str | None
    schema: Schema
    settings: Settings


@frozen
class Transactions:
    """The open transaction: its savepoints, the first being its beginning; empty outside a transaction.

    Example:
        >>> state = Transactions().begun(Schema())
        >>> state.is_open
        True

    """

    settings: Settings = field(factory=Settings)
    stack: tuple[Savepoint, ...] = ()
    aborted: bool = False

    @property
    def is_open(self) -> bool:
        """Whether a transaction block is open."""
        return bool(self.stack)

    def begun(self, schema: Schema) -> Transactions:
        """A transaction begins; within one, nothing does."""
        return self if self.stack else evolve(self, stack=(Savepoint(None, schema, self.settings),))

    def committed(self) -> Transactions:
        """The transaction is over and its changes stay."""
        path = self.settings.outer_path or self.settings.search_path
        return Transactions(Settings(path))

    def rolled_back(self, schema: Schema) -> tuple[Schema, Transactions]:
        """The transaction is over and its changes are gone."""
        if not self.stack:
            return schema, self
        return self.stack[0].schema, Transactions(evolve(self.stack[0].settings, outer_path=None))

    def saved(self, name: str, schema: Schema) -> Transactions:
        """A savepoint is set."""
        if not self.stack:
            raise DatabaseError("25P01", "SAVEPOINT can only be used in transaction blocks")
        return evolve(self, stack=(*self.stack, Savepoint(name, schema, self.settings)))

    def released(self, name: str) -> Transactions:
        """A savepoint is forgotten, with those after it."""
        return evolve(self, stack=self.stack[: self._position(name)])

    def back_to(self, name: str) -> tuple[Schema, Transactions]:
        """The state of a savepoint, which stays."""
        at = self._position(name)
        point = self.stack[at]
        return point.schema, Transactions(point.settings, self.stack[: at + 1])

    def _position(self, name: str) -> int:
        for at in range(len(self.stack) - 1, 0, -1):
            if self.stack[at].name == name:
                return at
        if not self.stack:
            raise DatabaseError("25P01", "ROLLBACK TO SAVEPOINT can only be used in transaction blocks")
        raise DatabaseError("3B001", f'savepoint "{name}" does not exist')
