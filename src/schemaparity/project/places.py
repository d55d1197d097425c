"""Directories: of scripts and versions by Alembic's rules, of source and third-party packages by what projects do."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence

from schemaparity.project.filesystem import FileSystem

_ENVIRONMENTS = (".venv", "venv", "env", ".env")


def absolute(path: str, base: str) -> str:
    """A path relative to `base`, in normal form."""
    return posixpath.normpath(posixpath.join(base, path))


def given_path(path: str, project: str, fs: FileSystem) -> str:
    """A path of an option: relative to the project, or where it is not there, to the working directory."""
    inside = absolute(path, project)
    if fs.is_dir(inside) or fs.is_file(inside):
        return inside
    outside = fs.real_path(path)
    return outside if fs.is_dir(outside) or fs.is_file(outside) else inside


def located(location: str, base: str, roots: Sequence[str], fs: FileSystem) -> str:
    """A location as Alembic's `coerce_resource_to_filename` takes it: a path, or `package:directory` for a resource of a package."""
    package, colon, rest = location.partition(":")
    if location.startswith("/") or not colon:
        return absolute(location, base)
    inside = posixpath.join(*package.split("."), *rest.split(":"))
    candidates = [absolute(inside, root) for root in roots]
    return next((path for path in candidates if fs.is_dir(path)), candidates[0] if candidates else absolute(inside, base))


def walked(location: str, fs: FileSystem) -> Iterator[str]:
    """A directory; `DIR/**` stands for it and every directory below, parents first."""
    if not location.endswith("/**"):
        yield location
        return
    for directory, directories, _ in fs.walk(location.removesuffix("/**")):
        directories[:] = [name for name in directories if name != "__pycache__" and not name.startswith(".")]
        yield directory


def source_roots(script_location: str, options_paths: Iterable[str], directories: Iterable[str], fs: FileSystem) -> tuple[str, ...]:
    """Where imports are looked up: prepend_sys_path, then each directory with its `src`, then what holds the package of the scripts."""
    usual = (path for directory in directories for path in (directory, posixpath.join(directory, "src")))
    roots = dict.fromkeys((*options_paths, *usual, above_package(posixpath.dirname(script_location), fs)))
    # last the directories that are packages: their modules are imported from above, and some have names of the standard library
    return tuple(sorted(filter(fs.is_dir, roots), key=lambda root: is_package(root, fs)))


def above_package(directory: str, fs: FileSystem) -> str:
    """The first directory, from here upwards, that is no package."""
    while directory != "/" and is_package(directory, fs):
        directory = posixpath.dirname(directory)
    return directory


def is_package(directory: str, fs: FileSystem) -> bool:
    """True for a directory with an `__init__.py`."""
    return fs.is_file(posixpath.join(directory, "__init__.py"))


def site_packages(directories: Iterable[str], environ: Mapping[str, str], fs: FileSystem) -> tuple[str, ...]:
    """The site-packages of a virtual environment in one of the directories, else of the active one."""
    for directory in directories:
        for name in _ENVIRONMENTS:
            found = _site_packages_of(posixpath.join(directory, name), fs)
            if found:
                return found
    active = environ.get("VIRTUAL_ENV")
    return _site_packages_of(fs.real_path(active), fs) if active else ()


def _site_packages_of(environment: str, fs: FileSystem) -> tuple[str, ...]:
    versions = sorted(name for name in fs.list_dir(posixpath.join(environment, "lib")) if name.startswith("python"))
    candidates = [
        *(posixpath.join(environment, "lib", name, "site-packages") for name in versions),
        posixpath.join(environment, "Lib", "site-packages"),
    ]
    return tuple(path for path in candidates if fs.is_dir(path))
