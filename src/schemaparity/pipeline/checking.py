"""The stages in order: discover, read env.py, read the models, replay the migrations, compare."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from attrs import evolve

from schemaparity.errors import NoMigrationsError, RevisionGraphError
from schemaparity.findings import Finding, History, TargetResult, fold_unknown, sorted_by_place
from schemaparity.location import NOWHERE, Location, Origin
from schemaparity.pipeline.cache import kept
from schemaparity.pipeline.session import Session, collector_paused, open_history, open_sessions, read_graph, targets
from schemaparity.pipeline.stack import on_deep_stack
from schemaparity.project import FileSystem, Settings
from schemaparity.project.git import GitFileSystem
from schemaparity.schema import Schema, Unknown

if TYPE_CHECKING:
    from schemaparity.migrations.graph import RevisionGraph
    from schemaparity.migrations.revision_files import RevisionFiles
    from schemaparity.source.pragmas import Directives


def check(settings: Settings, fs: FileSystem | None = None) -> tuple[TargetResult, ...]:
    """Compare both sides of every target; the files of this machine by default."""
    return kept("check", settings, partial(_compared, settings), fs)


def check_at(settings: Settings, commit: GitFileSystem, fs: FileSystem) -> tuple[TargetResult, ...]:
    """Compare both sides of every target as they are at a commit; what git does not hold is read from `fs`."""

    def answer(under: FileSystem) -> tuple[TargetResult, ...]:
        results = _compared(settings, evolve(commit, under=under))
        commit.check_complete()  # a result that lacks files is not kept
        return results

    return kept(f"check at {commit.tree.hex()}", settings, answer, fs)


@on_deep_stack
def _compared(settings: Settings, fs: FileSystem) -> tuple[TargetResult, ...]:
    found, fs = targets(settings, fs)
    with collector_paused():
        return tuple(_check(session) for session in open_sessions(found, fs))


def _check(session: Session) -> TargetResult:
    from schemaparity import diff, migrations, models  # noqa: PLC0415 - heavy, and only here

    files, graph = _graph(session)
    declared = models.read(session.interpreter, session.target, session.environment, session.dialect)
    built = migrations.replay(session.interpreter, graph, session.target, session.environment, session.dialect)
    # Without any metadata there is nothing to compare with; the finding that says so stands alone.
    unread = _unread((*files.findings, *graph.findings))
    found = (
        diff.compare(declared.schema, built.schema, hides=declared.hides, order=built.revisions, unread=unread) if declared.metadata else ()
    )
    differences, hidden = _parted(found)
    findings = (*session.environment.findings, *files.findings, *graph.findings, *declared.findings, *built.findings, *differences)
    directives = _directives(session)
    return TargetResult(
        name=session.target.name,
        dialect=session.dialect,
        script_location=posixpath.relpath(session.target.script_location, session.target.project),
        models=declared.schema,
        migrations=built.schema,
        history=graph.history(),
        findings=sorted_by_place(fold_unknown(sorted_by_place(findings))),
        pragmas=tuple(pragma for one in directives for pragma in one.pragmas),
        hidden=sorted_by_place(hidden),
        hints=tuple(hint for one in directives for hint in one.hints.values()),
        reached=_reached(session),
    )


def _unread(findings: Iterable[Finding]) -> tuple[Unknown, ...]:
    """What is wrong with revision files and with their graph: revisions that were not replayed, wherever they belong."""
    faults = [f for f in findings if f.verdict != "notice" and f.code != "SP903"]
    places = [f.migrations or NOWHERE for f in faults]
    return tuple(Unknown(f.message, Origin(at.path, location=at.location)) for f, at in zip(faults, places, strict=True))


def _parted(findings: Iterable[Finding]) -> tuple[list[Finding], list[Finding]]:
    """The findings, and those that a filter of env.py hides."""
    seen, hidden = list[Finding](), list[Finding]()
    for finding in findings:
        (seen if finding.hidden_by is None else hidden).append(finding)
    return seen, hidden


def _directives(session: Session) -> list[Directives]:
    """The comments for schemaparity of the project's files that were read, by place."""
    from schemaparity.source import SourceError  # noqa: PLC0415

    found: dict[str, Directives] = {}
    for file in session.interpreter.finder.own_files():
        with suppress(SourceError):  # a file that cannot be read is a finding of its own
            found[file.display] = file.directives
    return [found[path] for path in sorted(found)]


def _reached(session: Session) -> frozenset[Location]:
    """The hints whose statement was replayed."""
    from schemaparity.frameworks.alembic.session import session_of  # noqa: PLC0415 - loads SQLAlchemy

    return frozenset(session_of(session.interpreter).hints)


def _graph(session: Session) -> tuple[RevisionFiles, RevisionGraph]:
    files, graph = read_graph(session)
    if not files.revisions and not files.findings:
        where = posixpath.relpath(session.target.script_location, session.target.project)
        raise NoMigrationsError(f"no revision found in {where}; name the directory with --version-location")
    return files, graph


def models(settings: Settings) -> dict[str, Schema]:
    """What the models of every target declare, by name of the target."""
    return kept("models", settings, partial(_declared, settings))


@on_deep_stack
def _declared(settings: Settings, fs: FileSystem) -> dict[str, Schema]:
    from schemaparity import models as side  # noqa: PLC0415

    found, fs = targets(settings, fs)
    with collector_paused():
        return {s.target.name: side.read(s.interpreter, s.target, s.environment, s.dialect).schema for s in open_sessions(found, fs)}


def migrations(settings: Settings, until: str) -> dict[str, Schema]:
    """What the migrations of every target build, by name of the target."""
    return kept(f"migrations {until}", settings, partial(_built, settings, until))


@on_deep_stack
def _built(settings: Settings, until: str, fs: FileSystem) -> dict[str, Schema]:
    from schemaparity import migrations as side  # noqa: PLC0415

    found, fs = targets(settings, fs)
    schemas = {}
    with collector_paused():
        for session in open_sessions(found, fs):
            _, graph = _graph(session)
            schemas[session.target.name] = side.replay(
                session.interpreter, graph, session.target, session.environment, session.dialect, until
            ).schema
    return schemas


@on_deep_stack
def history(settings: Settings, form: str) -> tuple[str, tuple[Finding, ...]]:
    """The revision DAGs of all targets as one document, and what is wrong with them."""
    from schemaparity.report.history import render_history  # noqa: PLC0415

    found, fs = targets(settings)
    histories, findings = {}, []
    for target in found:
        files, graph = _graph(open_history(target, fs))
        histories[target.name] = _ordered(graph)
        findings += [f for f in (*files.findings, *graph.findings) if f.verdict != "notice"]
    return render_history(histories, form), tuple(findings)


def _ordered(graph: RevisionGraph) -> History:
    history = graph.history()
    if graph.revisions and not history.revisions:
        raise RevisionGraphError("the revisions form a cycle; no order of them exists")
    return history
