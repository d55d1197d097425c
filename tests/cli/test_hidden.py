"""Differences that `include_object` and `include_name` hide: told in every form, counted in none."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import jsonschema
import pytest

import schemaparity
from schemaparity.cli.commands import run

DOCS = Path(__file__).parent.parent.parent / "docs"
ENV = """
from alembic import context
from app import Base


def include_object(object, name, type_, reflected, compare_to):
    if type_ == "index":
        return [c.name for c in object.columns] != ["mail", "id"]
    if type_ == "foreign_key_constraint":
        return [c.name for c in object.columns] != ["boss"]
    return not (type_ == "table" and reflected)


def include_name(name, type_, parents):
    return not (type_ == "column" and name == "gone")


context.configure(target_metadata=Base.metadata, include_object=include_object, include_name=include_name)
"""
APP = """
import sqlalchemy as sa
from sqlalchemy.orm import declarative_base
Base = declarative_base()
class User(Base):
    __tablename__ = "users"
    id = sa.Column(sa.Integer, primary_key=True)
    mail = sa.Column(sa.Text)
    boss = sa.Column(sa.ForeignKey("users.id"))
"""
REVISION = """
import sqlalchemy as sa
from alembic import op
revision = "a"
down_revision = None
def upgrade():
    op.create_table(
        "users",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("mail", sa.Text),
        sa.Column("boss", sa.Integer),
        sa.Column("gone", sa.Text),
    )
    op.create_index("ix_mail_id", "users", ["mail", "id"])
    op.create_table("others", sa.Column("id", sa.Integer))
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    ini = "[alembic]\nscript_location = alembic\n"
    files = {"alembic.ini": ini, "alembic/env.py": ENV, "alembic/versions/a.py": REVISION, "app.py": APP}
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


HIDDEN = {
    ("SP102", "others", "include_object", 6),
    ("SP202", "gone", "include_name", 14),
    ("SP311", "users_boss_fkey", "include_object", 6),
    ("SP402", "ix_mail_id", "include_object", 6),
}


def check(project: Path, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, str]:
    status = run(["check", str(project), *options])
    return status, capsys.readouterr().out


def test_json_has_them_with_what_hides_them(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, text = check(project, capsys, "--output-format", "json")
    jsonschema.validate(json.loads(text), json.loads((DOCS / "check.schema.json").read_text(encoding="utf-8")))
    (target,) = json.loads(text)["targets"]
    assert (status, target["in_parity"]) == (0, True)
    found = target["findings"]
    assert {(f["code"], f["object"]["name"], f["hidden_by"]["filter"], f["hidden_by"]["line"]) for f in found} == HIDDEN
    assert {(f["verdict"], f["severity"], f["hidden_by"]["path"]) for f in found} == {("drift", "info", "alembic/env.py")}
    _, lines = check(project, capsys, "--output-format", "jsonl")
    jsonschema.validate(json.loads(lines.splitlines()[0]), json.loads((DOCS / "jsonl.schema.json").read_text(encoding="utf-8")))
    assert Counter(json.loads(line)["hidden_by"]["filter"] for line in lines.splitlines()) == {"include_object": 3, "include_name": 1}


@pytest.mark.parametrize("options", [(), ("--select", "SP1,SP2,SP3,SP4"), ("--severity", "SP4=error")])
def test_they_fail_no_check(project: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...]) -> None:
    assert check(project, capsys, *options)[0] == 0
    assert check(project, capsys, "--show-hidden", *options)[0] == 0


def test_people_are_told_in_one_line(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, concise = check(project, capsys, "--output-format", "concise")
    assert sorted(concise.splitlines()) == [
        "alembic/env.py:14:1: 1 difference is hidden by include_name",
        "alembic/env.py:6:1: 3 differences are hidden by include_object",
    ]
    _, text = check(project, capsys)
    assert "3 differences are hidden by include_object at alembic/env.py:6 (--show-hidden lists them)" in text
    assert "In parity: no findings" in text
    markdown = check(project, capsys, "--output-format", "markdown")[1]
    assert "1 difference is hidden by include_name at `alembic/env.py:14`." in markdown
    assert "| `gone` | TEXT | - | ➖ hidden by include_name |" in markdown
    assert "Apart from what is hidden" in markdown


def test_people_are_told_one_by_one_when_they_ask(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, concise = check(project, capsys, "--output-format", "concise", "--show-hidden")
    lines = concise.splitlines()
    assert len(lines) == 4
    assert any(
        "SP202 column users.gone exists" in line and line.endswith("(hidden by include_name at alembic/env.py:14)") for line in lines
    )
    _, text = check(project, capsys, "--show-hidden")
    assert "SP402 index ix_mail_id" in text


@pytest.mark.parametrize("form", ["github", "gitlab", "junit", "sarif"])
def test_code_hosts_are_not_told(project: Path, capsys: pytest.CaptureFixture[str], form: str) -> None:
    text = check(project, capsys, "--output-format", form)[1]
    assert "SP402" not in text.replace('"id": "SP402"', "")
    assert "ix_mail_id" not in text


def test_rules_and_tables_that_are_set_aside_are_not_hidden(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ("--output-format", "concise", "--ignore", "SP4", "--exclude-table", "others")
    assert "1 difference is hidden by include_object" in check(project, capsys, *options)[1]


def test_the_result_has_them_apart(project: Path) -> None:
    result = schemaparity.compare(project)
    assert result.in_parity
    assert result.findings == ()
    assert len(result.targets[0].hidden) == 4
