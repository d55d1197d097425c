"""Findings that are known and no longer fail a check: a JSON document of fingerprints. Knows no file."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TypeAlias

from schemaparity.findings.finding import Finding
from schemaparity.findings.result import TargetResult

VERSION = 1
Known: TypeAlias = frozenset[tuple[str, str]]
"""Names of targets with fingerprints."""


def write_baseline(targets: Iterable[TargetResult]) -> str:
    """The document of all findings, sorted, with what helps people to review it."""
    rows = [_row(target.name, finding) for target in targets for finding in target.findings]
    unique = {(row["target"], row["fingerprint"]): row for row in rows}
    return json.dumps({"version": VERSION, "findings": [unique[key] for key in sorted(unique)]}, indent=2) + "\n"


def _row(target: str, finding: Finding) -> dict[str, str]:
    return {"target": target, "fingerprint": finding.fingerprint, "code": finding.code, "message": finding.message}


def read_baseline(text: str) -> Known:
    """The known findings of a document; raises ValueError with what is wrong."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError("is not JSON") from None
    if not isinstance(document, dict) or document.get("version") != VERSION or not isinstance(document.get("findings"), list):
        raise ValueError(f"is no baseline of version {VERSION}")
    try:
        return frozenset((str(row["target"]), str(row["fingerprint"])) for row in document["findings"])
    except (TypeError, KeyError):
        raise ValueError("has an entry without target or fingerprint") from None
