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


def parts(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """The nodes directly in a node, in the order of its fields."""
    for name in _fields(type(node)):
        value = getattr(node, name)
        if isinstance(value, cst.CSTNode):
            yield value
        elif type(value) in (list, tuple):
            yield from value
