"""The attributes of native data that interpreted code may read: a literal table of types. Everything else raises NotHandled."""

from __future__ import annotations

import datetime as dt
import decimal
import enum
import fractions
import io
import pathlib
import re
import string
import types
import uuid
import zoneinfo
from collections import ChainMap, Counter, OrderedDict, UserDict, UserList, defaultdict, deque
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from schemaparity.evaluate.frameworks import NotHandled
from schemaparity.evaluate.values import Raised, UnknownValue

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter

MUTATORS = frozenset({
    "append", "appendleft", "add", "clear", "difference_update", "discard", "extend", "extendleft", "insert", "intersection_update",
    "move_to_end", "pop",
    "popitem", "popleft", "remove", "reverse", "rotate", "setdefault", "sort", "subtract", "symmetric_difference_update", "update",
    "__setitem__", "__delitem__",
})  # fmt: skip
"""Names of the methods that change a native container in place."""

_DATA = (
    str, bytes, bytearray, int, float, bool, complex, list, tuple, dict, set, frozenset, range, slice, type(None),
    OrderedDict, defaultdict, deque, Counter, ChainMap, UserDict, UserList, types.MappingProxyType, types.SimpleNamespace,
    dt.date, dt.datetime, dt.time, dt.timedelta, dt.tzinfo, dt.timezone, zoneinfo.ZoneInfo,
    decimal.Decimal, fractions.Fraction, uuid.UUID, pathlib.PurePath, re.Match, re.Pattern, string.Template, io.StringIO, io.BytesIO,
)  # fmt: skip
_VIEWS: tuple[type, ...] = (type({}.keys()), type({}.values()), type({}.items()), type(iter([])), type(iter(())), type(iter("")))
_DENIED = frozenset({"now", "today", "utcnow", "uuid1", "fromtimestamp", "cwd", "home"})
"""Answers that depend on the clock or the machine."""
_SPECIAL = frozenset({
    "__add__", "__and__", "__contains__", "__doc__", "__eq__", "__format__", "__ge__", "__getitem__", "__gt__", "__hash__", "__iter__",
    "__le__", "__len__",
    "__lt__", "__mod__", "__module__", "__mul__", "__name__", "__ne__", "__or__", "__qualname__", "__radd__", "__repr__", "__setitem__",
    "__delitem__", "__str__",
    "__sub__", "__bool__", "__int__", "__float__", "__index__", "__cause__", "__context__", "__members__", "__missing__", "__reversed__",
    "__set_name__", "__init__", "__new__", "__neg__", "__abs__", "__next__", "__bases__", "__mro__", "__dict__", "__wrapped__",
    "__version__", "__args__",
    "__origin__", "__metadata__", "__bound__", "__suppress_context__", "__notes__", "__traceback__", "__subclasses__", "__invert__",
    "__xor__", "__enter__", "__exit__", "_value_", "_name_", "_value2member_map_", "_member_names_", "_member_map_", "_replace",
    "_asdict", "_fields",
})  # fmt: skip
_OPERATORS = {"__add__": "+", "__sub__": "-", "__mul__": "*", "__mod__": "%", "__and__": "&", "__or__": "|", "__xor__": "^"}
_COMPARISONS = {"__eq__": "==", "__ne__": "!=", "__lt__": "<", "__le__": "<=", "__gt__": ">", "__ge__": ">="}
_TEXT_METHODS = frozenset(
    {"strip", "lstrip", "rstrip", "removeprefix", "removesuffix", "format", "encode", "decode", "expandtabs", "replace", "join"}
)


@frozen(eq=False, repr=False)
class NativeMethod:
    """A method of native data, or a class method or unbound method of a native type. Real code may call it."""

    value: Any
    name: str
    interpreter: Any = field(default=None)

    def __repr__(self) -> str:
        return f"NativeMethod({type(self.value).__name__}.{self.name})"

    def __call__(self, *args: object, **kwargs: object) -> object:
        """Run it in its interpreter."""
        return self.interpreter.call(self, list(args), kwargs)


def is_native(value: object) -> bool:
    """True for data whose attributes this module knows."""
    return isinstance(value, (*_DATA, *_VIEWS, BaseException, enum.Enum, types.GeneratorType))


def is_native_type(value: object) -> bool:
    """True for the type of such data, or a real subclass of it."""
    return isinstance(value, type) and (value in (object, type) or issubclass(value, (*_DATA, BaseException, enum.Enum)))


def is_at_home(value: object) -> bool:
    """True for a type that a framework of this package has made of a native one."""
    module = getattr(value if isinstance(value, type) else type(value), "__module__", None)
    return isinstance(module, str) and module.startswith("schemaparity.frameworks")


def attribute(interpreter: Interpreter, value: Any, name: str) -> object:
    """The attribute of native data; raises NotHandled for other values, Raised(AttributeError) when there is no such attribute."""
    if isinstance(value, UnknownValue):
        if value.text is not None and name in _TEXT_METHODS:
            return NativeMethod(value, name, interpreter)
        return value
    if name == "__class__":
        return type(value)
    if not is_native(value) and not is_native_type(value):
        raise NotHandled
    if name.startswith("_") and name not in _SPECIAL and not _is_own(value, name):
        return _missing(interpreter, value, name)
    return _plain_attribute(interpreter, value, name)


def _is_own(value: Any, name: str) -> bool:
    """True for what the interpreted program itself has put on the object: in its dictionary, not in that of a built-in type."""
    return not isinstance(value, type) and not name.startswith("__") and name in getattr(value, "__dict__", ())


def _plain_attribute(interpreter: Interpreter, value: Any, name: str) -> object:
    try:
        found = getattr(value, name)
    except AttributeError as error:
        raise Raised(error, interpreter.origin()) from error
    if callable(found) and not isinstance(found, type | enum.Enum) and not _is_own(value, name) and _is_builtin(found):
        return NativeMethod(value, name, interpreter)
    if name == "__dict__":
        return dict(found)
    return found


def _is_builtin(found: Any) -> bool:
    """True for a function or method of Python itself, in C or in Python."""
    kinds = (
        types.BuiltinFunctionType,
        types.MethodType,
        types.FunctionType,
        types.MethodDescriptorType,
        types.WrapperDescriptorType,
        types.MethodWrapperType,
    )
    return isinstance(found, (*kinds, types.ClassMethodDescriptorType))


def _missing(interpreter: Interpreter, value: Any, name: str) -> object:
    kind = f"type object '{value.__name__}'" if isinstance(value, type) else f"'{type(value).__name__}' object"
    if hasattr(value, name):
        return interpreter.unknown(f"the attribute {name} of {kind} is not modelled")
    raise Raised(AttributeError(f"{kind} has no attribute '{name}'"), interpreter.origin())


def is_denied(name: str) -> bool:
    """True for a method whose answer depends on the clock or the machine."""
    return name in _DENIED


def operator_of(name: str) -> tuple[str, bool] | None:
    """The symbol of an operator's special method, and whether it compares."""
    if name in _OPERATORS:
        return _OPERATORS[name], False
    return (_COMPARISONS[name], True) if name in _COMPARISONS else None
