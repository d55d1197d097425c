"""Undecidable branches: run both arms, settle what holds afterwards.

Two arms that end alike are joined at once. An arm that leaves early while the other goes on becomes an Alternative, which waits where its
way ends: at the end of the function (return), of the iteration or loop (continue, break), or at the `try` that could catch it. An exception
that nothing catches ends the program, so what holds afterwards is what the other arm left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from attrs import evolve

from schemaparity.evaluate.outcomes import Alternative, Break, Continue, Outcome, Return, Throw
from schemaparity.evaluate.undecided import State, joined_value
from schemaparity.evaluate.values import Raised, UnknownValue
from schemaparity.schema import Unknown

if TYPE_CHECKING:
    from schemaparity.evaluate.frame import Frame


def run(arm: Callable[[], Outcome]) -> Outcome:
    """Run an arm; an exception that leaves it is its outcome."""
    try:
        return arm()
    except Raised as raised:
        return Throw(raised)


def finish(outcome: Outcome) -> Outcome:
    """Let an exception fly on."""
    if isinstance(outcome, Throw):
        raise outcome.raised
    return outcome


def either(frame: Frame, unknown: Unknown, first: Callable[[], Outcome], second: Callable[[], Outcome]) -> Outcome:
    """Run both arms from the present state and go on with the join."""
    speculation = frame.interpreter.speculation
    start = speculation.open(unknown)
    try:
        one = run(first)
        after = speculation.capture()
        speculation.restore(start)
        return finish(settle(frame, unknown, one, after, run(second)))
    finally:
        speculation.close()


def either_value(frame: Frame, unknown: Unknown, first: Callable[[], object], second: Callable[[], object]) -> object:
    """The value of an expression that is one of two."""
    outcome = either(frame, unknown, lambda: Return(first()), lambda: Return(second()))
    return outcome.value if isinstance(outcome, Return) else None


def maybe(frame: Frame, unknown: Unknown, arm: Callable[[], Outcome]) -> Outcome:
    """Run an arm that may not run at all."""
    return either(frame, unknown, arm, lambda: None)


def settle(frame: Frame, unknown: Unknown, one: Outcome, state: State, two: Outcome) -> Outcome:
    """The outcome of an arm that ended with `one` in `state` and another that ended with `two` in the current state."""
    speculation = frame.interpreter.speculation
    if type(one) is type(two):
        speculation.join(state, unknown)
        return _alike(one, two, unknown)
    if _leaves(one, two):
        wait(frame, Alternative(one, state, unknown))
        return two
    wait(frame, Alternative(two, speculation.capture(), unknown))
    speculation.restore(state)
    return one


def _alike(one: Outcome, two: Outcome, unknown: Unknown) -> Outcome:
    if isinstance(one, Return) and isinstance(two, Return):
        return Return(joined_value(one.value, two.value, unknown))
    if isinstance(one, Throw) and isinstance(two, Throw) and type(one.raised.value) is not type(two.raised.value):
        return Throw(Raised(UnknownValue(unknown), two.raised.origin))
    return two


_RANK = {type(None): 0, Continue: 1, Break: 2, Return: 3, Throw: 4}


def _leaves(one: Outcome, two: Outcome) -> bool:
    """True when `one` leaves farther than `two`."""
    return _RANK[type(one)] > _RANK[type(two)]


def wait(frame: Frame, alternative: Alternative) -> None:
    """Put an alternative where its way ends; the speculation stays open until it is taken up."""
    interpreter = frame.interpreter
    match alternative.outcome:
        case Return():
            frame.returns.append(alternative)
        case Break() | Continue() if frame.loops:
            frame.loops[-1].append(alternative)
        case Throw() if interpreter.tries:
            interpreter.tries[-1].append(alternative)
        case _:
            return
    interpreter.speculation.depth += 1


class Waiting:
    """The alternatives that come to wait from now on: what ends them on their way, `finally` or `__exit__`, has to run for each."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.counts = [len(alternatives) for alternatives in self._all()]

    def _all(self) -> list[list[Alternative]]:
        frame = self.frame
        return [frame.returns, *frame.loops[-1:], *frame.interpreter.tries[-1:]]

    def finalize(self, run_final: Callable[[], object]) -> None:
        """Run `run_final` in the state of every alternative that waits since."""
        speculation = self.frame.interpreter.speculation
        for alternatives, count in zip(self._all(), self.counts, strict=True):
            for index in range(count, len(alternatives)):
                present = speculation.capture()
                speculation.restore(alternatives[index].state)
                try:
                    run_final()
                    alternatives[index] = evolve(alternatives[index], state=speculation.capture())
                except Raised:
                    continue
                finally:
                    speculation.restore(present)


def take_up(frame: Frame, alternatives: Iterable[Alternative], outcome: Outcome, meaning: Callable[[Alternative], Outcome]) -> Outcome:
    """Settle waiting alternatives against the present outcome; `meaning` is what the end of each means here."""
    speculation = frame.interpreter.speculation
    for alternative in alternatives:
        try:
            outcome = settle(frame, alternative.unknown, meaning(alternative), alternative.state, outcome)
        finally:
            speculation.close()
    return outcome


def as_normal(alternative: Alternative) -> Outcome:
    """The way of `alternative` ends here and goes on normally."""
    del alternative
    return None


def as_is(alternative: Alternative) -> Outcome:
    """The alternative ends as it ended."""
    return alternative.outcome
