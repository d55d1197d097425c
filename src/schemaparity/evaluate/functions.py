"""Functions: definition, argument binding as Python does it, and running a body."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import libcst as cst

from schemaparity.evaluate.branches import as_is, finish, run, take_up
from schemaparity.evaluate.frame import Frame
from schemaparity.evaluate.generators import has_yield, start
from schemaparity.evaluate.outcomes import Outcome, Return
from schemaparity.evaluate.statements import run_suite
from schemaparity.evaluate.values import REST, Function, Parameter, Raised, Scope, UnknownValue

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter


def run_def(frame: Frame, node: cst.FunctionDef) -> Outcome:
    """`def name(...): body`."""
    frame.bind(node.name.value, decorated(frame, node.decorators, define(frame, node)))
    return None


def decorated(frame: Frame, decorators: Sequence[cst.Decorator], value: Any) -> Any:
    """The value after its decorators."""
    interpreter = frame.interpreter
    functions = [frame.evaluate(decorator.decorator) for decorator in decorators]
    for decorator, function in zip(reversed(decorators), reversed(functions), strict=True):
        interpreter.sites.append((frame.module, decorator.decorator))
        try:
            value = interpreter.call(function, [value], {})
        finally:
            interpreter.sites.pop()
    return value


def define(frame: Frame, node: cst.FunctionDef) -> Function:
    """The function of a `def`, without its decorators."""
    function = _function(frame, node.name.value, node.params, node.body, node)
    source = frame.module.source
    function.is_generator = (source is None or b"yield" in source.data) and has_yield(node.body)
    function.is_async = node.asynchronous is not None
    return function


def evaluate_lambda(frame: Frame, node: cst.Lambda) -> Function:
    """`lambda a: b`."""
    return _function(frame, "<lambda>", node.params, node.body, node)


def _function(frame: Frame, name: str, params: cst.Parameters, body: cst.BaseSuite | cst.BaseExpression, node: cst.CSTNode) -> Function:
    owner = frame.function.owner if frame.function is not None else None
    prefix = frame.interpreter.qualname(frame)
    function = Function(name, parameters(frame, params), body, frame.scope, frame.interpreter, node, prefix + name, owner=owner)
    if frame.scope.is_class:
        frame.defined.append(function)
    return function


def parameters(frame: Frame, params: cst.Parameters) -> tuple[Parameter, ...]:
    """The parameters with their defaults evaluated."""
    found = [_parameter(frame, p, "positional") for p in params.posonly_params]
    found += [_parameter(frame, p, "normal") for p in params.params]
    if isinstance(params.star_arg, cst.Param):
        found.append(_parameter(frame, params.star_arg, "star"))
    found += [_parameter(frame, p, "keyword") for p in params.kwonly_params]
    if params.star_kwarg is not None:
        found.append(_parameter(frame, params.star_kwarg, "double_star"))
    return tuple(found)


def _parameter(frame: Frame, param: cst.Param, kind: str) -> Parameter:
    default = None if param.default is None else frame.evaluate(param.default)
    annotation = None if param.annotation is None else param.annotation.annotation
    return Parameter(param.name.value, kind, default, param.default is not None, annotation)


def bind(function: Function, args: list[Any], kwargs: Mapping[Any, Any]) -> dict[str, Any]:
    """The local names that the arguments make; a marker for unknown further arguments fills what has no value."""
    names: dict[str, Any] = {}
    given = dict(kwargs)
    rest = given.pop(REST, None)
    further: UnknownValue | None = None
    position = 0
    for parameter in function.parameters:
        match parameter.kind:
            case "star":
                names[parameter.name] = tuple(args[position:])
                position = len(args)
            case "double_star":
                names[parameter.name] = given if rest is None else {**given, REST: rest}
                given = {}
            case kind:
                if kind != "keyword" and position < len(args):
                    further = _positional(function, parameter, args[position], given, names)
                    position += further is None
                else:
                    names[parameter.name] = _named(function, parameter, given, further if rest is None and kind != "keyword" else rest)
    _check_surplus(function, args[position:], given)
    return names


def _is_rest(value: object) -> bool:
    return isinstance(value, UnknownValue) and value.rest


def _positional(function: Function, parameter: Parameter, value: Any, given: dict[Any, Any], names: dict[str, Any]) -> UnknownValue | None:
    """Bind one positional argument; a marker for any number of them, which is the value then, binds this parameter and all that follow."""
    if isinstance(value, UnknownValue) and value.rest:
        names[parameter.name] = _named(function, parameter, given, value)
        return value
    if parameter.kind == "normal" and parameter.name in given:
        raise Raised(TypeError(f"{function.name}() got multiple values for argument {parameter.name!r}"))
    names[parameter.name] = value
    return None


def _named(function: Function, parameter: Parameter, given: dict[Any, Any], rest: UnknownValue | None) -> Any:
    if parameter.name in given and parameter.kind != "positional":
        return given.pop(parameter.name)
    if rest is not None:
        return UnknownValue(rest.unknown)
    if parameter.has_default:
        return parameter.default
    raise Raised(TypeError(f"{function.name}() missing a required argument: {parameter.name!r}"), function.interpreter.origin())


def _check_surplus(function: Function, args: list[Any], given: Mapping[Any, Any]) -> None:
    if any(not _is_rest(arg) for arg in args):
        raise Raised(TypeError(f"{function.name}() takes fewer positional arguments"), function.interpreter.origin())
    if given:
        raise Raised(
            TypeError(f"{function.name}() got an unexpected keyword argument {next(iter(given))!r}"), function.interpreter.origin()
        )


def call_function(interpreter: Interpreter, function: Function, args: list[Any], kwargs: dict[Any, Any]) -> Any:
    """Run an interpreted function; a generator function answers a generator, an async one its value."""
    names = bind(function, args, kwargs)
    if interpreter.speculation.depth and _may_not_end(interpreter, function):
        return interpreter.unknown(f"{function.name}() calls itself, and nobody knows where that ends")
    first = args[0] if args else next(iter(names.values()), None)
    frame = Frame(interpreter, Scope(names, function.scope.module, function.scope), function, first)
    if function.is_generator:
        return start(frame, function)
    return interpreter.outermost(_run_body, frame, function)


def _may_not_end(interpreter: Interpreter, function: Function) -> bool:
    """True when the function calls itself over and over, every time on a condition that is not known."""
    doubts = {f.doubt for f in interpreter.frames if f.function is not None and f.function.node is function.node}
    return len(doubts - {interpreter.speculation.depth}) >= interpreter.budget.limits.doubtful_calls


def _run_body(frame: Frame, function: Function) -> Any:
    interpreter = frame.interpreter
    interpreter.budget.enter()
    interpreter.frames.append(frame)
    try:
        if isinstance(function.body, cst.BaseExpression):
            return frame.evaluate(function.body)
        return _settled(frame, function.body)
    finally:
        interpreter.frames.pop()
        interpreter.budget.depth -= 1
        abandon(frame)


def _settled(frame: Frame, body: cst.BaseSuite) -> Any:
    """The value of the body, joined with those of arms that returned where nobody knows whether they ran."""
    outcome = run(lambda: run_suite(frame, body))
    if frame.returns:
        waiting, frame.returns = frame.returns, []
        outcome = take_up(frame, waiting, outcome if outcome is not None else Return(None), as_is)
    outcome = finish(outcome)
    return outcome.value if isinstance(outcome, Return) else None


def abandon(frame: Frame) -> None:
    """Close the speculations of alternatives that nobody takes up because the run was cut short."""
    for _ in frame.returns:
        frame.interpreter.speculation.close()
    frame.returns.clear()
