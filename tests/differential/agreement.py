"""Whether both sides agree on a history: the same refusal, or the same objects and nothing unknown."""

from __future__ import annotations

from tests.differential.histories import Chain
from tests.differential.replayed import failures, replayed, undecided
from tests.differential.sqlite_facts import Facts, built, connection, facts
from tests.differential.upgraded import upgrade


def differences(there: Facts, here: Facts) -> list[str]:
    """A line for every object of which the two say different things."""
    lines = []
    for key in sorted({*there, *here}, key=repr):
        if there.get(key) != here.get(key):
            lines.append(f"{key}: real {there.get(key, 'absent')!r}, replayed {here.get(key, 'absent')!r}")
    return lines


def disagreement_on_sqlite(chain: Chain) -> list[str]:
    """What real Alembic on SQLite and the product say differently; empty when they agree."""
    side = replayed(chain, "sqlite")
    refused = failures(side)
    with connection() as real:
        done = upgrade(chain, real)
        if done.failed:
            told = [f for f in refused if done.failed in f]
            return [] if told else [f"{done.failed} fails: {done.error}; told: {refused or undecided(side)}"]
        if refused or undecided(side):
            return [*refused, *undecided(side)]
        with built(side.schema) as ours:
            return differences(facts(real), facts(ours))
