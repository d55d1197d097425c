"""How a statement ends. None is the normal end; the classes here are the others."""

from __future__ import annotations

from typing import TypeAlias

from attrs import frozen

from schemaparity.evaluate.undecided import State
from schemaparity.evaluate.values import Raised
from schemaparity.schema import Unknown


@frozen(eq=False)
class Return:
    """`return value`."""

    value: object


@frozen(eq=False)
class Break:
    """`break`."""


@frozen(eq=False)
class Continue:
    """`continue`."""


@frozen(eq=False)
class Throw:
    """An exception left the statement; only undecidable branches hold it as a value, elsewhere it is raised."""

    raised: Raised


Outcome: TypeAlias = Return | Break | Continue | Throw | None

BREAK = Break()
CONTINUE = Continue()


@frozen(eq=False)
class Alternative:
    """An arm of an undecidable branch that left early: how, in which state, and why nobody knows whether it ran."""

    outcome: Outcome
    state: State
    unknown: Unknown
