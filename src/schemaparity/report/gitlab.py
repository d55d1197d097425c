"""Findings as a code quality report of GitLab: a JSON array of Code Climate issues."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from schemaparity.findings import TargetResult
from schemaparity.report.placing import Placed, placed
from schemaparity.report.sanitize import one_line

_SEVERITIES = {"error": "major", "warning": "minor", "note": "info"}


def render_gitlab(targets: Iterable[TargetResult], root: str = "") -> str:
    """Every finding as one issue of the array."""
    return json.dumps([_issue(one) for one in placed(targets, root)], indent=2) + "\n"


def _issue(one: Placed) -> dict[str, Any]:
    place = one.location
    return {
        "description": one_line(f"{one.finding.code}: {one.finding.message}"),
        "check_name": one.finding.rule.name,
        "fingerprint": one.digest,
        "severity": "critical" if one.finding.verdict == "failure" else _SEVERITIES[one.level],
        "location": {"path": place.path, "lines": {"begin": place.line, "end": place.end_line}},
    }
