"""Programs whose result the interpreter and Python must agree on."""

# ruff: noqa: E501 - programs are tables, a row a program

from __future__ import annotations

import pytest
from tests.evaluate.support import names, run_by_python, value

PROGRAMS = {
    "arguments": """
def f(a, /, b, *args, c=3, d, **kw): return (a, b, args, c, d, kw)
result = [f(1, 2, d=4), f(1, 2, 3, 4, d=5, c=6, e=7), f(*[1, 2], **{"d": 1}), f(1, b=2, d=3)]
""",
    "argument errors": """
def attempt(f, *args, **kwargs):
    try:
        return f(*args, **kwargs)
    except TypeError:
        return "TypeError"
def f(a, b=1, *, c=2): return (a, b, c)
result = [attempt(f), attempt(f, 1, 2, 3), attempt(f, 1, a=2), attempt(f, 1, z=2), attempt(f, 1, c=3)]
""",
    "closures": """
def counter():
    n = 0
    def step(by=1):
        nonlocal n
        n += by
        return n
    return step
c, d = counter(), counter()
total = 0
def add(x):
    global total
    total += x
add(5)
result = [c(), c(), d(), c(10), total, [f() for f in [lambda i=i: i for i in range(3)]]]
""",
    "unpacking": """
a, (b, *c), d = 1, [2, 3, 4], 5
[e, f] = (x, y) = "gh"
*g, h = range(4)
i = j = []
i.append(1)
result = [a, b, c, d, e, f, x, y, g, h, j, [*g, *c], {*[1, 1]}, {**{"a": 1}, "b": 2}, (*g,)]
""",
    "loops": """
result = []
for i in range(10):
    if i == 2: continue
    if i == 5: break
    result.append(i)
else:
    result.append("no")
for i in []: pass
else: result.append("else")
n = 3
while n:
    n -= 1
    if n == 1: continue
    result.append(n)
else:
    result.append("done")
""",
    "try": """
result = []
def f(x):
    try:
        if x == 0: raise ValueError("zero")
        if x == 1: return "returned"
        if x == 2: {}["k"]
        if x == 3: int("x")
        if x == 4: raise KeyError("a") from ValueError("b")
    except ValueError as e:
        result.append(str(e)[:4])
        return "value"
    except (KeyError, IndexError) as e:
        return type(e).__name__
    else:
        result.append("else")
    finally:
        result.append("finally")
    return "end"
result.append([f(i) for i in range(6)])
class Mine(Exception):
    def __init__(self, code): super().__init__(f"code {code}"); self.code = code
class Sub(Mine): pass
try:
    try:
        raise Sub(7)
    except Mine as e:
        result.append((e.code, str(e), isinstance(e, Exception), e.args))
        raise
except Exception as e:
    result.append(type(e).__name__)
try:
    raise RuntimeError
except RuntimeError:
    result.append("bare class")
try:
    assert 1 == 2, "no"
except AssertionError as e:
    result.append(str(e))
""",
    "classes": """
class Meta(type):
    def __new__(mcs, name, bases, ns, **kw):
        ns = dict(ns); ns["made"] = name
        return super().__new__(mcs, name, bases, ns)
    def hello(cls): return cls.__name__
class A(metaclass=Meta):
    registry = []
    limit: int = 3
    def __init__(self, x): self.x = x
    def __init_subclass__(cls, tag=None, **kw): super().__init_subclass__(**kw); A.registry.append((cls.__name__, tag))
    def who(self): return "A"
    @classmethod
    def make(cls, x): return cls(x)
    @staticmethod
    def twice(x): return x * 2
    @property
    def y(self): return self.x + 1
    @y.setter
    def y(self, value): self.x = value - 1
    def __repr__(self): return f"{type(self).__name__}({self.x})"
class B(A, tag="b"):
    def who(self): return "B" + super().who()
class C(A):
    def who(self): return "C" + super().who()
class D(B, C):
    def who(self): return "D" + super().who()
d = D.make(4)
d.y = 10
result = [d.who(), d.x, d.y, D.twice(3), A.registry, [c.__name__ for c in D.__mro__], D.made, D.hello(), repr(d), str(d), isinstance(d, C), issubclass(B, A),
          hasattr(d, "z"), getattr(d, "z", 5), d.limit, D.limit]
""",
    "special methods": """
class V:
    def __init__(self, *a): self.a = list(a)
    def __add__(self, o): return V(*self.a, *(o.a if isinstance(o, V) else [o]))
    def __radd__(self, o): return V(o, *self.a)
    def __iadd__(self, o): self.a.append(o); return self
    def __eq__(self, o): return isinstance(o, V) and self.a == o.a
    def __len__(self): return len(self.a)
    def __iter__(self): return iter(self.a)
    def __getitem__(self, i): return self.a[i]
    def __setitem__(self, i, x): self.a[i] = x
    def __contains__(self, x): return x in self.a
    def __call__(self, x): return [x, *self.a]
    def __getattr__(self, name): return "got " + name
    def __bool__(self): return len(self.a) > 1
    def __neg__(self): return V(*[-x for x in self.a])
    def __lt__(self, o): return len(self.a) < len(o.a)
    def __str__(self): return "V" + str(self.a)
v = V(1, 2)
w = v + V(3)
v += 9
w[0] = 7
result = [w.a, (5 + v).a, v == V(1, 2, 9), v != w, len(v), list(v), v[1], w[0], 9 in v, 8 in v, v(0), v.other, bool(V(1)), bool(v), (-v).a, V() < v, f"{v}", [*v], V(1) > V()]
""",
    "descriptors": """
class Field:
    def __set_name__(self, owner, name): self.name = "_" + name
    def __get__(self, obj, owner): return self if obj is None else getattr(obj, self.name, "unset")
    def __set__(self, obj, value): setattr(obj, self.name, value * 2)
class M:
    f = Field()
    def __init__(self): self.before = self.f; self.f = 4
m = M()
result = [m.before, m.f, m._f, M.f.name]
""",
    "methods of type and object": """
class Meta(type):
    def __init__(cls, name, bases, namespace):
        cls.seen = sorted(k for k in namespace if k == "x")
        return type.__init__(cls, name, bases, namespace)
    def __new__(mcs, name, bases, namespace):
        made = type.__new__(mcs, name, bases, {**namespace, "added": 1})
        return made
class A(metaclass=Meta):
    x = 1
    def __setattr__(self, name, value): object.__setattr__(self, name, value + 1)
a = A()
a.y = 2
result = [A.seen, A.added, a.y]
""",
    "names of classes": """
class P:
    __name__ = property(lambda self: "of " + str(self.x))
    def __init__(self, x): self.x = x
class Q(P): pass
first = (P.__name__, Q.__name__, P(1).__name__, [c.__name__ for c in Q.__bases__])
Q.__name__ = "Renamed"
result = [first, Q.__name__, P.__name__, Q(2).__name__]
""",
    "singleton": """
class Singleton(type):
    instances = {}
    def __call__(cls, *a, **k):
        if cls not in cls.instances:
            cls.instances[cls] = super().__call__(*a, **k)
        return cls.instances[cls]
class Config(metaclass=Singleton):
    def __init__(self, x=1): self.x = x
Dyn = type("Dyn", (Config,), {"y": 5, "f": lambda self: self.y})
class N:
    def __new__(cls, *a):
        self = super().__new__(cls)
        self.tag = a
        return self
result = [Config(3).x, Config(4).x, Config() is Config(), Dyn().f(), Dyn.__name__, N(1, 2).tag]
""",
    "generators": """
from contextlib import contextmanager
log = []
def count(n):
    i = 0
    while i < n:
        got = yield i
        if got: log.append(got)
        i += 1
    return "end"
def outer():
    r = yield from count(2)
    log.append(r)
    for x in "ab":
        try:
            yield x
        finally:
            log.append("f" + x)
g = count(3)
first = next(g); second = g.send("hi")
def endless():
    n = 0
    while True:
        yield n
        n += 1
taken = []
for x in endless():
    if x > 3: break
    taken.append(x)
result = [first, second, list(g), list(outer()), log, taken, sum(x * x for x in range(4)), list(zip(count(2), "xy")), next(count(0), "none"), any(x > 1 for x in count(5))]
""",
    "contexts": """
log = []
class C:
    def __init__(self, swallow): self.swallow = swallow
    def __enter__(self): log.append("in"); return self
    def __exit__(self, kind, value, tb): log.append(kind.__name__ if kind else None); return self.swallow
with C(False) as a, C(True) as b:
    raise ValueError("x")
def f():
    with C(False):
        return 1
f()
try:
    with C(False): raise KeyError("k")
except KeyError: log.append("caught")
result = [log, a.swallow]
""",
    "match": """
class P:
    __match_args__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y
def f(v):
    match v:
        case 0 | 1: return "small"
        case int(n) if n > 100: return f"big {n}"
        case [a, *rest]: return ("list", a, rest)
        case {"k": x, **more}: return ("map", x, more)
        case P(1, y=y): return ("p", y)
        case P() as p: return p.x
        case None: return "none"
        case str(): return "text"
        case _: return "other"
result = [f(v) for v in (0, 1, 500, 5, [1, 2, 3], {"k": 1, "z": 2}, P(1, 2), P(3, 4), None, "s", 2.5, ())]
""",
    "comprehensions": """
result = [[(x, y) for x in range(3) if x for y in range(x)], {k: v for k, v in zip("ab", [1, 2])}, {x % 2 for x in range(5)}, [y := 1, y + 1],
          [last := i for i in range(4)], last, [[c for c in w] for w in ("ab", "c")]]
class K:
    base = [1, 2]
    doubled = [b * 2 for b in base]
result.append(K.doubled)
""",
    "text": r'''
n, w, name = 3.14159, 10, "bob"
result = [f"{n:.2f}|{name!r:>{w}}|{name=}|{n = :.1f}|{{}}", rf"\n{name}", "a" "b" f"{name}" 'c', "%s-%d%%" % (name, 5), "{0}{1[k]}{z}".format(1, {"k": 2}, z=3),
    "\x41\u00e9\N{BULLET}\101\t\
joined", r"\x", b"a\x00\n", """a
b""", f"{'nested'} {1 if n else 2}", ",".join(x.upper() for x in "ab"), 0xFF, 0b101, 0o17, 1_000, 1e3, 2j, ...]
''',
    "operators": """
a = [1]; b = a; a += [2]; a *= 2
x = 5; x **= 2; x //= 3; x <<= 1
result = [b, x, 7 % 3, -7 // 2, 2 ** 10, ~5, not 0, 1 < 2 < 3, 3 > 2 > 2, 1 if [] else 2, None or "d", 0 and 1, "a" in "abc", 3 not in [1], None is None,
          [1, 2] + [3], (1,) * 2, {1} | {2}, {"a": 1} | {"b": 2}, 5 & 3 ^ 1, 7 / 2, [0, 1, 2, 3][1:3], "abc"[::-1], [1, 2, 3][-1], divmod(7, 2)]
del a[0], b[0]
result.append(a)
""",
    "async": """
import asyncio
class Ctx:
    async def __aenter__(self): return 5
    async def __aexit__(self, *a): return None
async def inner(x): return x + 1
async def agen():
    yield 1
    yield 2
async def main():
    found = []
    async with Ctx() as c:
        found.append(c)
    async for x in agen():
        found.append(await inner(x))
    return found + [y async for y in agen()]
try:
    main().send(None)
except StopIteration as stop:
    result = stop.value
except AttributeError:
    result = main()
""",
    "decorators": """
seen = []
def deco(tag):
    def wrap(f):
        def inner(*a, **k):
            seen.append(tag)
            return f(*a, **k)
        return inner
    return wrap
@deco("a")
@deco("b")
def f(x): return x
def cls_deco(c): c.extra = 1; return c
@cls_deco
class K: pass
result = [f(3), seen, f.__name__, K.extra]
""",
    "names": """
x = "global"
class K:
    x = "class"
    y = x
    def f(self): return x
def g():
    x = "local"
    def h(): return x
    return h()
def attempt():
    try:
        return missing
    except NameError as e:
        return "NameError"
try:
    del x
    x
except NameError:
    gone = True
x = "again"
result = [K.y, K().f(), g(), attempt(), gone, __name__]
""",
    "sorting": """
rows = [{"n": 2, "s": "b"}, {"n": 1, "s": "c"}]
class R:
    def __init__(self, k): self.k = k
result = [sorted(rows, key=lambda r: r["n"]), max(rows, key=lambda r: r["s"])["n"], list(map(lambda r: r["n"], rows)), list(filter(None, [0, 1])),
          [i for i, _ in enumerate("ab", 1)], dict(zip("ab", range(2))), [r.k for r in sorted([R(3), R(1)], key=lambda r: r.k)], list(reversed([1, 2])), sum([1, 2], 3)]
""",
}


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=list(PROGRAMS))
def test_agrees_with_python(program: str) -> None:
    assert value(program) == run_by_python(program)


def test_an_assignment_that_raises_in_a_class_body_leaves_its_name_unknown() -> None:
    source = """
class A:
    x = {}["settings"]
    y = 2
try:
    class B:
        x = {}["settings"]
except KeyError:
    B = "caught"
"""
    cls, caught = names(source, "A", "B")
    assert cls.namespace["y"] == 2
    assert cls.namespace["x"].reason == "the statement raises KeyError: 'settings'"
    assert caught == "caught"
