"""Histories that once told the two sides apart, reduced."""

from __future__ import annotations

import pytest
from tests.differential.agreement import disagreement_on_sqlite
from tests.differential.cases import Case, read_cases
from tests.differential.replayed import failures, replayed

CASES = list(read_cases())
ON_SQLITE = [c for c in CASES if "sqlite" in c.dialects]


def test_titles_are_unique() -> None:
    assert len({c.title for c in CASES}) == len(CASES)


@pytest.mark.parametrize("case", ON_SQLITE, ids=lambda c: c.title)
def test_sqlite_holds_what_is_replayed(case: Case) -> None:
    assert disagreement_on_sqlite(case.chain) == []
    assert bool(failures(replayed(case.chain, "sqlite"))) == case.fails
