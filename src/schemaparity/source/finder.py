"""From dotted module names to source files, by the rules of Python's import system. Knows nothing of what the files hold."""

from __future__ import annotations

import posixpath
import sys
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from attrs import frozen

from schemaparity.project.filesystem import FileSystem
from schemaparity.source.distributions import Distributions
from schemaparity.source.file import SourceError, SourceFile


@frozen
class NamespacePackage:
    """A package without `__init__.py`: its name and the directories it is spread over."""

    name: str
    paths: tuple[str, ...]
    is_third_party: bool = False


Found: TypeAlias = SourceFile | NamespacePackage


class Finder:
    """Finds modules of the project first, then of third parties.

    Args:
        fs: where files are read.
        roots: directories the project's modules are imported from, in order.
        third_party_roots: directories of third-party packages, in order.
        project: the directory that places are told relative to.

    Example:
        >>> from schemaparity.project import MemoryFileSystem
        >>> finder = Finder(MemoryFileSystem({"/p/app/__init__.py": "", "/p/app/models.py": ""}), ["/p"])
        >>> finder.find("app.models").display
        'app/models.py'
        >>> finder.submodules("app")
        ['app.models']

    """

    def __init__(self, fs: FileSystem, roots: Sequence[str], third_party_roots: Sequence[str] = (), project: str | None = None) -> None:
        self.fs = fs
        self.roots = tuple(dict.fromkeys(roots))
        self.distributions = Distributions(fs, third_party_roots)
        self.project = project if project is not None else next(iter(self.roots), "/")
        self._given_roots = self.roots
        self._found: dict[str, Found | None] = {}
        self._files: dict[tuple[str, str], SourceFile] = {}
        self._names: dict[str, frozenset[str]] = {}

    def with_root(self, path: str) -> Finder:
        """A finder that looks in one more directory first; for programs that extend `sys.path`."""
        return Finder(self.fs, (path, *self.roots), self.distributions.roots, self.project)

    def anew(self) -> Finder:
        """A finder without the directories that a program added, which keeps the files that were read and their trees."""
        finder = Finder(self.fs, self._given_roots, self.distributions.roots, self.project)
        finder._files, finder._names = self._files, self._names
        return finder

    def add_root(self, path: str, *, first: bool = True) -> None:
        """Look in one more directory from now on; for programs that extend `sys.path`."""
        if path not in self.roots:
            self.roots = (path, *self.roots) if first else (*self.roots, path)
            self._found = {name: found for name, found in self._found.items() if isinstance(found, SourceFile)}

    def find(self, name: str) -> Found | None:
        """The source of a module or package, None when it is not at hand."""
        if name not in self._found:
            self._found[name] = self._search(name)
        return self._found[name]

    def _search(self, name: str) -> Found | None:
        parent, _, last = name.rpartition(".")
        if not last or "/" in last:  # `import_module` takes names that no statement can have: `2020-01-01_first`
            return None
        if not parent:
            return self._top_level(name)
        package = self.find(parent)
        third = package is not None and package.is_third_party
        return self._in(self._paths_of(package), name, last, is_third_party=third)

    def _top_level(self, name: str) -> Found | None:
        """A regular package or module anywhere wins over directories without `__init__.py`, as in Python; those are merged."""
        own = self._in(self.roots, name, name, is_third_party=False)
        if isinstance(own, SourceFile):
            return own
        other = self._in(self.distributions.roots, name, name, is_third_party=True)
        if own is not None and isinstance(other, NamespacePackage):
            return NamespacePackage(name, (*own.paths, *other.paths))
        return other or own

    def _paths_of(self, package: Found | None) -> tuple[str, ...]:
        """The directories that modules of a package are looked for in (its `__path__`)."""
        if package is None or isinstance(package, NamespacePackage):
            return () if package is None else package.paths
        if not package.is_package:
            return ()
        own = posixpath.dirname(package.path)
        return (own, *self._extended_path(package, own)) if _extends_its_path(package) else (own,)

    def _extended_path(self, package: SourceFile, own: str) -> Iterator[str]:
        """The other directories of a package that calls `pkgutil.extend_path` or `declare_namespace`."""
        for root in (*self.roots, *self.distributions.roots):
            path = posixpath.join(root, *package.module_name.split("."))
            if path != own and self.fs.is_dir(path):
                yield path

    def _in(self, paths: Sequence[str], name: str, last: str, *, is_third_party: bool) -> Found | None:
        portions = []
        for path in paths:
            names = self._listing(path)
            if last in names:
                directory = posixpath.join(path, last)
                if "__init__.py" in self._listing(directory):
                    return self._source(posixpath.join(directory, "__init__.py"), name, is_package=True, is_third_party=is_third_party)
            if f"{last}.py" in names and self.fs.is_file(posixpath.join(path, f"{last}.py")):
                return self._source(posixpath.join(path, f"{last}.py"), name, is_package=False, is_third_party=is_third_party)
            if last in names and self._holds_python(posixpath.join(path, last)):
                portions.append(posixpath.join(path, last))
        return NamespacePackage(name, tuple(portions), is_third_party) if portions else None

    def _listing(self, path: str) -> frozenset[str]:
        if path not in self._names:
            self._names[path] = frozenset(self.fs.list_dir(path)) if self.fs.is_dir(path) else frozenset()
        return self._names[path]

    def _holds_python(self, path: str, depth: int = 3) -> bool:
        """True when a directory has Python files in it or not far below: a directory of configuration is not meant as a package."""
        names = self._listing(path)
        if any(name.endswith(".py") for name in names):
            return True
        return depth > 0 and any(self._holds_python(posixpath.join(path, name), depth - 1) for name in sorted(names) if name.isidentifier())

    def _source(self, path: str, name: str, *, is_package: bool, is_third_party: bool) -> SourceFile:
        key = (path, name)
        if key not in self._files:
            self._files[key] = SourceFile(self.fs, path, self.display(path), name, is_package=is_package, is_third_party=is_third_party)
        return self._files[key]

    def file(self, path: str, module_name: str) -> SourceFile:
        """The source at a path, as a module of that name: env.py and revision files, which nobody imports."""
        return self._source(posixpath.normpath(path), module_name, is_package=False, is_third_party=False)

    def own_files(self) -> Iterator[SourceFile]:
        """The files of the project that somebody has read."""
        return (file for file in self._files.values() if file.is_read and not file.is_third_party)

    def display(self, path: str) -> str:
        """A path for people: relative to the project, else to the directory of third-party packages."""
        for root in (self.project, *self.distributions.roots):
            if path.startswith(root.rstrip("/") + "/"):
                return path[len(root.rstrip("/")) + 1 :]
        return posixpath.relpath(path, self.project)

    def is_third_party(self, name: str) -> bool:
        """True unless the project itself has the top-level package or module of `name`."""
        found = self.find(name.partition(".")[0])
        return found is None or found.is_third_party

    def is_standard_library(self, name: str) -> bool:
        """True when the top-level name belongs to Python's standard library and the project does not shadow it."""
        return name.partition(".")[0] in sys.stdlib_module_names

    def submodules(self, name: str) -> list[str]:
        """The dotted names of the modules and packages directly in a package, sorted."""
        names = {_module_of(entry) for path in self._paths_of(self.find(name)) for entry in self._listing(path)} - {
            None,
            "__init__",
            "__main__",
        }
        children = [f"{name}.{child}" for child in sorted(filter(None, names))]
        return [child for child in children if self.find(child) is not None]

    def walk(self, name: str) -> list[str]:
        """The dotted names of a package and of everything in it, parents first."""
        if self.find(name) is None:
            return []
        return [name, *(found for child in self.submodules(name) for found in self.walk(child))]

    def mentions_sqlalchemy(self, package: str) -> bool:
        """True when a third-party package may declare tables: its metadata or its source names SQLAlchemy."""
        return self.distributions.mentions_sqlalchemy(package.partition(".")[0])


def _extends_its_path(package: SourceFile) -> bool:
    try:
        return b"extend_path" in package.data or b"declare_namespace" in package.data
    except SourceError:
        return False


def _module_of(entry: str) -> str | None:
    stem = entry.removesuffix(".py")
    return stem if stem.isidentifier() and entry != "__pycache__" else None
