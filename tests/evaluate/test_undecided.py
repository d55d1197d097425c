"""Branches, loops and calls that cannot be decided."""

# ruff: noqa: E501 - programs are tables, a row a program

from __future__ import annotations

from typing import Any

import pytest
from tests.evaluate.support import interpreter, value

from schemaparity.evaluate.values import UnknownValue


def shown(found: Any) -> Any:
    """A value with `?` in the place of everything unknown."""
    if isinstance(found, UnknownValue):
        return "?*" if found.rest else "?"
    if isinstance(found, list | tuple):
        return [shown(element) for element in found]
    if isinstance(found, dict):
        return {repr(key): shown(element) for key, element in found.items()}
    return found


CASES: dict[str, tuple[str, Any]] = {
    "names that both arms leave alike stay": ("x = y = 1\nif unknown: x = 2; y = 5\nelse: x = 3; y = 5\nresult = [x, y]", ["?", 5]),
    "a name that one arm binds": ("if unknown: x = 1\nresult = x", "?"),
    "a mutated list": ("l = [1]\nif unknown: l.append(2)\nresult = l", [1, "?*"]),
    "a list mutated alike": ("l = [1]\nif unknown: l.append(2)\nelse: l.append(2)\nresult = l", [1, 2]),
    "a mutated dict": ("d = {'a': 1, 'b': 2}\nif unknown: d['b'] = 3\nelse: d['b'] = 4\nresult = d", {"'a'": 1, "'b'": "?"}),
    "a dict with a new key": ("d = {'a': 1}\nif unknown: d['b'] = 3\nresult = [d['a'], d.get('b'), 'a' in d, 'b' in d]", [1, "?", True, "?"]),
    "a mutated set": ("s = {1}\nif unknown: s.add(2)\nresult = [1 in s, 2 in s]", [True, "?"]),
    "an attribute": ("class A: x = 0\na = A(); a.y = 1\nif unknown: a.y = 2; A.x = 5\nresult = [a.y, a.x]", ["?", "?"]),
    "an early return": ("def f():\n    if unknown: return 1\n    return 2\nresult = f()", "?"),
    "the same early return": ("def f():\n    if unknown: return 1\n    return 1\nresult = f()", 1),
    "state after an early return": ("l = []\ndef f():\n    l.append(0)\n    if unknown: return\n    l.append(1)\nf()\nresult = l", [0, "?*"]),
    "two early returns": ("l = []\ndef f():\n    if unknown: return 1\n    l.append(1)\n    if other: return 1\n    l.append(2)\n    return 1\nresult = [f(), l]", [1, ["?*"]]),
    "an arm that raises": ("x = 1\ndef f():\n    global x\n    if unknown: x = 2; raise ValueError\n    return 1\nresult = [f(), x]", [1, 1]),
    "an arm that raises last": ("def f():\n    if unknown: return 1\n    raise ValueError\nresult = f()", 1),
    "an arm that raises and is caught": ("try:\n    x = 1\n    if unknown: raise ValueError\n    x = 2\nexcept ValueError:\n    y = 3\nresult = [x, y]", ["?", "?"]),
    "an exception caught in a caller": (
        "l = []\ndef f():\n    if unknown: raise ValueError\n    l.append(1)\ndef g():\n    try:\n        f()\n    except ValueError:\n        return 'caught'\n    return 'fine'\nresult = [g(), l]",
        ["?", ["?*"]],
    ),
    "a loop over an unknown": ("l = [0]\nfor x in unknown: l.append(x); last = 1\nresult = [l, last]", [[0, "?*"], "?"]),
    "break in a loop": ("l = []\nfor x in [1, 2, 3]:\n    if unknown: break\n    l.append(x)\nresult = l", ["?*"]),
    "continue in a loop": ("l = []\nfor x in [1, 2]:\n    if unknown: continue\n    l.append(x)\nl2 = 1\nresult = [l, l2]", [["?*", "?*"], 1]),
    "while with an unknown condition": ("n = 0\nwhile unknown:\n    n += 1\nresult = n", "?"),
    "while True with an unknown break": ("n = 0\nwhile True:\n    n += 1\n    if unknown: break\nresult = ['out', n]", ["out", "?"]),
    "calls that may not end": ("l = []\ndef f(n):\n    l.append(n)\n    return n if unknown else f(n + 1)\nresult = [f(0), l[0]]", ["?", 0]),
    "calls that end in a branch": ("def f(n): return 0 if n == 0 else f(n - 1)\nresult = f(20) if unknown else 0", 0),
    "a return from an endless loop": ("n = 0\ndef f(x):\n    global n\n    while True:\n        n += 1\n        if unknown == x: return x\n        x = unknown\nresult = [f(1), n]", ["?", "?"]),
    "an exception from an endless loop": ("def f():\n    while True:\n        if unknown: raise ValueError\ntry:\n    f()\n    x = 1\nexcept ValueError:\n    x = 2\nresult = x", 2),
    "a return from a counted loop": ("n = 0\ndef f():\n    global n\n    while n < 30:\n        n += 1\n        if unknown: return 1\n    return 1\nresult = [f(), n]", [1, "?"]),
    "return from a loop": ("def f():\n    for x in [1, 2]:\n        if unknown: return x\n    return 0\nresult = f()", "?"),
    "conditional expressions": ("result = [1 if unknown else 2, 1 if unknown else 1, unknown and 1, unknown or 2, not unknown, unknown == 1]", ["?", 1, "?", "?", "?", "?"]),
    "comprehensions": ("result = [[x for x in unknown], [x for x in [1, 2] if unknown], [x for x in [1, 2] if x == 1 or unknown]]", [["?*"], ["?*", "?*"], [1, "?*"]]),
    "match": ("match unknown:\n    case 1: x = 1; y = 0\n    case _: x = 2; y = 0\nresult = [x, y]", ["?", 0]),
    "text": ("result = [f'a {unknown}', 'a' + unknown, 'a %s' % unknown, '{}'.format(unknown), ','.join(['a', unknown])]", ["?"] * 5),
    "unknown stays unknown": ("result = [unknown.a.b(1)[2] + 3, [1, unknown][0], {'a': unknown}['a'], len([unknown]), unknown in [1], 1 in [unknown, 1]]", ["?", 1, "?", 1, "?", "?"]),
    "unpacking": ("a, *b = unknown\nc, d = [1, *unknown]\nresult = [a, b, c, d]", ["?", "?", 1, "?"]),
    "return out of a with block": ("l = []\nclass C:\n    def __enter__(self): return self\n    def __exit__(self, *a): l.append('x')\ndef f():\n    with C():\n        if unknown: return 1\n    return 2\nf()\nresult = l", ["x"]),
    "arguments": ("def f(a, b=2, *c, d=4, **e): return [a, b, d]\nresult = [f(1, *unknown), f(1, **unknown), f(*unknown, d=5)]", [[1, "?", 4], [1, "?", "?"], ["?", "?", 5]]),
    "nested branches": ("x = 0\nif unknown:\n    if other: x = 1\n    else: x = 1\nelse:\n    x = 1\nresult = x", 1),
    "try in an arm": ("x = 0\nif unknown:\n    try: x = {}['a']\n    except KeyError: x = 4\nelse: x = 4\nresult = x", 4),
    "finally": ("l = []\ndef f():\n    try:\n        if unknown: return 1\n        return 2\n    finally:\n        l.append('f')\nresult = [f(), l]", ["?", ["f"]]),
    "a with block": ("class C:\n    def __enter__(self): return self\n    def __exit__(self, *a): l.append('x')\nl = []\nwith C():\n    if unknown: l.append(1)\nresult = l", ["?*", "x"]),
    "a module read for the first time in an arm": ("def f():\n    if unknown: return LATER\n    return LATER\nLATER = [1]\nresult = f()", [1]),
}  # fmt: skip


@pytest.mark.parametrize(("program", "expected"), CASES.values(), ids=list(CASES))
def test_joins(program: str, expected: Any) -> None:
    assert shown(value(f"from probe import unknown, other\n{program}")) == expected


EFFECTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "one arm": ("log('a')\nif unknown: log('b')\nlog('c')", ("a", "?b", "c")),
    "both arms alike": ("if unknown: log('b')\nelse: log('b')", ("b",)),
    "an early return": ("def f():\n    log('a')\n    if unknown: return\n    log('b')\nf()\nlog('c')", ("a", "?b", "c")),
    "an arm that raises": ("def f():\n    if unknown: log('a'); raise ValueError\n    log('b')\nf()", ("b",)),
    "a raise that is caught": ("try:\n    if unknown: raise ValueError\n    log('b')\nexcept ValueError: log('h')", ("?h", "?b")),
    "a loop": ("for x in unknown: log('a')", ("?a",)),
    "a comprehension": ("[log('a') for x in unknown]", ("?a",)),
    "an expression": ("unknown and log('a')\nlog('b') if unknown else None", ("?a", "?b")),
    "an unknown callee": ("unknown(1)\nunknown(conn)", ()),
}


@pytest.mark.parametrize(("program", "expected"), EFFECTS.values(), ids=list(EFFECTS))
def test_joins_effects(program: str, expected: tuple[str, ...]) -> None:
    run = interpreter(f"from probe import *\n{program}")
    run.import_module("a", whole=True)
    assert run.effects.lines == expected  # type: ignore[attr-defined]
    assert run.speculation.depth == 0


def test_tells_what_is_called_with_effects() -> None:
    run = interpreter("from probe import unknown, conn\nunknown(1)\nunknown.x(conn)\nfrom vendor import thing\nthing(conn)")
    run.import_module("a", whole=True)
    assert run.effects.unknown_calls == ["the weather is not known", "vendor.thing is called, whose source is not at hand"]  # type: ignore[attr-defined]


def test_text_keeps_its_known_parts() -> None:
    found = value("from probe import unknown\nschema = unknown\nresult = f'DROP TABLE {schema}.users'")
    assert found.text == "DROP TABLE sphole_schema_x0x.users"
    assert found.reason == "the weather is not known"


LIMITS: dict[str, tuple[str, dict[str, Any], str]] = {
    "steps": ("n = 0\nwhile True: n += 1", {"steps": 5000}, "steps"),
    "iterations": ("n = 0\nwhile True: n += 1", {"iterations": 100}, "times"),
    "depth": ("def f(x): return f(x)\nresult = f(1)", {}, "deeper"),
    "elements": ("def g():\n    while True: yield 1\nresult = list(g())", {"elements": 1000}, "elements"),
}


@pytest.mark.parametrize(("program", "limits", "reason"), LIMITS.values(), ids=list(LIMITS))
def test_a_spent_budget_is_unknown(program: str, limits: dict[str, Any], reason: str) -> None:
    run = interpreter(f"def main():\n    {program.replace(chr(10), chr(10) + '    ')}\n    return 1", **limits)
    found = run.call(run.get_attribute(run.import_module("a"), "main"), [], {})
    assert isinstance(found, UnknownValue)
    assert reason in found.reason
    assert run.problems
    assert run.call(run.builtins["len"], [[1]], {}) == 1
