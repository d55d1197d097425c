"""Why a revision stopped, and what to do about it: the exception that left `upgrade()` in, a finding and a remedy out."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

from attrs import frozen
from sqlalchemy.exc import NoSuchTableError

from schemaparity.evaluate.values import Raised
from schemaparity.findings import Finding, ObjectRef
from schemaparity.frameworks.alembic.environment import describe
from schemaparity.frameworks.sqlalchemy.dbapi import Error
from schemaparity.frameworks.sqlalchemy.wire import Wire
from schemaparity.location import NOWHERE, Origin

Remedy: TypeAlias = Literal["open", "recover", "forgive", "stop"]
_MISSING_RELATION = "42P01"
_ABORTED = "25P02"


@frozen
class Failure:
    """Why a revision stopped.

    Args:
        remedy: run it again on an open base, with the transaction kept alive after the statement, without the statement, or not at all.
        message: what happened, in one line.
        origin: the line.
        ordinal: the statement, -1 when none is to blame.
        relation: a table that reflection did not find.

    """

    remedy: Remedy
    message: str
    origin: Origin
    ordinal: int = -1
    relation: str | None = None

    def finding(self, revision: str) -> Finding:
        """The failure as a finding."""
        return Finding(
            "SP601", self.message, ObjectRef("revision", name=revision), "failure", migrations=self.origin, revisions=(revision,)
        )


def driver_error(value: object) -> Error | None:
    """The driver's error in an exception, itself or wrapped by SQLAlchemy or by `raise ... from`."""
    seen: set[int] = set()
    current: Any = value
    while isinstance(current, BaseException) and id(current) not in seen:
        seen.add(id(current))
        if isinstance(current, Error):
            return current
        original = getattr(current, "orig", None)
        current = original if isinstance(original, BaseException) else current.__cause__ or current.__context__
    return None


def diagnose(raised: Raised, wire: Wire, *, may_open: bool) -> Failure:
    """Why the revision stopped. A DDL failure that is not caught stops a real upgrade too."""
    if isinstance(raised.value, NoSuchTableError) and may_open:
        name = str(raised.value)
        return Failure("open", f'relation "{name}" does not exist', raised.origin or NOWHERE, relation=name)
    error = driver_error(raised.value)
    if error is None:
        return Failure("stop", f"the revision raises {describe(raised.value)}", raised.origin or NOWHERE)
    known = wire.failures.get(error.ordinal)
    origin = known.origin if known is not None else raised.origin or NOWHERE
    if error.sqlstate == _MISSING_RELATION and may_open:
        return Failure("open", str(error), origin, error.ordinal)
    if error.sqlstate == _ABORTED:
        return aborted(wire, error)
    return Failure("forgive", f"the database refuses a statement: {error}", origin, error.ordinal)


def aborted(wire: Wire, error: Error | None = None) -> Failure:
    """An error was swallowed without a savepoint: PostgreSQL refuses every statement that follows, Alembic's own of the version table too."""
    last = error.ordinal if error is not None else wire.ordinal + 1
    cause = next((n for n in reversed(wire.failures) if n < last and wire.failures[n].sqlstate != _ABORTED), None)
    if cause is None:
        origin = wire.failures[last].origin if last in wire.failures else NOWHERE
        return Failure("forgive", f"the database refuses a statement: {error}", origin, last)
    swallowed = wire.failures[cause]
    message = f"an exception of the database is swallowed ({swallowed.message}), but PostgreSQL refuses all that follows in the transaction"
    return Failure("recover", message, swallowed.origin, cause)
