"""Which top-level statements change a name behind the scenes: they call a function or a class of the module that does. Reads the tree only.

Registries are filled this way: `def register(x): ALL[x.name] = x`, then `A = register(...)`. It errs towards naming a statement too many.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import libcst as cst

from schemaparity.evaluate.syntax import parts


def changers(statements: Sequence[cst.CSTNode], name: str, text: str) -> list[int]:
    r"""The positions of the statements that can change `name` through functions and classes of the module.

    Example:
        >>> text = "ALL = []\ndef add(x):\n    ALL.append(x)\nadd(1)"
        >>> tree = cst.parse_module(text)
        >>> changers([line.body[0] if isinstance(line, cst.SimpleStatementLine) else line for line in tree.body], "ALL", text)
        [2]

    """
    if not _is_touched_within(text, name):
        return []
    definitions = {s.name.value: s for s in statements if isinstance(s, cst.FunctionDef | cst.ClassDef)}
    changing = {label for label, node in definitions.items() if any(_changes(part, name) for part in _within(node))}
    uses = {label: set(_used(node, bodies=True)) & definitions.keys() for label, node in definitions.items()}
    while more := {label for label, used in uses.items() if label not in changing and used & changing}:
        changing |= more
    return [position for position, statement in enumerate(statements) if changing & set(_used(statement, bodies=False))]


def _is_touched_within(text: str, name: str) -> bool:
    """A cheap test on the text: an indented line takes an item or attribute of the name, or declares it global."""
    word = re.escape(name)
    return re.search(rf"(?m)^[ \t].*(?<![\w.]){word}\s*[.\[]|^[ \t]+global\b.*\b{word}\b", text) is not None


def _within(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """All nodes in a node."""
    for child in parts(node):
        yield child
        yield from _within(child)


def _changes(node: cst.CSTNode, name: str) -> bool:
    match node:
        case cst.Call(func=cst.Attribute(value=owner)) | cst.AssignTarget(target=cst.Attribute(value=owner) | cst.Subscript(value=owner)):
            return _root(owner) == name
        case cst.AugAssign(target=target) | cst.Del(target=target) | cst.AnnAssign(target=target):
            return not isinstance(target, cst.Name) and _root(target) == name
        case cst.Global(names=names):
            return any(item.name.value == name for item in names)
    return False


def _root(node: cst.CSTNode) -> str | None:
    while isinstance(node, cst.Attribute | cst.Subscript):
        node = node.value
    return node.value if isinstance(node, cst.Name) else None


def _used(node: cst.CSTNode, *, bodies: bool) -> Iterator[str]:
    """The names that a statement calls, decorates with or derives from; the bodies of functions run only when they are called."""
    match node:
        case cst.FunctionDef(decorators=decorators) if not bodies:
            for decorator in decorators:
                yield from _used(decorator, bodies=bodies)
            return
        case cst.Call(func=cst.Name(value=label)) | cst.Decorator(decorator=cst.Name(value=label)):
            yield label
        case cst.ClassDef(bases=bases):
            yield from (base.value.value for base in bases if isinstance(base.value, cst.Name))
    for child in parts(node):
        yield from _used(child, bodies=bodies)
