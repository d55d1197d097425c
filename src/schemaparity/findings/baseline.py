"""Findings that are known and no longer fail a check: a JSON document of fingerprints. Knows no file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from attrs import frozen

from schemaparity.findings.finding import Finding

VERSION = 1
Key: TypeAlias = tuple[str, str]
"""Name of a target and fingerprint."""


@frozen
class KnownFinding:
    """An entry of a baseline; code and message are there for who reviews it."""

    target: str
    fingerprint: str
    code: str = ""
    message: str = ""

    @classmethod
    def of(cls, target: str, finding: Finding) -> KnownFinding:
        """The entry for a finding."""
        return cls(target, finding.fingerprint, finding.code, finding.message)

    @property
    def key(self) -> Key:
        """What the entry is known by."""
        return self.target, self.fingerprint


Known: TypeAlias = Mapping[Key, KnownFinding]


def write_baseline(entries: Iterable[KnownFinding]) -> str:
    """The document of the entries, sorted, each once."""
    unique = {entry.key: entry for entry in entries}
    rows = [
        {"target": entry.target, "fingerprint": entry.fingerprint, "code": entry.code, "message": entry.message}
        for _, entry in sorted(unique.items())
    ]
    return json.dumps({"version": VERSION, "findings": rows}, indent=2) + "\n"


def read_baseline(text: str) -> Known:
    """The entries of a document; raises ValueError with what is wrong."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError("is not JSON") from None
    if not isinstance(document, dict) or document.get("version") != VERSION or not isinstance(document.get("findings"), list):
        raise ValueError(f"is no baseline of version {VERSION}")
    entries = [_entry(row) for row in document["findings"]]
    return {entry.key: entry for entry in entries}


def _entry(row: object) -> KnownFinding:
    if not isinstance(row, dict) or not all(isinstance(row.get(key), str) for key in ("target", "fingerprint")):
        raise ValueError("has an entry without target or fingerprint")
    return KnownFinding(row["target"], row["fingerprint"], str(row.get("code", "")), str(row.get("message", "")))
