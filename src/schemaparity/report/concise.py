"""One line a finding: `path:line:column: CODE message`."""

from __future__ import annotations

from collections.abc import Iterable

from schemaparity.findings import Finding, TargetResult
from schemaparity.report.sanitize import one_line


def render_concise(targets: Iterable[TargetResult]) -> str:
    """Every finding of every target, one line each."""
    return "".join(concise_line(finding) + "\n" for target in targets for finding in target.findings)


def concise_line(finding: Finding) -> str:
    """The line of one finding."""
    place = finding.place
    where = f"{place.location}" if place is not None and place.path else "-"
    return one_line(f"{where}: {finding.code} {finding.message}")
