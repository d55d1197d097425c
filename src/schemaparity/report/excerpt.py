"""Lines of source with carets under a place. Takes the lines of a file, answers text; reads no files."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen
from rich.cells import cell_len

from schemaparity.location import Location
from schemaparity.report.sanitize import one_line

_WIDEST = 400
"""Characters of a source line that are shown."""
_MOST = 4
"""Lines of a place that are shown."""


@frozen
class Row:
    """One line of an excerpt: what stands left of the source, the source, and what is under it, if anything."""

    gutter: str
    source: str
    carets: str


def excerpt(location: Location, lines: list[str]) -> Iterator[Row]:
    """The lines of a place, as far as the file has them and they are not too wide; carets are under the first."""
    last = min(max(location.end_line, location.line), location.line + _MOST - 1, len(lines))
    for number in range(max(1, location.line), last + 1):
        source = lines[number - 1].expandtabs(1)[:_WIDEST].rstrip()
        end = location.end_column - 1 if number == location.end_line else len(source)
        carets = _carets(source, location.column - 1, end) if number == location.line else ""
        if location.column <= _WIDEST:
            yield Row(f"{number:>{len(str(last))}}", one_line(source), carets)


def _carets(source: str, start: int, end: int) -> str:
    """Carets below the characters, as wide as a terminal shows them."""
    marked = source[start : max(end, start + 1)]
    return " " * cell_len(one_line(source[:start])) + "^" * max(1, cell_len(one_line(marked)))
