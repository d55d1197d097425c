"""Which findings of a target are compared, shown and how grave they are, by its settings. Knows neither comments nor the baseline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import cast

from attrs import evolve, field, frozen

from schemaparity.errors import SettingsError
from schemaparity.findings import Finding, ObjectRef, Severity, TargetResult
from schemaparity.findings.catalogue import codes_of
from schemaparity.pipeline.scope import Scope
from schemaparity.project import Settings, names_path, names_table
from schemaparity.project.rules import faults_of_rules

Rows = tuple[tuple[str, tuple[str, ...]], ...]
"""Patterns, each with codes or beginnings of codes."""


@frozen
class Selection:
    """What the settings of one target say of findings; an empty `select` means all rules.

    Example:
        >>> Selection.of(Settings(select=["SP4", "table-missing-in-models"])).select
        ('SP4', 'SP102')

    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    levels: Mapping[str, Severity] = field(factory=dict)
    by_table: Rows = ()
    by_path: Rows = ()
    scope: Scope = field(factory=Scope)

    @classmethod
    def of(cls, settings: Settings) -> Selection:
        """The selection of settings; raises SettingsError for words that no rule has and for patterns that are none."""
        mistakes = tuple(faults_of_rules(settings))
        if mistakes:
            raise SettingsError("; ".join(dict.fromkeys(mistakes)))
        return cls(
            codes_of(settings.select)[0],
            codes_of(settings.ignore)[0],
            dict(_levels(settings.severity)),
            tuple(_rows(settings.per_table_ignores)),
            tuple(_rows(settings.per_path_ignores)),
            Scope(settings.include_tables, settings.exclude_tables, settings.include_schemas, settings.exclude_schemas),
        )

    def graded(self, finding: Finding) -> Finding:
        """The finding with the severity that the settings give it: that of the longest beginning of its code."""
        given = [prefix for prefix in self.levels if finding.code.startswith(prefix)]
        return evolve(finding, level=self.levels[max(given, key=len)]) if given else finding

    def shows(self, finding: Finding, default_schema: str | None = None) -> bool:
        """True when the finding is reported, unless something else sets it aside."""
        if self.select and not finding.code.startswith(self.select):
            return False
        if self.ignore and finding.code.startswith(self.ignore):
            return False
        return not (self._is_ignored_by_table(finding, default_schema) or self._is_ignored_by_path(finding))

    def _is_ignored_by_table(self, finding: Finding, default_schema: str | None) -> bool:
        table = table_of(finding.object)
        return table is not None and any(
            finding.code.startswith(codes) and names_table([pattern], table, finding.object.schema, default_schema)
            for pattern, codes in self.by_table
        )

    def _is_ignored_by_path(self, finding: Finding) -> bool:
        paths = {origin.path for origin in (finding.models, finding.migrations) if origin is not None and origin.path}
        return any(
            finding.code.startswith(codes) and any(names_path(pattern, path) for path in paths) for pattern, codes in self.by_path
        )


def table_of(ref: ObjectRef) -> str | None:
    """The table that an object is or belongs to."""
    return ref.name if ref.kind == "table" else ref.table


def _levels(table: Mapping[str, str]) -> Iterator[tuple[str, Severity]]:
    for words, level in table.items():
        for code in codes_of([words])[0]:
            yield code, cast("Severity", level)  # the settings have been checked


def _rows(table: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    return ((pattern, codes_of(words)[0]) for pattern, words in table.items())


@frozen
class Selections:
    """The selections of a project: of each configured target by its name, or one for all."""

    everywhere: Selection
    by_target: Mapping[str, Selection] = field(factory=dict)

    @classmethod
    def of(cls, settings: Settings) -> Selections:
        """The selections of settings; raises SettingsError."""
        return cls(Selection.of(settings), {target.name: Selection.of(target) for target in settings.targets})

    def for_target(self, result: TargetResult) -> Selection:
        """That of a target; one of several databases has the name of its target, a dot and its own."""
        names = (name for name in self.by_target if result.name == name or result.name.startswith(f"{name}."))
        name = max(names, key=len, default=None)
        return self.everywhere if name is None else self.by_target[name]
