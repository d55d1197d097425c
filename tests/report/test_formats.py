"""Every format of a result with every verdict, hostile names and several targets: as written before, and valid by the rules of its reader.

`UPDATE_SNAPSHOTS=1 pytest tests/report/test_formats.py` writes the snapshots anew.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from attrs import evolve
from drifting import ODD_PATH, SOURCES, column_differs, lines, results

from schemaparity.findings import matters
from schemaparity.findings.pages import rule_page
from schemaparity.pipeline import FORMATS, View, render
from schemaparity.report.sanitize import one_line

HERE = Path(__file__).parent
ALL = results()
FINDINGS = [finding for target in ALL for finding in target.findings]
SUFFIXES = {"json": "json", "jsonl": "jsonl", "markdown": "md", "sarif": "sarif", "gitlab": "json", "junit": "xml"}


def written(form: str, **view: object) -> str:
    return render(ALL, form, View(lines=lines, **view))


def compare_with_snapshot(name: str, text: str) -> None:
    path = HERE / "snapshots" / name
    if os.environ.get("UPDATE_SNAPSHOTS"):
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_bytes().decode()


@pytest.mark.parametrize("form", FORMATS)
def test_snapshot(form):
    compare_with_snapshot(f"{form}.{SUFFIXES.get(form, 'txt')}", written(form))


def test_snapshot_of_a_terminal_with_colors():
    compare_with_snapshot("text-in-color.txt", written("text", color=True, width=80))


@pytest.mark.parametrize("form", FORMATS)
def test_no_name_reaches_the_screen_raw(form):
    assert not set(written(form)) & set("\x1b\u202e\r\x00")


def test_colors_change_nothing_but_colors():
    assert re.sub("\x1b\\[[0-9;]*m", "", written("text", color=True)) == written("text")


def test_carets_stand_under_the_place():
    block = written("text").split(f"--> {ODD_PATH}")[1].splitlines()
    source, carets = block[2], block[3]
    # Two characters of Japanese are two cells wide each; the escape character is shown as four.
    before = source.index("odd = Column(Text)") + 2
    assert (carets.index("^"), carets.count("^")) == (before, len("odd = Column(Text)"))


def test_a_place_of_several_lines_is_shown_with_all():
    block = written("text").split("--> app/models.py:4:5")[1]
    assert block.splitlines()[2:7] == [
        "  4 |     email = Column(",
        "    |     ^^^^^^^^^^^^^^^",
        "  5 |         String(50),",
        "  6 |         unique=True,",
        "  7 |     )",
    ]


def test_fields_are_told_once():
    told = column_differs()
    long = "column users.email differs: type VARCHAR(50) in the models, TEXT after the migrations; nullable yes there, no here"
    target = evolve(ALL[0], findings=(told, evolve(told, code="SP204", message=long)))
    lines_of_text = render((target,), "text").splitlines()
    assert [line for line in lines_of_text if line.startswith("  type: ")] == ["  type: models VARCHAR(50), migrations TEXT"]
    assert [line.count("%0Atype: ") for line in render((target,), "github").splitlines()] == [1, 0]


# SARIF


def sarif(**view: object) -> dict:
    return json.loads(written("sarif", **view))["runs"][0]


def test_sarif_has_every_finding_with_its_rule():
    run = sarif()
    rules = run["tool"]["driver"]["rules"]
    assert [r["ruleId"] for r in run["results"]] == [f.code for f in FINDINGS]
    assert all(rules[r["ruleIndex"]]["id"] == r["ruleId"] for r in run["results"])
    assert len({r["partialFingerprints"]["schemaparity/v1"] for r in run["results"]}) == len(FINDINGS)


def test_sarif_has_the_page_of_a_rule_where_it_is_installed():
    helps = {rule["id"]: rule["help"]["markdown"] for rule in sarif(pages=rule_page)["tool"]["driver"]["rules"]}
    assert helps["SP203"].startswith("# SP203 column-differs\n")
    assert sarif()["tool"]["driver"]["rules"][0]["help"]["markdown"].endswith("schemaparity explain SP601 tells more.")


def test_sarif_relates_the_other_side_and_each_revision():
    (result,) = [r for r in sarif()["results"] if r["ruleId"] == "SP203"]
    related = [(r["message"]["text"], r["physicalLocation"]["artifactLocation"]["uri"]) for r in result["relatedLocations"]]
    assert related == [("here in revision r1", "alembic/versions/r1.py"), ("shaped by revision r2", "alembic/versions/r2.py")]
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 4, "startColumn": 5, "endLine": 7, "endColumn": 6}


def test_sarif_paths_are_references_from_the_root_of_the_repository():
    (result,) = [r for r in sarif(root="back end")["results"] if r["ruleId"] == "SP201"]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert re.fullmatch(r"[\w/.%~-]+", uri)
    assert unquote(uri) == f"back end/{ODD_PATH}"


def test_sarif_messages_hold_no_link_of_a_name():
    (result,) = [r for r in sarif()["results"] if r["ruleId"] == "SP201"]
    assert "\\[x\\](1)" in result["message"]["text"]


def test_sarif_is_what_its_readers_need():
    jsonschema.validate(json.loads(written("sarif")), json.loads((HERE / "sarif_subset.schema.json").read_text()))


@pytest.mark.skipif("SARIF_SCHEMA" not in os.environ, reason="$SARIF_SCHEMA names no file of the standard's JSON Schema")
def test_sarif_is_valid_by_the_standard():
    schema = json.loads(Path(os.environ["SARIF_SCHEMA"]).read_text())
    validator = jsonschema.validators.validator_for(schema)(schema, format_checker=jsonschema.FormatChecker())
    assert [error.message for error in validator.iter_errors(json.loads(written("sarif")))] == []


# GitHub


def command(line: str) -> tuple[str, dict[str, str], str]:
    """A workflow command as the runner reads it."""
    kind, properties, data = re.fullmatch(r"::(\w+) ([^:]*)::(.*)", line).groups()
    pairs = dict(pair.split("=", 1) for pair in properties.split(","))
    return kind, {name: unescaped(value, **{"%3A": ":", "%2C": ","}) for name, value in pairs.items()}, unescaped(data)


def unescaped(text: str, **more: str) -> str:
    for code, character in {"%0D": "\r", "%0A": "\n", **more, "%25": "%"}.items():
        text = text.replace(code, character)
    return text


def test_github_gets_back_what_was_written():
    commands = [command(line) for line in written("github", root="web").splitlines()]
    assert [kind for kind, _, _ in commands] == ["error", "error", "notice", "error", "error", "error"]
    assert [data.split("\n")[0] for _, _, data in commands] == [one_line(f.message) for f in FINDINGS]
    assert {p["file"] for _, p, _ in commands} >= {"web/app/models.py", f"web/{ODD_PATH}"}
    for _, properties, _ in commands:
        assert ("col" in properties) == (properties["line"] == properties["endLine"])


# GitLab


def test_gitlab_issues_are_complete_and_unique():
    issues = json.loads(written("gitlab"))
    assert len({issue["fingerprint"] for issue in issues}) == len(issues) == len(FINDINGS)
    for issue in issues:
        assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert issue["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert not issue["location"]["path"].startswith(("/", "./"))
        assert issue["location"]["lines"]["begin"] >= 1


def test_one_finding_at_two_places_is_two_issues():
    first, *_ = ALL[0].findings
    target = ALL[0].__class__(**{a.name: getattr(ALL[0], a.name) for a in ALL[0].__attrs_attrs__} | {"findings": (first, first)})
    assert len({issue["fingerprint"] for issue in json.loads(render((target,), "gitlab"))}) == 2


# JUnit


def test_junit_counts_what_it_holds():
    suites = ET.fromstring(written("junit"))
    assert [suite.get("name") for suite in suites] == ["default", "core|x"]
    for element in (suites, *suites):
        for name, tag in (("tests", "testcase"), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(element.get(name)) == len(element.findall(f".//{tag}"))
    assert (suites.get("failures"), suites.get("errors")) == ("3", "2")
    assert len(suites.findall(".//failure")) + len(suites.findall(".//error")) == sum(map(matters, FINDINGS))


def test_junit_passes_tables_without_findings_and_skips_what_is_set_aside():
    cases = {case.get("name"): [child.tag for child in case] for case in ET.fromstring(written("junit")).iter("testcase")}
    assert cases["table blog.posts"] == []
    assert cases["table logs"] == ["skipped"]
    assert "table users" not in cases


# All


def test_lines_of_concise_are_one_a_finding():
    assert len(written("concise").splitlines()) == len(FINDINGS)


def test_jsonl_is_json_of_each_finding():
    document = json.loads(written("json"))
    expected = [{"target": target["name"], **finding} for target in document["targets"] for finding in target["findings"]]
    assert [json.loads(line) for line in written("jsonl").splitlines()] == expected


def test_sources_of_the_example_are_used():
    assert {path for path in SOURCES if f"--> {path}:" in written("text")} == set(SOURCES)
