"""Findings as SARIF 2.1.0 (OASIS Standard): one run for all targets, with the other side and the revisions as related locations."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeAlias
from urllib.parse import quote

from attrs import asdict

from schemaparity.findings import Finding, Rule, TargetResult
from schemaparity.location import Location
from schemaparity.report.placing import Placed, advice, location_of, placed
from schemaparity.report.sanitize import one_line

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
HOME = "https://github.com/schemaparity/schemaparity"
Pages: TypeAlias = Callable[[Rule], str | None]
_LINK = re.compile(r"\](?=\()")
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def render_sarif(targets: Iterable[TargetResult], version: str, root: str = "", page_of: Pages = lambda _rule: None) -> str:
    """The log of one run; `page_of` answers the page of a rule as Markdown, None without one."""
    found = list(placed(targets, root))
    rules = list({one.finding.code: one.finding.rule for one in found}.values())
    numbers = {rule.code: number for number, rule in enumerate(rules)}
    run = {
        "tool": {"driver": {**_driver(version), "rules": [_rule(rule, page_of(rule)) for rule in rules]}},
        "invocations": [{"executionSuccessful": True}],
        "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "The root of the repository."}}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, numbers[one.finding.code], root) for one in found],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _driver(version: str) -> dict[str, Any]:
    return {"name": "schemaparity", "version": version, "semanticVersion": version, "informationUri": HOME}


def _rule(rule: Rule, page: str | None) -> dict[str, Any]:
    text = f"{rule.summary} schemaparity explain {rule.code} tells more."
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.summary},
        "help": {"text": text, "markdown": page or text},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": ["sqlalchemy", "alembic", "schema"]},
    }


def _result(one: Placed, number: int, root: str) -> dict[str, Any]:
    finding = one.finding
    related = [{"id": n, **_location(place), "message": {"text": _message(text)}} for n, (text, place) in enumerate(_related(one, root), 1)]
    return {
        "ruleId": finding.code,
        "ruleIndex": number,
        "level": one.level,
        "message": {"text": "\n".join(map(_message, [finding.message, *advice(finding)]))},
        "locations": [{**_location(one.location), "logicalLocations": [_logical(one)]}],
        **({"relatedLocations": related} if related else {}),
        "partialFingerprints": {"schemaparity/v1": one.digest},
        "properties": _properties(one),
    }


def _message(text: str) -> str:
    """Plain text, in which a viewer sees no embedded link (SARIF 2.1.0, 3.11.6)."""
    line = one_line(text)
    return line.replace("[", "\\[").replace("]", "\\]") if _LINK.search(line) else line


def _related(one: Placed, root: str) -> Iterator[tuple[str, Location]]:
    """The migrations' side where the models' is the primary place, then every revision that shaped the object, each place once."""
    finding = one.finding
    seen = {one.location}
    for text, place in _others(finding, one.target, root):
        if place is not None and place not in seen:
            seen.add(place)
            yield text, place


def _others(finding: Finding, target: TargetResult, root: str) -> Iterator[tuple[str, Location | None]]:
    if finding.migrations is not None:
        revision = f"revision {finding.migrations.revision}" if finding.migrations.revision else "the migrations"
        yield f"here in {revision}", location_of(finding.migrations, root)
    origins = {one.id: one.origin for one in target.history.revisions}
    for name in finding.revisions:
        if finding.migrations is None or name != finding.migrations.revision:
            yield f"shaped by revision {name}", location_of(origins.get(name), root)


def _location(place: Location) -> dict[str, Any]:
    region = {"startLine": place.line, "startColumn": place.column, "endLine": place.end_line, "endColumn": place.end_column}
    artifact = {"uri": _uri(place.path), "uriBaseId": "%SRCROOT%"}
    return {"physicalLocation": {"artifactLocation": artifact, "region": region}}


def _uri(path: str) -> str:
    """A relative reference (RFC 3986); names that are no UTF-8 keep their bytes."""
    try:
        data = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        data = path.encode("utf-8", "replace")
    text = quote(data, safe="/")
    return f"./{text}" if text.startswith("/") else text


def _logical(one: Placed) -> dict[str, Any]:
    ref = one.finding.object
    parts = [one.target.name, ref.schema, ref.table if ref.kind != "table" else None, ref.name or ", ".join(ref.columns) or ref.kind]
    return {"fullyQualifiedName": one_line(".".join(part for part in parts if part)), "kind": ref.kind}


def _properties(one: Placed) -> dict[str, Any]:
    finding = one.finding
    return {
        "target": one.target.name,
        "verdict": finding.verdict,
        "change": finding.change,
        "fields": [asdict(difference) for difference in finding.fields],
        "revisions": list(finding.revisions),
        "hint": finding.hint,
    }
