"""SQLAlchemy's asyncio engine as a value: awaiting changes nothing, because nothing is ever waited for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from attrs import define
from sqlalchemy.engine import Connection, Engine


@define(eq=False)
class AsyncConnection:
    """An asynchronous connection on the symbolic one."""

    sync_connection: Connection

    @property
    def dialect(self) -> Any:
        """The dialect."""
        return self.sync_connection.dialect

    def run_sync(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Call with the synchronous connection."""
        return function(self.sync_connection, *args, **kwargs)

    def execute(self, *args: Any, **kwargs: Any) -> Any:
        """Execute a statement."""
        return self.sync_connection.execute(*args, **kwargs)

    def execution_options(self, **options: Any) -> AsyncConnection:
        """Set options on the connection."""
        self.sync_connection.execution_options(**options)
        return self

    def get_raw_connection(self) -> Any:
        """The driver's connection."""
        return self.sync_connection.connection

    def exec_driver_sql(self, *args: Any, **kwargs: Any) -> Any:
        """Execute raw SQL."""
        return self.sync_connection.exec_driver_sql(*args, **kwargs)

    def scalar(self, *args: Any, **kwargs: Any) -> Any:
        """Execute and take the first value."""
        return self.sync_connection.scalar(*args, **kwargs)

    def commit(self) -> None:
        """Commit."""
        self.sync_connection.commit()

    def rollback(self) -> None:
        """Roll back."""
        self.sync_connection.rollback()

    def close(self) -> None:
        """Keep the only connection."""


@define(eq=False)
class AsyncManager:
    """`async with engine.connect() as connection`, which may also be awaited."""

    connection: AsyncConnection

    def __aenter__(self) -> AsyncConnection:
        return self.connection

    def __aexit__(self, *_: object) -> bool:
        return False

    __enter__ = __aenter__
    __exit__ = __aexit__


@define(eq=False)
class AsyncEngine:
    """An asynchronous engine on the symbolic one."""

    sync_engine: Engine

    @property
    def dialect(self) -> Any:
        """The dialect."""
        return self.sync_engine.dialect

    @property
    def url(self) -> Any:
        """The URL."""
        return self.sync_engine.url

    @property
    def name(self) -> str:
        """The name of the dialect."""
        return self.sync_engine.name

    def connect(self) -> AsyncManager:
        """A connection."""
        return AsyncManager(AsyncConnection(self.sync_engine.connect()))

    begin = connect

    def execution_options(self, **_: Any) -> AsyncEngine:
        """The same engine."""
        return self

    def dispose(self, **_: Any) -> None:
        """Keep the only connection."""
