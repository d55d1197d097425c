"""`--stdin-filename`: the buffer of an editor in the place of a file."""

from __future__ import annotations

import io
import sys

import pytest
from small_project import MESSAGE, MODELS, MORE, REVISION, write_project

from schemaparity.cli.commands import run


@pytest.fixture
def project(tmp_path, monkeypatch):
    root = write_project(tmp_path / "project")
    monkeypatch.chdir(root)
    return root


def check(monkeypatch, capsys, path: object, data: bytes, *arguments: str) -> tuple[int, str, str]:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    status = run(["check", "--stdin-filename", str(path), *(arguments or ("--output-format", "concise"))])
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def files(project) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in project.rglob("*") if path.is_file()}


@pytest.mark.parametrize("prefix", ["", "./", "alembic/../", "/"])
def test_a_buffer_is_read_in_the_place_of_its_file(prefix, project, monkeypatch, capsys):
    before = files(project)
    path = project / "models.py" if prefix == "/" else f"{prefix}models.py"
    assert check(monkeypatch, capsys, path, (MODELS + MORE).encode()) == (1, f"models.py:7:12: {MESSAGE}\n", "")
    assert files(project) == before


def test_the_excerpt_is_of_the_buffer(project, monkeypatch, capsys):
    _, out, _ = check(monkeypatch, capsys, "models.py", (MODELS + MORE).encode(), "--output-format", "text")
    assert "  7 |     name = sa.Column(sa.Text)\n" in out


def test_a_file_that_is_not_saved_yet(project, monkeypatch, capsys):
    text = REVISION.replace('"r1", None', '"r2", "r1"').replace('"users"', '"teams"')
    status, out, _ = check(monkeypatch, capsys, "alembic/versions/r2.py", text.encode())
    assert status == 1
    assert out.startswith("alembic/versions/r2.py:5:")
    assert "SP102" in out


def test_a_link_to_a_file_is_that_file(project, monkeypatch, capsys):
    (project / "alias").symlink_to(project / "models.py")
    assert check(monkeypatch, capsys, "alias", (MODELS + MORE).encode())[0] == 1


def test_settings_may_be_the_buffer(project, monkeypatch, capsys):
    status, _, err = check(monkeypatch, capsys, "pyproject.toml", b"[tool.schemaparity]\nnonsense = 1\n")
    assert status == 2
    assert "nonsense" in err


def test_a_buffer_that_is_half_written_is_a_finding_with_its_line(project, monkeypatch, capsys):
    status, out, err = check(monkeypatch, capsys, "models.py", MODELS.encode() + b"    name = = 1\n")
    assert (status, err) == (1, "")
    assert "models.py:7:" in out


def test_a_file_of_no_project_changes_nothing(project, monkeypatch, capsys, tmp_path):
    assert check(monkeypatch, capsys, tmp_path / "other.py", b"x = 1\n") == (0, "", "")


@pytest.mark.parametrize("data", [b"\xff\xfe", b"x = '\0'\n", b"# " + b"x" * (5 * 1024 * 1024)])
def test_what_is_no_source_is_a_finding(data, project, monkeypatch, capsys):
    status, out, err = check(monkeypatch, capsys, "models.py", data)
    assert (status, err) == (1, "")
    assert "models.py" in out
