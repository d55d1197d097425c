"""What is wrong with the settings about rules and tables: words that no rule has, levels, patterns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from schemaparity.findings.catalogue import SEVERITIES, codes_of
from schemaparity.project.patterns import fault_of, fault_of_path

if TYPE_CHECKING:
    from schemaparity.project.settings import Settings


def faults_of_rules(settings: Settings) -> Iterator[str]:
    """One clause for each mistake."""
    yield from _words("select", settings.select)
    yield from _words("ignore", settings.ignore)
    yield from _words("severity", settings.severity)
    for word, level in settings.severity.items():
        if level not in SEVERITIES:
            yield f"severity: {word} = {level!r} is not one of {', '.join(SEVERITIES)}"
    yield from _by_pattern("per-table-ignores", settings.per_table_ignores, fault_of)
    yield from _by_pattern("per-path-ignores", settings.per_path_ignores, fault_of_path)
    for key in ("include_tables", "exclude_tables", "include_schemas", "exclude_schemas"):
        yield from _patterns(key.removesuffix("s").replace("_", "-"), getattr(settings, key), fault_of)


def _words(key: str, words: Iterable[str]) -> Iterator[str]:
    for word in codes_of(words)[1]:
        yield f"{key}: no rule {word!r}; `schemaparity rules` lists them"


def _by_pattern(key: str, table: Mapping[str, tuple[str, ...]], fault: Callable[[str], str | None]) -> Iterator[str]:
    yield from _patterns(key, table, fault)
    for words in table.values():
        yield from _words(key, words)


def _patterns(key: str, patterns: Iterable[str], fault: Callable[[str], str | None]) -> Iterator[str]:
    for pattern in patterns:
        wrong = fault(pattern)
        if wrong is not None:
            yield f"{key}: {pattern!r} {wrong}"
