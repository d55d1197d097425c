"""What one run of the interpreter has at hand: the symbolic engine, the holes, what env.py configured. Found by interpreter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from attrs import define, field

from schemaparity.database import Database
from schemaparity.frameworks.sqlalchemy.wire import Wire
from schemaparity.location import Origin
from schemaparity.schema import Schema
from schemaparity.source.requirements import version_in_use
from schemaparity.sql.holes import Holes

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

    from schemaparity.evaluate.interpreter import Interpreter


@define(eq=False)
class Run:
    """The state that the SQLAlchemy and Alembic frameworks share in one interpreter.

    Args:
        interpreter: whose run it is.
        holes: the registry of unknowns.
        database: the symbolic database.
        urls: every database URL that the code asked to connect to.
        place: the place that is responsible for what executes now, when it is not the innermost call.
        alembic: what `alembic.op` and `alembic.context` are bound to (an `alembic.session.Session`), if anything.

    """

    interpreter: Interpreter
    holes: Holes
    database: Database
    urls: list[str] = field(factory=list)
    place: Callable[[], Origin] | None = None
    alembic: Any = None
    defines: Mapping[str, str] = field(factory=dict)
    _wire: Wire | None = None
    _engine: Engine | None = None
    _version: tuple[str | None] | None = None

    @property
    def sqlalchemy_version(self) -> str | None:
        """The version of SQLAlchemy that the project runs with, None when nothing says."""
        if self._version is None:
            finder = self.interpreter.finder
            inside = (root for root in finder.roots if root.startswith(f"{finder.project}/"))
            self._version = (version_in_use(finder.fs, finder.distributions, (finder.project, *inside)),)
        return self._version[0]

    @property
    def is_of_first_series(self) -> bool:
        """True when the project runs with SQLAlchemy 1.x."""
        return (self.sqlalchemy_version or "").startswith("1.")

    @property
    def dialect(self) -> str:
        """The dialect of the run."""
        return str(self.database.schema.dialect)

    def origin(self) -> Origin:
        """The place that is responsible for what executes now."""
        return self.place() if self.place is not None else self.interpreter.origin()

    @property
    def wire(self) -> Wire:
        """The wire to the database."""
        if self._wire is None:
            self._wire = Wire(self.database, self.holes, self.origin, self.urls[-1] if self.urls else None)
        return self._wire

    @property
    def engine(self) -> Engine:
        """The only engine."""
        if self._engine is None:
            from schemaparity.frameworks.sqlalchemy.engine import symbolic_engine  # noqa: PLC0415 - heavy

            self._engine = symbolic_engine(self.database, self.holes, self.wire)
        return self._engine

    def use(self, database: Database) -> None:
        """Connect to another database from now on."""
        database.tick = self.interpreter.tick_statement
        self.database, self._wire, self._engine = database, None, None


_RUNS: WeakKeyDictionary[Any, Run] = WeakKeyDictionary()


def run_of(interpreter: Interpreter) -> Run:
    """The run of an interpreter; made with an empty PostgreSQL database when nothing was started."""
    found = _RUNS.get(interpreter)
    return found if found is not None else start_run(interpreter, "postgresql")


def start_run(interpreter: Interpreter, dialect: str, schema: Schema | None = None, defines: Mapping[str, str] | None = None) -> Run:
    """Begin a run over an empty (or the given) schema of a dialect."""
    holes = getattr(interpreter, "holes", None) or Holes()
    run = Run(interpreter, holes, Database(schema or Schema(dialect=dialect), holes), defines=defines or {})
    run.database.tick = interpreter.tick_statement
    interpreter.defines.update(run.defines)
    _RUNS[interpreter] = run
    return run
