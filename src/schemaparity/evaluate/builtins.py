"""The built-in functions and names that interpreted code sees. Types stand for themselves; functions are Intrinsics."""

from __future__ import annotations

import builtins
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from schemaparity.evaluate.classinfo import is_callable, is_instance, is_subclass
from schemaparity.evaluate.files import open_file
from schemaparity.evaluate.native import (
    elements,
    formatted,
    intrinsic,
    noise,
    ordered,
    pure,
    require_closed,
    require_known,
    text_of,
    unknown_call,
)  # fmt: skip
from schemaparity.evaluate.native.containers import lazily
from schemaparity.evaluate.native.limits import Refused, check_bits
from schemaparity.evaluate.native.operators import binary
from schemaparity.evaluate.values import Class, Instance, Intrinsic, Module, Raised, Symbolic, UnknownUsed, UnknownValue

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter

_MISSING = object()


def known(value: Any) -> Any:
    """The value; raises UnknownUsed when it is unknown."""
    if isinstance(value, UnknownValue):
        raise UnknownUsed(value)
    return value


def special(interpreter: Interpreter, value: Any, name: str, *args: Any) -> Any:
    """The answer of a special method of an interpreted instance; raises TypeError when it has none."""
    try:
        method = value.cls.lookup(name)
    except KeyError:
        raise TypeError(f"object of type '{value.cls.name}' has no {name}") from None
    return interpreter.call(method, [value, *args], {})


def _len(interpreter: Interpreter, value: Any) -> object:
    if isinstance(value, Instance):
        return special(interpreter, value, "__len__")
    require_closed(value)
    try:
        return len(value)
    except TypeError:
        if type(value).__module__ in ("builtins", "collections"):
            raise
        return len(elements(interpreter, value))


def _zip(interpreter: Interpreter, *values: Any, strict: bool = False) -> object:
    return iter(list(zip(*(lazily(interpreter, v) for v in values), strict=strict)))


def _enumerate(interpreter: Interpreter, iterable: Any, start: int = 0) -> object:
    return iter(list(enumerate(elements(interpreter, iterable), start)))


def _map(interpreter: Interpreter, function: Any, *values: Any) -> object:
    rows = zip(*(lazily(interpreter, v) for v in values), strict=False)
    return iter([interpreter.call(function, list(row), {}) for row in rows])


def _filter(interpreter: Interpreter, function: Any, iterable: Any) -> object:
    kept = []
    for element in elements(interpreter, iterable):
        verdict = element if function is None else interpreter.call(function, [element], {})
        if known(interpreter.truth(verdict)):
            kept.append(element)
    return iter(kept)


def _reversed(interpreter: Interpreter, value: Any) -> object:
    if isinstance(value, Instance):
        return special(interpreter, value, "__reversed__")
    return iter(elements(interpreter, value)[::-1])


def _sorted(interpreter: Interpreter, iterable: Any, *, key: Any = None, reverse: Any = False) -> object:
    return ordered(interpreter, elements(interpreter, iterable), key, reverse)


def _extreme(interpreter: Interpreter, args: tuple[Any, ...], key: Any, default: Any, *, reverse: bool) -> object:
    values = list(args) if len(args) > 1 else elements(interpreter, args[0])
    if not values:
        if default is _MISSING:
            raise ValueError(f"{'max' if reverse else 'min'}() iterable argument is empty")
        return default
    return ordered(interpreter, values, key, reverse)[0]


def _min(interpreter: Interpreter, *args: Any, key: Any = None, default: Any = _MISSING) -> object:
    return _extreme(interpreter, args, key, default, reverse=False)


def _max(interpreter: Interpreter, *args: Any, key: Any = None, default: Any = _MISSING) -> object:
    return _extreme(interpreter, args, key, default, reverse=True)


def _sum(interpreter: Interpreter, iterable: Any, start: Any = 0) -> object:
    total = start
    for element in elements(interpreter, iterable):
        total = known(interpreter.call(Intrinsic("operator.add", _add), [total, element], {}))
    return total


def _add(interpreter: Interpreter, args: list[Any], _kwargs: dict[str, Any]) -> object:
    return binary(interpreter, "+", args[0], args[1])


def _any(interpreter: Interpreter, iterable: Any) -> object:
    return _decide(interpreter, iterable, decisive=True)


def _all(interpreter: Interpreter, iterable: Any) -> object:
    return _decide(interpreter, iterable, decisive=False)


def _decide(interpreter: Interpreter, iterable: Any, *, decisive: bool) -> object:
    """any() and all(): one decisive element is enough, whatever the unknown ones are."""
    unknown: UnknownValue | None = None
    values = iterable if isinstance(iterable, list | tuple) else elements(interpreter, iterable)
    for element in values:
        truth = element if isinstance(element, UnknownValue) else interpreter.truth(element)
        if isinstance(truth, UnknownValue):
            unknown = unknown or truth
        elif truth is decisive:
            return decisive
    return not decisive if unknown is None else unknown


def _isinstance(interpreter: Interpreter, value: Any, info: Any) -> object:
    return is_instance(interpreter, value, info)


def _issubclass(interpreter: Interpreter, cls: Any, info: Any) -> object:
    return is_subclass(interpreter, cls, info)


def _callable(interpreter: Interpreter, value: Any) -> object:
    return is_callable(interpreter, value)


def _getattr(interpreter: Interpreter, value: Any, name: Any, default: Any = _MISSING) -> object:
    if isinstance(name, UnknownValue):
        raise UnknownUsed(name)
    try:
        return interpreter.get_attribute(value, name)
    except Raised as raised:
        if default is not _MISSING and is_instance(interpreter, raised.value, AttributeError):
            return default
        raise


def _hasattr(interpreter: Interpreter, value: Any, name: Any) -> object:
    found = _getattr(interpreter, value, name, _MISSING_ATTRIBUTE)
    if found is _MISSING_ATTRIBUTE:
        return False
    if isinstance(value, UnknownValue | Symbolic) or (isinstance(found, UnknownValue) and not _is_bound(value, name)):
        return interpreter.unknown(f"whether there is an attribute {name} is not known")
    return True


_MISSING_ATTRIBUTE = object()


def _is_bound(value: Any, name: str) -> bool:
    """True when an attribute certainly exists, though its value is unknown."""
    if isinstance(value, Instance):
        return name in value.attributes or _is_bound(value.cls, name)
    if isinstance(value, Class):
        return any(isinstance(c, Class) and name in c.namespace for c in value.mro)
    return isinstance(value, Module) and name in value.namespace


def _setattr(interpreter: Interpreter, value: Any, name: Any, new: Any) -> object:
    interpreter.set_attribute(value, known(name), new)
    return None


def _delattr(interpreter: Interpreter, value: Any, name: Any) -> object:
    attributes = value.attributes if isinstance(value, Instance) else value.namespace if isinstance(value, Class | Module) else None
    if attributes is None:
        raise Refused("deleting an attribute of a foreign value is not modelled")
    interpreter.speculation.touch(attributes, names=True)
    if attributes.pop(known(name), _MISSING) is _MISSING:
        raise AttributeError(name)
    return None


def _iter(interpreter: Interpreter, value: Any, *sentinel: Any) -> object:
    if sentinel:
        raise Refused("iter() with a sentinel is not modelled")
    return value if hasattr(type(value), "__next__") else iter(elements(interpreter, value))


def _next(interpreter: Interpreter, value: Any, *default: Any) -> object:
    if isinstance(value, Instance):
        return special(interpreter, value, "__next__")
    found = next(value, _MISSING) if hasattr(type(value), "__next__") else _MISSING
    if found is _MISSING:
        if default:
            return default[0]
        raise StopIteration
    if isinstance(found, UnknownValue) and found.rest:
        raise UnknownUsed(found)
    return found


def _abs(interpreter: Interpreter, value: Any) -> object:
    return special(interpreter, value, "__abs__") if isinstance(value, Instance) else abs(value)


def _pow(interpreter: Interpreter, base: Any, exponent: Any, *modulo: Any) -> object:
    if modulo:
        require_known([base, exponent, *modulo])
        check_bits(exponent.bit_length())
        return pow(base, exponent, *modulo)
    return binary(interpreter, "**", base, exponent)


def _hash(_interpreter: Interpreter, value: Any) -> object:
    if isinstance(known(value), int | float) and not isinstance(value, Symbolic):
        return hash(value)
    raise Refused("hash() differs from run to run")


def _repr(interpreter: Interpreter, value: Any) -> object:
    return text_of(interpreter, value, "r")


def _ascii(interpreter: Interpreter, value: Any) -> object:
    return text_of(interpreter, value, "a")


def _format(interpreter: Interpreter, value: Any, spec: Any = "") -> object:
    return formatted(interpreter, value, spec)


def _exec(interpreter: Interpreter, *_args: Any, **_kwargs: Any) -> object:
    """The text could do anything: what holds afterwards is not known."""
    unknown = interpreter.unknown("exec() of text is not carried out")
    interpreter.effects.unknown_call(unknown.unknown, ())
    return unknown


def _exit(interpreter: Interpreter, *args: Any) -> object:
    raise Raised(SystemExit(*args), interpreter.origin())


_FUNCTIONS: dict[str, Callable[..., object]] = {
    "len": _len, "zip": _zip, "enumerate": _enumerate, "map": _map, "filter": _filter, "reversed": _reversed, "sorted": _sorted,
    "min": _min, "max": _max,
    "sum": _sum, "any": _any, "all": _all, "isinstance": _isinstance, "issubclass": _issubclass, "callable": _callable, "getattr": _getattr,
    "hasattr": _hasattr, "setattr": _setattr, "delattr": _delattr, "iter": _iter, "next": _next, "abs": _abs, "pow": _pow, "hash": _hash,
    "repr": _repr,
    "ascii": _ascii, "format": _format, "open": open_file, "exec": _exec, "exit": _exit, "quit": _exit,
}  # fmt: skip
_PURE = ("chr", "ord", "round", "divmod", "bin", "hex", "oct")
_TYPES = (
    "str", "int", "float", "bool", "bytes", "bytearray", "complex", "list", "tuple", "dict", "set", "frozenset", "range", "slice",
    "object", "type",
    "memoryview",
)  # fmt: skip
_UNKNOWN = {
    "input": "input() reads from a terminal", "eval": "eval() of text is not carried out",
    "compile": "compile() of text is not carried out", "id": "id() differs from run to run",
}  # fmt: skip
_CONSTANTS = {"None": None, "True": True, "False": False, "NotImplemented": NotImplemented, "Ellipsis": ..., "__debug__": True}
_NOISE = ("print", "breakpoint")


def _exceptions() -> dict[str, Any]:
    return {name: value for name, value in vars(builtins).items() if isinstance(value, type) and issubclass(value, BaseException)}


BUILTINS: dict[str, Any] = {
    **_CONSTANTS,
    **_exceptions(),
    **{name: getattr(builtins, name) for name in _TYPES},
    **{name: pure(f"builtins.{name}", getattr(builtins, name)) for name in _PURE},
    **{name: intrinsic(f"builtins.{name}", function) for name, function in _FUNCTIONS.items()},
    **{name: unknown_call(f"builtins.{name}", reason) for name, reason in _UNKNOWN.items()},
    **{name: noise(f"builtins.{name}") for name in _NOISE},
}
"""The names of the builtins module; those that look at the running program (super, globals, dir, ...) are in `reflection`."""
