"""Which findings are shown and which of them fail a check."""

from __future__ import annotations

from attrs import evolve, frozen

from schemaparity.errors import SettingsError
from schemaparity.findings import NOTICES, RULES, Finding, TargetResult, matters


@frozen
class Selection:
    """Codes or prefixes of codes; an empty `select` means all rules.

    Example:
        >>> Selection.parse("SP4,SP101", None).select
        ('SP4', 'SP101')
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    @classmethod
    def parse(cls, select: str | None, ignore: str | None) -> Selection:
        """The selection of two comma-separated lists; raises SettingsError for a code that no rule has."""
        return cls(_codes("--select", select), _codes("--ignore", ignore))

    def shows(self, finding: Finding) -> bool:
        """True when the finding is reported."""
        return (not self.select or finding.code.startswith(self.select)) and not (self.ignore and finding.code.startswith(self.ignore))

    def fails(self, finding: Finding) -> bool:
        """True when the finding makes a check fail; a notice does when it was selected."""
        return self.shows(finding) and (matters(finding) or bool(self.select))

    def apply(self, result: TargetResult, *, for_people: bool = False) -> TargetResult:
        """The result without what is not shown; people are spared notices about names and order, unless they select them."""
        shown = (f for f in result.findings if self.shows(f) and not (for_people and f.code in NOTICES and not self.select))
        return evolve(result, findings=tuple(shown))


def _codes(option: str, text: str | None) -> tuple[str, ...]:
    codes = tuple(part.strip().upper() for part in (text or "").split(",") if part.strip())
    for code in codes:
        if not any(known.startswith(code) for known in RULES):
            raise SettingsError(f"{option}: no rule {code!r}; `schemaparity rules` lists them")
    return codes
