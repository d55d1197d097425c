"""Generated expressions: the interpreter agrees with Python, or says that it does not know."""

from __future__ import annotations

import warnings
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evaluate.support import value

from schemaparity.evaluate.literals import string
from schemaparity.evaluate.values import UnknownValue

NUMBERS = st.integers(-20, 20).map(lambda n: f"({n})")
TEXTS = st.text("ab'\\\n\"é%{", max_size=4).map(repr)
ATOMS = st.one_of(NUMBERS, TEXTS, st.sampled_from(["None", "True", "[]", "(1, 'a')", "{'a': 1}", "{1, 2}", "1.5"]))


def _compound(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    operators = st.sampled_from(["+", "-", "*", "//", "%", "<", "==", "!=", "in", "not in", "is", "and", "or", "|", "&"])
    return st.one_of(
        st.tuples(inner, operators, inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        st.tuples(inner, inner, inner).map(lambda t: f"({t[0]} if {t[1]} else {t[2]})"),
        st.lists(inner, max_size=3).map(lambda parts: f"[{', '.join(parts)}]"),
        inner.map(lambda x: f"(not {x})"),
        inner.map(lambda x: f"str({x})"),
        inner.map(lambda x: f"len({x})"),
        inner.map(lambda x: f"[i for i in {x}]"),
        st.tuples(inner, st.integers(-3, 3)).map(lambda t: f"{t[0]}[{t[1]}]"),
        inner.map(lambda x: f"'%s|' % ({x},)"),
        inner.map(lambda x: f"'{{}}|{{!r}}'.format({x}, {x})"),
        inner.map(lambda x: f"(lambda a, *b: [a, b])({x}, {x})"),
    )


EXPRESSIONS = st.recursive(ATOMS, _compound, max_leaves=8)


def _by_python(program: str) -> Any:
    namespace: dict[str, Any] = {}
    exec(program, namespace)
    return namespace["result"]


@settings(max_examples=150, deadline=None)
@given(EXPRESSIONS)
def test_expressions(expression: str) -> None:
    program = f"try:\n    result = {expression}\nexcept Exception as e:\n    result = type(e).__name__"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = _by_python(program)
    found = value(program)
    assert isinstance(found, UnknownValue) or _same(found, expected)


def _same(found: Any, expected: Any) -> bool:
    """Equal, of one type, and wherever something is unknown nothing is claimed."""
    if isinstance(found, UnknownValue):
        return True
    if isinstance(found, list | tuple) and any(isinstance(e, UnknownValue) and e.rest for e in found):
        # A loop over something unknown: how often it turns, and whether it can be looped over at all, is not claimed.
        return not isinstance(expected, list | tuple) or all(_same(f, e) for f, e in zip(found, expected, strict=False))
    if isinstance(found, list | tuple) and isinstance(expected, list | tuple) and any(isinstance(e, UnknownValue) for e in found):
        return all(_same(f, e) for f, e in zip(found, expected, strict=False))
    return type(found) is type(expected) and found == expected


def test_loops_over_the_unknown() -> None:
    (found,) = value("result = [i for i in len((not '%s|' % ({1, 2},)))]")
    assert found.rest


@given(st.text(max_size=10), st.sampled_from([repr, ascii]))
def test_string_literals(text: str, written: Any) -> None:
    assert string(written(text)) == text


@given(st.binary(max_size=10))
def test_bytes_literals(data: bytes) -> None:
    assert string(repr(data)) == data
