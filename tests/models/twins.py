"""The same source text run for real, in this process, and interpreted: CREATE statements of both sides, per table."""

from __future__ import annotations

import itertools
import pathlib
import sys
import types
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from attrs import evolve
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects import registry as dialects
from sqlalchemy.sql.ddl import CreateIndex, CreateTable

from schemaparity.evaluate import Interpreter
from schemaparity.evaluate.values import Class, Module, UnknownValue
from schemaparity.frameworks.registry import Registry
from schemaparity.frameworks.sqlalchemy.create import create_all
from schemaparity.frameworks.sqlalchemy.run import run_of, start_run
from schemaparity.project import MemoryFileSystem
from schemaparity.schema import Schema, Table
from schemaparity.source import Finder
from schemaparity.sql.holes import Holes

CASES = pathlib.Path(__file__).parent / "cases"
_count = itertools.count()


def cases(*names: str) -> list[tuple[str, str]]:
    """(title, source) of every section of the case files."""
    found = []
    for name in names:
        text = (CASES / f"{name}.txt").read_text(encoding="utf-8")
        for section in text.split("# === ")[1:]:
            title, _, source = section.partition("\n")
            found.append((title, source))
    return found


def statements(metadatas: list[sa.MetaData], dialect: str = "postgresql") -> dict[str, list[str]]:
    """CREATE TABLE and CREATE INDEX of every table, and its comment."""
    compiler = postgresql.base.PGDialect() if dialect == "postgresql" else dialects.load(dialect)()
    found = {}
    for metadata in metadatas:
        for table in metadata.tables.values():
            texts = _lines(str(CreateTable(table).compile(dialect=compiler)))
            texts += sorted(str(CreateIndex(index).compile(dialect=compiler)) for index in table.indexes)
            texts += [f"comment {table.comment}"] + [f"comment {c.name} {c.comment}" for c in table.columns if c.comment]
            found[table.key] = texts
    return found


def _lines(text: str) -> list[str]:
    """The lines of a CREATE TABLE, its constraints in a fixed order: SQLAlchemy holds them in sets."""
    lines = [line.strip().rstrip(",") for line in text.strip().splitlines()]
    heads = ("CONSTRAINT", "FOREIGN KEY", "UNIQUE", "CHECK", "EXCLUDE", "PRIMARY KEY")
    constraints = [i for i, line in enumerate(lines) if line.startswith(heads)]
    return [line for i, line in enumerate(lines) if i not in constraints] + sorted(lines[i] for i in constraints)


def real(source: str) -> dict[str, list[str]]:
    """What SQLAlchemy makes of the source."""
    with imported(source) as metadatas:
        return statements(metadatas)


@contextmanager
def imported(source: str) -> Iterator[list[sa.MetaData]]:
    """The metadata that the source makes when it is run as a module of this process."""
    name = f"twin_case_{next(_count)}"
    module = types.ModuleType(name)
    sys.modules[name] = module
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exec(compile(source, name, "exec", dont_inherit=True), module.__dict__)
        yield _metadatas(vars(module).values())
    finally:
        del sys.modules[name]


def _metadatas(values: object) -> list[sa.MetaData]:
    known = [v for v in values if not isinstance(v, UnknownValue)]
    found = [v if isinstance(v, sa.MetaData) else getattr(v, "metadata", None) for v in known]
    return list({id(m): m for m in found if isinstance(m, sa.MetaData)}.values())


def interpret(source: str, files: dict[str, str] | None = None) -> tuple[Interpreter, Module]:
    """The module that the source makes, evaluated whole."""
    tree = {"/p/case.py": source, **(files or {})}
    finder = Finder(MemoryFileSystem(tree), ["/p"], ["/site"] if any(f.startswith("/site") for f in tree) else [])
    interpreter = Interpreter(finder, Registry())
    start_run(interpreter, "postgresql")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return interpreter, interpreter.import_module("case", whole=True)


def interpreted(source: str, files: dict[str, str] | None = None) -> dict[str, list[str]]:
    """What schemaparity makes of the source."""
    interpreter, module = interpret(source, files)
    return statements(metadatas_of(interpreter, module))


def created(metadatas: list[sa.MetaData], interpreter: Interpreter | None = None) -> list[Schema]:
    """What `create_all()` makes of each metadata, listeners and all, in a database that is only a value."""
    holes = Holes() if interpreter is None else run_of(interpreter).holes
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        schemas = [create_all(metadata, "postgresql", holes) for metadata in metadatas]
    assert not any(schema.unknown for schema in schemas)
    return [evolve(schema, tables={key: _in_order(table) for key, table in schema.tables.items()}) for schema in schemas]


def _in_order(table: Table) -> Table:
    """The table with its foreign keys in a fixed order: SQLAlchemy holds them in sets."""
    return evolve(table, foreign_keys=tuple(sorted(table.foreign_keys, key=lambda key: (key.columns, str(key.name)))))


def metadatas_of(interpreter: Interpreter, module: Module) -> list[sa.MetaData]:
    """Every metadata that a name of the module holds or leads to."""
    values = []
    for name in list(module.namespace):
        value = interpreter.get_attribute(module, name)
        values.append(value.lookup("metadata") if isinstance(value, Class) and _has(value) else value)
    return _metadatas(values)


def _has(cls: Class) -> bool:
    try:
        return isinstance(cls.lookup("metadata"), sa.MetaData)
    except KeyError:
        return False


__all__ = ["cases", "created", "imported", "interpret", "interpreted", "metadatas_of", "postgresql", "real", "statements"]
