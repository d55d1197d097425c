"""Containers of which some elements, or their number, are not known. Knows nothing of the operations on them.

A list or tuple is open when it holds an UnknownValue with `rest`, a dict when it has the key REST, a set when it holds REST.
"""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from schemaparity.evaluate.native.limits import MAX_ELEMENTS, Refused
from schemaparity.evaluate.values import REST, UnknownUsed, UnknownValue
from schemaparity.schema import Unknown

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter

_SEQUENCES = (list, tuple, deque)
_SETS = (set, frozenset)
_ENDLESS = (itertools.count, itertools.cycle, itertools.repeat)


def rest_marker(container: object) -> UnknownValue | None:
    """The marker that makes a container open, or None when all its elements are at hand."""
    if isinstance(container, _SEQUENCES):
        return next((e for e in container if type(e) is UnknownValue and e.rest), None)
    if isinstance(container, dict):
        return dict.get(container, REST)  # a class of the program may have a `get` of its own
    if isinstance(container, _SETS) and REST in container:
        return UnknownValue(Unknown("not all elements of a set are known"), rest=True)
    return None


def require_closed(container: object) -> None:
    """Raise UnknownUsed when the number of elements is not known."""
    rest = rest_marker(container)
    if rest is not None:
        raise UnknownUsed(rest)


def _kind(container: object) -> Any:
    """The class of Python's own whose methods work on a container; a class of the program may override them."""
    return next(cls for cls in type(container).__mro__ if cls.__module__ in {"builtins", "collections"})


def open_up(container: Any, unknown: UnknownValue, *, forget: bool = False) -> None:
    """Mark a mutable container as open; `forget` drops the elements it had, which may no longer be in it or not in that order."""
    if forget:
        _kind(container).clear(container)
    marker = UnknownValue(unknown.unknown, rest=True)
    if isinstance(container, dict):
        _kind(container).__setitem__(container, REST, marker)
    elif isinstance(container, set):
        set.add(container, REST)
    elif isinstance(container, list | deque):
        container.append(marker)


def elements(interpreter: Interpreter, value: Any) -> list[Any]:
    """All elements of an iterable; raises UnknownUsed when they, or their number, are not known."""
    if isinstance(value, UnknownValue):
        raise UnknownUsed(value)
    if isinstance(value, Mapping | list | tuple | set | frozenset | deque):
        require_closed(value)
        return list(value)
    if isinstance(value, str | bytes):
        return list(value)
    if isinstance(value, range):
        return _bounded(value)
    if isinstance(value, _ENDLESS):
        return _bounded(value)
    found: Any = interpreter.iterate(value)
    if isinstance(found, UnknownValue):
        raise UnknownUsed(found)
    require_closed(found)
    return list(found)


def _bounded(values: Iterable[Any]) -> list[Any]:
    found = list(itertools.islice(values, MAX_ELEMENTS + 1))
    if len(found) > MAX_ELEMENTS:
        raise Refused(f"the iteration has more than {MAX_ELEMENTS} steps")
    return found


def lazily(interpreter: Interpreter, value: Any) -> Iterator[Any]:
    """Iterate, taking endless and real iterators one element at a time."""
    return value if isinstance(value, _ENDLESS) else iter(elements(interpreter, value))


def pairs(interpreter: Interpreter, value: Any) -> list[tuple[Any, Any]]:
    """The items of a mapping, or of an iterable of pairs."""
    if isinstance(value, Mapping):
        require_closed(value)
        return list(value.items())
    found = [elements(interpreter, pair) for pair in elements(interpreter, value)]
    wrong = next((i for i, pair in enumerate(found) if len(pair) != 2), None)
    if wrong is not None:
        raise ValueError(f"dictionary update sequence element #{wrong} has length {len(found[wrong])}; 2 is required")
    return [(key, item) for key, item in found]
