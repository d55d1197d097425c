"""Logging, warnings, tracebacks: calls that change nothing here. A logger answers None when told and unknown when asked."""

from __future__ import annotations

import builtins
import logging
from typing import TYPE_CHECKING, Any

from attrs import frozen

from schemaparity.evaluate.native import noise, unknown_call
from schemaparity.evaluate.values import Intrinsic

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter

_TOLD = frozenset({
    "debug", "info", "warning", "warn", "error", "exception", "critical", "fatal", "log", "setLevel", "addHandler", "removeHandler",
    "addFilter",
    "removeFilter", "setFormatter", "flush", "close", "handle",
})  # fmt: skip


@frozen(eq=False)
class Logger:
    """A logger, handler or formatter."""

    name: str


def logger_attribute(logger: Logger, name: str) -> object:
    """An attribute of a logger."""
    if name == "name":
        return logger.name
    if name in _TOLD:
        return noise(f"logging.Logger.{name}")
    if name in {"getChild", "bind"}:
        return Intrinsic("logging.Logger.getChild", lambda _i, _args, _kwargs: logger)
    if name in {"handlers", "filters"}:
        return []
    if name in {"disabled", "propagate"}:
        return False
    return unknown_call(f"logging.Logger.{name}", "what a logger answers is not known")


def _logger(_interpreter: Interpreter, args: list[Any], _kwargs: dict[str, Any]) -> object:
    return Logger(args[0] if args and isinstance(args[0], str) else "root")


_MAKES_LOGGER = ("getLogger", "StreamHandler", "FileHandler", "NullHandler", "Formatter", "Handler", "Filter", "LoggerAdapter")
_LEVELS = ("NOTSET", "DEBUG", "INFO", "WARNING", "WARN", "ERROR", "CRITICAL", "FATAL")
_TELL = (
    "debug",
    "info",
    "warning",
    "warn",
    "error",
    "exception",
    "critical",
    "log",
    "basicConfig",
    "disable",
    "captureWarnings",
    "addLevelName",
)


def LOGGING() -> dict[str, Any]:  # noqa: N802 - a namespace like the others
    """The namespace of logging."""
    return {
        **{name: Intrinsic(f"logging.{name}", _logger) for name in _MAKES_LOGGER},
        **{name: getattr(logging, name) for name in _LEVELS},
        **{name: noise(f"logging.{name}") for name in _TELL},
        "root": Logger("root"),
        "getLevelName": unknown_call("logging.getLevelName", "names of logging levels are not modelled"),
    }


def _names(module: str, *names: str) -> dict[str, Any]:
    return {name: noise(f"{module}.{name}") for name in names}


LOGGING_CONFIG = _names("logging.config", "fileConfig", "dictConfig", "listen")
PPRINT = _names("pprint", "pprint", "pp")
TRACEBACK = {
    **_names("traceback", "print_exc", "print_stack", "print_exception", "print_tb"),
    "format_exc": unknown_call("traceback.format_exc", "the text of a traceback is not known"),
}
_WARNINGS = {name: value for name, value in vars(builtins).items() if isinstance(value, type) and issubclass(value, Warning)}
WARNINGS = {**_WARNINGS, **_names("warnings", "warn", "filterwarnings", "simplefilter", "resetwarnings", "warn_explicit")}
