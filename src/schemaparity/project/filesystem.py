"""Reading files: the port, the real one and one in memory. Paths are absolute, with forward slashes. Knows nothing of what files hold."""

from __future__ import annotations

import os
import posixpath
import stat
from collections.abc import Iterator, Mapping
from typing import Protocol

SIZE_LIMIT = 4 * 1024 * 1024
"""Bytes; a larger file is no source code."""


class UnreadableFile(Exception):  # noqa: N818 - carries a fact about a file; becomes a finding, not an error
    """A file that cannot be read, and why.

    Args:
        path: the file.
        reason: a clause for people, without the path.

    """

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


class FileSystem(Protocol):
    """What schemaparity needs of a file system."""

    def read_bytes(self, path: str) -> bytes:
        """The content of a regular file; raises UnreadableFile."""
        ...

    def is_file(self, path: str) -> bool:
        """True when `path` exists and is not a directory."""
        ...

    def is_dir(self, path: str) -> bool:
        """True when `path` is a directory."""
        ...

    def list_dir(self, path: str) -> list[str]:
        """The names in a directory, sorted; empty when it cannot be listed."""
        ...

    def real_path(self, path: str) -> str:
        """The path with its links resolved."""
        ...

    def walk(self, path: str) -> Iterator[tuple[str, list[str], list[str]]]:
        """Directory, names of its directories (prune in place) and of its files, from the top, sorted; follows no links."""
        ...


class RealFileSystem:
    """The files of this machine. Never blocks: what is not a regular file is unreadable."""

    def __init__(self, size_limit: int = SIZE_LIMIT) -> None:
        self._size_limit = size_limit

    def read_bytes(self, path: str) -> bytes:
        """The content of a regular file; raises UnreadableFile."""
        try:
            self._check(path, os.stat(path))  # noqa: PTH116 - before opening: opening a device can act on it
            descriptor = os.open(
                path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
            )
            with os.fdopen(descriptor, "rb") as file:
                self._check(path, os.fstat(descriptor))
                data = file.read(self._size_limit + 1)
        except (OSError, ValueError) as error:
            raise UnreadableFile(path, getattr(error, "strerror", None) or str(error)) from error
        if len(data) > self._size_limit:
            raise UnreadableFile(path, self._too_large())
        return data

    def _check(self, path: str, status: os.stat_result) -> None:
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableFile(path, f"it is {_kind(status.st_mode)}, not a regular file")
        if status.st_size > self._size_limit:
            raise UnreadableFile(path, self._too_large())

    def _too_large(self) -> str:
        return f"it is larger than {self._size_limit // 1024} KiB"

    def is_file(self, path: str) -> bool:
        """True when `path` exists and is not a directory."""
        mode = _mode(path)
        return mode is not None and not stat.S_ISDIR(mode)

    def is_dir(self, path: str) -> bool:
        """True when `path` is a directory."""
        mode = _mode(path)
        return mode is not None and stat.S_ISDIR(mode)

    def list_dir(self, path: str) -> list[str]:
        """The names in a directory, sorted; empty when it cannot be listed."""
        try:
            return sorted(os.listdir(path))  # noqa: PTH208 - names, not Path objects
        except (OSError, ValueError):
            return []

    def real_path(self, path: str) -> str:
        """The path with its links resolved."""
        return os.path.realpath(path).replace(os.sep, "/")

    def stamp(self, path: str) -> tuple[int, ...] | None:
        """When a file or directory was changed, by itself or in what is said of it, its size and numbers; None where there is none."""
        try:
            found = os.stat(path)  # noqa: PTH116
        except (OSError, ValueError):
            return None
        return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino, found.st_dev

    def walk(self, path: str) -> Iterator[tuple[str, list[str], list[str]]]:
        """Directory, names of its directories (prune in place) and of its files, from the top, sorted; follows no links."""
        for top, directories, files in os.walk(path):
            directories.sort()
            yield top.replace(os.sep, "/"), directories, sorted(files)


class MemoryFileSystem:
    """Files that are only values.

    Args:
        files: absolute path to content.

    Example:
        >>> fs = MemoryFileSystem({"/p/app/models.py": "x = 1"})
        >>> fs.list_dir("/p"), fs.read_bytes("/p/app/models.py")
        (['app'], b'x = 1')

    """

    def __init__(self, files: Mapping[str, str | bytes]) -> None:
        self._files = {posixpath.normpath(path): text.encode() if isinstance(text, str) else text for path, text in files.items()}
        self._directories: dict[str, set[str]] = {"/": set()}
        for path in self._files:
            self._add_parents(path)

    def _add_parents(self, path: str) -> None:
        while path != "/":
            parent, name = posixpath.split(path)
            self._directories.setdefault(parent, set()).add(name)
            path = parent

    def read_bytes(self, path: str) -> bytes:
        """The content of a file; raises UnreadableFile."""
        try:
            return self._files[posixpath.normpath(path)]
        except KeyError:
            raise UnreadableFile(path, "Is a directory" if self.is_dir(path) else "No such file or directory") from None

    def is_file(self, path: str) -> bool:
        """True when `path` exists and is not a directory."""
        return posixpath.normpath(path) in self._files

    def is_dir(self, path: str) -> bool:
        """True when `path` is a directory."""
        return posixpath.normpath(path) in self._directories

    def list_dir(self, path: str) -> list[str]:
        """The names in a directory, sorted; empty when there is none."""
        return sorted(self._directories.get(posixpath.normpath(path), ()))

    def real_path(self, path: str) -> str:
        """The normal form of the path: there are no links."""
        return posixpath.normpath(path)

    def walk(self, path: str) -> Iterator[tuple[str, list[str], list[str]]]:
        """Directory, names of its directories (prune in place) and of its files, from the top, sorted."""
        if not self.is_dir(path):
            return
        names = self.list_dir(path)
        directories = [name for name in names if self.is_dir(posixpath.join(path, name))]
        yield path, directories, [name for name in names if name not in directories]
        for name in directories:
            yield from self.walk(posixpath.join(path, name))


def _mode(path: str) -> int | None:
    try:
        return os.stat(path).st_mode  # noqa: PTH116
    except (OSError, ValueError):
        return None


_KINDS = (
    (stat.S_ISDIR, "a directory"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


def _kind(mode: int) -> str:
    return next((name for test, name in _KINDS if test(mode)), "something else")
