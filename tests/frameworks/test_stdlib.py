"""The standard library as interpreted code sees it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest

from schemaparity.evaluate import Interpreter
from schemaparity.evaluate.values import Symbolic, UnknownValue
from schemaparity.frameworks.registry import Registry
from schemaparity.project import MemoryFileSystem
from schemaparity.source import Finder

Names = Callable[[str], Any]


def run(source: str, defines: dict[str, str] | None = None, **files: str) -> Names:
    """Evaluate a module; answers its names."""
    system = MemoryFileSystem({"/p/m.py": source, **{f"/p/{name}": text for name, text in files.items()}})
    interpreter = Interpreter(Finder(system, ["/p"]), Registry())
    interpreter.defines.update(defines or {})
    module = interpreter.import_module("m", whole=True)
    assert not interpreter.problems
    return lambda name: interpreter.get_attribute(module, name)


def test_enum_methods_properties_and_values() -> None:
    names = run("""
from enum import Enum, auto, Flag, StrEnum
class Color(str, Enum):
    RED = "red"
    BLUE = "blue"
    @property
    def label(self): return self.name.title()
    @classmethod
    def values(cls): return [c.value for c in cls]
    def __str__(self): return "C:" + self.value
class Named(Enum):
    def _generate_next_value_(name, start, count, last): return name.lower()
    ONE = auto()
class Rich(Enum):
    A = ("a", 1)
    def __init__(self, code, number): self.code, self.number = code, number
class Custom(str, Enum):
    def __new__(cls, value, label):
        member = str.__new__(cls, value)
        member._value_, member.label = value, label
        return member
    X = "x", "Ex"
class Access(Flag):
    R = auto()
    W = auto()
    RW = R | W
class Mode(StrEnum):
    FAST = auto()
Made = Enum("Made", "a b", type=str)
values, label, text, found = Color.values(), Color.RED.label, f"{Color.RED}", Color("blue").name
rest = Named.ONE.value, Rich.A.code, Custom.X.label, Custom.X == "x", Access.RW.value, Mode.FAST.value, [m.name for m in Made]
by_name = Color["RED"] is Color.RED
""")
    assert names("values") == ["red", "blue"]
    assert (names("label"), names("text"), names("found"), names("by_name")) == ("Red", "C:red", "BLUE", True)
    assert names("rest") == ("one", "a", "Ex", True, 3, "fast", ["a", "b"])


def test_a_method_of_an_enum_with_an_unknown_decorator_is_no_member() -> None:
    names = run("""
from enum import Enum
import somewhere
class Speed(str, Enum):
    SLOW = "slow"
    @somewhere.cached(size=None)
    @classmethod
    def every(cls): return set(cls)
members, every = [m.name for m in Speed], sorted(Speed.every())
""")
    assert names("members") == ["SLOW"]
    assert isinstance(names("every"), UnknownValue)


def test_an_unknown_member_value_is_never_a_wrong_label() -> None:
    names = run("""
import os
from enum import Enum
class Plain(Enum):
    A = os.environ["A"]
    B = "b"
class Text(str, Enum):
    A = os.environ["A"]
members = [m.name for m in Plain]
first, second, text, lookup = Plain.A.value, Plain.B.value, Text.A.value, Plain("zzz")
""")
    assert names("members") == ["A", "B"]
    assert names("second") == "b"
    assert all(isinstance(names(name), UnknownValue) for name in ("first", "text", "lookup"))


def test_dataclasses() -> None:
    names = run("""
from dataclasses import dataclass, field, asdict, replace, fields
from typing import ClassVar
@dataclass(frozen=True)
class Base:
    a: int
    K: ClassVar[int] = 9
@dataclass
class Sub(Base):
    b: list = field(default_factory=list)
    c: int = 5
    def __post_init__(self): self.total = self.a + self.c
sub = Sub(1, c=2)
result = asdict(sub), sub.total, replace(sub, a=7).a, [f.name for f in fields(Sub)], Sub(1) == Sub(1), Sub(1) == Sub(2), Sub.K
try:
    Sub()
except TypeError as error:
    text = str(error)
""")
    assert names("result") == ({"a": 1, "b": [], "c": 2}, 3, 7, ["a", "b", "c"], True, False, 9)
    assert "missing 1 required" in names("text")


def test_the_environment_comes_from_defines() -> None:
    source = """
import os
given, default, text = os.environ["GIVEN"], os.getenv("MISSING", "d"), f"{os.environ['SCHEMA']}.t"
os.environ["SET"] = "s"
later, has = os.environ.get("SET"), "GIVEN" in os.environ
unknown = "OTHER" in os.environ
absent = os.environ.get("OTHER"), os.getenv("OTHER"), os.getenv("OTHER") or "own"
"""
    names = run(source, {"GIVEN": "g"})
    assert names("absent") == (None, None, "own")
    assert (names("given"), names("default"), names("later"), names("has")) == ("g", "d", "s", True)
    assert names("text").reason == "environment variable SCHEMA is not set; --define SCHEMA=VALUE sets it"
    assert names("text").text == "sphole_schema_x0x.t"
    assert isinstance(names("unknown"), UnknownValue)


def test_modules_that_are_loaded() -> None:
    source = """
import sys, os
import pkg
used = pkg.X
loaded, tests, maybe = "pkg" in sys.modules, "pytest" not in sys.modules, "later" in sys.modules
number = int(os.environ["MODE"], 8)
"""
    names = run(source, **{"pkg/__init__.py": "X = 5"})
    assert (names("loaded"), names("tests")) == (True, True)
    assert names("maybe").reason == "whether later is imported by then is not known"
    assert "MODE" in names("number").reason


def test_files_of_the_project() -> None:
    names = run(
        """
import os, glob, pkgutil, importlib
from pathlib import Path
here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "sql", "a.sql")) as file:
    text = file.read()
path = Path(__file__).resolve().parent / "sql"
read, exists = (path / "a.sql").read_text(), (path / "b.sql").exists()
globbed = [os.path.basename(p) for p in glob.glob(here + "/*.py")], sorted(p.name for p in path.glob("*.sql"))
modules = [info.name for info in pkgutil.iter_modules([here])]
number = importlib.import_module("pkg.sub").X
try:
    open("nothing.txt")
except FileNotFoundError:
    missing = True
""",
        **{"sql/a.sql": "SELECT 1", "pkg/__init__.py": "", "pkg/sub.py": "X = 5"},
    )
    assert (names("text"), names("read"), names("exists"), names("missing")) == ("SELECT 1", "SELECT 1", False, True)
    assert names("globbed") == (["m.py"], ["a.sql"])
    assert (names("modules"), names("number")) == (["m", "pkg"], 5)


def test_functions_contexts_and_containers() -> None:
    names = run("""
import itertools, operator, textwrap, json, copy, asyncio, hashlib
from functools import partial, lru_cache, reduce, wraps, cached_property
from contextlib import contextmanager, suppress, ExitStack, nullcontext
from collections import namedtuple, defaultdict, OrderedDict
from typing import NamedTuple
trace = []
@contextmanager
def managed(n):
    trace.append("in")
    try:
        yield n
    except KeyError:
        trace.append("caught")
    finally:
        trace.append("out")
with managed(5) as five:
    {}["x"]
with suppress(KeyError), ExitStack() as stack:
    four = stack.enter_context(nullcontext(4))
@lru_cache
def made(): return []
def decorated(f):
    @wraps(f)
    def inner(*args, **kwargs): return f(*args, **kwargs) + 1
    return inner
@decorated
def one(): return 1
class Holder:
    @cached_property
    def items(self): return []
holder = Holder()
class Point(NamedTuple):
    x: int
    y: str = "q"
Pair = namedtuple("Pair", "a b")
groups = defaultdict(list)
groups["a"].append(1)
async def answer(): return 42
result = (
    five, four, trace, made() is made(), one(), holder.items is holder.items, Point(1).y, Pair(1, b=2)._asdict(), dict(groups),
    list(itertools.chain.from_iterable([[1], [2]])), reduce(operator.add, [1, 2, 3]), partial(int, base=2)("101"), textwrap.dedent("  a"),
    json.loads(json.dumps({"k": [1]})), copy.deepcopy([[1]]), asyncio.run(answer()), hashlib.md5(b"abc").hexdigest()[:4],
)
""")
    assert names("result") == (
        5, 4, ["in", "caught", "out"], True, 2, True, "q", {"a": 1, "b": 2}, {"a": [1]}, [1, 2], 6, 5, "a", {"k": [1]}, [[1]], 42, "9001",
    )  # fmt: skip


def test_bases_that_bring_nothing_and_real_bases() -> None:
    names = run("""
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Generic, TypeVar, Protocol, Optional, NewType
T = TypeVar("T")
class Repo(Generic[T], ABC):
    @abstractmethod
    def get(self): ...
class Users(Repo[int]):
    def get(self): return 3
class Text(str):
    def shout(self): return self.upper() + "!"
class View(Mapping):
    def __getitem__(self, key): return {"a": 1}[key]
    def __iter__(self): return iter(["a"])
    def __len__(self): return 1
class Problem(Exception):
    def __init__(self, code):
        super().__init__(f"code {code}")
        self.code = code
try:
    raise Problem(3)
except Problem as error:
    caught = str(error), error.code
UserId = NewType("UserId", int)
result = Users().get(), Text("a").shout(), View().get("z", 5), "a" in View(), caught, UserId(5), isinstance(Users(), Repo)
""")
    assert names("result") == (3, "A!", 5, True, ("code 3", 3), 5, True)


@pytest.mark.parametrize(
    "expression",
    [
        "random.random()",
        "time.time()",
        "uuid.uuid4()",
        "datetime.datetime.now()",
        "secrets.token_hex()",
        "os.getpid()",
        "random.choice([1, 2])",
    ],
)
def test_what_chance_and_clock_decide_is_unknown(expression: str) -> None:
    assert isinstance(run(f"import random, time, uuid, datetime, secrets, os\nvalue = {expression}")("value"), UnknownValue)


def test_unmodelled_names_of_a_module_are_symbolic() -> None:
    names = run("import os, subprocess\nvalue, process = os.get_terminal_size, subprocess.run")
    assert names("value") == Symbolic("os.get_terminal_size", names("value").origin)
    assert isinstance(names("process"), Symbolic)


def test_nothing_is_compiled_or_executed() -> None:
    events: list[str] = []
    is_on = True

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if is_on and event in {"compile", "exec"} and "marker_name" in repr(args):
            events.append(event)

    sys.addaudithook(hook)
    run("""
from collections import namedtuple
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple
marker_name = namedtuple("marker_name", "marker_name_a b")(1, 2)
@dataclass
class MarkerClass:
    marker_name: int
class MarkerEnum(Enum):
    marker_name = 1
    def marker_name_method(self): return 1
class MarkerTuple(NamedTuple):
    marker_name: int
made = MarkerClass(1), MarkerTuple(1), MarkerEnum.marker_name.marker_name_method()
""")
    is_on = False
    assert events == []


def test_versions_of_libraries_are_compared() -> None:
    names = run("""
from packaging import version
from packaging.version import Version, parse
found = [parse("2.10") > parse("2.9.1"), Version("2.0rc1") < Version("2.0"), parse("1.0.dev3") < parse("1.0a1")]
found.append(parse("1.0") == Version("1.0.0"))
base = version.parse("3.3.2.dev0+local").base_version, Version("1.2").micro, Version("1.0.post1") > Version("1.0")
""")
    assert names("found") == [True, True, True, True]
    assert names("base") == ("3.3.2", 0, True)


def test_type_variables_of_a_later_python() -> None:
    names = run("""
from typing import Generic, ParamSpec, TypeVar
T = TypeVar("T", bound="Nothing", infer_variance=True, default=int)
P = ParamSpec("P", default=None)
class Box(Generic[T]):
    size = 1
result = T.__name__, P.__name__, Box[int].size
""")
    assert names("result") == ("T", "P", 1)


def test_a_dict_of_the_program_that_loads_itself() -> None:
    names = run("""
from somewhere import settings
class Config(dict):
    loaded = False
    def __getitem__(self, key):
        if not self.loaded: self.load()
        return super().__getitem__(key)
    def get(self, *args):
        if not self.loaded: self.load()
        return super().get(*args)
    def load(self):
        self["a"] = 1
        self.update(settings)
        self.loaded = True
config = Config()
result = [config["a"], config.get("b")]
""")
    found = names("result")
    assert all(isinstance(element, UnknownValue) for element in found)


def test_context_variables() -> None:
    names = run("""
from contextvars import ContextVar
tenant: ContextVar[str] = ContextVar("tenant", default="public")
user = ContextVar("user")
token = tenant.set("other")
inside = tenant.get()
tenant.reset(token)
result = [inside, tenant.get(), user.get("nobody")]
""")
    assert names("result") == ["other", "public", "nobody"]
