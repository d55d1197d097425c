"""Files of which one is another than on disk: the unsaved buffer of an editor. Writes nothing."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from schemaparity.project.filesystem import SIZE_LIMIT, FileSystem, UnreadableFile


class OverlayFileSystem:
    """The files of another file system, one of them with other content; the file need not exist there.

    Args:
        files: what lies below.
        path: the file, absolute.
        data: its content.

    Example:
        >>> from schemaparity.project.filesystem import MemoryFileSystem
        >>> fs = OverlayFileSystem(MemoryFileSystem({"/p/a.py": "x = 1"}), "/p/b.py", b"y = 2")
        >>> fs.list_dir("/p"), fs.read_bytes("/p/b.py")
        (['a.py', 'b.py'], b'y = 2')

    """

    def __init__(self, files: FileSystem, path: str, data: bytes) -> None:
        self._files = files
        self._directory = files.real_path(posixpath.dirname(path))
        self._name = posixpath.basename(path)
        self._real = files.real_path(path)
        self._data = data

    def _is_overlaid(self, path: str) -> bool:
        """True for every path that leads to the file; a link to it is one where its own name, or that of the file, is looked up."""
        name = posixpath.basename(path)
        return name in {self._name, posixpath.basename(self._real)} and self._files.real_path(path) == self._real

    def _is_directory_of_it(self, path: str) -> bool:
        return self._files.real_path(path) == self._directory

    def read_bytes(self, path: str) -> bytes:
        """The content of a regular file; raises UnreadableFile."""
        if not self._is_overlaid(path):
            return self._files.read_bytes(path)
        if len(self._data) > SIZE_LIMIT:
            raise UnreadableFile(path, f"it is larger than {SIZE_LIMIT // 1024} KiB")
        return self._data

    def is_file(self, path: str) -> bool:
        """True when `path` exists and is not a directory."""
        return self._files.is_file(path) or self._is_overlaid(path)

    def is_dir(self, path: str) -> bool:
        """True when `path` is a directory."""
        return self._files.is_dir(path)

    def list_dir(self, path: str) -> list[str]:
        """The names in a directory, sorted; empty when it cannot be listed."""
        names = self._files.list_dir(path)
        return sorted({*names, self._name}) if self._is_directory_of_it(path) else names

    def real_path(self, path: str) -> str:
        """The path with its links resolved."""
        return self._files.real_path(path)

    def walk(self, path: str) -> Iterator[tuple[str, list[str], list[str]]]:
        """Directory, names of its directories (prune in place) and of its files, from the top, sorted; follows no links."""
        for top, directories, files in self._files.walk(path):
            yield top, directories, sorted({*files, self._name}) if self._is_directory_of_it(top) else files
