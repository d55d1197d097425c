from __future__ import annotations

import pytest

from schemaparity.migrations.graph import RevisionGraph
from schemaparity.migrations.revision_files import Evaluate, Revision, RevisionFiles, read_revisions
from schemaparity.migrations.revision_header import read_header
from schemaparity.project import MemoryFileSystem, Target
from schemaparity.source import Finder, SourceFile


def read(files: dict[str, str], evaluate: Evaluate | None = None, *, recursive: bool = False) -> RevisionFiles:
    fs = MemoryFileSystem({f"/p/v/{name}": text for name, text in files.items()})
    return read_revisions(Target("default", "/p", "/p", ("/p/v", "/p/none"), recursive), Finder(fs, ["/p"]), evaluate)


def one(text: str, evaluate: Evaluate | None = None) -> Revision:
    files = read({"a.py": text}, evaluate)
    assert files.findings == ()
    return files.revisions[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('revision = "a"\ndown_revision = None\n', ("a", (), (), ())),
        ("revision: str = 'a'\ndown_revision: Union[str, Sequence[str], None] = 'b'\n", ("a", ("b",), (), ())),
        ('revision = u"a"\ndown_revision = ("b",  # first\n  "c",)\n', ("a", ("b", "c"), (), ())),
        (
            'revision = ("a")\ndown_revision = ["b", "c"]\ndepends_on = "d"\nbranch_labels = ("x", "y")',
            ("a", ("b", "c"), ("d",), ("x", "y")),
        ),
        ('revision = "a" "b"\ndown_revision = "b",\n', ("ab", ("b",), (), ())),
        ("revision = '''a'''\r\ndown_revision = (None)\r\n", ("a", (), (), ())),
        ('revision: "str" = "a"  # = "b"\ndown_revision: Dict["x", "y"] = ""\n', ("a", (), (), ())),
        ('revision = "z"\nrevision = "a"\ndown_revision = "b"\ndef f(revision="q"):\n    down_revision = 1\n', ("a", ("b",), (), ())),
        ('revision = "a"\ndown_revision = ()\ntext = """\nrevision = "b"\n"""\n', ("a", (), (), ())),
    ],
)
def test_literals_need_no_evaluation(text: str, expected: tuple[object, ...]) -> None:
    revision = one(text)
    assert (revision.id, revision.down_revisions, revision.depends_on, revision.branch_labels) == expected


@pytest.mark.parametrize(
    "text",
    [
        'revision = PREFIX + "a"', 'revision = f"{x}"', "revision, down_revision = 'a', 'b'", "x = revision = 'a'",
        "revision = make(a='b')",
        "if x:\n    revision = 'a'", "from x import revision", "from x import y as revision", r"revision = 'a\n'",
        "revision = 'a'; revision = 'b'",
        "revision = 'a'.lower()", "revision = x['a']", "revision += 'a'", "for revision in x: pass",
    ],
)  # fmt: skip
def test_anything_else_is_evaluated(text: str) -> None:
    asked = []

    def evaluate(source: SourceFile, name: str) -> object:
        asked.append(name)
        return {"revision": "r", "down_revision": ["p"]}[name]

    revision = one(f"{text}\ndown_revision = 'p'\n" if "down_revision" not in text else text, evaluate)
    assert (revision.id, revision.down_revisions) == ("r", ("p",))
    assert asked[0] == "revision"


def test_what_cannot_be_evaluated_is_an_unknown_with_its_line() -> None:
    files = read({"a.py": "\nrevision = compute()\ndown_revision = None\n"}, lambda source, name: object())
    (finding,) = files.findings
    assert (finding.code, finding.verdict, str(finding.place)) == ("SP701", "unknown", "v/a.py:1:1")


def test_what_alembic_takes_for_revision_files() -> None:
    text = "revision = {!r}\ndown_revision = None\n"
    names = ["__init__.py", ".#a.py", "b.pyc", "c.py", "d.txt", "__pycache__/e.py", "sub/f.py", "__init__x.py"]
    files = {name: text.format(name) for name in names}
    assert [one.id for one in read(files).revisions] == ["c.py"]
    assert [one.id for one in read(files, recursive=True).revisions] == ["c.py", "sub/f.py"]


def test_files_that_alembic_refuses_are_findings() -> None:
    files = read({"helper.py": "x = 1\n", "ab12.py": "down_revision = None\n", "c.py": "revision = 'c'\n", "d.py": "revision = (\n"})
    assert [one.id for one in files.revisions] == ["ab12"]
    assert [(finding.code, finding.object.name) for finding in files.findings] == [
        ("SP902", "c"),
        ("SP701", "d.py"),
        ("SP902", "helper.py"),
    ]


def test_places_and_messages() -> None:
    revision = one('"""Add users\n\nRevision ID: a\n"""\nimport x\n\nrevision = "a"\ndown_revision = None\n')
    assert revision.message == "Add users"
    assert str(revision.origin) == "v/a.py:7:1 (revision a)"
    assert str(revision.parents_origin) == "v/a.py:8:1 (revision a)"
    assert read_header("r'''x\\d'''\n").docstring == "x\\d"
    assert read_header("x = '''y'''\n").docstring == ""


def codes(*revisions: Revision) -> list[tuple[str, str]]:
    return [(finding.code, finding.message) for finding in RevisionGraph(revisions).findings]


def test_duplicates_missing_parents_and_bad_ids_are_told_and_the_rest_is_ordered() -> None:
    revisions = (
        Revision("a", path="1.py"),
        Revision("b", ("a",)),
        Revision("c", ("b", "gone"), depends_on=("away",)),
        Revision("d-1", ("c",)),
    )
    graph = RevisionGraph((*revisions, Revision("a", path="2.py")))
    assert graph.is_broken
    assert [finding.code for finding in graph.findings] == ["SP902"] * 4
    messages = " | ".join(finding.message for finding in graph.findings)
    for part in (
        "a is defined twice: in 1.py and in 2.py",
        "c has the down_revision gone",
        "c depends on away",
        "not allow - in a revision",
    ):
        assert part in messages
    assert [one.id for one in graph.order()] == ["a", "b", "c", "d-1"]


def test_cycles_are_told_and_cut() -> None:
    graph = RevisionGraph((Revision("a"), Revision("b", ("a", "d")), Revision("c", ("b",)), Revision("d", ("c",)), Revision("e", ("e",))))
    assert [finding.message for finding in graph.findings if finding.code == "SP902"] == [
        "the revisions form a cycle: b -> c -> d -> b",
        "the revisions form a cycle: e -> e",
    ]
    assert {one.id for one in graph.order("heads")} == {"a", "b", "c", "d", "e"}


def test_one_label_for_two_branches() -> None:
    assert "already used by revision a" in codes(Revision("a", branch_labels=("x",)), Revision("b", ("a",), branch_labels=("x",)))[0][1]


def test_several_heads_are_a_failure_unless_they_are_branches_on_purpose() -> None:
    fork = RevisionGraph((Revision("a"), Revision("b", ("a",)), Revision("c", ("a",))))
    assert [(finding.code, finding.verdict) for finding in fork.findings] == [("SP903", "failure")]
    labelled = RevisionGraph((Revision("a"), Revision("b", ("a",), branch_labels=("x",)), Revision("c", ("a",), branch_labels=("y",))))
    assert [(finding.code, finding.verdict) for finding in labelled.findings] == [("SP903", "notice")]
    apart = RevisionGraph((Revision("a"), Revision("b")))
    assert [(finding.code, finding.verdict) for finding in apart.findings] == [("SP903", "notice")]


def test_dependencies_by_branch_label() -> None:
    graph = RevisionGraph((Revision("z", depends_on=("core",)), Revision("a", branch_labels=("core",))))
    assert [one.id for one in graph.order("heads")] == ["a", "z"]
    assert graph.real_heads == ("z",)


def test_nothing_at_all() -> None:
    graph = RevisionGraph(())
    assert (graph.order(), graph.heads, graph.findings) == ((), (), ())


def test_two_thousand_revisions_are_no_burden() -> None:
    graph = RevisionGraph([Revision(f"r{n}", (f"r{n - 1}",) if n else ()) for n in range(2000)])
    assert [one.id for one in graph.order()][-1] == "r1999"
