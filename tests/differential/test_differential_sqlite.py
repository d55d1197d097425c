"""Generated histories, executed by real Alembic on SQLite in memory and replayed: both end in the same objects or in the same refusal."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import SearchStrategy
from tests.differential.agreement import disagreement_on_sqlite
from tests.differential.histories import Chain, chains

PLAIN = ("operation", "operation", "table")
BATCH = ("batch", "batch", "operation")
PROGRAM = ("program", "program", "operation", "batch")
MIXED = ("operation", "batch", "program", "table")
KINDS = {
    "plain operations": chains("sqlite", PLAIN),
    "batch mode": chains("sqlite", BATCH),
    "programs": chains("sqlite", PROGRAM),
    "branches": chains("sqlite", MIXED, branches=True),
    "up to a revision": chains("sqlite", MIXED, branches=True, at=True),
}
EXAMPLES = 50
MANY = 2000


def agree(histories: SearchStrategy[Chain], examples: int, *, repeatable: bool) -> None:
    """Draw histories until two sides disagree; the message is the shrunk history and what differs."""

    @settings(
        max_examples=examples, derandomize=repeatable, deadline=None, database=None, print_blob=False, suppress_health_check=list(HealthCheck)
    )
    @given(histories)
    def both_sides_agree(chain: Chain) -> None:
        found = disagreement_on_sqlite(chain)
        assert not found, "\n".join([str(chain), *found])

    both_sides_agree()


@pytest.mark.parametrize("kind", KINDS)
def test_histories_agree(kind: str) -> None:
    agree(KINDS[kind], EXAMPLES, repeatable=True)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_many_histories_of_random_seeds_agree(kind: str) -> None:
    agree(KINDS[kind], MANY, repeatable=False)
