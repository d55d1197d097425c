"""The matrix as data: sections of the Markdown files in tests/fixtures/matrix, each a model module and the revisions that build it.

A section is a heading and its fences. The first ```python fence is the module of the models, every further one the body of an `upgrade()`,
in order. `#! SP203 column items.email: type` on a line is a finding that the check must report there; a bare `#!` is its line on the other
side, `#~` a line of a revision that also shaped the object. A section without marks must be silent.

A ```columns or ```args fence holds one pair a line: `MODEL === REVISION` is silent; so is `MODEL =~= REVISION`, which PostgreSQL prints
apart although both always give the same value; `MODEL =/= REVISION :: SP203 column a: type` is that finding. The sides are the arguments of
one column, or one argument of a table of many columns; a revision may also say `SQL` and a statement, or whole `op.` statements.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

SPECS = Path(__file__).parent.parent / "fixtures" / "matrix"
SIGN = re.compile(r"(#[!~])([^#]*)")
MARK = re.compile(r"(?P<code>SP\d+) (?P<kind>\w+)(?: (?P<name>[^\s:]+))?(?:: (?P<fields>.+))?")
SECTION = re.compile(r"^## (?P<title>.+)$", re.MULTILINE)
FENCE = re.compile(r"^```(?P<kind>\w+)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
PAIR = re.compile(r"(?P<models>.+?)\s+(?P<sign>===|=~=|=/=)\s+(?P<revision>.+?)(?:\s+:: (?P<change>.+))?")


@frozen
class Expected:
    """One finding: `places` are the marked lines, by file."""

    code: str
    kind: str
    name: str | None
    fields: tuple[str, ...]
    places: tuple[tuple[str, int], ...] = ()
    revisions: tuple[str, ...] = ()


@frozen
class Case:
    """One project: the module of the models and the bodies of the revisions, with the findings that are due."""

    dialect: str
    title: str
    models: str
    revisions: tuple[str, ...]
    expected: tuple[Expected, ...]

    def __str__(self) -> str:
        return f"{self.dialect}: {self.title}"


@frozen
class Pair:
    """One line of a ```columns or ```args fence; `change` is None for a silent pair."""

    fence: str
    models: str
    sign: str
    revision: str
    change: str | None

    def __str__(self) -> str:
        return f"{self.models} {self.sign} {self.revision}"


def sections(dialect: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Every section of the files of a dialect: its title, its fences."""
    for path in sorted((SPECS / dialect).glob("*.md")):
        parts = SECTION.split(path.read_text(encoding="utf-8"))[1:]
        for title, text in zip(parts[::2], parts[1::2], strict=True):
            yield f"{path.stem} - {title.strip()}", [(m["kind"], m["body"]) for m in FENCE.finditer(text)]


def cases(dialect: str) -> list[Case]:
    """The sections that have modules."""
    found = []
    for title, fences in sections(dialect):
        modules = [body for kind, body in fences if kind == "python"]
        if modules:
            found.append(Case(dialect, title, modules[0], tuple(modules[1:]), expectations(modules)))
    return found


def pairs(dialect: str) -> list[Pair]:
    """The lines of all ```columns and ```args fences."""
    fences = [fence for _, held in sections(dialect) for fence in held if fence[0] in {"columns", "args"}]
    return [_pair(kind, line) for kind, body in fences for line in body.split("\n") if line.strip()]


def _pair(kind: str, line: str) -> Pair:
    match = PAIR.fullmatch(line.strip())
    assert match is not None, line
    assert (match["sign"] == "=/=") == (match["change"] is not None), line
    return Pair(kind, match["models"], match["sign"], match["revision"], match["change"])


def expectations(modules: list[str]) -> tuple[Expected, ...]:
    """The findings that the marks ask for; bare marks belong to the one finding of the section, or to the one with fields."""
    marks = list(_marks(modules))
    texts = [m for m in marks if m[2] is not None]
    assert texts or not marks, "a bare mark belongs to a mark with a code"
    found = []
    for path, line, match, _ in texts:
        shared = [m for m in marks if m[2] is None] if len(texts) == 1 or match["fields"] else []
        places = [(path, line), *((p, n) for p, n, _, sign in shared if sign == "#!")]
        revisions = {p for p, _ in places} | {p for p, _, _, sign in shared if sign == "#~"}
        fields = tuple(re.split(r",\s*", match["fields"])) if match["fields"] else ()
        ids = tuple(sorted(Path(p).stem for p in revisions if "versions" in p))
        found.append(Expected(match["code"], match["kind"], match["name"], fields, tuple(sorted(places)), ids))
    return tuple(found)


def _marks(modules: list[str]) -> Iterator[tuple[str, int, re.Match[str] | None, str]]:
    for number, body in enumerate(modules):
        path = "app/models.py" if number == 0 else f"alembic/versions/r{number}.py"
        for line, text in enumerate(body.split("\n"), 1):
            for sign, mark in SIGN.findall(text):
                match = MARK.fullmatch(mark.strip())
                assert match is not None or not mark.strip(), text
                yield path, line, match, sign


DIALECTS = ("postgresql", "sqlite", "mysql")
CASES = [case for dialect in DIALECTS for case in cases(dialect)]
CHANGES = [case for case in CASES if case.expected]
SILENT = [case for case in CASES if not case.expected]
PAIRS = {dialect: pairs(dialect) for dialect in DIALECTS}
