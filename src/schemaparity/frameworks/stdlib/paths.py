"""os.path, pathlib and glob over the files of the project. Paths are POSIX; what lies outside the project is unknown."""

from __future__ import annotations

import fnmatch
import pathlib
import posixpath
import re
from typing import TYPE_CHECKING, Any

from schemaparity.evaluate import files
from schemaparity.evaluate.frameworks import NotHandled
from schemaparity.evaluate.native import Refused, elements, intrinsic, noise, pure, require_known, unknown_call
from schemaparity.evaluate.native.methods import NativeMethod

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemaparity.evaluate.interpreter import Interpreter

_MAX_FILES = 20_000


class ProjectPath(pathlib.PurePosixPath):
    """A pathlib.Path: pure operations are its own, those that look at files ask the project's file system."""


def _resolve(interpreter: Interpreter, path: ProjectPath, *_strict: Any, **_options: Any) -> object:
    return ProjectPath(files.absolute(interpreter, path))


def _read_text(interpreter: Interpreter, path: ProjectPath, encoding: Any = "utf-8", *_errors: Any, **_options: Any) -> object:
    return files.read_text(interpreter, path, encoding or "utf-8")


def _children(interpreter: Interpreter, path: ProjectPath) -> object:
    return iter([path / name for name in files.names_in(interpreter, path)])


def _glob(interpreter: Interpreter, path: ProjectPath, pattern: Any) -> object:
    require_known(pattern)
    return iter([path / found for found in matching(interpreter, files.inside(interpreter, path), pattern)])


def _rglob(interpreter: Interpreter, path: ProjectPath, pattern: Any) -> object:
    require_known(pattern)
    return _glob(interpreter, path, f"**/{pattern}")


def _relative(_interpreter: Interpreter, path: ProjectPath, *others: Any, **options: Any) -> object:
    return path.relative_to(*others, **options)


def _same(_interpreter: Interpreter, path: ProjectPath, *_arguments: Any) -> object:
    return path


_METHODS: dict[str, Callable[..., object]] = {
    "resolve": _resolve, "absolute": _resolve, "exists": files.exists, "is_file": files.is_file, "is_dir": files.is_dir,
    "read_text": _read_text,
    "read_bytes": files.read_bytes, "iterdir": _children, "glob": _glob, "rglob": _rglob, "open": files.open_file, "expanduser": _same,
    "relative_to": _relative,
}  # fmt: skip
_NOISE = frozenset({"mkdir", "touch", "unlink", "rmdir", "chmod", "rename", "replace", "write_text", "write_bytes", "symlink_to"})


def attribute(interpreter: Interpreter, value: Any, name: str) -> object:
    """An attribute of a path, or of the class Path."""
    if isinstance(value, type):
        return _class_attribute(interpreter, value, name)
    if name in _METHODS:
        function = _METHODS[name]
        return intrinsic(f"pathlib.Path.{name}", lambda i, *args, **kwargs: function(i, value, *args, **kwargs))
    if name in _NOISE:
        return noise(f"pathlib.Path.{name}")
    if name.startswith("_") and name not in {"__class__", "__fspath__", "__truediv__", "__str__"}:
        raise NotHandled
    if not hasattr(value, name):
        return unknown_call(f"pathlib.Path.{name}", f"Path.{name}() is not modelled")
    found = getattr(value, name)
    return NativeMethod(value, name, interpreter) if callable(found) else found


def _class_attribute(interpreter: Interpreter, value: type, name: str) -> object:
    if name == "cwd":
        return intrinsic("pathlib.Path.cwd", lambda i: ProjectPath(i.project_root))
    if name == "home":
        return unknown_call("pathlib.Path.home", "the home directory is not known")
    if name in _METHODS:
        return intrinsic(f"pathlib.Path.{name}", _METHODS[name])
    return (
        getattr(value, name) if name in {"__name__", "__qualname__", "__module__"} else interpreter.unknown(f"Path.{name} is not modelled")
    )


def call(interpreter: Interpreter, callee: Any, args: list[Any], kwargs: dict[str, Any]) -> object:
    """`Path("a", "b")`."""
    del interpreter
    require_known(args)
    return callee(*args, **kwargs)


def matching(interpreter: Interpreter, root: str, pattern: str) -> list[str]:
    """The paths below `root`, relative to it and sorted, that a glob pattern matches."""
    regex = re.compile(_pattern(pattern))
    return [found for found in _below(interpreter, root, recursive="/" in pattern) if regex.fullmatch(found)]


def _pattern(pattern: str) -> str:
    """A glob pattern as a regular expression over relative paths; `**` stands for any number of directories."""
    parts = ["(?:[^/]+/)*" if part == "**" else _part(part) + "/" for part in pattern.split("/")]
    return "".join(parts).removesuffix("/") + ("[^/]+" if pattern.endswith("**") else "")


def _part(part: str) -> str:
    """One part; a star at its beginning matches no hidden file."""
    regex = fnmatch.translate(part).replace("(?s:", "(?:").removesuffix(r"\Z").removesuffix(r"\z").replace(".*", "[^/]*")
    return ("(?!\\.)" if part[:1] in {"*", "?"} else "") + regex


def _below(interpreter: Interpreter, root: str, *, recursive: bool) -> list[str]:
    if not interpreter.file_system.is_dir(root):
        return []
    if not recursive:
        return list(interpreter.file_system.list_dir(root))
    found: list[str] = []
    for path, directories, names in interpreter.file_system.walk(root):
        prefix = posixpath.relpath(path, root)
        found += [name if prefix == "." else f"{prefix}/{name}" for name in (*directories, *names)]
        if len(found) > _MAX_FILES:
            raise Refused("a glob over a very large directory")
    return sorted(found)


def _glob_files(interpreter: Interpreter, pattern: Any, *, recursive: Any = False, root_dir: Any = None, **_options: Any) -> object:
    require_known([pattern, recursive, root_dir])
    fixed = posixpath.dirname(re.split(r"[*?\[]", str(pattern), maxsplit=1)[0])
    rest = str(pattern)[len(fixed) :].lstrip("/") if fixed else str(pattern)
    base = files.inside(interpreter, posixpath.join(str(root_dir or ""), fixed) or ".")
    rest = rest if recursive else rest.replace("**", "*")
    return [posixpath.join(fixed, found) for found in matching(interpreter, base, rest)]


def _iglob(interpreter: Interpreter, pattern: Any, **options: Any) -> object:
    return iter(elements(interpreter, _glob_files(interpreter, pattern, **options)))


PATHLIB: dict[str, Any] = {
    "Path": ProjectPath, "PosixPath": ProjectPath, "PurePath": pathlib.PurePosixPath, "PurePosixPath": pathlib.PurePosixPath,
    "PureWindowsPath": pathlib.PureWindowsPath,
}  # fmt: skip
GLOB: dict[str, Any] = {
    "glob": intrinsic("glob.glob", _glob_files), "iglob": intrinsic("glob.iglob", _iglob),
    "escape": intrinsic("glob.escape", lambda _i, path: re.sub(r"([*?[])", r"[\1]", path)),
}  # fmt: skip


def _joined(_interpreter: Interpreter, *parts: Any) -> object:
    require_known(list(parts))
    return posixpath.join(*(str(p) if isinstance(p, pathlib.PurePath) else p for p in parts))


def _expanded(_interpreter: Interpreter, path: Any) -> object:
    require_known(path)
    if "~" in str(path) or "$" in str(path):
        raise Refused("the home directory and the environment are not known")
    return str(path)


def _relpath(interpreter: Interpreter, path: Any, start: Any = ".") -> object:
    return posixpath.relpath(files.absolute(interpreter, path), files.absolute(interpreter, start))


def _opened(name: str) -> str:
    return f"os.path.{name}"


_ON_TEXT = ("dirname", "basename", "split", "splitext", "normpath", "isabs", "commonpath", "commonprefix", "normcase", "splitdrive")
_ON_FILES: dict[str, Callable[..., object]] = {
    "exists": files.exists, "lexists": files.exists, "isfile": files.is_file, "isdir": files.is_dir, "abspath": files.absolute,
    "realpath": files.absolute, "join": _joined, "expanduser": _expanded, "expandvars": _expanded, "relpath": _relpath,
}  # fmt: skip
OS_PATH: dict[str, Any] = {
    **{name: pure(_opened(name), getattr(posixpath, name)) for name in _ON_TEXT},
    **{name: intrinsic(_opened(name), function) for name, function in _ON_FILES.items()},
    **{name: unknown_call(_opened(name), f"os.path.{name}() depends on the machine") for name in ("getmtime", "getsize", "getctime",
    "islink", "samefile")},
    "sep": "/", "pathsep": ":", "curdir": ".", "pardir": "..", "extsep": ".",
}  # fmt: skip
