"""What a file imports when it is imported, from its syntax tree: for text that the coarse scanner is unsure of."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from schemaparity.source.imports import Import, absolute
from schemaparity.source.nesting import nesting_fault


def scan_tree(text: str, package: str) -> tuple[Import, ...]:
    """The imports that run at import time, in order; none for text that cannot be parsed."""
    if nesting_fault(text) is not None:
        return ()
    try:
        tree = cst.parse_module(text)
    except (cst.ParserSyntaxError, RecursionError):
        return ()
    return tuple(_of_block(tree.body, package))


def _of_block(body: object, package: str) -> Iterator[Import]:
    for statement in body if isinstance(body, (list, tuple)) else ():
        match statement:
            case cst.SimpleStatementLine():
                yield from _of_line(statement.body, package)
            case cst.FunctionDef() | cst.ClassDef():
                continue
            case cst.If() if _is_type_checking(statement.test):
                yield from _of_part(statement.orelse, package)
            case cst.BaseCompoundStatement():
                yield from _of_part(statement, package)


def _of_part(part: object, package: str) -> Iterator[Import]:
    """The imports of a compound statement or one of its clauses."""
    if part is None:
        return
    if isinstance(part, cst.If) and _is_type_checking(part.test):
        yield from _of_part(part.orelse, package)
        return
    suite = getattr(part, "body", None)
    if isinstance(suite, cst.SimpleStatementSuite):
        yield from _of_line(suite.body, package)
    elif isinstance(suite, cst.IndentedBlock):
        yield from _of_block(suite.body, package)
    for clause in (
        *getattr(part, "handlers", ()),
        *getattr(part, "cases", ()),
        getattr(part, "orelse", None),
        getattr(part, "finalbody", None),
    ):
        yield from _of_part(clause, package)


def _of_line(statements: object, package: str) -> Iterator[Import]:
    for statement in statements if isinstance(statements, (list, tuple)) else ():
        if isinstance(statement, cst.Import):
            yield from (Import(dotted(alias.name)) for alias in statement.names)
        elif isinstance(statement, cst.ImportFrom):
            module = absolute(dotted(statement.module), len(statement.relative), package)
            names = ("*",) if isinstance(statement.names, cst.ImportStar) else tuple(dotted(alias.name) for alias in statement.names)
            if module:
                yield Import(module, names)


def dotted(node: cst.BaseExpression | None) -> str:
    """The text of a dotted name; empty for None."""
    if isinstance(node, cst.Attribute):
        return f"{dotted(node.value)}.{node.attr.value}"
    return node.value if isinstance(node, cst.Name) else ""


def _is_type_checking(test: cst.BaseExpression) -> bool:
    return dotted(test).rpartition(".")[2] == "TYPE_CHECKING"
