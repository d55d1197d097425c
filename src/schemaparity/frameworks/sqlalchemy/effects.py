"""The symbolic database as the interpreter's state outside itself: snapshots for both arms of an undecidable branch, and their join."""

from __future__ import annotations

from typing import Any

from attrs import define, frozen

from schemaparity.database import join
from schemaparity.findings.pragma import Hint
from schemaparity.frameworks.sqlalchemy.run import Run
from schemaparity.schema import Schema, Unknown


@frozen(eq=False)
class State:
    """The schema, what transactions could still undo, and the operations that open batches hold."""

    schema: Schema
    transactions: Any
    batches: tuple[tuple[Any, tuple[Any, ...]], ...]


@define(eq=False)
class SchemaEffects:
    """Effects on the symbolic database of a run; without a run there are none yet."""

    run: Run | None = None

    def snapshot(self) -> object:
        """The state as of now."""
        if self.run is None:
            return None
        batches = tuple((b, tuple(b.impl.batch)) for b in getattr(self.run.alembic, "open_batches", ()))
        return State(self.run.database.schema, self.run.database.transaction_state(), batches)

    def restore(self, state: object) -> None:
        """Go back to a snapshot."""
        if self.run is None or not isinstance(state, State):
            return
        self.run.database.restore(state.schema, state.transactions)
        for batch, operations in state.batches:
            batch.impl.batch[:] = list(operations)

    def join(self, first: object, second: object, unknown: Unknown) -> None:
        """What both agree on is certain."""
        if self.run is None or not isinstance(first, State) or not isinstance(second, State):
            return
        self.restore(first)
        database = self.run.database
        if first.schema is not second.schema:
            database.schema = join(first.schema, second.schema, unknown)
        others = {id(b): ops for b, ops in second.batches}
        for batch, operations in first.batches:
            self._join_batch(batch, operations, others.get(id(batch), operations), unknown)

    def _join_batch(self, batch: Any, mine: tuple[Any, ...], theirs: tuple[Any, ...], unknown: Unknown) -> None:
        """Operations that only one arm put into a batch may happen: the table is not known in those respects."""
        if mine == theirs or self.run is None:
            return
        common = [a for a, b in zip(mine, theirs, strict=False) if a is b]
        batch.impl.batch[:] = common
        self.run.database.schema = self.run.database.schema.with_unknown(unknown, str(batch.impl.table_name))

    def stand_in(self, hint: Hint) -> None:
        """Execute the SQL of a comment on the connection of the revisions, as `op.execute` would."""
        session = None if self.run is None else self.run.alembic
        if session is None:
            return
        session.hints.add(hint.location)
        if hint.sql:
            session.connection.exec_driver_sql(hint.sql)

    def unknown_call(self, unknown: Unknown, arguments: tuple[object, ...]) -> None:
        """Something that cannot be read may have changed the tables that its arguments name, or anything."""
        if self.run is None:
            return
        database = self.run.database
        named: list[str | None] = [a for a in arguments if isinstance(a, str) and a in database.schema.tables]
        for name in named or [None]:
            database.schema = database.schema.with_unknown(unknown, name)
