"""A check as people want it reported: without what comments, settings, the baseline and the base of a branch set aside."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve, frozen

from schemaparity.findings import NOTICES, Finding, TargetResult, fold_unknown, matters, sorted_by_place
from schemaparity.findings.baseline import Key, Known, KnownFinding
from schemaparity.pipeline.checking import check
from schemaparity.pipeline.comments import Silenced, silence, unfolded
from schemaparity.pipeline.known import base_findings, read_known
from schemaparity.pipeline.scope import default_schema
from schemaparity.pipeline.selection import Selection, Selections
from schemaparity.project import FileSystem, RealFileSystem, Settings


@frozen
class Review:
    """The results of a check, with what is set aside apart.

    Args:
        results: one a target.
        fixed: entries of the baseline whose finding is no longer there.
        kept: entries of the baseline whose finding is.
        is_selective: True when rules were selected; then notices are reported to people, and fail a check too.

    """

    results: tuple[TargetResult, ...]
    fixed: tuple[KnownFinding, ...] = ()
    kept: tuple[KnownFinding, ...] = ()
    is_selective: bool = False

    def for_people(self) -> tuple[TargetResult, ...]:
        """The results without notices about names and order, unless they were selected or given a severity."""
        return self.results if self.is_selective else tuple(_spared(result) for result in self.results)

    def fails(self, finding: Finding) -> bool:
        """True when a finding makes a check fail."""
        return matters(finding) or (self.is_selective and finding.level is None and finding.hidden_by is None)

    @property
    def failing(self) -> tuple[tuple[str, Finding], ...]:
        """The findings that make the check fail, one by one, with the names of their targets."""
        return tuple((r.name, f) for r in self.results for f in unfolded(r.findings) if self.fails(f))


def review(settings: Settings, fs: FileSystem | None = None) -> Review:
    """Check a project; raises SettingsError for words, patterns, a baseline or a base that are wrong."""
    fs = fs or RealFileSystem()
    selections, known = Selections.of(settings), read_known(settings, fs)
    base = base_findings(settings, fs)
    silenced = silence(check(settings, fs))
    results = tuple(_reviewed(result, silenced, selections.for_target(result), base | known.keys()) for result in silenced.results)
    found = {(r.name, f.fingerprint) for r in silenced.results for f in unfolded(r.findings) if id(f) not in silenced.findings}
    return Review(results, _entries(known, known.keys() - found), _entries(known, known.keys() & found), bool(settings.select))


def _reviewed(result: TargetResult, silenced: Silenced, selection: Selection, known: frozenset[Key]) -> TargetResult:
    default = default_schema(result.dialect)
    shown, aside = list[Finding](), list[Finding]()
    for finding in unfolded(result.findings):
        if not selection.scope.has(finding.object, result):
            continue
        is_aside = (
            id(finding) in silenced.findings
            or (result.name, finding.fingerprint) in known
            or not selection.shows(finding, default)
        )  # fmt: skip
        (aside if is_aside else shown).append(selection.graded(finding))
    return evolve(
        result,
        findings=sorted_by_place(fold_unknown(shown)),
        suppressed=tuple(aside),
        hidden=tuple(f for f in result.hidden if selection.scope.has(f.object, result) and selection.shows(f, default)),
        excluded=selection.scope.excluded_tables(result),
    )


def _spared(result: TargetResult) -> TargetResult:
    shown, spared = list[Finding](), list[Finding]()
    for finding in result.findings:
        (spared if finding.code in NOTICES and finding.level is None else shown).append(finding)
    return evolve(result, findings=tuple(shown), suppressed=(*result.suppressed, *spared))


def _entries(known: Known, keys: Iterable[Key]) -> tuple[KnownFinding, ...]:
    return tuple(known[key] for key in sorted(keys))
