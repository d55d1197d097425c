"""The finished result of a check: both schemas, the history and the findings of every target. Pure data; knows no output format."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import field, frozen

from schemaparity.findings.finding import Finding
from schemaparity.findings.pragma import Hint, Pragma
from schemaparity.location import Location, Origin
from schemaparity.schema import Schema

NOTICES = frozenset({"SP204", "SP391", "SP531"})


@frozen
class RevisionInfo:
    """One revision: its id, its parents, where it stands; `message` is the first line of its docstring."""

    id: str
    down_revisions: tuple[str, ...] = ()
    depends_on: tuple[str, ...] = ()
    branch_labels: tuple[str, ...] = ()
    message: str = ""
    path: str = ""
    origin: Origin | None = field(default=None, eq=False, repr=False)


@frozen
class History:
    """The revision DAG, with `revisions` in replay order."""

    revisions: tuple[RevisionInfo, ...] = ()
    heads: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()


@frozen
class TargetResult:
    """What was found for one target (one script location against its metadata).

    Args:
        name: name of the target, `default` unless the configuration names several.
        dialect: the dialect both sides were read for.
        script_location: relative to the project.
        models: what the models declare.
        migrations: what the migrations build.
        history: the revision DAG.
        findings: sorted by place; notices included.
        suppressed: findings that are set aside: by comments, by the settings, because the baseline or the base of the branch has them.
        hidden: differences that a filter of env.py hides from Alembic; they speak neither for nor against parity.
        excluded: keys of tables that the settings leave out of the comparison.
        pragmas: comments of the files that were read which silence findings.
        hints: comments that say what a statement does.
        reached: those of them whose statement was replayed.

    """

    name: str
    dialect: str
    script_location: str
    models: Schema
    migrations: Schema
    history: History
    findings: tuple[Finding, ...]
    suppressed: tuple[Finding, ...] = ()
    hidden: tuple[Finding, ...] = ()
    excluded: frozenset[str] = frozenset()
    pragmas: tuple[Pragma, ...] = ()
    hints: tuple[Hint, ...] = ()
    reached: frozenset[Location] = frozenset()

    @property
    def in_parity(self) -> bool:
        """True when nothing differs, fails or is unknown in a way that matters."""
        return not any(matters(f) for f in self.findings)


def matters(finding: Finding) -> bool:
    """True when the finding speaks against parity; notices do not, nor what a filter hides or the settings call less than an error."""
    if finding.hidden_by is not None:
        return False
    return finding.verdict != "notice" if finding.level is None else finding.level == "error"


def sorted_by_place(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings in the order of their places, then of their codes and objects; duplicates once."""
    unique = {(f.fingerprint, str(f.place or "")): f for f in findings}
    return tuple(sorted(unique.values(), key=_sort_key))


def _sort_key(finding: Finding) -> tuple[str, int, int, str, str, str]:
    place = finding.place.location if finding.place is not None else None
    path, line, column = (place.path, place.line, place.column) if place is not None else ("", 0, 0)
    return path, line, column, finding.code, finding.object.name or "", finding.message
