"""Walking LibCST trees: the nodes in a node. LibCST's own `children` rebuilds every node that it visits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from functools import cache

import libcst as cst

_IGNORED = frozenset(
    {"lpar", "rpar", "lbrace", "rbrace", "lbracket", "rbracket", "comma", "semicolon", "header", "footer", "leading_lines", "dot", "colon"}
)


@cache
def _fields(kind: type[cst.CSTNode]) -> tuple[str, ...]:
    """The fields that may hold nodes, without whitespace and punctuation."""
    return tuple(f.name for f in fields(kind) if f.name not in _IGNORED and not f.name.startswith(("whitespace", "lines_", "trailing_")))


_IS_NODE: dict[type, bool] = {}
"""By class: LibCST's are abstract base classes, of which `isinstance` is slow."""


def _is_node(kind: type) -> bool:
    if kind not in _IS_NODE:
        _IS_NODE[kind] = issubclass(kind, cst.CSTNode)
    return _IS_NODE[kind]


def parts(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """The nodes directly in a node, in the order of its fields."""
    for name in _fields(type(node)):
        value = getattr(node, name)
        kind: type = type(value)
        if kind is list or kind is tuple:
            yield from value
        elif _is_node(kind):
            yield value
