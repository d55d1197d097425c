"""The errors that schemaparity raises.

    SchemaParityError
    ├── SettingsError          an option or a key of the configuration is wrong
    ├── ProjectError           nothing to read at the given place
    │   └── NoMigrationsError  no script location or no revision found
    └── RevisionGraphError     duplicate ids, missing parents, cycles

User code that cannot be evaluated is never an error; it ends as a finding.
"""

from __future__ import annotations


class SchemaParityError(Exception):
    """Base of all errors of schemaparity; carries one line for people.

    Args:
        message: what is wrong and what to do, in one line.
        path: the file that is responsible, relative to the project, if there is one.
        line: its line, counted from 1.

    """

    def __init__(self, message: str, path: str | None = None, line: int | None = None) -> None:
        super().__init__(message, path, line)
        self.message = message
        self.path = path
        self.line = line

    def __str__(self) -> str:
        if self.path is None:
            return self.message
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{place}: {self.message}"

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and isinstance(other, SchemaParityError) and self.args == other.args

    def __hash__(self) -> int:
        return hash((type(self), self.args))


class SettingsError(SchemaParityError):
    """An option or a key of the configuration is wrong."""


class ProjectError(SchemaParityError):
    """There is nothing to read at the given place."""


class NoMigrationsError(ProjectError):
    """No script location, or no revision in it."""


class RevisionGraphError(SchemaParityError):
    """The revisions do not form a directed acyclic graph."""
