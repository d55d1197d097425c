"""A result as the JSON of the contract (`docs/check.schema.json`)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from attrs import asdict

from schemaparity.findings import Finding, ObjectRef, TargetResult, sorted_by_place
from schemaparity.location import Origin
from schemaparity.report.counts import TableCounts, Tally, table_counts

VERSION = 1
_WITH_COLUMNS = frozenset({"primary_key", "foreign_key", "unique_constraint", "check_constraint", "exclude_constraint", "index"})


def render_json(targets: Iterable[TargetResult], version: str) -> str:
    """The whole result as one document."""
    document = {"version": VERSION, "tool": {"name": "schemaparity", "version": version}, "targets": [target_data(t) for t in targets]}
    return json.dumps(document, indent=2) + "\n"


def render_jsonl(targets: Iterable[TargetResult]) -> str:
    """One finding a line, each with the name of its target."""
    lines = (json.dumps({"target": t.name, **finding_data(f)}) for t in targets for f in _all(t))
    return "".join(line + "\n" for line in lines)


def target_data(target: TargetResult) -> dict[str, Any]:
    """One target as plain data."""
    return {
        "name": target.name,
        "dialect": target.dialect,
        "script_location": target.script_location,
        "revisions": len(target.history.revisions),
        "heads": list(target.history.heads),
        "in_parity": target.in_parity,
        "suppressed": len(target.suppressed),
        "tables": [_table_data(counts) for counts in table_counts(target)],
        "findings": [finding_data(finding) for finding in _all(target)],
    }


def _all(target: TargetResult) -> tuple[Finding, ...]:
    """The findings, and the differences that a filter hides."""
    return sorted_by_place((*target.findings, *target.hidden)) if target.hidden else target.findings


def _table_data(counts: TableCounts) -> dict[str, Any]:
    tallies: dict[str, Tally] = {"columns": counts.columns, "constraints": counts.constraints, "indexes": counts.indexes}
    return {"name": counts.name, "schema": counts.schema, **{k: asdict(v) for k, v in tallies.items()}, "status": counts.status}


def finding_data(finding: Finding) -> dict[str, Any]:
    """One finding as plain data; `hidden_by` for what a filter of env.py hides."""
    hider = finding.hidden_by
    hidden = {} if hider is None else {"hidden_by": {"filter": hider.filter, "path": hider.origin.path, "line": hider.origin.location.line}}
    return {
        "code": finding.code,
        "rule": finding.rule.name,
        "severity": finding.severity,
        "message": finding.message,
        "hint": finding.hint,
        "verdict": finding.verdict,
        "change": finding.change,
        "object": dict(_object_data(finding.object)),
        "fields": [asdict(difference) for difference in finding.fields],
        "locations": {"models": location_data(finding.models), "migrations": location_data(finding.migrations)},
        "revisions": list(finding.revisions),
        "fingerprint": finding.fingerprint,
        **hidden,
    }


def _object_data(ref: ObjectRef) -> Iterator[tuple[str, Any]]:
    yield from (("kind", ref.kind), ("schema", ref.schema), ("table", ref.table), ("name", ref.name))
    if ref.kind in _WITH_COLUMNS:
        yield "columns", list(ref.columns)
    if ref.kind == "foreign_key":
        yield "referred_table", ref.referred_table
        yield "referred_columns", list(ref.referred_columns)


def location_data(origin: Origin | None) -> dict[str, Any] | None:
    """An origin as plain data, with its revision where it has one."""
    if origin is None or not origin.path:
        return None
    data: dict[str, Any] = asdict(origin.location)
    return data if origin.revision is None else {**data, "revision": origin.revision}
