"""Which version of a package a project runs with: what is installed, else what its locks and requirements say. Reads text, runs nothing."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator

from schemaparity.project.filesystem import FileSystem, UnreadableFile
from schemaparity.source.distributions import Distributions

_LOCKS = ("uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock")
_DECLARATIONS = ("pyproject.toml", "setup.cfg", "setup.py", "Pipfile")
_MAX_BYTES = 8_000_000
_CLAUSE = re.compile(r"(===|==|~=|<=|<|\^|~)\s*v?(\d+(?:\.\d+)*)(\.\*)?")
_LAST_BEFORE = (((1, 4), "1.3.24"), ((2,), "1.4.54"))
"""SQLAlchemy's last releases before a version; what a requirement that excludes that version means."""


def version_in_use(fs: FileSystem, distributions: Distributions, directories: Iterable[str], package: str = "sqlalchemy") -> str | None:
    """Tell the version of a package that a project runs with.

    Args:
        fs: where files are read.
        distributions: what is installed.
        directories: where the project may have locks and requirements, the likeliest first.
        package: the name; the last releases of series are those of SQLAlchemy.

    Returns:
        The version that is installed, locked or pinned; else the last release that the requirements allow when they exclude the present
        series; None when nothing says.

    """
    installed = distributions.version(package)
    if installed is not None:
        return installed
    name = package.replace("_", "[-_.]")
    texts = [*_texts(fs, directories), *distributions.requirements()]
    pins = [pin for text in texts for pin in _pins(text, name)]
    if pins:
        return max(pins, key=_numbers)
    excluded = [version for text in texts for clause in _clauses(text, name) if (version := _last_allowed(clause)) is not None]
    return min(excluded, key=_numbers, default=None)


def _texts(fs: FileSystem, directories: Iterable[str]) -> Iterator[str]:
    """The texts that name requirements: locks first."""
    for directory in dict.fromkeys(directories):
        names = fs.list_dir(directory)
        inner = posixpath.join(directory, "requirements")
        listed = [n for n in names if n.startswith("requirements") and n.endswith((".txt", ".in"))]
        paths = [
            *(posixpath.join(directory, n) for n in (*_LOCKS, *listed, *_DECLARATIONS) if n in names),
            *(posixpath.join(inner, n) for n in fs.list_dir(inner) if n.endswith((".txt", ".in"))),
            *(posixpath.join(directory, n, "METADATA") for n in names if n.endswith(".dist-info")),
        ]
        yield from (_text(fs, path) for path in paths)


def _text(fs: FileSystem, path: str) -> str:
    try:
        data = fs.read_bytes(path)
    except UnreadableFile:
        return ""
    return data.decode("utf-8", "replace") if len(data) <= _MAX_BYTES else ""


def _pins(text: str, name: str) -> Iterator[str]:
    """Exact versions: of a lock, or required with `==`."""
    yield from re.findall(rf'(?im)^name = "{name}"\s+version = "(\d[\d.]*\d)"', text)
    yield from re.findall(rf'(?i)"{name}": \{{[^{{}}]*?"version": "==(\d[\d.]*\d)"', text)
    for clause in _clauses(text, name):
        yield from (version for operator, version, rest in _CLAUSE.findall(clause) if operator in {"==", "==="} and not rest)


def _clauses(text: str, name: str) -> Iterator[str]:
    """What follows the name in requirements: `<2,>=1.4`, `(>=1.4)`, Poetry's `= "^1.4"`; those of extras do not count."""
    found = re.finditer(rf'(?i)(?<![\w./-]){name}(?:\s*\[[^\]\n]*\])?\s*["\']?(?P<rest>[ (=<>~^!{{][^\n]*)', text)
    for match in found:
        clause = match["rest"].split("#")[0]
        requirement, _, marker = clause.partition(";")
        if "extra" not in marker:
            yield re.split(r"[\"'],", requirement)[0]


def _last_allowed(clause: str) -> str | None:
    """The last release that a requirement allows, when it allows none of the present series."""
    return min((v for c in _CLAUSE.findall(clause) if (v := _last_of_clause(*c)) is not None), key=_numbers, default=None)


def _last_of_clause(operator: str, version: str, rest: str) -> str | None:
    below = _below(operator, _numbers(version), version.count(".") + 1 + bool(rest))
    return next((last for before, last in _LAST_BEFORE if below is not None and below <= before), None)


def _below(operator: str, bound: tuple[int, ...], length: int) -> tuple[int, ...] | None:
    """The version that a clause stays below; `length` is the number of parts it is written with."""
    next_major, next_minor = (bound[0] + 1,), (*bound[:1], (*bound, 0)[1] + 1)
    match operator:
        case "<":
            return bound
        case "^":
            return next_major
        case "~=" | "==" | "===":
            return next_minor if length > 2 else next_major if operator == "~=" or length == 2 else None
        case _:
            return next_minor


def _numbers(version: str) -> tuple[int, ...]:
    """The numbers of a version, without zeros at the end."""
    numbers = [int(part) for part in version.split(".")]
    while len(numbers) > 1 and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)

