"""Modules: found by name, evaluated whole or one name at a time.

A lazily evaluated module runs, when a name is asked for, only the statements that can bind or change it, in their order and each at most
once. A statement sees what the statements before it leave.
"""

from __future__ import annotations

import contextlib
import posixpath
import types
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import libcst as cst
from attrs import define, field

from schemaparity.evaluate import binders, imports, indirect
from schemaparity.evaluate.frame import Frame
from schemaparity.evaluate.names import ABSENT
from schemaparity.evaluate.statements import execute
from schemaparity.evaluate.values import Deferred, Intrinsic, Module, Raised, Scope, Symbolic, UnknownValue
from schemaparity.location import Origin
from schemaparity.project import MemoryFileSystem
from schemaparity.schema import Unknown
from schemaparity.source import NamespacePackage, SourceError, SourceFile

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter


@define(eq=False, slots=True)
class ModuleState:
    """How far a module has been evaluated.

    Args:
        index: its statements by the names they bind.
        frame: the frame of its top level.
        pending: positions of the statements that have not run, by name.
        stars: positions of star imports that have not run.
        ran: positions of statements that have run or are running.
        limit: position of the statement that runs; those after it have not happened yet.
        completed: names whose indirect changes stand in `pending`.
        changes: what functions of the module change, once somebody needs it.
        shadow: what statements bound, for a namespace that was rolled back.
        failed: what ended statements, by position.

    """

    index: binders.Index
    frame: Frame
    pending: dict[str, list[int]]
    stars: list[int]
    ran: set[int] = field(factory=set)
    limit: int = 1 << 60
    whole: bool = False
    may_bind_anything: bool = False
    completed: set[str] = field(factory=set)
    changes: indirect.Changes | None = None
    shadow: dict[str, Any] = field(factory=dict)
    failed: dict[int, Unknown] = field(factory=dict)

    def is_overridden(self, name: str) -> bool:
        """True when a statement after the running one has bound the name already."""
        return any(position > self.limit and position in self.ran for position in self.index.by_name.get(name, ()))


class Modules:
    """All modules of one interpreter."""

    def __init__(self, interpreter: Interpreter) -> None:
        self.interpreter = interpreter
        self.loaded: dict[str, Any] = {}
        self.announced: set[str] = set()
        self.annotating = 0

    def import_module(self, name: str, *, whole: bool = False) -> Any:
        """The module of a dotted name, its parents loaded before it."""
        value = self.loaded.get(name, ABSENT)
        if value is ABSENT:
            value = self.loaded[name] = self._load(name)
            parent, _, last = name.rpartition(".")
            if isinstance(owner := self.loaded.get(parent), Module):
                self.settle(owner, last)
                owner.namespace[last] = value
        if whole and isinstance(value, Module):
            self.run_whole(value)
        return value

    def _load(self, name: str) -> Any:
        parent = name.rpartition(".")[0]
        owner = self.import_module(parent) if parent else None
        known = self.interpreter.frameworks.module(name)
        if known is not None:
            return known
        if isinstance(owner, UnknownValue):
            return owner
        self.follow_search_path()
        found = self.interpreter.finder.find(name)
        if isinstance(found, SourceFile):
            return self.from_file(found, name)
        if isinstance(found, NamespacePackage):
            return Module(name, None, {"__name__": name, "__path__": list(found.paths)}, found.is_third_party)
        return self._absent(name, owner)

    def follow_search_path(self) -> None:
        """Let the finder look where the program has extended `sys.path` to."""
        system = self.loaded.get("sys")
        path = system.namespace.get("path") if isinstance(system, Module) else None
        for entry in reversed(path) if isinstance(path, list) else ():
            if isinstance(entry, str | PurePath):
                root = self.interpreter.project_root
                self.interpreter.finder.add_root(posixpath.normpath(posixpath.join(root, str(entry))))

    def _absent(self, name: str, owner: Any) -> Any:
        if isinstance(owner, Module) and owner.name in self.loaded and not owner.is_third_party and self._is_of_project(owner):
            child = owner.namespace.get(name.rpartition(".")[2], ABSENT)
            if child is not ABSENT and not isinstance(child, Deferred):
                return child
            raise Raised(ModuleNotFoundError(f"No module named {name!r}", name=name), self.interpreter.origin())
        return self._substitute(name) or Symbolic(name, self.interpreter.origin())

    def _substitute(self, name: str) -> Module | None:
        """What a framework knows of a module that cannot be read; names that it does not tell of stay symbolic."""
        text = self.interpreter.frameworks.source(name)
        if text is None:
            return None
        path = f"/{name}"
        module = self.from_file(SourceFile(MemoryFileSystem({path: text}), path, f"<{name}>", name, is_third_party=True), name)
        other = Intrinsic(f"{name}.__getattr__", lambda inner, args, _: Symbolic(f"{name}.{args[0]}", inner.origin()))
        module.namespace["__getattr__"] = other
        return module  # type: ignore[no-any-return]

    def _is_of_project(self, owner: Module) -> bool:
        """True for a package that has all its modules; one that changes its `__path__` shares its name with other distributions."""
        if owner.source is None:
            return self.interpreter.finder.find(owner.name) is not None
        return b"__path__" not in owner.source.data

    def from_file(self, source: SourceFile, name: str) -> Any:
        """A module made of a file, of which nothing has been evaluated; unknown where the file cannot be parsed."""
        interpreter = self.interpreter
        try:
            with interpreter.budget.parsing(len(source.data)):
                tree = source.tree
        except SourceError as error:
            origin = Origin(error.location.path, interpreter.revision, location=error.location)
            interpreter.problems.append((error.message, origin))
            return UnknownValue(Unknown(f"{source.display} {error.message}", origin))
        module = Module(name, source, _dunders(source, name), source.is_third_party)
        index = binders.indexed(tree)
        frame = Frame(interpreter, Scope(module.namespace, module))
        pending = {bound: list(positions) for bound, positions in index.by_name.items()}
        module.state = ModuleState(index, frame, pending, list(index.stars))
        return module

    def lookup(self, module: Module, name: str) -> Any:
        """What a name is at the top of a module, ABSENT when nothing binds it."""
        state = module.state
        if state is not None:
            if not state.whole and name not in state.completed:
                _complete(module, state, name)
            if name in state.pending:
                self._run_binders(module, state, name)
            value = module.namespace.get(name, ABSENT)
            if value is ABSENT:
                value = self._late(module, state, name)
        else:
            value = module.namespace.get(name, ABSENT)
        if type(value) is Deferred:
            value = self._resolved(module, name, value)
        return value

    def _late(self, module: Module, state: ModuleState, name: str) -> Any:
        """A name that no statement has bound: from a rolled back namespace, a star import, or a block for type checkers."""
        if name in state.shadow:
            return state.shadow[name]
        while state.stars and name not in module.namespace:
            self.run(module, state, state.stars.pop(0))
        if name not in module.namespace and self.annotating and name in state.index.type_checking:
            execute(state.frame, state.index.type_checking[name])
        return module.namespace.get(name, ABSENT)

    def _resolved(self, module: Module, name: str, deferred: Deferred) -> Any:
        """The value of a deferred import, which takes its place; a cycle of imports leads nowhere."""
        key = (module.name, name)
        if key in self.interpreter.resolving:
            child = f"{deferred.module}.{deferred.attribute}"
            if deferred.attribute is not None and (child in self.loaded or self.interpreter.finder.find(child) is not None):
                return self.import_module(child)  # `from . import child` in a package's own __init__
            return self.interpreter.unknown(f"the import of {name} leads back to itself")
        self.interpreter.resolving.add(key)
        try:
            value = self.interpreter.apart(self.resolve, deferred)
        finally:
            self.interpreter.resolving.discard(key)
        if module.namespace.get(name) is deferred:
            module.namespace[name] = value
        return value

    def _run_binders(self, module: Module, state: ModuleState, name: str) -> None:
        limit = state.limit
        positions = state.pending[name]
        for position in [p for p in positions if p < limit]:
            self.run(module, state, position)
        if name not in module.namespace and not any(p in state.ran for p in state.index.by_name[name]):
            for position in positions:
                self.run(module, state, position)
        for position in [p for p in state.stars if positions[-1] < p < limit]:  # a later star import may bind the name anew
            state.stars.remove(position)
            self.run(module, state, position)
        left = [p for p in positions if p not in state.ran]
        if left:
            state.pending[name] = left
        else:
            state.pending.pop(name, None)

    def run(self, module: Module, state: ModuleState, position: int) -> None:
        """Run one top-level statement, once."""
        if position in state.ran:
            return
        state.ran.add(position)
        limit, state.limit = state.limit, position
        statement = state.index.statements[position]
        try:
            failed = self.interpreter.apart(self._execute, state.frame, statement)
            if isinstance(failed, UnknownValue):
                state.failed[position] = failed.unknown
                for name in binders.bound(statement):
                    module.namespace.setdefault(name, UnknownValue(failed.unknown))
        finally:
            state.limit = limit
            for name in binders.bound(statement):
                if name in module.namespace:
                    state.shadow[name] = module.namespace[name]

    def _execute(self, frame: Frame, statement: cst.CSTNode) -> UnknownValue | None:
        """Run a statement; the unknown that it leaves when it raises or is cut short."""
        interpreter = self.interpreter
        interpreter.frames.append(frame)
        try:
            failed: UnknownValue | None = interpreter.outermost(_run_top, frame, statement)
        finally:
            interpreter.frames.pop()
        return failed

    def run_whole(self, module: Module) -> None:
        """Run all statements that have not run, in order."""
        state = module.state
        if state is None or state.whole:
            return
        state.whole = True
        for position, statement in enumerate(state.index.statements):
            if position not in state.ran:
                self.run(module, state, position)
            elif isinstance(statement, cst.Import | cst.ImportFrom):
                imports.announce(state.frame, statement)

    def announce(self, name: str) -> None:
        """Have a module imported, the packages above it before it, as far as somebody needs all of it."""
        self.follow_search_path()
        parts = name.split(".") if name else []
        for end in range(1, len(parts) + 1):
            parent = ".".join(parts[:end])
            if self.interpreter.importing(parent):
                self._announce(parent)

    def announce_member(self, name: str, member: str) -> None:
        """The same for what `from name import member` takes, when that is a module, or what the `__getattr__` of a module imports."""
        if member == "*":
            self._announce_listed(name)
            return
        child = f"{name}.{member}"
        if self.interpreter.finder.find(child) is not None:
            if self.interpreter.importing(child):
                self._announce(child)
        elif self.interpreter.importing(name) and self._answers_by_function(name, member):
            self.interpreter.apart(self._ask, name, member)

    def _announce_listed(self, name: str) -> None:
        """The same for `from name import *`: a package imports the modules that its `__all__` lists."""
        source = self.interpreter.finder.find(name)
        if not isinstance(source, SourceFile) or not source.is_package or b"__all__" not in source.data:
            return
        children = [child for child in self.interpreter.finder.submodules(name) if self.interpreter.importing(child)]
        listed = self._listed(self.import_module(name)) if children else None
        for child in children:
            if listed is not None and child.rpartition(".")[2] in listed:
                self._announce(child)

    def _answers_by_function(self, name: str, member: str) -> bool:
        """True when a name of a module comes of its `__getattr__` (PEP 562)."""
        source = self.interpreter.finder.find(name)
        if not isinstance(source, SourceFile) or b"def __getattr__" not in source.data:
            return False
        module = self.import_module(name)
        return isinstance(module, Module) and self.lookup(module, member) is ABSENT

    def _ask(self, name: str, member: str) -> None:
        """Read a name of a module for what that imports; one that it does not have is reported where it is used."""
        with contextlib.suppress(Raised):
            self.interpreter.outermost(self.interpreter.get_attribute, self.import_module(name), member)

    def _announce(self, name: str) -> None:
        """Evaluate a module whole; where nothing but its imports is needed, follow those without parsing it."""
        if name in self.announced:
            return
        self.announced.add(name)
        passing = self.interpreter.passing(name)
        if passing is None:
            self.import_module(name, whole=True)
            return
        for target in passing:
            self.announce(target.module)
            for member in target.names:
                self.announce_member(target.module, member)

    def run_before(self, module: Module, name: str) -> None:
        """Run what binds a name before the statement that runs now and is about to bind it anew."""
        state = module.state
        for position in [p for p in state.pending.get(name, ()) if p < state.limit]:
            self.run(module, state, position)

    def settle(self, module: Module, name: str) -> None:
        """Run what binds a name before it is set from outside."""
        if module.state is not None and name in module.state.pending:
            self._run_binders(module, module.state, name)

    def attribute(self, module: Module, name: str) -> Any:
        """`module.name`: a name of it, a submodule, or what its `__getattr__` answers; else ABSENT."""
        value = self.lookup(module, name)
        if value is not ABSENT:
            return value
        if imports.is_package(module) and self.has_submodule(module, name):
            return self.import_module(f"{module.name}.{name}")
        getter = self.lookup(module, "__getattr__") if name != "__getattr__" else ABSENT
        if getter is not ABSENT:
            return self.interpreter.call(getter, [name], {})
        if name == "__dict__":
            return self.names(module)
        if module.state is not None and module.state.may_bind_anything:
            return self.interpreter.unknown(f"{module.name}.{name} may come from a star import that cannot be read")
        return ABSENT

    def has_submodule(self, module: Module, name: str) -> bool:
        """True when a package has a module of that name."""
        child = f"{module.name}.{name}"
        return (
            child in self.loaded or self.interpreter.frameworks.module(child) is not None or self.interpreter.finder.find(child) is not None
        )

    def resolve(self, deferred: Deferred) -> Any:
        """What an import statement binds."""
        module = self.import_module(deferred.module)
        if deferred.attribute is None:
            return module
        if not isinstance(module, Module):
            child = f"{deferred.module}.{deferred.attribute}"
            is_told = isinstance(module, Symbolic) and self.interpreter.frameworks.source(child) is not None
            return self.import_module(child) if is_told else self._foreign_attribute(module, deferred)
        value = self._imported(module, deferred.attribute)
        if value is ABSENT and module.source is None:
            return self._foreign_attribute(module, deferred)
        if value is ABSENT:
            raise _no_such_name(module.name, deferred.attribute, self.interpreter.origin())
        return value

    def _imported(self, module: Module, name: str) -> Any:
        """The attribute that `from module import name` finds; what `__getattr__` of the module refuses is no name of it."""
        try:
            return self.attribute(module, name)
        except Raised as raised:
            if isinstance(raised.value, AttributeError) and "__getattr__" in module.namespace:
                raise _no_such_name(module.name, name, self.interpreter.origin()) from None
            raise

    def _foreign_attribute(self, module: Any, deferred: Deferred) -> Any:
        assert deferred.attribute is not None
        try:
            return self.interpreter.get_attribute(module, deferred.attribute)
        except Raised as raised:
            if not isinstance(raised.value, AttributeError):
                raise
        child = self.interpreter.frameworks.module(f"{deferred.module}.{deferred.attribute}")
        if child is not None:
            return child
        raise _no_such_name(deferred.module, deferred.attribute, self.interpreter.origin())

    def exported(self, module: Any) -> list[str]:
        """The names that `from module import *` binds."""
        if isinstance(module, UnknownValue | Symbolic):
            return []
        listed = self._listed(module)
        if listed is not None:
            return listed
        if isinstance(module, types.ModuleType):
            return [name for name in getattr(module, "__all__", vars(module)) if not name.startswith("_")]
        if not isinstance(module, Module):
            return []
        names = dict.fromkeys(module.namespace)
        if module.state is not None:
            for position in list(module.state.stars):
                self.run(module, module.state, position)
            names = {**module.state.index.names, **dict.fromkeys(module.namespace)}
        return [name for name in names if not name.startswith("_")]

    def _listed(self, module: Any) -> list[str] | None:
        try:
            listed = self.interpreter.get_attribute(module, "__all__")
        except Raised:
            return None
        found = None if isinstance(listed, UnknownValue) else self.interpreter.iterate(listed)
        return [name for name in found if isinstance(name, str)] if isinstance(found, list) else None

    def names(self, module: Module) -> dict[str, Any]:
        """All names of a module with their values, evaluated: `vars(module)`, `globals()`."""
        names = dict.fromkeys(module.namespace)
        if module.state is not None:
            names = {**names, **module.state.index.names}
        found = {name: self.lookup(module, name) for name in names}
        return {name: value for name, value in found.items() if value is not ABSENT}


def _no_such_name(module: str, name: str, origin: Origin) -> Raised:
    return Raised(ImportError(f"cannot import name {name!r} from {module!r}", name=module), origin)


def _run_top(frame: Frame, statement: cst.CSTNode) -> UnknownValue | None:
    """Run a top-level statement; the unknown that it leaves when an exception ends it."""
    try:
        execute(frame, statement)
    except Raised as raised:
        interpreter = frame.interpreter
        origin = interpreter.origin_of(frame.module, statement)
        value = raised.value
        shown = f"{type(value).__name__}: {value}" if isinstance(value, BaseException) else repr(value)
        message = f"raises {shown} when it is imported"
        interpreter.problems.append((message, origin))
        return UnknownValue(Unknown(f"the statement {message}", origin))
    return None


def _dunders(source: SourceFile, name: str) -> dict[str, Any]:
    package = name if source.is_package else name.rpartition(".")[0]
    names: dict[str, Any] = {"__name__": name, "__file__": source.path, "__package__": package, "__doc__": None}
    if source.is_package:
        names["__path__"] = [source.path.rpartition("/")[0]]
    return names


def _complete(module: Module, state: ModuleState, name: str) -> None:
    """Let what changes a name through functions of its module run before the name is read."""
    state.completed.add(name)
    if name in state.index.by_name and module.source is not None and indirect.is_touched_within(module.source.text, name):
        if state.changes is None:
            state.changes = indirect.changes_of(state.index.statements)
        found = [p for p in state.changes.positions(name) if p not in state.ran]
        if found:
            state.pending[name] = sorted({*state.pending.get(name, ()), *found})
