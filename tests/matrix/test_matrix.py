"""The matrix: every real change is reported once, with its object, fields, lines and revisions; what means the same is silent."""

from __future__ import annotations

from functools import cache

import pytest
from matrix_cases import CASES, CHANGES, PAIRS, SILENT, Case, Expected, Pair
from matrix_project import HEADS, Sheet, checked, checked_files, files_of, renamed, sheet_of

from schemaparity.findings import Finding, TargetResult
from schemaparity.location import Origin


def name_of(finding: Finding) -> str | None:
    """What the marks call an object: `items`, `items.email`, an enum or a sequence by itself."""
    ref = finding.object
    own = None if ref.kind in {"table", "table_comment"} else ref.name or f"({','.join(ref.columns)})"
    table = ref.table if ref.schema is None or ref.table is None else f"{ref.schema}.{ref.table}"
    return ".".join(part for part in (table, own) if part) or None


def place_of(origin: Origin | None) -> tuple[tuple[str, int], ...]:
    if origin is None:
        return ()
    location = origin.location
    return ((location.path, location.line - HEADS["models" if location.path.startswith("app") else "revision"]),)


def seen(finding: Finding) -> Expected:
    places = tuple(sorted((*place_of(finding.models), *place_of(finding.migrations))))
    return Expected(finding.code, finding.object.kind, name_of(finding), tuple(f.field for f in finding.fields), places, finding.revisions)


@pytest.mark.parametrize("case", CHANGES, ids=str)
def test_change(case: Case) -> None:
    assert sorted(map(seen, checked(case).findings), key=str) == sorted(case.expected, key=str)


@pytest.mark.parametrize("case", SILENT, ids=str)
def test_silent(case: Case) -> None:
    assert [f"{f.code} {f.message}" for f in checked(case).findings] == []


@cache
def outcome(dialect: str) -> tuple[Sheet, TargetResult | Exception]:
    made = sheet_of(PAIRS[dialect], dialect)
    try:
        return made, checked_files(files_of(made.case), dialect)
    except Exception as error:  # one check serves all pairs, also when it fails
        return made, error


def sheet(dialect: str) -> tuple[Sheet, TargetResult]:
    made, result = outcome(dialect)
    assert isinstance(result, TargetResult), f"the check of all pairs failed: {result!r}"
    return made, result


NUMBERED = [(dialect, number, pair) for dialect, pairs in PAIRS.items() for number, pair in enumerate(pairs, 1)]


@pytest.mark.parametrize(("dialect", "number", "pair"), NUMBERED, ids=lambda value: str(value) if isinstance(value, Pair) else "")
def test_pair(dialect: str, number: int, pair: Pair) -> None:
    made, result = sheet(dialect)
    found = [f for f in result.findings if f.object.table == f"items{number}"]
    if pair.change is None:
        assert [f.message for f in found] == []
        return
    (finding,) = found
    fields = ", ".join(f.field for f in finding.fields)
    assert f"{finding.code} {finding.object.kind} {finding.object.name}" + (f": {fields}" if fields else "") == renamed(pair.change, number)
    for origin, lines in zip((finding.models, finding.migrations), made.lines[number - 1], strict=True):
        assert all(line in lines for _, line in place_of(origin))
    assert finding.models or finding.migrations


@pytest.mark.parametrize("dialect", PAIRS)
def test_pairs_leave_nothing_else(dialect: str) -> None:
    _, result = sheet(dialect)
    assert [f.message for f in result.findings if f.object.table is None or not f.object.table.startswith("items")] == []


def test_the_matrix_is_big() -> None:
    pairs = [p for group in PAIRS.values() for p in group]
    assert len(CHANGES) + sum(p.change is not None for p in pairs) >= 90
    assert len(SILENT) + sum(p.change is None for p in pairs) >= 100
    assert len({str(c) for c in CASES}) == len(CASES)
