"""Calls: arguments of a call expression, and what calling each kind of value does."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from schemaparity.evaluate import native
from schemaparity.evaluate.classes import instantiate
from schemaparity.evaluate.excuses import excused
from schemaparity.evaluate.frameworks import NotHandled
from schemaparity.evaluate.functions import call_function
from schemaparity.evaluate.literals import merge, spread
from schemaparity.evaluate.values import REST, BoundMethod, Class, Function, Instance, Intrinsic, Raised, Symbolic, UnknownValue, rest_of
from schemaparity.schema import Unknown

if TYPE_CHECKING:
    import libcst as cst

    from schemaparity.evaluate.frame import Frame
    from schemaparity.evaluate.interpreter import Interpreter


def evaluate_call(frame: Frame, node: cst.Call) -> Any:
    """`f(a, *b, c=d, **e)`."""
    interpreter = frame.interpreter
    callee = frame.evaluate(node.func)
    args: list[Any] = []
    kwargs: dict[Any, Any] = {}
    for arg in node.args:
        if arg.keyword is not None:
            _keyword(kwargs, arg.keyword.value, frame.evaluate(arg.value))
        elif arg.star == "":
            args.append(frame.evaluate(arg.value))
        elif arg.star == "*":
            args.extend(spread(frame, frame.evaluate(arg.value)))
        else:
            _spread_keywords(frame, kwargs, frame.evaluate(arg.value))
    interpreter.sites.append((frame.scope.module, node))
    try:
        return call(interpreter, callee, args, kwargs)
    except Raised as raised:
        instead = excused(frame, callee, raised)
        if instead is None:
            raise
        return instead
    finally:
        interpreter.sites.pop()


def _keyword(kwargs: dict[Any, Any], name: Any, value: Any) -> None:
    if name in kwargs:
        raise Raised(TypeError(f"got multiple values for keyword argument {name!r}"))
    kwargs[name] = value


def _spread_keywords(frame: Frame, kwargs: dict[Any, Any], mapping: Any) -> None:
    found: dict[Any, Any] = {}
    merge(frame, found, mapping)
    for name, value in found.items():
        if name is not REST and not isinstance(name, str):
            raise Raised(TypeError("keywords must be strings"))
        _keyword(kwargs, name, value)


def call(interpreter: Interpreter, callee: Any, args: list[Any], kwargs: dict[Any, Any]) -> Any:
    """The value of `callee(*args, **kwargs)`."""
    handler = _CALLS.get(type(callee))
    return _call_foreign(interpreter, callee, args, kwargs) if handler is None else handler(interpreter, callee, args, kwargs)


def _call_bound(interpreter: Interpreter, callee: BoundMethod, args: list[Any], kwargs: dict[Any, Any]) -> Any:
    return call(interpreter, callee.function, [callee.instance, *args], kwargs)


def _call_intrinsic(interpreter: Interpreter, callee: Intrinsic, args: list[Any], kwargs: dict[Any, Any]) -> Any:
    interpreter.budget.tick()
    if REST in kwargs:
        return unknown_call(interpreter, kwargs[REST].unknown, args, kwargs)
    return interpreter.guarded(callee.run, interpreter, args, kwargs)


def _call_instance(interpreter: Interpreter, callee: Instance, args: list[Any], kwargs: dict[Any, Any]) -> Any:
    function = interpreter.class_attribute(callee.cls, "__call__")
    if function is not None:
        return call(interpreter, function, [callee, *args], kwargs)
    try:
        return interpreter.frameworks.call(interpreter, callee, args, kwargs)
    except NotHandled:
        pass
    if any(not isinstance(base, Class | type) for base in callee.cls.mro):
        return unknown_call(interpreter, interpreter.unknown(f"{callee.cls.name} has a base that is not known").unknown, args, kwargs)
    raise Raised(TypeError(f"{callee.cls.name!r} object is not callable"), interpreter.origin())


def _call_unknown(interpreter: Interpreter, callee: UnknownValue, args: list[Any], kwargs: dict[Any, Any]) -> Any:
    return unknown_call(interpreter, callee.unknown, args, kwargs)


def unknown_call(interpreter: Interpreter, unknown: Unknown, args: list[Any], kwargs: dict[Any, Any]) -> UnknownValue:
    """The value of a call that cannot be evaluated; told to the effects when an argument carries some."""
    arguments = (*args, *kwargs.values())
    if any(interpreter.frameworks.carries_effects(argument) for argument in arguments):
        interpreter.effects.unknown_call(unknown, arguments)
    return UnknownValue(unknown)


def _call_symbolic(interpreter: Interpreter, callee: Symbolic, args: list[Any], kwargs: dict[Any, Any]) -> Any:
    try:
        return interpreter.guarded(interpreter.frameworks.call, interpreter, callee, args, kwargs)
    except NotHandled:
        pass
    arguments = (*args, *kwargs.values())
    if any(interpreter.frameworks.carries_effects(argument) for argument in arguments):
        interpreter.effects.unknown_call(Unknown(f"{callee.text} is called, whose source is not at hand", interpreter.origin()), arguments)
    if REST in kwargs:
        return UnknownValue(kwargs[REST].unknown)
    shown = [text_of(interpreter, argument) for argument in args]
    shown += [f"{name}={text_of(interpreter, value)}" for name, value in kwargs.items()]
    return Symbolic(f"{callee.text}({', '.join(shown)})", interpreter.origin(), callee, tuple(args), dict(kwargs))


_TEXT_DEPTH = 6


def text_of(interpreter: Interpreter, value: Any, depth: int = 0) -> str:
    """The canonical text of an argument of a symbolic call; `?` and a number of its own where it has none, or nests deeply."""
    if isinstance(value, Symbolic):
        return value.text
    if isinstance(value, str | int | float | bool | bytes | type(None)):
        return repr(value)
    if isinstance(value, list | tuple) and not rest_of(value) and depth < _TEXT_DEPTH:
        return f"[{', '.join(text_of(interpreter, v, depth + 1) for v in value)}]"
    if isinstance(value, dict) and not rest_of(value) and depth < _TEXT_DEPTH:
        pairs = ((text_of(interpreter, k, depth + 1), text_of(interpreter, v, depth + 1)) for k, v in value.items())
        return "{" + ", ".join(f"{key}: {shown}" for key, shown in pairs) + "}"
    if isinstance(value, Function | Class):
        return f"{value.scope.module.name if isinstance(value, Function) else value.module.name}.{value.qualname or value.name}"
    return f"?{type(value).__name__}_{interpreter.number_of(value)}"


def _call_foreign(interpreter: Interpreter, callee: Any, args: list[Any], kwargs: dict[Any, Any]) -> Any:
    interpreter.budget.tick()
    if (REST in kwargs or rest_of(args)) and not _keeps_rest(callee):
        return _call_open(interpreter, callee, args, kwargs)
    if isinstance(callee, native.NativeMethod):
        return _call_method(interpreter, callee, args, kwargs)
    return _call_real(interpreter, callee, args, kwargs)


def _call_method(interpreter: Interpreter, callee: native.NativeMethod, args: list[Any], kwargs: dict[Any, Any]) -> Any:
    """A method of native data; what it changes also changes after it has called back (`list.sort(key=...)`)."""
    interpreter.touch_for(callee.name, callee.value)
    try:
        return _call_real(interpreter, callee, args, kwargs)
    finally:
        interpreter.touch_for(callee.name, callee.value)


def _call_real(interpreter: Interpreter, callee: Any, args: list[Any], kwargs: dict[Any, Any]) -> Any:
    for function in (_call_native, _call_descriptor, interpreter.frameworks.call):
        try:
            return interpreter.guarded(function, interpreter, callee, args, kwargs)
        except NotHandled:
            continue
    if not callable(callee):
        raise Raised(TypeError(f"{type(callee).__name__!r} object is not callable"), interpreter.origin())
    return unknown_call(interpreter, interpreter.unknown(f"calls of {_name(callee)} are not modelled").unknown, args, kwargs)


def _keeps_rest(callee: Any) -> bool:
    return isinstance(callee, type) and callee in (list, tuple)


def _call_open(interpreter: Interpreter, callee: Any, args: list[Any], kwargs: dict[Any, Any]) -> Any:
    marker = kwargs[REST] if REST in kwargs else next(arg for arg in args if isinstance(arg, UnknownValue) and arg.rest)
    try:
        return interpreter.guarded(interpreter.frameworks.open_call, interpreter, callee, args, kwargs)
    except NotHandled:
        return unknown_call(interpreter, marker.unknown, args, kwargs)


def _call_native(interpreter: Interpreter, callee: Any, args: list[Any], kwargs: dict[Any, Any]) -> Any:
    return native.call(interpreter, callee, args, kwargs)


def _call_descriptor(interpreter: Interpreter, callee: Any, args: list[Any], kwargs: dict[Any, Any]) -> Any:
    """Real property, staticmethod and classmethod objects hold interpreted functions."""
    if callee in (property, staticmethod, classmethod):
        if args and isinstance(args[0], UnknownValue):
            return args[0]
        return callee(*args, **kwargs)
    if isinstance(callee, staticmethod):
        return interpreter.call(callee.__func__, args, kwargs)
    raise NotHandled


def _name(callee: Any) -> str:
    module, name = getattr(callee, "__module__", None), getattr(callee, "__qualname__", None)
    return f"{module}.{name}" if isinstance(module, str) and isinstance(name, str) else f"a {type(callee).__name__}"


_CALLS: dict[type, Callable[[Interpreter, Any, list[Any], dict[Any, Any]], Any]] = {
    Function: call_function, BoundMethod: _call_bound, Intrinsic: _call_intrinsic, Class: instantiate, Instance: _call_instance,
    UnknownValue: _call_unknown, Symbolic: _call_symbolic,
}  # fmt: skip
