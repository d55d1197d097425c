"""What interpreted code may read: files below the project's root, through the file system port. Writing changes nothing and is unknown."""

from __future__ import annotations

import io
import pathlib
import posixpath
from typing import TYPE_CHECKING, Any

from schemaparity.evaluate.native.guard import require_known
from schemaparity.evaluate.native.limits import Refused

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter


def absolute(interpreter: Interpreter, path: Any) -> str:
    """The normal form of a path, relative ones taken from the project's root, as Alembic is run there."""
    require_known(path)
    if not isinstance(path, str | pathlib.PurePath):
        raise TypeError(f"expected str or os.PathLike object, not {type(path).__name__}")
    return posixpath.normpath(posixpath.join(interpreter.project_root, str(path)))


def inside(interpreter: Interpreter, path: Any) -> str:
    """The absolute path; raises Refused when it does not lie in the project."""
    found = absolute(interpreter, path)
    root = interpreter.project_root
    if found != root and not found.startswith(root.rstrip("/") + "/"):
        raise Refused("a file outside the project is read")
    return found


def read_bytes(interpreter: Interpreter, path: Any) -> bytes:
    """The content of a file of the project; FileNotFoundError in the interpreted program when there is none."""
    found = inside(interpreter, path)
    if not interpreter.file_system.is_file(found):
        raise FileNotFoundError(2, "No such file or directory", str(path))
    try:
        return interpreter.file_system.read_bytes(found)
    except Exception as error:
        raise Refused(f"a file that is read by the code cannot be read: {error}") from error


def read_text(interpreter: Interpreter, path: Any, encoding: str = "utf-8") -> str:
    """The text of a file of the project, with universal newlines."""
    return read_bytes(interpreter, path).decode(encoding or "utf-8").replace("\r\n", "\n").replace("\r", "\n")


def open_file(interpreter: Interpreter, path: Any, mode: Any = "r", buffering: Any = -1, encoding: Any = None, **_options: Any) -> object:
    """`open(path, mode)` for reading."""
    del buffering
    require_known([mode, encoding])
    if set(mode) & set("wax+"):
        raise Refused("a file is opened for writing")
    return io.BytesIO(read_bytes(interpreter, path)) if "b" in mode else io.StringIO(read_text(interpreter, path, encoding or "utf-8"))


def exists(interpreter: Interpreter, path: Any) -> bool:
    """True when a file or directory of the project exists."""
    found = inside(interpreter, path)
    return interpreter.file_system.is_file(found) or interpreter.file_system.is_dir(found)


def is_file(interpreter: Interpreter, path: Any) -> bool:
    """True for a file of the project."""
    return interpreter.file_system.is_file(inside(interpreter, path))


def is_dir(interpreter: Interpreter, path: Any) -> bool:
    """True for a directory of the project."""
    return interpreter.file_system.is_dir(inside(interpreter, path))


def names_in(interpreter: Interpreter, path: Any) -> list[str]:
    """The names in a directory of the project, sorted; the real order is the file system's."""
    found = inside(interpreter, path)
    if not interpreter.file_system.is_dir(found):
        raise FileNotFoundError(2, "No such file or directory", str(path))
    return list(interpreter.file_system.list_dir(found))
