"""Speculation: both arms of an undecidable branch run from the same state, and what they leave is joined.

In: the containers the interpreter is about to change. Out: their contents as captured, restored or joined. Knows nothing of statements.
Everything is relative to one base, the state when the outermost speculation began.
"""

from __future__ import annotations

from collections import deque
from typing import Any

from attrs import define, field, frozen

from schemaparity.evaluate.effects import Effects
from schemaparity.evaluate.values import REST, UnknownValue, rest_of
from schemaparity.schema import Unknown

_PLAIN = (str, bytes, int, float, bool, type(None))
_ABSENT = object()


@frozen(eq=False)
class State:
    """The contents of every container changed since the base, and the effects."""

    contents: dict[int, Any]
    effects: object


@define(eq=False, slots=True)
class _Saved:
    container: Any
    base: Any
    names: bool


@define(eq=False, slots=True)
class Speculation:
    """What has changed since the outermost open speculation began. `depth` is the number of open ones."""

    effects: Effects
    depth: int = 0
    _saved: dict[int, _Saved] = field(factory=dict)

    def open(self) -> State:
        """Begin a speculation; the state to return to."""
        self.depth += 1
        return self.capture()

    def close(self) -> None:
        """End a speculation; with the last one the past is forgotten."""
        self.depth -= 1
        if not self.depth:
            self._saved.clear()

    def reset(self) -> None:
        """Forget speculations that were cut short."""
        self.depth = 0
        self._saved.clear()

    def touch(self, container: Any, *, names: bool = False) -> None:
        """Remember `container` as it is, before it changes; `names` for a namespace, where an absent key is an unbound name."""
        if id(container) not in self._saved and isinstance(container, _CONTAINERS):
            self._saved[id(container)] = _Saved(container, _contents(container), names)

    def capture(self) -> State:
        """The state as of now."""
        return State({key: _contents(saved.container) for key, saved in self._saved.items()}, self.effects.snapshot())

    def restore(self, state: State) -> None:
        """Make `state` current."""
        for key, saved in self._saved.items():
            _fill(saved.container, state.contents.get(key, saved.base))
        self.effects.restore(state.effects)

    def join(self, other: State, unknown: Unknown) -> None:
        """Make the join of the current state and `other` current."""
        for key, saved in self._saved.items():
            theirs, ours = other.contents.get(key, saved.base), _contents(saved.container)
            if not _same_contents(theirs, ours):
                _fill(saved.container, _joined(theirs, ours, unknown, names=saved.names))
        self.effects.join(other.effects, self.effects.snapshot(), unknown)


_CONTAINERS = (dict, list, set, deque, bytearray)


def _contents(container: Any) -> Any:
    if isinstance(container, dict):
        return dict(container)
    return set(container) if isinstance(container, set) else list(container)


def _fill(container: Any, contents: Any) -> None:
    container.clear()
    if isinstance(container, dict | set):
        container.update(contents)
    else:
        container.extend(contents)


def _same_contents(a: Any, b: Any) -> bool:
    if len(a) != len(b):
        return False
    if isinstance(a, dict):
        return list(a) == list(b) and all(a[key] is b[key] for key in a)
    return bool(a == b) if isinstance(a, set) else all(x is y for x, y in zip(a, b, strict=True))


def _joined(a: Any, b: Any, unknown: Unknown, *, names: bool) -> Any:
    if isinstance(a, dict):
        return _joined_dicts(a, b, unknown, names=names)
    if isinstance(a, set):
        return a if a == b else (a & b) | {REST}
    return _joined_lists(a, b, unknown)


def _joined_dicts(a: dict[Any, Any], b: dict[Any, Any], unknown: Unknown, *, names: bool) -> dict[Any, Any]:
    joined = {key: joined_value(a.get(key, _ABSENT), value, unknown) for key, value in b.items() if names or key in a}
    if names:
        joined.update({key: joined_value(value, _ABSENT, unknown) for key, value in a.items() if key not in b})
    elif a.keys() != b.keys():
        joined[REST] = UnknownValue(unknown, rest=True)
    return joined


def _joined_lists(a: list[Any], b: list[Any], unknown: Unknown) -> list[Any]:
    if len(a) == len(b) and not rest_of(a) and not rest_of(b):
        return [joined_value(x, y, unknown) for x, y in zip(a, b, strict=True)]
    common: list[Any] = []
    for x, y in zip(a, b, strict=False):
        if not same(x, y):
            break
        common.append(x)
    return [*common, UnknownValue(unknown, rest=True)]


def joined_value(a: object, b: object, unknown: Unknown) -> object:
    """The value that is `a` or `b`."""
    return b if same(a, b) else UnknownValue(unknown)


def same(a: object, b: object) -> bool:
    """True when two values are certainly interchangeable; errs towards False."""
    if a is b:
        return True
    if type(a) is not type(b):
        return False
    if isinstance(a, _PLAIN):
        return a == b
    if isinstance(a, UnknownValue) and isinstance(b, UnknownValue):
        return a.unknown is b.unknown and a.text == b.text and a.rest == b.rest
    if isinstance(a, list | tuple) and isinstance(b, list | tuple):
        return len(a) == len(b) and all(map(same, a, b))
    if type(a) is dict and type(b) is dict:
        return list(a) == list(b) and all(same(a[key], b[key]) for key in a)
    return False
