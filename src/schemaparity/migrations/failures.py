"""Why a revision stopped, and what to do about it: the exception that left `upgrade()` in, a finding and a remedy out."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any, Literal, TypeAlias

import sqlalchemy
from alembic import ddl, operations
from attrs import frozen
from sqlalchemy.exc import NoSuchTableError

from schemaparity.evaluate.values import Raised, UnknownValue
from schemaparity.findings import Finding, ObjectRef
from schemaparity.frameworks.alembic.environment import describe
from schemaparity.frameworks.sqlalchemy.dbapi import Error
from schemaparity.frameworks.sqlalchemy.wire import Wire
from schemaparity.location import NOWHERE, Origin

Remedy: TypeAlias = Literal["open", "recover", "forgive", "stop"]
_MISSING_RELATION = "42P01"
_MISSING_SCHEMA = "3F000"
_MISSING_OBJECT = "42704"
_LEANED_ON = "2BP01"
_ABORTED = "25P02"
_SQLALCHEMY = PurePath(sqlalchemy.__file__).parent
_OF_ALEMBIC = {PurePath(path) for package in (operations, ddl) for path in package.__path__}
_OF_THE_PROGRAM = "the program that runs the migrations may provide what is missing"
_OF_THE_NAMES = "names depend on the naming convention of target_metadata, which is not known"


@frozen
class Surroundings:
    """What a failure is judged by.

    Args:
        may_open: whether tables that no revision creates may be taken for such that were there before.
        is_open: whether there are such tables already.
        is_first: whether no revision has created a table yet.
        names_unknown: whether constraints without a name may have another one than the database's default.

    """

    may_open: bool = False
    is_open: bool = False
    is_first: bool = False
    names_unknown: bool = False


_STRICT = Surroundings()


@frozen
class Failure:
    """Why a revision stopped.

    Args:
        remedy: run it again on an open base, with the transaction kept alive after the statement, without the statement, or not at all.
        message: what happened, in one line.
        origin: the line.
        ordinal: the statement, -1 when none is to blame.
        relation: a table that reflection did not find.
        doubt: why a real upgrade may not fail here.
        is_of_schema: whether it is a schema that is missing.

    """

    remedy: Remedy
    message: str
    origin: Origin
    ordinal: int = -1
    relation: str | None = None
    doubt: str | None = None
    is_of_schema: bool = False

    def finding(self, revision: str) -> Finding:
        """The failure as a finding."""
        ref = ObjectRef("revision", name=revision)
        if self.doubt is not None:
            message = f"{self.message}; {self.doubt}"
            return Finding("SP701", message, ref, "unknown", migrations=self.origin, revisions=(revision,))
        return Finding("SP601", self.message, ref, "failure", migrations=self.origin, revisions=(revision,))


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


def diagnose(raised: Raised, wire: Wire, around: Surroundings) -> Failure:
    """Why the revision stopped. A DDL failure that is not caught stops a real upgrade too."""
    if isinstance(raised.value, NoSuchTableError) and around.may_open:
        name = str(raised.value)
        return Failure("open", f'relation "{name}" does not exist', raised.origin or NOWHERE, relation=name)
    error = driver_error(raised.value)
    if error is None:
        doubt = _OF_THE_PROGRAM if _lacks_something(raised.value) else None
        return Failure("stop", f"the revision raises {describe(raised.value)}", raised.origin or NOWHERE, doubt=doubt)
    known = wire.failures.get(error.ordinal)
    origin = known.origin if known is not None else raised.origin or NOWHERE
    was_there = error.sqlstate in {_MISSING_RELATION, _MISSING_SCHEMA} or (error.sqlstate == _MISSING_OBJECT and around.is_open)
    if around.may_open and was_there:
        return Failure("open", str(error), origin, error.ordinal, is_of_schema=error.sqlstate == _MISSING_SCHEMA)
    if error.sqlstate == _ABORTED:
        return aborted(wire, error, around)
    doubt = _OF_THE_NAMES if around.names_unknown and error.sqlstate in {_MISSING_OBJECT, _LEANED_ON} else None
    return Failure("forgive", f"the database refuses a statement: {error}", origin, error.ordinal, doubt=doubt)


def _lacks_something(value: object) -> bool:
    """True for what comes of a None, a key or a module that a program sets up before it runs the migrations."""
    if isinstance(value, AttributeError | TypeError):
        return "'NoneType' object" in str(value)
    if isinstance(value, KeyError) and _is_of_alembic(value):
        return False
    return isinstance(value, KeyError | ModuleNotFoundError | UnknownValue)


def _is_of_alembic(error: KeyError) -> bool:
    """True when an operation itself did not find what it was told to change: a column that a batch has not, say."""
    step, places = error.__traceback__, []
    while step is not None:
        places.append(PurePath(step.tb_frame.f_code.co_filename))
        step = step.tb_next
    return next((p.parent for p in reversed(places) if not p.is_relative_to(_SQLALCHEMY)), None) in _OF_ALEMBIC


def aborted(wire: Wire, error: Error | None = None, around: Surroundings = _STRICT) -> Failure:
    """An error was swallowed without a savepoint: PostgreSQL refuses what follows, Alembic's statement on the version table too."""
    last = error.ordinal if error is not None else wire.ordinal + 1
    cause = next((n for n in reversed(wire.failures) if n < last and wire.failures[n].sqlstate != _ABORTED), None)
    if cause is None:
        origin = wire.failures[last].origin if last in wire.failures else NOWHERE
        return Failure("forgive", f"the database refuses a statement: {error}", origin, last)
    swallowed = wire.failures[cause]
    if around.may_open and (around.is_open or around.is_first) and swallowed.sqlstate == _MISSING_RELATION:
        return Failure("open", swallowed.message, swallowed.origin, cause)
    message = f"an exception of the database is swallowed ({swallowed.message}), but PostgreSQL refuses all that follows in the transaction"
    return Failure("recover", message, swallowed.origin, cause)
