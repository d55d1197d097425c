"""An environment for each package, made on the fly and kept in a cache; what really runs there is the truth that the product is held to."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.corpus.projects import Project

DRIVER = "psycopg[binary]>=3.2"
RUNNER = Path(__file__).parent / "really.py"


def cache() -> Path:
    """Where environments are kept: $SCHEMAPARITY_CORPUS, else the user's cache."""
    given = os.environ.get("SCHEMAPARITY_CORPUS")
    return Path(given) if given else Path.home() / ".cache" / "schemaparity-corpus"


def environment(project: Project) -> Path:
    """The interpreter of an environment that has the package installed."""
    home = cache() / project.requirement.replace("==", "-")
    python = home / "bin" / "python"
    if not (home / "complete").exists():
        _run(sys.executable, "-m", "venv", str(home))
        _run(str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", project.requirement, DRIVER, *project.extra)
        (home / "complete").touch()
    return python


def source(project: Project) -> Path:
    """A directory with the package's own files and nothing else: what the product is given."""
    directory = cache() / f"source-{project.requirement.replace('==', '-')}"
    if not directory.exists():
        made = directory.with_suffix(f".{os.getpid()}")
        pip = ("-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-deps", "--no-compile", "--target", str(made))
        _run(str(environment(project)), *pip, project.requirement)
        made.rename(directory)
    return directory


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]


def really(project: Project, side: str, url: str) -> None:
    """Really run `alembic upgrade` or `create_all` of the package on a database."""
    python = environment(project)
    scripts = source(project) / project.script_location
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV"))}
    clean |= {k: v.format(url=url.replace("+psycopg", "")) for k, v in project.variables.items()}
    done = subprocess.run(
        [str(python), str(RUNNER), side, url, str(scripts), project.metadata, *project.models],
        capture_output=True,
        text=True,
        check=False,
        env=clean,
        cwd=cache(),
    )
    assert done.returncode == 0, done.stderr[-2000:]
