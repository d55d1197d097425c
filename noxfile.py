"""Everything a contributor runs: `nox` for what every change must pass, `nox -l` for the rest."""

from __future__ import annotations

import re
import time
from pathlib import Path

import nox

nox.needs_version = ">=2024.10.9"
nox.options.sessions = ["tests", "lint", "types", "layers", "docs", "package"]
nox.options.reuse_existing_virtualenvs = True

PROJECT = nox.project.load_toml("pyproject.toml")
PYTHONS = ["3.11", "3.12", "3.13"]


def group(name: str) -> list[str]:
    return list(nox.project.dependency_groups(PROJECT, name))


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """The tests."""
    session.install("-e", ".", *group("test"))
    session.run("python", "-m", "pytest", "-q", "-n", "auto", *session.posargs)


@nox.session
def explore(session: nox.Session) -> None:
    """Opt-in: the tests in another order and with other generated examples each time, to look for something new."""
    session.install("-e", ".", *group("test"))
    seed = str(time.time_ns() % 2**32)
    arguments = ("-q", "-n", "auto", f"--randomly-seed={seed}", *session.posargs)
    session.run("python", "-m", "pytest", *arguments, env={"HYPOTHESIS_PROFILE": "random"})


@nox.session
def lint(session: nox.Session) -> None:
    """Ruff, and the files that other tools read."""
    session.install(*group("lint"))
    session.run("ruff", "check", *session.posargs)
    session.run("check-jsonschema", "--builtin-schema", "vendor.github-actions", "action.yml")


@nox.session
def types(session: nox.Session) -> None:
    """mypy, strict."""
    session.install("-e", ".", *group("types"))
    session.run("mypy", *session.posargs)


@nox.session
def layers(session: nox.Session) -> None:
    """Imports point one way, and every import is a declared dependency."""
    session.install("-e", ".", *group("layers"))
    session.run("lint-imports")
    session.run("deptry", "src")


@nox.session
def docs(session: nox.Session) -> None:
    """The documentation; a warning is an error, and its commands, snippets and examples are run."""
    session.install("-e", ".", *group("docs"), *group("test"))
    session.run("python", "-m", "pytest", "-q", "tests/docs", "tests/findings/test_rule_pages.py", "tests/test_doctests.py")
    session.run("sphinx-build", "-q", "-W", "-b", "html", "docs", "docs/_build/html")
    session.run("sphinx-build", "-q", "-W", "-b", "doctest", "docs", "docs/_build/doctest")


@nox.session
def package(session: nox.Session) -> None:
    """The built wheel, alone in an environment, finds the one difference of the example."""
    built = Path(session.create_tmp()) / "dist"
    session.install("build")
    session.run("python", "-m", "build", "-q", "--outdir", str(built))
    wheel = max(built.glob("*.whl"), key=lambda path: path.stat().st_mtime)
    session.install("--force-reinstall", str(wheel))
    session.run("schemaparity", "check", "examples/trading", success_codes=[1])
    session.run("schemaparity", "explain", "SP401")


@nox.session(python=PYTHONS[0])
def minimums(session: nox.Session) -> None:
    """The tests with the lowest versions that pyproject.toml allows."""
    lowest = [re.sub(r">=([^,]+).*", r"==\1", requirement) for requirement in PROJECT["project"]["dependencies"]]
    session.install("-e", ".", *group("test"), *lowest)
    session.run("python", "-m", "pytest", "-q", "-n", "auto", *session.posargs)


@nox.session
def conformance(session: nox.Session) -> None:
    """Opt-in: compare with a real PostgreSQL, of its own or $ORACLE_DSN, and with what pinned packages from PyPI really build."""
    session.install("-e", ".", *group("test"), *group("oracle"), *group("hooks"))
    session.run("python", "-m", "pytest", "-q", "--oracle", "--corpus", *session.posargs)
