"""The files of a project at a revision of git, read from its objects with dulwich. Checks nothing out, runs and writes nothing."""

from __future__ import annotations

import os
import posixpath
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from attrs import define, field, frozen

from schemaparity.errors import SettingsError
from schemaparity.project.filesystem import SIZE_LIMIT, FileSystem, UnreadableFile

if TYPE_CHECKING:
    from dulwich.repo import Repo

_ENVIRONMENTS = frozenset({".venv", "venv", "env", ".env", "site-packages"})
"""Directories that git does not hold, and that are read as they are now."""
_HOPS = 40
"""Links that are followed, as Linux does."""


@frozen
class _Entry:
    """An entry of a tree: its mode and the id of its object."""

    mode: int
    sha: bytes


@define(eq=False)
class GitFileSystem:
    """The work tree at one commit; outside of it, and in virtual environments, the files as they are now.

    Submodules are not there. A file that git lacks, as in a partial clone, is unreadable, and noted in `missing`.

    Args:
        objects: the object store.
        tree: the id of the tree of the commit.
        root: the absolute path of the work tree.
        under: what has the files elsewhere.
        kept: directories within the work tree that are read as they are now where git does not hold them.

    """

    objects: Any
    tree: bytes
    root: str
    under: FileSystem
    kept: tuple[str, ...] = ()
    missing: set[str] = field(factory=set)
    _trees: dict[bytes, dict[str, _Entry]] = field(factory=dict)

    def read_bytes(self, path: str) -> bytes:
        """The content of a file at the commit; raises UnreadableFile."""
        found = self._find(path)
        if isinstance(found, str):
            return self.under.read_bytes(found)
        if found is None or not stat.S_ISREG(found.mode):
            raise UnreadableFile(path, "No such file or directory" if found is None else "it is not a regular file")
        data = self._data(found.sha, path)
        if len(data) > SIZE_LIMIT:
            raise UnreadableFile(path, f"it is larger than {SIZE_LIMIT // 1024} KiB")
        return data

    def is_file(self, path: str) -> bool:
        """True when `path` exists and is not a directory."""
        found = self._find(path)
        return self.under.is_file(found) if isinstance(found, str) else found is not None and not stat.S_ISDIR(found.mode)

    def is_dir(self, path: str) -> bool:
        """True when `path` is a directory."""
        found = self._find(path)
        return self.under.is_dir(found) if isinstance(found, str) else found is not None and stat.S_ISDIR(found.mode)

    def list_dir(self, path: str) -> list[str]:
        """The names in a directory, sorted; empty when it cannot be listed."""
        found = self._find(path)
        if isinstance(found, str):
            return self.under.list_dir(found)
        return sorted(self._entries(found.sha)) if found is not None and stat.S_ISDIR(found.mode) else []

    def real_path(self, path: str) -> str:
        """The path in normal form; links outside of the work tree are resolved."""
        path = posixpath.normpath(path)
        return path if self._parts(path) is not None else self.under.real_path(path)

    def walk(self, path: str) -> Iterator[tuple[str, list[str], list[str]]]:
        """Directory, names of its directories (prune in place) and of its files, from the top, sorted; follows no links."""
        found = self._find(path)
        if isinstance(found, str):
            yield from self.under.walk(found)
        elif found is not None and stat.S_ISDIR(found.mode):
            entries = self._entries(found.sha)
            directories = sorted(name for name, entry in entries.items() if stat.S_ISDIR(entry.mode))
            yield path, directories, sorted(entries.keys() - set(directories))
            for name in directories:
                yield from self.walk(posixpath.join(path, name))

    def check_complete(self) -> None:
        """Raise SettingsError where git lacked an object that was looked at."""
        if self.missing:
            raise SettingsError(f"git has not all objects of it, {min(self.missing)} is missing; fetch them first")

    def _parts(self, path: str) -> list[str] | None:
        """The names that lead from the work tree to a path, None for a path outside of it."""
        path = posixpath.normpath(path)
        if path == self.root:
            return []
        prefix = self.root.rstrip("/") + "/"
        return path[len(prefix) :].split("/") if path.startswith(prefix) else None

    def _find(self, path: str, hops: int = 0) -> _Entry | str | None:
        """The entry of a path, None where there is none, or the path where it is to be found now."""
        parts = self._parts(path)
        if parts is None or hops > _HOPS:
            return path if hops <= _HOPS else None
        entry = _Entry(stat.S_IFDIR, self.tree)
        for number, name in enumerate(parts):
            inner = self._entries(entry.sha).get(name) if stat.S_ISDIR(entry.mode) else None
            if inner is None:
                return path if name in _ENVIRONMENTS or path.startswith(self.kept) else None
            if stat.S_ISLNK(inner.mode):
                target = os.fsdecode(self._data(inner.sha, path))
                return self._find(posixpath.join(self.root, *parts[:number], target, *parts[number + 1 :]), hops + 1)
            entry = inner
        return entry

    def _entries(self, sha: bytes) -> dict[str, _Entry]:
        if sha not in self._trees:
            try:
                items = list(self.objects[sha].items())
            except Exception:  # whatever dulwich says of an object that is not there, or that is broken
                self.missing.add(sha.decode("ascii", "replace"))
                items = []
            self._trees[sha] = {os.fsdecode(item.path): _Entry(item.mode, item.sha) for item in items if item.mode != _SUBMODULE}
        return self._trees[sha]

    def _data(self, sha: bytes, path: str) -> bytes:
        try:
            return bytes(self.objects[sha].data)
        except Exception as error:  # as above
            self.missing.add(sha.decode("ascii", "replace"))
            raise UnreadableFile(path, "git lacks it") from error


_SUBMODULE = 0o160000


@contextmanager
def files_at(project: str, ref: str, under: FileSystem, kept: Iterable[str] = ()) -> Iterator[GitFileSystem]:
    """The files of the repository that a project is in, at a revision.

    Args:
        project: absolute path of the project.
        ref: a branch, a tag, a commit or the beginning of its id, with `~` and `^` as git has them.
        under: what has the files outside of the repository.
        kept: directories, relative to the project, that are read as they are now where git does not hold them.

    Raises:
        SettingsError: dulwich is not installed, the project is in no repository, or git has no such commit.

    """
    repository = _repository(project, ref)
    try:
        commit = _commit(repository, ref)
        root = os.path.realpath(repository.path).replace(os.sep, "/")
        now = tuple(posixpath.normpath(posixpath.join(project, path)) for path in kept)
        yield GitFileSystem(repository.object_store, commit.tree, root, under, now)
    finally:
        repository.close()


def _repository(project: str, ref: str) -> Repo:
    try:
        from dulwich.errors import NotGitRepository  # noqa: PLC0415 - an extra
        from dulwich.repo import Repo  # noqa: PLC0415
    except ImportError as error:
        raise SettingsError(f"--diff-base {ref} needs dulwich; install schemaparity[git]") from error
    try:
        found = Repo.discover(project)
    except NotGitRepository as error:
        raise SettingsError(f"--diff-base {ref}: {project} is in no git repository") from error
    except Exception as error:  # formats and extensions that dulwich does not know
        raise SettingsError(f"--diff-base {ref}: the git repository cannot be read: {error}") from error
    if found.bare:
        found.close()
        raise SettingsError(f"--diff-base {ref}: {project} is in a bare git repository")
    return found


def _commit(repository: Repo, ref: str) -> Any:
    from dulwich.objects import Commit  # noqa: PLC0415 - an extra
    from dulwich.objectspec import parse_commit, parse_object  # noqa: PLC0415

    name, _, _ = ref.partition("~")[0].partition("^")
    steps = ref[len(name) :]
    try:
        base = parse_commit(repository, name.encode())
        found = parse_object(repository, base.id + steps.encode()) if steps else base
    except Exception as error:  # KeyError, ValueError and what broken objects raise
        raise SettingsError(f"--diff-base: git has no commit {ref!r}; is it fetched?") from error
    if not isinstance(found, Commit):
        raise SettingsError(f"--diff-base: {ref!r} is no commit")
    return found
