"""Proxies for objects that are made when they are first used (`lazy_object_proxy.Proxy`): the object itself, made at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemaparity.evaluate.values import Intrinsic, Module

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter


def _made(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> object:
    """What the factory makes."""
    factory = args[0] if args else kwargs.get("factory")
    return interpreter.call(factory, [], {})


def module(name: str) -> object | None:
    """The package."""
    return Module(name, namespace={"Proxy": Intrinsic("lazy_object_proxy.Proxy", _made)}) if name == "lazy_object_proxy" else None
