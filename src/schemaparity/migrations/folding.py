"""Failures of a replay to what is reported of them: a real upgrade ends with the first, the others may follow from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import evolve

from schemaparity.findings import Finding

_REVISIONS = 3
"""How many failing revisions are reported with all their statements."""
_STATEMENTS = 5
_SHOWN = 5


def folded(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings, the failures of all but the first revisions in one of each verdict."""
    kept: dict[str, int] = {}
    left: dict[str, list[Finding]] = {}
    for finding in findings:
        revision = finding.object.name if finding.object.kind == "revision" else None
        if revision is None or finding.verdict not in {"failure", "unknown"}:
            yield finding
        elif kept.get(revision, 0) < _STATEMENTS and (revision in kept or len(kept) < _REVISIONS):
            kept[revision] = kept.get(revision, 0) + 1
            yield finding
        else:
            left.setdefault(finding.verdict, []).append(finding)
    for rest in left.values():
        yield rest[0] if len(rest) == 1 else _one_of(rest)


def _one_of(rest: list[Finding]) -> Finding:
    """One finding for many, at the place of the first."""
    revisions = tuple(dict.fromkeys(f.object.name for f in rest if f.object.name is not None))
    shown = ", ".join(revisions[:_SHOWN]) + (f" and {len(revisions) - _SHOWN} more" if len(revisions) > _SHOWN else "")
    message = f"{rest[0].message}; {len(rest) - 1} failures more in revisions {shown} may follow from the first ones"
    return evolve(rest[0], message=message, revisions=revisions)
