"""What is hard to read without running it: decided, or an unknown that says so; never a guess."""

from __future__ import annotations

import pytest
from tests.differential.replayed import failures, undecided
from tests.migrations.replaying import side_of
from tests.nasty.projects import MIGRATIONS, Hard


@pytest.mark.parametrize("hard", MIGRATIONS, ids=lambda h: f"{h.case} {h.title}")
def test_is_decided_or_unknown(hard: Hard) -> None:
    side = side_of(*hard.revisions, files=hard.files, dialect=hard.dialect)
    if hard.tables is None:
        assert undecided(side)
        return
    assert not failures(side)
    assert not undecided(side)
    held = {name: list(side.schema.tables[name].columns) for name in hard.tables}
    assert held == hard.tables
    assert not set(hard.absent) & set(side.schema.tables)
    if hard.names:
        table = side.schema.tables[list(hard.tables)[-1]]
        assert tuple(part.name for part in (*table.constraints, *table.indexes)) == hard.names
