"""From a target's version locations to its revisions, read statically by Alembic 1.20's rules for what a revision file is."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from typing import TypeAlias

from attrs import field, frozen

from schemaparity.findings import Finding, ObjectRef
from schemaparity.location import Origin
from schemaparity.migrations.revision_header import Header, read_header
from schemaparity.project import FileSystem, Target
from schemaparity.source import Finder, SourceError, SourceFile

Evaluate: TypeAlias = Callable[[SourceFile, str], object]
"""Answers the value that a name of a file's module is bound to; raises LookupError where it is not bound."""

_REVISION_FILE = re.compile(r"(?!\.\#|__init__).*\.py$")
_HEX_NAME = re.compile(r"([a-f0-9]+)\.py$")  # Alembic 0.1 took the id from the name


@frozen
class Revision:
    """One revision file.

    Args:
        id: its identifier.
        down_revisions: its parents, as written.
        depends_on: identifiers or branch labels of what must run before, as written.
        branch_labels: the labels it gives to its branch.
        path: of the file, for people.
        docstring: of the file.
        origin: the line that gives the identifier.
        parents_origin: the line that gives the parents.
        source: the file.

    """

    id: str
    down_revisions: tuple[str, ...] = ()
    depends_on: tuple[str, ...] = ()
    branch_labels: tuple[str, ...] = ()
    path: str = ""
    docstring: str = ""
    origin: Origin | None = field(default=None, eq=False, repr=False)
    parents_origin: Origin | None = field(default=None, eq=False, repr=False)
    source: SourceFile | None = field(default=None, eq=False, repr=False)

    @property
    def message(self) -> str:
        """The first line of the docstring."""
        return self.docstring.partition("\n")[0].strip()


@frozen
class RevisionFiles:
    """What the version locations hold: revisions in the order Alembic loads them, and what is wrong with the files."""

    revisions: tuple[Revision, ...] = ()
    findings: tuple[Finding, ...] = ()


def read_revisions(target: Target, finder: Finder, evaluate: Evaluate | None = None) -> RevisionFiles:
    """Read every revision file of a target; `evaluate` is asked for what is no plain literal."""
    revisions: list[Revision] = []
    findings: list[Finding] = []
    for path in revision_paths(target, finder.fs):
        source = finder.file(path, _module_name(path))
        try:
            revisions.append(_read(source, evaluate))
        except _NoRevision as error:
            findings.append(error.finding)
        except SourceError as error:
            findings.append(_unreadable(source, error))
    return RevisionFiles(tuple(revisions), tuple(findings))


def revision_paths(target: Target, fs: FileSystem) -> tuple[str, ...]:
    """The files that Alembic would load, each real file once."""
    found: dict[str, str] = {}
    for location in target.version_locations:
        for path in _python_files(location, fs, recursive=target.recursive):
            found.setdefault(fs.real_path(path), path)
    return tuple(found.values())


def _python_files(location: str, fs: FileSystem, *, recursive: bool) -> Iterator[str]:
    for directory, directories, names in fs.walk(location):
        directories[:] = [name for name in directories if recursive and not name.endswith("__pycache__")]
        yield from (posixpath.join(directory, name) for name in names if _REVISION_FILE.match(name))


def _module_name(path: str) -> str:
    """Alembic loads a file under its name with the suffix turned into `_py`."""
    return posixpath.basename(path).removesuffix(".py") + "_py"


class _NoRevision(Exception):  # noqa: N818 - never leaves this module
    def __init__(self, finding: Finding) -> None:
        super().__init__(finding)
        self.finding = finding


def _read(source: SourceFile, evaluate: Evaluate | None) -> Revision:
    header = read_header(source.text)
    values = _Values(source, header, evaluate)
    identifier = values.single("revision")
    if identifier is None:
        identifier = _identifier_of_name(source)
    if not values.is_bound("down_revision"):
        raise _NoRevision(
            _broken(
                identifier, values.origin("revision"), f"revision {identifier} defines no down_revision, and Alembic refuses to load it"
            )
        )
    return Revision(
        identifier,
        down_revisions=values.many("down_revision"),
        depends_on=values.many("depends_on"),
        branch_labels=values.many("branch_labels"),
        path=source.display,
        docstring=header.docstring,
        origin=values.origin("revision", identifier),
        parents_origin=values.origin("down_revision", identifier),
        source=source,
    )


def _identifier_of_name(source: SourceFile) -> str:
    match = _HEX_NAME.match(posixpath.basename(source.path))
    if match is None:
        name = posixpath.basename(source.path)
        raise _NoRevision(_broken(name, Origin(source.display), f"{name} defines no revision identifier, and Alembic refuses to load it"))
    return match.group(1)


class _Values:
    """The variables of one file: literals from its header, the rest from the evaluator."""

    def __init__(self, source: SourceFile, header: Header, evaluate: Evaluate | None) -> None:
        self._source = source
        self._header = header
        self._evaluate = evaluate
        self._known: dict[str, object] = {name: one.value for name, one in header.literals.items() if name not in header.unsure}

    def is_bound(self, name: str) -> bool:
        """True when the module binds the name."""
        if name not in self._known and name in self._header.unsure:
            self._known[name] = self._evaluated(name)
        return name in self._known and self._known[name] is not _UNBOUND

    def _evaluated(self, name: str) -> object:
        if self._evaluate is None:
            raise self._unknown(name)
        try:
            return self._evaluate(self._source, name)
        except LookupError:
            return _UNBOUND

    def single(self, name: str) -> str | None:
        """A string, None where the name is not bound."""
        if not self.is_bound(name):
            return None
        value = self._known[name]
        if type(value) is not str:
            raise self._unknown(name)
        return value

    def many(self, name: str) -> tuple[str, ...]:
        """One string, None or several strings, as a tuple without repetitions."""
        value = self._known[name] if self.is_bound(name) else None
        if value is None:
            return ()
        values = [value] if type(value) is str else list(value) if type(value) in _COLLECTIONS else [None]  # type: ignore[call-overload]
        if not all(type(item) is str for item in values):
            raise self._unknown(name)
        return tuple(dict.fromkeys(item for item in values if item))

    def _unknown(self, name: str) -> _NoRevision:
        message = f"{name} of this revision file cannot be evaluated, so its place in the history is not known"
        file = posixpath.basename(self._source.path)
        return _NoRevision(Finding("SP701", message, ObjectRef("revision", name=file), "unknown", migrations=self.origin(name)))

    def origin(self, name: str, revision: str | None = None) -> Origin:
        """The statement that binds a name, else the file."""
        one = self._header.literals.get(name)
        if one is None:
            return Origin(self._source.display, revision)
        return Origin(self._source.display, revision, lambda: self._source.between(one.start, one.end))


_UNBOUND = object()
_COLLECTIONS = (tuple, list, set, frozenset)


def _broken(name: str, origin: Origin, message: str) -> Finding:
    return Finding("SP902", message, ObjectRef("revision", name=name), "failure", migrations=origin)


def _unreadable(source: SourceFile, error: SourceError) -> Finding:
    name = posixpath.basename(source.path)
    return Finding(
        "SP901",
        f"{name} {error.message}",
        ObjectRef("revision", name=name),
        "unknown",
        migrations=Origin(source.display, location=error.location),
    )
