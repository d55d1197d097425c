"""alembic_utils: its entities stay symbolic, as the operations on them take them; its source is never read."""

from __future__ import annotations

from schemaparity.evaluate.values import Symbolic
from schemaparity.location import NOWHERE


def module(name: str) -> Symbolic:
    """A module, of which every name is symbolic."""
    return Symbolic(name, NOWHERE)
