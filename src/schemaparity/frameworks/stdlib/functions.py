"""functools and operator: partial application, caches, reduction, and functions for operators."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from schemaparity.evaluate.frameworks import NotHandled
from schemaparity.evaluate.native import Refused, binary, compare, elements, intrinsic, noise, unary, unknown_call
from schemaparity.evaluate.values import Intrinsic, UnknownUsed, UnknownValue

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter


_MISSING = object()
_CACHE_METHODS = frozenset({"cache_clear", "cache_info", "cache_parameters"})


def attribute(value: Intrinsic, name: str) -> object:
    """The methods of a cached function."""
    if name in _CACHE_METHODS and value.name.startswith("functools."):
        return noise(f"functools.{name}")
    raise NotHandled


def _partial(_interpreter: Interpreter, function: Any, *args: Any, **kwargs: Any) -> object:
    if isinstance(function, UnknownValue):
        raise UnknownUsed(function)

    def run(interpreter: Interpreter, more: list[Any], keywords: dict[str, Any]) -> object:
        return interpreter.call(function, [*args, *more], {**kwargs, **keywords})

    return Intrinsic("functools.partial", run)


def _reduce(interpreter: Interpreter, function: Any, iterable: Any, *initial: Any) -> object:
    values = [*initial, *elements(interpreter, iterable)]
    if not values:
        raise TypeError("reduce() of empty iterable with no initial value")
    total = values[0]
    for value in values[1:]:
        total = interpreter.call(function, [total, value], {})
    return total


def _cache(_interpreter: Interpreter, function: Any) -> object:
    """A function that is called once for the same arguments."""
    values: dict[Any, Any] = {}

    def run(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> object:
        key = (tuple(args), tuple(sorted(kwargs.items())))
        try:
            found = values.get(key, _MISSING)
        except (TypeError, UnknownUsed):
            return interpreter.call(function, args, kwargs)
        if found is _MISSING:
            found = interpreter.call(function, args, kwargs)
            interpreter.touch(values)
            values[key] = found
        return found

    return Intrinsic(f"functools.{getattr(function, 'name', 'cache')}", run)


def _lru_cache(interpreter: Interpreter, maxsize: Any = 128, typed: Any = False) -> object:
    del typed
    is_option = maxsize is None or isinstance(maxsize, int | UnknownValue)
    return intrinsic("functools.lru_cache", _cache) if is_option else _cache(interpreter, maxsize)


def _cached_property(_interpreter: Interpreter, function: Any) -> object:
    """A property that keeps its value for each instance."""
    values: dict[int, tuple[Any, Any]] = {}

    def read(interpreter: Interpreter, instance: Any) -> object:
        if id(instance) not in values:
            value = interpreter.call(function, [instance], {})
            interpreter.touch(values)
            values[id(instance)] = (instance, value)
        return values[id(instance)][1]

    return property(intrinsic("functools.cached_property", read))  # type: ignore[arg-type]


def _decorator(_interpreter: Interpreter, *_args: Any, **_kwargs: Any) -> object:
    return intrinsic("functools.wraps", _same)


def _same(_interpreter: Interpreter, value: Any, *_args: Any, **_kwargs: Any) -> object:
    return value


_FUNCTIONS: dict[str, Callable[..., object]] = {
    "partial": _partial, "reduce": _reduce, "cache": _cache, "lru_cache": _lru_cache, "cached_property": _cached_property,
    "wraps": _decorator,
    "update_wrapper": _same, "total_ordering": _same, "singledispatch": _same,
}  # fmt: skip
FUNCTOOLS: dict[str, Any] = {
    **{name: intrinsic(f"functools.{name}", function) for name, function in _FUNCTIONS.items()},
    "partialmethod": unknown_call("functools.partialmethod", "functools.partialmethod is not modelled"),
    "cmp_to_key": unknown_call("functools.cmp_to_key", "functools.cmp_to_key is not modelled"),
}  # fmt: skip


def _binary_function(symbol: str) -> Callable[..., object]:
    return lambda interpreter, left, right: binary(interpreter, symbol, left, right)


def _comparing_function(symbol: str) -> Callable[..., object]:
    return lambda _interpreter, left, right: compare(symbol, left, right)


def _item_getter(_interpreter: Interpreter, *keys: Any) -> object:
    def get(interpreter: Interpreter, value: Any) -> object:
        found = tuple(interpreter.get_item(value, key) for key in keys)
        return found[0] if len(keys) == 1 else found

    return intrinsic("operator.itemgetter", get)


def _attribute_getter(_interpreter: Interpreter, *names: Any) -> object:
    def get(interpreter: Interpreter, value: Any) -> object:
        found = tuple(_follow(interpreter, value, name) for name in names)
        return found[0] if len(names) == 1 else found

    return intrinsic("operator.attrgetter", get)


def _follow(interpreter: Interpreter, value: Any, names: Any) -> Any:
    if not isinstance(names, str):
        raise Refused("the name of an attribute is not known")
    for name in names.split("."):
        value = interpreter.get_attribute(value, name)
    return value


def _method_caller(_interpreter: Interpreter, name: Any, *args: Any, **kwargs: Any) -> object:
    return intrinsic("operator.methodcaller", lambda i, value: i.call(i.get_attribute(value, name), list(args), kwargs))


_BINARY = {
    "add": "+", "sub": "-", "mul": "*", "truediv": "/", "floordiv": "//", "mod": "%", "pow": "**", "and_": "&", "or_": "|", "xor": "^",
    "lshift": "<<",
    "rshift": ">>", "concat": "+",
}  # fmt: skip
_COMPARE = {"eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">=", "is_": "is", "is_not": "is not"}
OPERATOR: dict[str, Any] = {
    **{name: intrinsic(f"operator.{name}", _binary_function(symbol)) for name, symbol in _BINARY.items()},
    **{name: intrinsic(f"operator.{name}", _comparing_function(symbol)) for name, symbol in _COMPARE.items()},
    "itemgetter": intrinsic("operator.itemgetter", _item_getter), "attrgetter": intrinsic("operator.attrgetter", _attribute_getter),
    "methodcaller": intrinsic("operator.methodcaller", _method_caller),
    "contains": intrinsic("operator.contains", lambda _i, container, value: compare("in", value, container)),
    "getitem": intrinsic("operator.getitem", lambda i, value, key: i.get_item(value, key)),
    "neg": intrinsic("operator.neg", lambda _i, value: unary("-", value)),
    "not_": intrinsic("operator.not_", lambda _i, value: unary("not", value)),
}  # fmt: skip
