"""Draws in few words, over Hypothesis."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from attrs import frozen
from hypothesis import strategies as st

T = TypeVar("T")


@frozen
class Pen:
    """What draws; simpler choices come first, so that shrinking finds them."""

    draw: Any

    def pick(self, options: Sequence[T]) -> T:
        return self.draw(st.sampled_from(options))

    def chance(self, percent: int) -> bool:
        """True in about so many cases of a hundred, False when shrunk."""
        return self.draw(st.integers(0, 99)) >= 100 - percent

    def number(self, low: int, high: int) -> int:
        return self.draw(st.integers(low, high))

    def some(self, options: Sequence[T], low: int, high: int) -> list[T]:
        """Between `low` and `high` different ones, in any order."""
        high = min(high, len(options))
        return self.draw(st.lists(st.sampled_from(options), min_size=min(low, high), max_size=high, unique=True))
