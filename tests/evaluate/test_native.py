"""Native data: unknowns never give a wrong answer, sizes are checked before anything is computed."""

from __future__ import annotations

import re
from typing import Any

import pytest

from schemaparity.evaluate import Interpreter
from schemaparity.evaluate.native import regex
from schemaparity.evaluate.native.limits import Refused
from schemaparity.evaluate.values import UnknownValue
from schemaparity.frameworks.registry import Registry
from schemaparity.project import MemoryFileSystem
from schemaparity.source import Finder

HEADER = "import os, re\nunk = os.environ['UNK']\n"


def value_of(expression: str, before: str = "") -> Any:
    """The value of an expression in which `unk` is not known."""
    files = MemoryFileSystem({"/p/m.py": f"{HEADER}{before}\nvalue = {expression}\n"})
    interpreter = Interpreter(Finder(files, ["/p"]), Registry())
    return interpreter.get_attribute(interpreter.import_module("m"), "value")


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("'%s-%03d' % ('a', 5)", "a-005"),
        ("'%(x)s' % {'x': 1}", "1"),
        ("'{} {b[k]:>3}'.format('z', b={'k': 1})", "z   1"),
        ("'{0}{1}'.format(*'ab')", "ab"),
        ("f'{1.5:.2f} {\"x\"!r}'", "1.50 'x'"),
        ("str([1, ('a',), {'k': None}])", "[1, ('a',), {'k': None}]"),
        ("list(map(str.upper, 'ab'))", ["A", "B"]),
        ("sorted({'b': 1, 'a': 2}.items(), key=lambda kv: kv[1])", [("b", 1), ("a", 2)]),
        ("min('ab', 'c', key=len)", "c"),
        ("[*zip(range(2), 'ab')]", [(0, "a"), (1, "b")]),
        ("any([unk, True])", True),
        ("all([unk, False])", False),
        ("1 in [1, unk]", True),
        ("[unk, 2] == [3]", False),
        ("isinstance(3, (str, int))", True),
        ("getattr(3, 'nothing', 7)", 7),
        ("re.sub(r'(?<!^)(?=[A-Z])', '_', 'CamelCase').lower()", "camel_case"),
        ("{**{'a': 1}, 'b': 2} | {'c': 3}", {"a": 1, "b": 2, "c": 3}),
        ("int('ff', 16) + len('abc')", 258),
    ],
)
def test_known(expression: str, expected: object) -> None:
    assert value_of(expression) == expected


@pytest.mark.parametrize(
    "expression",
    [
        "'a' * 10**10", "10 ** 10 ** 10", "1 << 10**9", "list(range(10**12))", "bytes(10**12)", "'%10000000000d' % 1",
        "'{:>99999999999}'.format('x')",
        "f'{1:>{10**10}}'", "'a'.ljust(10**12)", "re.match(r'(a+)+$', 'aaaa')", "re.match(r'(a|aa)*$', 'aaaa')",
        "'{0.__class__}'.format(1)",
        "unk == 'a'", "unk is None", "len([1, *unk])", "5 in [1, unk]", "isinstance(unk, str)", "hasattr(unk, 'x')", "sorted([unk, 1])",
        "str({1, 2})",
        "{'a': unk} == {'a': 1}", "max(unk, 1)", "hash('a')", "eval('1')", "open('/etc/passwd')", "id(1)", "sum([1, unk])",
        "(1, unk) < (1, 2)",
    ],
)  # fmt: skip
def test_unknown(expression: str) -> None:
    assert isinstance(value_of(expression), UnknownValue)


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("f'a {unk} b'", "a HOLE b"),
        ("'a ' + unk", "a HOLE"),
        ("unk + ' b'", "HOLE b"),
        ("'%s.t' % unk", "HOLE.t"),
        ("'{}.t'.format(unk)", "HOLE.t"),
        ("', '.join(['a', unk])", "a, HOLE"),
        ("f'  {unk} '.strip()", "HOLE"),
        ("'X.t'.replace('X', unk)", "HOLE.t"),
    ],
)
def test_text_with_holes(expression: str, text: str) -> None:
    value = value_of(expression)
    assert isinstance(value, UnknownValue)
    assert value.text is not None
    assert value.text.replace("sphole_unk_x0x", "HOLE") == text


def test_an_unknown_element_leaves_a_container_open() -> None:
    before = (
        "xs = [1]\nxs.extend(unk)\ns = {1}\ns.add(unk)\nd = {'a': 1}\nd.update(unk)\nsorted_xs = [2, 1]\nsorted_xs.sort(key=lambda x: unk)"
    )
    known, count, in_set, item, order = value_of("(1 in xs, len(xs), 2 in s, d.get('a'), sorted_xs[0])", before)
    assert known is True
    assert all(isinstance(v, UnknownValue) for v in (count, in_set, item, order))


def test_exceptions_of_operations_are_those_of_the_program() -> None:
    before = "try:\n    int('x')\nexcept ValueError as error:\n    text = str(error)\n"
    before += "try:\n    [].foo\nexcept AttributeError:\n    caught = True"
    assert value_of("(text, caught)", before) == ("invalid literal for int() with base 10: 'x'", True)


def test_real_code_that_gets_interpreted_objects_gives_unknowns() -> None:
    before = """
from string import Template
class Names:
    def __getitem__(self, key): return key.upper()
def attempt():
    try:
        return Template("$a").substitute(Names())
    except TypeError:
        return "refused"
"""
    assert isinstance(value_of("attempt()", before), UnknownValue)


def test_texts_of_objects_without_one_are_numbered_not_addressed() -> None:
    before = "import vendor\nclass A: pass\na, b = A(), A()"
    texts = [[symbolic.text for symbolic in value_of("[vendor.f(a), vendor.f(b), vendor.g[a], vendor.f([a])]", before)] for _ in range(2)]
    assert texts[0] == texts[1] == ["vendor.f(?Instance_1)", "vendor.f(?Instance_2)", "vendor.g[?Instance_1]", "vendor.f([?Instance_1])"]


def test_object_new_makes_an_instance() -> None:
    assert value_of("object.__new__(A).x", "class A: x = 1") == 1


@pytest.mark.parametrize(
    ("pattern", "subject", "is_cheap"),
    [
        (r"db://(?P<u>[^:]+)(?::(?P<p>[^@]*))?@(?P<h>[^:]+)(?::(?P<port>\d+))?/(?P<name>.+)", "db://me:x@host:33/shop" * 3, True),
        (r"(\w+\s*=\s*'[^']*',?\s*)", "a = 'b', " * 30, True),
        ("(a+)+$", "a" * 90 + "b", False),
        ("(?:[^:]+:)+(?:[^:]+:)+$", "a:" * 90, True),
        ("(x+x+)+y", "x" * 90, False),
        ("(?:a?){30}a{30}", "a" * 30, False),
        ("(?i)(a+)(A+)(a+)(A+)(a+)(A+)(a+)b", "a" * 90, False),
        ("[ab]*[bc]*[cd]*[bd]*[ad]*[abcd]*[abcd]*e", "abcd" * 30, False),
    ],
)
def test_regular_expressions_that_backtrack_long_are_refused(pattern: str, subject: str, is_cheap: bool) -> None:
    if is_cheap:
        regex.check_cost(re.compile(pattern), subject)
    else:
        with pytest.raises(Refused):
            regex.check_cost(re.compile(pattern), subject)
