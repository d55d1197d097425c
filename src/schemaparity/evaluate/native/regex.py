"""Regular expressions of the project, bounded: a match that could backtrack too long is refused. Errs towards refusing."""

from __future__ import annotations

import re
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from schemaparity.evaluate.native.limits import MAX_ELEMENTS, MAX_PATTERN, MAX_SUBJECT, Refused, check_text
from schemaparity.evaluate.values import UnknownUsed, UnknownValue

_REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)
_MAX_WAYS = 10**10
_SUBJECT_INDEX = {"match": 0, "fullmatch": 0, "search": 0, "findall": 0, "finditer": 0, "split": 0, "sub": 1, "subn": 1}


METHODS = frozenset(_SUBJECT_INDEX)


def compiled(pattern: Any, flags: int = 0) -> re.Pattern[Any]:
    """The compiled pattern; raises Refused for one that is too long or could backtrack exponentially, re.error for a wrong one."""
    if isinstance(pattern, UnknownValue):
        raise UnknownUsed(pattern)
    if isinstance(pattern, re.Pattern):
        return pattern
    if len(pattern) > MAX_PATTERN:
        raise Refused(f"a regular expression is longer than {MAX_PATTERN} characters")
    return re.compile(pattern, flags)


def _ways(tree: Any, length: int) -> int:
    """An upper bound of the ways in which the parsed pattern can match at one place of a text of that length."""
    total = 1
    for opcode, argument in tree:
        total *= _ways_of(opcode, argument, length)
        if total > _MAX_WAYS:
            raise Refused("a regular expression could backtrack too long on this text")
    return total


def _ways_of(opcode: Any, argument: Any, length: int) -> int:
    if opcode in _REPEATS:
        least, most, inner = argument
        ways = _ways(inner, length)
        if ways > 1 and most > 1:
            raise Refused("a regular expression has a repeat or a choice inside a repeat")
        return ways * max(min(int(most), length) - int(least) + 1, 1)
    if opcode is codes.BRANCH:
        return sum(_ways(alternative, length) for alternative in argument[1])
    parts = argument if isinstance(argument, tuple) else (argument,)
    total = 1
    for part in parts:
        if isinstance(part, parser.SubPattern):
            total *= _ways(part, length)
    return total


def check_cost(pattern: re.Pattern[Any], subject: Any) -> None:
    """Refuse a long subject, and a pattern that could backtrack too long on it."""
    if isinstance(subject, UnknownValue):
        raise UnknownUsed(subject)
    if not isinstance(subject, str | bytes):
        return
    if len(subject) > MAX_SUBJECT:
        raise Refused(f"a regular expression is matched against more than {MAX_SUBJECT} characters")
    if len(subject) * _ways(parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG), len(subject)) > _MAX_WAYS:
        raise Refused("a regular expression could backtrack too long on this text")


def run(pattern: re.Pattern[Any], name: str, args: list[Any], kwargs: dict[str, Any]) -> object:
    """A method of a compiled pattern."""
    index = _SUBJECT_INDEX[name]
    subject = args[index] if index < len(args) else kwargs.get("string")
    check_cost(pattern, subject)
    if name in ("sub", "subn"):
        replacement = args[0] if args else kwargs.get("repl")
        if isinstance(replacement, str | bytes) and isinstance(subject, str | bytes) and len(replacement) * len(subject) > MAX_ELEMENTS:
            check_text(len(replacement) * sum(1 for _ in pattern.finditer(subject)))
    found = getattr(pattern, name)(*args, **kwargs)
    return iter(list(found)) if name == "finditer" else found
