"""The interpreter: what frameworks, models and migrations call. Its families of nodes and values have modules of their own."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import libcst as cst

from schemaparity.evaluate import annotation as annotation_values
from schemaparity.evaluate import assignments, attributes, binders, calls, classes, functions, items, iteration, matching, members, native
from schemaparity.evaluate.budgets import Budget, Spent, TooDeep
from schemaparity.evaluate.builtins import BUILTINS
from schemaparity.evaluate.current import as_running
from schemaparity.evaluate.effects import Effects, NoEffects
from schemaparity.evaluate.expressions import EXPRESSIONS
from schemaparity.evaluate.frame import Frame, origin_of
from schemaparity.evaluate.frameworks import Frameworks
from schemaparity.evaluate.imports import IMPORTS
from schemaparity.evaluate.loops import LOOPS
from schemaparity.evaluate.modules import Modules
from schemaparity.evaluate.reflection import REFLECTION
from schemaparity.evaluate.statements import SIMPLE
from schemaparity.evaluate.undecided import Speculation
from schemaparity.evaluate.values import Annotation, Class, Module, Scope, UnknownUsed, UnknownValue
from schemaparity.location import NOWHERE, Origin
from schemaparity.schema import Unknown
from schemaparity.sql.holes import Holes

if TYPE_CHECKING:
    from schemaparity.evaluate.outcomes import Alternative
    from schemaparity.project.filesystem import FileSystem
    from schemaparity.source import Finder, SourceFile
    from schemaparity.source.imports import Import

_RECURSION = 12_000
_STATEMENTS: dict[type[cst.CSTNode], Any] = {
    **SIMPLE, **LOOPS, **IMPORTS, cst.FunctionDef: functions.run_def, cst.ClassDef: classes.run_class, cst.Match: matching.run_match,
}  # fmt: skip


class Interpreter:
    """A bounded interpreter of Python.

    Args:
        finder: finds the source of modules.
        frameworks: says what foreign values mean.
        effects: state outside the interpreter that calls change.
        holes: the registry of tokens for unknown parts of text.
        budget: what it may spend.

    Example:
        >>> from schemaparity.evaluate import Interpreter, NoFrameworks
        >>> from schemaparity.project import MemoryFileSystem
        >>> from schemaparity.source import Finder
        >>> finder = Finder(MemoryFileSystem({"/p/a.py": "N = [i * 2 for i in range(3)]"}), ["/p"])
        >>> interpreter = Interpreter(finder, NoFrameworks())
        >>> interpreter.get_attribute(interpreter.import_module("a"), "N")
        [0, 2, 4]

    """

    def __init__(
        self,
        finder: Finder,
        frameworks: Frameworks,
        effects: Effects | None = None,
        holes: Holes | None = None,
        budget: Budget | None = None,
    ) -> None:
        self.finder = finder
        self.frameworks = frameworks
        self.effects: Effects = effects if effects is not None else NoEffects()
        self.holes = holes if holes is not None else Holes()
        self.budget = budget if budget is not None else Budget()
        self.revision: str | None = None
        self.defines: dict[str, str] = {}
        self.unset: dict[str, None] = {}  # environment variables that were read without a value, in order
        self.file_system: FileSystem = finder.fs
        self.project_root: str = finder.project
        self.importing: Callable[[str], bool] = lambda _name: False
        self.passing: Callable[[str], Sequence[Import] | None] = lambda _name: None
        self.is_script: Callable[[Module], bool] = lambda _module: False
        self.problems: list[tuple[str, Origin]] = []
        self.expressions = EXPRESSIONS
        self.statements = _STATEMENTS
        self.builtins: dict[str, Any] = {**BUILTINS, **REFLECTION}
        self.modules = Modules(self)
        self.speculation = Speculation(self.effects)
        self.sites: list[tuple[Module, cst.CSTNode]] = []
        self.frames: list[Frame] = []
        self.tries: list[list[Alternative]] = []
        self.building: list[Class] = []
        self.resolving: set[tuple[str, str]] = set()
        self._is_running = False
        self._numbered: dict[int, tuple[int, object]] = {}
        self.budget.place = self.origin

    # modules

    def import_module(self, name: str, whole: bool = False) -> Any:
        """The module of a dotted name: a Module, what a framework has for it, or a Symbolic; unknown where its source cannot be parsed."""
        return self.modules.import_module(name, whole=whole)

    def announce(self, name: str) -> None:
        """Tell that the program imports a module: it and what it imports are evaluated as far as somebody needs all of it."""
        self.modules.announce(name)

    def module_from_file(self, source: SourceFile, name: str) -> Any:
        """A module made of a file that nobody imports by name."""
        value = self.modules.from_file(source, name)
        self.modules.loaded[name] = value
        return value

    # values

    def call(self, callee: Any, args: list[Any], kwargs: dict[Any, Any]) -> Any:
        """`callee(*args, **kwargs)`; raises Raised."""
        return self.outermost(calls.call, self, callee, args, kwargs)

    def get_attribute(self, value: Any, name: str) -> Any:
        """`value.name`; raises Raised."""
        return attributes.get_attribute(self, value, name)

    def set_attribute(self, value: Any, name: str, new: Any) -> None:
        """`value.name = new`."""
        attributes.set_attribute(self, value, name, new)

    def delete_attribute(self, value: Any, name: str) -> None:
        """`del value.name`."""
        attributes.delete_attribute(self, value, name)

    def class_attribute(self, cls: Class, name: str) -> Any:
        """The attribute along the interpreted classes of the MRO, unbound; None without one."""
        return members.class_attribute(cls, name)

    def get_item(self, value: Any, key: Any) -> Any:
        """`value[key]`."""
        return items.get_item(self, value, key)

    def set_item(self, value: Any, key: Any, new: Any) -> None:
        """`value[key] = new`."""
        items.set_item(self, value, key, new)

    def del_item(self, value: Any, key: Any) -> None:
        """`del value[key]`."""
        items.del_item(self, value, key)

    def key(self, frame: Frame, node: cst.Subscript) -> Any:
        """The value between the brackets of a subscript."""
        return items.key(frame, node)

    def iterate(self, value: Any) -> Any:
        """The elements as a list, with a marker for any number of unknown ones; an UnknownValue when nothing is known."""
        return iteration.iterate(self, value)

    def truth(self, value: Any) -> bool | UnknownValue:
        """`bool(value)`."""
        return iteration.truth(self, value)

    def awaited(self, value: Any) -> Any:
        """`await value`."""
        return iteration.awaited(self, value)

    def assign(self, frame: Frame, target: cst.CSTNode, value: Any) -> None:
        """`target = value`."""
        assignments.assign(frame, target, value)

    def create_class(
        self, name: Any, bases: Any = (), namespace: Any = None, *, metaclass: Any = None, keywords: dict[str, Any] | None = None
    ) -> Any:
        """`type(name, bases, namespace)`."""
        return classes.create_class(self, name, bases, namespace, metaclass=metaclass, keywords=keywords)

    def annotation(self, annotation: Annotation) -> Any:
        """The value of an annotation; text in it is read as an expression, names of `if TYPE_CHECKING:` are known."""
        return self.annotation_of(annotation.node, annotation.scope)

    def annotation_of(self, node: cst.BaseExpression, scope: Scope) -> Any:
        """The value of an annotation expression in a scope."""
        self.modules.annotating += 1
        try:
            return annotation_values.evaluated(self, node, scope)
        finally:
            self.modules.annotating -= 1

    def bound_names(self, node: cst.CSTNode) -> set[str]:
        """The names that a statement or pattern binds."""
        return set(binders.bound(node))

    # places

    def unknown(self, reason: str, text: str | None = None) -> UnknownValue:
        """An unknown at the current place."""
        return UnknownValue(Unknown(reason, self.origin()), text)

    def origin(self) -> Origin:
        """The place of the innermost call."""
        if self.sites:
            return self.origin_of(*self.sites[-1])
        if self.frames:
            return origin_of(self.frames[-1].module, None, self.revision)
        return NOWHERE

    def origin_in(self, path: str) -> Origin | None:
        """The place of the innermost active call in a file, given by its path for people or its absolute path."""
        for module, node in reversed(self.sites):
            if module.source is not None and path in (module.source.display, module.source.path):
                return self.origin_of(module, node)
        return None

    def origin_of(self, module: Module, node: cst.CSTNode | None) -> Origin:
        """The place of a node."""
        return origin_of(module, node, self.revision)

    def qualname(self, frame: Frame) -> str:
        """What goes before the name of a class or function that the frame defines."""
        if frame.scope.is_class:
            return f"{frame.scope.names.get('__qualname__', '')}."
        return f"{frame.function.qualname}.<locals>." if frame.function is not None else ""

    # control

    def guarded(self, function: Callable[..., Any], *args: Any) -> Any:
        """Call native code: an unknown that it touches is the result, an exception is one of the interpreted program."""
        value = native.guarded(self, lambda: function(*args))
        return UnknownValue(value.unknown) if type(value) is UnknownValue and value.rest else value

    def touch(self, container: Any, *, names: bool = False) -> None:
        """Tell that a container is about to change; `names` for a namespace."""
        if self.speculation.depth:
            self.speculation.touch(container, names=names)

    def touch_for(self, method: str, container: Any) -> None:
        """Tell that a native method is about to be called on a container."""
        if self.speculation.depth and method in native.MUTATORS:
            self.speculation.touch(container)

    def forget(self, container: Any, unknown: Unknown) -> None:
        """Nothing is known any more of what a native container holds."""
        self.touch(container)
        native.open_up(container, UnknownValue(unknown), forget=True)

    def fresh_budget(self) -> None:
        """Give the next revision or module its own steps."""
        self.budget.refill()

    def outermost(self, run: Callable[..., Any], *args: Any) -> Any:
        """Run code of the program; the outermost run ends where a budget is spent, with an unknown that says so."""
        if self._is_running:
            return run(*args)
        self._is_running = True
        limit = sys.getrecursionlimit()
        sys.setrecursionlimit(max(limit, _RECURSION))
        try:
            return self._contained(Spent, run, *args)
        finally:
            sys.setrecursionlimit(limit)
            self._is_running = False
            self.speculation.reset()

    def number_of(self, value: object) -> int:
        """A number that no other object has; unlike its address, the same each time the same is evaluated."""
        return self._numbered.setdefault(id(value), (len(self._numbered) + 1, value))[0]

    def bounded(self, run: Callable[..., Any], *args: Any) -> Any:
        """Run a stage of a check, part of which is no run of its own; a signal that nobody took ends it, with an unknown that says so."""
        try:
            return self._contained(Spent, run, *args)
        except UnknownUsed as used:
            return self._cut_short(used.unknown.reason, used.unknown.origin)

    def tick_statement(self) -> None:
        """Count a statement that the database executes for code of the program; what a check itself does has no budget."""
        if self._is_running:
            self.budget.tick_statement()

    def _contained(self, kind: type[Spent], run: Callable[..., Any], *args: Any) -> Any:
        """Run code that alone is cut short where it exceeds limits of a kind."""
        depths = len(self.sites), len(self.frames), self.budget.depth
        try:
            with as_running(self):
                return run(*args)
        except kind as spent:
            return self._cut_short(spent.reason, spent.place)
        except RecursionError:
            return self._cut_short("evaluation nests too deeply")
        finally:
            del self.sites[depths[0] :], self.frames[depths[1] :]
            self.budget.depth = depths[2]

    def _cut_short(self, reason: str, place: Origin | None = None) -> UnknownValue:
        unknown = UnknownValue(Unknown(reason, place or self.origin()))
        self.problems.append((reason, unknown.origin))
        self.effects.unknown_call(unknown.unknown, ())
        return unknown

    def apart(self, run: Callable[..., Any], *args: Any) -> Any:
        """Run code that is no part of the branch or the calls that happen to need it: the top of a module."""
        speculation, tries, depth = self.speculation, self.tries, self.budget.depth
        self.speculation, self.tries, self.budget.depth = Speculation(self.effects), [], 0
        try:
            return self._contained(TooDeep, run, *args)
        finally:
            self.speculation, self.tries, self.budget.depth = speculation, tries, depth
