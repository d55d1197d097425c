"""Statements: a literal table of node class to function. Loops, try, imports, classes and matches have their own modules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import libcst as cst

from schemaparity.evaluate import exceptions
from schemaparity.evaluate.branches import Waiting, either, finish, run, settle
from schemaparity.evaluate.hints import hint_of, stand_in
from schemaparity.evaluate.names import mangled, unbind
from schemaparity.evaluate.operators import AUGMENTED, augmented
from schemaparity.evaluate.outcomes import BREAK, CONTINUE, Alternative, Outcome, Return, Throw
from schemaparity.evaluate.values import Annotation, Raised, TypeAlias, UnknownValue

if TYPE_CHECKING:
    from schemaparity.evaluate.frame import Frame


def suite_statements(suite: cst.BaseSuite) -> Sequence[cst.CSTNode]:
    """The statements of a block, simple ones one by one."""
    if isinstance(suite, cst.SimpleStatementSuite):
        return suite.body
    found: list[cst.CSTNode] = []
    for statement in suite.body:
        if isinstance(statement, cst.SimpleStatementLine):
            found.extend(statement.body)
        else:
            found.append(statement)
    return found


def run_suite(frame: Frame, suite: cst.BaseSuite) -> Outcome:
    """Run a block."""
    if isinstance(suite, cst.SimpleStatementSuite):
        return run_all(frame, suite.body)
    return run_all(frame, suite.body)


def run_all(frame: Frame, statements: Sequence[cst.CSTNode]) -> Outcome:
    """Run statements until one does not end normally."""
    for statement in statements:
        outcome = execute(frame, statement)
        if outcome is not None:
            return outcome
    return None


def execute(frame: Frame, node: cst.CSTNode) -> Outcome:
    """Run one statement."""
    frame.interpreter.budget.tick()
    if frame.interpreter.revision is not None and (hint := hint_of(frame, node)) is not None:
        return stand_in(frame, node, hint)
    handler: Callable[[Frame, Any], Outcome] | None = frame.interpreter.statements.get(type(node))
    if handler is None:
        raise Raised(SyntaxError(f"{type(node).__name__} is not supported"), frame.interpreter.origin_of(frame.module, node))
    return handler(frame, node)


def _line(frame: Frame, node: cst.SimpleStatementLine) -> Outcome:
    return run_all(frame, node.body)


def _expr(frame: Frame, node: cst.Expr) -> Outcome:
    frame.evaluate(node.value)
    return None


def _assign(frame: Frame, node: cst.Assign) -> Outcome:
    value = frame.evaluate(node.value)
    for target in node.targets:
        frame.interpreter.assign(frame, target.target, value)
    return None


def _annotated(frame: Frame, node: cst.AnnAssign) -> Outcome:
    if node.value is not None:
        frame.interpreter.assign(frame, node.target, frame.evaluate(node.value))
    if isinstance(node.target, cst.Name) and (frame.scope.is_class or frame.scope.parent is None):
        frame.annotations[mangled(frame.scope, node.target.value)] = Annotation(node.annotation.annotation, frame.scope)
    return None


def _augmented(frame: Frame, node: cst.AugAssign) -> Outcome:
    interpreter = frame.interpreter
    current = frame.evaluate(node.target)
    value = augmented(interpreter, AUGMENTED[type(node.operator)], current, frame.evaluate(node.value))
    interpreter.assign(frame, node.target, value)
    return None


def _delete(frame: Frame, node: cst.Del) -> Outcome:
    targets: list[cst.BaseExpression] = [node.target]
    while targets:
        target = targets.pop(0)
        match target:
            case cst.Name(value=name):
                unbind(frame, name)
            case cst.Tuple(elements=elements) | cst.List(elements=elements):
                targets.extend(element.value for element in elements)
            case cst.Attribute(value=owner, attr=attribute):
                frame.interpreter.delete_attribute(frame.evaluate(owner), mangled(frame.scope, attribute.value))
            case cst.Subscript():
                frame.interpreter.del_item(frame.evaluate(target.value), frame.interpreter.key(frame, target))
    return None


def _return(frame: Frame, node: cst.Return) -> Outcome:
    return Return(None if node.value is None else frame.evaluate(node.value))


def _raise(frame: Frame, node: cst.Raise) -> Outcome:
    raise exceptions.raised(frame, node)


def _assert(frame: Frame, node: cst.Assert) -> Outcome:
    if frame.interpreter.truth(frame.evaluate(node.test)) is False:
        message = () if node.msg is None else (frame.evaluate(node.msg),)
        raise Raised(AssertionError(*message), frame.interpreter.origin_of(frame.module, node))
    return None


def _global(frame: Frame, node: cst.Global) -> Outcome:
    frame.scope.globals.update(item.name.value for item in node.names)
    return None


def _nonlocal(frame: Frame, node: cst.Nonlocal) -> Outcome:
    frame.scope.nonlocals.update(item.name.value for item in node.names)
    return None


def _type_alias(frame: Frame, node: cst.TypeAlias) -> Outcome:
    """`type X[T] = Y`: Y is evaluated when somebody asks."""
    parameters = node.type_parameters.params if node.type_parameters is not None else ()
    names = tuple(parameter.param.name.value for parameter in parameters)
    frame.bind(node.name.value, TypeAlias(node.name.value, Annotation(node.value, frame.scope), names))
    return None


def _if(frame: Frame, node: cst.If) -> Outcome:
    truth = frame.interpreter.truth(frame.evaluate(node.test))
    if isinstance(truth, UnknownValue):
        return either(frame, truth.unknown, lambda: run_suite(frame, node.body), lambda: _orelse(frame, node.orelse))
    return run_suite(frame, node.body) if truth else _orelse(frame, node.orelse)


def _orelse(frame: Frame, node: cst.If | cst.Else | None) -> Outcome:
    if node is None:
        return None
    return _if(frame, node) if isinstance(node, cst.If) else run_suite(frame, node.body)


def _try(frame: Frame, node: cst.Try | cst.TryStar) -> Outcome:
    """The body with its handlers, then `finally` whatever the outcome is."""
    if node.finalbody is None:
        return finish(_handled(frame, node))
    finalbody = node.finalbody
    waiting = Waiting(frame)
    outcome = run(lambda: _handled(frame, node))
    waiting.finalize(lambda: run_suite(frame, finalbody.body))
    final = run_suite(frame, finalbody.body)
    return final if final is not None else finish(outcome)


def _handled(frame: Frame, node: cst.Try | cst.TryStar) -> Outcome:
    """The body, its handlers, and the handlers for arms that raised where nobody knows whether they ran."""
    tries, waiting = frame.interpreter.tries, list[Alternative]()
    tries.append(waiting)
    try:
        outcome = run(lambda: run_suite(frame, node.body))
    finally:
        tries.pop()
    if isinstance(outcome, Throw):
        caught = outcome.raised
        outcome = run(lambda: _dispatch(frame, node.handlers, caught))
    elif outcome is None and node.orelse is not None:
        orelse = node.orelse
        outcome = run(lambda: run_suite(frame, orelse.body))
    for alternative in waiting:
        outcome = _late(frame, node, alternative, outcome)
    return outcome


def _late(frame: Frame, node: cst.Try | cst.TryStar, alternative: Alternative, outcome: Outcome) -> Outcome:
    """Run the handlers for an arm that raised, from the state it left, and join."""
    speculation = frame.interpreter.speculation
    assert isinstance(alternative.outcome, Throw)
    thrown = alternative.outcome.raised
    present = speculation.capture()
    try:
        speculation.restore(alternative.state)
        handled = run(lambda: _dispatch(frame, node.handlers, thrown))
        after = speculation.capture()
        speculation.restore(present)
        return settle(frame, alternative.unknown, handled, after, outcome)
    finally:
        speculation.close()


def _dispatch(frame: Frame, handlers: Sequence[cst.ExceptHandler | cst.ExceptStarHandler], caught: Raised) -> Outcome:
    for index, handler in enumerate(handlers):
        verdict = exceptions.handles(frame, handler, caught)
        if isinstance(verdict, UnknownValue):
            rest = handlers[index + 1 :]
            return either(frame, verdict.unknown, partial(_handle, frame, handler, caught), partial(_dispatch, frame, rest, caught))
        if verdict:
            return _handle(frame, handler, caught)
    raise caught


def _handle(frame: Frame, handler: cst.ExceptHandler | cst.ExceptStarHandler, caught: Raised) -> Outcome:
    exceptions.enter(frame, handler, caught)
    try:
        return run_suite(frame, handler.body)
    finally:
        exceptions.leave(frame, handler)


def _pass(_frame: Frame, _node: cst.CSTNode) -> Outcome:
    return None


def _break(_frame: Frame, _node: cst.Break) -> Outcome:
    return BREAK


def _continue(_frame: Frame, _node: cst.Continue) -> Outcome:
    return CONTINUE


SIMPLE: dict[type[cst.CSTNode], Callable[[Frame, Any], Outcome]] = {
    cst.SimpleStatementLine: _line, cst.Expr: _expr, cst.Assign: _assign, cst.AnnAssign: _annotated, cst.AugAssign: _augmented,
    cst.Del: _delete,
    cst.Return: _return, cst.Raise: _raise, cst.Assert: _assert, cst.Global: _global, cst.Nonlocal: _nonlocal,
    cst.TypeAlias: _type_alias,
    cst.If: _if, cst.Try: _try, cst.TryStar: _try, cst.Pass: _pass, cst.Break: _break, cst.Continue: _continue,
}  # fmt: skip

__all__ = ["SIMPLE", "execute", "run_all", "run_suite", "suite_statements"]
