"""Opt-in sessions: `--oracle` compares with a real PostgreSQL, `--corpus` with packages from PyPI, `--slow` spends whole budgets."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

os.environ["SCHEMAPARITY_CACHE_DIR"] = ""  # no test finds what another run has kept, unless it says so

# The default run is the same run everywhere; `HYPOTHESIS_PROFILE=random` looks for something new.
settings.register_profile("fixed", derandomize=True, database=None, deadline=None)
settings.register_profile("random", deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fixed"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--oracle", action="store_true", help="run tests that need a PostgreSQL server ($ORACLE_DSN)")
    parser.addoption("--corpus", action="store_true", help="run tests that need packages from PyPI")
    parser.addoption("--slow", action="store_true", help="run tests that spend whole budgets")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        for name in ("oracle", "corpus", "slow"):
            if item.get_closest_marker(name) and not config.getoption(f"--{name}"):
                item.add_marker(pytest.mark.skip(reason=f"opt in with --{name}"))


@pytest.fixture(scope="session")
def oracle_dsn() -> str:
    """The base DSN of a PostgreSQL server that may be written to."""
    return os.environ.get("ORACLE_DSN", "postgresql://postgres@127.0.0.1:54329")
