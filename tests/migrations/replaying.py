"""Projects in memory, replayed: revisions as text in, the migration side out."""

from __future__ import annotations

from textwrap import dedent

from attrs import evolve

from schemaparity.evaluate import Interpreter
from schemaparity.frameworks.alembic.environment import Environment, read_environment
from schemaparity.frameworks.registry import Registry
from schemaparity.frameworks.sqlalchemy.run import start_run
from schemaparity.migrations import MigrationSide, RevisionGraph, read_revisions, replay
from schemaparity.models.imports import follow_imports
from schemaparity.project import MemoryFileSystem, Target
from schemaparity.source import Finder

HEADER = """
import sqlalchemy as sa
from alembic import context, op
from sqlalchemy.dialects import postgresql
revision = {id!r}
down_revision = {down!r}
"""
TARGET = Target("default", "/p", "/p/alembic", ("/p/alembic/versions",), source_roots=("/p",))


def revision_files(*bodies: str) -> dict[str, str]:
    """A chain of revisions `r1`, `r2`, ...; each body is the code of `upgrade()`, or a module part and `upgrade()` when it says so."""
    files = {}
    for number, body in enumerate(bodies, 1):
        code = dedent(body).strip("\n")
        if "def upgrade" not in code:
            code = "def upgrade():\n" + "\n".join(f"    {line}" for line in code.splitlines())
        header = HEADER.format(id=f"r{number}", down=f"r{number - 1}" if number > 1 else None)
        files[f"/p/alembic/versions/r{number}.py"] = header + code + "\n"
    return files


def prepared(files: dict[str, str], target: Target = TARGET, dialect: str = "postgresql") -> tuple[Interpreter, Environment, Target]:
    """An interpreter over the files, and what env.py says where there is one."""
    interpreter = Interpreter(Finder(MemoryFileSystem(files), ["/p"]), Registry())
    start_run(interpreter, dialect, defines=target.defines)
    follow_imports(interpreter)
    if "/p/alembic/env.py" in files:
        target = evolve(target, env_py="/p/alembic/env.py")
    return interpreter, read_environment(interpreter, target), target


def side_of(*bodies: str, files: dict[str, str] | None = None, target: Target = TARGET, dialect: str = "postgresql") -> MigrationSide:
    """The migration side of a chain."""
    everything = {**revision_files(*bodies), **{k: dedent(v) for k, v in (files or {}).items()}}
    interpreter, environment, target = prepared(everything, target, dialect)
    graph = RevisionGraph(read_revisions(target, interpreter.finder).revisions)
    return replay(interpreter, graph, target, environment, dialect)
