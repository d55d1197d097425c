"""Generated histories, executed by real Alembic on a real PostgreSQL and replayed: both end in the same catalogs or in the same refusal."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import SearchStrategy
from tests.database.server import scratch
from tests.differential.cases import Case, read_cases
from tests.differential.histories import Chain, chains
from tests.differential.on_postgresql import Server, disagreement_on_postgresql
from tests.differential.replayed import failures, replayed

pytestmark = pytest.mark.oracle

KINDS = {
    "plain operations": chains("postgresql", ("operation", "operation", "table")),
    "types": chains("postgresql", ("type", "type", "operation", "table")),
    "programs": chains("postgresql", ("program", "program", "operation", "batch")),
    "branches": chains("postgresql", ("operation", "batch", "program", "table", "type"), branches=True),
    "up to a revision": chains("postgresql", ("operation", "program", "table"), branches=True, at=True),
}
EXAMPLES = 10
MANY = 300
CASES = [c for c in read_cases() if "postgresql" in c.dialects]


@pytest.fixture(scope="module")
def server(oracle_dsn: str) -> Iterator[Server]:
    with scratch(oracle_dsn, "schemaparity_differential") as connection:
        yield Server(connection, f"{oracle_dsn}/schemaparity_differential")


def agree(histories: SearchStrategy[Chain], server: Server, examples: int, *, repeatable: bool) -> None:
    @settings(max_examples=examples, derandomize=repeatable, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(histories)
    def both_sides_agree(chain: Chain) -> None:
        found = disagreement_on_postgresql(chain, server)
        assert not found, "\n".join([str(chain), *found])

    both_sides_agree()


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.title)
def test_postgresql_holds_what_is_replayed(case: Case, server: Server) -> None:
    assert disagreement_on_postgresql(case.chain, server) == []
    assert bool(failures(replayed(case.chain, "postgresql"))) == case.fails


@pytest.mark.parametrize("kind", KINDS)
def test_histories_agree(kind: str, server: Server) -> None:
    agree(KINDS[kind], server, EXAMPLES, repeatable=True)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_many_histories_of_random_seeds_agree(kind: str, server: Server) -> None:
    agree(KINDS[kind], server, MANY, repeatable=False)
