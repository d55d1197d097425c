"""Settings of pyproject.toml in the command, the command line over them, and the baseline as a ratchet."""

from __future__ import annotations

import json
import pickle

import pytest

import schemaparity
from schemaparity.cli.commands import run

INI = "[alembic]\nscript_location = alembic\nprepend_sys_path = .\n"
ENV = "from alembic import context\nimport models\ncontext.configure(target_metadata=models.Base.metadata)\n"
MODELS = """from sqlalchemy.orm import DeclarativeBase
import sqlalchemy as sa
class Base(DeclarativeBase): pass
class User(Base):
    __tablename__ = "users"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.Text, index=True)
"""
REVISION = """from alembic import op
import sqlalchemy as sa
revision, down_revision = "r1", None
def upgrade():
    op.create_table("users", sa.Column("id", sa.Integer, primary_key=True))
"""


@pytest.fixture
def project(tmp_path):
    root = tmp_path / "project"
    (root / "alembic" / "versions").mkdir(parents=True)
    (root / "alembic.ini").write_text(INI)
    (root / "alembic" / "env.py").write_text(ENV)
    (root / "models.py").write_text(MODELS)
    (root / "alembic" / "versions" / "r1.py").write_text(REVISION)
    return root


def settings(project, text: str) -> None:
    (project / "pyproject.toml").write_text(f"[tool.schemaparity]\n{text}\n")


def codes(capsys, project, *arguments: str) -> tuple[int, list[str]]:
    status = run(["check", str(project), "--output-format", "concise", *arguments])
    return status, sorted(line.split(": ", 1)[1].split(" ")[0] for line in capsys.readouterr().out.splitlines())


def test_select_and_ignore(project, capsys):
    assert codes(capsys, project) == (1, ["SP201", "SP401"])
    assert codes(capsys, project, "--select", "SP4") == (1, ["SP401"])
    assert codes(capsys, project, "--ignore", "sp4,SP2") == (0, [])


def test_the_command_line_wins_over_the_settings(project, capsys):
    settings(project, 'select = ["SP4"]')
    assert codes(capsys, project) == (1, ["SP401"])
    assert codes(capsys, project, "--select", "SP2") == (1, ["SP201"])
    settings(project, 'ignore = "SP4"\nexit-zero = true')
    assert codes(capsys, project) == (0, ["SP201"])


def test_the_format_of_the_settings(project, capsys):
    settings(project, 'output-format = "jsonl"')
    assert run(["check", str(project)]) == 1
    assert len([json.loads(line) for line in capsys.readouterr().out.splitlines()]) == 2


def test_the_api_takes_the_settings_as_the_command_does(project, capsys):
    settings(project, 'ignore = ["SP4"]')
    result = schemaparity.compare(project)
    assert [f.code for f in result.findings] == ["SP201"]
    for name, text in (("json", result.to_json()), ("markdown", result.to_markdown())):
        run(["check", str(project), "--output-format", name])
        assert capsys.readouterr().out == text


def test_a_result_is_a_value(project):
    result = schemaparity.compare(project)
    again = pickle.loads(pickle.dumps(result))
    assert again == result
    assert again.to_json() == result.to_json()
    assert [str(f.place) for f in again.findings] == [str(f.place) for f in result.findings]
    assert not result.in_parity
    assert list(result.models.tables["users"].columns) == ["id", "name"]
    assert list(result.migrations.tables["users"].columns) == ["id"]
    assert result.history.heads == ("r1",)


def test_one_side_alone(project):
    (project / "alembic" / "versions" / "r2.py").write_text(
        'from alembic import op\nrevision, down_revision = "r2", "r1"\ndef upgrade():\n    op.drop_table("users")\n'
    )
    assert list(schemaparity.read_models(project).tables) == ["users"]
    assert list(schemaparity.replay(project).tables) == []
    assert list(schemaparity.replay(project, until="r1").tables) == ["users"]
    with pytest.raises(schemaparity.SettingsError):
        schemaparity.replay(project, until="r7")


def test_known_findings_do_not_fail_and_new_ones_do(project, capsys, tmp_path):
    baseline = str(tmp_path / "known.json")
    assert run(["check", str(project), "--baseline", baseline, "--write-baseline"]) == 0
    assert "2 findings are in the baseline" in capsys.readouterr().err
    assert codes(capsys, project, "--baseline", baseline) == (0, [])
    (project / "models.py").write_text(f"\n\n{MODELS}    age = sa.Column(sa.Integer)\n")
    assert codes(capsys, project, "--baseline", baseline) == (1, ["SP201"])
    (project / "models.py").write_text(MODELS.replace(", index=True", ""))
    assert run(["check", str(project), "--baseline", baseline]) == 0
    captured = capsys.readouterr()
    assert "1 findings of the baseline are gone" in captured.err
    assert "1 set aside" in captured.out
    assert "In parity" not in captured.out


def test_the_baseline_of_the_settings_lies_in_the_project(project, capsys, monkeypatch, tmp_path):
    settings(project, 'baseline = "known.json"')
    monkeypatch.chdir(tmp_path)
    assert run(["check", str(project), "--write-baseline"]) == 0
    assert (project / "known.json").is_file()
    capsys.readouterr()
    assert codes(capsys, project) == (0, [])
    assert schemaparity.compare(project).findings == ()


def test_tables_tell_the_truth_about_what_is_set_aside(project, capsys):
    assert run(["check", str(project), "--ignore", "SP2,SP4", "--output-format", "json"]) == 0
    (target,) = json.loads(capsys.readouterr().out)["targets"]
    (table,) = target["tables"]
    assert (target["suppressed"], table["status"], table["columns"]["matched"]) == (2, "drift", 1)
    assert run(["check", str(project), "--ignore", "SP2,SP4", "--output-format", "markdown"]) == 0
    report = capsys.readouterr().out
    assert "2 more set aside" in report
    assert "❌ no revision creates it" in report


def test_nothing_is_called_a_match_when_the_models_are_not_known(project, capsys):
    (project / "alembic" / "env.py").write_text("import thing\nfrom alembic import context\ncontext.configure(target_metadata=thing.m)\n")
    assert run(["check", str(project), "--output-format", "markdown"]) == 1
    report = capsys.readouterr().out
    assert "✅" not in report
    assert "➖ not compared" in report
    assert "**0/1 tables are in sync.**" in report
