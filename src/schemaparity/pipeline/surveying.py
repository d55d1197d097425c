"""What a check would read, without comparing anything: for `schemaparity init`, which shows it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from attrs import frozen

from schemaparity.pipeline.session import collector_paused, open_session, read_graph, targets
from schemaparity.pipeline.stack import on_deep_stack
from schemaparity.project import FileSystem, RealFileSystem, Settings, Target


@frozen
class Survey:
    """One target as it was found. Paths are relative to the project where they lie in it.

    Args:
        name: of the target.
        configuration: the ini file or pyproject.toml, None without any.
        script_location: the directory of env.py.
        revisions: how many there are.
        heads: ids of revisions that no other follows.
        metadata: where the models come from: `target_metadata of alembic/env.py`, or the references of the settings.
        tables: how many tables the models declare.
        unknown: why the models are not known, None where they are.
        dialect: the SQL dialect, and whether anything names it.
        dialect_is_named: False where nothing does, and it is taken to be PostgreSQL.
        source_roots: where imports are looked up.
        site_packages: third-party source that may be read.

    """

    name: str
    configuration: str | None
    script_location: str
    revisions: int
    heads: tuple[str, ...]
    metadata: str
    tables: int
    unknown: str | None
    dialect: str
    dialect_is_named: bool
    source_roots: tuple[str, ...]
    site_packages: tuple[str, ...]


@on_deep_stack
def survey(settings: Settings, fs: FileSystem | None = None) -> tuple[Survey, ...]:
    """What would be read of every target; raises NoMigrationsError where there is none."""
    found, fs = targets(settings, fs or RealFileSystem())
    with collector_paused():
        return tuple(_survey(target, fs) for target in found)


def _survey(target: Target, fs: FileSystem) -> Survey:
    from schemaparity import models  # noqa: PLC0415 - heavy, and only here

    session = open_session(target, fs)
    _, graph = read_graph(session)
    history = graph.history()
    declared = models.read(session.interpreter, target, session.environment, session.dialect)
    unknown = next((fact.unknown.reason for fact in declared.schema.unknown), None)
    configured = target.options.path or target.options.toml_path
    return Survey(
        name=target.name,
        configuration=None if configured is None else _display(target, configured),
        script_location=_display(target, target.script_location),
        revisions=len(history.revisions),
        heads=history.heads,
        metadata=", ".join(target.metadata) or f"target_metadata of {_display(target, target.env_py or target.script_location)}",
        tables=len(declared.schema.tables),
        unknown=None if declared.metadata else unknown or "no metadata is known",
        dialect=session.dialect,
        dialect_is_named=target.dialect is not None or session.environment.dialect is not None,
        source_roots=tuple(_displayed(target, target.source_roots)),
        site_packages=tuple(_displayed(target, target.site_packages)),
    )


def _displayed(target: Target, paths: tuple[str, ...]) -> Iterator[str]:
    return (_display(target, path) for path in paths)


def _display(target: Target, path: str) -> str:
    relative = posixpath.relpath(path, target.project)
    return path if relative.startswith("../") else relative
