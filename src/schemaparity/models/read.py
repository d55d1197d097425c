"""Read the models of a target: settings and env.py say where, `create_all()` says what."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

import sqlalchemy as sa
from attrs import evolve

from schemaparity.evaluate import Interpreter
from schemaparity.evaluate.values import Module, UnknownValue
from schemaparity.findings import Finding, ObjectRef
from schemaparity.frameworks.alembic.environment import Environment
from schemaparity.frameworks.application import import_application
from schemaparity.frameworks.declarative.foreign_bases import gather
from schemaparity.frameworks.passed_on import original_of
from schemaparity.frameworks.sqlalchemy.create import create_all
from schemaparity.location import NOWHERE
from schemaparity.models.failures import undecided
from schemaparity.models.filters import filter_of
from schemaparity.models.metadata import import_models, named_metadata
from schemaparity.models.side import ModelSide
from schemaparity.models.unreached import unreached
from schemaparity.project import Target
from schemaparity.schema import Schema, UndecidedFact, Unknown
from schemaparity.source import SourceFile

_MAX_FILES = 5_000


def read(interpreter: Interpreter, target: Target, environment: Environment, dialect: str) -> ModelSide:
    """Read the schema that the models of a target declare.

    Args:
        interpreter: that has read env.py.
        target: names metadata and modules where the settings do.
        environment: what env.py says.
        dialect: of the database.

    """
    side = interpreter.bounded(_read, interpreter, target, environment, dialect)
    if not isinstance(side, UnknownValue):
        return side  # type: ignore[no-any-return]
    finding = Finding("SP702", f"the models cannot be read: {side.reason}", ObjectRef("project"), "unknown", models=side.origin)
    return ModelSide(Schema(dialect, unknown=(UndecidedFact(side.unknown),)), (finding,))


def _read(interpreter: Interpreter, target: Target, environment: Environment, dialect: str) -> ModelSide:
    findings = list(import_models(interpreter, target.models))
    if environment.is_run_by_a_program and not (target.models or target.metadata):
        import_application(interpreter)
    metadata, found = _metadata(interpreter, target, environment)
    findings += found
    gather(interpreter, metadata)
    schema = create_all(metadata, dialect, interpreter.holes)
    lost = tuple(undecided(interpreter, metadata))
    schema = evolve(schema, unknown=(*schema.unknown, *lost))
    findings += _empty(target, metadata)
    if not any(m.tables for m in metadata):  # a schema of nothing says why
        facts = (UndecidedFact(Unknown(f.message, f.models or NOWHERE)) for f in findings if f.verdict == "unknown")
        schema = evolve(schema, unknown=(*facts, *schema.unknown))
    if not target.metadata and not target.models and not lost:  # what was lost may have imported anything
        findings += unreached(interpreter, metadata, _project_files(interpreter, target))
    findings += _assumed(interpreter)
    modules = tuple(name for name, _ in _own_modules(interpreter))
    return ModelSide(schema, tuple(findings), metadata, modules, filter_of(interpreter, environment, metadata))


def _empty(target: Target, metadata: tuple[sa.MetaData, ...]) -> Iterator[Finding]:
    """Metadata that the settings name and that no imported module has put a table in."""
    if target.metadata and metadata and not any(m.tables for m in metadata):
        message = f"{', '.join(target.metadata)} has no tables when nothing but its module is imported"
        yield Finding("SP702", message, ObjectRef("project"), "unknown", hint="name the modules of the models with --models MODULE")


def _assumed(interpreter: Interpreter) -> Iterator[Finding]:
    """What was taken for what it is named after."""
    for name, module in interpreter.modules.loaded.items():
        original = original_of(name)
        if original is not None and isinstance(module, Module) and module.source is not None and module.source.display == f"<{name}>":
            message = f"{name}, whose source is not at hand, is taken to pass on what {original} has"
            yield Finding("SP702", message, ObjectRef("project", name), "notice", hint="give its source with --site-packages DIR")


def _own_modules(interpreter: Interpreter) -> Iterator[tuple[str, Module]]:
    """The project's modules that were loaded."""
    for name, module in interpreter.modules.loaded.items():
        if isinstance(module, Module) and module.source is not None and not module.is_third_party:
            yield name, module


def _metadata(interpreter: Interpreter, target: Target, environment: Environment) -> tuple[tuple[sa.MetaData, ...], list[Finding]]:
    """The MetaData to compare: the settings', else env.py's."""
    if not target.metadata:
        return environment.target_metadata, list(_without_metadata(environment))
    found: list[sa.MetaData] = []
    findings: list[Finding] = []
    for reference in target.metadata:
        metadata, problems = named_metadata(interpreter, reference)
        found += metadata
        findings += problems
    return tuple(dict.fromkeys(found)), findings


def _without_metadata(environment: Environment) -> Iterator[Finding]:
    """Why env.py gives no metadata."""
    if environment.target_metadata:
        return
    unknown = environment.unknown
    reason = "env.py has no target_metadata" if environment.is_followed else "env.py cannot be followed to its call of context.configure"
    if unknown is not None:
        reason = f"target_metadata of env.py is not known: {unknown.reason}"
    hint = "name the metadata with --metadata MODULE:ATTR"
    yield Finding("SP702", reason, ObjectRef("project"), "unknown", hint=hint, models=unknown.origin if unknown is not None else None)


def _project_files(interpreter: Interpreter, target: Target) -> Iterator[SourceFile]:
    """The modules of the packages that env.py imports from, without third parties."""
    inside = (name for name, m in _own_modules(interpreter) if posixpath.commonpath([m.source.path, target.project]) == target.project)
    tops = dict.fromkeys(name.partition(".")[0] for name in inside)
    left = _MAX_FILES
    for top in tops:
        for source in _below(interpreter, top):
            yield source
            left -= 1
            if not left:
                return


def _below(interpreter: Interpreter, name: str) -> Iterator[SourceFile]:
    found = interpreter.finder.find(name)
    if isinstance(found, SourceFile):
        yield found
    for child in interpreter.finder.submodules(name):
        yield from _below(interpreter, child)
