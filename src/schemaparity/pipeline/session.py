"""What one target is read with: file system, finder, interpreter, environment. Opened once, used by both sides."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from attrs import frozen

from schemaparity.project import FileSystem, RealFileSystem, Settings, Target, discover

if TYPE_CHECKING:
    from schemaparity.evaluate import Interpreter
    from schemaparity.frameworks.alembic.environment import Environment
    from schemaparity.migrations.graph import RevisionGraph
    from schemaparity.migrations.revision_files import RevisionFiles

DEFAULT_DIALECT = "postgresql"


@frozen
class Session:
    """One target, ready to be read; `dialect` is decided."""

    target: Target
    interpreter: Interpreter
    environment: Environment
    dialect: str


def targets(settings: Settings) -> tuple[tuple[Target, ...], FileSystem]:
    """The targets of a project; raises NoMigrationsError."""
    fs = RealFileSystem()
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


def open_session(target: Target, fs: FileSystem) -> Session:
    """Read env.py of a target, and decide the dialect: the settings', else the URL's, else PostgreSQL."""
    from schemaparity.frameworks.alembic.environment import read_environment  # noqa: PLC0415 - loads SQLAlchemy

    given = target.dialect if target.dialect_is_explicit else None
    interpreter = _interpreter(target, fs, given or target.dialect or DEFAULT_DIALECT)
    environment = read_environment(interpreter, target)
    dialect = given or environment.dialect or target.dialect or DEFAULT_DIALECT
    if given is None and dialect != (target.dialect or DEFAULT_DIALECT):
        interpreter = _interpreter(target, fs, dialect)
        environment = read_environment(interpreter, target)
    return Session(target, interpreter, environment, dialect)


def _interpreter(target: Target, fs: FileSystem, dialect: str) -> Interpreter:
    from schemaparity.evaluate import Interpreter  # noqa: PLC0415 - loads LibCST
    from schemaparity.frameworks.registry import Registry  # noqa: PLC0415
    from schemaparity.frameworks.sqlalchemy.run import start_run  # noqa: PLC0415 - loads SQLAlchemy
    from schemaparity.models.imports import follow_imports  # noqa: PLC0415
    from schemaparity.source import Finder  # noqa: PLC0415

    finder = Finder(fs, target.source_roots, target.site_packages, target.project)
    interpreter = Interpreter(finder, Registry())
    start_run(interpreter, dialect, defines=target.defines)
    follow_imports(interpreter)
    return interpreter


def read_graph(session: Session) -> tuple[RevisionFiles, RevisionGraph]:
    """The revisions of a target and their graph."""
    from schemaparity.migrations.graph import RevisionGraph  # noqa: PLC0415 - loads networkx
    from schemaparity.migrations.revision_files import read_revisions  # noqa: PLC0415
    from schemaparity.source import SourceFile  # noqa: PLC0415

    interpreter = session.interpreter

    def evaluate(source: SourceFile, name: str) -> object:
        return interpreter.get_attribute(interpreter.module_from_file(source, source.module_name), name)

    files = read_revisions(session.target, interpreter.finder, evaluate)
    return files, RevisionGraph(files.revisions)
