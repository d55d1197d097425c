"""Which top-level statements of a module can bind or change a name. Reads the tree only.

It errs towards naming a statement too many: what a call changes through its arguments counts; what a called function changes behind the
scenes does not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import libcst as cst
from attrs import define, field

from schemaparity.evaluate.imports import dotted
from schemaparity.evaluate.statements import suite_statements
from schemaparity.evaluate.syntax import parts


@define(eq=False, slots=True)
class Index:
    """The top-level statements of a module, by the names they bind or change.

    Args:
        statements: all of them, simple ones one by one.
        by_name: name to the positions of the statements that bind or change it.
        stars: positions of the statements that may bind any name.
        names: the names that are bound, in order.
        type_checking: names bound in `if TYPE_CHECKING:` blocks, to their import or definition.

    """

    statements: list[cst.CSTNode] = field(factory=list)
    by_name: dict[str, list[int]] = field(factory=dict)
    stars: list[int] = field(factory=list)
    names: dict[str, None] = field(factory=dict)
    type_checking: dict[str, cst.CSTNode] = field(factory=dict)


def indexed(tree: cst.Module) -> Index:
    """The index of a module."""
    index = Index()
    for line in tree.body:
        index.statements.extend(line.body if isinstance(line, cst.SimpleStatementLine) else [line])
    imported: set[str] = set()
    for position, statement in enumerate(index.statements):
        names = dict.fromkeys(bound(statement))
        index.names.update(names)
        if isinstance(statement, cst.Import | cst.ImportFrom):
            imported.update(names)
        for name in names | dict.fromkeys(name for name in changed(statement) if name not in imported):
            index.by_name.setdefault(name, []).append(position)
        if has_star(statement):
            index.stars.append(position)
        if isinstance(statement, cst.If) and is_type_checking(statement.test):
            _note_type_checking(index, statement)
    return index


def _note_type_checking(index: Index, node: cst.If) -> None:
    for statement in suite_statements(node.body):
        for name in bound(statement):
            index.type_checking.setdefault(name, statement)


def is_type_checking(test: cst.BaseExpression) -> bool:
    """True for `TYPE_CHECKING` and `typing.TYPE_CHECKING`."""
    return dotted(test).rpartition(".")[2] == "TYPE_CHECKING"


def has_star(node: cst.CSTNode) -> bool:
    """True when a statement holds a star import."""
    if isinstance(node, cst.ImportFrom):
        return isinstance(node.names, cst.ImportStar)
    return any(has_star(statement) for statement in _inner(node))


def bound(node: cst.CSTNode) -> Iterator[str]:
    """The names that a statement or pattern binds."""
    handler = _BOUND.get(type(node))
    if handler is not None:
        yield from handler(node)
    for statement in _inner(node):
        yield from bound(statement)
    yield from _walrus(node)


def _inner(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """The statements in the blocks of a compound statement."""
    for suite in _suites(node):
        if isinstance(suite, cst.If):
            yield suite
        else:
            yield from suite_statements(suite)


def _suites(node: Any) -> Iterator[Any]:
    match node:
        case cst.If():
            yield node.body
            if node.orelse is not None:
                yield node.orelse if isinstance(node.orelse, cst.If) else node.orelse.body
        case cst.For() | cst.While():
            yield node.body
            if node.orelse is not None:
                yield node.orelse.body
        case cst.Try() | cst.TryStar():
            yield node.body
            yield from (handler.body for handler in node.handlers)
            yield from (part.body for part in (node.orelse, node.finalbody) if part is not None)
        case cst.With():
            yield node.body
        case cst.Match():
            yield from (case.body for case in node.cases)


def _walrus(node: cst.CSTNode) -> Iterator[str]:
    """Targets of `:=` in the expressions of a simple statement or a header."""
    if isinstance(node, cst.Expr | cst.Assign | cst.AnnAssign | cst.AugAssign):
        yield from _walrus_in(node)
    elif isinstance(node, cst.If | cst.While):
        yield from _walrus_in(node.test)


_MAY_HOLD_WALRUS = (
    cst.NamedExpr, cst.Assign, cst.AnnAssign, cst.AugAssign, cst.Expr, cst.BooleanOperation, cst.Comparison, cst.UnaryOperation,
    cst.Call, cst.Arg,
)  # fmt: skip


def _walrus_in(node: cst.CSTNode) -> Iterator[str]:
    if isinstance(node, cst.NamedExpr) and isinstance(node.target, cst.Name):
        yield node.target.value
    if isinstance(node, _MAY_HOLD_WALRUS):
        for child in parts(node):
            yield from _walrus_in(child)
    elif isinstance(node, cst.ComparisonTarget):
        yield from _walrus_in(node.comparator)


def target_names(target: cst.CSTNode) -> Iterator[str]:
    """The names that an assignment target binds, and the roots of what it changes."""
    match target:
        case cst.Name(value=name):
            yield name
        case cst.Attribute(value=inner) | cst.Subscript(value=inner) | cst.StarredElement(value=inner):
            yield from target_names(inner) if isinstance(target, cst.StarredElement) else _root(inner)
        case cst.Tuple(elements=elements) | cst.List(elements=elements):
            for element in elements:
                yield from target_names(element.value)


def _root(node: cst.BaseExpression) -> Iterator[str]:
    while isinstance(node, cst.Attribute | cst.Subscript | cst.Call):
        node = node.func if isinstance(node, cst.Call) else node.value
    if isinstance(node, cst.Name):
        yield node.value


def _alias_name(alias: cst.ImportAlias, *, is_from: bool) -> str:
    if alias.asname is not None:
        return dotted(alias.asname.name)
    return dotted(alias.name) if is_from else dotted(alias.name).partition(".")[0]


def _from_names(node: cst.ImportFrom) -> list[str]:
    return [] if isinstance(node.names, cst.ImportStar) else [_alias_name(alias, is_from=True) for alias in node.names]


def _targets(targets: Sequence[cst.CSTNode]) -> Iterator[str]:
    for target in targets:
        yield from target_names(target)


def _captures(node: cst.CSTNode) -> Iterator[str]:
    if isinstance(node, cst.MatchAs | cst.MatchStar) and node.name is not None:
        yield node.name.value
    if isinstance(node, cst.MatchMapping) and node.rest is not None:
        yield node.rest.value
    for child in parts(node):
        yield from _captures(child)


def _case_captures(node: cst.Match) -> Iterator[str]:
    for case in node.cases:
        yield from _captures(case.pattern)


def _handler_names(node: cst.Try | cst.TryStar) -> list[str]:
    return [dotted(handler.name.name) for handler in node.handlers if handler.name is not None and isinstance(handler.name.name, cst.Name)]


_BOUND: dict[type[cst.CSTNode], Callable[[Any], Any]] = {
    cst.Assign: lambda node: _targets([target.target for target in node.targets]),
    cst.AnnAssign: lambda node: target_names(node.target),
    cst.AugAssign: lambda node: target_names(node.target),
    cst.Del: lambda node: target_names(node.target),
    cst.FunctionDef: lambda node: [node.name.value],
    cst.ClassDef: lambda node: [node.name.value],
    cst.Import: lambda node: [_alias_name(alias, is_from=False) for alias in node.names],
    cst.ImportFrom: _from_names,
    cst.For: lambda node: target_names(node.target),
    cst.With: lambda node: _targets([item.asname.name for item in node.items if item.asname is not None]),
    cst.Try: _handler_names,
    cst.TryStar: _handler_names,
    cst.Match: _case_captures,
    cst.TypeAlias: lambda node: [node.name.value],
    cst.MatchAs: _captures, cst.MatchList: _captures, cst.MatchTuple: _captures, cst.MatchMapping: _captures, cst.MatchClass: _captures,
    cst.MatchOr: _captures, cst.MatchStar: _captures,
}  # fmt: skip


_CONSTANTS = frozenset({"True", "False", "None"})


def changed(node: cst.CSTNode) -> Iterator[str]:
    """The names whose values a statement may change without binding them: roots of called methods, arguments, decorators' roots."""
    if isinstance(node, cst.Expr) and isinstance(node.value, cst.Call):
        call = node.value
        if isinstance(call.func, cst.Attribute):
            yield from _root(call.func)
        yield from (arg.value.value for arg in call.args if isinstance(arg.value, cst.Name) and arg.value.value not in _CONSTANTS)
    elif isinstance(node, cst.FunctionDef | cst.ClassDef):
        for decorator in node.decorators:
            if isinstance(decorator.decorator, cst.Call | cst.Attribute):
                yield from _root(decorator.decorator)
    for statement in _inner(node):
        yield from changed(statement)
    if isinstance(node, cst.For):
        yield from _root(node.iter)
