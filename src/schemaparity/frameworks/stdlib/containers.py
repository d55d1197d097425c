"""collections, collections.abc and copy."""

from __future__ import annotations

import collections
import collections.abc
from typing import TYPE_CHECKING, Any

from schemaparity.evaluate.native import elements, intrinsic, require_known
from schemaparity.evaluate.native.limits import MAX_DEPTH
from schemaparity.evaluate.values import Instance, UnknownValue
from schemaparity.frameworks.stdlib.tuples import named_tuple_type

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter


def _namedtuple(interpreter: Interpreter, name: Any, fields: Any, *, defaults: Any = (), **_options: Any) -> object:
    require_known(name)
    if isinstance(fields, str):
        fields = fields.replace(",", " ").split()
    names = elements(interpreter, fields)
    require_known(names)
    values = elements(interpreter, defaults or ())
    return named_tuple_type(name, names, dict(zip(names[len(names) - len(values) :], values, strict=True)))


COLLECTIONS: dict[str, Any] = {
    **{name: getattr(collections, name) for name in ("OrderedDict", "defaultdict", "Counter", "deque", "ChainMap", "UserDict", "UserList")},
    "namedtuple": intrinsic("collections.namedtuple", _namedtuple),
}
ABSTRACT: dict[str, Any] = {name: getattr(collections.abc, name) for name in collections.abc.__all__}


def copied(interpreter: Interpreter, value: Any, *, deep: bool) -> Any:
    """A copy of a container or an interpreted instance; other values are shared."""
    return _copied(interpreter, value, deep, {}, 0)


def _copied(interpreter: Interpreter, value: Any, deep: bool, made: dict[int, Any], depth: int) -> Any:
    if depth > MAX_DEPTH:
        return interpreter.unknown("a copy of deeply nested containers")

    def inner(element: Any) -> Any:
        if deep and id(element) not in made:
            made[id(element)] = _copied(interpreter, element, True, made, depth + 1)
        return made[id(element)] if deep else element

    if isinstance(value, UnknownValue):
        return value
    if type(value) in {list, tuple, collections.deque}:
        return type(value)(map(inner, value))
    if type(value) in {dict, collections.OrderedDict}:
        return type(value)((k, inner(e)) for k, e in value.items())
    if isinstance(value, set | collections.defaultdict | collections.Counter):
        return value.copy()
    if isinstance(value, Instance):
        names = {k: inner(e) for k, e in value.attributes.items()}
        return Instance(value.cls, names, value.origin)
    if deep and hasattr(value, "copy") and type(value).__module__.startswith("sqlalchemy"):
        return interpreter.unknown(f"a deep copy of a {type(value).__name__}")
    return value


def _copy(interpreter: Interpreter, value: Any) -> object:
    return copied(interpreter, value, deep=False)


def _deepcopy(interpreter: Interpreter, value: Any, _memo: Any = None) -> object:
    return copied(interpreter, value, deep=True)


COPY: dict[str, Any] = {"copy": intrinsic("copy.copy", _copy), "deepcopy": intrinsic("copy.deepcopy", _deepcopy)}
