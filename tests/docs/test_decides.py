"""The facts in decides.md: which spellings are equal, and the limits."""

from __future__ import annotations

import re

import pytest
from tests.docs.pages import ROOT

from schemaparity.evaluate.budgets import Limits
from schemaparity.project.filesystem import SIZE_LIMIT
from schemaparity.sql.normal import normal_default, normal_expression, normal_type

PAGE = (ROOT / "docs" / "decides.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (.+) \| `(.+)` \| `(.+)` \| (equal|differs) \|$", PAGE, re.MULTILINE)
COLUMNS = {"status": "VARCHAR", "age": "INTEGER", "a": "INTEGER", "b": "INTEGER"}


def form(compared: str, text: str) -> str | None:
    kind, _, column_type = compared.partition(" of ")
    match kind:
        case "default":
            return normal_default(text, "postgresql", column_type.strip("`"))
        case "type":
            return normal_type(text, "postgresql")
        case "condition":
            return normal_expression(text, "postgresql", COLUMNS)
    raise AssertionError(compared)


def test_the_table_has_rows():
    assert len(ROWS) == 11


@pytest.mark.parametrize(("compared", "one", "other", "result"), ROWS)
def test_equal_spellings(compared, one, other, result):
    forms = form(compared, one), form(compared, other)
    assert None not in forms
    assert (forms[0] == forms[1]) == (result == "equal")


def test_the_limits():
    limits = Limits()
    text = " ".join(PAGE.split())
    for words in (
        f"{limits.all_steps:,} steps for a check",
        f"gets {limits.steps:,} at most",
        f"{limits.iterations:,} turns of one loop",
        f"{limits.depth} nested calls",
        f"{limits.elements:,} elements",
        f"{limits.text:,} characters",
        f"{limits.all_seconds:g} seconds",
        f"{limits.mebibytes} MiB more",
        f"larger than {SIZE_LIMIT // 2**20} MiB",
    ):
        assert words in text
