"""Directories of installed packages: what they hold and which of them build on SQLAlchemy. Reads metadata and bytes, imports nothing."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence

from schemaparity.project.filesystem import FileSystem, UnreadableFile

_SQLALCHEMY = re.compile(rb"sqlalchemy|sqlmodel", re.IGNORECASE)
_VERSION = re.compile(r"^Version:\s*(\S+)", re.MULTILINE)
_REQUIREMENT = re.compile(r"^Requires-Dist:\s*([A-Za-z0-9._-]+)(.*)$", re.MULTILINE)
_NAME = re.compile(r"[-_.]+")
_FILES_LOOKED_AT = 200


class Distributions:
    """What is installed in some directories.

    Args:
        fs: where files are read.
        roots: site-packages directories, in order; `.pth` files in them add further directories, as they do in Python.

    """

    def __init__(self, fs: FileSystem, roots: Sequence[str]) -> None:
        self._fs = fs
        self.roots = tuple(dict.fromkeys(path for root in roots for path in (root, *_path_entries(fs, root))))
        self._mentions: dict[str, bool] = {}
        self._metadata: dict[str, list[str]] | None = None

    def mentions_sqlalchemy(self, package: str) -> bool:
        """True when the metadata or, where it has none, the source of a top-level package names SQLAlchemy."""
        if package not in self._mentions:
            self._mentions[package] = self._find_mention(package)
        return self._mentions[package]

    def version(self, name: str) -> str | None:
        """The version of an installed distribution, None where it is not among these."""
        wanted = _normal(name)
        for path in self._descriptions():
            if _normal(posixpath.basename(posixpath.dirname(path)).partition("-")[0]) == wanted:
                found = _VERSION.search(self._text(path))
                return found[1] if found is not None else None
        return None

    def requirements(self) -> Iterator[str]:
        """The metadata of what is installed, without the long descriptions."""
        yield from (self._text(path).partition("\n\n")[0] for path in self._descriptions())

    def _descriptions(self) -> Iterator[str]:
        """The METADATA files."""
        for root in self.roots:
            yield from (posixpath.join(root, e, "METADATA") for e in self._fs.list_dir(root) if e.endswith(".dist-info"))

    def _find_mention(self, package: str) -> bool:
        if _SQLALCHEMY.search(package.encode()):
            return True
        infos = self._infos_of(package)
        if infos and not any(self._requires_sqlalchemy(info) for info in infos):
            return False
        return any(_SQLALCHEMY.search(data) for data in self._contents(package))

    def _infos_of(self, package: str) -> list[str]:
        """The METADATA files of the distributions that provide a top-level package."""
        if self._metadata is None:
            self._metadata = {}
            for path, provided in self._provided():
                self._metadata.setdefault(provided, []).append(path)
        return self._metadata.get(_normal(package), [])

    def _provided(self) -> Iterator[tuple[str, str]]:
        for root in self.roots:
            for entry in self._fs.list_dir(root):
                if entry.endswith(".dist-info"):
                    info = posixpath.join(root, entry)
                    names = self._text(posixpath.join(info, "top_level.txt")).split() or self._recorded(info) or [entry.partition("-")[0]]
                    yield from ((posixpath.join(info, "METADATA"), _normal(name)) for name in names)

    def _recorded(self, info: str) -> list[str]:
        paths = (line.partition(",")[0] for line in self._text(posixpath.join(info, "RECORD")).splitlines())
        tops = dict.fromkeys(path.partition("/")[0].removesuffix(".py") for path in paths if path.endswith(".py"))
        return [top for top in tops if top.isidentifier()]

    def _requires_sqlalchemy(self, metadata: str) -> bool:
        """True when a requirement that is no extra of development names SQLAlchemy, also in an extra: optional support counts."""
        return any(_SQLALCHEMY.search(name.encode()) for name, _ in _REQUIREMENT.findall(self._text(metadata)))

    def _text(self, path: str) -> str:
        try:
            return self._fs.read_bytes(path).decode("utf-8", "replace")
        except UnreadableFile:
            return ""

    def _contents(self, package: str) -> Iterator[bytes]:
        for path in self._python_files(package):
            try:
                yield self._fs.read_bytes(path)
            except UnreadableFile:
                continue

    def _python_files(self, package: str) -> Iterator[str]:
        """The first files of a package, nearest to its top first within each directory; bounded, because some packages are huge."""
        looked_at = 0
        for root in self.roots:
            if self._fs.is_file(posixpath.join(root, f"{package}.py")):
                yield posixpath.join(root, f"{package}.py")
            for directory, _, names in self._fs.walk(posixpath.join(root, package)):
                for name in names:
                    if name.endswith(".py"):
                        looked_at += 1
                        yield posixpath.join(directory, name)
                if looked_at >= _FILES_LOOKED_AT:
                    return


def _path_entries(fs: FileSystem, root: str) -> Iterator[str]:
    """The directories that `.pth` files add; lines that Python would execute are passed over."""
    for entry in fs.list_dir(root):
        if not entry.endswith(".pth"):
            continue
        try:
            lines = fs.read_bytes(posixpath.join(root, entry)).decode("utf-8", "replace").splitlines()
        except UnreadableFile:
            continue
        for line in map(str.strip, lines):
            path = posixpath.normpath(posixpath.join(root, line))
            if line and not line.startswith(("#", "import ", "import\t")) and fs.is_dir(path):
                yield path


def _normal(name: str) -> str:
    return _NAME.sub("_", name).lower()
