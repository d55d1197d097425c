"""Revisions that create tables or columns from the models as they are today: they cannot disagree with them."""

from __future__ import annotations

from collections.abc import Iterable

from schemaparity.findings import Finding, ObjectRef
from schemaparity.location import Origin

ALL = "all tables"


def finding_of(revision: str, uses: Iterable[tuple[str, Origin]]) -> Finding | None:
    """One finding a revision, at the first use."""
    found = list(uses)
    if not found:
        return None
    whole = {name for name, _ in found if "." not in name}
    found = [(name, at) for name, at in found if name in whole or not whole & {name.rpartition(".")[0], ALL}]
    names = ", ".join(sorted({name for name, _ in found})[:3])
    more = f" and {len({name for name, _ in found}) - 3} more" if len({name for name, _ in found}) > 3 else ""
    message = f"the revision creates {names}{more} from the models as they are today, and so cannot disagree with them"
    return Finding("SP603", message, ObjectRef("revision", name=revision), "notice", migrations=found[0][1], revisions=(revision,))
