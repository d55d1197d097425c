"""`for`, `while` and `with`. A loop over what is not known runs its body once, as something that may happen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import libcst as cst

from schemaparity.evaluate import contexts
from schemaparity.evaluate.branches import Waiting, as_normal, either, finish, maybe, run, take_up
from schemaparity.evaluate.iteration import turns
from schemaparity.evaluate.outcomes import Alternative, Break, Continue, Outcome, Return
from schemaparity.evaluate.statements import run_suite
from schemaparity.evaluate.undecided import State
from schemaparity.evaluate.values import Instance, Raised, UnknownValue

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemaparity.evaluate.frame import Frame


def run_for(frame: Frame, node: cst.For) -> Outcome:
    """`for target in iterable`, also asynchronous."""
    iterable = frame.evaluate(node.iter)
    return _loop(frame, node, lambda: _turns(frame, node, iterable))


def _turns(frame: Frame, node: cst.For, iterable: Any) -> Outcome:
    interpreter = frame.interpreter
    interpreter.sites.append((frame.scope.module, node.iter))
    try:
        values = turns(interpreter, iterable)
    finally:
        interpreter.sites.pop()
    if isinstance(values, UnknownValue):
        values = [UnknownValue(values.unknown, rest=True)]
    for count, value in enumerate(values):
        _check(frame, count)
        if isinstance(value, UnknownValue) and value.rest:
            outcome = maybe(frame, value.unknown, partial(_turn, frame, node, UnknownValue(value.unknown)))
        else:
            outcome = _turn(frame, node, value)
        if outcome is not None:
            return outcome
    return None


def _turn(frame: Frame, node: cst.For, value: Any) -> Outcome:
    frame.interpreter.assign(frame, node.target, value)
    return _body(frame, node.body)


def _check(frame: Frame, count: int) -> None:
    budget = frame.interpreter.budget
    budget.tick()
    if count > budget.limits.iterations:
        raise budget.spent(f"a loop turns more than {budget.limits.iterations} times")


def _body(frame: Frame, suite: cst.BaseSuite) -> Outcome:
    """One turn; `continue` ends it normally, also where it is not known whether it was reached."""
    interpreter = frame.interpreter
    outcome = run(lambda: run_suite(frame, suite)) if interpreter.speculation.depth else run_suite(frame, suite)
    waiting = frame.loops[-1]
    if waiting:
        continued = [a for a in waiting if isinstance(a.outcome, Continue)]
        frame.loops[-1] = [a for a in waiting if not isinstance(a.outcome, Continue)]
        outcome = take_up(frame, continued, None if isinstance(outcome, Continue) else outcome, as_normal)
    return finish(None if isinstance(outcome, Continue) else outcome)


def _loop(frame: Frame, node: cst.For | cst.While, turns: Callable[[], Outcome]) -> Outcome:
    """All turns, `else`, and the ways that broke out where nobody knows whether they did."""
    waiting: list[Alternative] = []
    frame.loops.append(waiting)
    try:
        outcome = run(turns)
        waiting = frame.loops[-1]
    finally:
        frame.loops.pop()
    if outcome is None and node.orelse is not None:
        orelse = node.orelse
        outcome = run(lambda: run_suite(frame, orelse.body))
    elif isinstance(outcome, Break):
        outcome = None
    return finish(take_up(frame, waiting, outcome, as_normal))


def run_while(frame: Frame, node: cst.While) -> Outcome:
    """`while test`."""
    speculation = frame.interpreter.speculation
    start = speculation.open()
    try:
        return _loop(frame, node, lambda: _while(frame, node, start))
    finally:
        speculation.close()


def _while(frame: Frame, node: cst.While, start: State) -> Outcome:
    count = 0
    doubtful = 0
    while True:
        count += 1
        _check(frame, count)
        truth = frame.interpreter.truth(frame.evaluate(node.test))
        if isinstance(truth, UnknownValue):
            return _maybe_once(frame, node, truth)
        if not truth:
            return None
        ways = _ways_out(frame)
        outcome = _body(frame, node.body)
        if outcome is not None:
            return outcome
        doubtful += len(_ways_out(frame)) > len(ways)
        if doubtful > frame.interpreter.budget.limits.doubtful_turns:
            return _give_up(frame, node, start)
        if frame.loops[-1]:  # whether the loop was left is not known: what further turns would do is not, either
            unknown = frame.loops[-1][-1].unknown
            frame.interpreter.speculation.join(start, unknown)
            return None


def _ways_out(frame: Frame) -> list[Alternative]:
    """The arms that may have left the function, or raised."""
    tries = frame.interpreter.tries
    return [*(tries[-1] if tries else ()), *frame.returns]


def _give_up(frame: Frame, node: cst.While, start: State) -> Outcome:
    """End a loop that may have been left in any of its turns: it ends like the last way out, where its test never fails."""
    last = _ways_out(frame)[-1]
    frame.interpreter.speculation.join(start, last.unknown)
    if not isinstance(node.test, cst.Name) or node.test.value != "True":
        return None
    return Return(UnknownValue(last.unknown)) if isinstance(last.outcome, Return) else last.outcome


def _maybe_once(frame: Frame, node: cst.While, truth: UnknownValue) -> Outcome:
    return either(frame, truth.unknown, lambda: _body(frame, node.body), lambda: None)


def run_with(frame: Frame, node: cst.With) -> Outcome:
    """`with a as b, c:`, also asynchronous."""
    return _with(frame, node, 0)


def _with(frame: Frame, node: cst.With, index: int) -> Outcome:
    if index == len(node.items):
        return run_suite(frame, node.body)
    item = node.items[index]
    manager = frame.evaluate(item.item)
    contexts.enter(frame, item, manager)
    waiting = Waiting(frame)
    try:
        outcome = _with(frame, node, index + 1)
    except Raised as raised:
        if contexts.leave(frame, manager, raised):
            return None
        raise
    if isinstance(manager, Instance):  # a real context can be left only once
        waiting.finalize(lambda: contexts.leave(frame, manager, None))
    contexts.leave(frame, manager, None)
    return outcome


LOOPS: dict[type[cst.CSTNode], Any] = {cst.For: run_for, cst.While: run_while, cst.With: run_with}
