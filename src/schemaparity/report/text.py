"""Findings for people at a terminal: source excerpts of both sides with carets, then a summary. Plain when the output is not a terminal."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator

from rich.console import Console
from rich.text import Text

from schemaparity.findings import Finding, TargetResult, matters
from schemaparity.location import Location, Origin
from schemaparity.report.counts import table_counts
from schemaparity.report.sanitize import one_line

Lines = Callable[[str], list[str]]
"""Answers the lines of a file of the project, empty when it cannot be read."""

_STYLES = {"error": "bold red", "warning": "bold yellow", "info": "cyan"}
_WIDEST = 400
"""Characters of a source line that are shown."""
_MARKS = {"match": "=", "drift": "x", "unknown": "?", "not_compared": "-"}


def render_text(targets: Iterable[TargetResult], lines: Lines, *, color: bool = False, width: int = 120) -> str:
    """All findings with excerpts, and a summary of each target."""
    out = io.StringIO()
    console = Console(
        file=out, force_terminal=color, no_color=not color, width=width, highlight=False, markup=False, emoji=False, soft_wrap=True
    )
    for target in targets:
        for finding in target.findings:
            _print_finding(console, finding, lines)
        for text in _summary(target):
            console.print(text)
    return out.getvalue()


def _print_finding(console: Console, finding: Finding, lines: Lines) -> None:
    place = finding.place
    where = str(place.location) if place is not None and place.path else "-"
    title = Text(one_line(where), style="bold")
    title.append(": ").append(finding.code, style=_STYLES[finding.severity]).append(f" {one_line(finding.message)}", style="not bold")
    console.print(title)
    for difference in finding.fields:
        models, migrations = ("-" if side is None else side for side in (difference.models, difference.migrations))
        sides = f"models {models}, migrations {migrations}"
        console.print(Text(f"  {difference.field}: {one_line(sides)}"))
    for label, origin in (("models", finding.models), ("migrations", finding.migrations)):
        if origin is not None and origin.path:
            _print_excerpt(console, label, origin, lines)
    if finding.revisions:
        console.print(Text(f"  = revisions: {one_line(', '.join(finding.revisions))}"))
    if finding.hint:
        console.print(Text(f"  = hint: {one_line(finding.hint)}", style="green"))
    console.print()


def _print_excerpt(console: Console, label: str, origin: Origin, lines: Lines) -> None:
    location = origin.location
    revision = f", revision {origin.revision}" if origin.revision else ""
    console.print(Text(one_line(f"  --> {location} ({label}{revision})"), style="blue"))
    text = lines(location.path)
    if 0 < location.line <= len(text) and location.column < _WIDEST:
        number = str(location.line)
        source = text[location.line - 1].expandtabs(1)
        console.print(Text(f"  {' ' * len(number)} |", style="blue"))
        console.print(Text(f"  {number} | ", style="blue").append(one_line(source.rstrip()[:_WIDEST]), style="default"))
        console.print(Text(f"  {' ' * len(number)} | ", style="blue").append(_carets(location, source), style="red"))


def _carets(location: Location, source: str) -> str:
    end = location.end_column - 1 if location.end_line == location.line else len(source.rstrip())
    return " " * (location.column - 1) + "^" * max(1, min(end, len(source.rstrip()), _WIDEST) - location.column + 1)


def _summary(target: TargetResult) -> Iterator[Text]:
    counts = list(table_counts(target))
    off = [c for c in counts if c.status != "match"]
    for table in (c for c in off if c.status != "not_compared"):
        tallies = (("columns", table.columns), ("constraints", table.constraints), ("indexes", table.indexes))
        row = ", ".join(f"{label} {tally.matched}/{tally.models}" for label, tally in tallies)
        yield Text(one_line(f"{_MARKS[table.status]} {table.key}: {row}"))
    found = [f for f in target.findings if matters(f)]
    by_verdict = {v: sum(f.verdict == v for f in found) for v in ("drift", "failure", "unknown")}
    aside = sum(matters(f) for f in target.suppressed)
    tail = ", ".join([f"{n} {v}" for v, n in by_verdict.items() if n] or ["no findings"]) + (f", {aside} set aside" if aside else "")
    head = "Not in parity" if found else "Nothing else" if aside else "In parity"
    scope = f"{len(counts) - len(off)} of {len(counts)} tables in sync, {len(target.history.revisions)} revisions, {target.dialect}"
    name = "" if target.name == "default" else f"{target.name}: "
    yield Text(one_line(f"{name}{head}: {tail} ({scope})."), style="bold green" if target.in_parity else "bold red")
