"""Comprehensions and generator expressions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from schemaparity.evaluate import iteration
from schemaparity.evaluate.branches import maybe
from schemaparity.evaluate.literals import made_set, put
from schemaparity.evaluate.values import REST, ComprehensionScope, UnknownValue

if TYPE_CHECKING:
    import libcst as cst

    from schemaparity.evaluate.frame import Frame


def turns(frame: Frame, loop: cst.CompFor, element: Callable[[Frame], Any]) -> Iterator[Any]:
    """The elements that a comprehension makes; an undecidable one is a rest marker."""
    inner = frame.within(ComprehensionScope({}, frame.module, frame.scope))
    yield from _turns(inner, loop, element, frame.evaluate(loop.iter))


def _turns(frame: Frame, loop: cst.CompFor, element: Callable[[Frame], Any], iterable: Any) -> Iterator[Any]:
    interpreter = frame.interpreter
    values = iteration.turns(interpreter, iterable)
    if isinstance(values, UnknownValue):
        values = [UnknownValue(values.unknown, rest=True)]
    for value in values:
        interpreter.budget.tick()
        if isinstance(value, UnknownValue) and value.rest:
            yield _once(frame, loop, element, value)
        else:
            interpreter.assign(frame, loop.target, value)
            yield from _filtered(frame, loop, element)


def _filtered(frame: Frame, loop: cst.CompFor, element: Callable[[Frame], Any]) -> Iterator[Any]:
    for condition in loop.ifs:
        truth = frame.interpreter.truth(frame.evaluate(condition.test))
        if isinstance(truth, UnknownValue):
            yield _once(frame, loop, element, truth, assign=False)
            return
        if not truth:
            return
    if loop.inner_for_in is None:
        yield element(frame)
    else:
        yield from _turns(frame, loop.inner_for_in, element, frame.evaluate(loop.inner_for_in.iter))


def _once(frame: Frame, loop: cst.CompFor, element: Callable[[Frame], Any], value: UnknownValue, *, assign: bool = True) -> UnknownValue:
    """Run the body for its effects, as something that may happen; the element is a rest marker."""
    if assign:
        frame.interpreter.assign(frame, loop.target, UnknownValue(value.unknown))

    def body() -> None:
        if loop.inner_for_in is None:
            element(frame)
        else:
            list(_turns(frame, loop.inner_for_in, element, frame.evaluate(loop.inner_for_in.iter)))

    maybe(frame, value.unknown, body)
    return UnknownValue(value.unknown, rest=True)


def evaluate_list(frame: Frame, node: cst.ListComp) -> list[Any]:
    """`[x for ...]`."""
    return list(turns(frame, node.for_in, lambda inner: inner.evaluate(node.elt)))


def evaluate_set(frame: Frame, node: cst.SetComp) -> Any:
    """`{x for ...}`."""
    return made_set(frame, list(turns(frame, node.for_in, lambda inner: inner.evaluate(node.elt))))


def evaluate_generator(frame: Frame, node: cst.GeneratorExp) -> Any:
    """`(x for ...)`: a real generator, so that it is consumed as lazily as Python's."""
    return turns(frame, node.for_in, lambda inner: inner.evaluate(node.elt))


def evaluate_dict(frame: Frame, node: cst.DictComp) -> dict[Any, Any]:
    """`{k: v for ...}`."""
    found: dict[Any, Any] = {}
    for pair in turns(frame, node.for_in, lambda inner: (inner.evaluate(node.key), inner.evaluate(node.value))):
        if isinstance(pair, UnknownValue):
            found[REST] = pair
        else:
            put(frame, found, *pair)
    return found
