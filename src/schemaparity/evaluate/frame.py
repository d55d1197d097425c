"""The frame of a running function, class body or module: its scope and what is pending in it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from schemaparity.evaluate.names import mangled
from schemaparity.evaluate.values import Annotation, ComprehensionScope, Function, Module, Scope, UnknownValue
from schemaparity.location import Location, Origin
from schemaparity.schema import Unknown

if TYPE_CHECKING:
    import libcst as cst

    from schemaparity.evaluate.interpreter import Interpreter
    from schemaparity.evaluate.outcomes import Alternative


class Frame:
    """Where statements run.

    Args:
        interpreter: the interpreter.
        scope: where names are bound.
        function: the function that runs, None in a module or class body.
        first: its first argument, for `super()`.

    `doubt` is how many undecided branches the call is in.

    """

    __slots__ = (
        "annotations",
        "defined",
        "doubt",
        "expressions",
        "first",
        "function",
        "handling",
        "interpreter",
        "loops",
        "returns",
        "scope",
        "sent",
    )

    def __init__(self, interpreter: Interpreter, scope: Scope, function: Function | None = None, first: object = None) -> None:
        self.interpreter = interpreter
        self.scope = scope
        self.function = function
        self.first = first
        self.expressions = interpreter.expressions
        self.annotations: dict[str, Annotation] = {}
        self.defined: list[Function] = []
        self.handling: list[Any] = []
        self.sent: dict[cst.CSTNode, Any] = {}
        self.returns: list[Alternative] = []
        self.loops: list[list[Alternative]] = []
        self.doubt = interpreter.speculation.depth

    @property
    def module(self) -> Module:
        """The module whose code runs."""
        return self.scope.module

    def evaluate(self, node: cst.BaseExpression) -> Any:
        """The value of an expression."""
        handler = self.expressions.get(type(node))
        return self.unknown(f"{type(node).__name__} is not supported", node) if handler is None else handler(self, node)

    def within(self, scope: Scope) -> Frame:
        """The same frame over an inner scope (a comprehension's)."""
        inner = Frame(self.interpreter, scope, self.function, self.first)
        inner.handling, inner.sent = self.handling, self.sent
        return inner

    def bind(self, name: str, value: object) -> None:
        """Bind `name` where an assignment in this frame binds it."""
        scope = self.scope
        if scope.is_class:
            name = mangled(scope, name)
        if scope.globals and name in scope.globals:
            namespace = scope.module.namespace
        elif scope.nonlocals and name in scope.nonlocals:
            namespace = _holder(scope, name).names
        else:
            namespace = scope.names
        if self.interpreter.speculation.depth:
            self.interpreter.speculation.touch(namespace, names=True)
        namespace[name] = value

    def bind_outside_comprehension(self, name: str, value: object) -> None:
        """Bind the target of `:=`."""
        scope = self.scope
        while type(scope) is ComprehensionScope and scope.parent is not None:
            scope = scope.parent
        frame = self if scope is self.scope else self.within(scope)
        frame.bind(name, value)

    def unknown(self, reason: str, node: cst.CSTNode) -> UnknownValue:
        """An unknown whose place is `node`."""
        return UnknownValue(Unknown(reason, self.interpreter.origin_of(self.scope.module, node)))


def _holder(scope: Scope, name: str) -> Scope:
    outer = scope.parent
    while outer is not None and outer.parent is not None:
        if name in outer.names and not outer.is_class:
            return outer
        outer = outer.parent
    return scope


def origin_of(module: Module, node: cst.CSTNode | None, revision: str | None) -> Origin:
    """The place of `node`, resolved when asked for."""
    source = module.source
    if source is None or node is None:
        return Origin(
            source.display if source is not None else module.name,
            revision,
            location=Location(module.name if source is None else source.display),
        )
    return Origin(source.display, revision, partial(source.locate, node))
