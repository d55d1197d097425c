"""Where a fact comes from: lazily resolved source positions. Knows nothing of how positions are found."""

from __future__ import annotations

from collections.abc import Callable

from attrs import define, field, frozen


@frozen(order=True)
class Location:
    """A span of source text.

    Args:
        path: path relative to the project, with forward slashes.
        line: first line, counted from 1.
        column: first column, counted from 1.
        end_line: last line, counted from 1.
        end_column: column after the last character, counted from 1.

    Example:
        >>> str(Location("app/models.py", 3, 5, 3, 17))
        'app/models.py:3:5'

    """

    path: str
    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@define(eq=False, slots=True)
class Origin:
    """The place that is responsible for a fact, and on the migration side its revision.

    The position is resolved when it is first asked for, because finding it costs a pass over the file. Pickling resolves it. Two origins
    never compare equal unless they are the same object: origins take no part in the equality of what they describe.

    Args:
        path: path relative to the project, with forward slashes.
        revision: the revision id, or None on the model side.
        resolve: answers the span; called at most once.

    """

    path: str
    revision: str | None = None
    resolve: Callable[[], Location] | None = field(default=None, repr=False)
    _location: Location | None = field(default=None, repr=False, alias="location")

    @property
    def location(self) -> Location:
        """The span of source text."""
        if self._location is None:
            self._location = self.resolve() if self.resolve is not None else Location(self.path)
            self.resolve = None
        return self._location

    def __reduce__(self) -> tuple[object, ...]:
        return Origin, (self.path, self.revision, None, self.location)

    def __str__(self) -> str:
        return str(self.location) if self.revision is None else f"{self.location} (revision {self.revision})"


NOWHERE = Origin("", location=Location(""))
"""The origin of what no line of the project is responsible for."""
