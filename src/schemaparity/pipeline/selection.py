"""Which findings are shown and which of them fail a check: by the settings' select and ignore, and by the baseline."""

from __future__ import annotations

import posixpath

from attrs import evolve, frozen

from schemaparity.errors import SettingsError
from schemaparity.findings import NOTICES, RULES, Finding, TargetResult, matters
from schemaparity.findings.baseline import Known, read_baseline
from schemaparity.project import FileSystem, RealFileSystem, Settings, UnreadableFile


@frozen
class Selection:
    """Codes or prefixes of codes, of which an empty `select` means all rules, and the findings that are known.

    Example:
        >>> Selection.of(Settings(select=["SP4", "SP101"])).select
        ('SP4', 'SP101')

    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    known: Known = frozenset()

    @classmethod
    def of(cls, settings: Settings, fs: FileSystem | None = None) -> Selection:
        """The selection of the settings; raises SettingsError for a code that no rule has and for a baseline that cannot be read."""
        return cls(_codes("select", settings.select), _codes("ignore", settings.ignore), _known(settings, fs or RealFileSystem()))

    def shows(self, finding: Finding) -> bool:
        """True when the finding is reported, if it is not known."""
        return (not self.select or finding.code.startswith(self.select)) and not (self.ignore and finding.code.startswith(self.ignore))

    def fails(self, finding: Finding) -> bool:
        """True when a shown finding makes a check fail; a notice does when it was selected."""
        return matters(finding) or bool(self.select)

    def apply(self, result: TargetResult, *, for_people: bool = False) -> TargetResult:
        """The result with what is not shown set aside; people are spared notices about names and order, unless they select them."""
        spared = NOTICES if for_people and not self.select else frozenset()
        known = {f.fingerprint for f in result.findings if (result.name, f.fingerprint) in self.known}
        shown = tuple(f for f in result.findings if self.shows(f) and f.fingerprint not in known and f.code not in spared)
        kept = frozenset(map(id, shown))
        return evolve(result, findings=shown, suppressed=tuple(f for f in result.findings if id(f) not in kept))

    def gone(self, results: tuple[TargetResult, ...]) -> int:
        """How many known findings there are no longer."""
        found = {(r.name, f.fingerprint) for r in results for f in (*r.findings, *r.suppressed)}
        return len(self.known - found)


def baseline_path(settings: Settings) -> str | None:
    """The path of the baseline; a relative one starts at the project."""
    return None if settings.baseline is None else posixpath.join(settings.project, settings.baseline)


def _known(settings: Settings, fs: FileSystem) -> Known:
    path = baseline_path(settings)
    if path is None:
        return frozenset()
    try:
        return read_baseline(fs.read_bytes(path).decode("utf-8-sig"))
    except UnreadableFile as error:
        raise SettingsError(f"the baseline {settings.baseline} cannot be read: {error.reason}; --write-baseline makes one") from error
    except ValueError as error:
        reason = "is not UTF-8" if isinstance(error, UnicodeDecodeError) else error
        raise SettingsError(f"the baseline {settings.baseline} {reason}; --write-baseline makes a new one") from error


def _codes(option: str, words: tuple[str, ...]) -> tuple[str, ...]:
    codes = tuple(part.strip().upper() for word in words for part in word.split(",") if part.strip())
    for code in codes:
        if not any(known.startswith(code) for known in RULES):
            raise SettingsError(f"{option}: no rule {code!r}; `schemaparity rules` lists them")
    return codes
