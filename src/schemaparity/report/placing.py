"""Where and how gravely code hosts show a finding. Takes findings, answers places from the root of the repository; knows no format."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Literal, TypeAlias

from attrs import evolve, frozen

from schemaparity.findings import Finding, TargetResult
from schemaparity.location import Location, Origin
from schemaparity.report.sanitize import one_line

Level: TypeAlias = Literal["error", "warning", "note"]

_LEVELS: dict[str, Level] = {"error": "error", "warning": "warning", "info": "note"}


@frozen
class Placed:
    """A finding where a code host shows it.

    Args:
        target: what it was found for.
        finding: the finding.
        location: its place, the path from the root of the repository; that of the scripts for what has no line.
        digest: tells it from every other finding of the report, and survives line moves.

    """

    target: TargetResult
    finding: Finding
    location: Location
    digest: str

    @property
    def level(self) -> Level:
        """How gravely it is shown: as the settings or its rule say, a notice as a note unless they say something of it."""
        is_note = self.finding.verdict == "notice" and self.finding.level is None
        return "note" if is_note else _LEVELS[self.finding.severity]


def placed(targets: Iterable[TargetResult], root: str) -> Iterator[Placed]:
    """Every finding of every target; `root` is the path from the root of the repository to the project."""
    seen: Counter[str] = Counter()
    for target in targets:
        for finding in target.findings:
            digest = _digest(target, finding)
            seen[digest] += 1
            number = seen[digest]
            location = location_of(finding.place, root) or Location(joined(root, target.script_location))
            yield Placed(target, finding, location, digest if number == 1 else f"{digest}-{number}")


def _digest(target: TargetResult, finding: Finding) -> str:
    if target.name == "default":
        return finding.fingerprint
    text = f"{target.name}\x1f{finding.fingerprint}"
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def location_of(origin: Origin | None, root: str) -> Location | None:
    """The place of an origin, its path from the root of the repository; None where there is none."""
    if origin is None or not origin.path:
        return None
    return evolve(origin.location, path=joined(root, origin.location.path))


def joined(root: str, path: str) -> str:
    """The path below the root.

    Example:
        >>> joined("backend", "app/models.py"), joined("", "app/models.py")
        ('backend/app/models.py', 'app/models.py')

    """
    return f"{root}/{path}" if root else path


def differences(finding: Finding) -> Iterator[str]:
    """The fields that differ, one line each, unless the message tells both sides already."""
    for difference in finding.fields:
        sides = (difference.models, difference.migrations)
        if any(text not in finding.message for text in (difference.field, *(side for side in sides if side is not None))):
            models, migrations = ("-" if side is None else side for side in sides)
            yield one_line(f"{difference.field}: models {models}, migrations {migrations}")


def advice(finding: Finding) -> Iterator[str]:
    """What follows the message, one line each: the fields that differ, the revisions, the hint."""
    yield from differences(finding)
    if finding.revisions:
        yield one_line(f"revisions: {', '.join(finding.revisions)}")
    if finding.hint:
        yield one_line(f"hint: {finding.hint}")
