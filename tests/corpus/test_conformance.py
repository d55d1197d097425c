"""Published packages: what `dump --format sql` builds, against what really running the package builds, fact by fact."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from tests.corpus.environments import environment, really, source
from tests.corpus.projects import PROJECTS, Project
from tests.database.server import scratch, wipe
from tests.differential import sqlite_facts
from tests.differential.on_postgresql import catalogs

pytestmark = pytest.mark.corpus
CASES = [(p, d) for p in PROJECTS for d in p.dialects]
Facts = dict[tuple[str, ...], object]


def dumped(project: Project, side: str, dialect: str) -> str:
    """The product's script, as a command of its own writes it."""
    flags = ["--dialect", dialect, "--script-location", project.script_location, "--metadata", project.metadata]
    flags += [part for module in project.models for part in ("--models", module)]
    command = [sys.executable, "-m", "schemaparity", "dump", side, "--format", "sql", str(source(project)), *flags]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def on_sqlite(project: Project, side: str, directory: Path) -> tuple[Facts, Facts, float]:
    path = directory / "real.db"
    really(project, side, f"sqlite:///{path}")
    with sa.create_engine(f"sqlite:///{path}").connect() as connection:
        there = sqlite_facts.facts(connection)
    started = time.perf_counter()
    script = dumped(project, side, "sqlite")
    seconds = time.perf_counter() - started
    sqlite3.connect(directory / "ours.db").executescript(script).connection.close()
    with sa.create_engine(f"sqlite:///{directory / 'ours.db'}").connect() as connection:
        return there, sqlite_facts.facts(connection), seconds


def on_postgresql(project: Project, side: str, dsn: str) -> tuple[Facts, Facts, float]:
    name = f"conformance_{project.name}".replace("-", "_")
    with scratch(dsn, name) as connection:
        really(project, side, f"{dsn}/{name}".replace("postgresql://", "postgresql+psycopg://"))
        there = _by_object(catalogs(connection))
        started = time.perf_counter()
        script = dumped(project, side, "postgresql")
        seconds = time.perf_counter() - started
        wipe(connection)
        connection.execute(script)
        return there, _by_object(catalogs(connection)), seconds


def _by_object(found: dict[str, list[tuple]]) -> Facts:
    """A fact a row of a catalog."""
    return {(kind, *map(str, row)): True for kind, rows in found.items() for row in rows}


@pytest.mark.parametrize("side", ["migrations", "models"])
@pytest.mark.parametrize(("project", "dialect"), CASES, ids=[f"{p.name}-{d}" for p, d in CASES])
def test_builds_what_the_package_builds(
    project: Project, dialect: str, side: str, request: pytest.FixtureRequest, rows: list, tmp_path: Path
) -> None:
    environment(project)
    if dialect == "postgresql":
        there, here, seconds = on_postgresql(project, side, request.getfixturevalue("oracle_dsn"))
    else:
        there, here, seconds = on_sqlite(project, side, tmp_path)
    wrong = sorted(map(repr, {k for k in {*there, *here} if there.get(k) != here.get(k)}))
    total = len({*there, *here})
    rows.append((project.name, dialect, side, total - len(wrong), total, seconds))
    assert not wrong, "\n".join(wrong)
