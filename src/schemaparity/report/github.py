"""Findings as annotations of GitHub Actions: one workflow command each."""

from __future__ import annotations

from collections.abc import Iterable

from schemaparity.findings import TargetResult
from schemaparity.report.placing import Placed, advice, placed
from schemaparity.report.sanitize import one_line

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}
_DATA: dict[str, str | int | None] = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY: dict[str, str | int | None] = {**_DATA, ":": "%3A", ",": "%2C"}


def render_github(targets: Iterable[TargetResult], root: str = "") -> str:
    """Every finding as a workflow command."""
    return "".join(f"{_command(one)}\n" for one in placed(targets, root))


def _command(one: Placed) -> str:
    properties = ",".join(f"{name}={_escaped(one_line(str(value)), _PROPERTY)}" for name, value in _properties(one).items())
    text = "\n".join([one_line(one.finding.message), *advice(one.finding)])
    return f"::{_COMMANDS[one.level]} {properties}::{_escaped(text, _DATA)}"


def _properties(one: Placed) -> dict[str, str | int]:
    place, target = one.location, one.target.name
    title = f"{one.finding.code} {one.finding.rule.name}" + ("" if target == "default" else f" ({target})")
    properties: dict[str, str | int] = {"title": title, "file": place.path, "line": place.line, "endLine": place.end_line}
    # The host takes columns of one line only.
    columns: dict[str, str | int] = {"col": place.column, "endColumn": place.end_column} if place.line == place.end_line else {}
    return {**properties, **columns}


def _escaped(text: str, escapes: dict[str, str | int | None]) -> str:
    return text.translate(str.maketrans(escapes))
