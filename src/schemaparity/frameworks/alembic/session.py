"""What `alembic.op` and `alembic.context` are bound to in one run: a real MigrationContext and Operations on the symbolic connection."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from alembic.migration import MigrationContext
from alembic.operations import Operations
from attrs import define, field

from schemaparity.database.transactions import Transactions
from schemaparity.evaluate.values import Class, Function, UnknownValue
from schemaparity.frameworks.alembic.config import Config
from schemaparity.frameworks.sqlalchemy.run import Run, run_of
from schemaparity.location import Location, Origin
from schemaparity.schema import Schema

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from schemaparity.evaluate.interpreter import Interpreter

_NOT_PASSED = frozenset(
    {"connection", "url", "dialect_name", "dialect_opts", "as_sql", "literal_binds", "output_buffer", "fn", "script", "on_version_apply"}
)


@define(eq=False)
class Session:
    """Alembic in one run.

    Args:
        run: the run.
        config: what `context.config` answers.
        options: the keyword arguments of `context.configure`; custom ones are found in `op.get_context().opts`.
        arguments: what env.py passed to `context.run_migrations`.
        configured: every call of `context.configure`, in order.
        custom: operations registered by the project: name to class and the name of its class method.
        implementations: what executes them.
        open_batches: batches that are being filled.
        live_metadata: the metadata of the models.
        started: what env.py left in the database before it ran the migrations.
        live_uses: tables that a revision created from them, and where.
        hints: comments that said what a statement does in its place.

    """

    run: Run
    config: Config = field(factory=Config)
    options: dict[str, Any] = field(factory=dict)
    arguments: dict[str, Any] = field(factory=dict)
    configured: list[dict[str, Any]] = field(factory=list)
    custom: dict[str, tuple[Class, str]] = field(factory=dict)
    implementations: list[tuple[Class, Function]] = field(factory=list)
    open_batches: list[Any] = field(factory=list)
    live_metadata: tuple[Any, ...] = ()
    live_uses: list[tuple[str, Origin]] = field(factory=list)
    hints: set[Location] = field(factory=set)
    started: tuple[Schema, Transactions] | None = None
    _connection: Connection | None = None
    _context: MigrationContext | None = None
    _operations: Operations | None = None

    @property
    def connection(self) -> Connection:
        """The connection that revisions run on."""
        if self._connection is None:
            self._connection = self.run.engine.connect()
        return self._connection

    @property
    def context(self) -> MigrationContext:
        """The migration context."""
        if self._context is None:
            options = {k: v for k, v in self.options.items() if k not in _NOT_PASSED and not isinstance(v, UnknownValue)}
            self._context = MigrationContext.configure(connection=self.connection, opts=options)
        return self._context

    @property
    def operations(self) -> Operations:
        """The operations."""
        if self._operations is None:
            self._operations = Operations(self.context)
        return self._operations

    def reconnect(self) -> None:
        """Forget the connection and all that hangs on it, the transaction included."""
        self.open_batches.clear()
        self._connection = self._context = self._operations = None
        self.run.use(self.run.database)


def session_of(interpreter: Interpreter) -> Session:
    """Alembic in the run of an interpreter."""
    run = run_of(interpreter)
    if run.alembic is None:
        run.alembic = Session(run)
    session: Session = run.alembic
    return session


def configure(session: Session, options: Mapping[str, Any]) -> None:
    """Take the keyword arguments of `context.configure` for what follows."""
    session.options = dict(options)
    session.reconnect()
