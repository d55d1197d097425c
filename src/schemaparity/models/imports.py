"""Which imports matter: a module is evaluated whole when it can hold tables, and passed through when only modules that it imports can."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import define, field

from schemaparity.evaluate import Interpreter
from schemaparity.models.holding import Holding, data_of
from schemaparity.source import SourceFile
from schemaparity.source.imports import Import, scan
from schemaparity.source.outline import Load


@define(eq=False)
class Reach:
    """Answers `Interpreter.importing` and `Interpreter.passing`.

    Imports of third-party modules are followed inside their own package only.

    Args:
        holding: answers which modules can hold tables themselves.

    """

    holding: Holding
    _answers: dict[str, bool] = field(factory=dict)
    _next: dict[str, tuple[str, ...]] = field(factory=dict)

    def __call__(self, name: str) -> bool:
        """True when tables can come of importing the module."""
        if name not in self._answers:
            self._search(name)
        return self._answers[name]

    def passing(self, name: str) -> tuple[Import, ...] | None:
        """The imports, in order, of a module that holds no table itself; None when it must be evaluated to know what it imports."""
        found = self.holding.outline(name)
        if found is None or found.loads is None or self.holding(name):
            return None
        if any(not load.is_plain and self._matters(name, load) for load in found.loads):
            return None
        return tuple(load.target for load in found.loads)

    def _matters(self, name: str, load: Load) -> bool:
        """True when an import in a block, which may or may not run, can bring tables."""
        source = self.holding.source(name)
        return source is not None and any(self(target) for target in _modules(source, load.target))

    def _search(self, start: str) -> None:
        """Look at the module and what it imports, nearest first; when nothing is found, nothing is found from any of them."""
        seen, waiting = {start}, [start]
        for name in waiting:
            if self._answers.get(name) or self.holding(name):
                self._answers[start] = True
                return
            if name in self._answers:
                continue
            fresh = [n for n in self._imports(name) if n not in seen]
            seen.update(fresh)
            waiting.extend(fresh)
        self._answers.update(dict.fromkeys(seen, False))

    def _imports(self, name: str) -> tuple[str, ...]:
        if name not in self._next:
            source = self.holding.source(name)
            targets = self._targets(source) if source is not None else ()
            self._next[name] = tuple(dict.fromkeys(targets))
        return self._next[name]

    def _targets(self, source: SourceFile) -> Iterator[str]:
        """The modules that a file loads, with the packages above them."""
        found = self.holding.outline(source.module_name)
        loads = None if found is None else found.loads
        for target in scan(data_of(source), source.package) if loads is None else [load.target for load in loads]:
            yield from _modules(source, target)
            yield from self._listed(target)

    def _listed(self, target: Import) -> list[str]:
        """The modules that the `__all__` of a package may list, for `from package import *`."""
        package = self.holding.source(target.module) if "*" in target.names else None
        is_listing = package is not None and package.is_package and b"__all__" in data_of(package)
        return self.holding.finder.submodules(target.module) if is_listing else []


def _modules(source: SourceFile, target: Import) -> Iterator[str]:
    """The modules that an import may load, with the packages above them."""
    top = source.module_name.partition(".")[0]
    for candidate in target.candidates:
        if not source.is_third_party or candidate.partition(".")[0] == top:
            parts = candidate.split(".")
            yield from (".".join(parts[:end]) for end in range(1, len(parts) + 1))


def follow_imports(interpreter: Interpreter) -> Reach:
    """Make the interpreter evaluate modules whole where tables can come of it."""
    reach = Reach(Holding(interpreter.finder, lambda name: interpreter.frameworks.module(name) is not None))
    interpreter.importing, interpreter.passing = reach, reach.passing
    return reach
