"""Findings that are no news: those of the baseline, and those that are there at the base of a branch."""

from __future__ import annotations

import gc
import posixpath

from schemaparity.errors import NoMigrationsError, SchemaParityError, SettingsError
from schemaparity.findings.baseline import Key, Known, read_baseline
from schemaparity.pipeline.checking import check_at
from schemaparity.pipeline.comments import silence, unfolded
from schemaparity.project import FileSystem, Settings, UnreadableFile
from schemaparity.project.git import files_at


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
    """The findings at the base of a branch, read with the settings of now; none without a base, or where it has no migrations."""
    if settings.diff_base is None:
        return frozenset()
    third_party = {path for one in (settings, *settings.targets) for path in one.site_packages}
    with files_at(fs.real_path(settings.project), settings.diff_base, fs, sorted(third_party)) as files:
        try:
            silenced = silence(check_at(settings, files, fs))
        except NoMigrationsError:
            return frozenset()
        except SchemaParityError as error:
            raise SettingsError(f"--diff-base {settings.diff_base}: {error}") from error
    found = ((result.name, finding) for result in silenced.results for finding in unfolded(result.findings))
    keys = frozenset((name, finding.fingerprint) for name, finding in found if id(finding) not in silenced.findings)
    del silenced, found
    gc.collect()  # the trees of the base, before those of now are made
    return keys
