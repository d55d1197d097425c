"""The rule catalogue as text and JSON."""

from __future__ import annotations

import json

from attrs import asdict

from schemaparity.errors import SettingsError
from schemaparity.findings import RULES
from schemaparity.findings.catalogue import code_of
from schemaparity.findings.pages import rule_page as page_of


def rule_list(output_format: str) -> str:
    """All rules, one a line or as one JSON document."""
    if output_format == "json":
        return json.dumps([{**asdict(rule), "page": rule.page} for rule in RULES.values()], indent=2) + "\n"
    return "".join(f"{rule.code}  {rule.name:<42} {rule.severity:<8} {rule.summary}\n" for rule in RULES.values())


def rule_page(code: str) -> str:
    """The page of a rule, by code or by name."""
    found = code_of(code)
    if found not in RULES:
        raise SettingsError(f"no rule {code!r}; `schemaparity rules` lists them")
    rule = RULES[found]
    return page_of(rule) or f"{rule.code} {rule.name} ({rule.severity})\n\n{rule.summary}\n"
