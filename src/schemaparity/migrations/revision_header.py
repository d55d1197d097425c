"""The variables at the top of a revision file that are plain literals, read without parsing the file. Knows nothing of graphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from attrs import frozen

from schemaparity.source.lexer import Line, UnsureError, logical_lines, outside_of, tokens

NAMES = ("revision", "down_revision", "depends_on", "branch_labels")

Literal: TypeAlias = str | tuple[str | None, ...] | None


@frozen
class Assigned:
    """A literal that a variable is bound to, and the span of the statement."""

    value: Literal
    start: int
    end: int


@frozen
class Header:
    """What can be read for sure: `literals` by name; `unsure` names are bound in another way; `docstring` of the file."""

    literals: Mapping[str, Assigned]
    unsure: frozenset[str]
    docstring: str = ""


_WORDS = "|".join(NAMES)
_PLAIN = re.compile(rf"({_WORDS})\s*(?::[^=]*)?=(?!=)")
_BINDS = re.compile(rf"(?:^|[=,(*]|\bas\b|\bfor\b|\bimport\b)\s*({_WORDS})\s*(?=[,=)]|[-+|&]=|$|\bin\b|\bas\b)(?!==)")
_DOCSTRING = re.compile(r"""[rRuU]?("{3}|'{3}|"|')(.*)\1\s*(?:\#[^\n]*)?$""", re.DOTALL)


def read_header(text: str) -> Header:
    """Read the header of a file; where the text cannot even be cut into lines, every name is unsure."""
    try:
        lines = list(outside_of(logical_lines(text)))
    except UnsureError:
        return Header({}, frozenset(NAMES))
    literals: dict[str, Assigned] = {}
    unsure: set[str] = set()
    for line in lines:
        plain = _PLAIN.match(line.code) if line.indent == 0 else None
        if plain is not None and not _chained(line.code[plain.end() :]):
            _read_plain(text, line, plain.group(1), literals, unsure)
        else:
            unsure.update(_BINDS.findall(line.code))
    return Header(literals, frozenset(unsure), _docstring(text, lines))


def _chained(rest: str) -> bool:
    return ";" in rest or re.search(r"(?<![=!<>])=(?!=)", rest) is not None


def _read_plain(text: str, line: Line, name: str, literals: dict[str, Assigned], unsure: set[str]) -> None:
    try:
        value = _literal(_right_side(text[line.offset : line.end]))
    except UnsureError:
        unsure.add(name)
        return
    literals[name] = Assigned(value, line.offset, line.end)


def _right_side(statement: str) -> str:
    depth = 0
    for kind, value, offset in tokens(statement):
        depth += (kind == "open") - (kind == "close")
        if kind == "words" and depth == 0 and "=" in value:
            return statement[offset + value.index("=") + 1 :]
    raise UnsureError(statement)


_CLOSERS = {"(": ")", "[": "]", "{": "}"}


def _literal(text: str) -> Literal:
    """The value of a string, None, or a tuple, list or set of those; raises UnsureError."""
    parts = [part for kind, value, _ in tokens(text) for part in _parts(kind, value)]
    if len(parts) >= 2 and _CLOSERS.get(parts[0]) == parts[-1]:
        inner = parts[1:-1]
        values = tuple(_single(item) for item in _items(inner))
        return values[0] if len(values) == 1 and parts[0] == "(" and "," not in inner else values
    if "," in parts:
        return tuple(_single(item) for item in _items(parts))
    return _single(parts)


def _parts(kind: str, value: str) -> Iterator[str]:
    if kind in {"comment", "end", "joined"}:
        return
    if kind == "words":
        yield from re.findall(r"\w+|[^\w\s]", value)
    else:
        yield value


def _items(parts: Sequence[str]) -> Iterator[list[str]]:
    item: list[str] = []
    for part in parts:
        if part == ",":
            yield item
            item = []
        else:
            item.append(part)
    if item:
        yield item


def _single(parts: Sequence[str]) -> str | None:
    """One string, also in several adjacent pieces, or None."""
    if list(parts) == ["None"]:
        return None
    strings = [part for part in parts if part not in {"u", "U", "r", "R"}]
    if not strings or not all(_is_plain_string(part) for part in strings):
        raise UnsureError(" ".join(parts))
    return "".join(_content(part) for part in strings)


def _is_plain_string(part: str) -> bool:
    return len(part) > 1 and part[0] in "\"'" and "\\" not in part


def _content(quoted: str) -> str:
    width = 3 if len(quoted) >= 6 and quoted[:3] in {'"""', "'''"} else 1
    return quoted[width:-width]


def _docstring(text: str, lines: Sequence[Line]) -> str:
    if not lines or lines[0].indent != 0:
        return ""
    match = _DOCSTRING.match(text[lines[0].offset : lines[0].end])
    return "\n".join(match.group(2).splitlines()).strip() if match is not None and lines[0].code.strip("rRuU") == "''" else ""
