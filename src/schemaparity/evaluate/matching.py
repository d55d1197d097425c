"""The match statement. A pattern answers whether it matches, or the unknown that makes it undecidable; captures are bound on the way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import libcst as cst

from schemaparity.evaluate.branches import either
from schemaparity.evaluate.operators import compare
from schemaparity.evaluate.outcomes import Outcome
from schemaparity.evaluate.statements import run_suite
from schemaparity.evaluate.values import Raised, UnknownValue, rest_of

if TYPE_CHECKING:
    from schemaparity.evaluate.frame import Frame

Verdict = bool | UnknownValue
_SELF_MATCHING = (bool, bytearray, bytes, dict, float, frozenset, int, list, set, str, tuple)


def run_match(frame: Frame, node: cst.Match) -> Outcome:
    """`match subject: case ...`."""
    return _cases(frame, node.cases, frame.evaluate(node.subject))


def _cases(frame: Frame, cases: Sequence[cst.MatchCase], subject: Any) -> Outcome:
    for index, case in enumerate(cases):
        verdict = matches(frame, case.pattern, subject)
        if verdict is not False and case.guard is not None:
            guard = frame.interpreter.truth(frame.evaluate(case.guard))
            verdict = guard if verdict is True or guard is False else verdict
        if isinstance(verdict, UnknownValue):
            rest = cases[index + 1 :]
            return either(frame, verdict.unknown, partial(run_suite, frame, case.body), partial(_cases, frame, rest, subject))
        if verdict:
            return run_suite(frame, case.body)
    return None


def matches(frame: Frame, pattern: cst.MatchPattern, subject: Any) -> Verdict:
    """Whether the subject matches; a matching pattern has bound its names."""
    handler = _PATTERNS.get(type(pattern))
    if handler is None:
        return frame.unknown(f"the pattern {type(pattern).__name__} is not supported", pattern)
    return handler(frame, pattern, subject)


def _all(verdicts: Sequence[Verdict]) -> Verdict:
    return False if any(v is False for v in verdicts) else next((v for v in verdicts if isinstance(v, UnknownValue)), True)


def _value(frame: Frame, pattern: cst.MatchValue, subject: Any) -> Verdict:
    return frame.interpreter.truth(compare(frame.interpreter, "==", subject, frame.evaluate(pattern.value)))


def _singleton(frame: Frame, pattern: cst.MatchSingleton, subject: Any) -> Verdict:
    return frame.interpreter.truth(compare(frame.interpreter, "is", subject, frame.evaluate(pattern.value)))


def _as(frame: Frame, pattern: cst.MatchAs, subject: Any) -> Verdict:
    verdict = True if pattern.pattern is None else matches(frame, pattern.pattern, subject)
    if verdict is not False and pattern.name is not None:
        frame.bind(pattern.name.value, subject)
    return verdict


def _or(frame: Frame, pattern: cst.MatchOr, subject: Any) -> Verdict:
    found: Verdict = False
    for element in pattern.patterns:
        verdict = matches(frame, element.pattern, subject)
        if verdict is True:
            return True
        found = verdict if isinstance(verdict, UnknownValue) else found
    return found


def _sequence(frame: Frame, pattern: cst.MatchList | cst.MatchTuple, subject: Any) -> Verdict:
    if isinstance(subject, UnknownValue):
        return _undecided(frame, pattern, subject)
    if not isinstance(subject, list | tuple):
        return False
    if rest_of(subject):
        return _undecided(frame, pattern, next(v for v in subject if isinstance(v, UnknownValue) and v.rest))
    elements = pattern.patterns
    star = next((i for i, e in enumerate(elements) if isinstance(e, cst.MatchStar)), None)
    if len(subject) < len(elements) - (star is not None) or (star is None and len(subject) != len(elements)):
        return False
    pairs = _paired(elements, list(subject), star)
    return _all([_star(frame, *pair) if isinstance(pair[0], cst.MatchStar) else matches(frame, *pair) for pair in pairs])


def _paired(elements: Sequence[Any], subject: list[Any], star: int | None) -> list[tuple[Any, Any]]:
    if star is None:
        return [(e.value, s) for e, s in zip(elements, subject, strict=True)]
    after = len(elements) - star - 1
    end = len(subject) - after
    head = [(e.value, s) for e, s in zip(elements[:star], subject[:star], strict=True)]
    tail = [(e.value, s) for e, s in zip(elements[star + 1 :], subject[end:], strict=True)]
    return [*head, (elements[star], subject[star:end]), *tail]


def _star(frame: Frame, star: cst.MatchStar, values: list[Any]) -> Verdict:
    if star.name is not None:
        frame.bind(star.name.value, values)
    return True


def _mapping(frame: Frame, pattern: cst.MatchMapping, subject: Any) -> Verdict:
    if isinstance(subject, UnknownValue):
        return _undecided(frame, pattern, subject)
    if not isinstance(subject, dict):
        return False
    verdicts: list[Verdict] = []
    keys = []
    for element in pattern.elements:
        key = frame.evaluate(element.key)
        found = frame.interpreter.truth(compare(frame.interpreter, "in", key, subject))
        if found is False:
            return False
        keys.append(key)
        value = frame.interpreter.get_item(subject, key) if found is True else found
        verdicts.append(_all([found, matches(frame, element.pattern, value)]))
    if pattern.rest is not None:
        frame.bind(pattern.rest.value, {k: v for k, v in subject.items() if k not in keys})
    return _all(verdicts)


def _class(frame: Frame, pattern: cst.MatchClass, subject: Any) -> Verdict:
    interpreter = frame.interpreter
    cls = frame.evaluate(pattern.cls)
    verdict = interpreter.truth(interpreter.call(interpreter.builtins["isinstance"], [subject, cls], {}))
    if isinstance(verdict, UnknownValue):
        return _undecided(frame, pattern, verdict)
    if not verdict:
        return False
    verdicts: list[Verdict] = []
    for name, element in _attributes(frame, pattern, cls):
        try:
            value = subject if name is None else interpreter.get_attribute(subject, name)
        except Raised:
            return False
        verdicts.append(matches(frame, element, value))
    return _all(verdicts)


def _attributes(frame: Frame, pattern: cst.MatchClass, cls: Any) -> list[tuple[str | None, cst.MatchPattern]]:
    named: list[tuple[str | None, cst.MatchPattern]] = [(element.key.value, element.pattern) for element in pattern.kwds]
    if not pattern.patterns:
        return named
    if cls in _SELF_MATCHING:
        return [(None, pattern.patterns[0].value), *named]
    names = frame.interpreter.get_attribute(cls, "__match_args__")
    if not isinstance(names, tuple):
        raise Raised(TypeError("__match_args__ must be a tuple"))
    return [*((str(n), element.value) for n, element in zip(names, pattern.patterns, strict=False)), *named]


def _undecided(frame: Frame, pattern: cst.MatchPattern, unknown: UnknownValue) -> UnknownValue:
    """Bind what the pattern captures to the unknown."""
    for name in frame.interpreter.bound_names(pattern):
        frame.bind(name, UnknownValue(unknown.unknown))
    return UnknownValue(unknown.unknown)


_PATTERNS: dict[type[cst.CSTNode], Callable[[Frame, Any, Any], Verdict]] = {
    cst.MatchValue: _value, cst.MatchSingleton: _singleton, cst.MatchAs: _as, cst.MatchOr: _or, cst.MatchList: _sequence,
    cst.MatchTuple: _sequence,
    cst.MatchMapping: _mapping, cst.MatchClass: _class,
}  # fmt: skip
