"""Files that are remembered as they are read: what was asked of a file system, and what it answered. Tells whether it still would."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Protocol, TypeAlias

from schemaparity.project.filesystem import FileSystem, UnreadableFile

Stamp: TypeAlias = tuple[int, ...]
"""What the system says of a file that has not changed: times, size, number."""
Seen: TypeAlias = dict[str, dict[str, tuple[str, Stamp | None]]]
"""By question and path: a digest of the answer, and the stamp of the file where an unchanged one says that the answer is."""

_SETTLED_NS = 2_000_000_000
"""A file that changed so shortly before it was read may change again within one tick of its clock: its stamp says nothing."""


class StampedFileSystem(FileSystem, Protocol):
    """A file system that can tell cheaply that nothing has changed."""

    def stamp(self, path: str) -> Stamp | None:
        """Times, size and number of a file or directory, its links followed; the first is when it was changed last. None without one."""
        ...


class RecordingFileSystem:
    """The files of another file system; notes each question with its answer.

    Args:
        files: what lies below.
        now: the time in nanoseconds, on the clock of the stamps.

    """

    def __init__(self, files: StampedFileSystem, now: Callable[[], int] = time.time_ns) -> None:
        self._files = files
        self._now = now
        self.seen: Seen = {}

    def _note(self, question: str, path: str, answer: str, *, stamp: Stamp | None = None) -> None:
        settled = stamp if stamp is not None and max(stamp[:2]) < self._now() - _SETTLED_NS else None
        self.seen.setdefault(question, {}).setdefault(path, (answer, settled))

    def read_bytes(self, path: str) -> bytes:
        """The content of a regular file; raises UnreadableFile."""
        stamp = self._files.stamp(path)  # before the content: a change in between shows
        try:
            data = self._files.read_bytes(path)
        except UnreadableFile as error:
            self._note("read", path, error.reason)
            raise
        self._note("read", path, _digest(data), stamp=stamp)
        return data

    def is_file(self, path: str) -> bool:
        """True when `path` exists and is not a directory."""
        found = self._files.is_file(path)
        self._note("is_file", path, str(found))
        return found

    def is_dir(self, path: str) -> bool:
        """True when `path` is a directory."""
        found = self._files.is_dir(path)
        self._note("is_dir", path, str(found))
        return found

    def list_dir(self, path: str) -> list[str]:
        """The names in a directory, sorted; empty when it cannot be listed."""
        stamp = self._files.stamp(path)
        names = self._files.list_dir(path)
        self._note("list", path, _digest_of(names), stamp=stamp)
        return names

    def real_path(self, path: str) -> str:
        """The path with its links resolved."""
        found = self._files.real_path(path)
        self._note("real", path, found)
        return found

    def walk(self, path: str) -> Iterator[tuple[str, list[str], list[str]]]:
        """Directory, names of its directories (prune in place) and of its files, from the top, sorted; follows no links."""
        self._note("walk", path, _first_level(self._files, path))
        for top, directories, names in self._files.walk(path):
            self._note("walk", top, _level(directories, names))
            yield top, directories, names


def still_holds(seen: Mapping[str, Mapping[str, tuple[str, Stamp | None]]], files: StampedFileSystem) -> bool:
    """True when a file system would answer every question as it did."""
    return all(
        (stamp is not None and files.stamp(path) == tuple(stamp)) or ask(files, path) == answer
        for question, ask in _QUESTIONS.items()
        for path, (answer, stamp) in seen.get(question, {}).items()
    )


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def _digest_of(names: Iterable[str]) -> str:
    return _digest("\0".join(names).encode("utf-8", "surrogateescape"))


def _read(files: FileSystem, path: str) -> str:
    try:
        return _digest(files.read_bytes(path))
    except UnreadableFile as error:
        return error.reason


def _level(directories: list[str], names: list[str]) -> str:
    return _digest_of([*directories, "/", *names])


def _first_level(files: FileSystem, path: str) -> str:
    for _, directories, names in files.walk(path):
        return _level(directories, names)
    return ""


_QUESTIONS: Mapping[str, Callable[[FileSystem, str], str]] = {
    "read": _read,
    "list": lambda files, path: _digest_of(files.list_dir(path)),
    "walk": _first_level,
    "is_file": lambda files, path: str(files.is_file(path)),
    "is_dir": lambda files, path: str(files.is_dir(path)),
    "real": lambda files, path: files.real_path(path),
}
