"""The plugin for pytest: one more test with --schemaparity, a fixture, and nothing for those who use neither."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import entry_points

import pytest
from small_project import MESSAGE, write_project

pytest_plugins = ["pytester"]

TESTS = """
def test_other(): pass
def test_parity(schemaparity):
    assert schemaparity.in_parity, schemaparity.to_text()
def test_schema(schemaparity):
    assert list(schemaparity.models.tables) == ["users"]
"""


@pytest.fixture(autouse=True)
def _plugin():
    if not entry_points(group="pytest11", name="schemaparity"):
        pytest.skip("installed before the plugin was there; install it again")


def run(pytester: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    # A process of its own: compiled modules are not imported twice in one. Other plugins would only cost time.
    others = [x for name in ("randomly", "hypothesispytest", "inline_snapshot", "xdist") for x in ("-p", f"no:{name}")]
    return pytester.runpytest_subprocess(*others, *arguments)


def test_a_project_in_parity_passes_by_its_settings(pytester):
    write_project(pytester.path, drifts=True)
    (pytester.path / "pyproject.toml").write_text('[tool.schemaparity]\nignore = ["SP2"]\n')
    result = run(pytester, "--schemaparity", "-v")
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["schemaparity::parity PASSED*"])


def test_a_difference_fails_with_the_report_beside_other_tests(pytester):
    write_project(pytester.path, drifts=True)
    pytester.makepyfile(TESTS)
    result = run(pytester, "--schemaparity")
    result.assert_outcomes(passed=2, failed=2)
    result.stdout.fnmatch_lines([f"E*models.py:7:12: {MESSAGE}"])
    result.stdout.fnmatch_lines([f"models.py:7:12: {MESSAGE}", "  7 |     name = sa.Column(sa.Text)", "Not in parity: 1 drift*"])
    result.stdout.no_fnmatch_line("*Traceback*")
    result.stdout.no_fnmatch_line("*pytest_plugin.py*")


@pytest.mark.parametrize(
    ("arguments", "collected"),
    [
        ((), ["test_one"]),
        (("--schemaparity",), ["test_one", "parity"]),
        (("--schemaparity", "-k", "not parity"), ["test_one"]),
        (("--schemaparity", "-m", "schemaparity"), ["parity"]),
    ],
)
def test_the_test_is_asked_for_and_can_be_left_out(arguments, collected, pytester):
    pytester.makepyfile(test_other="def test_one(): pass")
    result = run(pytester, "--collect-only", "-q", *arguments)
    assert [line.split("::")[-1] for line in result.outlines if "::" in line] == collected


def test_the_root_is_configured(pytester):
    write_project(pytester.path / "backend", drifts=True)
    pytester.makeini("[pytest]\nschemaparity_root = backend\n")
    run(pytester, "--schemaparity").assert_outcomes(failed=1)


def test_the_root_is_given_and_one_without_migrations_is_told_in_a_line(pytester):
    (pytester.path / "elsewhere").mkdir()
    result = run(pytester, "--schemaparity", "--schemaparity-root", "elsewhere")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["no alembic.ini*"])
    result.stdout.no_fnmatch_line("*Traceback*")


def test_the_plugin_costs_nothing_unless_it_is_used():
    code = "import sys, pytest, schemaparity.pytest_plugin; print(*{name.partition('.')[0] for name in sys.modules})"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert {"alembic", "attrs", "libcst", "networkx", "postgast", "rich", "sqlalchemy", "sqlglot"}.isdisjoint(loaded)
