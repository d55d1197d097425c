"""What one target is read with: file system, finder, interpreter, environment. Opened once, used by both sides."""

from __future__ import annotations

import gc
import posixpath
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from schemaparity.project import FileSystem, RealFileSystem, Settings, Target, discover

if TYPE_CHECKING:
    from schemaparity.evaluate import Interpreter, Work
    from schemaparity.findings import Finding
    from schemaparity.frameworks.alembic.environment import Environment
    from schemaparity.migrations.graph import RevisionGraph
    from schemaparity.migrations.revision_files import RevisionFiles
    from schemaparity.source import Finder, SourceFile

DEFAULT_DIALECT = "postgresql"


@frozen
class Session:
    """One target, ready to be read; `dialect` is decided."""

    target: Target
    interpreter: Interpreter
    environment: Environment
    dialect: str


def targets(settings: Settings, fs: FileSystem | None = None) -> tuple[tuple[Target, ...], FileSystem]:
    """The targets of a project; raises NoMigrationsError."""
    fs = fs or RealFileSystem()
    return discover(settings, fs), fs


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pause cyclic garbage collection: syntax trees are many, and none is garbage before the end."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def open_sessions(found: Iterable[Target], fs: FileSystem) -> Iterator[Session]:
    """One session a target, one after another; all of them together may do what one check may do."""
    from schemaparity.evaluate import Work  # noqa: PLC0415 - loads LibCST

    work = Work()
    return (open_session(target, fs, work) for target in found)


def open_session(target: Target, fs: FileSystem, work: Work | None = None) -> Session:
    """Read env.py of a target, and decide the dialect: the settings', else the URL's, else PostgreSQL. `work` is counted on."""
    from schemaparity.frameworks.alembic.environment import read_environment  # noqa: PLC0415 - loads SQLAlchemy
    from schemaparity.source import Finder  # noqa: PLC0415

    finder = Finder(fs, target.source_roots, target.site_packages, target.project)
    likely = target.dialect or DEFAULT_DIALECT
    if target.dialect_is_explicit:
        return _as_told(target, finder, likely, work)
    # What env.py connects to is mostly known without the models; only then is everything evaluated, for that dialect.
    dialect = read_environment(_interpreter(target, finder, likely, work, whole=False), target).dialect or likely
    session = _session(target, finder.anew(), dialect, work)
    named = session.environment.dialect or likely
    return session if named == dialect or dialect != likely else _session(target, finder.anew(), named, work)


_NAMES_URL = re.compile(r"(?:^|_)(?:URL|URI|DSN)$", re.IGNORECASE)
_TRIED = 8
"""How many variables are tried."""
_SAME = {"mariadb": "mysql"}


def _as_told(target: Target, finder: Finder, dialect: str, work: Work | None) -> Session:
    """A session for the dialect that the settings name.

    Where env.py connects to another one as long as nothing is set, the variable that names the database is taken to be set.
    """
    from schemaparity.frameworks.alembic.environment import read_environment  # noqa: PLC0415 - loads SQLAlchemy

    def connects_to(told: Target) -> tuple[str | None, Interpreter]:
        interpreter = _interpreter(told, finder.anew(), dialect, work, whole=False)
        return read_environment(interpreter, told).dialect, interpreter

    usual, interpreter = connects_to(target)
    if usual is None or _SAME.get(usual, usual) == _SAME.get(dialect, dialect):
        return _session(target, finder.anew(), dialect, work)
    for name in [n for n in interpreter.unset if _NAMES_URL.search(n)][:_TRIED]:
        told = evolve(target, defines={name: f"{dialect}://localhost/database", **target.defines})
        if connects_to(told)[0] == dialect:
            session = _session(told, finder.anew(), dialect, work)
            findings = (*session.environment.findings, _assumed(name, dialect, usual))
            return evolve(session, environment=evolve(session.environment, findings=findings))
    return _session(target, finder.anew(), dialect, work)


def _assumed(name: str, dialect: str, usual: str) -> Finding:
    from schemaparity.findings import Finding, ObjectRef  # noqa: PLC0415 - not for every command

    message = f"env.py connects to {usual} unless told otherwise; {name} is taken to name a {dialect} database"
    hint = f"say what the code reads with --define {name}=..."
    return Finding("SP702", message, ObjectRef("project"), "notice", hint=hint)


def _session(target: Target, finder: Finder, dialect: str, work: Work | None) -> Session:
    from schemaparity.frameworks.alembic.environment import read_environment  # noqa: PLC0415 - loads SQLAlchemy

    interpreter = _interpreter(target, finder, dialect, work)
    return Session(target, interpreter, read_environment(interpreter, target), dialect)


def open_history(target: Target, fs: FileSystem) -> Session:
    """What the revisions' places in the history are read with: nothing of env.py or of the models."""
    from schemaparity.frameworks.alembic.environment import Environment  # noqa: PLC0415 - loads SQLAlchemy
    from schemaparity.source import Finder  # noqa: PLC0415

    finder = Finder(fs, target.source_roots, target.site_packages, target.project)
    dialect = target.dialect or DEFAULT_DIALECT
    return Session(target, _interpreter(target, finder, dialect, None, whole=False), Environment(), dialect)


def _interpreter(target: Target, finder: Finder, dialect: str, work: Work | None, *, whole: bool = True) -> Interpreter:
    """An interpreter for a target; not `whole`, modules are evaluated as far as env.py needs them to connect, models are not declared."""
    from schemaparity.evaluate import Budget, Interpreter, Work  # noqa: PLC0415 - loads LibCST
    from schemaparity.frameworks.registry import Registry  # noqa: PLC0415
    from schemaparity.frameworks.sqlalchemy.run import start_run  # noqa: PLC0415 - loads SQLAlchemy
    from schemaparity.models.imports import follow_imports  # noqa: PLC0415

    interpreter = Interpreter(finder, Registry(), budget=Budget(work=work or Work()))
    start_run(interpreter, dialect, defines=target.defines)
    if whole:
        follow_imports(interpreter)
    return interpreter


def read_graph(session: Session) -> tuple[RevisionFiles, RevisionGraph]:
    """The revisions of a target and their graph."""
    from schemaparity.migrations.graph import RevisionGraph  # noqa: PLC0415 - loads networkx
    from schemaparity.migrations.revision_files import read_revisions  # noqa: PLC0415

    interpreter = session.interpreter

    def evaluate(source: SourceFile, name: str) -> object:
        source.tree  # noqa: B018 - raises SourceError where the file cannot be parsed
        return interpreter.bounded(_attribute, interpreter, source, name)

    files = read_revisions(_located(session), interpreter.finder, evaluate)
    return files, RevisionGraph(files.revisions)


def _attribute(interpreter: Interpreter, source: SourceFile, name: str) -> object:
    return interpreter.get_attribute(interpreter.module_from_file(source, source.module_name), name)


def _located(session: Session) -> Target:
    """The target, its revisions where env.py says when nothing but the default is configured."""
    target, given = session.target, session.environment.version_locations
    usual = (posixpath.join(target.script_location, "versions"),)
    return evolve(target, version_locations=given) if given and target.version_locations == usual else target
