"""Calls of the built-in types: `str(x)`, `list(x)`, `dict(...)`, ..., on values of which parts may be interpreted or unknown."""

from __future__ import annotations

import decimal
import fractions
import re
import types
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from schemaparity.evaluate.native.containers import elements, pairs, rest_marker
from schemaparity.evaluate.native.guard import require_known
from schemaparity.evaluate.native.limits import MAX_EXPONENT, MAX_WIDTH, Refused, check_bits, check_elements, check_text, check_tree
from schemaparity.evaluate.native.text import text_of
from schemaparity.evaluate.values import (
    REST,
    BoundMethod,
    Class,
    Function,
    Instance,
    Intrinsic,
    Module,
    Symbolic,
    UnknownUsed,
    UnknownValue,
)

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter

_MISSING = object()


def _str(interpreter: Interpreter, value: Any = "", *args: Any, **kwargs: Any) -> object:
    if args or kwargs:
        require_known(value)
        return str(value, *args, **kwargs)
    return text_of(interpreter, value)


def _int(interpreter: Interpreter, value: Any = 0, *base: Any, **kwargs: Any) -> object:
    if isinstance(value, Instance):
        return _special(interpreter, value, "__int__")
    if base or kwargs:
        require_known([value, *base, *kwargs.values()])
    if isinstance(value, str | bytes):
        check_bits(4 * len(value))
    return int(value, *base, **kwargs)


def _float(interpreter: Interpreter, value: Any = 0.0) -> object:
    return _special(interpreter, value, "__float__") if isinstance(value, Instance) else float(value)


def _special(interpreter: Interpreter, value: Instance, name: str) -> object:
    try:
        method = value.cls.lookup(name)
    except KeyError:
        raise TypeError(f"'{value.cls.name}' has no {name}") from None
    return interpreter.call(method, [value], {})


def _bool(interpreter: Interpreter, value: Any = False) -> object:
    return interpreter.truth(value)


def _bytes(interpreter: Interpreter, value: Any = b"", *args: Any, **kwargs: Any) -> bytes:
    if isinstance(value, int):
        check_text(value)
    elif not isinstance(value, str | bytes | bytearray):
        value = elements(interpreter, value)
    return bytes(value, *args, **kwargs)


def _bytearray(interpreter: Interpreter, value: Any = b"", *args: Any, **kwargs: Any) -> object:
    return bytearray(_bytes(interpreter, value, *args, **kwargs))


def _copied(interpreter: Interpreter, value: Any) -> list[Any]:
    """The elements with the markers of an open container in their places."""
    if isinstance(value, UnknownValue):
        return [UnknownValue(value.unknown, rest=True)]
    if isinstance(value, list | tuple | deque):
        return list(value)
    if isinstance(value, set | frozenset | dict):
        rest = rest_marker(value)
        return list(value) if rest is None else [rest if e is REST else e for e in value]
    return elements(interpreter, value)


def _list(interpreter: Interpreter, value: Any = ()) -> object:
    return _copied(interpreter, value)


def _tuple(interpreter: Interpreter, value: Any = ()) -> object:
    if type(value) is tuple:
        return value
    found = tuple(_copied(interpreter, value))
    check_tree(found)
    return found


def _set(interpreter: Interpreter, value: Any = ()) -> set[Any]:
    return {_element(e) for e in _copied(interpreter, value)}


def _element(value: Any) -> Any:
    """An element as a set can hold it: an unknown one makes the set open."""
    return REST if isinstance(value, UnknownValue) else value


def _frozenset(interpreter: Interpreter, value: Any = ()) -> object:
    return frozenset(_set(interpreter, value))


def _dict(interpreter: Interpreter, *args: Any, **kwargs: Any) -> dict[Any, Any]:
    if len(args) > 1:
        raise TypeError(f"dict expected at most 1 argument, got {len(args)}")
    found: dict[Any, Any] = dict(_items(interpreter, args[0]) if args else ())
    found.update(kwargs)
    check_elements(len(found))
    return found


def _items(interpreter: Interpreter, value: Any) -> Any:
    if isinstance(value, Instance):
        keys = interpreter.call(interpreter.get_attribute(value, "keys"), [], {})
        return [(key, interpreter.get_item(value, key)) for key in elements(interpreter, keys)]
    return dict(value) if isinstance(value, dict) else pairs(interpreter, value)


def _ordered_dict(interpreter: Interpreter, *args: Any, **kwargs: Any) -> object:
    return OrderedDict(_dict(interpreter, *args, **kwargs))


def _defaultdict(interpreter: Interpreter, factory: Any = None, *args: Any, **kwargs: Any) -> object:
    make = None if factory is None else (lambda: interpreter.call(factory, [], {}))
    return defaultdict(make, _dict(interpreter, *args, **kwargs))


def _counter(interpreter: Interpreter, *args: Any, **kwargs: Any) -> object:
    sources = [a if isinstance(a, dict) else elements(interpreter, a) for a in args]
    require_known(sources)
    return Counter(*sources, **kwargs)


def _deque(interpreter: Interpreter, value: Any = (), maxlen: Any = None) -> object:
    return deque(_copied(interpreter, value), maxlen)


_EXPONENT = re.compile(r"[eE][-+]?\d{4,}")


def _decimal(_interpreter: Interpreter, value: Any = "0", *context: Any) -> decimal.Decimal:
    require_known(value)
    found = decimal.Decimal(value, *context)
    if found.is_finite() and abs(found.adjusted()) > MAX_EXPONENT:
        raise Refused("a decimal number has a very large exponent")
    return found


def _fraction(_interpreter: Interpreter, *parts: Any, **named: Any) -> fractions.Fraction:
    require_known([*parts, *named.values()])
    if any(isinstance(part, str) and (_EXPONENT.search(part) or len(part) > MAX_WIDTH) for part in parts):
        raise Refused("a fraction has a very large exponent")
    return fractions.Fraction(*parts, **named)


def _object(_interpreter: Interpreter) -> object:
    return object()


def _type(interpreter: Interpreter, value: Any = _MISSING, *args: Any, **kwargs: Any) -> object:
    if not args and not kwargs:
        return type_of(interpreter, value)
    return interpreter.create_class(value, *args, **kwargs)


_KINDS: tuple[tuple[Any, type], ...] = (
    (Function, types.FunctionType),
    (BoundMethod, types.MethodType),
    (Intrinsic, types.BuiltinFunctionType),
    (Module, types.ModuleType),
)


def type_of(interpreter: Interpreter, value: Any) -> object:
    """`type(value)`."""
    if isinstance(value, UnknownValue):
        return value
    if isinstance(value, Symbolic):
        return interpreter.unknown(f"the type of {value.text} is not known")
    if isinstance(value, Instance):
        return value.cls
    if isinstance(value, Class):
        return value.metaclass or type
    return next((kind for own, kind in _KINDS if isinstance(value, own)), type(value))


CONSTRUCTORS: dict[type, Callable[..., object]] = {
    str: _str,
    int: _int,
    float: _float,
    bool: _bool,
    bytes: _bytes,
    bytearray: _bytearray,
    list: _list,
    tuple: _tuple,
    set: _set,
    frozenset: _frozenset,
    dict: _dict,
    OrderedDict: _ordered_dict,
    defaultdict: _defaultdict,
    Counter: _counter,
    deque: _deque,
    decimal.Decimal: _decimal,
    fractions.Fraction: _fraction,
    object: _object,
    type: _type,
}
"""The built-in types whose call is not simply theirs."""

__all__ = ["CONSTRUCTORS", "Refused", "UnknownUsed", "type_of"]
