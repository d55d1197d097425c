"""Sizes that native operations may reach. A check raises Refused, with the reason of an unknown, before anything is computed."""

from __future__ import annotations

import re
from collections import deque
from typing import Any

MAX_TEXT = 4_000_000
MAX_ELEMENTS = 200_000
MAX_TREE = 1_000_000
MAX_BITS = 65_536
MAX_EXPONENT = 1_000_000
MAX_WIDTH = 10_000
MAX_PATTERN = 2_000
MAX_SUBJECT = 200_000
MAX_DEPTH = 50

_NUMBER = re.compile(r"\d{5,}")


class Refused(Exception):  # noqa: N818 - a control signal between this package's modules
    """A native operation that is not carried out; `reason` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def check_text(length: int) -> None:
    """Refuse text or bytes longer than the budget."""
    if length > MAX_TEXT:
        raise Refused(f"the text would be longer than {MAX_TEXT} characters")


def check_elements(count: int) -> None:
    """Refuse a container of more elements than the budget."""
    if count > MAX_ELEMENTS:
        raise Refused(f"the container would have more than {MAX_ELEMENTS} elements")


def check_bits(bits: int) -> None:
    """Refuse a number of more bits than the budget."""
    if bits > MAX_BITS:
        raise Refused(f"the number would have more than {MAX_BITS} bits")


def check_width(spec: str) -> None:
    """Refuse a format specification with a width or precision of five digits or more."""
    if _NUMBER.search(spec):
        raise Refused(f"the format {spec!r} asks for a very wide result")


_NESTED = (list, tuple, dict, set, frozenset, deque)


def check_tree(value: Any) -> None:
    """Refuse containers in containers that are too deep or, written out, too many: elements that are shared count each time."""
    if type(value) in _NESTED:
        _tree_size(value, {}, 0)


def _tree_size(value: Any, known: dict[int, int], depth: int) -> int:
    if type(value) not in _NESTED:
        return 1
    size = known.get(id(value))
    if size is None:
        if depth > MAX_DEPTH:
            raise Refused("containers are nested too deeply")
        parts = (*value, *value.values()) if isinstance(value, dict) else value
        size = 1 + sum(_tree_size(part, known, depth + 1) for part in parts)
        if size > MAX_TREE:
            raise Refused(f"nested containers have more than {MAX_TREE} elements")
        known[id(value)] = size
    return size


def check_size(value: Any, count: int) -> None:
    """Refuse `count` elements or characters in a container of the kind of `value`."""
    (check_text if isinstance(value, str | bytes | bytearray) else check_elements)(count)
