"""Findings that are no news: those of the baseline, and those that are there at the base of a branch."""

from __future__ import annotations

import posixpath

from schemaparity.errors import SettingsError
from schemaparity.findings.baseline import Key, Known, read_baseline
from schemaparity.project import FileSystem, Settings, UnreadableFile


def baseline_path(settings: Settings) -> str | None:
    """The path of the baseline; a relative one starts at the project."""
    return None if settings.baseline is None else posixpath.join(settings.project, settings.baseline)


def read_known(settings: Settings, fs: FileSystem) -> Known:
    """The entries of the baseline; raises SettingsError where there is none to read."""
    path = baseline_path(settings)
    if path is None:
        return {}
    try:
        return read_baseline(fs.read_bytes(path).decode("utf-8-sig"))
    except UnreadableFile as error:
        raise SettingsError(f"the baseline {settings.baseline} cannot be read: {error.reason}; --write-baseline makes one") from error
    except ValueError as error:
        reason = "is not UTF-8" if isinstance(error, UnicodeDecodeError) else error
        raise SettingsError(f"the baseline {settings.baseline} {reason}; --write-baseline makes a new one") from error


def base_findings(settings: Settings, fs: FileSystem) -> frozenset[Key]:
    """The findings at the base of a branch; none without one."""
    del fs
    if settings.diff_base is not None:
        raise SettingsError("--diff-base: git is not read yet")
    return frozenset()
