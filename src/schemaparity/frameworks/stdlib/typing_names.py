"""typing, abc and types: real typing objects, decorators that change nothing, named tuples and typed dicts as class statements."""

from __future__ import annotations

import abc
import collections.abc
import types
import typing
from typing import TYPE_CHECKING, Any

from schemaparity.evaluate.frameworks import NotHandled
from schemaparity.evaluate.native import intrinsic, pure, require_known, unknown_call
from schemaparity.evaluate.values import Class, Function, Intrinsic, TypeAlias, UnknownValue
from schemaparity.frameworks import bridge
from schemaparity.frameworks.stdlib.forward_refs import forward_ref, subscript, without_text
from schemaparity.frameworks.stdlib.tuples import named_tuple_type

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter

PLAIN_BASES = (
    object, abc.ABC, typing.Generic, typing.Protocol, collections.abc.Hashable, collections.abc.Callable, collections.abc.Iterable,
    collections.abc.Sized,
    collections.abc.Container, collections.abc.Awaitable,
)  # fmt: skip
"""Bases that bring nothing that matters here."""
_SAME = (
    "final",
    "override",
    "no_type_check",
    "overload",
    "runtime_checkable",
    "runtime",
    "dataclass_transform",
    "type_check_only",
    "reveal_type",
    "deprecated",
)
_FUNCTIONS = ("cast", "get_type_hints", "get_origin", "get_args", "NamedTuple", "TypedDict", "NewType")


def strip_bases(cls: Class) -> None:
    """Take Generic[...], Protocol and ABC out of the MRO, so that they are not taken for bases that are not known."""
    cls.mro = tuple(base for base in cls.mro if not is_plain_base(base))
    cls.foreign = None


def is_plain_base(base: object) -> bool:
    """True for a base that brings nothing: object, ABC, Generic and Protocol, subscripted or not, abstract collections."""
    if isinstance(base, Class | UnknownValue):
        return False
    origin = typing.get_origin(base) or base
    return origin in PLAIN_BASES or (isinstance(origin, type) and origin.__module__ == "typing")


def make_class(interpreter: Interpreter, cls: Class) -> Any:
    """`class P(NamedTuple)` and `class D(TypedDict)`; other classes lose their plain bases."""
    if typing.NamedTuple in cls.bases:
        return _named_tuple(interpreter, cls)
    if any(base is typing.TypedDict for base in cls.bases):
        return bridge.bridge_class(interpreter, _replaced(cls, dict), (dict,))
    strip_bases(cls)
    return None


def _replaced(cls: Class, base: type) -> Class:
    cls.bases = (base,)
    cls.namespace = {}
    return cls


def _named_tuple(interpreter: Interpreter, cls: Class) -> object:
    fields = list(cls.annotations)
    defaults = {name: cls.namespace.pop(name) for name in fields if name in cls.namespace}
    made = named_tuple_type(cls.name, fields, defaults)
    cls.bases = (made,)
    return bridge.bridge_class(interpreter, cls, (made,))


def item(value: Any, key: Any) -> Any:
    """`Optional[X]` and other subscripts of typing objects and native types."""
    if isinstance(value, type) and not hasattr(value, "__class_getitem__"):
        raise NotHandled
    if isinstance(key, UnknownValue):
        return key
    key = tuple(key) if isinstance(key, list) else key
    is_native = isinstance(value, type) and value.__module__ != "typing"
    return value.__class_getitem__(key) if is_native else subscript(value, key)


_UNION_SIDES = (type, Class, type(None), typing.TypeVar, types.GenericAlias, types.UnionType, typing.NewType, TypeAlias)


def union(operator: str, left: Any, right: Any) -> object:
    """`X | Y` of types."""
    if operator != "|" or not (_is_type(left) and _is_type(right)):
        raise NotHandled
    return typing.Union[left, right]  # noqa: UP007 - built at run time


def _is_type(value: Any) -> bool:
    return isinstance(value, _UNION_SIDES) or type(value).__module__ == "typing"


def call(interpreter: Interpreter, callee: Any, args: list[Any], kwargs: dict[str, Any]) -> object:
    """`TypeVar("T")`, `UserId(5)` of a NewType, `List[int]()`."""
    if isinstance(callee, typing.NewType):
        return args[0]
    if callee is typing.ForwardRef:
        require_known(args)
        return forward_ref(*args[:1])
    if isinstance(callee, type) and callee.__module__ == "typing":
        return _constructed(callee, args, kwargs)
    origin = typing.get_origin(callee)
    if origin is not None:
        return interpreter.call(origin, args, kwargs)
    raise NotHandled


def _constructed(kind: type, args: list[Any], kwargs: dict[str, Any]) -> object:
    """A real typing object, without the options that only a later Python takes (`infer_variance`, `default`)."""
    given = [*args[:1], *map(without_text, args[1:])]
    try:
        return kind(*given, **{name: without_text(value) for name, value in kwargs.items()})
    except TypeError:
        if kind not in _VARIABLES or not args or not isinstance(args[0], str):
            raise
        return kind(args[0])


_VARIABLES = (typing.TypeVar, typing.ParamSpec, typing.TypeVarTuple)


def attribute(interpreter: Interpreter, value: Any, name: str) -> object:
    """Attributes of typing objects."""
    if name in {
        "__origin__",
        "__args__",
        "__metadata__",
        "__name__",
        "__supertype__",
        "__bound__",
        "__parameters__",
        "__module__",
        "__qualname__",
    }:
        return getattr(value, name)
    origin = typing.get_origin(value)
    if origin is not None:
        return interpreter.get_attribute(origin, name)
    raise NotHandled


def _cast(_interpreter: Interpreter, _type: Any, value: Any) -> object:
    return value


def _same(_interpreter: Interpreter, value: Any = None, *_args: Any, **_kwargs: Any) -> object:
    if isinstance(value, Function | Class | Intrinsic | type | property | staticmethod | classmethod | UnknownValue):
        return value
    return intrinsic("typing.decorator", _same)


def _new_type(_interpreter: Interpreter, name: Any, supertype: Any) -> object:
    require_known([name, supertype])
    return typing.NewType(name, supertype)


def _type_alias(_interpreter: Interpreter, name: Any, value: Any, *, type_params: Any = ()) -> object:
    """`TypeAliasType(name, value)`."""
    require_known([name])
    names = tuple(str(getattr(parameter, "__name__", parameter)) for parameter in type_params)
    return TypeAlias(name, value, names)


def _typing() -> dict[str, Any]:
    real = {name: getattr(typing, name) for name in typing.__all__}
    kept = {name: value for name, value in real.items() if not isinstance(value, types.FunctionType)}
    return {
        **kept,
        **{name: intrinsic(f"typing.{name}", _same) for name in _SAME},
        "NamedTuple": typing.NamedTuple, "TypedDict": typing.TypedDict, "TYPE_CHECKING": False, "cast": intrinsic("typing.cast", _cast),
        "NewType": intrinsic("typing.NewType", _new_type), "TypeAliasType": intrinsic("typing.TypeAliasType", _type_alias),
        "get_type_hints": unknown_call("typing.get_type_hints", "typing.get_type_hints() is not modelled"),
        "get_origin": pure("typing.get_origin", typing.get_origin), "get_args": pure("typing.get_args", typing.get_args),
    }  # fmt: skip


TYPING = _typing()
_ABSTRACT = ("abstractmethod", "abstractproperty", "abstractclassmethod", "abstractstaticmethod")
ABC: dict[str, Any] = {
    "ABC": abc.ABC, "ABCMeta": abc.ABCMeta, "abstractmethod": intrinsic("abc.abstractmethod", _same), "abstractproperty": property,
    "abstractclassmethod": classmethod, "abstractstaticmethod": staticmethod,
}  # fmt: skip


def _new_class(interpreter: Interpreter, name: Any, bases: Any = (), kwds: Any = None, exec_body: Any = None) -> object:
    """`types.new_class()`: the function fills the namespace."""
    namespace: dict[str, Any] = {}
    if exec_body is not None:
        interpreter.call(exec_body, [namespace], {})
    keywords = dict(kwds or {})
    require_known([name, bases, *keywords.values()])
    meta = keywords.pop("metaclass", None)
    if isinstance(meta, Class):
        return interpreter.call(meta, [name, bases, namespace], keywords)
    return interpreter.create_class(name, bases, namespace, keywords=keywords)


TYPES: dict[str, Any] = {
    **{name: getattr(types, name) for name in types.__all__ if isinstance(getattr(types, name), type)},
    "new_class": intrinsic("types.new_class", _new_class),
}
