"""inspect: the kinds of values, the members of modules and classes. Signatures and frames are unknown."""

from __future__ import annotations

import inspect
import types
from typing import TYPE_CHECKING, Any

from schemaparity.evaluate.native import elements, intrinsic, require_known, unknown_call
from schemaparity.evaluate.values import BoundMethod, Class, Function, Intrinsic, Module, Raised, Symbolic, UnknownUsed, UnknownValue

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemaparity.evaluate.interpreter import Interpreter


def _kind(*kinds: type) -> Callable[..., object]:
    """A predicate on the kind of a value; unknown for what is not known."""

    def test(_interpreter: Interpreter, value: Any) -> object:
        if isinstance(value, UnknownValue):
            raise UnknownUsed(value)
        if isinstance(value, Symbolic):
            bool(value)
        return isinstance(value, kinds)

    return test


def _is_async(_interpreter: Interpreter, value: Any) -> object:
    return bool(isinstance(value, Function) and value.is_async)


def _is_generator(_interpreter: Interpreter, value: Any) -> object:
    return bool(isinstance(value, Function) and value.is_generator)


def _is_abstract(_interpreter: Interpreter, value: Any) -> object:
    return bool(isinstance(value, type) and getattr(value, "__abstractmethods__", None))


def _members(interpreter: Interpreter, value: Any, predicate: Any = None) -> object:
    """The members in the order of their names; one that cannot be decided makes the list open."""
    found: list[Any] = []
    for name in _names(interpreter, value):
        try:
            member = interpreter.get_attribute(value, name)
        except Raised:
            continue
        truth = True if predicate is None else interpreter.truth(interpreter.call(predicate, [member], {}))
        if isinstance(truth, UnknownValue):
            found.append(UnknownValue(truth.unknown, rest=True))
        elif truth:
            found.append((name, member))
    return found


def _names(interpreter: Interpreter, value: Any) -> list[str]:
    names = elements(interpreter, interpreter.call(interpreter.builtins["dir"], [value], {}))
    require_known(names)
    return sorted(names)


def _mro(interpreter: Interpreter, cls: Any) -> object:
    return interpreter.get_attribute(cls, "__mro__")


def _cleandoc(_interpreter: Interpreter, text: Any) -> object:
    require_known(text)
    return inspect.cleandoc(text)


def _module_of(interpreter: Interpreter, value: Any) -> object:
    return interpreter.import_module(interpreter.get_attribute(value, "__module__"))


def _file(interpreter: Interpreter, value: Any) -> object:
    module = value if isinstance(value, Module) else _module_of(interpreter, value)
    return interpreter.get_attribute(module, "__file__")


_FUNCTIONS: dict[str, Callable[..., object]] = {
    "isclass": _kind(type, Class), "isfunction": _kind(Function, types.FunctionType), "ismodule": _kind(Module, types.ModuleType),
    "ismethod": _kind(BoundMethod, types.MethodType), "isbuiltin": _kind(Intrinsic, types.BuiltinFunctionType),
    "isroutine": _kind(Function, BoundMethod, Intrinsic, types.FunctionType, types.BuiltinFunctionType), "iscoroutinefunction": _is_async,
    "isgeneratorfunction": _is_generator, "isgenerator": _kind(types.GeneratorType), "isabstract": _is_abstract, "getmembers": _members,
    "getmro": _mro,
    "cleandoc": _cleandoc, "getmodule": _module_of, "getfile": _file, "getsourcefile": _file, "isdatadescriptor": _kind(property),
    "isawaitable": lambda interpreter, _value: interpreter.unknown("whether a value can be awaited is not modelled"),
    "unwrap": lambda _interpreter, function: function,
}  # fmt: skip
_UNKNOWN = (
    "signature",
    "stack",
    "currentframe",
    "getsource",
    "getdoc",
    "getframeinfo",
    "getfullargspec",
    "getattr_static",
    "getcallargs",
    "trace",
)
INSPECT: dict[str, Any] = {
    **{name: intrinsic(f"inspect.{name}", function) for name, function in _FUNCTIONS.items()},
    **{name: unknown_call(f"inspect.{name}", f"inspect.{name}() is not modelled") for name in _UNKNOWN},
}
