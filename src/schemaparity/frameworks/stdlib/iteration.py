"""itertools: results are real iterators over elements that are at hand."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, Any

from schemaparity.evaluate.native import binary, elements, intrinsic
from schemaparity.evaluate.native.containers import lazily
from schemaparity.evaluate.native.limits import check_elements
from schemaparity.evaluate.values import UnknownUsed, UnknownValue

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemaparity.evaluate.interpreter import Interpreter


def _chain(interpreter: Interpreter, *iterables: Any) -> object:
    return iter([e for iterable in iterables for e in elements(interpreter, iterable)])


def _chain_from(interpreter: Interpreter, iterables: Any) -> object:
    return _chain(interpreter, *elements(interpreter, iterables))


def _product(interpreter: Interpreter, *iterables: Any, repeat: int = 1) -> object:
    pools = [elements(interpreter, iterable) for iterable in iterables] * repeat
    check_elements(math.prod(map(len, pools)))
    return iter(list(itertools.product(*pools)))


def _permutations(interpreter: Interpreter, iterable: Any, r: int | None = None) -> object:
    pool = elements(interpreter, iterable)
    check_elements(math.perm(min(len(pool), 1000), r))
    return iter(list(itertools.permutations(pool, r)))


def _combinations(interpreter: Interpreter, iterable: Any, r: int) -> object:
    pool = elements(interpreter, iterable)
    check_elements(math.comb(len(pool), r))
    return iter(list(itertools.combinations(pool, r)))


def _islice(interpreter: Interpreter, iterable: Any, *bounds: Any) -> object:
    return iter(list(itertools.islice(lazily(interpreter, iterable), *bounds)))


def _zip_longest(interpreter: Interpreter, *iterables: Any, fillvalue: Any = None) -> object:
    return iter(list(itertools.zip_longest(*(elements(interpreter, i) for i in iterables), fillvalue=fillvalue)))


def _starmap(interpreter: Interpreter, function: Any, iterable: Any) -> object:
    return iter([interpreter.call(function, elements(interpreter, row), {}) for row in elements(interpreter, iterable)])


def _known_truth(interpreter: Interpreter, function: Any, value: Any) -> bool:
    truth = interpreter.truth(value if function is None else interpreter.call(function, [value], {}))
    if isinstance(truth, UnknownValue):
        raise UnknownUsed(truth)
    return truth


def _takewhile(interpreter: Interpreter, function: Any, iterable: Any) -> object:
    return iter(list(itertools.takewhile(lambda e: _known_truth(interpreter, function, e), elements(interpreter, iterable))))


def _dropwhile(interpreter: Interpreter, function: Any, iterable: Any) -> object:
    return iter(list(itertools.dropwhile(lambda e: _known_truth(interpreter, function, e), elements(interpreter, iterable))))


def _filterfalse(interpreter: Interpreter, function: Any, iterable: Any) -> object:
    return iter([e for e in elements(interpreter, iterable) if not _known_truth(interpreter, function, e)])


def _compress(interpreter: Interpreter, data: Any, selectors: Any) -> object:
    pairs = zip(elements(interpreter, data), elements(interpreter, selectors), strict=False)
    return iter([e for e, selected in pairs if _known_truth(interpreter, None, selected)])


def _groupby(interpreter: Interpreter, iterable: Any, key: Any = None) -> object:
    groups = itertools.groupby(elements(interpreter, iterable), None if key is None else lambda e: interpreter.call(key, [e], {}))
    return iter([(k, iter(list(group))) for k, group in groups])


def _accumulate(interpreter: Interpreter, iterable: Any, func: Any = None, *, initial: Any = None) -> object:
    def add(total: Any, element: Any) -> Any:
        return binary(interpreter, "+", total, element) if func is None else interpreter.call(func, [total, element], {})

    return iter(list(itertools.accumulate(elements(interpreter, iterable), add, initial=initial)))


def _tee(interpreter: Interpreter, iterable: Any, n: int = 2) -> object:
    found = elements(interpreter, iterable)
    return tuple(iter(list(found)) for _ in range(min(n, 100)))


def _pairwise(interpreter: Interpreter, iterable: Any) -> object:
    return iter(list(itertools.pairwise(elements(interpreter, iterable))))


def _batched(interpreter: Interpreter, iterable: Any, n: int) -> object:
    found = elements(interpreter, iterable)
    return iter([tuple(found[i : i + n]) for i in range(0, len(found), max(n, 1))])


def _count(_interpreter: Interpreter, start: Any = 0, step: Any = 1) -> object:
    return itertools.count(start, step)


def _cycle(interpreter: Interpreter, iterable: Any) -> object:
    return itertools.cycle(elements(interpreter, iterable))


def _repeat(_interpreter: Interpreter, value: Any, *times: int) -> object:
    return itertools.repeat(value, *times)


FUNCTIONS: dict[str, Callable[..., object]] = {
    "chain": _chain, "product": _product, "permutations": _permutations, "combinations": _combinations, "islice": _islice,
    "zip_longest": _zip_longest,
    "starmap": _starmap, "takewhile": _takewhile, "dropwhile": _dropwhile, "filterfalse": _filterfalse, "compress": _compress,
    "groupby": _groupby,
    "accumulate": _accumulate, "tee": _tee, "pairwise": _pairwise, "batched": _batched, "count": _count, "cycle": _cycle, "repeat": _repeat,
}  # fmt: skip
ITERTOOLS: dict[str, Any] = {name: intrinsic(f"itertools.{name}", function) for name, function in FUNCTIONS.items()}
CHAIN_FROM_ITERABLE = intrinsic("itertools.chain.from_iterable", _chain_from)
