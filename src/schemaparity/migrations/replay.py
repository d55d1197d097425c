"""`alembic upgrade` in an empty symbolic database: revisions in graph order in, schema and findings out."""

from __future__ import annotations

import posixpath
import re
import warnings
from collections.abc import Iterable, Sequence
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from attrs import define, evolve, field, frozen
from sqlalchemy.exc import SQLAlchemyError

from schemaparity.database import Database
from schemaparity.evaluate.values import Function, Module, Raised, UnknownValue
from schemaparity.findings import Finding, ObjectRef
from schemaparity.frameworks.alembic.environment import Environment, describe, named_metadata
from schemaparity.frameworks.alembic.session import Session, configure, session_of
from schemaparity.frameworks.sqlalchemy.effects import SchemaEffects
from schemaparity.frameworks.sqlalchemy.placeholders import is_unknown
from schemaparity.frameworks.sqlalchemy.run import Run, run_of
from schemaparity.location import NOWHERE, Origin
from schemaparity.migrations.data_dependence import Dependence
from schemaparity.migrations.failures import Failure, Surroundings, aborted, diagnose
from schemaparity.migrations.folding import folded
from schemaparity.migrations.given_tables import Given, given_for
from schemaparity.migrations.live_models import finding_of
from schemaparity.migrations.open_base import OpenBase
from schemaparity.migrations.side import MigrationSide, Step
from schemaparity.project import UnreadableFile
from schemaparity.schema import EXTERNAL, Schema, Unknown
from schemaparity.source import SourceError, SourceFile

if TYPE_CHECKING:
    import libcst as cst

    from schemaparity.evaluate import Interpreter
    from schemaparity.migrations.graph import RevisionGraph
    from schemaparity.migrations.revision_files import Revision
    from schemaparity.project import Target

ATTEMPTS = 40
"""How many refused statements of one revision are skipped before the rest of it is given up."""


def replay(
    interpreter: Interpreter, graph: RevisionGraph, target: Target, environment: Environment, dialect: str, until: str | None = None
) -> MigrationSide:
    """Replay the revisions that `alembic upgrade UNTIL` would run.

    Args:
        interpreter: whose modules and frameworks are used; its effects become the symbolic database.
        graph: the revisions.
        target: what is checked; its `base` says what the chain starts from.
        environment: what env.py says.
        dialect: of the database.
        until: a target of `alembic upgrade`; None for all heads.

    """
    player = Player(interpreter, target, environment, dialect)
    revisions = graph.order(until or "heads")
    with warnings.catch_warnings():  # what libraries say to the authors of revisions is not for those who check them
        warnings.simplefilter("ignore")
        for position, revision in enumerate(revisions):
            if (reason := interpreter.budget.exhausted) is not None:
                player.stop(reason, revisions[position:])
                break
            player.play(revision)
        return player.side()


@frozen(eq=False)
class Checkpoint:
    """A state to go back to: the schema, and what Alembic remembers of the run."""

    schema: Schema
    memo: dict[Any, Any]


@define(eq=False)
class Player:
    """A replay under way."""

    interpreter: Interpreter
    target: Target
    environment: Environment
    dialect: str
    findings: list[Finding] = field(factory=list)
    steps: list[Step] = field(factory=list)
    base: OpenBase = field(factory=OpenBase)
    reads: dict[SourceFile, dict[cst.CSTNode, frozenset[str]]] = field(factory=dict)
    dependence: Dependence = field(factory=Dependence)
    run: Run = field(init=False)
    session: Session = field(init=False)
    outer: Any = field(init=False)

    def __attrs_post_init__(self) -> None:
        interpreter = self.interpreter
        self.run, self.session = run_of(interpreter), session_of(interpreter)
        database = Database(Schema(dialect=self.dialect), self.run.holes, extensions="possible")
        if self.session.started is not None:
            database.restore(*self.session.started)
        database.open_base = self.target.base == "open"
        database.read = self._note_read
        self.run.use(database)
        self.run.place = None
        interpreter.effects = interpreter.speculation.effects = SchemaEffects(self.run)
        interpreter.is_script = self._is_script
        options = {**self.environment.options, "target_metadata": self._naming_metadata()}
        configure(self.session, options)
        self.session.live_metadata = self.environment.target_metadata
        interpreter.bounded(self._load_base)
        interpreter.bounded(self._make_version_table)
        self._enter()

    def _is_script(self, module: Module) -> bool:
        """True for the modules of revisions, and those beside them."""
        places = (self.target.script_location, *self.target.version_locations)
        return module.source is not None and any(module.source.path.startswith(f"{place}/") for place in places)

    def _naming_metadata(self) -> Any:
        """What Alembic takes the naming convention from: the one metadata that env.py configured."""
        given = self.environment.options.get("target_metadata")
        if given is None or is_unknown(given):
            return next(iter(self.environment.target_metadata or self._named_metadata()), None)
        return given

    def _named_metadata(self) -> list[Any]:
        """The metadata that the settings name: env.py may get at it in a way that cannot be followed."""
        return [m for m in (named_metadata(self.interpreter, r) for r in self.target.metadata) if m is not None]

    def _make_version_table(self) -> None:
        """Alembic makes its own table before the first revision; revisions that reflect all tables see it."""
        try:
            self.session.context._ensure_version_table()
            self.session.connection.commit()
        except SQLAlchemyError:
            self.database.reset(self.database.schema)
            self.session.reconnect()

    def _load_base(self) -> None:
        """Execute the SQL file that the chain starts from."""
        base = self.target.base
        if base is None or not base.startswith("sql:"):
            return
        path, before = base.removeprefix("sql:"), self.database.schema
        try:
            text = self.interpreter.finder.fs.read_bytes(path).decode("utf-8", "replace")
            self.session.connection.exec_driver_sql(text)
            self.session.connection.commit()
        except UnreadableFile as error:
            self._refuse_base(path, f"cannot be read: {error.reason}")
        except SQLAlchemyError as error:
            self._refuse_base(path, f"is refused by the database: {getattr(error, 'orig', None) or error}")
            self.database.reset(before)
            self.session.reconnect()

    def _refuse_base(self, path: str, reason: str) -> None:
        place = Origin(posixpath.relpath(path, self.target.project))
        self.findings.append(Finding("SP901", f"the base {reason}", ObjectRef("project"), "failure", migrations=place))

    @property
    def database(self) -> Database:
        """The database as it is now."""
        return self.run.database

    def play(self, revision: Revision) -> None:
        """Replay one revision: again without what the database refuses, until it goes through."""
        before = Checkpoint(self.database.schema, deepcopy(self.session.context.impl.memo))
        self.interpreter.revision = revision.id
        self.interpreter.fresh_budget()
        strict = self.target.base == "empty"
        forgiven: set[int] = set()
        recovering: set[int] = set()
        failures: list[Failure] = []
        for attempt in range(ATTEMPTS):
            if attempt:
                self._rewind(before)
            self._expect(forgiven, recovering)
            self._declare(f for f in failures if f.relation is not None)
            failure = self._attempt(revision, may_open=not strict and not self.database.open_base)
            if failure is None:
                break
            given = self._given(failure)
            if given is not None:
                before = self._with_given(given, before, failure, revision)
                continue
            if failure.remedy != "stop" or not forgiven:  # what stops a run without a statement that failed comes of that
                failures.append(failure)
            if failure.remedy == "stop":
                self._rewind(Checkpoint(self.database.schema, deepcopy(self.session.context.impl.memo)))
                break
            self._remedy(failure, forgiven, recovering)
        self._end(revision, failures, self.run.wire.ordinal, len(forgiven))

    def _given(self, failure: Failure) -> Given | None:
        """The tables of who makes the one that a revision misses, unless an earlier revision dropped it."""
        named = set(re.findall(r"\w+", failure.message))
        if failure.remedy != "open" or not named.isdisjoint(t.name for t in self.database.schema.removed_tables.values()):
            return None
        return given_for(self.interpreter, named, self.environment.target_metadata or tuple(self._named_metadata()))

    def _with_given(self, given: Given, before: Checkpoint, failure: Failure, revision: Revision) -> Checkpoint:
        """The state before the revision, had their maker made the tables."""
        self._rewind(before)
        given.create(self.session.connection)
        self.findings.append(given.finding(revision.id, failure.origin))
        return Checkpoint(self.database.schema, before.memo)

    def stop(self, reason: str, left: Sequence[Revision]) -> None:
        """Leave undecided what the revisions that are left would do."""
        first = left[0]
        more = f" and {len(left) - 1} more are" if len(left) > 1 else " is"
        unknown = Unknown(f"revision {first.id}{more} not replayed: {reason}", first.origin or NOWHERE)
        self.database.schema = self.database.schema.with_unknown(unknown)

    def _declare(self, failures: Iterable[Failure]) -> None:
        """Take tables that reflection missed for such that were there before."""
        for failure in failures:
            key = str(failure.relation)
            if key not in self.database.schema.tables and key not in self.database.schema.removed_tables:
                self.database.declare_external(key, Unknown(f"the table {key} was not created by a revision", failure.origin, EXTERNAL))

    def _expect(self, forgiven: set[int], recovering: set[int]) -> None:
        """Tell the wire which statements are to be skipped."""
        self.session.live_uses.clear()
        self.reads.clear()
        wire = self.run.wire
        wire.rewind()
        wire.forgive, wire.recovering = forgiven, recovering

    def _rewind(self, checkpoint: Checkpoint) -> None:
        """A fresh connection at a state; Alembic's memo knows which enums the run has created already."""
        self.database.reset(checkpoint.schema)
        self.session.reconnect()
        self.session.context.impl.memo.update(deepcopy(checkpoint.memo))
        self._enter()

    def _enter(self) -> None:
        """Begin the transaction around all migrations, where the dialect has transactional DDL and env.py does not want one a revision."""
        self.outer = self.session.context.begin_transaction()
        self.outer.__enter__()

    def _leave(self) -> None:
        """End as `alembic upgrade` does: commit, and lose what a revision began after a commit of its own."""
        try:
            self.outer.__exit__(None, None, None)
        except Exception as error:
            self.findings.append(diagnose(Raised(error), self.run.wire, Surroundings()).finding("head"))

    def _remedy(self, failure: Failure, forgiven: set[int], recovering: set[int]) -> None:
        match failure.remedy:
            case "open":
                self.database.open_base = True
            case "recover":
                recovering.add(failure.ordinal)
            case _:
                forgiven.add(failure.ordinal)

    def _attempt(self, revision: Revision, *, may_open: bool) -> Failure | None:
        """Run `upgrade()`; a signal that none of its runs took leaves undecided what the revision does."""
        failure = self.interpreter.bounded(self._upgrade, revision, may_open)
        if isinstance(failure, UnknownValue):
            self._rewind(Checkpoint(self.database.schema, deepcopy(self.session.context.impl.memo)))
            return None
        return failure  # type: ignore[no-any-return]

    def _upgrade(self, revision: Revision, may_open: bool) -> Failure | None:
        """Run `upgrade()` as Alembic does; why it stopped, or None."""
        context = self.session.context
        around = self._surroundings(may_open=may_open)
        try:
            function = self._function(revision)
        except Raised as raised:
            return Failure("stop", f"the revision cannot be loaded: {describe(raised.value)}", raised.origin or NOWHERE)
        except SourceError as error:
            self.database.schema = self.database.schema.with_unknown(
                Unknown(f"revision {revision.id} {error.message}", revision.origin or NOWHERE)
            )
            return None
        if isinstance(function, UnknownValue) or not (isinstance(function, Function) or callable(function)):
            unknown = (
                function.unknown
                if isinstance(function, UnknownValue)
                else Unknown(f"revision {revision.id} has no upgrade()", revision.origin or NOWHERE)
            )
            self.database.schema = self.database.schema.with_unknown(unknown)
            return None
        cuts = len(self.interpreter.problems)
        try:
            with context.begin_transaction(_per_migration=True):
                self.interpreter.call(function, [], self._arguments(function))
                if self.database.is_aborted:
                    return aborted(self.run.wire, around=around)
        except Raised as raised:
            return diagnose(raised, self.run.wire, around)
        except Exception as error:
            if len(self.interpreter.problems) == cuts:
                return diagnose(Raised(error, revision.origin), self.run.wire, around)
        if len(self.interpreter.problems) > cuts:  # a spent budget left the connection in the middle of something
            self._rewind(Checkpoint(self.database.schema, deepcopy(self.session.context.impl.memo)))
        return None

    def _surroundings(self, *, may_open: bool) -> Surroundings:
        tables = _without_version_table(self.database.schema, self.session).tables
        is_open = any(not table.complete for table in tables.values())
        names_unknown = not self.environment.is_followed and self.session.options.get("target_metadata") is None
        return Surroundings(may_open, is_open, is_first=not tables, names_unknown=names_unknown)

    def _function(self, revision: Revision) -> Any:
        source = revision.source
        if source is None:
            return None
        loaded = self.interpreter.modules.loaded.get(source.module_name)
        module = loaded if getattr(loaded, "source", None) is source else self.interpreter.module_from_file(source, source.module_name)
        if isinstance(module, Module):
            self.interpreter.modules.run_whole(module)  # tables and registered operations that nobody names count too
        return self.interpreter.get_attribute(module, "upgrade")

    def _arguments(self, function: Any) -> dict[str, Any]:
        """What env.py passed to `run_migrations`, as far as `upgrade()` takes it."""
        given = self.environment.arguments
        if not given or not isinstance(function, Function):
            return {}
        if any(p.kind == "double_star" for p in function.parameters):
            return dict(given)
        return {p.name: given[p.name] for p in function.parameters if p.name in given}

    def _end(self, revision: Revision, failures: list[Failure], statements: int, skipped: int) -> None:
        for failure in failures:
            if failure.remedy == "open":
                self.base.missed.append((failure, revision.id))
            else:
                self.findings.append(failure.finding(revision.id))
        self.base.note(self.database.schema, revision.id)
        live = finding_of(revision.id, [*self.session.live_uses, *self.run.wire.live])
        self.findings += [live] if live is not None else []
        for source, reads in self.reads.items():
            self.findings += self.dependence.findings(revision.id, source, reads)
        self.steps.append(Step(revision.id, statements, skipped))
        if self.target.base != "open":
            self.database.open_base = False

    def _note_read(self, tables: frozenset[str]) -> None:
        """Remember the calls under way when rows of user tables are read: what they return is that of an empty database."""
        for module, node in self.interpreter.sites if tables else ():
            if module.source is not None and not module.is_third_party:
                calls = self.reads.setdefault(module.source, {})
                calls[node] = calls.get(node, frozenset()) | tables

    def side(self) -> MigrationSide:
        """What the replay led to."""
        self.interpreter.bounded(self._leave)
        self.interpreter.revision = None
        findings = [*folded(self.findings), *(self.base.findings() if self.target.base != "open" else ())]
        return MigrationSide(
            _without_version_table(self.database.lasting_schema, self.session),
            tuple(findings),
            tuple(s.revision for s in self.steps),
            tuple(self.steps),
        )


def _without_version_table(schema: Schema, session: Session) -> Schema:
    """Alembic's own table is no part of the schema."""
    name = session.options.get("version_table")
    name = name if isinstance(name, str) else "alembic_version"
    part = session.options.get("version_table_schema")
    keys = {name, f"{part}.{name}"} if isinstance(part, str) else {name}
    return evolve(schema, tables={k: t for k, t in schema.tables.items() if k not in keys})
