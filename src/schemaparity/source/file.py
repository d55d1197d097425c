"""A file of Python source: bytes, text, tree and places, each made when it is first asked for."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any

from schemaparity.location import Location, Origin
from schemaparity.project.filesystem import FileSystem, UnreadableFile
from schemaparity.source.nesting import nesting_fault, size_fault
from schemaparity.source.text import UndecodableError, decode

if TYPE_CHECKING:
    import libcst as cst

    from schemaparity.findings.pragma import Hint
    from schemaparity.source.positions import Lines, Span
    from schemaparity.source.pragmas import Directives


class SourceError(Exception):
    """A file that cannot be read or parsed; becomes a finding.

    Args:
        message: one line for people, without the place.
        location: the line that makes it so.

    """

    def __init__(self, message: str, location: Location) -> None:
        super().__init__(message, location)
        self.message = message
        self.location = location

    def __str__(self) -> str:
        return f"{self.location}: {self.message}"


class SourceFile:
    """A file of Python source.

    Args:
        fs: where it is read from.
        path: absolute path.
        display: path relative to the project, for people.
        module_name: dotted name it is imported by.
        is_package: True for an `__init__.py`.
        is_third_party: True when it was found among the third-party roots.

    """

    def __init__(
        self, fs: FileSystem, path: str, display: str, module_name: str, *, is_package: bool = False, is_third_party: bool = False
    ) -> None:
        self._fs = fs
        self.path = path
        self.display = display
        self.module_name = module_name
        self.is_package = is_package
        self.is_third_party = is_third_party

    def __repr__(self) -> str:
        return f"SourceFile({self.display!r}, {self.module_name!r})"

    @property
    def package(self) -> str:
        """The package that relative imports start from."""
        return self.module_name if self.is_package else self.module_name.rpartition(".")[0]

    @cached_property
    def data(self) -> bytes:
        """The bytes of the file; raises SourceError."""
        try:
            return self._fs.read_bytes(self.path)
        except UnreadableFile as error:
            raise SourceError(f"cannot be read: {error.reason}", Location(self.display)) from error

    @cached_property
    def text(self) -> str:
        """The decoded text; raises SourceError."""
        try:
            return decode(self.data)
        except UndecodableError as error:
            raise SourceError(f"cannot be decoded: {error}", Location(self.display)) from error

    @cached_property
    def tree(self) -> cst.Module:
        """The syntax tree; raises SourceError."""
        import libcst as cst  # noqa: PLC0415 - loaded only when a tree is needed

        fault = size_fault(self.text) or nesting_fault(self.text)
        if fault is not None:
            raise SourceError(fault[0], self.between(fault[1], fault[1]))
        try:
            with _collector_paused(), _parser_trusted():
                return cst.parse_module(self.text)
        except cst.ParserSyntaxError as error:
            line, column = error.raw_line, error.raw_column + 1
            raise SourceError(
                f"cannot be parsed: {error.message.rstrip('.')}", Location(self.display, line, column, line, column)
            ) from error
        except (RecursionError, ValueError, cst.CSTValidationError) as error:
            raise SourceError(f"cannot be parsed: {error}", Location(self.display)) from error

    @property
    def is_read(self) -> bool:
        """True when somebody has asked for what the file holds."""
        return "data" in self.__dict__

    @cached_property
    def directives(self) -> Directives:
        """The comments that are for schemaparity; raises SourceError."""
        from schemaparity.source import pragmas  # noqa: PLC0415 - few files have any

        return pragmas.directives_of(self.text, self.display) if pragmas.MARK in self.data else pragmas.Directives()

    @cached_property
    def hints(self) -> Mapping[int, Hint]:
        """The comments that say what a statement does, by the first line of the statement; raises SourceError."""
        return {} if self.is_third_party else self.directives.hints

    @cached_property
    def _lines(self) -> Lines:
        from schemaparity.source.positions import Lines  # noqa: PLC0415 - loads LibCST

        return Lines(self.text)

    @cached_property
    def _spans(self) -> Callable[[cst.CSTNode], Span | None]:
        from schemaparity.source.positions import spans_of  # noqa: PLC0415 - loads LibCST

        with _collector_paused():
            return spans_of(self.tree)

    def between(self, start: int, end: int) -> Location:
        """The location of a piece of the text."""
        return Location(self.display, *self._lines.position(start), *self._lines.position(end))

    def locate(self, node: cst.CSTNode) -> Location:
        """Where a node of the tree stands; the whole file for a node that is not of this tree."""
        span = self._spans(node)
        if span is None:
            return Location(self.display)
        return self.between(span.start, span.end)

    def origin(self, node: cst.CSTNode, revision: str | None = None) -> Origin:
        """The origin of what `node` says; its place is looked up when somebody asks."""
        return Origin(self.display, revision, lambda: self.locate(node))

    def code(self, node: cst.CSTNode) -> str:
        """The text of a node as it is written; empty for a node that is not of this tree."""
        span = self._spans(node)
        return "" if span is None else self.text[span.start : span.end]


@contextmanager
def _parser_trusted() -> Iterator[None]:
    """Let LibCST not check the nodes that its own parser makes: a fifth of the time that parsing takes."""
    from libcst import CSTNode  # noqa: PLC0415 - loaded only when a tree is needed

    node: Any = CSTNode
    checked = node.__post_init__
    node.__post_init__ = lambda _node: None
    try:
        yield
    finally:
        node.__post_init__ = checked


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Pause the cycle collector: it would visit a growing tree again and again, for a third to a half of the time of a parse."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
