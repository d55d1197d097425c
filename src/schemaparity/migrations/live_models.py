"""Revisions that create tables from the models as they are today: they cannot disagree with them, and say nothing about the past."""

from __future__ import annotations

from collections.abc import Iterable

from schemaparity.findings import Finding, ObjectRef
from schemaparity.location import Origin


def finding_of(revision: str, uses: Iterable[tuple[str, Origin]]) -> Finding | None:
    """One finding a revision, at the first use."""
    found = list(uses)
    if not found:
        return None
    names = ", ".join(sorted({name for name, _ in found})[:3])
    message = f"the revision creates {names} from the models as they are today"
    return Finding("SP603", message, ObjectRef("revision", name=revision), "notice", migrations=found[0][1], revisions=(revision,))
