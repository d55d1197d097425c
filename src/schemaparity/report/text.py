"""Findings for people at a terminal: excerpts of both sides with carets, then a table of what is not in sync. Plain without colour."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator

from rich.console import Console
from rich.table import Table
from rich.text import Text

from schemaparity.findings import Finding, TargetResult, matters
from schemaparity.location import Origin
from schemaparity.report.counts import TableCounts, Tally, table_counts
from schemaparity.report.excerpt import excerpt
from schemaparity.report.hidden import folded_lines, place_of, told_of
from schemaparity.report.placing import differences
from schemaparity.report.sanitize import one_line

Lines = Callable[[str], list[str]]
"""Answers the lines of a file of the project, empty when it cannot be read."""

_STYLES = {"error": "bold red", "warning": "bold yellow", "info": "cyan"}
_PADDING = re.compile(r" +((?:\x1b\[0m)?)$", re.MULTILINE)
"""What a table fills its last column with."""
_STATES = {"drift": "red", "unknown": "yellow"}


def render_text(targets: Iterable[TargetResult], lines: Lines, *, color: bool = False, width: int = 120, hidden: bool = False) -> str:
    """All findings with excerpts, and a summary of each target; what a filter of env.py hides is one line, unless it is asked for."""
    out = io.StringIO()
    console = Console(
        file=out,
        force_terminal=color,
        color_system="standard" if color else None,
        no_color=not color,
        width=width,
        highlight=False,
        markup=False,
        emoji=False,
        soft_wrap=True,
        legacy_windows=False,
        _environ={},
    )
    for number, target in enumerate(targets):
        if number:
            console.print()
        if target.name != "default":
            console.print(Text(one_line(f"Target {target.name}"), style="bold underline"))
            console.print()
        for finding in (*target.findings, *(target.hidden if hidden else ())):
            _print_finding(console, finding, lines)
        for hider, text in () if hidden else folded_lines(target):
            console.print(Text(one_line(f"{text} at {place_of(hider)} (--show-hidden lists them)"), style="cyan"))
            console.print()
        _print_summary(console, target)
    return _PADDING.sub(r"\1", out.getvalue())


def _print_finding(console: Console, finding: Finding, lines: Lines) -> None:
    place = finding.place
    where = str(place.location) if place is not None and place.path else "-"
    title = Text(one_line(where), style="bold")
    title.append(": ").append(finding.code, style=_STYLES[finding.severity]).append(f" {told_of(finding)}", style="not bold")
    console.print(title)
    for line in differences(finding):
        console.print(Text(f"  {line}"))
    for label, origin in (("models", finding.models), ("migrations", finding.migrations)):
        if origin is not None and origin.path:
            _print_excerpt(console, label, origin, lines)
    if finding.revisions:
        console.print(Text(f"  = revisions: {one_line(', '.join(finding.revisions))}"))
    if finding.hint:
        console.print(Text(f"  = hint: {one_line(finding.hint)}", style="green"))
    console.print()


def _print_excerpt(console: Console, label: str, origin: Origin, lines: Lines) -> None:
    revision = f", revision {origin.revision}" if origin.revision else ""
    console.print(Text(one_line(f"  --> {origin.location} ({label}{revision})"), style="blue"))
    rows = list(excerpt(origin.location, lines(origin.location.path)))
    for number, row in enumerate(rows):
        margin = " " * len(row.gutter)
        if number == 0:
            console.print(Text(f"  {margin} |", style="blue"))
        console.print(Text(f"  {row.gutter} | ", style="blue").append(row.source, style="default"))
        if row.carets:
            console.print(Text(f"  {margin} | ", style="blue").append(row.carets, style="red"))


def _print_summary(console: Console, target: TargetResult) -> None:
    counts = list(table_counts(target))
    off = [table for table in counts if table.status in _STATES]
    if off:
        console.print(_grid(off))
        console.print()
    console.print(_conclusion(target, counts))


def _grid(tables: list[TableCounts]) -> Table:
    """Per table that is not in sync: how much of it is."""
    grid = Table(box=None, pad_edge=False, header_style="bold")
    grid.add_column("Table", overflow="fold")
    for header in ("Columns", "Constraints", "Indexes", "Status"):
        grid.add_column(header, no_wrap=True)
    for table in tables:
        tallies = (_ratio(tally) for tally in (table.columns, table.constraints, table.indexes))
        grid.add_row(Text(one_line(table.key)), *tallies, Text(table.status, style=_STATES[table.status]))
    return grid


def _ratio(tally: Tally) -> str:
    total = max(tally.models, tally.migrations)
    return f"{tally.matched}/{total}" if total else "-"


def _conclusion(target: TargetResult, counts: list[TableCounts]) -> Text:
    found = [f for f in target.findings if matters(f)]
    aside = sum(matters(f) for f in target.suppressed)
    tail = ", ".join([*_by_verdict(found)] or ["no findings"]) + (f", {aside} set aside" if aside else "")
    head = "Not in parity" if found else "Nothing else" if aside else "In parity"
    in_sync = sum(table.status == "match" for table in counts)
    length = len(target.history.revisions)
    scope = f"{in_sync} of {len(counts)} tables in sync, {length} revision{'' if length == 1 else 's'}, {target.dialect}"
    name = "" if target.name == "default" else f"{target.name}: "
    return Text(one_line(f"{name}{head}: {tail} ({scope})."), style="bold green" if target.in_parity else "bold red")


def _by_verdict(found: list[Finding]) -> Iterator[str]:
    for verdict in ("drift", "failure", "unknown"):
        number = sum(finding.verdict == verdict for finding in found)
        if number:
            yield f"{number} {verdict}"
