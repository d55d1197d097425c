"""`schemaparity init`: what it shows, and what it writes into pyproject.toml."""

from __future__ import annotations

import stat
import tomllib

import pytest
from small_project import write_project

from schemaparity.cli.commands import run


@pytest.fixture
def project(tmp_path):
    return write_project(tmp_path / "project")


def init(capsys, project, *arguments: str) -> tuple[int, str, str]:
    status = run(["init", str(project), *arguments])
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def settings_of(project) -> dict[str, object]:
    return tomllib.loads((project / "pyproject.toml").read_text())["tool"]["schemaparity"]


def test_what_is_found_is_shown_and_the_dialect_pinned(project, capsys):
    (project / "alembic.ini").write_text("[alembic]\nscript_location = alembic\nsqlalchemy.url = sqlite:///x.db\n")
    status, out, err = init(capsys, project)
    assert (status, err) == (0, "")
    shown, added = out.split("\n\npyproject.toml was made with:\n\n")
    assert [line.split(":", 1)[1].strip() for line in shown.splitlines()][:4] == [
        "alembic.ini",
        "1 in alembic, head r1",
        "1 table from target_metadata of alembic/env.py",
        "sqlite",
    ]
    assert (project / "pyproject.toml").read_text() == added == '[tool.schemaparity]\ndialect = "sqlite"\n'
    assert run(["check", str(project)]) == 0


def test_a_dry_run_writes_nothing(project, capsys):
    status, out, _ = init(capsys, project, "--dry-run")
    assert status == 0
    assert out.endswith('pyproject.toml would be made with:\n\n[tool.schemaparity]\ndialect = "postgresql"\n')
    assert not (project / "pyproject.toml").exists()


def test_the_rest_of_the_file_and_its_mode_stay(project, capsys):
    path = project / "pyproject.toml"
    path.write_text("[project]\nname   = 'odd'  # spaces")
    path.chmod(0o600)
    assert init(capsys, project)[0] == 0
    assert path.read_text() == "[project]\nname   = 'odd'  # spaces\n\n[tool.schemaparity]\ndialect = \"postgresql\"\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_section_that_is_there_is_not_touched(project, capsys):
    (project / "pyproject.toml").write_text("[tool.schemaparity]\n")
    status, out, err = init(capsys, project)
    assert (status, out) == (2, "")
    assert err == "schemaparity: pyproject.toml: has [tool.schemaparity] already; change it by hand\n"


def test_what_is_given_is_written_down(project, capsys):
    arguments = ["--dialect", "mysql", "--metadata", "models:Base", "--define", "A=b", "--source-root", "."]
    assert init(capsys, project, *arguments)[0] == 0
    assert settings_of(project) == {"dialect": "mysql", "metadata": ["models:Base"], "define": {"A": "b"}, "source-root": ["."]}


def test_an_unusual_place_is_written_down(project, capsys, tmp_path):
    (tmp_path / "root").mkdir()
    project.rename(tmp_path / "root" / "deep")
    assert init(capsys, tmp_path / "root")[0] == 0
    assert settings_of(tmp_path / "root") == {"config": "deep/alembic.ini", "dialect": "postgresql"}
    assert run(["check", str(tmp_path / "root")]) == 0


def test_a_project_without_configuration_has_its_scripts_named(project, capsys):
    (project / "alembic.ini").unlink()
    assert init(capsys, project)[0] == 0
    assert settings_of(project) == {"script-location": "alembic", "dialect": "postgresql"}
    assert run(["check", str(project)]) == 0


def test_models_that_are_not_known_are_told(project, capsys):
    (project / "alembic" / "env.py").write_text("from alembic import context\ncontext.configure(target_metadata=gone)\n")
    _, out, _ = init(capsys, project, "--dry-run")
    assert "not known: " in out
    assert "--metadata" in out


def test_a_place_without_migrations_is_left_alone(tmp_path, capsys):
    status, out, err = init(capsys, tmp_path)
    assert (status, out) == (2, "")
    assert err.startswith("schemaparity: no alembic.ini")
    assert list(tmp_path.iterdir()) == []
