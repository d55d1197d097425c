"""What libraries really make of the cases below `cases/libraries`: a case file comes in, the statements by title go out as JSON.

`python libraries.py` with the libraries installed writes `expected.json`. Every case runs in a process of its own.
"""

from __future__ import annotations

import json
import multiprocessing
import pathlib
import sys
import types
import warnings
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.sql.ddl import CreateIndex, CreateTable

CASES = pathlib.Path(__file__).parent / "cases" / "libraries"
_CONSTRAINTS = ("CONSTRAINT", "FOREIGN KEY", "UNIQUE", "CHECK", "EXCLUDE", "PRIMARY KEY")


def sections(name: str) -> dict[str, str]:
    """The sources of a case file by title."""
    parts = (CASES / f"{name}.txt").read_text(encoding="utf-8").split("# === ")[1:]
    return {title: source for title, _, source in (part.partition("\n") for part in parts)}


def statements(metadatas: list[sa.MetaData]) -> dict[str, list[str]]:
    """CREATE TABLE and CREATE INDEX of every table, and its comments."""
    compiler = postgresql.base.PGDialect()
    found = {}
    for metadata in metadatas:
        for table in metadata.tables.values():
            lines = [line.strip().rstrip(",") for line in str(CreateTable(table).compile(dialect=compiler)).strip().splitlines()]
            texts = [line for line in lines if not line.startswith(_CONSTRAINTS)]
            texts += sorted(line for line in lines if line.startswith(_CONSTRAINTS))
            texts += sorted(str(CreateIndex(index).compile(dialect=compiler)) for index in table.indexes)
            texts += [f"comment {table.comment}"] + [f"comment {c.name} {c.comment}" for c in table.columns if c.comment]
            found[table.key] = texts
    return found


def of_source(source: str) -> dict[str, list[str]]:
    """What the source makes when it is run as a module of this process."""
    module = types.ModuleType("library_case")
    sys.modules["library_case"] = module
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exec(compile(source, "library_case", "exec", dont_inherit=True), module.__dict__)
        return statements(metadatas(list(vars(module).values())))


def metadatas(values: list[Any]) -> list[sa.MetaData]:
    """The metadata that values are or have, those of binds among them."""
    found = [v if isinstance(v, sa.MetaData) else getattr(v, "metadata", None) for v in values]
    for value in values:
        several = getattr(value, "metadatas", None)
        found += several.values() if isinstance(several, dict) else []
    return list({id(m): m for m in found if isinstance(m, sa.MetaData)}.values())


def of_file(name: str) -> dict[str, dict[str, list[str]]]:
    """The same for all cases of a file."""
    with multiprocessing.get_context("fork").Pool(1, maxtasksperchild=1) as pool:
        return {title: pool.apply(of_source, [source]) for title, source in sections(name).items()}


if __name__ == "__main__":
    made = {path.stem: of_file(path.stem) for path in sorted(CASES.glob("*.txt"))}
    (CASES / "expected.json").write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
