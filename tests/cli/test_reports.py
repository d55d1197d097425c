"""Several reports of one run, where they go, and how a terminal and a code host see them."""

from __future__ import annotations

import io
import json
import sys
from xml.etree import ElementTree as ET

import pytest
from small_project import MESSAGE, write_project

from schemaparity.cli.commands import run


@pytest.fixture
def project(tmp_path, monkeypatch):
    for name in ("NO_COLOR", "FORCE_COLOR", "GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        monkeypatch.delenv(name, raising=False)
    root = write_project(tmp_path / "project", drifts=True)
    monkeypatch.chdir(root)
    return root


def check(*arguments: object) -> int:
    return run(["check", *map(str, arguments)])


def test_several_reports_of_one_run(project, capsys):
    arguments = [x for form in ("concise", "sarif:a.sarif", "junit:b.xml", "json:c.json") for x in ("--output-format", form)]
    assert check(*arguments) == 1
    assert capsys.readouterr().out == f"models.py:7:12: {MESSAGE}\n"
    assert json.loads((project / "a.sarif").read_text())["runs"][0]["results"][0]["ruleId"] == "SP201"
    assert ET.parse(project / "b.xml").getroot().get("failures") == "1"
    assert json.loads((project / "c.json").read_text())["targets"][0]["findings"][0]["code"] == "SP201"
    assert sorted(path.name for path in project.iterdir() if path.name[0] == ".") == []


def test_output_is_the_file_of_the_format_without_one(project, capsys):
    assert check("--output-format", "github", "--output-format", "json:c.json", "--output", "a.txt") == 1
    assert capsys.readouterr().out == ""
    assert (project / "a.txt").read_text().startswith("::error title=SP201 ")
    assert (project / "c.json").is_file()


def test_files_of_the_command_line_start_here_and_those_of_the_settings_at_the_project(project, capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert check(project, "--output-format", "json:here.json") == 1
    (project / "pyproject.toml").write_text('[tool.schemaparity]\noutput-format = ["concise", "json:there.json"]\n')
    assert check(project) == 1
    assert (tmp_path / "here.json").is_file()
    assert (project / "there.json").is_file()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--output-format", "text", "--output-format", "json"], "text and json go to the same place"),
        (["--output-format", "json:-", "--output-format", "text"], "two reports go to stdout"),
        (["--output-format", "json:a", "--output-format", "sarif:./a"], "two reports go to "),
        (["--output-format", "json:"], "names no file"),
        (["--output-format", "json:a", "--output", "b"], "--output goes with"),
        (["--output-format", "docx:a"], "'docx' is not one of text"),
        (["--output-format", "json:/nowhere/at/all/x"], "/nowhere/at/all"),
        (["--output-format", "json:alembic"], "is a directory"),
    ],
)
def test_what_cannot_be_written_is_told_before_the_work(arguments, says, project, capsys):
    assert check(*arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert says in captured.err
    assert captured.err.count("\n") == 1
    assert not (project / "a").exists()


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def shown(monkeypatch, *, terminal: bool, **environment: str) -> str:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    stream = Terminal() if terminal else io.StringIO()
    monkeypatch.setattr(sys, "stdout", stream)
    assert check() == 1
    return stream.getvalue()


@pytest.mark.parametrize(
    ("terminal", "environment", "colored"),
    [
        (True, {"TERM": "xterm"}, True),
        (True, {"TERM": "dumb"}, False),
        (True, {"TERM": "xterm", "NO_COLOR": "1"}, False),
        (True, {"TERM": "xterm", "NO_COLOR": ""}, True),
        (True, {"TERM": "xterm", "NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        (False, {"TERM": "xterm"}, False),
        (False, {"TERM": "dumb", "FORCE_COLOR": "1"}, True),
    ],
)
def test_colors(terminal, environment, colored, project, monkeypatch):
    assert ("\x1b[" in shown(monkeypatch, terminal=terminal, **environment)) == colored


def test_no_color_reaches_a_file(project, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert check("--output", "a.txt") == 1
    assert "\x1b" not in (project / "a.txt").read_text()


@pytest.mark.parametrize("form", ["github", "gitlab", "sarif", "junit"])
def test_code_hosts_see_paths_from_the_root_of_the_repository(form, project, capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    check("project", "--output-format", form)
    assert "project/models.py" in capsys.readouterr().out
    monkeypatch.chdir(project)
    check("--output-format", form)
    assert "project/models.py" not in capsys.readouterr().out
    monkeypatch.setenv("GITHUB_WORKSPACE" if form == "github" else "CI_PROJECT_DIR", str(tmp_path))
    check("--output-format", form)
    assert "project/models.py" in capsys.readouterr().out
