"""Tables that the program creates from a MetaData of its own before it upgrades: `InitialBase.metadata.create_all(engine)`.

Looked for where a chain misses a table: in files of the project that speak of Alembic and call `create_all` on a MetaData which is not the
one that is compared. A MetaData that only a running program has (a local name, an argument) is not found.
"""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator
from itertools import islice
from typing import TYPE_CHECKING

import libcst as cst
from attrs import frozen
from sqlalchemy.sql.schema import MetaData

from schemaparity.evaluate.values import Module, Raised, UnknownValue
from schemaparity.location import Origin
from schemaparity.migrations.ddl_calls import nodes_of
from schemaparity.source import SourceError, SourceFile

if TYPE_CHECKING:
    from schemaparity.evaluate import Interpreter

_MAX_FILES = 5_000
_TESTS = frozenset({"tests", "test", "testing", "conftest"})


@frozen
class Made:
    """A MetaData whose tables the program creates, and the line that does."""

    metadata: MetaData
    origin: Origin


def made_by_program(interpreter: Interpreter, named: Collection[str], compared: Collection[MetaData]) -> Made | None:
    """The MetaData with a table of one of the names that the program creates; None where it is not the only one."""
    found: dict[int, Made] = {}
    for source in islice(_files(interpreter), _MAX_FILES):
        for call, path in _creations(source):
            metadata = _metadata(interpreter, source, path)
            if metadata is None or any(metadata is other for other in compared):
                continue
            if not {table.name for table in metadata.tables.values()}.isdisjoint(named):
                found.setdefault(id(metadata), Made(metadata, source.origin(call)))
    return next(iter(found.values())) if len(found) == 1 else None


def _files(interpreter: Interpreter) -> Iterator[SourceFile]:
    """The modules of the project's packages that were imported, without tests."""
    own = [n for n, m in interpreter.modules.loaded.items() if isinstance(m, Module) and m.source is not None and not m.is_third_party]
    tops = dict.fromkeys(n.partition(".")[0] for n in own if _is_inside(interpreter, n))
    for top in tops:
        for name in interpreter.finder.walk(top):
            found = interpreter.finder.find(name)
            if isinstance(found, SourceFile) and _TESTS.isdisjoint(name.split(".")):
                yield found


def _is_inside(interpreter: Interpreter, name: str) -> bool:
    module = interpreter.modules.loaded[name]
    project = interpreter.project_root
    return isinstance(module, Module) and module.source is not None and posixpath.commonpath([module.source.path, project]) == project


def _creations(source: SourceFile) -> Iterator[tuple[cst.Call, tuple[str, ...]]]:
    """The calls of `create_all` in a file that speaks of Alembic, with the dotted name that each is called on."""
    try:
        if b".create_all(" not in source.data or b"alembic" not in source.data:
            return
        tree = source.tree
    except SourceError:
        return
    for node in nodes_of(tree):
        if isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute) and node.func.attr.value == "create_all":
            path = _dotted(node.func.value)
            if path:
                yield node, path


def _dotted(node: cst.BaseExpression) -> tuple[str, ...]:
    if isinstance(node, cst.Name):
        return (node.value,)
    inner = _dotted(node.value) if isinstance(node, cst.Attribute) else ()
    return (*inner, node.attr.value) if inner and isinstance(node, cst.Attribute) else ()


def _metadata(interpreter: Interpreter, source: SourceFile, path: tuple[str, ...]) -> MetaData | None:
    """What a dotted name of a module is, all modules that it imports evaluated."""
    value = interpreter.bounded(_value, interpreter, source.module_name, path)
    return value if isinstance(value, MetaData) else None


def _value(interpreter: Interpreter, name: str, path: tuple[str, ...]) -> object:
    try:
        interpreter.announce(name)
        value = interpreter.import_module(name)
        for part in path:
            value = interpreter.get_attribute(value, part)
            if isinstance(value, UnknownValue):
                return None
    except Raised:
        return None
    return value
