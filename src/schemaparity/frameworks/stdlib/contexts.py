"""contextlib and the values that `with` takes: a manager has an entry and an exit that run in the interpreter."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from attrs import define, field

from schemaparity.evaluate.classinfo import is_instance
from schemaparity.evaluate.frameworks import NotHandled
from schemaparity.evaluate.native import guarded, intrinsic
from schemaparity.evaluate.values import Raised, UnknownUsed, UnknownValue

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter

Enter = Callable[["Interpreter"], object]
Exit = Callable[["Interpreter", Any], object]


@define(eq=False)
class Manager:
    """A context manager: `enter()` answers the target, `leave(exception or None)` whether the exception is swallowed."""

    enter: Enter
    leave: Exit
    methods: dict[str, Any] = field(factory=dict)


def attribute(manager: Manager, name: str) -> object:
    """`__enter__`, `__exit__` and their asynchronous forms."""
    if name in {"__enter__", "__aenter__"}:
        return intrinsic(f"contextlib.{name}", manager.enter)
    if name in {"__exit__", "__aexit__"}:
        return intrinsic(
            f"contextlib.{name}", lambda interpreter, _cls=None, exception=None, _traceback=None: manager.leave(interpreter, exception)
        )
    if name in manager.methods:
        return manager.methods[name]
    raise NotHandled


def enter(interpreter: Interpreter, manager: Any) -> Any:
    """Enter any context manager."""
    try:
        method = interpreter.get_attribute(manager, "__enter__")
    except Raised:
        method = interpreter.get_attribute(manager, "__aenter__")
    return interpreter.call(method, [], {})


def leave(interpreter: Interpreter, manager: Any, exception: Any) -> bool:
    """Leave any context manager; True when it swallows the exception."""
    try:
        method = interpreter.get_attribute(manager, "__exit__")
    except Raised:
        method = interpreter.get_attribute(manager, "__aexit__")
    return interpreter.truth(interpreter.call(method, [None, exception, None], {})) is True


def from_generator(interpreter: Interpreter, function: Any, args: list[Any], kwargs: dict[str, Any]) -> object:
    """The manager of one call of a `@contextmanager` function."""
    generator = interpreter.call(function, args, kwargs)
    if not hasattr(type(generator), "__next__"):
        return generator if isinstance(generator, UnknownValue) else interpreter.unknown("a context manager function is no generator")

    def enter_it(_interpreter: Interpreter) -> object:
        return next(generator)

    def leave_it(_interpreter: Interpreter, exception: Any) -> object:
        return _finish(generator) if exception is None else _throw(generator, exception)

    return Manager(enter_it, leave_it)


def _finish(generator: Any) -> bool:
    for value in generator:
        if isinstance(value, UnknownValue) and value.rest:
            break
        raise RuntimeError("generator didn't stop")
    return False


def _throw(generator: Any, exception: Any) -> bool:
    try:
        generator.throw(Raised(exception))
    except StopIteration:
        return True
    except Raised as raised:
        if raised.value is exception:
            return False
        raise
    return False


def _contextmanager(_interpreter: Interpreter, function: Any) -> object:
    if isinstance(function, UnknownValue):
        raise UnknownUsed(function)

    def made(interpreter: Interpreter, *args: Any, **kwargs: Any) -> object:
        return from_generator(interpreter, function, list(args), kwargs)

    return intrinsic(getattr(function, "name", "contextmanager"), made)


def _nothing(_interpreter: Interpreter, _exception: Any) -> object:
    return False


def _suppress(_interpreter: Interpreter, *classes: Any) -> object:
    def leave_it(interpreter: Interpreter, exception: Any) -> object:
        return exception is not None and guarded(interpreter, lambda: is_instance(interpreter, exception, classes))

    return Manager(lambda _i: None, leave_it)


def _nullcontext(_interpreter: Interpreter, enter_result: Any = None) -> object:
    return Manager(lambda _i: enter_result, _nothing)


def _closing(_interpreter: Interpreter, thing: Any) -> object:
    def leave_it(interpreter: Interpreter, _exception: Any) -> object:
        interpreter.call(interpreter.get_attribute(thing, "close"), [], {})
        return False

    return Manager(lambda _i: thing, leave_it)


def _redirect(_interpreter: Interpreter, target: Any = None) -> object:
    return Manager(lambda _i: target, _nothing)


def _ignored(_value: object) -> None:
    """A callback swallows no exception, whatever it answers."""


def _exit_stack(_interpreter: Interpreter) -> object:
    """An ExitStack: what is pushed is left in reverse order."""
    pending: list[Exit] = []

    def enter_context(interpreter: Interpreter, manager: Any) -> object:
        value = enter(interpreter, manager)
        pending.append(lambda i, exception: leave(i, manager, exception))
        return value

    def callback(_i: Interpreter, function: Any, *args: Any, **kwargs: Any) -> object:
        pending.append(lambda i, _exception: _ignored(i.call(function, list(args), kwargs)))
        return function

    def leave_all(interpreter: Interpreter, exception: Any = None) -> object:
        swallowed = False
        while pending:
            if pending.pop()(interpreter, exception) is True:
                exception, swallowed = None, True
        return swallowed

    stack = Manager(lambda _i: stack, leave_all)
    functions: dict[str, Callable[..., object]] = {
        "enter_context": enter_context,
        "enter_async_context": enter_context,
        "callback": callback,
        "close": leave_all,
        "aclose": leave_all,
    }
    stack.methods.update({name: intrinsic(f"ExitStack.{name}", function) for name, function in functions.items()})
    return stack


_FUNCTIONS: dict[str, Callable[..., object]] = {
    "contextmanager": _contextmanager, "asynccontextmanager": _contextmanager, "suppress": _suppress, "nullcontext": _nullcontext,
    "closing": _closing,
    "aclosing": _closing, "redirect_stdout": _redirect, "redirect_stderr": _redirect, "chdir": _redirect, "ExitStack": _exit_stack,
    "AsyncExitStack": _exit_stack,
}  # fmt: skip
CONTEXTLIB: dict[str, Any] = {name: intrinsic(f"contextlib.{name}", function) for name, function in _FUNCTIONS.items()}
