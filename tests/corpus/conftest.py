"""The table at the end: agreement by package and side."""

from __future__ import annotations

import pytest

ROWS = pytest.StashKey[list[tuple[str, str, str, int, int, float]]]()


@pytest.fixture
def rows(request: pytest.FixtureRequest) -> list[tuple[str, str, str, int, int, float]]:
    """Rows of the table: package, dialect, side, facts that agree, facts in all, seconds."""
    return request.config.stash.setdefault(ROWS, [])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    rows = config.stash.get(ROWS, [])
    if not rows:
        return
    terminalreporter.section("conformance")
    for name, dialect, side, same, total, seconds in rows:
        terminalreporter.write_line(f"{name:14} {dialect:11} {side:11} {same:6} of {total:6} facts  {same / total:9.4%}  {seconds:5.1f} s")
    same, total = sum(r[3] for r in rows), sum(r[4] for r in rows)
    terminalreporter.write_line(f"overall {same} of {total} facts: {same / total:.4%}")
