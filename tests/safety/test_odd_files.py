"""Odd files end as findings or are passed over; nothing blocks, nothing raises, the tree stays as it is."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from project import MODELS, revision, write_project
from schemaparity.cli.commands import run
from schemaparity.pipeline import FORMATS

ALL = tuple(FORMATS)


def lines(capsys, project: Path) -> list[str]:
    status = run(["check", str(project), "--output-format", "concise"])
    captured = capsys.readouterr()
    assert status in (0, 1), captured.err
    assert captured.err == ""
    return captured.out.splitlines()


def assert_told(capsys, project: Path, path: str) -> None:
    """A finding names the file, or nothing of it was needed."""
    found = lines(capsys, project)
    assert any(path in line for line in found), found
    assert all(" SP" in line for line in found)


NESTED = "(" * 5000 + "1" + ")" * 5000
UNREADABLE = {
    "NUL byte": b"revision = 'r2'\ndown_revision = 'r1'\nx = '\x00'\ndef upgrade(): pass\n",
    "not UTF-8": b"revision = 'r2'\ndown_revision = 'r1'\nx = '\xff\xfe'\ndef upgrade(): pass\n",
    "unknown encoding": b"# coding: klingon\nrevision = 'r2'\ndown_revision = 'r1'\ndef upgrade(): pass\n",
    "UTF-16": "revision = 'r2'\ndown_revision = 'r1'\n".encode("utf-16"),
    "deep nesting": f"revision = 'r2'\ndown_revision = 'r1'\nx = {NESTED}\ndef upgrade(): pass\n".encode(),
    "deep blocks": b"revision = 'r2'\ndown_revision = 'r1'\n" + b"".join(b" " * n + b"if 1:\n" for n in range(300)),
    "larger than 4 MiB": b"#" * (5 << 20),
    "no Python": b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 9,
}


@pytest.mark.parametrize("name", UNREADABLE)
@pytest.mark.parametrize("place", ["alembic/versions/r2.py", "models.py", "alembic/env.py"])
def test_content(name, place, tmp_path, capsys):
    project = write_project(tmp_path / "p", **{place: UNREADABLE[name]})
    assert_told(capsys, project, place)


@pytest.mark.parametrize(
    "text",
    ["\ufeff" + revision(name="r2", parent="r1"), "# -*- coding: utf-8 -*-\n" + revision(name="r2", parent="r1")],
    ids=["BOM", "coding"],
)
def test_content_that_is_fine(text, tmp_path, capsys):
    assert lines(capsys, write_project(tmp_path / "p", revisions={"r1": revision(), "r2": text})) == []


def test_latin_1(tmp_path, capsys):
    text = "# coding: latin-1\nname = 'caf\xe9'\n" + revision("op.execute(f\"COMMENT ON TABLE users IS '{name}'\")", name="r2", parent="r1")
    project = write_project(tmp_path / "p", **{"alembic/versions/r2.py": text.encode("latin-1")})
    (line,) = lines(capsys, project)
    assert "caf\xe9" in line


@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
def test_line_ends(line_end, tmp_path, capsys):
    files = {"models.py": (MODELS + "    x = sa.Column(sa.Text)\n").replace("\n", line_end).encode()}
    (line,) = lines(capsys, write_project(tmp_path / "p", **files))
    assert line.startswith(f"models.py:{MODELS.count(chr(10)) + 1}:")


@pytest.mark.parametrize("place", ["alembic/versions/r2.py", "models.py", "alembic/env.py", "alembic.ini", "pyproject.toml"])
@pytest.mark.parametrize("kind", ["pipe", "device", "loop", "dangling", "directory", "socket"])
def test_what_is_no_regular_file(kind, place, tmp_path, capsys):
    project = write_project(tmp_path / "p")
    path = project / place
    path.unlink(missing_ok=True)
    keep = None
    match kind:
        case "pipe":
            os.mkfifo(path)
        case "device":
            path.symlink_to("/dev/zero")
        case "loop":
            path.symlink_to(path.name)
        case "dangling":
            path.symlink_to("/nowhere")
        case "directory":
            path.mkdir()
        case _:
            keep = socket.socket(socket.AF_UNIX)
            os.chdir(path.parent)
            keep.bind(path.name)
    status = run(["check", str(project)])
    err = capsys.readouterr().err
    if keep is not None:
        keep.close()
    assert status in (0, 1, 2)
    assert "internal error" not in err
    assert (status == 2) == (err.count("\n") == 1)


def test_directories_that_hold_themselves(tmp_path, capsys):
    project = write_project(tmp_path / "p")
    (project / "alembic" / "versions" / "again").symlink_to(project)
    (project / "pkg").mkdir()
    (project / "pkg" / "pkg").symlink_to(project / "pkg")
    (project / "alembic.ini").write_text((project / "alembic.ini").read_text() + "recursive_version_locations = true\n")
    assert run(["check", str(project), "--models", "pkg.**"]) in (0, 1)
    assert "internal error" not in capsys.readouterr().err


def test_strange_names_of_files(tmp_path, capsys):
    project = write_project(tmp_path / "p")
    for number, name in enumerate(("a\nb.py", "\x1b[31mred.py", "-rf.py", "a b'c\".py", "\u202egpj.py", "x;y.py", "é.py", "\udcff.py")):
        path = os.fsencode(project / "alembic" / "versions") + b"/" + os.fsencode(name)
        Path(os.fsdecode(path)).write_text(revision('op.drop_table("nothing")', name=f"s{number}", parent="r1"))
    for output_format in ALL:
        assert run(["check", str(project), "--output-format", output_format]) == 1
        captured = capsys.readouterr()
        assert "\x1b" not in captured.out + captured.err
        assert "\u202e" not in captured.out
        assert captured.err == ""
    assert lines(capsys, project)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
@pytest.mark.parametrize("place", ["alembic/versions/r1.py", "models.py", "alembic/env.py"])
def test_without_permission(place, tmp_path, capsys):
    project = write_project(tmp_path / "p")
    (project / place).chmod(0)
    assert_told(capsys, project, place)


def test_an_environment_that_is_empty(tmp_path, capsys):
    project = write_project(tmp_path / "p", env="", models="")
    assert lines(capsys, project)
