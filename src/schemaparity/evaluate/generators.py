"""Generator functions: their bodies run as real Python generators, statement by statement.

A simple statement or a header that holds `yield` yields first and is executed afterwards with what was sent in the place of the `yield`.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import libcst as cst

from schemaparity.evaluate import contexts, exceptions
from schemaparity.evaluate.iteration import turns
from schemaparity.evaluate.outcomes import Break, Continue, Outcome, Return
from schemaparity.evaluate.statements import execute, suite_statements
from schemaparity.evaluate.syntax import parts
from schemaparity.evaluate.values import Function, Raised, UnknownValue

if TYPE_CHECKING:
    from schemaparity.evaluate.frame import Frame

T = TypeVar("T")
Run: TypeAlias = Generator[Any, Any, Outcome]

_INNER = (cst.FunctionDef, cst.ClassDef, cst.Lambda, cst.GeneratorExp)


def yields(node: cst.CSTNode) -> Iterator[cst.Yield]:
    """The `yield` expressions of a node, inner ones first, without those of functions defined in it."""
    for child in parts(node):
        if not isinstance(child, _INNER):
            yield from yields(child)
    if isinstance(node, cst.Yield):
        yield node


def has_yield(node: cst.CSTNode) -> bool:
    """True when a function with this body is a generator function."""
    return any(True for _ in yields(node))


def start(frame: Frame, function: Function) -> Generator[Any, Any, Any]:
    """The generator of one call."""
    interpreter = frame.interpreter
    outcome = yield from _suite(frame, function.body)  # type: ignore[arg-type]
    interpreter.budget.tick()
    return outcome.value if isinstance(outcome, Return) else None


def _suite(frame: Frame, suite: cst.BaseSuite) -> Run:
    for statement in suite_statements(suite):
        outcome = yield from _statement(frame, statement)
        if outcome is not None:
            return outcome
    return None


def _statement(frame: Frame, node: cst.CSTNode) -> Run:
    handler = _COMPOUND.get(type(node))
    if handler is not None and has_yield(node):
        return (yield from handler(frame, node))
    if handler is None and not isinstance(node, _INNER):
        yield from _sent(frame, node)
    return _in_frame(frame, lambda: execute(frame, node))


def _in_frame(frame: Frame, step: Callable[[], T]) -> T:
    """Run a step of the generator as part of the calls that are active now."""
    interpreter = frame.interpreter
    interpreter.budget.enter()
    interpreter.frames.append(frame)
    try:
        return step()
    finally:
        interpreter.frames.pop()
        interpreter.budget.depth -= 1


def _sent(frame: Frame, node: cst.CSTNode) -> Generator[Any, Any, None]:
    """Perform the yields of a simple statement or header; what is sent stands in their places when it is executed."""
    for found in yields(node):
        if isinstance(found.value, cst.From):
            source = _value(frame, found.value.item)
            frame.sent[found] = yield from _delegate(frame, source)
        else:
            frame.sent[found] = yield None if found.value is None else _value(frame, found.value)


def _value(frame: Frame, node: cst.BaseExpression) -> Any:
    return _in_frame(frame, lambda: frame.evaluate(node))


def _delegate(frame: Frame, source: Any) -> Generator[Any, Any, Any]:
    if isinstance(source, Generator):
        return (yield from source)
    values = frame.interpreter.iterate(source)
    yield from [UnknownValue(values.unknown, rest=True)] if isinstance(values, UnknownValue) else values
    return None


def _truth(frame: Frame, node: cst.BaseExpression) -> Generator[Any, Any, Any]:
    yield from _sent(frame, node)
    return frame.interpreter.truth(_value(frame, node))


def _undecided(frame: Frame, unknown: UnknownValue, node: cst.CSTNode) -> Run:
    """A compound statement with `yield` under a condition that is not known: any number of elements, and its names are unknown."""
    for name in frame.interpreter.bound_names(node):
        frame.bind(name, UnknownValue(unknown.unknown))
    frame.interpreter.effects.unknown_call(unknown.unknown, ())
    yield UnknownValue(unknown.unknown, rest=True)
    return None


def _if(frame: Frame, node: cst.If) -> Run:
    truth = yield from _truth(frame, node.test)
    if isinstance(truth, UnknownValue):
        return (yield from _undecided(frame, truth, node))
    if truth:
        return (yield from _suite(frame, node.body))
    if isinstance(node.orelse, cst.If):
        return (yield from _if(frame, node.orelse))
    return None if node.orelse is None else (yield from _suite(frame, node.orelse.body))


def _for(frame: Frame, node: cst.For) -> Run:
    yield from _sent(frame, node.iter)
    source = _value(frame, node.iter)
    values = turns(frame.interpreter, source)
    if isinstance(values, UnknownValue):
        return (yield from _undecided(frame, values, node))
    for value in values:
        frame.interpreter.budget.tick()
        frame.interpreter.assign(frame, node.target, value)
        outcome = yield from _suite(frame, node.body)
        if isinstance(outcome, Break):
            return None
        if outcome is not None and not isinstance(outcome, Continue):
            return outcome
    return None if node.orelse is None else (yield from _suite(frame, node.orelse.body))


def _while(frame: Frame, node: cst.While) -> Run:
    while True:
        frame.interpreter.budget.tick()
        truth = yield from _truth(frame, node.test)
        if isinstance(truth, UnknownValue):
            return (yield from _undecided(frame, truth, node))
        if not truth:
            return None if node.orelse is None else (yield from _suite(frame, node.orelse.body))
        outcome = yield from _suite(frame, node.body)
        if isinstance(outcome, Break):
            return None
        if outcome is not None and not isinstance(outcome, Continue):
            return outcome


def _try(frame: Frame, node: cst.Try) -> Run:
    outcome: Outcome = None
    try:
        outcome = yield from _guarded_body(frame, node)
    except (Raised, GeneratorExit):
        if node.finalbody is not None:
            final = yield from _suite(frame, node.finalbody.body)
            if final is not None:
                return final
        raise
    if node.finalbody is not None:
        final = yield from _suite(frame, node.finalbody.body)
        outcome = final if final is not None else outcome
    return outcome


def _guarded_body(frame: Frame, node: cst.Try) -> Run:
    try:
        outcome = yield from _suite(frame, node.body)
    except Raised as raised:
        caught = raised
    else:
        if outcome is None and node.orelse is not None:
            outcome = yield from _suite(frame, node.orelse.body)
        return outcome
    for handler in node.handlers:
        if exceptions.handles(frame, handler, caught) is True:
            return (yield from _handler(frame, handler, caught))
    raise caught


def _handler(frame: Frame, handler: cst.ExceptHandler, caught: Raised) -> Run:
    exceptions.enter(frame, handler, caught)
    try:
        return (yield from _suite(frame, handler.body))
    finally:
        exceptions.leave(frame, handler)


def _with(frame: Frame, node: cst.With) -> Run:
    return (yield from _with_items(frame, node, list(node.items)))


def _with_items(frame: Frame, node: cst.With, items: list[cst.WithItem]) -> Run:
    if not items:
        return (yield from _suite(frame, node.body))
    yield from _sent(frame, items[0].item)
    manager = _value(frame, items[0].item)
    contexts.enter(frame, items[0], manager)
    try:
        outcome = yield from _with_items(frame, node, items[1:])
    except Raised as raised:
        if contexts.leave(frame, manager, raised):
            return None
        raise
    except GeneratorExit:
        contexts.leave(frame, manager, None)
        raise
    contexts.leave(frame, manager, None)
    return outcome


_COMPOUND: dict[type[cst.CSTNode], Callable[[Frame, Any], Run]] = {
    cst.If: _if, cst.For: _for, cst.While: _while, cst.Try: _try, cst.With: _with,
}  # fmt: skip


def evaluate_yield(frame: Frame, node: cst.Yield) -> Any:
    """The value that was sent into a `yield`."""
    return frame.sent.pop(node, None)
