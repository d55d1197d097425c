"""Annotations read structurally: an Annotation, a node or a value comes in, a `Form` comes out. Knows nothing of columns.

The structure is read off the syntax, so that `Mapped[Optional[Vendor]]` keeps its Mapped and its Optional when Vendor cannot be
evaluated, and a name that exists for type checkers only does no harm.
"""

from __future__ import annotations

import types
import typing
from typing import Any

import libcst as cst
from attrs import frozen
from sqlalchemy.util.typing import TypeAliasType

from schemaparity.evaluate.frame import Frame
from schemaparity.evaluate.values import Annotation, Raised, Scope, Symbolic, TypeAlias, UnknownUsed, UnknownValue
from schemaparity.frameworks.stdlib.forward_refs import subscript

if typing.TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter


@frozen(eq=False)
class Leaf:
    """A type that has no parts: a real class, an interpreted Class, a NewType, or what could not be evaluated."""

    value: Any


@frozen(eq=False)
class Generic:
    """A subscripted type: `origin` is the value of its head."""

    origin: Any
    args: tuple[Form, ...]


@frozen(eq=False)
class Union:
    """A union; `None` is a Leaf of NoneType."""

    args: tuple[Form, ...]


@frozen(eq=False)
class Annotated:
    """A type with metadata values."""

    base: Form
    metadata: tuple[Any, ...]


@frozen(eq=False)
class Literal:
    """A literal type with its values."""

    values: tuple[Any, ...]


@frozen(eq=False)
class Alias:
    """A PEP 695 alias: the alias object and what it stands for."""

    value: Any
    inner: Form


Form: typing.TypeAlias = Leaf | Generic | Union | Annotated | Literal | Alias

NONE = Leaf(type(None))
_FORM = "form"
_SPECIAL: dict[object, str] = {typing.Optional: "optional", typing.Union: "union", typing.Annotated: "annotated", typing.Literal: "literal"}
_SPECIAL_NAMES = {f"{module}.{kind.title()}": kind for module in ("typing", "typing_extensions") for kind in _SPECIAL.values()}


def form_of(interpreter: Interpreter, annotation: object) -> Form:
    """The form of an annotation: an `Annotation`, or a value that was evaluated already."""
    if isinstance(annotation, Annotation):
        return _of_node(interpreter, annotation.node, annotation.scope)
    return of_value(interpreter, annotation)


def _of_node(interpreter: Interpreter, node: cst.BaseExpression, scope: Scope) -> Form:
    """The form of an expression in a scope."""
    if isinstance(node, cst.SimpleString):
        return _of_text(interpreter, node.raw_value, scope)
    if isinstance(node, cst.Name) and node.value == "None":
        return NONE
    if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.BitOr):
        return union_of([_of_node(interpreter, node.left, scope), _of_node(interpreter, node.right, scope)])
    if isinstance(node, cst.Subscript):
        return _of_subscript(interpreter, node, scope)
    return of_value(interpreter, _evaluate(interpreter, node, scope), scope)


def _of_text(interpreter: Interpreter, text: str, scope: Scope) -> Form:
    """The form of a quoted annotation."""
    try:
        return _of_node(interpreter, cst.parse_expression(text.strip()), scope)
    except cst.ParserSyntaxError:
        return Leaf(interpreter.unknown(f"the annotation {text!r} is not an expression"))


def _evaluate(interpreter: Interpreter, node: cst.BaseExpression, scope: Scope) -> object:
    """The value of a node; a name that is not bound is unknown."""
    try:
        return interpreter.annotation(Annotation(node, scope))
    except Raised as raised:
        return interpreter.unknown(f"the annotation cannot be evaluated: {raised.value}")


def _value(interpreter: Interpreter, node: cst.BaseExpression, scope: Scope) -> object:
    """The value of a node that is no annotation: text stays text."""
    try:
        return interpreter.outermost(Frame(interpreter, scope).evaluate, node)
    except Raised as raised:
        return interpreter.unknown(f"the annotation cannot be evaluated: {raised.value}")


def _of_subscript(interpreter: Interpreter, node: cst.Subscript, scope: Scope) -> Form:
    """The form of `head[...]`."""
    head = _evaluate(interpreter, node.value, scope)
    parts = [e.slice.value for e in node.slice if isinstance(e.slice, cst.Index)]
    match special(head):
        case "optional":
            return union_of([_of_node(interpreter, parts[0], scope), NONE])
        case "union":
            return union_of([_of_node(interpreter, p, scope) for p in parts])
        case "literal":
            return Literal(_literals(interpreter, [_value(interpreter, p, scope) for p in parts]))
        case "annotated":
            metadata = tuple(_value(interpreter, p, scope) for p in parts[1:])
            return Annotated(_of_node(interpreter, parts[0], scope), metadata)
    if isinstance(head, UnknownValue):
        return Leaf(head)
    if isinstance(head, TypeAlias):
        arguments = [to_typing(_of_node(interpreter, part, scope)) for part in parts]
        return _aliased(interpreter, head, dict(zip(head.parameters, arguments, strict=False)))
    alias = of_value(interpreter, head, scope)
    if not isinstance(alias, Leaf):
        return of_value(interpreter, _evaluate(interpreter, node, scope), scope)
    return Generic(head, tuple(_of_node(interpreter, p, scope) for p in parts))


def special(head: object) -> str | None:
    """Which of the typing forms that have a meaning of their own `head` is."""
    if isinstance(head, Symbolic):
        return _SPECIAL_NAMES.get(head.text)
    try:
        return _SPECIAL.get(head)
    except (TypeError, UnknownUsed):
        return None


def _literals(interpreter: Interpreter, values: list[object]) -> tuple[Any, ...]:
    """The values of a Literal, with nested literals unrolled."""
    out: list[Any] = []
    for value in values:
        form = of_value(interpreter, value) if typing.get_origin(value) is typing.Literal else None
        out.extend(form.values if isinstance(form, Literal) else [value])
    return tuple(out)


def union_of(forms: list[Form]) -> Form:
    """A flat union of forms."""
    flat: list[Form] = []
    for form in forms:
        flat.extend(form.args if isinstance(form, Union) else [form])
    return flat[0] if len(flat) == 1 else Union(tuple(flat))


def of_value(interpreter: Interpreter, value: object, scope: Scope | None = None) -> Form:
    """The form of an evaluated annotation."""
    if value is None:
        return NONE
    if isinstance(value, str) and scope is not None:
        return _of_text(interpreter, value, scope)
    if isinstance(value, typing.ForwardRef) and scope is not None:
        return _of_text(interpreter, value.__forward_arg__, scope)
    if isinstance(value, UnknownValue | Symbolic):
        return Leaf(value)
    if isinstance(value, TypeAlias):
        return _of_alias(interpreter, value)
    return _of_typing(interpreter, value, scope)


def _of_alias(interpreter: Interpreter, alias: TypeAlias) -> Form:
    """The form of an alias; one that is met inside of itself is a leaf."""
    found: Form | None = alias.data.get(_FORM)
    if found is None:
        alias.data[_FORM] = Leaf(alias)
        inner = _aliased(interpreter, alias, {name: typing.TypeVar(name) for name in alias.parameters})
        stands_for = object if first_unknown(inner) is not None else to_typing(inner)
        found = alias.data[_FORM] = Alias(TypeAliasType(alias.name, stands_for), inner)
    return found


def _aliased(interpreter: Interpreter, alias: TypeAlias, parameters: dict[str, Any]) -> Form:
    """What an alias stands for, its type parameters having values."""
    if not isinstance(alias.value, Annotation):
        return of_value(interpreter, alias.value)
    scope = alias.value.scope
    return _of_node(interpreter, alias.value.node, Scope(parameters, scope.module, scope) if parameters else scope)


def _of_typing(interpreter: Interpreter, value: Any, scope: Scope | None) -> Form:
    """The form of a real typing object, or a leaf."""
    origin = typing.get_origin(value)
    if origin is None:
        return Leaf(value)
    args = typing.get_args(value)
    if origin is typing.Union or origin is types.UnionType:
        return union_of([of_value(interpreter, a, scope) for a in args])
    if origin is typing.Annotated:
        return Annotated(of_value(interpreter, args[0], scope), tuple(args[1:]))
    if origin is typing.Literal:
        return Literal(tuple(args))
    return Generic(origin, tuple(of_value(interpreter, a, scope) for a in args))


def includes_none(form: Form) -> bool:
    """True when None is a value of the type (SQLAlchemy's `includes_none`)."""
    match form:
        case Union(args):
            return any(includes_none(a) for a in args)
        case Annotated(base, _):
            return includes_none(base)
        case Alias(_, inner):
            return includes_none(inner)
        case Generic(origin, args) if origin in {type, type}:
            return any(includes_none(a) for a in args)
        case Literal(values):
            return any(v is None for v in values)
        case Leaf(value):
            return value is type(None) or (isinstance(value, typing.NewType) and value.__supertype__ is type(None))
    return False


def without_none(form: Form) -> Form:
    """The type without its None, as SQLAlchemy's `de_optionalize_union_types`."""
    if isinstance(form, Union):
        kept = [a for a in form.args if not (isinstance(a, Leaf) and a.value is type(None))]
        return union_of(kept) if kept else NONE
    return form


def first_unknown(form: Form) -> UnknownValue | Symbolic | None:
    """What could not be evaluated in the form, if anything."""
    match form:
        case Leaf(value):
            return value if isinstance(value, UnknownValue | Symbolic) else None
        case Generic(_, args) | Union(args):
            return next((u for a in args if (u := first_unknown(a)) is not None), None)
        case Annotated(base, _):
            return first_unknown(base)
        case Alias(_, inner):
            return first_unknown(inner)
    return None


def to_typing(form: Form) -> Any:
    """The real typing object that the form stands for: what a registry's type_annotation_map is keyed by."""
    match form:
        case Leaf(value):
            return value
        case Union(args):
            return subscript(typing.Union, tuple(to_typing(a) for a in args))
        case Annotated(base, metadata):
            return subscript(typing.Annotated, (to_typing(base), *metadata))
        case Literal(values):
            return typing.Literal[values]
        case Alias(value, _):
            return value
        case Generic(origin, args):
            return _to_generic(origin, tuple(to_typing(a) for a in args))


def _to_generic(origin: Any, args: tuple[Any, ...]) -> Any:
    """`origin[args]` where the origin can be subscripted, else the origin."""
    try:
        return subscript(origin, args if len(args) != 1 else args[0])
    except TypeError:
        return origin
