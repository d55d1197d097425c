"""`batch_alter_table`: pending operations know where they were written, and belong to the state of a branch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from alembic.operations.base import BatchOperations

from schemaparity.frameworks.alembic.session import session_of
from schemaparity.frameworks.sqlalchemy.managers import Manager
from schemaparity.frameworks.sqlalchemy.placeholders import is_unknown, placeholder_name
from schemaparity.frameworks.sqlalchemy.run import Run, run_of
from schemaparity.location import Origin

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter


class Pending(list[Any]):
    """The pending operations of a batch; while they are carried out, each is responsible for what it executes."""

    def __init__(self, run: Run) -> None:
        super().__init__()
        self.run = run
        self.places: dict[int, Origin] = {}

    def remember(self, origin: Origin) -> None:
        """Note the place of the entries that have none yet."""
        for entry in super().__iter__():
            self.places.setdefault(id(entry), origin)

    def __iter__(self) -> Iterator[Any]:
        before = self.run.place
        for entry in super().__iter__():
            place = self.places.get(id(entry))
            self.run.place = (lambda at=place: at) if place is not None else before
            yield entry
        self.run.place = before


class BatchManager(Manager):
    """A batch; known to the session while it is open."""

    def __init__(self, inner: Any, interpreter: Interpreter) -> None:
        super().__init__(inner)
        self.run = run_of(interpreter)
        self.open_batches = session_of(interpreter).open_batches
        self.place = self.run.origin()

    def __enter__(self) -> Any:
        batch = super().__enter__()
        batch.impl.batch = Pending(self.run)
        self.open_batches.append(batch)
        return batch

    def __exit__(self, kind: Any = None, value: Any = None, traceback: Any = None) -> bool:
        if self.open_batches:
            self.open_batches.pop()
        before = self.run.place
        self.run.place = lambda: self.place
        try:
            return super().__exit__(kind, value, traceback)
        finally:
            self.run.place = before


def open_batch(interpreter: Interpreter, owner: Any, args: list[Any], kwargs: dict[str, Any]) -> BatchManager:
    """`op.batch_alter_table(...)`."""
    given = [placeholder_name(interpreter, a) if is_unknown(a) else a for a in args]
    names = {"table_name", "schema"}
    keywords = {k: (placeholder_name(interpreter, v) if is_unknown(v) else v) for k, v in kwargs.items() if not is_unknown(v) or k in names}
    return BatchManager(owner.batch_alter_table(*given, **keywords), interpreter)


def remember_places(interpreter: Interpreter, batch: BatchOperations) -> None:
    """Note where the newest operations of a batch were written."""
    pending: Any = batch.impl.batch
    if isinstance(pending, Pending):
        pending.remember(run_of(interpreter).origin())
