"""The order of an upgrade is Alembic's own, on generated histories."""

from __future__ import annotations

import pytest
from alembic.script.revision import Revision as AlembicRevision
from alembic.script.revision import RevisionError, RevisionMap
from hypothesis import given, settings
from hypothesis import strategies as st

from schemaparity.errors import SettingsError
from schemaparity.migrations.graph import RevisionGraph
from schemaparity.migrations.revision_files import Revision


@st.composite
def histories(draw: st.DrawFn) -> list[Revision]:
    """Revisions with merges, branches, labels and dependencies, in any order of files.

    At most one dependency a revision: Alembic keeps several in a set, so that their order is by chance.
    """
    made: list[Revision] = []
    for n in range(draw(st.integers(1, 12))):
        ids = [one.id for one in made]
        down = draw(st.lists(st.sampled_from(ids), max_size=3, unique=True)) if ids else []
        depends = draw(st.lists(st.sampled_from(ids), max_size=1)) if ids else []
        labels = (f"label{n}",) if draw(st.integers(0, 5)) == 0 else ()
        made.append(Revision(f"r{n:03}", tuple(down), tuple(one for one in depends if one not in down), labels))
    return draw(st.permutations(made))


def alembic_map(revisions: list[Revision]) -> RevisionMap:
    return RevisionMap(
        lambda: iter(
            [AlembicRevision(one.id, one.down_revisions or None, one.depends_on or None, one.branch_labels or None) for one in revisions]
        )
    )


def alembic_order(revisions: list[Revision], until: str) -> list[str]:
    found = alembic_map(revisions).iterate_revisions(until, None, implicit_base=True)
    return [one.revision for one in found][::-1]


@settings(max_examples=200, deadline=None)
@given(histories())
def test_the_order_is_alembics(revisions: list[Revision]) -> None:
    graph = RevisionGraph(revisions)
    assert [one.id for one in graph.order("heads")] == alembic_order(revisions, "heads")
    theirs = alembic_map(revisions)
    assert graph.heads == theirs.heads
    assert graph.bases == theirs.bases


TARGETS = st.one_of(
    st.sampled_from(
        ["heads", "base", "+1", "+2", "r00", "r000", "r001", "r1", "nowhere", "label0@head", "label1@heads", "label2@r003", "label0@+1"]
    ),
    st.builds("r{:03}{}".format, st.integers(0, 8), st.sampled_from(["", "+1", "+2", "-1", "-2"])),
)


@settings(max_examples=200, deadline=None)
@given(histories(), TARGETS)
def test_targets_are_alembics(revisions: list[Revision], until: str) -> None:
    try:
        expected: list[str] | None = alembic_order(revisions, until)
    except (RevisionError, AssertionError, TypeError, AttributeError):
        expected = None
    graph = RevisionGraph(revisions)
    if expected is None:
        with pytest.raises(SettingsError):
            graph.order(until)
    else:
        assert [one.id for one in graph.order(until)] == expected


def test_the_beginning_of_a_branch_label_is_enough() -> None:
    graph = RevisionGraph([Revision("aaaa"), Revision("bbbb", ("aaaa",), branch_labels=("tenants",))])
    assert graph.resolve("tena@heads") == ("bbbb",)


def test_head_means_all_heads_where_there_are_several() -> None:
    graph = RevisionGraph([Revision("aaaa"), Revision("bbbb", ("aaaa",)), Revision("cccc", ("aaaa",))])
    assert {one.id for one in graph.order("head")} == {"aaaa", "bbbb", "cccc"}
    assert [finding.code for finding in graph.findings] == ["SP903"]
