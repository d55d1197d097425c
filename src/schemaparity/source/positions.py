"""Where the nodes of a LibCST tree stand: one pass over a module that counts characters. Knows nothing of files."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import libcst as cst
from attrs import frozen
from libcst._nodes.internal import CodegenState

_LINE_END = re.compile(r"\r\n|\r|\n")


@frozen
class Span:
    """Offsets of the first character and of the one after the last, in characters of the text."""

    start: int
    end: int


class _Counter(CodegenState):
    """Generates no code, only counts: LibCST calls it for every token, node and syntactic position while it walks a module."""

    def __init__(self, module: cst.Module) -> None:
        super().__init__(default_indent=module.default_indent, default_newline=module.default_newline)
        self.offset = 0
        self.spans: dict[int, tuple[int, int]] = {}
        self._starts: list[int] = []

    def add_token(self, value: str) -> None:
        self.offset += len(value)

    def add_indent_tokens(self) -> None:
        for token in self.indent_tokens:
            self.offset += len(token)

    def before_codegen(self, node: cst.CSTNode) -> None:  # noqa: ARG002 - the name is LibCST's
        self._starts.append(self.offset)

    def after_codegen(self, node: cst.CSTNode) -> None:
        start = self._starts.pop()
        self.spans.setdefault(id(node), (start, self.offset))

    def pop_trailing_newline(self) -> None:
        return

    def record_syntactic_position(  # type: ignore[override]
        self, node: cst.CSTNode, *, start_node: cst.CSTNode | None = None, end_node: cst.CSTNode | None = None
    ) -> _Syntactic:
        return _Syntactic(self, node, start_node, end_node)


class _Syntactic:
    """LibCST's own rule for a node without the blank lines, comments and decorators above it and the whitespace after it.

    A class, because a generator's context manager takes three times as long, once a node.
    """

    __slots__ = ("counter", "end_node", "node", "start", "start_node")

    def __init__(self, counter: _Counter, node: cst.CSTNode, start_node: cst.CSTNode | None, end_node: cst.CSTNode | None) -> None:
        self.counter, self.node, self.start_node, self.end_node = counter, node, start_node, end_node

    def __enter__(self) -> None:
        self.start = self.counter.offset

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if error is None:
            spans = self.counter.spans
            end = self.counter.offset if self.end_node is None else spans[id(self.end_node)][1]
            spans[id(self.node)] = (self.start if self.start_node is None else spans[id(self.start_node)][0], end)


_DEEPEST = 40_000


@contextmanager
def room_for_recursion() -> Iterator[None]:
    """Let Python code call itself as deeply as the deepest tree that is parsed needs; it takes memory, not the stack of the machine."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, _DEEPEST))
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)


def spans_of(module: cst.Module) -> Callable[[cst.CSTNode], Span | None]:
    """Answer where each node of `module` stands; None for a node of another tree."""
    counter = _Counter(module)
    with room_for_recursion():
        module._codegen(counter)  # the only pass of LibCST over tokens in order; measured a third of the time of a parse
    spans = counter.spans

    # nodes are known by identity, so the tree must outlive the answers
    def span(node: cst.CSTNode, _keep_alive: cst.Module = module) -> Span | None:
        found = spans.get(id(node))
        return None if found is None else Span(*found)

    return span


class Lines:
    """Turns offsets into lines and columns."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column, both counted from 1."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1
