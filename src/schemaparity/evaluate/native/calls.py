"""Calls of native methods and types: sizes are checked, and what an unknown does to a mutable container is recorded in it."""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from schemaparity.evaluate.frameworks import NotHandled
from schemaparity.evaluate.native import operators, regex, text
from schemaparity.evaluate.native.construct import CONSTRUCTORS
from schemaparity.evaluate.native.containers import elements, open_up, pairs, require_closed, rest_marker
from schemaparity.evaluate.native.guard import guarded, require_known
from schemaparity.evaluate.native.limits import Refused, check_elements, check_text
from schemaparity.evaluate.native.methods import MUTATORS, NativeMethod, is_at_home, is_denied, is_native_type, operator_of
from schemaparity.evaluate.values import Class, Function, Instance, Raised, UnknownUsed, UnknownValue

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter

_MUTABLE = (list, dict, set, deque)
_KEEPS_ELEMENTS = frozenset({"add", "append", "extend", "appendleft"})
"""Mutators after which a container still has the elements that it had, also when the argument is not known."""
_SAFE_WHEN_OPEN = frozenset({"append", "add", "extend", "insert", "copy", "clear", "__contains__", "__setitem__"})
_TAKES_ITERABLES = frozenset({
    "extend", "extendleft", "union", "intersection", "difference", "symmetric_difference", "intersection_update", "difference_update",
    "symmetric_difference_update", "issubset", "issuperset", "isdisjoint", "fromkeys",
})  # fmt: skip
_WIDTHS = frozenset({"ljust", "rjust", "center", "zfill", "expandtabs", "to_bytes"})


def call(interpreter: Interpreter, callee: Any, args: list[Any], kwargs: dict[str, Any]) -> object:
    """The value of calling a native method, type or exception class; raises NotHandled for anything else."""
    if isinstance(callee, NativeMethod):
        return guarded(interpreter, lambda: _call_method(interpreter, callee, args, kwargs))
    if not isinstance(callee, type):
        raise NotHandled
    constructor = CONSTRUCTORS.get(callee)
    if constructor is not None:
        return guarded(interpreter, lambda: constructor(interpreter, *args, **kwargs))
    if is_native_type(callee) and not isinstance(callee, enum.EnumMeta) and not is_at_home(callee):
        return guarded(interpreter, lambda: _construct(callee, args, kwargs))
    raise NotHandled


def _construct(callee: Any, args: list[Any], kwargs: dict[str, Any]) -> object:
    if not issubclass(callee, BaseException):
        require_known(args)
        require_known(kwargs)
    return callee(*args, **kwargs)


def _call_method(interpreter: Interpreter, method: NativeMethod, args: list[Any], kwargs: dict[str, Any]) -> object:
    value, name = method.value, method.name
    if isinstance(value, type):
        return _call_of_type(interpreter, value, name, args, kwargs)
    if is_denied(name) and isinstance(value, dt.date):
        raise Refused(f"{name}() depends on the clock")
    symbol = operator_of(name)
    if symbol is not None and len(args) == 1:
        return operators.compare(symbol[0], value, args[0]) if symbol[1] else operators.binary(interpreter, symbol[0], value, args[0])
    if isinstance(value, UnknownValue):
        return _unknown_text_method(interpreter, value, name, args)
    handler = next((run for kind, run in _BY_TYPE if isinstance(value, kind)), _plain)
    return handler(interpreter, value, name, args, kwargs)


def _call_of_type(interpreter: Interpreter, cls: Any, name: str, args: list[Any], kwargs: dict[str, Any]) -> object:
    """A class method, or an instance method called through its class."""
    if is_denied(name):
        raise Refused(f"{cls.__name__}.{name}() depends on the clock or the machine")
    if cls is object and name == "__new__" and len(args) == 1 and isinstance(args[0], Class):
        return Instance(args[0], origin=interpreter.origin())
    found = getattr(cls, name)
    is_unbound = getattr(found, "__self__", None) is None and args and isinstance(args[0], cls)
    if is_unbound and not isinstance(cls.__dict__.get(name), staticmethod):
        return _call_method(interpreter, NativeMethod(args[0], name, interpreter), args[1:], kwargs)
    if is_unbound is False and args and isinstance(args[0], UnknownValue) and getattr(found, "__self__", None) is None:
        raise UnknownUsed(args[0])
    if name == "fromkeys":
        keys = elements(interpreter, args[0])
        return found(keys, *args[1:])
    if name == "__subclasses__":
        raise Refused("the subclasses of a native class are not known")
    require_known(args)
    require_known(kwargs)
    return found(*args, **kwargs)


def _plain(_interpreter: Interpreter, value: Any, name: str, args: list[Any], kwargs: dict[str, Any]) -> object:
    if name in _WIDTHS and args and isinstance(args[0], int):
        check_text(args[0])
    return getattr(value, name)(*args, **kwargs)


def _text(interpreter: Interpreter, value: Any, name: str, args: list[Any], kwargs: dict[str, Any]) -> object:
    if isinstance(value, str):
        special = _TEXT.get(name)
        if special is not None:
            return special(interpreter, value, *args, **kwargs)
    if name == "replace":
        return _replace(interpreter, value, args)
    if name == "join":
        args = [elements(interpreter, args[0])]
        require_known(args)
    if name == "translate" and isinstance(args[0], dict):
        longest = max((len(v) for v in args[0].values() if isinstance(v, str)), default=1)
        check_text(len(value) * longest)
    return _plain(interpreter, value, name, args, kwargs)


def _replace(interpreter: Interpreter, value: Any, args: list[Any]) -> object:
    old, new = args[0], args[1]
    if isinstance(new, UnknownValue) and isinstance(value, str) and isinstance(old, str) and len(args) == 2:
        if old not in value:
            return value
        return text.join(interpreter, new, value.split(old)) if old else UnknownValue(new.unknown)  # type: ignore[arg-type]
    check_text(len(value) + (value.count(old) * len(new)))
    return value.replace(*args)


def _format_map(interpreter: Interpreter, value: str, mapping: Any) -> object:
    return text.format_text(interpreter, value, [], mapping)


_TEXT: dict[str, Callable[..., object]] = {
    "format": lambda interpreter, value, *args, **kwargs: text.format_text(interpreter, value, args, kwargs),
    "format_map": _format_map,
    "join": lambda interpreter, value, parts: text.join(interpreter, value, elements(interpreter, parts)),
    "__format__": text.formatted,
    "__str__": lambda _interpreter, value: str(value),
}


def _unknown_text_method(interpreter: Interpreter, value: UnknownValue, name: str, args: list[Any]) -> object:
    """A method of text with holes: what does not look into the holes is carried out on the known parts."""
    known = value.text or ""
    if name == "join":
        return text.join(interpreter, value, elements(interpreter, args[0]))  # type: ignore[arg-type]
    if (
        name == "replace"
        and len(args) == 2
        and all(isinstance(a, str) for a in args)
        and args[0]
        and "sphole_" not in args[0]
        and not args[0].isalnum()
    ):
        return UnknownValue(value.unknown, known.replace(args[0], args[1]))
    if name in ("strip", "lstrip", "rstrip") and not args:
        return UnknownValue(value.unknown, getattr(known, name)())
    return UnknownValue(value.unknown)


def _container(interpreter: Interpreter, value: Any, name: str, args: list[Any], kwargs: dict[str, Any]) -> object:
    """A method of a list, dict, set or deque; an unknown that decides what it does leaves the container open."""
    try:
        if name not in _SAFE_WHEN_OPEN and not _found_in_open(value, name, args):
            require_closed(value)
        return _known_container(interpreter, value, name, args, kwargs)
    except (UnknownUsed, Refused) as stop:
        if name not in MUTATORS or not isinstance(value, _MUTABLE):
            raise
        unknown = stop.unknown if isinstance(stop, UnknownUsed) else interpreter.unknown(stop.reason)
        keeps = name in _KEEPS_ELEMENTS or (name == "update" and isinstance(value, set))
        open_up(value, unknown, forget=not keeps)
        return None if keeps else unknown


def _found_in_open(value: Any, name: str, args: list[Any]) -> bool:
    """True when an open dict certainly has the key that is asked for."""
    if not isinstance(value, dict) or name not in ("get", "setdefault", "pop", "__getitem__") or not args:
        return False
    return args[0] in value


def _known_container(interpreter: Interpreter, value: Any, name: str, args: list[Any], kwargs: dict[str, Any]) -> object:
    if name == "sort":
        _sort(interpreter, value, **kwargs)
        return None
    if name == "update":
        _update(interpreter, value, args, kwargs)
        return None
    if name in _TAKES_ITERABLES:
        args = [
            a if isinstance(a, list | tuple | set | frozenset | dict) and rest_marker(a) is None else elements(interpreter, a) for a in args
        ]
        check_elements(len(value) + sum(map(len, args)))
    elif name in ("append", "insert", "add", "setdefault", "__setitem__"):
        check_elements(len(value) + 1)
    if name in ("index", "count", "remove", "__contains__"):
        require_known(args)
    return getattr(value, name)(*args, **kwargs)


def _update(interpreter: Interpreter, value: Any, args: list[Any], kwargs: dict[str, Any]) -> None:
    if isinstance(value, set):
        value.update(*(elements(interpreter, a) for a in args))
    elif isinstance(value, Counter):
        require_known(args)
        value.update(*args, **kwargs)
    else:
        value.update(*(pairs(interpreter, a) for a in args), **kwargs)
    check_elements(len(value))


def _sort(interpreter: Interpreter, value: list[Any], key: Any = None, reverse: Any = False) -> None:
    value[:] = ordered(interpreter, value, key, reverse)


def ordered(interpreter: Interpreter, values: list[Any], key: Any = None, reverse: Any = False) -> list[Any]:
    """`sorted(values, key=key, reverse=reverse)` with an interpreted key."""
    if isinstance(reverse, UnknownValue):
        raise UnknownUsed(reverse)
    keys = values if key is None else [interpreter.call(key, [v], {}) for v in values]
    if len(values) > 1 and any(isinstance(k, Instance | Function) for k in keys):
        raise Refused("the order of interpreted instances is not known")
    if len(values) > 1:
        require_known(keys)
    order = sorted(range(len(values)), key=keys.__getitem__, reverse=bool(reverse))
    return [values[i] for i in order]


def _pattern(interpreter: Interpreter, value: re.Pattern[Any], name: str, args: list[Any], kwargs: dict[str, Any]) -> object:
    if name in ("sub", "subn") and args and not isinstance(args[0], str | bytes):
        args = [_replacer(interpreter, args[0]), *args[1:]]
    return regex.run(value, name, args, kwargs) if name in regex.METHODS else _plain(interpreter, value, name, args, kwargs)


def _replacer(interpreter: Interpreter, function: Any) -> Callable[[re.Match[str]], str]:
    if isinstance(function, UnknownValue):
        raise UnknownUsed(function)
    return lambda match: text.require_text(interpreter.call(function, [match], {}))


def _exception(interpreter: Interpreter, value: BaseException, name: str, args: list[Any], kwargs: dict[str, Any]) -> object:
    if name == "__str__":
        return text.text_of(interpreter, value)
    return _plain(interpreter, value, name, args, kwargs)


_BY_TYPE: tuple[tuple[Any, Callable[..., object]], ...] = (
    ((str, bytes, bytearray), _text),
    ((list, tuple, dict, OrderedDict, defaultdict, set, frozenset, deque), _container),
    (re.Pattern, _pattern),
    (BaseException, _exception),
)

__all__ = ["Raised", "call", "ordered"]
