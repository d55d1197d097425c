"""Which imports matter: a module is evaluated whole when it, or a module that it imports, can hold tables. Answered from bytes."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import define, field

from schemaparity.evaluate import Interpreter
from schemaparity.source import Finder, SourceFile
from schemaparity.source.imports import may_hold_tables, scan

_MENTIONS = (b"sqlalchemy", b"sqlmodel", b"SQLModel")


@define(eq=False)
class Reach:
    """Answers `Interpreter.importing`.

    Third-party modules count when they mention SQLAlchemy; their imports are followed inside their own package only.

    Args:
        finder: finds the source of modules.
        known: the frameworks' modules, which are not read from source.

    """

    finder: Finder
    is_known: object
    _answers: dict[str, bool] = field(factory=dict)
    _next: dict[str, tuple[str, ...]] = field(factory=dict)
    _holds: dict[str, bool] = field(factory=dict)

    def __call__(self, name: str) -> bool:
        """True when the module must be evaluated whole."""
        if name not in self._answers:
            self._search(name)
        return self._answers[name]

    def _search(self, start: str) -> None:
        """Look at the module and what it imports, nearest first; when nothing is found, nothing is found from any of them."""
        seen, waiting = {start}, [start]
        while waiting:
            name = waiting.pop(0)
            if self._answers.get(name) or self._may_hold(name):
                self._answers[start] = True
                return
            if name in self._answers:
                continue
            fresh = [n for n in self._imports(name) if n not in seen]
            seen.update(fresh)
            waiting.extend(fresh)
        self._answers.update(dict.fromkeys(seen, False))

    def _source(self, name: str) -> SourceFile | None:
        if self.is_known is not None and self.is_known(name):  # type: ignore[operator]
            return None
        found = self.finder.find(name)
        return found if isinstance(found, SourceFile) else None

    def _may_hold(self, name: str) -> bool:
        if name not in self._holds:
            source = self._source(name)
            self._holds[name] = source is not None and _holds_tables(source)
        return self._holds[name]

    def _imports(self, name: str) -> tuple[str, ...]:
        if name not in self._next:
            source = self._source(name)
            self._next[name] = tuple(dict.fromkeys(self._targets(source))) if source is not None else ()
        return self._next[name]

    def _targets(self, source: SourceFile) -> Iterator[str]:
        """The modules that a file loads, with the packages above them."""
        package = source.module_name if source.is_package else source.module_name.rpartition(".")[0]
        top = source.module_name.partition(".")[0]
        for found in scan(source.data, package):
            for candidate in found.candidates:
                if source.is_third_party and candidate.partition(".")[0] != top:
                    continue
                parts = candidate.split(".")
                yield from (".".join(parts[:end]) for end in range(1, len(parts) + 1))


def _holds_tables(source: SourceFile) -> bool:
    if source.is_third_party and not any(word in source.data for word in _MENTIONS):
        return False
    return may_hold_tables(source.data)


def follow_imports(interpreter: Interpreter) -> Reach:
    """Make the interpreter evaluate modules whole where tables can come of it."""
    reach = Reach(interpreter.finder, lambda name: interpreter.frameworks.module(name) is not None)
    interpreter.importing = reach
    return reach
