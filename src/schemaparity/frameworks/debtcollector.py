"""debtcollector's decorators: they warn when what they decorate is used, and declare nothing, so the decorated thing stays itself."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from schemaparity.evaluate.values import Class, Function, Intrinsic, Module, Symbolic

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter

_DECORATORS = {
    "debtcollector": (),
    "debtcollector.removals": ("remove", "removed_class", "removed_kwarg"),
    "debtcollector.renames": ("renamed_kwarg",),
    "debtcollector.updating": ("updated_kwarg_default_value",),
}


def _same(_interpreter: Interpreter, args: list[Any], _kwargs: dict[str, Any]) -> object:
    return args[0]


def _decorate(name: str, _interpreter: Interpreter, args: list[Any], _kwargs: dict[str, Any]) -> object:
    """`@decorator` or `@decorator(...)`."""
    return args[0] if args and isinstance(args[0], Function | Class) else Intrinsic(name, _same)


def _other(name: str, interpreter: Interpreter, args: list[Any], _kwargs: dict[str, Any]) -> object:
    return Symbolic(f"{name}.{args[0]}", interpreter.origin())


def module(name: str) -> object | None:
    """A module of decorators; its other names stay symbolic."""
    if name not in _DECORATORS:
        return None
    paths = {decorator: f"{name}.{decorator}" for decorator in _DECORATORS[name]}
    found: dict[str, object] = {decorator: Intrinsic(path, partial(_decorate, path)) for decorator, path in paths.items()}
    return Module(name, namespace={**found, "__getattr__": Intrinsic(f"{name}.__getattr__", partial(_other, name))}, is_third_party=True)
