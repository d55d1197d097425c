"""Models that env.py never imports: table classes of the project under a base whose metadata is compared. Read from bytes, not evaluated.

Errs towards silence: a file counts only when it imports, by name, a base that was evaluated, and has a class with a table name under it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import sqlalchemy as sa

from schemaparity.evaluate import Interpreter
from schemaparity.evaluate.values import Class, Module
from schemaparity.findings import Finding, ObjectRef
from schemaparity.frameworks.declarative.values import base_of, mapping_of
from schemaparity.location import Location, Origin
from schemaparity.source import SourceFile
from schemaparity.source.imports import scan

_TABLE = re.compile(rb"^([ \t]+)__tablename__(?:\s*:[^=\n]+)?\s*=\s*[\"']([^\"'\n]+)[\"']", re.MULTILINE)
_CLASS = re.compile(rb"^class[ \t]+(\w+)[ \t]*\(([^)]*)\)", re.MULTILINE)
_SKIPPED = re.compile(r"(?:^|[._])(?:tests?|conftest|migrations?|alembic|versions|examples?|docs?)(?:[._]|$)")


def unreached(interpreter: Interpreter, metadata: Iterable[sa.MetaData], files: Iterable[SourceFile]) -> Iterator[Finding]:
    """Findings for the files that declare tables under a known base without being imported."""
    known = list(metadata)
    bases = set(_base_names(interpreter, known))
    tables = {t.name for m in known for t in m.tables.values()}
    for source in files:
        if source.module_name in interpreter.modules.loaded or _SKIPPED.search(source.module_name):
            continue
        if b"__tablename__" in source.data:
            yield from _in_file(source, bases, tables)


def _base_names(interpreter: Interpreter, known: list[sa.MetaData]) -> Iterator[tuple[str, str]]:
    """(module, name) of every abstract class under a base of the compared metadata."""
    for name, module in list(interpreter.modules.loaded.items()):
        if not isinstance(module, Module) or module.source is None:
            continue
        for attribute, value in list(module.namespace.items()):
            base = base_of(value) if isinstance(value, Class) and mapping_of(value) is None else None
            if base is not None and any(base.metadata is m for m in known):
                yield name, attribute


def _in_file(source: SourceFile, bases: set[tuple[str, str]], tables: set[str]) -> Iterator[Finding]:
    package = source.module_name if source.is_package else source.module_name.rpartition(".")[0]
    names = {name for found in scan(source.data, package) for name in found.names if (found.module, name) in bases}
    if not names:
        return
    for match in _CLASS.finditer(source.data):
        used = {b.strip().rpartition(b".")[2].decode("utf-8", "replace") for b in match.group(2).split(b",")}
        end = next((m.start() for m in _CLASS.finditer(source.data, match.end())), len(source.data))
        table = _TABLE.search(source.data, match.end(), end)
        if used & names and table is not None and table.group(2).decode("utf-8", "replace") not in tables:
            yield _finding(source, match.group(1).decode(), table.group(2).decode("utf-8", "replace"), match.start())


def _finding(source: SourceFile, name: str, table: str, start: int) -> Finding:
    line = source.data.count(b"\n", 0, start) + 1
    place = Origin(source.display, location=Location(source.display, line, 1, line, 1))
    message = f"model {name} (table {table}) is declared in {source.module_name}, which env.py never imports"
    hint = f"import {source.module_name} in env.py, or name it with --models"
    return Finding("SP801", message, ObjectRef("table", table), "notice", hint=hint, models=place)
