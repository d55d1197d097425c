"""The symbolic engine: a real SQLAlchemy Engine whose only connection executes in the symbolic database."""

from __future__ import annotations

from typing import Any, NoReturn

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine
from sqlalchemy.pool import StaticPool

from schemaparity.database import Database
from schemaparity.frameworks.sqlalchemy.dialects import Symbolic, symbolic_dialect
from schemaparity.frameworks.sqlalchemy.wire import Wire
from schemaparity.sql.holes import Holes


class SymbolicConnection(Connection):
    """A Connection that lets unknowns through and still speaks SQLAlchemy 1.x where old revisions do."""

    def _handle_dbapi_exception(self, e: BaseException, *args: Any, **kwargs: Any) -> NoReturn:
        if not isinstance(e, Exception):
            raise e
        super()._handle_dbapi_exception(e, *args, **kwargs)

    def execute(self, statement: Any, parameters: Any = None, *more: Any, **kwargs: Any) -> Any:
        """Execute; raw text and loose parameters are SQLAlchemy 1.x's."""
        options = {k: kwargs.pop(k) for k in ("execution_options",) if k in kwargs}
        given = [p for p in (parameters, *more) if p is not None]
        bound = given if len(given) > 1 else next(iter(given), kwargs or None)
        if isinstance(statement, str):
            return self.exec_driver_sql(statement, bound, **options)
        return super().execute(statement, bound, **options)

    def scalar(self, statement: Any, parameters: Any = None, **kwargs: Any) -> Any:
        """Execute and take the first value."""
        return self.execute(statement, parameters, **kwargs).scalar()

    def run_callable(self, callable_: Any, *args: Any, **kwargs: Any) -> Any:
        """SQLAlchemy 1.x: call with the connection."""
        return callable_(self, *args, **kwargs)

    def connect(self) -> SymbolicConnection:
        """SQLAlchemy 1.x: a branch of the connection, which is the connection."""
        return self


class SymbolicEngine(Engine):
    """An Engine on one symbolic connection, with what SQLAlchemy 1.x engines could do."""

    _connection_cls = SymbolicConnection

    def execute(self, statement: Any, *args: Any, **kwargs: Any) -> Any:
        """SQLAlchemy 1.x: execute with autocommit."""
        connection = self.connect()
        result = connection.execute(statement, *args, **kwargs)
        connection.commit()
        return result

    def has_table(self, table_name: str, schema: str | None = None) -> bool:
        """SQLAlchemy 1.x: whether the table exists."""
        return bool(sa.inspect(self).has_table(table_name, schema))

    def table_names(self, schema: str | None = None) -> list[str]:
        """SQLAlchemy 1.x: all tables."""
        return list(sa.inspect(self).get_table_names(schema))

    def dispose(self, close: bool = True) -> None:
        """Keep the only connection."""


def symbolic_engine(database: Database, holes: Holes | None = None, wire: Wire | None = None) -> SymbolicEngine:
    """An engine over a symbolic database.

    Example:
        >>> from schemaparity.database import Database
        >>> from schemaparity.schema import Schema
        >>> engine = symbolic_engine(Database(Schema(), Holes()))
        >>> engine.dialect.name
        'postgresql'

    """
    wire = wire or Wire(database, holes or Holes())
    dialect = symbolic_dialect(wire)
    pool = StaticPool(lambda: dialect.loaded_dbapi.connect(), reset_on_return=None)  # noqa: PLW0108 - a creator without arguments
    pool._dialect = dialect
    return SymbolicEngine(pool, dialect, _url(wire))


def _url(wire: Wire) -> URL:
    if wire.url is not None:
        try:
            return sa.make_url(wire.url)
        except sa.exc.ArgumentError:
            pass
    return URL.create(wire.dialect, username="user", host="localhost", database="database")


def wire_of(bind: Any) -> Wire | None:
    """The wire behind a symbolic engine or connection."""
    dialect = getattr(bind, "dialect", None)
    return dialect.wire if isinstance(dialect, Symbolic) else None
