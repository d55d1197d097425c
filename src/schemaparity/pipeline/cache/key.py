"""What makes an entry another entry: the question, the settings, and the programs that answer. The project's files are no part of it."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterator, Mapping
from importlib.machinery import PathFinder

import attrs

import schemaparity
from schemaparity.project import Settings

_LIBRARIES = ("alembic", "attrs", "libcst", "networkx", "postgast", "sqlalchemy", "sqlglot", "sqlmodel")
_ONLY_REPORTED = frozenset(
    {
        "no_cache", "select", "ignore", "severity", "per_table_ignores", "per_path_ignores", "include_tables", "exclude_tables",
        "include_schemas", "exclude_schemas", "baseline", "diff_base", "output_format", "exit_zero",
    }
)  # fmt: skip
"""Settings that a result does not depend on, only what is shown of it."""


def key_of(question: str, settings: Settings, environ: Mapping[str, str] | None = None) -> str:
    """A name for the entry of a question about a project."""
    environ = os.environ if environ is None else environ
    given = {name: value for name, value in attrs.asdict(settings).items() if name not in _ONLY_REPORTED}
    parts = [question, given, environ.get("VIRTUAL_ENV"), os.getcwd(), sys.version, schemaparity.__version__]  # noqa: PTH109
    programs = [*_own_files(), *map(_library, _LIBRARIES)]
    text = json.dumps([parts, programs], sort_keys=True, default=repr)
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _own_files() -> Iterator[tuple[str, int, int]]:
    """The files of schemaparity itself: an edited checkout is another program."""
    for top, directories, names in os.walk(os.path.dirname(schemaparity.__file__)):  # noqa: PTH120
        directories[:] = sorted(d for d in directories if d != "__pycache__")
        for name in sorted(n for n in names if n.endswith(".py")):
            found = os.stat(os.path.join(top, name))  # noqa: PTH116, PTH118
            yield name, found.st_size, found.st_mtime_ns


def _library(name: str) -> tuple[str, int, int] | None:
    """Where a library lies and since when: its version, without the cost of asking for that."""
    spec = PathFinder.find_spec(name)
    if spec is None or spec.origin is None:
        return None
    found = os.stat(spec.origin)  # noqa: PTH116
    return spec.origin, found.st_size, found.st_mtime_ns
