"""The modules that an application would have imported before it runs Alembic itself: those of its packages, tests and migrations apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from schemaparity.evaluate.values import Raised
from schemaparity.source import NamespacePackage, SourceFile

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter

_NOT_THE_APPLICATION = frozenset(
    {"tests", "test", "testing", "conftest", "migrations", "alembic", "docs", "doc", "examples", "setup", "noxfile", "node_modules"}
)


def import_application(interpreter: Interpreter) -> None:
    """Import what can hold tables."""
    for source in list(application_files(interpreter)):
        import_quietly(interpreter, source.module_name, whole=False)


def import_quietly(interpreter: Interpreter, name: str, *, whole: bool) -> None:
    """Import a module as far as it matters; the application of a module that cannot be imported does not have it."""
    try:
        if whole:
            interpreter.bounded(lambda: interpreter.import_module(name, whole=True))
        else:
            interpreter.bounded(interpreter.announce, name)
    except Raised:
        return


def application_files(interpreter: Interpreter) -> Iterator[SourceFile]:
    """The modules of the project's packages; directories without `__init__.py` only where there is nothing else."""
    finder = interpreter.finder
    tops = {entry.removesuffix(".py") for root in finder.roots if finder.fs.is_dir(root) for entry in finder.fs.list_dir(root)}
    found = [(name, finder.find(name)) for name in sorted(tops - _NOT_THE_APPLICATION) if name.isidentifier()]
    own = [(name, source) for name, source in found if source is not None and not source.is_third_party]
    regular = [name for name, source in own if isinstance(source, SourceFile)]
    for name in regular or [name for name, source in own if isinstance(source, NamespacePackage)]:
        yield from _below(interpreter, name)


def _below(interpreter: Interpreter, name: str) -> Iterator[SourceFile]:
    found = interpreter.finder.find(name)
    if isinstance(found, SourceFile):
        yield found
    for child in interpreter.finder.submodules(name):
        if child.rpartition(".")[2] not in _NOT_THE_APPLICATION:
            yield from _below(interpreter, child)
