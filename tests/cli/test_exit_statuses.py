"""Exit statuses, and one line on stderr for everything that keeps a command from running."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from small_project import ENV, INI, MODELS

from schemaparity.cli.commands import run


def revision(name: str, parent: str | None = None, body: str = "pass") -> str:
    return f"from alembic import op\nimport sqlalchemy as sa\nrevision = {name!r}\ndown_revision = {parent!r}\ndef upgrade():\n    {body}\n"


CREATE = revision("r1", body='op.create_table("users", sa.Column("id", sa.Integer, primary_key=True))')


@pytest.fixture
def project(tmp_path) -> Path:
    """A project in parity."""
    root = tmp_path / "project"
    (root / "alembic" / "versions").mkdir(parents=True)
    (root / "alembic.ini").write_text(INI)
    (root / "alembic" / "env.py").write_text(ENV)
    (root / "models.py").write_text(MODELS)
    (root / "alembic" / "versions" / "r1.py").write_text(CREATE)
    return root


def outcome(capsys, *arguments: object) -> tuple[int, str, str]:
    status = run([str(a) for a in arguments])
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def assert_one_line(capsys, *arguments: object, says: str) -> None:
    status, out, err = outcome(capsys, *arguments)
    assert (status, out) == (2, "")
    assert err.startswith("schemaparity: ")
    assert err.count("\n") == 1
    assert says in err
    assert "internal error" not in err


def findings(capsys, *arguments: object) -> tuple[int, list[str]]:
    status, out, err = outcome(capsys, "check", *arguments, "--output-format", "concise")
    assert "internal error" not in err
    return status, out.splitlines()


def test_parity_is_0(project, capsys):
    assert findings(capsys, project) == (0, [])


def test_a_difference_is_1_and_0_with_exit_zero(project, capsys):
    (project / "models.py").write_text(MODELS + "    name = sa.Column(sa.Text)\n")
    status, (line,) = findings(capsys, project)
    assert status == 1
    assert line == "models.py:7:12: SP201 column users.name is declared by the models but no revision creates it"
    assert findings(capsys, project, "--exit-zero")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["check", "/nowhere/at/all"], "/nowhere/at/all is not a directory"),
        (["check", "--no-such-option"], "--no-such-option"),
        (["check", "--dialect", "db9"], "db9"),
        (["check", "--output-format", "docx"], "docx"),
        (["check", ".", "--select", "XX1"], "no rule 'XX1'"),
        (["check", ".", "--ignore", "SP1,SP999"], "no rule 'SP999'"),
        (["check", ".", "--write-baseline"], "--baseline FILE"),
        (["check", ".", "--baseline", "/nowhere/b.json"], "b.json"),
        (["check", ".", "--output", "/nowhere/at/all/x"], "/nowhere/at/all"),
        (["check", ".", "--output", "/"], "directory"),
        (["check", ".", "--config", "nothing.ini"], "nothing.ini"),
        (["check", ".", "--script-location", "nothing"], "nothing"),
        (["check", ".", "--metadata", "models.Base"], "MODULE:ATTR"),
        (["check", ".", "--models", "a-b"], "is not a module"),
        (["check", ".", "--define", "NAME"], "NAME=VALUE"),
        (["check", ".", "--base", "full"], "empty, open or sql:FILE"),
        (["check", ".", "--base", "sql:gone.sql"], "there is no file gone.sql"),
        (["check", ".", "--base", "sql:"], "there is no file"),
        (["dump", "neither", "."], "neither"),
        (["dump", "models", ".", "--at", "r1"], "--at"),
        (["dump", "models", ".", "--format", "xml"], "xml"),
        (["dump", "models", ".", "--target", "other"], "other"),
        (["dump", "migrations", ".", "--at", "r9"], "r9"),
        (["history", ".", "--format", "svg"], "svg"),
        (["blame", "nothing", "."], "nothing named nothing"),
        (["explain", "SP000"], "SP000"),
        (["no-such-command"], "no-such-command"),
    ],
)
def test_what_cannot_run_is_2_and_one_line(arguments, says, project, capsys, monkeypatch):
    monkeypatch.chdir(project)
    assert_one_line(capsys, *arguments, says=says)


def test_the_file_of_a_base_lies_in_the_project(project, capsys, monkeypatch, tmp_path):
    (project / "base.sql").write_text("CREATE TABLE users (id SERIAL PRIMARY KEY)")
    (project / "alembic" / "versions" / "r1.py").write_text(revision("r1"))
    monkeypatch.chdir(tmp_path)
    assert findings(capsys, project, "--base", "sql:base.sql") == (0, [])


@pytest.mark.parametrize("text", ["CREATE TABEL x", "SELECT 1 / 0; DROP TABLE gone", "\xff\0", ""])
def test_a_base_that_the_database_would_refuse_is_a_finding(text, project, capsys):
    (project / "base.sql").write_text(text, encoding="latin-1")
    status, lines = findings(capsys, project, "--base", "sql:base.sql")
    assert (status, [line for line in lines if "SP901" not in line]) == (int(bool(text)), []), lines


def test_a_file_instead_of_a_directory(project, capsys):
    assert_one_line(capsys, "check", project / "models.py", says="is not a directory")


@pytest.mark.parametrize("command", [["check"], ["dump", "models"], ["dump", "migrations"], ["history"], ["blame", "users"]])
def test_a_project_without_migrations(command, tmp_path, capsys):
    assert_one_line(capsys, *command, tmp_path, says="no alembic.ini")


def test_a_script_location_without_revisions(project, capsys):
    (project / "alembic" / "versions" / "r1.py").unlink()
    assert_one_line(capsys, "check", project, says="no revision found in alembic")


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("pyproject.toml", "[tool.schemaparity\n", "pyproject.toml"),
        ("pyproject.toml", "[tool.schemaparity]\nno-such-key = 1\n", "no-such-key"),
        ("pyproject.toml", "[tool.schemaparity]\nselect = 'SP999'\n", "SP999"),
        ("pyproject.toml", "[tool.schemaparity]\noutput-format = 'docx'\n", "docx"),
        ("pyproject.toml", "[tool.schemaparity]\nexit-zero = 'yes'\n", "exit-zero"),
        ("pyproject.toml", "[[tool.schemaparity.target]]\ndialect = 'sqlite'\n", "no name"),
        ("alembic.ini", "[alembic]\nscript_location = %(nothing)s/x\n", "nothing"),
        ("alembic.ini", "script_location = alembic\n", "alembic.ini"),
    ],
)
def test_a_configuration_that_is_wrong(name, text, says, project, capsys):
    (project / name).write_text(text)
    assert_one_line(capsys, "check", project, says=says)


def test_a_bad_baseline(project, capsys, tmp_path):
    for number, text in enumerate(("not json", "[]", '{"version": 9, "findings": []}', '{"version": 1, "findings": [{}]}', "[" * 100_000)):
        path = tmp_path / f"{number}.json"
        path.write_text(text)
        assert_one_line(capsys, "check", project, "--baseline", path, says=path.name)


@pytest.mark.parametrize(
    ("name", "line"),
    [("models.py", 8), ("alembic/env.py", 5), ("alembic/versions/r1.py", 8)],
    ids=["model", "env.py", "revision"],
)
def test_a_syntax_error_is_a_finding_with_its_place(name, line, project, capsys):
    path = project / name
    path.write_text(f"{path.read_text()}\nbroken = = 1\n")
    status, lines = findings(capsys, project)
    assert status == 1
    assert any(text.startswith(f"{name}:{line}:") for text in lines), lines


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"r2": revision("r1")}, "r1"),
        ({"r2": revision("r2", "gone")}, "gone"),
        ({"r2": revision("r2", "r3"), "r3": revision("r3", "r2")}, "cycle"),
        ({"r2": revision("r2", "r2")}, "r2"),
    ],
    ids=["duplicate", "missing parent", "cycle", "own parent"],
)
def test_a_broken_graph_is_a_finding(files, says, project, capsys):
    for name, text in files.items():
        (project / "alembic" / "versions" / f"{name}.py").write_text(text)
    status, lines = findings(capsys, project)
    broken = [line for line in lines if " SP902 " in line]
    assert status == 1
    assert any(says in line and line.startswith("alembic/versions/") for line in broken), lines


def test_a_graph_that_is_only_a_cycle(project, capsys):
    (project / "alembic" / "versions" / "r1.py").write_text(revision("r1", "r2"))
    (project / "alembic" / "versions" / "r2.py").write_text(revision("r2", "r1"))
    status, _ = findings(capsys, project)
    assert status == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_without_permission(project, capsys):
    (project / "alembic" / "versions" / "r1.py").chmod(0)
    status, lines = findings(capsys, project)
    assert status == 1
    assert "SP901" in "".join(lines)


def test_output_is_written_whole_or_not_at_all(project, capsys, tmp_path):
    target = tmp_path / "report.json"
    target.write_text("old")
    assert run(["check", "/nowhere/at/all", "--output", str(target)]) == 2
    assert target.read_text() == "old"
    assert run(["check", str(project), "--output", str(target), "--output-format", "json"]) == 0
    assert target.read_text().startswith("{")
    assert capsys.readouterr().out == ""
    assert stat.S_IMODE(target.stat().st_mode) == 0o644
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == ["report.json"]


def test_history_needs_no_env_py(project, capsys):
    (project / "alembic" / "env.py").write_text("broken = = 1\n")
    (project / "alembic" / "versions" / "r2.py").write_text(revision("r2", "r1"))
    status, out, err = outcome(capsys, "history", project)
    assert (status, err) == (0, "")
    assert out == "r1 (initial)\n    └── r2 (HEAD)\n"


def test_dump_at_a_revision(project, capsys):
    (project / "alembic" / "versions" / "r2.py").write_text(revision("r2", "r1", 'op.drop_table("users")'))
    assert '"users"' not in outcome(capsys, "dump", "migrations", project)[1]
    assert '"users"' in outcome(capsys, "dump", "migrations", project, "--at", "r1")[1]
    assert 'CREATE TABLE "users"' in outcome(capsys, "dump", "migrations", project, "--at", "r1", "--format", "sql")[1]


def test_blame(project, capsys):
    status, out, _ = outcome(capsys, "blame", "users.id", project)
    assert status == 0
    assert "models: column users.id" in out
    assert "alembic/versions/r1.py:6" in out


def test_rules_and_explain(capsys):
    assert "SP401" in outcome(capsys, "rules")[1]
    assert outcome(capsys, "explain", "sp401")[1].startswith("# SP401 index-missing-in-migrations")
    assert outcome(capsys, "explain", "index-missing-in-migrations")[0] == 0


def test_help_and_version(capsys):
    for arguments in (["--help"], ["check", "--help"], ["--version"]):
        status, out, err = outcome(capsys, *arguments)
        assert (status, err) == (0, "")
        assert out


def test_a_dump_of_nothing_says_why(project, capsys):
    status, out, err = outcome(capsys, "dump", "models", project, "--metadata", "models:Nothing.metadata", "--format", "sql")
    assert status == 2
    assert "CREATE" not in out
    assert err.startswith("schemaparity: no table of the models is known: models:Nothing.metadata ")
    assert err.count("\n") == 1
    (project / "alembic" / "versions" / "r1.py").write_text(revision("r1", body="op.execute(open(input()).read())"))
    status, _, err = outcome(capsys, "dump", "migrations", project)
    assert (status, err.count("\n")) == (2, 1)
    assert err.startswith("schemaparity: no table of the migrations is known: ")


def test_a_dump_of_a_database_that_is_empty_is_0(project, capsys):
    (project / "alembic" / "versions" / "r1.py").write_text(revision("r1"))
    status, _, err = outcome(capsys, "dump", "migrations", project)
    assert (status, err) == (0, "")
