"""What a file imports when it is imported: answered from its bytes, parsed only in doubt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from attrs import frozen

from schemaparity.source.lexer import UnsureError, bare_lines
from schemaparity.source.text import UndecodableError, decode


@frozen
class Import:
    """One import: an absolute dotted `module`, and the `names` taken from it (empty for `import module`, `*` for all)."""

    module: str
    names: tuple[str, ...] = ()

    @property
    def candidates(self) -> tuple[str, ...]:
        """The modules it may load: the module itself, then each name as its submodule."""
        return (self.module, *(f"{self.module}.{name}" for name in self.names if name != "*"))


Bound = dict[str, tuple[str, str]]

_OPENS = re.compile(r"(?:if|elif|else|try|except|finally|with|for|while|match|case|async)\b")
_CLOSED = re.compile(r"(?:async\s+)?(?:def|class)\b|(?:if|elif)\s+(?:\w+\s*\.\s*)?TYPE_CHECKING\s*:")
_IMPORT = re.compile(r"(?:import|from)\b")
_FROM = re.compile(r"from\s*(?P<dots>[.\s]*)(?P<module>[\w\s.]*?)\s*\bimport\b\s*\(?(?P<names>[^)]*)\)?$", re.DOTALL)
_FROM_DOTS = re.compile(r"from\s*(?P<dots>\.[.\s]*)import\b\s*\(?(?P<names>[^)]*)\)?$", re.DOTALL)


def scan(data: bytes, package: str = "") -> tuple[Import, ...]:
    r"""The imports that run when a module of `package` is imported, in order.

    Imports in functions, in class bodies and under `if TYPE_CHECKING` are left out. A file that cannot be decoded or parsed has
    none: whoever reads it will report that.

    Example:
        >>> scan(b"import os\nfrom .models import User as U, Team\n", "app.db")
        (Import(module='os', names=()), Import(module='app.db.models', names=('User', 'Team')))

    """
    if b"import" not in data:
        return ()
    try:
        text = decode(data)
    except UndecodableError:
        return ()
    try:
        return tuple(
            found
            for code in _running(bare_lines(text))
            for statement in import_statements(code)
            for found, _ in read_import(statement, package)
        )
    except UnsureError:
        from schemaparity.source.imports_parsed import scan_tree  # noqa: PLC0415 - LibCST is loaded only where it is needed

        return scan_tree(text, package)


def _running(lines: Iterable[tuple[int, str]]) -> Iterator[str]:
    """The lines outside of blocks that do not run, or whose names are not the module's."""
    closed_at: int | None = None
    for indent, code in lines:
        if closed_at is not None and indent > closed_at:
            continue
        closed_at = indent if _CLOSED.match(code) else None
        if closed_at is None:
            yield code


def import_statements(code: str) -> Iterator[str]:
    """The import statements in a logical line, which may be the header of a block or several statements."""
    if "import" in code:
        body = _after_header(code) if _OPENS.match(code) else code
        yield from (part for part in map(str.strip, body.split(";")) if _IMPORT.match(part))


def _after_header(code: str) -> str:
    """What stands behind the colon of `try: import x`, for headers without colons of their own."""
    return code.partition(":")[2].strip()


def read_import(statement: str, package: str) -> Iterator[tuple[Import, Bound]]:
    """What an import statement in a module of `package` imports, and what it binds; raises UnsureError."""
    if statement.startswith("import"):
        yield from _read_modules(statement[len("import") :])
        return
    match = _FROM_DOTS.match(statement) or _FROM.match(statement)
    if match is None:
        raise UnsureError(statement)
    named = match.groupdict()
    module = absolute(_squeezed(named.get("module") or ""), _squeezed(named["dots"]).count("."), package)
    if module:
        pairs = [_alias(part) for part in named["names"].split(",") if part.strip()]
        yield Import(module, tuple(name for name, _ in pairs)), {bound: (module, name) for name, bound in pairs}


def _read_modules(text: str) -> Iterator[tuple[Import, Bound]]:
    for part in text.split(","):
        name, bound = _alias(part)
        module = _squeezed(name)
        top = module.partition(".")[0]
        if module:
            yield Import(module), {bound: (module, "")} if bound != name else {top: (top, "")}


def _alias(part: str) -> tuple[str, str]:
    """The name and what it is bound to, of `name as bound`."""
    name, _, bound = part.partition(" as ")
    return name.strip(), (bound or name).strip()


def _squeezed(text: str) -> str:
    return "".join(text.split())


def absolute(module: str, dots: int, package: str) -> str:
    """The absolute name of `from ..module import x` in a module of `package`; empty beyond the top."""
    if dots == 0:
        return module
    parts = package.split(".") if package else []
    if dots - 1 >= len(parts):
        return ""
    base = parts[: len(parts) - (dots - 1)]
    return ".".join([*base, module] if module else base)
