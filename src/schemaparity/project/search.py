"""Where a project keeps its Alembic configuration, when nobody says so: usual places first, then a bounded walk."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from attrs import frozen

from schemaparity.project.filesystem import FileSystem, UnreadableFile

_USUAL = ("", "backend", "src", "migrations", "server", "api", "app", "db", "database", "alembic")
_ENVIRONMENTS = {"node_modules", "site-packages", "dist-packages", "__pycache__", "venv", "env", "virtualenv", "build", "dist", "vendor"}
_NO_PRODUCT = {"tests", "test", "testing", "docs", "doc", "examples", "templates", "third_party"}
_SKIPPED = _ENVIRONMENTS | _NO_PRODUCT
_DEPTH = 7
_DIRECTORIES = 5000


@frozen
class Found:
    """A configuration: an ini file or a pyproject.toml, or the directory of an env.py that has neither."""

    ini: str | None = None
    toml: str | None = None
    script_location: str | None = None

    @property
    def path(self) -> str:
        """The file or directory that was found."""
        return self.ini or self.toml or self.script_location or ""


def search(fs: FileSystem, project: str) -> list[Found]:
    """The configurations at the first usual place that has one, else those nearest to the root that a walk finds."""
    for name in _USUAL:
        directory = posixpath.join(project, name) if name else project
        found = in_directory(fs, directory)
        if found is not None:
            return [found]
    return _walked(fs, project)


def in_directory(fs: FileSystem, directory: str) -> Found | None:
    """The configuration that running `alembic` in a directory would use; both files count, as in Alembic 1.16 and later."""
    names = fs.list_dir(directory)
    ini = next(
        (
            posixpath.join(directory, name)
            for name in _ini_names(names)
            if _says(fs, posixpath.join(directory, name), b"script_location", b"[alembic]")
        ),
        None,
    )
    toml = posixpath.join(directory, "pyproject.toml")
    toml_path = toml if "pyproject.toml" in names and _says(fs, toml, b"[tool.alembic]") else None
    if ini is None and toml_path is None:
        return None
    if ini is not None and toml_path is None and not _says(fs, ini, b"script_location") and not is_script_location(fs, directory):
        return None
    return Found(ini, toml_path)


def _ini_names(names: list[str]) -> list[str]:
    """alembic.ini first; other ini files may hold an `[alembic]` section."""
    return sorted((name for name in names if name.endswith(".ini")), key=lambda name: (name != "alembic.ini", name))


def script_locations_beside(fs: FileSystem, directory: str) -> list[str]:
    """The script locations that are this directory or directly in it."""
    places = [directory, *(posixpath.join(directory, name) for name in fs.list_dir(directory))]
    return [place for place in places if fs.is_dir(place) and is_script_location(fs, place)]


def is_script_location(fs: FileSystem, directory: str) -> bool:
    """True for a directory with an env.py of Alembic and, beside it, versions or a script.py.mako."""
    env = posixpath.join(directory, "env.py")
    beside = fs.is_dir(posixpath.join(directory, "versions")) or fs.is_file(posixpath.join(directory, "script.py.mako"))
    return beside and fs.is_file(env) and _says(fs, env, b"alembic")


def _walked(fs: FileSystem, project: str) -> list[Found]:
    found = list(_candidates(fs, project))
    files = [one for one in found if one.script_location is None] or found
    nearest = min((one.path.count("/") for one in files), default=0)
    return [one for one in files if one.path.count("/") == nearest]


def _candidates(fs: FileSystem, project: str) -> Iterator[Found]:
    top = project.rstrip("/").count("/")
    for seen, (directory, directories, files) in enumerate(fs.walk(project)):
        directories[:] = (
            []
            if directory.count("/") - top >= _DEPTH
            else [name for name in directories if not name.startswith(".") and name not in _SKIPPED]
        )
        if seen > _DIRECTORIES:
            return
        configured = in_directory(fs, directory) if "alembic.ini" in files or "pyproject.toml" in files else None
        if configured is not None:
            yield configured
        elif "env.py" in files and is_script_location(fs, directory):
            yield Found(script_location=directory)


def _says(fs: FileSystem, path: str, *words: bytes) -> bool:
    try:
        data = fs.read_bytes(path)
    except UnreadableFile:
        return False
    return any(word in data for word in words)
