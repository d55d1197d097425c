"""asyncio: coroutines have run when they are called, so that what waits for one answers its value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define

from schemaparity.evaluate.frameworks import NotHandled
from schemaparity.evaluate.native import intrinsic, noise
from schemaparity.evaluate.values import Function
from schemaparity.frameworks.stdlib.contexts import Manager

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter


@define(eq=False)
class Loop:
    """An event loop, a runner."""


_NOISE = frozenset({"close", "stop", "set_debug", "run_forever", "shutdown_asyncgens", "shutdown_default_executor"})


def _result(interpreter: Interpreter, value: Any, *_args: Any, **_kwargs: Any) -> object:
    return interpreter.awaited(value)


def _wait_for(interpreter: Interpreter, value: Any, timeout: Any = None) -> object:
    del timeout
    return interpreter.awaited(value)


def _gather(interpreter: Interpreter, *values: Any, **_options: Any) -> object:
    return [interpreter.awaited(value) for value in values]


def _in_executor(interpreter: Interpreter, _executor: Any, function: Any, *args: Any) -> object:
    return interpreter.call(function, list(args), {})


def _to_thread(interpreter: Interpreter, function: Any, *args: Any, **kwargs: Any) -> object:
    return interpreter.call(function, list(args), kwargs)


def _loop(_interpreter: Interpreter, *_args: Any, **_kwargs: Any) -> object:
    return Loop()


def _runner(_interpreter: Interpreter, **_options: Any) -> object:
    loop = Loop()
    return Manager(lambda _i: loop, lambda _i, _exception: False)


def _is_async(_interpreter: Interpreter, value: Any) -> object:
    return bool(isinstance(value, Function) and value.is_async)


def attribute(name: str) -> object:
    """The methods of an event loop; none is running."""
    if name in {"run_until_complete", "run", "create_task"}:
        return intrinsic(f"asyncio.{name}", _result)
    if name == "run_in_executor":
        return intrinsic("asyncio.run_in_executor", _in_executor)
    if name in {"is_running", "is_closed"}:
        return intrinsic(f"asyncio.{name}", lambda _i: False)
    if name in _NOISE:
        return noise(f"asyncio.{name}")
    raise NotHandled


def _no_loop(_interpreter: Interpreter) -> object:
    raise RuntimeError("no running event loop")


ASYNCIO: dict[str, Any] = {
    **{name: intrinsic(f"asyncio.{name}", _result) for name in ("run", "create_task", "ensure_future", "shield")},
    **{name: intrinsic(f"asyncio.{name}", _loop) for name in ("get_event_loop", "new_event_loop")},
    **{name: noise(f"asyncio.{name}") for name in ("sleep", "set_event_loop", "set_event_loop_policy")},
    "get_running_loop": intrinsic("asyncio.get_running_loop", _no_loop), "Runner": intrinsic("asyncio.Runner", _runner),
    "wait_for": intrinsic("asyncio.wait_for", _wait_for), "gather": intrinsic("asyncio.gather", _gather),
    "to_thread": intrinsic("asyncio.to_thread", _to_thread), "iscoroutinefunction": intrinsic("asyncio.iscoroutinefunction", _is_async),
    "TimeoutError": TimeoutError,
}  # fmt: skip
