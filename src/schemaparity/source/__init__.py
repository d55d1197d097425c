"""Python source: files, places, imports, and where modules are found."""

from schemaparity.source.file import SourceError, SourceFile
from schemaparity.source.finder import Finder, NamespacePackage

__all__ = ["Finder", "NamespacePackage", "SourceError", "SourceFile"]
