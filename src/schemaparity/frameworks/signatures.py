"""Real functions with the parameters of interpreted ones: SQLAlchemy copies types by the signature of `__init__`.

No code is compiled: the code object of one template is given other parameter names and counts, and the template only hands its locals over.
"""

from __future__ import annotations

import inspect
import types
from collections.abc import Callable
from typing import Any

from schemaparity.evaluate.values import Function, Parameter

_ABSENT: Any = object()
Receive = Callable[[list[Any], dict[str, Any]], Any]


def _template() -> Any:
    return receive(locals())  # type: ignore[name-defined]  # noqa: F821 - a global of each function made from it


def with_signature(function: Function, receive: Receive) -> Callable[..., Any]:
    """A real function with the parameters of `function`; its arguments go to `receive`."""
    by_kind = {
        kind: [p for p in function.parameters if p.kind == kind] for kind in ("positional", "normal", "keyword", "star", "double_star")
    }
    ordered = [p for kind in by_kind.values() for p in kind]
    positional = by_kind["positional"] + by_kind["normal"]
    flags = _template.__code__.co_flags & ~(inspect.CO_NOFREE)
    flags |= (inspect.CO_VARARGS if by_kind["star"] else 0) | (inspect.CO_VARKEYWORDS if by_kind["double_star"] else 0)
    code = _template.__code__.replace(
        co_argcount=len(positional), co_posonlyargcount=len(by_kind["positional"]), co_kwonlyargcount=len(by_kind["keyword"]),
        co_nlocals=len(ordered),
        co_varnames=tuple(p.name for p in ordered), co_flags=flags, co_name=function.name,
    )  # fmt: skip
    defaults = tuple(_ABSENT for p in positional if p.has_default)
    made = types.FunctionType(
        code, {"receive": lambda given: receive(*_arguments(by_kind, given)), "locals": locals}, function.name, defaults
    )
    made.__kwdefaults__ = {p.name: _ABSENT for p in by_kind["keyword"] if p.has_default}
    return made


def _arguments(by_kind: dict[str, list[Parameter]], given: dict[str, Any]) -> tuple[list[Any], dict[str, Any]]:
    """The arguments that were given, without those that keep their defaults."""
    args: list[Any] = []
    kwargs: dict[str, Any] = {}
    for parameter in by_kind["positional"] + by_kind["normal"]:
        value = given[parameter.name]
        if value is not _ABSENT and not kwargs and len(args) == _position(by_kind, parameter):
            args.append(value)
        elif value is not _ABSENT:
            kwargs[parameter.name] = value
    for parameter in by_kind["star"]:
        args.extend(given[parameter.name])
    kwargs.update({p.name: given[p.name] for p in by_kind["keyword"] if given[p.name] is not _ABSENT})
    for parameter in by_kind["double_star"]:
        kwargs.update(given[parameter.name])
    return args, kwargs


def _position(by_kind: dict[str, list[Parameter]], parameter: Parameter) -> int:
    return next(i for i, p in enumerate(by_kind["positional"] + by_kind["normal"]) if p is parameter)
