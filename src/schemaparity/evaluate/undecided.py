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
    """The contents of every container changed since the base, the effects, and how long the log of changes was then."""

    contents: dict[int, Any]
    effects: object
    moment: int


@frozen(eq=False)
class _Saved:
    """A container and its contents at the base; `names` for a namespace, where an absent key is an unbound name."""

    container: Any
    base: Any
    names: bool


@define(eq=False, slots=True)
class Speculation:
    """What has changed since the outermost open speculation began. `depth` is the number of open ones, `reasons` what they are about.

    The log has every change in order, those of `restore` and `join` too: what differs between a state and now has changed since. A branch
    costs what it changes, not what has ever changed.
    """

    effects: Effects
    depth: int = 0
    reasons: list[Unknown | None] = field(factory=list)
    _saved: dict[int, _Saved] = field(factory=dict)
    _present: dict[int, Any] = field(factory=dict)
    _stale: set[int] = field(factory=set)
    _log: list[int] = field(factory=list)

    @property
    def reason(self) -> Unknown | None:
        """What the innermost branch that runs, and may not run, depends on; None outside of such."""
        return next((reason for reason in reversed(self.reasons) if reason is not None), None)

    def open(self, unknown: Unknown | None = None) -> State:
        """Begin a speculation, about what is not known if something is not; the state to return to."""
        self.depth += 1
        self.reasons.append(unknown)
        return self.capture()

    def close(self) -> None:
        """End a speculation; with the last one the past is forgotten."""
        self.depth -= 1
        del self.reasons[-1:]
        if not self.depth:
            self._forget()

    def reset(self) -> None:
        """Forget speculations that were cut short."""
        self.depth = 0
        self.reasons.clear()
        self._forget()

    def _forget(self) -> None:
        self._saved, self._present, self._stale, self._log = {}, {}, set(), []

    def touch(self, container: Any, *, names: bool = False) -> None:
        """Remember `container` as it is, before each change; `names` for a namespace."""
        key = id(container)
        if key in self._stale:
            return
        if key not in self._saved:
            if not isinstance(container, _CONTAINERS):
                return
            self._saved[key] = _Saved(container, _contents(container), names)
        self._stale.add(key)
        self._log.append(key)

    def capture(self) -> State:
        """The state as of now."""
        return State(self._contents(), self.effects.snapshot(), len(self._log))

    def _contents(self) -> dict[int, Any]:
        """The present contents; states share them, so that they are copied before they change."""
        if self._stale:
            self._present = {**self._present, **{key: _contents(self._saved[key].container) for key in self._stale}}
            self._stale.clear()
        return self._present

    def restore(self, state: State) -> None:
        """Make `state` current."""
        self._fill({key: state.contents.get(key, self._saved[key].base) for key in self._changed_since(state)})
        self.effects.restore(state.effects)

    def join(self, other: State, unknown: Unknown) -> None:
        """Make the join of the current state and `other` current."""
        present = self._contents()
        joined: dict[int, Any] = {}
        for key in self._changed_since(other):
            saved = self._saved[key]
            theirs, ours = other.contents.get(key, saved.base), present[key]
            if theirs is not ours and not _same_contents(theirs, ours):
                joined[key] = _joined(theirs, ours, unknown, names=saved.names)
        self._fill(joined)
        self.effects.join(other.effects, self.effects.snapshot(), unknown)

    def _changed_since(self, state: State) -> set[int]:
        return set(self._log[state.moment :])

    def _fill(self, contents: dict[int, Any]) -> None:
        """Change containers to have these contents."""
        for key, inner in contents.items():
            if key in self._stale or self._present.get(key) is not inner:
                _fill(self._saved[key].container, inner)
                self._log.append(key)
        self._present = {**self._present, **contents}
        self._stale.difference_update(contents)


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
