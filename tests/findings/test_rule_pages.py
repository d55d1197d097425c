"""Every rule has a page; its example of drift is reported as the page says, and its clean example is silent."""

from __future__ import annotations

import os

import pytest
from tests.findings.rule_pages import PAGES, findings_of, lines_of, page

from schemaparity.cli.commands import run
from schemaparity.findings import RULES

CODES = sorted(RULES)
WITH = {"SP501": {"SP203"}, "SP602": {"SP701"}}
"""Rules that cannot be broken alone: a column lacks the type that is missing, little is known of a table that nobody creates."""


def test_every_rule_has_a_page_and_every_page_a_rule() -> None:
    assert sorted(path.stem for path in PAGES.glob("SP*.md")) == CODES


@pytest.mark.parametrize("code", CODES)
def test_a_page_says_what_the_catalogue_says(code: str) -> None:
    rule, spec = RULES[code], page(code)
    assert spec.text.startswith(f"# {code} {rule.name}\n\n{rule.summary} Severity: {rule.severity}.\n")
    assert [title for title in spec.sections if title != "Limits"] == ["What it says", "Why it matters", "Drift", "Clean", "How to fix"]


@pytest.mark.parametrize("code", CODES)
def test_drift_is_reported_as_the_page_says(code: str) -> None:
    spec = page(code)
    findings = findings_of(spec.files("Drift"))
    if os.environ.get("UPDATE_RULE_PAGES"):
        (PAGES / f"{code}.md").write_text(spec.with_expected(lines_of(findings)), encoding="utf-8")
        return
    assert lines_of(findings) == spec.expected
    assert {finding.code for finding in findings} - WITH.get(code, set()) == {code}


@pytest.mark.parametrize("code", CODES)
def test_the_clean_example_is_silent(code: str) -> None:
    spec = page(code)
    assert lines_of(findings_of({**spec.files("Drift"), **spec.files("Clean")})) == []


@pytest.mark.parametrize("name", ["SP401", "sp401", "index-missing-in-migrations"])
def test_explain_prints_the_page(name: str, capsys) -> None:
    assert run(["explain", name]) == 0
    assert capsys.readouterr().out == page("SP401").text
