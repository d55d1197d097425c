"""What the documentation shows is what happens; `UPDATE_DOCS=1` writes what happens now, to be read before it is committed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.cli.small_project import write_project
from tests.docs.pages import ROOT, Reader, commands_of

from schemaparity.cli.commands import cli, run

STORIES = {"tutorial.md": 24, "decides.md": 13}
"""Pages that bring their own project and show what every command writes, with how much of them is executed at least."""
REFERENCES = {"usage.md": 6, "configuration.md": 3, "integrations.md": 4, "coming-from.md": 4}
"""Pages about any project: their commands are run on a small one."""
FRAGMENTS = frozenset({"configuration.md"})
"""Pages whose Python is lines of a model and of a revision."""


def page(name: str) -> Path:
    return ROOT / "docs" / name


@pytest.mark.parametrize("name", STORIES)
def test_a_story_happens_as_it_is_told(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    reader, told = Reader(shows_all=True), page(name).read_text(encoding="utf-8")
    happened = reader.follow(told)
    assert len(reader.done) >= STORIES[name], reader.done
    if os.environ.get("UPDATE_DOCS"):
        page(name).write_text(happened, encoding="utf-8")
    else:
        assert happened == told


@pytest.mark.parametrize("name", REFERENCES)
def test_the_commands_of_a_reference_run(name, tmp_path, monkeypatch):
    for where in (".", "backend", "path/to/project"):
        write_project(tmp_path / where)
    told = page(name).read_text(encoding="utf-8")
    if "--diff-base" in told:
        pytest.importorskip("dulwich")
        commit_all(tmp_path)
    if name in FRAGMENTS:
        told = re.sub(r"^```python$", "```text", told, flags=re.MULTILINE)
    monkeypatch.chdir(tmp_path)
    reader = Reader(shows_all=False)
    assert reader.follow(told) == told
    assert len(reader.done) >= REFERENCES[name], reader.done


def commit_all(root: Path) -> None:
    """Make a repository whose origin/main is what is there."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    who = {f"GIT_{one}_{what}": "someone@example.org" for one in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environ = {"PATH": os.environ["PATH"], "HOME": str(root), "GIT_CONFIG_NOSYSTEM": "1", **who}
    for line in ("init -q", "add -A", "commit -qm all", "update-ref refs/remotes/origin/main HEAD"):
        subprocess.run(["git", *line.split()], cwd=root, env=environ, check=True, capture_output=True)


def test_the_finding_of_the_readme_is_that_of_the_example(capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    (shown,) = re.findall(r"^```text\n(.*?)^```", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert run(["check", "examples/trading", "--output-format", "concise"]) == 1
    assert capsys.readouterr().out == shown


def test_the_hook_of_the_tutorial_is_a_hook():
    (hook,) = re.findall(r"^ +- id: (\S+)", page("tutorial.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert f"- id: {hook}\n" in (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")


_OTHERS = frozenset({"--schemaparity", "--schemaparity-root", "--test-alembic", "--autogenerate", "--name", "--depth", "--dev-url"})
"""Options of pytest, git, Alembic and Atlas that the documentation names."""
_OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]+")


@pytest.mark.parametrize("path", sorted((ROOT / "docs").rglob("*.md")), ids=lambda path: path.stem)
def test_every_option_that_is_named_exists(path):
    known = {option for command in cli.commands.values() for one in command.params for option in one.opts} | {"--help", "--version"}
    assert set(_OPTION.findall(path.read_text(encoding="utf-8"))) <= known | _OTHERS


def test_what_a_console_fence_holds():
    assert list(commands_of("$ a\nx\n$ b\n")) == [("a", "x\n"), ("b", "")]


def test_a_story_that_does_not_happen_is_noticed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_project(tmp_path, drifts=True)
    told = "```console\n$ schemaparity check --output-format concise\nall is well\n$ echo $?\n0\n```\n"
    happened = Reader(shows_all=True).follow(told)
    assert "SP201 column users.name" in happened
    assert happened.endswith("$ echo $?\n1\n```\n")
