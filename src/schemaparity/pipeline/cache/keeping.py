"""Asks the cache first. Results that the clock had a part in are not kept: the next run may come further."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TypeVar

from schemaparity.pipeline.cache.entry import entry_path, read_entry, write_entry
from schemaparity.pipeline.cache.key import key_of
from schemaparity.pipeline.cache.place import cache_directory
from schemaparity.project import FileSystem, RealFileSystem, Settings
from schemaparity.project.recording import RecordingFileSystem

T = TypeVar("T")


def kept(question: str, settings: Settings, answer: Callable[[FileSystem], T], files: FileSystem | None = None) -> T:
    """What `answer` returns for the files of this machine, from an earlier run where nothing that it looked at has changed.

    Args:
        question: what is asked, apart from the settings.
        settings: of the project; `no_cache` neither reads nor writes anything.
        answer: makes the result from a file system; pure.
        files: those of this machine by default; what is made from any others is not kept.

    """
    files = RealFileSystem() if files is None else files
    if settings.no_cache or not isinstance(files, RealFileSystem):
        return answer(files)
    directory = cache_directory(settings.project)
    if directory is None:
        return answer(files)
    path = entry_path(directory, key_of(question, settings))
    found = read_entry(path, files)
    if found is not None:
        return found  # type: ignore[no-any-return]
    recording = RecordingFileSystem(files)
    result = answer(recording)
    if not _was_hurried():
        write_entry(path, recording.seen, result)
    return result


def _was_hurried() -> bool:
    """True when a run in this process was cut short by the clock or by the memory of the machine."""
    budgets = sys.modules.get("schemaparity.evaluate.budgets")
    return budgets is not None and budgets.progress.was_hurried
