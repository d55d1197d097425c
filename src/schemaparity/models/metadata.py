"""From settings and env.py to MetaData: modules are imported, `MODULE:ATTR` is looked up, what is no MetaData is a finding."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import sqlalchemy as sa
from sqlalchemy.orm import registry as Registry  # noqa: N812 - a class with a lower-case name

from schemaparity.evaluate import Interpreter
from schemaparity.evaluate.values import Class, Instance, Module, Raised, Symbolic, UnknownValue
from schemaparity.findings import Finding, ObjectRef
from schemaparity.frameworks.alembic.environment import describe
from schemaparity.frameworks.declarative.foreign_bases import stand_in_metadata
from schemaparity.source import NamespacePackage, SourceFile


def import_models(interpreter: Interpreter, names: tuple[str, ...]) -> Iterator[Finding]:
    """Import modules as env.py would; `pkg.**` stands for a package and all below it."""
    for name in names:
        if not name.endswith(".**"):
            yield from import_whole(interpreter, name)
            continue
        for module in walk(interpreter, name.removesuffix(".**")):
            yield from _import(interpreter, module, interpreter.announce)


_TESTS = frozenset({"tests", "test", "testing", "conftest"})


def walk(interpreter: Interpreter, package: str) -> Iterator[str]:
    """A package and all modules below it but its tests: their tables belong to no database."""
    yield package
    for child in interpreter.finder.submodules(package):
        if child.rpartition(".")[2] not in _TESTS:
            yield from walk(interpreter, child)


def import_whole(interpreter: Interpreter, name: str) -> Iterator[Finding]:
    """Import a module and the packages above it; a finding when it is not there or ends with an exception."""
    found = interpreter.finder.find(name)
    if not isinstance(found, SourceFile | NamespacePackage) and interpreter.frameworks.module(name) is None:
        yield unreadable(f"module {name} is not found; name its directory with --source-root or --site-packages")
        return
    yield from _import(interpreter, name, partial(interpreter.import_module, whole=True))


def _import(interpreter: Interpreter, name: str, load: Callable[[str], object]) -> Iterator[Finding]:
    interpreter.fresh_budget()
    try:
        interpreter.bounded(interpreter.announce, name.rpartition(".")[0])
        found = interpreter.bounded(load, name)
    except Raised as raised:
        yield unreadable(f"importing {name} ends with an exception: {describe(raised.value)}")
        return
    if isinstance(found, UnknownValue):
        yield unreadable(f"{name} cannot be imported: {found.reason}")


def unreadable(message: str) -> Finding:
    """A finding about what the settings name."""
    return Finding("SP702", message, ObjectRef("project"), "unknown")


def named_metadata(interpreter: Interpreter, reference: str) -> tuple[list[sa.MetaData], list[Finding]]:
    """The MetaData that `MODULE:ATTR` names: a MetaData, a declarative base, a registry, Flask-SQLAlchemy's `db`, or a list of such."""
    module, _, path = reference.partition(":")
    findings = list(import_whole(interpreter, module))
    if findings:
        return [], findings
    try:
        value = interpreter.bounded(_value_of, interpreter, module, path.split(".") if path else ["metadata"])
    except Raised as raised:
        return [], [unreadable(f"{reference} cannot be evaluated: {describe(raised.value)}")]
    found = list(dict.fromkeys(metadata_in(interpreter, value)))
    if not found:
        why = f": {value.reason}" if isinstance(value, UnknownValue) else ""
        return [], [unreadable(f"{reference} is no MetaData and has none{why}")]
    return found, []


def _value_of(interpreter: Interpreter, module: str, path: list[str]) -> object:
    value: object = interpreter.import_module(module)
    for name in path:
        value = interpreter.get_attribute(value, name)
    return value


def metadata_in(interpreter: Interpreter, value: object) -> Iterator[sa.MetaData]:
    """The MetaData that a value is or has."""
    match value:
        case sa.MetaData():
            yield value
        case Registry():
            yield value.metadata
        case list() | tuple() | set():
            for inner in value:
                yield from metadata_in(interpreter, inner)
        case dict():
            for inner in value.values():
                yield from metadata_in(interpreter, inner)
        case Symbolic():
            stand_in = stand_in_metadata(interpreter, value.text)
            if stand_in is not None:
                yield stand_in
        case Class() | Instance() | Module():
            yield from _attribute(interpreter, value)


def _attribute(interpreter: Interpreter, value: object) -> Iterator[sa.MetaData]:
    try:
        found = interpreter.get_attribute(value, "metadata")
    except Raised:
        return
    if isinstance(found, sa.MetaData):
        yield found
