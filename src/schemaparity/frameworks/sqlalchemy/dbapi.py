"""A DBAPI 2 driver that opens nothing: SQL text in, rows and errors of the symbolic database out. Knows nothing of SQLAlchemy."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from attrs import define, field, frozen

from schemaparity.database import DatabaseError as SymbolicError
from schemaparity.database import Result, UndecidableResult
from schemaparity.evaluate.values import UnknownUsed, UnknownValue
from schemaparity.frameworks.sqlalchemy.literals import with_parameters
from schemaparity.frameworks.sqlalchemy.wire import Wire
from schemaparity.schema import Unknown

_CATALOG = re.compile(r"information_schema|\bpg_\w+|\bsqlite_(?:master|schema)|\bpragma\b|\bto_reg\w+", re.IGNORECASE)


class Error(Exception):
    """The base of the driver's errors, with what psycopg and its kind offer: `pgcode`, `sqlstate`, `diag`."""

    def __init__(self, message: str = "", sqlstate: str = "", ordinal: int = -1) -> None:
        super().__init__(message)
        self.sqlstate = self.pgcode = sqlstate
        self.pgerror = message
        self.ordinal = ordinal
        self.diag = Diagnostics(sqlstate=sqlstate, message_primary=message)


@frozen
class Diagnostics:
    """The part of psycopg's `diag` that programs look at."""

    sqlstate: str
    message_primary: str
    message_detail: str | None = None
    constraint_name: str | None = None
    table_name: str | None = None


class Warning(Exception):  # noqa: A001, N818 - the name is DBAPI 2's
    """Required by DBAPI 2; never raised."""


class InterfaceError(Error):
    """Misuse of the driver."""


class DatabaseError(Error):
    """The base of what the database says."""


class DataError(DatabaseError):
    """SQLSTATE class 22."""


class OperationalError(DatabaseError):
    """Everything without a class of its own."""


class IntegrityError(DatabaseError):
    """SQLSTATE class 23."""


class InternalError(DatabaseError):
    """SQLSTATE class 25: the transaction is in no state for that."""


class ProgrammingError(DatabaseError):
    """SQLSTATE class 42: no such object, such an object already, syntax."""


class NotSupportedError(DatabaseError):
    """SQLSTATE class 0A."""


_BY_CLASS: dict[str, type[DatabaseError]] = {
    "0A": NotSupportedError,
    "22": DataError,
    "23": IntegrityError,
    "25": InternalError,
    "2B": InternalError,
    "3F": ProgrammingError,
    "42": ProgrammingError,
}


def error_for(error: SymbolicError, ordinal: int, dialect: str) -> DatabaseError:
    """The driver's exception for what the symbolic database says; SQLite's driver knows OperationalError for all of class 42."""
    kind = _BY_CLASS.get(error.sqlstate[:2], OperationalError)
    if kind is ProgrammingError and dialect in {"sqlite", "mysql", "mariadb"}:
        kind = OperationalError
    return kind(error.message, error.sqlstate, ordinal)


@define(eq=False)
class Cursor:
    """One statement at a time. A result that cannot be decided is unknown when its rows are fetched, not before."""

    connection: Connection
    arraysize: int = 1
    description: list[tuple[Any, ...]] | None = None
    rowcount: int = -1
    lastrowid: Any = None
    compiled: Any = None
    _rows: list[tuple[Any, ...]] = field(factory=list)
    _undecided: UnknownValue | None = None

    def execute(self, statement: str, parameters: Mapping[str, Any] | Sequence[Any] | None = None) -> None:
        """Execute one statement."""
        sql = with_parameters(statement, parameters, self.connection.wire)
        self._rows, self._undecided, self.description, self.rowcount = [], None, None, -1
        try:
            result = self.connection.run(sql, self.compiled)
        except UndecidableResult as undecidable:
            self._undecide(undecidable.reason)
            return
        self._take(result, sql)

    def _take(self, result: Result, sql: str) -> None:
        self.rowcount = result.rowcount
        if not result.columns:
            return
        self.description = [(name, None, None, None, None, None, None) for name in result.columns]
        self._rows = list(result.rows)
        hole = self.connection.wire.holes.first(sql)
        if hole is not None and _CATALOG.search(sql):
            self._undecide(hole.reason)

    def _undecide(self, reason: str) -> None:
        self._undecided = UnknownValue(Unknown(reason, self.connection.wire.origin()))
        if self.description is None:
            self.description = [(name, None, None, None, None, None, None) for name in self._expected()]

    def _expected(self) -> list[str]:
        columns = getattr(self.compiled, "_result_columns", None)
        return [entry[0] for entry in columns] if columns else ["?column?"]

    def executemany(self, statement: str, parameters: Sequence[Any]) -> None:
        """Execute the statement for the first row of parameters: further rows change nothing that is tracked."""
        for row in parameters[:1]:
            self.execute(statement, row)
        self.rowcount = len(parameters)

    def _fetch(self, count: int | None) -> list[tuple[Any, ...]]:
        if self._undecided is not None:
            raise UnknownUsed(self._undecided)
        count = len(self._rows) if count is None else count
        head, self._rows = self._rows[:count], self._rows[count:]
        return head

    def fetchone(self) -> tuple[Any, ...] | None:
        """The next row."""
        return next(iter(self._fetch(1)), None)

    def fetchmany(self, size: int | None = None) -> list[tuple[Any, ...]]:
        """The next rows."""
        return self._fetch(size or self.arraysize)

    def fetchall(self) -> list[tuple[Any, ...]]:
        """All rows that are left."""
        return self._fetch(None)

    def setinputsizes(self, *sizes: object) -> None:
        """Nothing to prepare."""

    def setoutputsize(self, *size: object) -> None:
        """Nothing to prepare."""

    def close(self) -> None:
        """Forget the rows."""
        self._rows = []

    def __enter__(self) -> Cursor:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@define(eq=False)
class Connection:
    """A connection to the symbolic database; outside autocommit a transaction begins with the first statement."""

    wire: Wire
    autocommit: bool = False
    isolation_level: str = "READ COMMITTED"
    open: bool = False

    def cursor(self, *_args: object, **_kwargs: object) -> Cursor:
        """A new cursor."""
        return Cursor(self)

    def run(self, sql: str, compiled: object) -> Result:
        """Run one statement, in a transaction unless in autocommit."""
        self.wire.database.autocommit = self.autocommit
        if not self.autocommit and not self.open:
            self.wire.database.begin()
            self.open = True
        ordinal = self.wire.next_ordinal()
        try:
            return self.wire.execute(sql, compiled, ordinal)
        except SymbolicError as error:
            raise error_for(error, ordinal, self.wire.dialect) from None

    def commit(self) -> None:
        """Commit the open transaction."""
        if self.open:
            self.open = False
            self.wire.database.commit()

    def rollback(self) -> None:
        """Roll the open transaction back."""
        if self.open:
            self.open = False
            self.wire.database.rollback()

    def execute(self, statement: str, parameters: Any = None) -> Cursor:
        """Execute on a new cursor, as sqlite3 and psycopg 3 offer."""
        cursor = self.cursor()
        cursor.execute(statement, parameters)
        return cursor

    def set_session(self, *, autocommit: bool = False, **_: object) -> None:
        """Set autocommit, as psycopg2 offers."""
        self.autocommit = autocommit

    def set_isolation_level(self, level: int) -> None:
        """Psycopg2's spelling: 0 is autocommit."""
        self.autocommit = level == 0

    def close(self) -> None:
        """Nothing is open."""


@define(eq=False)
class Driver:
    """The DBAPI 2 module of one run."""

    wire: Wire
    paramstyle: str = "named"
    apilevel: str = "2.0"
    threadsafety: int = 1
    version: str = "2.9"
    sqlite_version_info: tuple[int, int, int] = (3, 45, 0)
    sqlite_version: str = "3.45.0"
    Error: type[Exception] = Error
    Warning: type[Exception] = Warning
    InterfaceError: type[Exception] = InterfaceError
    DatabaseError: type[Exception] = DatabaseError
    DataError: type[Exception] = DataError
    OperationalError: type[Exception] = OperationalError
    IntegrityError: type[Exception] = IntegrityError
    InternalError: type[Exception] = InternalError
    ProgrammingError: type[Exception] = ProgrammingError
    NotSupportedError: type[Exception] = NotSupportedError
    STRING: object = str
    NUMBER: object = int
    DATETIME: object = str

    def connect(self, *_args: object, **_kwargs: object) -> Connection:
        """A connection to the run's database."""
        return Connection(self.wire)

    @staticmethod
    def Binary(data: Any) -> Any:  # noqa: N802 - the name is DBAPI 2's
        """The data as it is."""
        return data
