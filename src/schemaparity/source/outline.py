"""What a file does when it is imported, coarsely and from its text: imports, classes, calls. For who must decide whether to parse it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import define, field, frozen

from schemaparity.source.imports import Import, import_statements, read_import
from schemaparity.source.lexer import UnsureError, bare_lines
from schemaparity.source.text import UndecodableError, decode


@frozen
class Load:
    """One import that runs at import time; `is_plain` when it stands outside of all blocks."""

    target: Import
    is_plain: bool


@define
class Outline:
    """What a module does when it is imported.

    Args:
        loads: its imports, in order; None where only a parser can tell.
        origins: name bound by an import, to the module and the name in it, which is empty for the module itself.
        classes: name to bases and metaclass, as dotted names; `?` for any other expression.
        functions: names of its functions.
        touched: what is called, decorated with, or has an attribute set at import time, as dotted names.
        bodies: name of each function, to its parameters and lines, those of functions within it among them.

    """

    loads: list[Load] | None = field(factory=list)
    origins: dict[str, tuple[str, str]] = field(factory=dict)
    classes: dict[str, tuple[str, ...]] = field(factory=dict)
    functions: set[str] = field(factory=set)
    touched: set[str] = field(factory=set)
    bodies: dict[str, str] = field(factory=dict)

    @property
    def stars(self) -> Iterator[str]:
        """The modules of which all names are imported."""
        return (load.target.module for load in self.loads or () if "*" in load.target.names)


def called(code: str) -> Iterator[str]:
    """What lines of code call, as dotted names."""
    return (name for name in _CALL.findall(code) if name not in _NOT_CALLED)


_UNCERTAIN = Outline(loads=None)
_HEADER = re.compile(r"class\s+(\w+)\s*(?:\[[^\]]*\]\s*)?(?:\((.*)\))?\s*:", re.DOTALL)
_FUNCTION = re.compile(r"(?:async\s+)?def\s+(\w+)")
_CALL = re.compile(r"(?<![\w.])([A-Za-z_][\w.]*)\s*\(")
_SET = re.compile(r"([A-Za-z_]\w*(?:\.\w+)+)\s*(?::[^=]*)?(?:[-+|&*/%@]|//|\*\*)?=(?!=)")
_DOTTED = re.compile(r"[A-Za-z_][\w.]*")
_NOT_CALLED = frozenset(
    {
        "if", "elif", "while", "for", "in", "and", "or", "not", "is", "return", "assert", "lambda", "await", "yield", "del", "with",
        "except", "raise", "import", "from", "as", "else", "print",
    }
)  # fmt: skip
_TYPE_CHECKING = re.compile(r"(?:if|elif)\s+(?:\w+\s*\.\s*)?TYPE_CHECKING\s*:")


def outline(data: bytes, package: str) -> Outline:
    """The outline of a module of `package`; of a file that cannot be read, nothing."""
    try:
        return _Reader(package).read(decode(data))
    except UndecodableError:
        return Outline()
    except UnsureError:
        return _UNCERTAIN


class _Reader:
    """Reads logical lines. What functions do counts when their names are called at import time, from one of them to the next."""

    def __init__(self, package: str) -> None:
        self.package = package
        self.found = Outline(loads=[])
        self.bodies: dict[str, list[str]] = {}
        self.outermost: dict[str, list[str]] = {}

    def read(self, text: str) -> Outline:
        """The outline of a text."""
        open_blocks: list[tuple[int, str]] = []
        skipped: int | None = None
        for indent, code in bare_lines(text):
            if skipped is not None and indent > skipped:
                continue
            skipped = indent if _TYPE_CHECKING.match(code) else None
            while open_blocks and indent <= open_blocks[-1][0]:
                open_blocks.pop()
            if skipped is None:
                self._place(indent, code, open_blocks)
        self._follow_calls()
        self.found.bodies = {name: "\n".join(self.outermost[name]) for name in self.found.functions}
        return self.found

    def _place(self, indent: int, code: str, open_blocks: list[tuple[int, str]]) -> None:
        """Note a line for the innermost function around it, else as one that runs."""
        inside = open_blocks[-1][1] if open_blocks else ""
        if open_blocks and not open_blocks[0][0]:
            self.outermost[open_blocks[0][1]].append(code)
        if match := _FUNCTION.match(code):
            if not open_blocks and not indent:
                self.found.functions.add(match.group(1))
                self.outermost[match.group(1)] = [code[match.end() + 1 :]]
            self._take(inside, indent, code[match.end() + 1 :])
            open_blocks.append((indent, match.group(1)))
        else:
            self._take(inside, indent, code)

    def _take(self, function: str, indent: int, code: str) -> None:
        if function:
            self.bodies.setdefault(function, []).append(code)
        else:
            self._line(indent, code)

    def _follow_calls(self) -> None:
        """Add what the functions do that are called; a method is known by its name alone."""
        done: set[str] = set()
        while called := {name.rpartition(".")[2] for name in self.found.touched} & self.bodies.keys() - done:
            done |= called
            for name in called:
                for code in self.bodies[name]:
                    self._line(1, code)

    def _line(self, indent: int, code: str) -> None:
        if code.startswith("class") and (match := _HEADER.match(code)):
            self.found.classes[match.group(1)] = tuple(_bases(match.group(2) or ""))
            self._touch(match.group(2) or "")
            return
        if "import" in code:
            self._imports(indent, code)
        if match := _SET.match(code):
            self.found.touched.add(match.group(1))
        self._touch(code)

    def _imports(self, indent: int, code: str) -> None:
        for statement in import_statements(code):
            is_plain = not indent and code.startswith(statement)
            for target, bound in read_import(statement, self.package):
                assert self.found.loads is not None
                self.found.loads.append(Load(target, is_plain))
                self.found.origins.update(bound)

    def _touch(self, code: str) -> None:
        if code.startswith("@") and (match := _DOTTED.match(code, 1)):
            self.found.touched.add(match.group())
        if "(" in code:
            self.found.touched.update(called(code))


def _bases(text: str) -> Iterator[str]:
    """Each base, and a metaclass, as a dotted name; type arguments are left out."""
    depth, start = 0, 0
    for position, character in enumerate(text + ","):
        depth += (character in "([{") - (character in ")]}")
        if character == "," and depth == 0:
            yield from _base(text[start:position].strip())
            start = position + 1


def _base(text: str) -> Iterator[str]:
    if text.startswith("metaclass"):
        text = text.partition("=")[2].strip()
    elif "=" in text:
        return
    if not text:
        return
    match = _DOTTED.match(text)
    rest = text[match.end() :].strip() if match else "?"
    yield match.group() if match and (not rest or rest.startswith("[")) else "?"
