"""Opt-in sessions: `--oracle` compares with a real PostgreSQL, `--corpus` with packages from PyPI, `--slow` spends whole budgets."""

from __future__ import annotations

import os
from collections.abc import Iterator

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
def oracle_dsn() -> Iterator[str]:
    """The base DSN of a PostgreSQL server that may be written to: $ORACLE_DSN, else one that is started here."""
    given = os.environ.get("ORACLE_DSN")
    if given:
        yield given
        return
    from tests.own_server import NoServer, own_server  # noqa: PLC0415 - with --oracle only

    try:
        with own_server() as dsn:
            yield dsn
    except NoServer as reason:
        pytest.skip(str(reason))
