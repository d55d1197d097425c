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


def _ways(tree: Any, letters: frozenset[int], length: int, follows: frozenset[int] | None = None) -> int:
    """An upper bound of the ways in which the parsed pattern can match at one place of a text of those letters and that length.

    A repeat of letters that cannot begin what comes after it can end in one place only.
    """
    total = 1
    items = list(tree)
    for position, (opcode, argument) in enumerate(items):
        after = _first(items[position + 1 :], letters, follows)
        total *= _ways_of(opcode, argument, letters, length, after)
        if total > _MAX_WAYS:
            raise Refused("a regular expression could backtrack too long on this text")
    return total


def _ways_of(opcode: Any, argument: Any, letters: frozenset[int], length: int, after: frozenset[int]) -> int:
    if opcode in _REPEATS:
        least, most, inner = argument
        again = _first(inner, letters, None) if most > 1 else frozenset()
        ways = _ways(inner, letters, length, after | again)
        if ways > 1 and most > 1:
            raise Refused("a regular expression has a repeat or a choice inside a repeat")
        ends = 1 if _is_letter(inner) and not _first(inner, letters, after) & after else max(min(int(most), length) - int(least) + 1, 1)
        return ways * ends
    if opcode is codes.BRANCH:
        return sum(_ways(alternative, letters, length, after) for alternative in argument[1])
    parts = argument if isinstance(argument, tuple) else (argument,)
    total = 1
    for part in parts:
        if isinstance(part, parser.SubPattern):
            total *= _ways(part, letters, length, after)
    return total


def _is_letter(inner: Any) -> bool:
    """True for a pattern of exactly one letter."""
    return len(inner) == 1 and inner[0][0] in _LETTERS


_LETTERS = (codes.LITERAL, codes.NOT_LITERAL, codes.ANY, codes.IN)


def _first(items: Any, letters: frozenset[int], follows: frozenset[int] | None) -> frozenset[int]:
    """The letters that a match can begin with; all where that is not easy to say. `follows` is what comes after, None for nothing."""
    found: frozenset[int] = frozenset()
    for opcode, argument in items:
        if opcode in _LETTERS:
            return found | _matching(opcode, argument, letters)
        if opcode is not codes.SUBPATTERN and opcode not in _REPEATS:
            return letters
        inner, least = (argument[3], 1) if opcode is codes.SUBPATTERN else (argument[2], argument[0])
        found |= _first(inner, letters, None)
        if least and inner.getwidth()[0]:
            return found
    return found | (follows or frozenset())


def _matching(opcode: Any, argument: Any, letters: frozenset[int]) -> frozenset[int]:
    if letters is _ANY:
        return letters
    match opcode:
        case codes.LITERAL:
            return letters & {argument}
        case codes.NOT_LITERAL:
            return letters - {argument}
        case codes.IN:
            return _of_set(argument, letters)
    return letters


def _of_set(items: Any, letters: frozenset[int]) -> frozenset[int]:
    """The letters in `[...]`; all where the set has a category."""
    found: set[int] = set()
    for opcode, argument in items:
        if opcode is codes.LITERAL:
            found.add(argument)
        elif opcode is codes.RANGE:
            found.update(letter for letter in letters if argument[0] <= letter <= argument[1])
        elif opcode is codes.CATEGORY and argument in _CATEGORIES:
            found.update(letter for letter in letters if _CATEGORIES[argument](chr(letter)))
        elif opcode is not codes.NEGATE:
            return letters
    is_negated = bool(items) and items[0][0] is codes.NEGATE
    return letters - found if is_negated else letters & found


_CATEGORIES = {codes.CATEGORY_DIGIT: str.isdecimal, codes.CATEGORY_SPACE: str.isspace}


def check_cost(pattern: re.Pattern[Any], subject: Any) -> None:
    """Refuse a long subject, and a pattern that could backtrack too long on it."""
    if isinstance(subject, UnknownValue):
        raise UnknownUsed(subject)
    if not isinstance(subject, str | bytes):
        return
    if len(subject) > MAX_SUBJECT:
        raise Refused(f"a regular expression is matched against more than {MAX_SUBJECT} characters")
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    letters = _ANY if pattern.flags & re.IGNORECASE else frozenset(map(_code, subject))
    ways = _ways(tree, letters, len(subject))
    if len(subject) * ways > _MAX_WAYS:
        raise Refused("a regular expression could backtrack too long on this text")


_ANY = frozenset({0})
"""One letter that stands for all, where upper and lower case are the same: nothing is told apart."""


def _code(letter: str | int) -> int:
    return letter if isinstance(letter, int) else ord(letter)


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
