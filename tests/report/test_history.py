from __future__ import annotations

import json

import pytest

from schemaparity.findings.result import History, RevisionInfo
from schemaparity.report.history import FORMATS, history_text, render_history

R = RevisionInfo
MERGED = History(
    (R("a"), R("b", ("a",), branch_labels=("left",)), R("c", ("a",), depends_on=("b",)), R("d", ("b", "c"), message='the "end"')),
    heads=("d",),
    bases=("a",),
)


def chain(length: int) -> History:
    ids = [f"r{n}" for n in range(length)]
    return History(tuple(R(one, (ids[n - 1],) if n else ()) for n, one in enumerate(ids)), heads=(ids[-1],), bases=(ids[0],))


def test_a_short_chain_is_a_tree() -> None:
    assert history_text(chain(3)) == "r0 (initial)\n    └── r1\n        └── r2 (HEAD)"


def test_a_merge_stands_under_its_first_parent_and_is_referred_to_by_the_others() -> None:
    assert history_text(MERGED).splitlines() == [
        "a (initial)",
        "    ├── b (branch left)",
        "    │   └── d (merges c) (HEAD)",
        "    └── c (depends on b)",
        "        └── → d",
    ]


def test_a_long_chain_is_a_list() -> None:
    lines = history_text(chain(160)).splitlines()
    assert len(lines) == 160
    assert max(map(len, lines)) < 20
    assert lines[:2] == ["r0 (initial)", "├── r1"]
    assert lines[-1] == "└── r159 (HEAD)"


def test_a_list_says_what_a_revision_follows_when_it_is_not_the_one_above() -> None:
    long = chain(30)
    forked = History((*long.revisions, R("x", ("r3",))), heads=("r29", "x"), bases=("r0",))
    assert history_text(forked).splitlines()[-1] == "└── x (HEAD) (after r3)"


def test_an_empty_history_is_empty() -> None:
    assert history_text(History()) == ""


def test_json_has_everything() -> None:
    data = json.loads(render_history({"default": MERGED}, "json"))
    assert data["heads"] == ["d"]
    assert data["revisions"][3] == {
        "id": "d", "down_revisions": ["b", "c"], "depends_on": [], "branch_labels": [], "message": 'the "end"', "path": "", "line": None,
        "target": "default",
    }  # fmt: skip


def test_mermaid_and_dot_escape_what_would_end_a_label() -> None:
    mermaid, dot = render_history({"default": MERGED}, "mermaid"), render_history({"default": MERGED}, "dot")
    assert 'r3["d<br/>the #34;end#34;<br/>HEAD"]' in mermaid
    assert "r1 -.-> r2" in mermaid
    assert '"d" [label="d\\nthe \\"end\\"\\nHEAD"];' in dot
    assert '"b" -> "c" [style=dashed];' in dot


TWO = {"core": chain(2), 'b"[]': MERGED}


def test_several_targets_are_one_document_of_json() -> None:
    data = json.loads(render_history(TWO, "json"))
    assert [(target["name"], target["heads"], target["bases"]) for target in data["targets"]] == [
        ("core", ["r1"], ["r0"]),
        ('b"[]', ["d"], ["a"]),
    ]
    assert [(one["target"], one["id"]) for one in data["revisions"]][1:3] == [("core", "r1"), ('b"[]', "a")]
    assert (data["heads"], data["bases"]) == (["r1", "d"], ["r0", "a"])


def test_several_targets_are_one_drawing() -> None:
    assert render_history(TWO, "text").startswith('core:\nr0 (initial)\n    └── r1 (HEAD)\n\nb"[]:\na (initial)\n')
    mermaid, dot = render_history(TWO, "mermaid"), render_history(TWO, "dot")
    assert (mermaid.count("flowchart"), mermaid.count("subgraph"), mermaid.count("    end\n")) == (1, 2, 2)
    assert "        t0r0 --> t0r1\n" in mermaid
    assert 'subgraph t1["b#34;[]"]' in mermaid
    assert (dot.count("digraph"), dot.count("subgraph cluster_"), dot.count("{"), dot.count("}")) == (1, 2, 3, 3)
    assert '        "core: r0" -> "core: r1";' in dot
    assert 'label="b\\"[]";' in dot


@pytest.mark.parametrize("form", FORMATS)
def test_a_hostile_identifier_cannot_reach_the_terminal(form: str) -> None:
    hostile = History((R("a\x1b[31m\nb"),), heads=("a\x1b[31m\nb",), bases=("a\x1b[31m\nb",))
    assert "\x1b" not in render_history({"default": hostile}, form)
