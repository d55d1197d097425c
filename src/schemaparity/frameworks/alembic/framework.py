"""The Alembic framework: `op`, `context` and the classes that projects register operations with; the rest is symbolic."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from alembic.migration import MigrationContext
from alembic.operations.base import AbstractOperations

from schemaparity.evaluate.frameworks import NotHandled
from schemaparity.evaluate.values import Intrinsic, Module, Symbolic
from schemaparity.frameworks.alembic.config import Config
from schemaparity.frameworks.alembic.context import ContextModule, context_attribute
from schemaparity.frameworks.alembic.custom import OperationsClass, operations_attribute
from schemaparity.frameworks.alembic.op import Operation, OpModule, call_operation, op_attribute
from schemaparity.frameworks.alembic.session import session_of
from schemaparity.frameworks.sqlalchemy import gate
from schemaparity.location import NOWHERE

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter

_OP, _CONTEXT = OpModule(), ContextModule()
_REAL = frozenset(
    {
        "alembic.ddl",
        "alembic.ddl.base",
        "alembic.ddl.impl",
        "alembic.ddl.postgresql",
        "alembic.ddl.mysql",
        "alembic.ddl.sqlite",
        "alembic.ddl.mssql",
    }
)


def _configure_context(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> MigrationContext:
    """`MigrationContext.configure(connection)`: the run's own."""
    del args, kwargs
    return session_of(interpreter).context


def _operations(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> Any:
    """`Operations(context)`: the run's own."""
    del args, kwargs
    return session_of(interpreter).operations


def _migration_names() -> dict[str, Any]:
    holder = Module("alembic.runtime.migration.MigrationContext")
    holder.namespace["configure"] = Intrinsic("MigrationContext.configure", _configure_context)
    return {"MigrationContext": holder}


def _modules() -> dict[str, Any]:
    operations: dict[str, Any] = {"Operations": OperationsClass(), "BatchOperations": OperationsClass("BatchOperations")}
    operations |= {n: Symbolic(f"alembic.operations.{n}", NOWHERE) for n in ("MigrateOperation", "ops")}
    return {
        "alembic.op": _OP,
        "alembic.context": _CONTEXT,
        "alembic.operations": Module("alembic.operations", namespace=operations),
        "alembic.operations.base": Module("alembic.operations.base", namespace=dict(operations)),
        "alembic.migration": Module("alembic.migration", namespace=_migration_names()),
        "alembic.runtime.migration": Module("alembic.runtime.migration", namespace=_migration_names()),
        "alembic.config": Module("alembic.config", namespace={"Config": Intrinsic("alembic.config.Config", _config)}),
    }


def _config(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> Config:
    """`Config(...)` made by a program: the run's own."""
    del args, kwargs
    return session_of(interpreter).config


_MODULES = _modules()


class _Package:
    """The package `alembic`."""


_PACKAGE = _Package()


def module(name: str) -> object | None:
    """The value of a module of Alembic."""
    if name == "alembic":
        return _PACKAGE
    if name in _MODULES:
        own: object = _MODULES[name]
        return own
    real: object = importlib.import_module(name) if name in _REAL else Symbolic(name, NOWHERE)
    return real


def attribute(interpreter: Interpreter, value: object, name: str) -> object:
    """`value.name`."""
    if isinstance(value, _Package):
        return _package_name(name)
    if isinstance(value, OpModule):
        return op_attribute(interpreter, None, name)
    if isinstance(value, ContextModule):
        return context_attribute(interpreter, name)
    if isinstance(value, AbstractOperations):
        return op_attribute(interpreter, value, name)
    if isinstance(value, OperationsClass):
        found = operations_attribute(name)
        return found if found is not None else Symbolic(f"alembic.operations.Operations.{name}", NOWHERE)
    if isinstance(value, MigrationContext) and name == "config":
        return session_of(interpreter).config
    return gate.attribute(interpreter, value, name)


def _package_name(name: str) -> object:
    if name == "__version__":
        return str(importlib.import_module("alembic").__version__)
    return module(f"alembic.{name}")


def call(interpreter: Interpreter, callee: object, args: list[Any], kwargs: dict[str, Any]) -> object:
    """`callee(*args, **kwargs)`."""
    if isinstance(callee, Operation):
        return call_operation(interpreter, callee, args, kwargs)
    if isinstance(callee, OperationsClass):
        return _operations(interpreter, args, kwargs)
    if isinstance(callee, Symbolic):
        raise NotHandled
    return gate.call(interpreter, callee, args, kwargs)


def carries_effects(value: object) -> bool:
    """True for operations: what gets them may change the schema."""
    return isinstance(value, AbstractOperations | OpModule | MigrationContext | Operation)


assign = gate.assign
item = gate.item
iterate = gate.iterate
binary = gate.binary
