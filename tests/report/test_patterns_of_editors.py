"""The patterns that the documentation gives to editors take apart what `concise` writes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from drifting import results

from schemaparity.cli.commands import check
from schemaparity.pipeline import render
from schemaparity.report.placing import placed
from schemaparity.report.sanitize import one_line

PAGE = (Path(__file__).parent.parent.parent / "docs" / "integrations.md").read_text()
LINES = render(results(), "concise").splitlines()
PLACED = [(one_line(one.location.path), one.location, one.finding) for one in placed(results(), "") if one.finding.place is not None]


def problem_matcher() -> re.Pattern[str]:
    (block,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    pattern = json.loads(block)["tasks"][0]["problemMatcher"]["pattern"]
    assert {name: pattern[name] for name in ("file", "line", "column", "code", "message")} == {
        "file": 1, "line": 2, "column": 3, "code": 4, "message": 5,
    }  # fmt: skip
    return re.compile(pattern["regexp"])


def errorformat() -> re.Pattern[str]:
    (text,) = re.findall(r"set errorformat=(.*)", PAGE)
    assert text == r"%f:%l:%c:\ %m"
    # Vim takes the longest name of a file that leaves numbers for the rest (:help errorformat).
    return re.compile(r"(.+?):(\d+):(\d+): ()(.*)$")


def output_filter() -> re.Pattern[str]:
    (text,) = re.findall(r"output filters `(.*)`", PAGE)
    words = {"FILE_PATH": "(.+?)", "LINE": r"(\d+)", "COLUMN": r"(\d+)", "MESSAGE": "()(.*)"}
    return re.compile(re.sub(r"\$(\w+)\$", lambda match: words[match.group(1)], text) + "$")


@pytest.mark.parametrize("pattern", [problem_matcher, errorformat, output_filter])
def test_a_line_gives_its_place_and_message(pattern):
    matches = [match.groups() for line in LINES if (match := pattern().match(line)) is not None]
    assert len(matches) == len(PLACED) == len(LINES) - 1  # one finding has no place
    for (path, line, column, code, message), (shown, location, finding) in zip(matches, PLACED, strict=True):
        assert (path, int(line), int(column)) == (shown, location.line, location.column)
        assert f"{code or finding.code} {message.removeprefix(finding.code).strip()}" == f"{finding.code} {one_line(finding.message)}"


def test_the_command_of_nvim_lint_names_options_that_exist():
    options = {name for parameter in check.params for name in parameter.opts}
    assert set(re.findall(r'"(--[\w-]+)"', PAGE)) <= options
    assert {word for word in re.findall(r"`(--[a-z-]+)", PAGE) if "schemaparity" not in word} <= options
