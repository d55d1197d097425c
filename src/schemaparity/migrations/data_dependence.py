"""Where a revision changes the schema only if rows are there: the replay takes an empty database, and says so.

What comes in are the calls that were under way when a query read user tables. A branch or loop depends on rows when its condition or its
iterable has such a call in it, or a name that the function assigns from one. Names that leave the function are not followed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import libcst as cst
from attrs import field, frozen

from schemaparity.findings import Finding, ObjectRef
from schemaparity.migrations.ddl_calls import ddl_functions, functions_of, has_ddl, nodes_of
from schemaparity.source import SourceFile

Reads = Mapping[cst.CSTNode, frozenset[str]]
"""Calls, and the tables whose rows were read while they were under way."""
_NOTHING: frozenset[str] = frozenset()


@frozen
class _Text:
    """What a file says, looked at once however many revisions use it."""

    functions: Mapping[str, cst.FunctionDef]
    helpers: frozenset[str]
    nodes: Mapping[str, tuple[cst.CSTNode, ...]]

    @classmethod
    def of(cls, source: SourceFile) -> _Text:
        """Read a file."""
        functions = functions_of(source.tree)
        return cls(functions, ddl_functions(functions), {name: tuple(nodes_of(f.body)) for name, f in functions.items()})


@frozen(eq=False)
class Dependence:
    """Tells where revisions depend on rows; keeps what it has read of files."""

    _texts: dict[SourceFile, _Text] = field(factory=dict)

    def findings(self, revision: str, source: SourceFile, reads: Reads) -> Iterator[Finding]:
        """One notice for each branch and loop of a file that changes the schema as rows are there or not."""
        if source not in self._texts:
            self._texts[source] = _Text.of(source)
        text = self._texts[source]
        for name, function in text.functions.items():
            tainted = _Taint.of(text.nodes[name], reads)
            if tainted.names or tainted.calls:
                for node, tables in _Walk(tainted, text.helpers).block(function.body):
                    yield _finding(revision, source, node, tables)


def _finding(revision: str, source: SourceFile, node: cst.CSTNode, tables: frozenset[str]) -> Finding:
    rows = ", ".join(sorted(tables)[:3])
    message = f"what the revision does to the schema here depends on rows of {rows}; an empty database is taken"
    place = source.origin(node, revision)
    return Finding("SP604", message, ObjectRef("revision", name=revision), "notice", migrations=place, revisions=(revision,))


@frozen
class _Taint:
    """What of a function derives from rows: calls that read them, and names."""

    calls: Reads
    names: Mapping[str, frozenset[str]] = field(factory=dict)

    @classmethod
    def of(cls, nodes: Iterable[cst.CSTNode], reads: Reads) -> _Taint:
        """The taint of a function of these nodes, names assigned from tainted names included."""
        calls = {node: reads[node] for node in nodes if node in reads}
        if not calls:
            return cls({})
        bindings = [binding for node in nodes for binding in _bindings(node)]
        names: dict[str, frozenset[str]] = {}
        while True:
            taint = cls(calls, names)
            more = {n: t for target, value in bindings if (t := taint.tables(value)) for n in target if n not in names}
            if not more:
                return taint
            names = {**names, **more}

    def tables(self, node: cst.CSTNode) -> frozenset[str]:
        """The tables whose rows decide the value of an expression."""
        found = _NOTHING
        for part in nodes_of(node):
            found |= self.calls.get(part, _NOTHING)
            if isinstance(part, cst.Name):
                found |= self.names.get(part.value, _NOTHING)
        return found


def _bindings(node: cst.CSTNode) -> Iterator[tuple[tuple[str, ...], cst.CSTNode]]:
    """The names that a statement or an expression binds, and what to."""
    match node:
        case cst.Assign(targets=targets, value=value):
            yield tuple(n for t in targets for n in _names(t.target)), value
        case cst.AnnAssign(target=target, value=value) if value is not None:
            yield _names(target), value
        case cst.AugAssign(target=target, value=value) | cst.NamedExpr(target=target, value=value):
            yield _names(target), value
        case cst.For(target=target, iter=iterable) | cst.CompFor(target=target, iter=iterable):
            yield _names(target), iterable


def _names(target: cst.CSTNode) -> tuple[str, ...]:
    if isinstance(target, cst.Name):
        return (target.value,)
    if isinstance(target, cst.Tuple | cst.List):
        return tuple(n for e in target.elements for n in _names(e.value))
    return ()


@frozen
class _Rest:
    """Whether what comes after a statement, in its function and in its loop, changes the schema."""

    of_function: bool = False
    of_loop: bool = False

    def is_left_by(self, node: cst.CSTNode) -> bool:
        """True for a branch that skips it; one that raises refuses the rows, and decides nothing of the schema."""
        if not isinstance(node, cst.If):
            return False
        ends = {type(part) for part in nodes_of(node)}
        return (self.of_function and cst.Return in ends) or (self.of_loop and not ends.isdisjoint((cst.Continue, cst.Break)))


_END = _Rest()


@frozen
class _Walk:
    """Looks through the blocks of a function."""

    taint: _Taint
    helpers: frozenset[str]

    def block(self, body: cst.BaseSuite, rest: _Rest = _END) -> Iterator[tuple[cst.CSTNode, frozenset[str]]]:
        """The conditions of a block; `rest` is what comes after the block."""
        statements: Sequence[cst.CSTNode] = body.body
        for position, statement in enumerate(statements):
            more = any(has_ddl(s, self.helpers) for s in statements[position + 1 :])
            yield from self._statement(statement, _Rest(rest.of_function or more, rest.of_loop or more))

    def _statement(self, node: cst.CSTNode, rest: _Rest) -> Iterator[tuple[cst.CSTNode, frozenset[str]]]:
        condition = _condition(node)
        tables = _NOTHING if condition is None else self.taint.tables(condition)
        if condition is not None and tables and (has_ddl(node, self.helpers) or rest.is_left_by(node)):
            yield condition, tables
            return
        after = _Rest(rest.of_function) if isinstance(node, cst.For | cst.While) else rest
        for inner in _blocks(node):
            yield from self._statement(inner, rest) if isinstance(inner, cst.If) else self.block(inner, after)


def _condition(node: cst.CSTNode) -> cst.CSTNode | None:
    match node:
        case cst.If(test=test) | cst.While(test=test):
            return test
        case cst.For(iter=iterable):
            return iterable
        case _:
            return None


def _blocks(node: cst.CSTNode) -> Iterable[cst.BaseSuite | cst.If]:
    """The blocks in a compound statement, `elif` as the statement that it is."""
    if isinstance(node, cst.FunctionDef | cst.ClassDef):
        return ()
    found: list[cst.BaseSuite | cst.If] = []
    pending = list(node.children)
    while pending:
        child = pending.pop(0)
        if isinstance(child, cst.BaseSuite | cst.If):
            found.append(child)
        elif isinstance(child, cst.Else | cst.Finally | cst.ExceptHandler | cst.ExceptStarHandler | cst.MatchCase):
            pending.extend(child.children)
    return found
