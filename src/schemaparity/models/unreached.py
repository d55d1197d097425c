"""Models that env.py never imports: what further modules of the project would add to the compared metadata, were they imported.

Errs towards silence: only modules whose outline may hold tables are evaluated, and only so many of them. Afterwards they are forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial

import sqlalchemy as sa
from attrs import frozen

from schemaparity.evaluate import Interpreter
from schemaparity.evaluate.values import Class, Module, Raised
from schemaparity.findings import Finding, ObjectRef
from schemaparity.frameworks.declarative.values import mapping_of
from schemaparity.frameworks.sqlalchemy.origins import origin_of
from schemaparity.models.imports import Reach
from schemaparity.source import SourceFile

_SKIPPED = re.compile(r"(?:^|[._])(?:tests?|testing|conftest|migrations?|alembic|versions|examples?|docs?|env)(?:[._]|$)")
_MAX_MODULES = 100


def unreached(interpreter: Interpreter, metadata: Iterable[sa.MetaData], files: Iterable[SourceFile]) -> Iterator[Finding]:
    """Findings for the modules that declare tables of the compared metadata without being imported."""
    reach = interpreter.importing
    known = list(metadata)
    if not known or not isinstance(reach, Reach):
        return
    before = _State.of(interpreter, known)
    try:
        names = [f.module_name for f in files if _may_add(interpreter, reach, f.module_name)]
        for name in names[:_MAX_MODULES]:
            _evaluate(interpreter, name)
        yield from _findings(interpreter, before)
    finally:
        before.restore(interpreter)


@frozen(eq=False)
class _State:
    """What there was before: tables by metadata, the modules, the symbolic database."""

    tables: dict[sa.MetaData, frozenset[str]]
    loaded: dict[str, object]
    announced: frozenset[str]
    problems: int
    effects: object

    @classmethod
    def of(cls, interpreter: Interpreter, known: list[sa.MetaData]) -> _State:
        """The state of now."""
        modules = interpreter.modules
        tables = {m: frozenset(m.tables) for m in known}
        return cls(tables, dict(modules.loaded), frozenset(modules.announced), len(interpreter.problems), interpreter.effects.snapshot())

    def added(self) -> Iterator[sa.Table]:
        """The tables that have come since."""
        for metadata, keys in self.tables.items():
            yield from (table for key, table in list(metadata.tables.items()) if key not in keys)

    def restore(self, interpreter: Interpreter) -> None:
        """Forget what has come since: a revision that imports such a module evaluates it anew."""
        for table in list(self.added()):
            table.metadata.remove(table)
        modules = interpreter.modules
        for name in modules.loaded.keys() - self.loaded.keys():
            parent, _, last = name.rpartition(".")
            owner = modules.loaded.get(parent)
            if isinstance(owner, Module) and owner.namespace.get(last) is modules.loaded[name]:
                del owner.namespace[last]
        modules.loaded = {name: module for name, module in modules.loaded.items() if name in self.loaded}
        modules.announced = set(self.announced)
        del interpreter.problems[self.problems :]
        interpreter.effects.restore(self.effects)


def _may_add(interpreter: Interpreter, reach: Reach, name: str) -> bool:
    """True for a module that is not loaded, is no test or example, and can hold tables."""
    return name not in interpreter.modules.loaded and not _SKIPPED.search(name) and reach.holding(name)


def _evaluate(interpreter: Interpreter, name: str) -> None:
    """Import a module as far as that works."""
    interpreter.fresh_budget()
    try:
        interpreter.bounded(partial(interpreter.import_module, whole=True), name)
    except Raised:
        return


def _findings(interpreter: Interpreter, before: _State) -> Iterator[Finding]:
    """A finding for every table that has come, where the module that declares it is one that was not loaded."""
    fresh = {name: m for name, m in interpreter.modules.loaded.items() if name not in before.loaded and isinstance(m, Module)}
    classes = {id(table): (name, cls) for name, module in fresh.items() for table, cls in _tables_of(module)}
    sources = {module.source.display: name for name, module in fresh.items() if module.source is not None}
    for table in before.added():
        origin = origin_of(table)
        name, cls = classes.get(id(table), (sources.get(origin.location.path, "") if origin is not None else "", None))
        if origin is None or not name or _SKIPPED.search(name):
            continue
        what = f"table {table.name}" if cls is None else f"model {cls.name} (table {table.name})"
        message = f"{what} is declared in {name}, which env.py never imports"
        hint = f"import {name} in env.py, or name it with --models"
        yield Finding("SP801", message, ObjectRef("table", table.name, schema=table.schema), "notice", hint=hint, models=origin)


def _tables_of(module: Module) -> Iterator[tuple[sa.Table, Class]]:
    """The tables of the classes that a module defines, each with the class that brings it."""
    for value in list(module.namespace.values()):
        mapping = mapping_of(value)
        if not isinstance(value, Class) or value.module is not module or mapping is None or mapping.local_table is None:
            continue
        above = mapping_of(mapping.inherits)
        if above is None or above.local_table is not mapping.local_table:
            yield mapping.local_table, value
