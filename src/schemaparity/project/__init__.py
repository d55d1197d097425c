"""The project on disk: files, settings, and where its migrations are."""

from schemaparity.project.filesystem import FileSystem, MemoryFileSystem, RealFileSystem, UnreadableFile

__all__ = ["FileSystem", "MemoryFileSystem", "RealFileSystem", "UnreadableFile"]
