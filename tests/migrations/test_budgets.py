"""What a chain may do in all: what is beyond that is not known, from the same revision on everywhere."""

from __future__ import annotations

import time

import pytest
from tests.migrations.replaying import TARGET, prepared, revision_files

from schemaparity.evaluate.budgets import Budget, Limits, Work, progress
from schemaparity.migrations import MigrationSide, RevisionGraph, read_revisions, replay

COSTLY = "for n in range(400):\n    str(n)\nop.create_table('t{}', sa.Column('id', sa.Integer))"
ENDLESS = "while True:\n    pass"


def side_within(limits: Limits, *bodies: str, work: Work | None = None) -> MigrationSide:
    interpreter, environment, target = prepared(revision_files(*bodies), TARGET, "postgresql")
    interpreter.budget = Budget(limits, work or Work(), place=interpreter.origin)
    graph = RevisionGraph(read_revisions(target, interpreter.finder).revisions)
    return replay(interpreter, graph, target, environment, "postgresql")


def test_revisions_beyond_the_budget_of_all_are_not_replayed() -> None:
    side = side_within(Limits(all_steps=5_000), *(COSTLY.format(n) for n in range(20)))
    assert 2 < len(side.schema.tables) < 10
    assert side.revisions == tuple(f"r{n + 1}" for n in range(len(side.revisions)))
    fact = side.schema.unknown[-1]
    left = 19 - len(side.revisions)
    reached = f"revision r{len(side.revisions) + 1} and {left} more are not replayed"
    assert fact.unknown.reason == f"{reached}: the check takes more than 5000 steps"
    assert fact.unknown.origin.location.path.endswith(f"r{len(side.revisions) + 1}.py")


def test_the_same_revisions_are_reached_however_long_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    bodies = [*(COSTLY.format(n) for n in range(5)), ENDLESS, *(COSTLY.format(n) for n in range(5, 20))]
    quick = side_within(Limits(all_steps=9_000), *bodies)
    plain = time.process_time
    monkeypatch.setattr("schemaparity.evaluate.budgets.time.process_time", lambda: plain() * 3)
    slow = side_within(Limits(all_steps=9_000, seconds=1e9, all_seconds=1e9), *bodies)
    assert quick.revisions
    assert (slow.revisions, slow.schema) == (quick.revisions, quick.schema)
    assert [str(f.unknown.reason) for f in slow.schema.unknown] == [str(f.unknown.reason) for f in quick.schema.unknown]


def test_an_endless_revision_leaves_steps_for_those_after_it() -> None:
    side = side_within(Limits(steps=12_000, all_steps=24_000), *[ENDLESS] * 3, "op.create_table('t', sa.Column('id', sa.Integer))")
    assert list(side.schema.tables) == ["t"]
    reasons = [f.unknown.reason.removeprefix("evaluation takes more than ") for f in side.schema.unknown]
    assert [round(int(reason.removesuffix(" steps")), -2) for reason in reasons] == [12_000, 6_000, 3_000]


def test_work_is_shared_by_what_a_check_reads() -> None:
    side = side_within(Limits(), COSTLY.format(1), work=Work(steps=Limits().all_steps))
    assert not side.schema.tables
    assert "not replayed" in side.schema.unknown[0].unknown.reason


def test_statements_count() -> None:
    few = side_within(Limits(steps=3_000), "for n in range(290):\n    op.execute(f'CREATE TABLE t{n} (a INT)')")
    assert 200 < len(few.schema.tables) < 290


def test_the_clock_is_a_last_resort_and_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "was_hurried", False)
    side = side_within(Limits(all_seconds=-1.0), COSTLY.format(1))
    assert progress.was_hurried
    assert "processor time" in side.schema.unknown[0].unknown.reason
