"""Comments for schemaparity in the text of a file: `# schemaparity: ignore[SP401]`, `ignore-file[...]`, `sql ...`, `no-effect`.

Lines are told from the text alone, without a tree. A text that cannot be cut into tokens has no comments after the place where that shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from attrs import define, evolve, field, frozen

from schemaparity.findings.catalogue import codes_of
from schemaparity.findings.pragma import Hint, Pragma
from schemaparity.location import Location
from schemaparity.source.lexer import UnsureError, tokens

MARK = b"schemaparity:"
"""What a file must hold to be looked at."""
_DIRECTIVE = re.compile(r"#\s*schemaparity:\s*(?P<word>[\w-]*)(?P<rest>.*)", re.DOTALL)
_CODES = re.compile(r"\s*\[(?P<codes>[^\]]*)\]")
_LINE_END = re.compile(r"\r\n|\r|\n")


@frozen
class Directives:
    """The comments of one file: those that silence, and hints by the first line of the statement they are about."""

    pragmas: tuple[Pragma, ...] = ()
    hints: Mapping[int, Hint] = field(factory=dict)


@frozen
class _Comment:
    """A comment and the lines that it can be about; `line` is where it stands, `is_alone` without code before it."""

    text: str
    line: int
    column: int
    is_alone: bool
    statement: int
    first: int
    last: int


@define
class _Group:
    """A pair of brackets, or a statement as a whole."""

    first: int
    last: int = 0


def directives_of(text: str, path: str) -> Directives:
    r"""The comments of a file that are for schemaparity.

    Example:
        >>> directives_of("x = f(\n    1,  # schemaparity: ignore[SP401] known\n)\n", "a.py").pragmas[0].codes
        ('SP401',)

    """
    pragmas: list[Pragma] = []
    hints: dict[int, Hint] = {}
    for comment in _comments(text):
        found = _DIRECTIVE.search(comment.text)
        if found is None:
            continue
        column = comment.column + found.start()
        place = Location(path, comment.line, column, comment.line, comment.column + len(comment.text.rstrip()))
        word, rest = found["word"], found["rest"]
        if word in {"sql", "no-effect"}:
            _add_hint(hints, Hint(place, comment.statement, rest.strip() if word == "sql" else ""), comment)
        else:
            pragmas.append(_pragma(place, word, rest, comment))
    return Directives(tuple(pragmas), hints)


def _add_hint(hints: dict[int, Hint], hint: Hint, comment: _Comment) -> None:
    """Lines of SQL one below the other are one script."""
    before = hints.get(comment.statement)
    if before is not None and before.sql and hint.sql:
        hint = evolve(before, sql=f"{before.sql}\n{hint.sql}")
    hints[comment.statement] = hint


def _pragma(place: Location, word: str, rest: str, comment: _Comment) -> Pragma:
    if word not in {"ignore", "ignore-file"}:
        return Pragma(place, fault=f"{word!r} is none of ignore, ignore-file, sql and no-effect")
    found = _CODES.match(rest)
    codes, unknown = codes_of([found["codes"]]) if found is not None else ((), ())
    if unknown:
        fault = f"no rule {', '.join(map(repr, unknown))}"
        return Pragma(place, fault=fault)
    if not codes:
        return Pragma(place, fault=f"no rule is named; write {word}[SP401]")
    return Pragma(place, codes) if word == "ignore-file" else Pragma(place, codes, comment.first, comment.last)


def _comments(text: str) -> Iterator[_Comment]:
    """The comments of a text that are for schemaparity, each with the lines that it is about."""
    lines = _Lines(text)
    try:
        for kind, value, offset in tokens(text):
            lines.take(kind, value, offset)
    except UnsureError:
        pass
    lines.end()
    yield from (comment for comment in lines.settled() if "schemaparity:" in comment.text)


@define
class _Pending:
    """A comment whose lines are known when the tokens after it are."""

    text: str
    line: int
    column: int
    is_alone: bool
    group: _Group
    statement: _Group | None


class _Lines:
    """Follows brackets and statements through the tokens of a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._line, self._line_start = 1, 0
        self._statements: list[_Group] = []
        self._opened: dict[int, list[_Group]] = {}
        self._closed: dict[int, _Group] = {}
        self._stack: list[_Group] = []
        self._code_lines: set[int] = set()
        self._pending: list[_Pending] = []

    def take(self, kind: str, value: str, offset: int) -> None:
        """The next token."""
        if kind == "comment":
            self._comment(value, offset)
        elif kind == "end" and len(self._stack) <= 1:
            self._close_all()
        elif kind not in {"end", "joined"} and (kind != "words" or value.strip()):
            self._code(kind)
        ends = list(_LINE_END.finditer(value)) if kind in {"end", "joined", "string"} else []
        if ends:
            self._line += len(ends)
            self._line_start = offset + ends[-1].end()
            if self._stack and kind == "string":
                self._code_lines.add(self._line)

    def _code(self, kind: str) -> None:
        self._code_lines.add(self._line)
        if not self._stack:
            self._statements.append(_Group(self._line))
            self._stack.append(self._statements[-1])
        if kind == "open":
            self._stack.append(_Group(self._line))
            self._opened.setdefault(self._line, []).append(self._stack[-1])
        elif kind == "close" and len(self._stack) > 1:
            group = self._stack.pop()
            group.last = self._line
            self._closed[self._line] = group

    def _comment(self, text: str, offset: int) -> None:
        is_alone = not self._text[self._line_start : offset].strip()
        group = self._stack[-1] if self._stack else _Group(self._line, self._line)
        statement = self._stack[0] if self._stack else None
        self._pending.append(_Pending(text, self._line, offset - self._line_start + 1, is_alone, group, statement))

    def _close_all(self) -> None:
        for group in self._stack:
            group.last = self._line
        self._stack.clear()

    def end(self) -> None:
        """There are no more tokens."""
        self._close_all()

    def settled(self) -> Iterator[_Comment]:
        """The comments with their lines."""
        for one in self._pending:
            line = one.line if not one.is_alone else self._next_code_line(one.line)
            statement = one.statement or next((s for s in self._statements if s.first >= line), _Group(line, line))
            first, last = self._about(line, one)
            yield _Comment(one.text, one.line, one.column, one.is_alone, statement.first, first, last)

    def _next_code_line(self, line: int) -> int:
        return min((number for number in self._code_lines if number > line), default=line)

    def _about(self, line: int, one: _Pending) -> tuple[int, int]:
        """The lines of the brackets that open on the line, else that close there, else of those it stands in."""
        opened = self._opened.get(line)
        if opened:
            return line, max(group.last for group in opened)
        group = self._closed.get(line, one.group)
        if one.is_alone and group is one.group:
            return line, line
        return min(group.first, line), max(group.last, line)
