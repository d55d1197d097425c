"""Differences that a filter of env.py hides from Alembic, folded to one line a filter; and the words that go with one of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from schemaparity.findings import Finding, HiddenBy, TargetResult
from schemaparity.report.sanitize import one_line


def folded_lines(target: TargetResult) -> Iterator[tuple[HiddenBy, str]]:
    """What hides differences, and how many it hides as a sentence without the place."""
    places = Counter((h.filter, str(h.origin.location)) for h in _hiders(target))
    told: set[tuple[str, str]] = set()
    for hider in _hiders(target):
        key = (hider.filter, str(hider.origin.location))
        if key not in told:
            told.add(key)
            number = places[key]
            what = "difference is" if number == 1 else "differences are"
            yield hider, f"{number} {what} hidden by {hider.filter}"


def _hiders(target: TargetResult) -> Iterator[HiddenBy]:
    return (finding.hidden_by for finding in target.hidden if finding.hidden_by is not None)


def place_of(hider: HiddenBy) -> str:
    """`alembic/env.py:42`."""
    return f"{hider.origin.location.path}:{hider.origin.location.line}"


def told_of(finding: Finding) -> str:
    """The message of a finding, with what hides it."""
    hider = finding.hidden_by
    return one_line(finding.message if hider is None else f"{finding.message} (hidden by {hider.filter} at {place_of(hider)})")
