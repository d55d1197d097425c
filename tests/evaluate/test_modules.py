"""Imports and modules that are evaluated one name at a time."""

# ruff: noqa: E501 - programs are tables, a row a program

from __future__ import annotations

import pytest
from tests.evaluate.support import interpreter, names

from schemaparity.evaluate.values import Intrinsic, Module, Symbolic, UnknownValue


def test_runs_only_what_binds_the_name() -> None:
    source = """
ran = []
def note(x): ran.append(x); return x
A = note("a")
B = note("b")
L = [1]
L.append(2)
L += [3]
L[0] = note("l")
C = A + "c"
if True:
    D = note("d")
"""
    assert names(source, "C", "L", "ran", "D", whole=False) == ("ac", ["l", 2, 3], ["a", "l", "d"], "d")


def test_a_statement_sees_what_the_statements_before_it_leave() -> None:
    assert names("x = 1\ny = x\nx = 2\nz = x", "y", "x", "z", whole=False) == (1, 2, 2)


def test_imports_cost_nothing_until_a_name_is_read() -> None:
    run = interpreter({"a.py": "from b import x, missing\nimport nowhere.at.all\ny = 1", "b.py": "x = 1 / 0"})
    module = run.import_module("a")
    assert run.get_attribute(module, "y") == 1
    assert "b" not in run.modules.loaded


def test_packages() -> None:
    files = {
        "a.py": "import pkg.sub.deep\nimport pkg.sub.deep as d\nfrom pkg import sub as s, other\nfrom pkg.sub import deep\nr = [pkg.sub.deep.X, d.X, s.deep.X, other.Y, deep.up(), pkg.__name__, d.__package__, d.__file__]",
        "pkg/__init__.py": "",
        "pkg/other.py": "from .sub.deep import X as Y",
        "pkg/sub/__init__.py": "from . import deep",
        "pkg/sub/deep.py": "from ..other import Y\nfrom ... import nothing\nX = 7\ndef up():\n    from .. import other\n    from ..other import Y\n    return (other.Y, Y)",
    }
    assert names(files, "r", whole=False)[0] == [7, 7, 7, 7, (7, 7), "pkg", "pkg.sub", "/p/pkg/sub/deep.py"]


def test_circular_imports() -> None:
    files = {
        "a.py": "from b import B\nclass A: other = 1\ndef f(): return B.x\nr = f()",
        "b.py": "import a\nfrom a import A\nclass B:\n    x = 2\n    def g(self): return A.other\nq = B().g()",
    }
    run = interpreter(files)
    assert run.get_attribute(run.import_module("a", whole=True), "r") == 2
    assert run.get_attribute(run.import_module("b", whole=True), "q") == 1
    assert run.problems == []


def test_star_imports() -> None:
    files = {
        "a.py": "X = 'early'\nfrom b import *\nfrom c import *\nY = 'mine'\nr = [X, Y, Z, W, len([1])]",
        "b.py": "X = 1\nY = 2\nZ = 3\n_hidden = 4\nfrom d import *",
        "c.py": "__all__ = ['W', *['_V']]\nW = 5\nZ = 9\n_V = 6",
        "d.py": "X = 8",
    }
    assert names(files, "r")[0] == [8, "mine", 3, 5, 1]
    assert names(files, "Y", whole=False)[0] == "mine"
    assert names(files, "_V", whole=False)[0] == 6


def test_a_star_import_of_what_is_not_at_hand_makes_missing_names_unknown() -> None:
    found = names("from vendor import *\nr = [Thing, len('a')]", "r")[0]
    assert isinstance(found[0], UnknownValue)
    assert found[1] == 1


def test_type_checking_names_are_known_to_annotations_only() -> None:
    files = {
        "a.py": "from __future__ import annotations\nfrom typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from b import T\nclass K:\n    date: T\n    other: 'T'\n    wrong: 'not an annotation('\ntry:\n    T\n    seen = True\nexcept NameError:\n    seen = False",
        "b.py": "T = int",
    }
    run = interpreter({**files, "typing.py": "TYPE_CHECKING = False"})
    module = run.import_module("a", whole=True)
    cls = run.get_attribute(module, "K")
    assert run.get_attribute(module, "seen") is False
    assert [run.annotation(cls.annotations[name]) for name in ("date", "other")] == [int, int]
    assert isinstance(run.annotation(cls.annotations["wrong"]), UnknownValue)


def test_unions_of_interpreted_classes() -> None:
    cls, k = names("class K: pass\nclass L:\n    a: K | None\n    b: int | None", "L", "K")
    run = cls.module.state.frame.interpreter
    assert run.annotation(cls.annotations["a"]).members == (k, None)
    assert run.annotation(cls.annotations["b"]) == int | None


def test_unreadable_modules_are_unknown() -> None:
    run = interpreter({"a.py": "import b\nx = b.y\nfrom b import z", "b.py": "def broken(:"})
    module = run.import_module("a")
    assert isinstance(run.get_attribute(module, "x"), UnknownValue)
    assert isinstance(run.get_attribute(module, "z"), UnknownValue)
    assert [str(origin) for _, origin in run.problems] == ["b.py:1:1"]


def test_missing_modules() -> None:
    files = {
        "a.py": "import vendor.thing as v\ntry:\n    from pkg.gone import x\nexcept ImportError:\n    x = 'no'\ntry:\n    from pkg import gone\nexcept ImportError as e:\n    gone = type(e).__name__\nr = [v.f(1, k='a').b, x, gone]",
        "pkg/__init__.py": "",
    }
    found = names(files, "r")[0]
    assert found[1:] == ["no", "ImportError"]
    assert found[0] == Symbolic("vendor.thing.f(1, k='a').b", found[0].origin)


def test_whole_modules_in_import_order() -> None:
    files = {
        "a.py": "import log\nfrom m.one import X\nimport other\ndef late():\n    import m.two\n    return 1\nlog.lines.append('a')\nlate()",
        "log.py": "lines = []",
        "m/__init__.py": "import log\nlog.lines.append('m')",
        "m/one.py": "import log\nfrom m.three import Y\nlog.lines.append('one')\nX = 1",
        "m/two.py": "import log\nlog.lines.append('two')",
        "m/three.py": "import log\nlog.lines.append('three')\nY = 1",
        "other.py": "import log\nlog.lines.append('other')",
    }
    run = interpreter(files)
    run.importing = lambda name: name.split(".")[0] == "m"
    run.import_module("a", whole=True)
    assert run.get_attribute(run.import_module("log"), "lines") == ["m", "three", "one", "a", "two"]


def test_a_statement_that_raises_leaves_unknown_names() -> None:
    run = interpreter("x = 1\ny = 1 / 0\nz = 3")
    module = run.import_module("a", whole=True)
    assert isinstance(run.get_attribute(module, "y"), UnknownValue)
    assert run.get_attribute(module, "z") == 3
    assert "ZeroDivisionError" in run.problems[0][0]
    assert str(run.problems[0][1]) == "a.py:2:1"


def test_module_functions() -> None:
    files = {"a.py": "import b\nr = [b.anything, sorted(n for n in vars(b) if not n.startswith('_')), b.x]\nb.x = 5\ns = b.x", "b.py": "x = 1\ndef __getattr__(name): return 'got ' + name"}
    assert names(files, "r", "s") == (["got anything", ["x"], 1], 5)


def test_origins_of_calls() -> None:
    files = {"a.py": "from b import make\ndef f():\n    return make(\n        1)\nr = f()", "b.py": "from probe import log\ndef make(x):\n    log(x)\n    return x"}
    run = interpreter(files)
    seen: list[tuple[str, str]] = []
    module = run.import_module("probe")
    assert isinstance(module, Module)
    original = run.origin
    run.revision = "r1"

    def note(interpreter: object, args: list[object], kwargs: dict[str, object]) -> None:
        seen.append((str(original()), str(run.origin_in("a.py"))))

    module.namespace["log"] = Intrinsic("probe.log", note)
    run.import_module("a", whole=True)
    assert seen == [("b.py:3:5 (revision r1)", "a.py:3:12 (revision r1)")]


@pytest.mark.parametrize("name", ["__class__", "__subclasses__", "__globals__", "__code__"])
def test_nothing_real_is_reached_through_special_attributes(name: str) -> None:
    run = interpreter(f"def f(): pass\ntry:\n    r = f.{name}\nexcept AttributeError:\n    r = None")
    found = run.get_attribute(run.import_module("a", whole=True), "r")
    assert found is None or isinstance(found, UnknownValue | type)


def test_calls_nest_within_a_module_not_across_imports() -> None:
    chain = {f"m{n}.py": f"from m{n + 1} import f as g\ndef f(x): return g(x) + 1\nX = f(0)" for n in range(6)}
    files = {**chain, "m6.py": "def f(x): return x", "a.py": "from m0 import X\nr = X"}
    assert names(files, "r", depth=8) == (6,)
    values = {f"n{n}.py": f"def f(x):\n    from n{n + 1} import X\n    return X + x\nX = f(1)" for n in range(30)}
    assert names({**values, "n30.py": "X = 0", "a.py": "from n0 import X\nr = X"}, "r", depth=8) == (30,)


def test_what_recurses_without_end_is_unknown_alone() -> None:
    files = {"a.py": "from b import deep, N\nr, s = N, deep", "b.py": "def f(x): return f(x) + 1\ndeep = f(0)\nN = 7"}
    known, unknown = names(files, "r", "s", depth=50)
    assert known == 7
    assert "deeper than 50" in unknown.reason


def test_a_registry_that_functions_fill_is_full_when_it_is_read() -> None:
    source = """
BY_NAME = {}
ORDER = []

def note(x):
    ORDER.append(x)
    return x

def make(name):
    BY_NAME[name] = note(name)
    return name

A = make("a")
B = make("b")

class Kept:
    def __init__(self, name):
        make(name)

Kept("c")

def read():
    return sorted(BY_NAME), list(ORDER)

ALL = read()
"""
    assert names(source, "ALL", whole=False) == ((["a", "b", "c"], ["a", "b", "c"]),)
