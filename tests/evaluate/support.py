"""In-memory programs for the interpreter, and the same programs run by Python."""

# ruff: noqa: E501 - programs are tables, a row a program

from __future__ import annotations

from typing import Any

from attrs import define, field

from schemaparity.evaluate import Budget, Interpreter, Limits, NoFrameworks
from schemaparity.evaluate.values import Intrinsic, Module, UnknownValue
from schemaparity.project import MemoryFileSystem
from schemaparity.schema import Unknown
from schemaparity.source import Finder


class Probe(NoFrameworks):
    """A framework module `probe`: `probe.unknown` is not known, `probe.log(x)` is an effect."""

    def __init__(self, effects: Log) -> None:
        self.effects = effects

    def module(self, name: str) -> object | None:
        if name != "probe":
            return None
        unknown = UnknownValue(Unknown("the weather is not known"))
        return Module("probe", namespace={"unknown": unknown, "other": UnknownValue(Unknown("other")), "log": Intrinsic("probe.log", self._log), "conn": self.effects})

    def _log(self, _interpreter: Interpreter, args: list[Any], _kwargs: dict[str, Any]) -> None:
        self.effects.lines = (*self.effects.lines, args[0])

    def carries_effects(self, value: object) -> bool:
        return value is self.effects


@define(eq=False)
class Log:
    """Effects: lines that were logged; `?line` for one that may have been."""

    lines: tuple[Any, ...] = ()
    unknown_calls: list[str] = field(factory=list)

    def snapshot(self) -> object:
        return self.lines

    def restore(self, state: Any) -> None:
        self.lines = state

    def join(self, first: Any, second: Any, unknown: Unknown) -> None:
        common = [x for x in first if x in second]
        self.lines = tuple(dict.fromkeys([*common, *(x if str(x).startswith("?") else f"?{x}" for x in (*first, *second) if x not in common)]))

    def unknown_call(self, unknown: Unknown, arguments: tuple[object, ...]) -> None:
        self.unknown_calls.append(unknown.reason)


def interpreter(files: dict[str, str] | str, **limits: Any) -> Interpreter:
    """An interpreter over files of `/p`; text alone is `/p/a.py`."""
    named = {"a.py": files} if isinstance(files, str) else files
    finder = Finder(MemoryFileSystem({f"/p/{path}": text for path, text in named.items()}), ["/p"])
    log = Log()
    return Interpreter(finder, Probe(log), log, budget=Budget(Limits(**limits)))


def names(files: dict[str, str] | str, *wanted: str, whole: bool = True, **limits: Any) -> tuple[Any, ...]:
    """The values of names of module `a`, evaluated."""
    run = interpreter(files, **limits)
    module = run.import_module("a", whole=whole)
    return tuple(run.get_attribute(module, name) for name in wanted)


def value(source: str, **limits: Any) -> Any:
    """The value of `result` after a program."""
    return names(source, "result", **limits)[0]


def run_by_python(source: str) -> Any:
    """What Python says `result` is."""
    namespace: dict[str, Any] = {"__name__": "a"}
    exec(source, namespace)
    return namespace["result"]
