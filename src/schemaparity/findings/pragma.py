"""Comments that silence findings, as data: which rules, in which lines of which file. Knows no source text."""

from __future__ import annotations

from attrs import frozen

from schemaparity.findings.finding import Finding
from schemaparity.location import Location, Origin


@frozen
class Pragma:
    """One comment of a source file that is for schemaparity.

    Args:
        location: the comment.
        codes: the codes, or beginnings of codes, that it silences.
        first: the first line of what it is about.
        last: the last one; 0 for the whole file.
        fault: why it silences nothing, for one that says nothing that is known.

    Example:
        >>> Pragma(Location("a.py", 3, 9, 3, 40), ("SP4",), 3, 5).fault is None
        True

    """

    location: Location
    codes: tuple[str, ...] = ()
    first: int = 0
    last: int = 0
    fault: str | None = None

    def silences(self, finding: Finding) -> bool:
        """True when the finding has one of the codes, and one of its places is where the comment is about."""
        return finding.code.startswith(self.codes) if not self._is_elsewhere(finding) and self.codes else False

    def _is_elsewhere(self, finding: Finding) -> bool:
        return not any(origin is not None and self._is_about(origin) for origin in (finding.models, finding.migrations))

    def _is_about(self, origin: Origin) -> bool:
        if origin.path != self.location.path:
            return False
        if not self.last:
            return True
        place = origin.location
        return self.first <= place.line <= self.last or place.line <= self.location.line <= place.end_line


@frozen
class Hint:
    """A comment that says what a statement of a revision does, where the statement itself cannot be evaluated.

    Args:
        location: the comment.
        line: the first line of the statement.
        sql: what is executed in place of the statement; empty for nothing at all.

    """

    location: Location
    line: int
    sql: str = ""
