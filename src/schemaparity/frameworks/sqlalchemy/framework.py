"""The SQLAlchemy framework: the ORM's part first, then the gate to everything else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemaparity.evaluate.classes import linearized
from schemaparity.evaluate.frameworks import NotHandled
from schemaparity.evaluate.values import Symbolic
from schemaparity.frameworks.declarative import framework as orm
from schemaparity.frameworks.sqlalchemy import gate
from schemaparity.frameworks.sqlalchemy.overlays import calls
from schemaparity.frameworks.sqlalchemy.overlays.engines import ASYNCHRONOUS
from schemaparity.frameworks.sqlalchemy.third_party_types import known_base

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter
    from schemaparity.evaluate.values import Class


def module(name: str) -> object | None:
    """The value of a module of SQLAlchemy."""
    found = orm.module(name)
    if found is None:
        return gate.module(name)
    if name == "sqlalchemy.ext.asyncio":
        found.namespace.update(ASYNCHRONOUS)
    return found


def _ask(question: str, *arguments: Any) -> Any:
    for part in (orm, gate):
        answer = getattr(part, question, None)
        if answer is None:
            continue
        try:
            return answer(*arguments)
        except NotHandled:
            continue
    raise NotHandled


def attribute(interpreter: Interpreter, value: object, name: str) -> object:
    """`value.name`."""
    return _ask("attribute", interpreter, value, name)


def assign(interpreter: Interpreter, value: object, name: str, new: object) -> None:
    """`value.name = new`."""
    _ask("assign", interpreter, value, name, new)


def call(interpreter: Interpreter, callee: object, args: list[Any], kwargs: dict[str, Any]) -> object:
    """`callee(*args, **kwargs)`."""
    return _ask("call", interpreter, callee, args, kwargs)


def open_call(interpreter: Interpreter, callee: object, args: list[Any], kwargs: dict[Any, Any]) -> object:
    """A call of which some arguments are not known."""
    return calls.open_call(interpreter, callee, args, kwargs)


def item(interpreter: Interpreter, value: object, key: object) -> object:
    """`value[key]`."""
    return _ask("item", interpreter, value, key)


def set_item(interpreter: Interpreter, value: object, key: object, new: object) -> None:
    """`value[key] = new`."""
    _ask("set_item", interpreter, value, key, new)


def iterate(interpreter: Interpreter, value: object) -> list[Any]:
    """The elements of a value."""
    return _ask("iterate", interpreter, value)  # type: ignore[no-any-return]


def binary(interpreter: Interpreter, operator: str, left: object, right: object) -> object:
    """`left operator right`."""
    return _ask("binary", interpreter, operator, left, right)


def unary(interpreter: Interpreter, operator: str, value: object) -> object:
    """`operator value`."""
    return _ask("unary", interpreter, operator, value)


def make_class(interpreter: Interpreter, cls: Class) -> object | None:
    """What stands in the place of a class; a base that is a well-known type becomes a real one."""
    known = {base: real for base in cls.bases if isinstance(base, Symbolic) and (real := known_base(base, cls.namespace)) is not None}
    if known:
        cls.bases = tuple(known.get(base, base) if isinstance(base, Symbolic) else base for base in cls.bases)
        cls.mro = linearized(interpreter, cls)
    made: object | None = orm.make_class(interpreter, cls)  # type: ignore[func-returns-value]
    return made


def carries_effects(value: object) -> bool:
    """Whether an unknown callee could change the schema through the value."""
    return gate.carries_effects(value)
