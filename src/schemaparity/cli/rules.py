"""The rule catalogue as text and JSON."""

from __future__ import annotations

import json

from attrs import asdict

from schemaparity.errors import SettingsError
from schemaparity.findings import RULES


def rule_list(output_format: str) -> str:
    """All rules, one a line or as one JSON document."""
    if output_format == "json":
        return json.dumps([asdict(rule) for rule in RULES.values()], indent=2) + "\n"
    return "".join(f"{rule.code}  {rule.name:<42} {rule.severity:<8} {rule.summary}\n" for rule in RULES.values())


def rule_page(code: str) -> str:
    """One rule, by code or by name."""
    for rule in RULES.values():
        if code.upper() == rule.code or code == rule.name:
            return f"{rule.code} {rule.name} ({rule.severity})\n\n{rule.summary}\n"
    raise SettingsError(f"no rule {code!r}; `schemaparity rules` lists them")
