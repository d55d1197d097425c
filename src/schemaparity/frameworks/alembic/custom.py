"""Operations that a project registers itself: interpreted classes and implementations, registered in the run only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define

from schemaparity.evaluate.values import Class, Instance, Intrinsic, UnknownUsed
from schemaparity.frameworks.alembic.session import session_of

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter


@define(eq=False)
class OperationsClass:
    """`alembic.operations.Operations` (or BatchOperations) as a project sees it."""

    name: str = "Operations"

    @property
    def __name__(self) -> str:
        return self.name


def operations_attribute(name: str) -> object:
    """`Operations.register_operation`, `Operations.implementation_for`."""
    return Intrinsic(f"alembic.operations.Operations.{name}", _METHODS[name]) if name in _METHODS else None


def _register(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> Intrinsic:
    """`@Operations.register_operation(name, sourcename=None)`."""
    del interpreter
    name = args[0] if args else kwargs.get("name")
    source = args[1] if len(args) > 1 else kwargs.get("sourcename") or name

    def decorate(inner: Interpreter, given: list[Any], _keywords: dict[str, Any]) -> Any:
        if isinstance(name, str) and isinstance(source, str) and isinstance(given[0], Class):
            session_of(inner).custom[name] = (given[0], source)
        return given[0]

    return Intrinsic("register_operation", decorate)


def _implementation(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> Intrinsic:
    """`@Operations.implementation_for(Class)`."""
    del interpreter
    target = args[0] if args else kwargs.get("op_cls")

    def decorate(inner: Interpreter, given: list[Any], _keywords: dict[str, Any]) -> Any:
        if isinstance(target, Class):
            session_of(inner).implementations.insert(0, (target, given[0]))
        return given[0]

    return Intrinsic("implementation_for", decorate)


_METHODS = {"register_operation": _register, "implementation_for": _implementation}


def custom_operation(interpreter: Interpreter, name: str) -> Intrinsic:
    """`op.NAME` of a registered operation: its class method, given the operations."""
    cls, source = session_of(interpreter).custom[name]

    def run(inner: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> Any:
        method = inner.get_attribute(cls, source)
        return inner.call(method, [session_of(inner).operations, *args], kwargs)

    return Intrinsic(f"alembic.op.{name}", run)


def invoke(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> Any:
    """`operations.invoke(operation)`: an interpreted operation runs its interpreted implementation."""
    del kwargs
    session = session_of(interpreter)
    operation = args[-1]
    if not isinstance(operation, Instance):
        return session.operations.invoke(operation)
    for cls in operation.cls.mro:
        for target, function in session.implementations:
            if target is cls:
                return interpreter.call(function, [session.operations, operation], {})
    raise UnknownUsed(interpreter.unknown(f"operation {operation.cls.name} has no implementation that can be read"))
