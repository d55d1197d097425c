"""Every check ends: within 20 seconds of processor time and 1 GiB of memory, with findings that have a place."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from bounds import SECONDS
from endless import BODIES, SLOW

from project import MODELS, revision, write_project

Answer = dict[str, Any]
Check = Callable[..., Answer]


@pytest.fixture(scope="module")
def check() -> Iterator[Check]:
    """Runs the command in a bounded process."""
    command = [sys.executable, str(Path(__file__).parent / "bounds.py")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdin is not None
        assert server.stdout is not None

        def run(project: Path, *arguments: str) -> Answer:
            server.stdin.write(json.dumps([*(arguments or ("check", "--output-format", "concise")), str(project)]) + "\n")
            server.stdin.flush()
            return json.loads(server.stdout.readline())

        yield run
        server.stdin.close()


def assert_bounded(answer: Answer, seconds: float = SECONDS) -> None:
    assert answer["status"] in (0, 1), (answer["status"], answer["err"][:500])
    assert answer["err"] == ""
    assert answer["seconds"] < seconds
    assert answer["mebibytes"] < 1000


QUICK = [name for name in BODIES if name not in SLOW]
CHUNK = 12


@pytest.mark.parametrize("first", range(0, len(QUICK), CHUNK))
def test_chains_of_what_would_not_end(first, tmp_path, check):
    """A dozen such revisions, one after another."""
    names = QUICK[first : first + CHUNK]
    texts = {f"r{n}": revision(BODIES[name], name=f"r{n}", parent=f"r{n - 1}" if n else None) for n, name in enumerate(names)}
    assert_bounded(check(write_project(tmp_path / "p", revisions=texts)))


@pytest.mark.slow
@pytest.mark.parametrize("name", BODIES)
def test_each_alone(name, tmp_path, check):
    assert_bounded(check(write_project(tmp_path / "p", revisions={"r1": revision(BODIES[name])})))


@pytest.mark.parametrize("name", ["while true", "recursion", "doubling text", "branches, doubling"])
def test_models_and_env_py(name, tmp_path, check):
    project = write_project(tmp_path / "p", models=f"{MODELS}\n{BODIES[name]}\n")
    (project / "alembic" / "env.py").write_text(f"{BODIES[name]}\n{(project / 'alembic' / 'env.py').read_text()}")
    assert_bounded(check(project))


def test_a_spent_budget_has_its_place_and_makes_nothing_certain(tmp_path, check):
    project = write_project(tmp_path / "p", revisions={"r1": revision("while True:\n    pass")})
    out = check(project)["out"]
    assert "alembic/versions/r1.py:" in out
    assert " SP101 " not in out
    assert " SP701 " in out


@pytest.mark.parametrize("count", [500, pytest.param(5000, marks=pytest.mark.slow)])
def test_many_revisions(count, tmp_path, check):
    texts = {"r1": revision()} | {f"r{n}": revision(name=f"r{n}", parent=f"r{n - 1}") for n in range(2, count)}
    answer = check(write_project(tmp_path / "p", revisions=texts))
    assert_bounded(answer)
    assert answer["status"] == 0, answer["out"][:500]
    drawn = check(tmp_path / "p", "history")
    assert_bounded(drawn)
    assert drawn["out"].splitlines()[0] == "r1 (initial)"


def test_a_large_literal(tmp_path, check):
    texts = {"r1": revision(f"x = {'a' * 3_000_000!r}"), "r2": revision(name="r2", parent="r1", top="x = [" + "1, " * 300_000 + "]")}
    assert_bounded(check(write_project(tmp_path / "p", revisions=texts)))


EXPRESSIONS = [
    "f'" + '{f"' * 2 + "{1}" + '"}' * 2 + "'",
    "f'" + "{1:" * 900 + "}" * 900 + "'",
    "-" * 20_000 + "1",
    "not " * 20_000 + "1",
    "1" + " + 1" * 20_000,
    "a" + ".a" * 20_000,
    "f" + "()" * 20_000,
    "x" + "[0]" * 20_000,
    "lambda: " * 3000 + "1",
    "[" * 3000 + "]" * 3000,
    "1 if 1 else " * 3000 + "1",
    "'a' " * 20_000,
    "9" * 100_000,
    "0x" + "f" * 1_000_000,
    "'\\N{" + "A" * 100_000 + "}'",
    "'\\U00110000'",
    "1e" + "9" * 10_000,
]


def test_deep_source(tmp_path, check):
    texts = {"r0": revision(name="r0")}
    for number, expression in enumerate(EXPRESSIONS):
        top, body = (f"x = {expression}", "pass") if number % 2 else ("", f"x = {expression}")
        texts[f"r{number + 1}"] = revision(body, name=f"r{number + 1}", parent=f"r{number}", top=top)
    assert_bounded(check(write_project(tmp_path / "p", revisions=texts)))


def test_recursive_imports(tmp_path, check):
    files = {f"m{n}.py": f"from m{(n + 1) % 300} import x\nimport m{(n * 7) % 300}\nfrom m{(n * 3) % 300} import *\nx = {n}\n" for n in range(300)}
    assert_bounded(check(write_project(tmp_path / "p", models=f"from m0 import *\nimport models\n{MODELS}", **files)))


def test_many_columns_and_tables(tmp_path, check):
    models = f"{MODELS}\nfor n in range(300):\n    sa.Table(f't{{n}}', Base.metadata, *[sa.Column(f'c{{i}}', sa.Integer) for i in range(20)])\n"
    assert_bounded(check(write_project(tmp_path / "p", models=models)))
