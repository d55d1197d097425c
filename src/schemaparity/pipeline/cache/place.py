"""Where results are kept: a directory of the user's own, never in a project. None where there is no such place."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Mapping
from pathlib import Path

VARIABLE = "SCHEMAPARITY_CACHE_DIR"


def cache_directory(project: str, environ: Mapping[str, str] | None = None) -> Path | None:
    """The directory for entries, made where it is not there; None where it cannot be had, is shared, or would lie in the project.

    Args:
        project: root of the project, which nothing is written in.
        environ: environment variables; those of the process by default. An empty `SCHEMAPARITY_CACHE_DIR` means no cache.

    """
    path = _configured(os.environ if environ is None else environ)
    try:
        if path is None or not path.is_absolute() or path.resolve().is_relative_to(Path(project).resolve()):
            return None
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        return path if _is_own(path.stat()) else None
    except (OSError, ValueError, RuntimeError):  # RuntimeError: a loop of links, before Python 3.13
        return None


def _configured(environ: Mapping[str, str]) -> Path | None:
    if VARIABLE in environ:
        return Path(environ[VARIABLE])
    if sys.platform == "win32":
        return Path(environ.get("LOCALAPPDATA", "")) / "schemaparity" / "Cache"
    base, home = Path(environ.get("XDG_CACHE_HOME", "")), Path(environ.get("HOME", ""))
    if sys.platform == "darwin":
        base = home / "Library" / "Caches"
    elif not base.is_absolute():  # the XDG base directory specification: relative paths are ignored
        base = home / ".cache"
    return base / "schemaparity"


def _is_own(found: os.stat_result) -> bool:
    """True for a directory that nobody else can write in."""
    if not stat.S_ISDIR(found.st_mode):
        return False
    return not hasattr(os, "getuid") or (found.st_uid == os.getuid() and not found.st_mode & 0o022)
