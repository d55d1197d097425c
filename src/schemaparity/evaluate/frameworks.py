"""The port through which the interpreter asks what foreign values mean. Knows no framework."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter
    from schemaparity.evaluate.values import Class


class NotHandled(Exception):  # noqa: N818 - an answer, not an error
    """The framework (or native data) has nothing to say about this value."""


class Frameworks(Protocol):
    """What calls into third-party names mean. Every method but `module`, `make_class` and `carries_effects` may raise NotHandled."""

    def module(self, name: str) -> object | None:
        """The value of a third-party module, None where its source is to be read instead."""
        ...

    def source(self, name: str) -> str | None:
        """Text that stands in for a third-party module whose source is not at hand."""
        ...

    def attribute(self, interpreter: Interpreter, value: object, name: str) -> object:
        """`value.name` of a foreign value or of a Symbolic."""
        ...

    def assign(self, interpreter: Interpreter, value: object, name: str, new: object) -> None:
        """`value.name = new`."""
        ...

    def call(self, interpreter: Interpreter, callee: object, args: list[Any], kwargs: dict[str, Any]) -> object:
        """`callee(*args, **kwargs)`; a real exception becomes one of the interpreted program."""
        ...

    def open_call(self, interpreter: Interpreter, callee: object, args: list[Any], kwargs: dict[Any, Any]) -> object:
        """A call of which some arguments are not known: `args` holds a marker with `rest`, or `kwargs` the key REST."""
        ...

    def item(self, interpreter: Interpreter, value: object, key: object) -> object:
        """`value[key]`."""
        ...

    def set_item(self, interpreter: Interpreter, value: object, key: object, new: object) -> None:
        """`value[key] = new`."""
        ...

    def iterate(self, interpreter: Interpreter, value: object) -> list[Any]:
        """The elements of a foreign iterable."""
        ...

    def binary(self, interpreter: Interpreter, operator: str, left: object, right: object) -> object:
        """`left operator right`, comparisons and `in` included, where one side is foreign."""
        ...

    def unary(self, interpreter: Interpreter, operator: str, value: object) -> object:
        """`operator value`."""
        ...

    def make_class(self, interpreter: Interpreter, cls: Class) -> object | None:
        """What stands in the place of a class whose bases or metaclass are not all plain; None keeps the class."""
        ...

    def carries_effects(self, value: object) -> bool:
        """True when an unknown callee that gets `value` could change the state behind it (a connection, `op`)."""
        ...


class NoFrameworks:
    """Knows nothing: every third-party module is read from source or stays symbolic."""

    def module(self, name: str) -> object | None:
        """No module."""
        del name
        return None

    source = module

    def _nothing(self, *_args: object) -> Any:
        raise NotHandled

    attribute = assign = call = open_call = item = set_item = iterate = binary = unary = _nothing

    def make_class(self, interpreter: Interpreter, cls: Class) -> object | None:
        """Keep the class."""
        del interpreter, cls
        return None

    def carries_effects(self, value: object) -> bool:
        """No value does."""
        del value
        return False
