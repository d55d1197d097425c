"""The pages of the rules, as Markdown: in a wheel beside the package, in a checkout in docs/rules."""

from __future__ import annotations

from pathlib import Path

from schemaparity.findings.catalogue import Rule

_DIRECTORIES = (Path(__file__).parents[1] / "rules", Path(__file__).parents[3] / "docs" / "rules")


def rule_page(rule: Rule) -> str | None:
    """The page of a rule; None where it is not installed."""
    for directory in _DIRECTORIES:
        path = directory / f"{rule.code}.md"
        if path.is_file():
            return path.read_text(encoding="utf-8")
    return None
