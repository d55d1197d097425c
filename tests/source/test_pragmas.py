"""Which lines a comment is about, by the brackets and statements it stands in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemaparity.source.pragmas import Directives, directives_of


def directives(text: str) -> Directives:
    return directives_of(text, "a.py")


def about(text: str) -> list[tuple[int, int]]:
    return [(pragma.first, pragma.last) for pragma in directives(text.replace("<>", "# schemaparity: ignore[SP401] why")).pragmas]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("x = 1  <>\ny = 2\n", (1, 1)),
        ("op.f('a', 'b')  <>\n", (1, 1)),
        ("op.f(  <>\n    'a',\n    g(1),\n)\nop.h()\n", (1, 4)),
        ("op.f(\n    'a',  <>\n    g(1),\n)\n", (1, 4)),
        ("op.f(\n    'a',\n    g(1),  <>\n    g(2),\n)\n", (3, 3)),
        ("op.f(\n    'a',\n    g(1))  <>\n", (3, 3)),
        ("op.f(\n    'a',\n    g(1),\n)  <>\n", (1, 4)),
        ("op.f(\n    g(\n        1,  <>\n        h(2),\n    ),\n    g(3),\n)\n", (2, 5)),
        ("a: M[int] = m(  <>\n    1,\n)\n", (1, 3)),
        ("class A(B):  <>\n    x = f(1)\n", (1, 1)),
        ("<>\n\n# other\nop.f(\n    1,\n)\nop.g()\n", (4, 6)),
        ("op.f(\n    <>\n    g(1),\n    g(2),\n)\n", (3, 3)),
        ("op.f('''\n  # schemaparity: ignore[SP1]\n''')  <>\n", (1, 3)),
        ("x = 1 + \\\n    f(2)  <>\n", (2, 2)),
        ("x = 1  # noqa: E501  <>\n", (1, 1)),
    ],
)
def test_what_a_comment_is_about(text: str, lines: tuple[int, int]) -> None:
    assert about(text) == [lines]


def test_codes_are_codes_prefixes_and_names() -> None:
    (pragma,) = directives("x = 1  # schemaparity: ignore[SP401, sp2,column-differs] the DBA does it\n").pragmas
    assert pragma.codes == ("SP401", "SP2", "SP203")
    assert (pragma.location.line, pragma.location.column, pragma.fault) == (1, 8, None)


def test_a_whole_file() -> None:
    (pragma,) = directives("\n# schemaparity: ignore-file[SP7]\n").pragmas
    assert (pragma.codes, pragma.last) == (("SP7",), 0)


@pytest.mark.parametrize(
    ("comment", "fault"),
    [
        ("# schemaparity: ignore", "no rule is named"),
        ("# schemaparity: ignore[]", "no rule is named"),
        ("# schemaparity: ignore[SP999]", "no rule 'SP999'"),
        ("# schemaparity: ignore[SP401, tpyo]", "no rule 'tpyo'"),
        ("# schemaparity: ingore[SP401]", "'ingore' is none of"),
        ("# schemaparity:", "'' is none of"),
    ],
)
def test_what_says_nothing_is_told(comment: str, fault: str) -> None:
    (pragma,) = directives(f"x = 1  {comment}\n").pragmas
    assert fault in str(pragma.fault)
    assert pragma.codes == ()


def test_text_is_no_comment() -> None:
    assert directives('x = "# schemaparity: ignore[SP401]"\n') == Directives()


def test_hints_are_found_by_the_line_of_their_statement() -> None:
    text = (
        "def upgrade():\n"
        "    # schemaparity: sql CREATE TABLE t (\n"
        "    # schemaparity: sql   id int\n"
        "    # schemaparity: sql )\n"
        "    run(\n"
        "        1,\n"
        "    )\n"
        "    go(\n"
        "        2,  # schemaparity: no-effect only rows\n"
        "    )\n"
    )
    hints = directives(text).hints
    assert {line: hint.sql for line, hint in hints.items()} == {5: "CREATE TABLE t (\nid int\n)", 8: ""}
    assert hints[5].location.line == 2


@given(st.text(alphabet="abx=([{}]):,'\"\\\n\t# "), st.sampled_from(["ignore[SP4]", "no-effect", "sql x", "what"]))
def test_any_text_has_its_comments(text: str, word: str) -> None:
    found = directives(f"{text} # schemaparity: {word}\n{text}")
    lines = text.count("\n") * 2 + 2
    assert all(0 < pragma.first <= pragma.last <= lines for pragma in found.pragmas if pragma.codes)
    assert all(0 < hint.line <= lines for hint in found.hints.values())


def test_comments_before_a_place_that_cannot_be_cut_count() -> None:
    found = directives("x = 1  # schemaparity: ignore[SP401]\ny = 'open\n")
    assert [pragma.first for pragma in found.pragmas] == [1]
