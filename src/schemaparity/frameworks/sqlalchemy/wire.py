"""What a symbolic connection is wired to: the database, the place that is responsible, the statements that are to be forgiven."""

from __future__ import annotations

from collections.abc import Callable

from attrs import define, field, frozen

from schemaparity.database import Database, Result, Site
from schemaparity.database import DatabaseError as SymbolicError
from schemaparity.frameworks.sqlalchemy.marks import marked
from schemaparity.frameworks.sqlalchemy.origins import live_columns, site_of
from schemaparity.location import NOWHERE, Origin
from schemaparity.sql.holes import Holes


def _nowhere() -> Origin:
    return NOWHERE


@frozen
class Refused:
    """A statement that the database refused."""

    sql: str
    sqlstate: str
    message: str
    origin: Origin


@define(eq=False)
class Wire:
    """The connection's other end.

    Args:
        database: where statements go.
        holes: the registry of unknowns of the run.
        origin: the place that executes right now.
        url: what the project says it connects to.
        forgive: ordinals of statements whose error is noted and not raised.
        recovering: ordinals of statements whose error is raised, but leaves the transaction alive.
        failures: what the database refused, by ordinal.
        ordinal: the number of statements executed since the last `rewind`.
        live: the columns of the models that a revision put into tables since then, and where.

    """

    database: Database
    holes: Holes
    origin: Callable[[], Origin] = _nowhere
    url: str | None = None
    forgive: set[int] = field(factory=set)
    failures: dict[int, Refused] = field(factory=dict)
    recovering: set[int] = field(factory=set)
    ordinal: int = 0
    live: list[tuple[str, Origin]] = field(factory=list)

    @property
    def dialect(self) -> str:
        """The dialect of the database."""
        return str(self.database.schema.dialect)

    def next_ordinal(self) -> int:
        """Count a statement."""
        self.ordinal += 1
        return self.ordinal

    def rewind(self) -> None:
        """Start counting anew: a revision begins."""
        self.ordinal = 0
        self.failures.clear()
        self.live.clear()

    def execute(self, sql: str, compiled: object, ordinal: int) -> Result:
        """Run one statement of the database; what it refuses is remembered with its place."""
        site: Site = site_of(compiled, self.origin())
        if site.origin.revision is not None:
            self.live += [(name, site.origin) for name in live_columns(compiled)]
        try:
            result = self.database.execute(sql, site)
        except SymbolicError as error:
            self.failures[ordinal] = Refused(sql, error.sqlstate, error.message, site.origin)
            if ordinal not in self.forgive:
                if ordinal in self.recovering:
                    self.database.recover()
                raise
            self.database.recover()
            return Result((), (), 0)
        self.database.schema = marked(self.database.schema, compiled)
        return result
