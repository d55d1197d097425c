"""`@compiles(Class, dialect)`: registered on the project's classes only; on SQLAlchemy's own it would outlive the run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy.ext import compiler

from schemaparity.evaluate.values import Intrinsic

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter


def compiles(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> Intrinsic:
    """The decorator."""
    del interpreter
    target: Any = args[0] if args else kwargs.get("class_")
    dialects = args[1:]
    is_users = isinstance(target, type) and target.__module__.partition(".")[0] != "sqlalchemy"

    def decorate(_inner: Interpreter, given: list[Any], _keywords: dict[str, Any]) -> Any:
        if is_users:
            compiler.compiles(target, *dialects)(_called(given[0]))
        return given[0]

    return Intrinsic("sqlalchemy.ext.compiler.compiles", decorate)


def _called(function: Any) -> Any:
    def compile_element(element: Any, compiled: Any, **keywords: Any) -> Any:
        return function(element, compiled, **keywords)

    return compile_element
