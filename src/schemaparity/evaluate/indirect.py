"""Which top-level statements change a name behind the scenes: they call a function or a class of the module that does. Reads the tree only.

Registries are filled this way: `def register(x): ALL[x.name] = x`, then `A = register(...)`. It errs towards naming a statement too many.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import libcst as cst
from attrs import frozen

from schemaparity.evaluate.syntax import parts


@frozen
class Changes:
    """What the statements of a module change through its functions and classes.

    Args:
        by_name: a name, to the functions and classes that change it, those that call such included.
        uses: the functions and classes of the module that each statement calls, decorates with or derives from, in order.

    """

    by_name: Mapping[str, frozenset[str]]
    uses: Sequence[frozenset[str]]

    def positions(self, name: str) -> list[int]:
        """The positions of the statements that can change a name."""
        changing = self.by_name.get(name, frozenset())
        return [position for position, used in enumerate(self.uses) if changing & used] if changing else []


def changes_of(statements: Sequence[cst.CSTNode]) -> Changes:
    r"""What top-level statements change behind the scenes; found in one pass for all names.

    Example:
        >>> tree = cst.parse_module("ALL = []\ndef add(x):\n    ALL.append(x)\nadd(1)")
        >>> changes_of([line.body[0] if isinstance(line, cst.SimpleStatementLine) else line for line in tree.body]).positions("ALL")
        [2]

    """
    definitions = {s.name.value: s for s in statements if isinstance(s, cst.FunctionDef | cst.ClassDef)}
    uses = {label: definitions.keys() & set(_used(node, bodies=True)) for label, node in definitions.items()}
    changed = {label: {name for part in _within(node) for name in _changed(part)} for label, node in definitions.items()}
    while more := {label: new for label, used in uses.items() if (new := {n for other in used for n in changed[other]} - changed[label])}:
        for label, fresh in more.items():
            changed[label] |= fresh
    by_name: dict[str, set[str]] = {}
    for label, names in changed.items():
        for name in names:
            by_name.setdefault(name, set()).add(label)
    used_at = [definitions.keys() & set(_used(statement, bodies=False)) for statement in statements]
    return Changes({name: frozenset(labels) for name, labels in by_name.items()}, [frozenset(used) for used in used_at])


def is_touched_within(text: str, name: str) -> bool:
    """A cheap test on the text: an indented line takes an item or attribute of the name, or declares it global."""
    word = re.escape(name)
    return re.search(rf"(?m)^[ \t].*(?<![\w.]){word}\s*[.\[]|^[ \t]+global\b.*\b{word}\b", text) is not None


def _within(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """All nodes in a node."""
    for child in parts(node):
        yield child
        yield from _within(child)


def _changed(node: cst.CSTNode) -> Iterator[str]:
    """The names that a node changes without binding them, or binds in the module."""
    match node:
        case cst.Call(func=cst.Attribute(value=owner)) | cst.AssignTarget(target=cst.Attribute(value=owner) | cst.Subscript(value=owner)):
            yield from _root(owner)
        case cst.AugAssign(target=target) | cst.Del(target=target) | cst.AnnAssign(target=target):
            yield from () if isinstance(target, cst.Name) else _root(target)
        case cst.Global(names=names):
            yield from (item.name.value for item in names)


def _root(node: cst.CSTNode) -> Iterator[str]:
    while isinstance(node, cst.Attribute | cst.Subscript):
        node = node.value
    if isinstance(node, cst.Name):
        yield node.value


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
