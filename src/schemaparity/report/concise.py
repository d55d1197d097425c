"""One line a finding: `path:line:column: CODE message`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from schemaparity.findings import Finding, TargetResult
from schemaparity.report.hidden import folded_lines, told_of
from schemaparity.report.sanitize import one_line


def render_concise(targets: Iterable[TargetResult], *, hidden: bool = False) -> str:
    """Every finding, one line each; what a filter of env.py hides is one line a filter, or one each when it is asked for."""
    return "".join(line + "\n" for target in targets for line in _lines(target, hidden=hidden))


def _lines(target: TargetResult, *, hidden: bool) -> Iterator[str]:
    yield from map(concise_line, target.findings)
    if hidden:
        yield from map(concise_line, target.hidden)
    else:
        yield from (one_line(f"{hider.origin.location}: {text}") for hider, text in folded_lines(target))


def concise_line(finding: Finding) -> str:
    """The line of one finding."""
    place = finding.place
    where = f"{place.location}" if place is not None and place.path else "-"
    return one_line(f"{where}: {finding.code} {told_of(finding)}")
