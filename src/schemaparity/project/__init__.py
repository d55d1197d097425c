"""The project on disk: files, settings, and where its migrations are."""

from schemaparity.project.discover import discover
from schemaparity.project.filesystem import FileSystem, MemoryFileSystem, RealFileSystem, UnreadableFile
from schemaparity.project.ini import IniOptions
from schemaparity.project.overlay import OverlayFileSystem
from schemaparity.project.patterns import names_path, names_schema, names_table
from schemaparity.project.settings import Settings, load_settings
from schemaparity.project.target import Target, dialect_of_url

__all__ = [
    "FileSystem",
    "IniOptions",
    "MemoryFileSystem",
    "OverlayFileSystem",
    "RealFileSystem",
    "Settings",
    "Target",
    "UnreadableFile",
    "dialect_of_url",
    "discover",
    "load_settings",
    "names_path",
    "names_schema",
    "names_table",
]
