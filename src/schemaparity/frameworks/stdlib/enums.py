"""enum: a class statement becomes a real Enum with bridged methods. A member whose value is not known keeps it unknown."""

from __future__ import annotations

import enum
import types
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import libcst as cst

from schemaparity.evaluate.frameworks import NotHandled
from schemaparity.evaluate.native import elements, intrinsic, require_known
from schemaparity.evaluate.values import Class, Module, Symbolic, UnknownUsed, UnknownValue
from schemaparity.frameworks import bridge

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter

_UNKNOWN = "_schemaparity_unknown_members_"
_LEFT_OUT = frozenset(
    {"__annotations__", "__module__", "__qualname__", "__slots__", "_missing_", "__static_attributes__", "__firstlineno__"}
)


class Opaque:
    """Stands for an unknown value while a real Enum is made; equal to itself only."""

    def __init__(self, value: Any) -> None:
        self.value = value


class OpaqueTuple(tuple[Any, ...]):
    """A tuple with an unknown element, equal to itself only, so that the search for aliases does not look into it."""

    __slots__ = ()
    __eq__ = object.__eq__
    __hash__ = object.__hash__


class Decorated:
    """A method whose decorator is not known: a descriptor, so that it becomes no member; reading it gives what is not known."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def __get__(self, instance: object, owner: object = None) -> Any:
        return self.value


def is_enum(value: object) -> bool:
    """True for a real enum class."""
    return isinstance(value, enum.EnumMeta)


def make_class(interpreter: Interpreter, cls: Class) -> Any:
    """The real enum of a class with an enum among its bases."""
    if not any(is_enum(base) for base in cls.bases):
        return None
    bases = bridge.bases_of(interpreter, cls, ())
    if bases is None:
        return interpreter.unknown(f"a base of the enum {cls.name} is not known")
    values = {bridge.MARK: cls, "__module__": cls.module.name, "__qualname__": cls.qualname or cls.name}
    methods = set(_methods(cls))
    for name, value in cls.namespace.items():
        if _is_kept(name, value):
            values[name] = _method(interpreter, value) if name in methods else _value(interpreter, bases, cls, name, value)
    made = _created(cls.name, bases, values)
    cls.data[bridge.BRIDGE] = made
    return _with_unknowns(made, cls)


def _created(name: str, bases: tuple[type, ...], values: dict[str, Any]) -> Any:
    def fill(namespace: dict[str, Any]) -> None:
        for member, value in values.items():
            namespace[member] = _number_of(value) if isinstance(value, Combination) else value

    return types.new_class(name, bases, {}, fill)


def _is_kept(name: str, value: Any) -> bool:
    """Nested classes are no members; the hook for values that no member has is not called."""
    return name not in _LEFT_OUT and not isinstance(value, Class | Module)


def _methods(cls: Class) -> Iterator[str]:
    """The names that a `def` in the body binds."""
    body = cls.node.body.body if isinstance(cls.node, cst.ClassDef) else ()
    return (statement.name.value for statement in body if isinstance(statement, cst.FunctionDef))


def _method(interpreter: Interpreter, value: Any) -> Any:
    return Decorated(value) if isinstance(value, UnknownValue | Symbolic) else bridge.member(interpreter, value)


def _value(interpreter: Interpreter, bases: tuple[type, ...], cls: Class, name: str, value: Any) -> Any:
    if name.startswith("__") or name in {"_ignore_", "_order_", "_generate_next_value_"}:
        return bridge.member(interpreter, value)
    unknown = _unknown_in(value)
    if unknown is None:
        return bridge.member(interpreter, value)
    if isinstance(value, tuple) and not isinstance(value, str):
        return OpaqueTuple(value)
    if any(issubclass(base, str) for base in bases):
        return unknown.text if unknown.text is not None else interpreter.holes.token(unknown.unknown, name)
    if any(issubclass(base, int | float | enum.Flag) for base in bases) or "__new__" in cls.namespace:
        raise UnknownUsed(unknown)
    return Opaque(value)


def _unknown_in(value: Any) -> UnknownValue | None:
    try:
        require_known(value)
    except UnknownUsed as used:
        return used.unknown
    return None


def _with_unknowns(made: Any, cls: Class) -> Any:
    """Give the members with unknown values these values back."""
    unknown: list[str] = []
    for name, value in cls.namespace.items():
        member = made.__members__.get(name)
        if (
            member is None
            or name != member.name
            or not (isinstance(value, UnknownValue | Symbolic) or isinstance(member._value_, OpaqueTuple))
        ):
            continue
        made._value2member_map_.pop(member._value_, None)
        member._value_ = tuple(value) if isinstance(value, tuple) else _unknown_in(value)
        unknown.append(name)
    if unknown:
        setattr(made, _UNKNOWN, tuple(unknown))
    return made


def call(interpreter: Interpreter, callee: Any, args: list[Any], kwargs: dict[str, Any]) -> object:
    """`Color("red")`, and the functional form `Enum("Color", names)`."""
    if not is_enum(callee):
        raise NotHandled
    if not callee.__members__ and args:
        return _functional(interpreter, callee, *args, **kwargs)
    require_known(args)
    try:
        return callee(*args, **kwargs)
    except ValueError:
        if hasattr(callee, _UNKNOWN):
            return interpreter.unknown(f"not all values of the enum {callee.__name__} are known")
        raise


def _functional(interpreter: Interpreter, base: Any, name: Any, names: Any = (), *_more: Any, **options: Any) -> object:
    mixin = options.pop("type", None)
    module = interpreter.frames[-1].module.name if interpreter.frames else "builtins"
    start = options.pop("start", 1)
    require_known([name, start])
    pairs = _pairs(interpreter, names, base, start)
    bases = (mixin, base) if mixin is not None else (base,)
    made = Class(name, bases, dict(pairs), Module(module))
    return make_class(interpreter, made)


def _pairs(interpreter: Interpreter, names: Any, base: Any, start: int) -> list[tuple[str, Any]]:
    """The members of the functional form: text, names, pairs or a mapping."""
    if isinstance(names, str):
        names = names.replace(",", " ").split()
    if isinstance(names, dict):
        require_known(list(names))
        return list(names.items())
    found = elements(interpreter, names)
    if all(isinstance(element, str) for element in found):
        return [
            (element, element.lower() if issubclass(base, enum.StrEnum) else _number(base, start, i)) for i, element in enumerate(found)
        ]
    pairs = [tuple(elements(interpreter, element)) for element in found]
    require_known([key for key, _ in pairs])
    return pairs


def _number(base: Any, start: int, index: int) -> int:
    return int(2**index) if issubclass(base, enum.Flag) else start + index


def iterate(value: Any) -> list[Any]:
    """The members without aliases."""
    return list(value)


def item(value: Any, key: Any) -> object:
    """`Color["RED"]`."""
    require_known(key)
    return value[key]


class Combination:
    """What an operator makes of `auto()` in the body of a class, where its value is not there yet."""

    def __init__(self, combine: Callable[[], Any]) -> None:
        self.combine = combine

    def __or__(self, other: Any) -> Combination:
        return Combination(lambda: _number_of(self) | _number_of(other))

    def __and__(self, other: Any) -> Combination:
        return Combination(lambda: _number_of(self) & _number_of(other))

    def __xor__(self, other: Any) -> Combination:
        return Combination(lambda: _number_of(self) ^ _number_of(other))

    __ror__, __rand__, __rxor__ = __or__, __and__, __xor__


class Auto(enum.auto):
    """An `auto()` that operators combine."""

    __or__ = __ror__ = Combination.__or__  # type: ignore[assignment]
    __and__ = __rand__ = Combination.__and__  # type: ignore[assignment]
    __xor__ = __rxor__ = Combination.__xor__  # type: ignore[assignment]


def _number_of(value: Any) -> Any:
    if isinstance(value, Combination):
        return value.combine()
    return value.value if isinstance(value, Auto) else value


def _auto(_interpreter: Interpreter) -> object:
    return Auto()


def _same(_interpreter: Interpreter, value: Any = None, **_options: Any) -> object:
    return value


ENUM: dict[str, Any] = {
    **{name: getattr(enum, name) for name in ("Enum", "IntEnum", "StrEnum", "Flag", "IntFlag", "ReprEnum", "EnumMeta", "EnumType",
    "property")},
    **{name: intrinsic(f"enum.{name}", _same) for name in ("unique", "verify", "global_enum")},
    **{name: getattr(enum, name) for name in ("member", "nonmember", "KEEP", "STRICT", "CONFORM", "EJECT", "UNIQUE", "CONTINUOUS",
    "FlagBoundary")},
    "auto": intrinsic("enum.auto", _auto),
}  # fmt: skip
