"""What the command writes as JSON is valid by the published JSON Schemas."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import jsonschema
import pytest

from schemaparity.cli.commands import run

ROOT = Path(__file__).parent.parent.parent
EXAMPLE = ROOT / "examples" / "trading"
ENV = "from alembic import context\nimport models\ncontext.configure(target_metadata=models.Base.metadata)\n"
MODELS = """
import os, thing
import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase
class Base(DeclarativeBase): pass
class User(Base):
    __tablename__ = "users"
    id = sa.Column(sa.Integer, sa.Identity(), primary_key=True)
    email = sa.Column(thing.Type(3), unique=True, comment="c")
    upper = sa.Column(sa.String, sa.Computed("upper(email)"))
    kind = sa.Column(sa.Enum("a", "b", name="kind"), server_default="a")
    team_id = sa.Column(sa.ForeignKey("core.teams.id", ondelete="CASCADE", deferrable=True))
    __table_args__ = (sa.CheckConstraint("id > 0", name="ck"), sa.Index("ix", sa.text("lower(email)"), postgresql_where=sa.text("id > 3")))
class Team(Base):
    __tablename__ = "teams"
    __table_args__ = {"schema": "core"}
    id = sa.Column(sa.Integer, primary_key=True)
"""
REVISION = """
import sqlalchemy as sa, thing
from alembic import op
revision, down_revision = "r1", None
def upgrade():
    op.execute("CREATE SCHEMA core; CREATE EXTENSION btree_gist")
    op.create_table("teams", sa.Column("id", sa.Integer, primary_key=True), schema="core")
    op.create_table("users", sa.Column("id", sa.BigInteger, primary_key=True), sa.Column("old", sa.JSON), sa.Column("email", sa.Text))
    op.execute("ALTER TABLE users ADD CONSTRAINT ex EXCLUDE USING gist (id WITH =); CREATE SEQUENCE s; CREATE VIEW v AS SELECT 1")
    op.execute("CREATE DOMAIN d AS int CHECK (value > 0)")
    op.add_column("users", sa.Column(thing.name, sa.Integer))
    op.create_index("ix_old", "users", ["old"], postgresql_using="gin", postgresql_with={"fastupdate": "off"})
    op.drop_table("nothing")
    if thing.x:
        op.execute(thing.sql)
"""


@pytest.fixture(scope="module")
def everything(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("everything")
    (root / "alembic" / "versions").mkdir(parents=True)
    (root / "alembic.ini").write_text("[alembic]\nscript_location = alembic\nprepend_sys_path = .\n")
    (root / "alembic" / "env.py").write_text(ENV)
    (root / "models.py").write_text(MODELS)
    (root / "alembic" / "versions" / "r1.py").write_text(REVISION)
    return root


def validator(name: str) -> jsonschema.protocols.Validator:
    schema = json.loads((ROOT / "docs" / name).read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def written(capsys, *arguments: str) -> str:
    assert run(list(arguments)) in (0, 1)
    return capsys.readouterr().out


@pytest.mark.parametrize("project", ["example", "everything"])
def test_check(project, everything, capsys):
    root = EXAMPLE if project == "example" else everything
    document = json.loads(written(capsys, "check", str(root), "--output-format", "json"))
    validator("check.schema.json").validate(document)
    verdicts = {f["verdict"] for t in document["targets"] for f in t["findings"]}
    assert verdicts >= ({"drift"} if project == "example" else {"unknown", "failure"})  # what may be anything leaves no drift


def test_each_line_of_jsonl_is_a_finding_with_its_target(everything, capsys):
    one = validator("jsonl.schema.json")
    lines = [json.loads(line) for line in written(capsys, "check", str(everything), "--output-format", "jsonl").splitlines()]
    assert lines
    for line in lines:
        one.validate(line)


def test_the_schema_of_a_line_is_that_of_a_finding_with_a_target():
    line, document = (json.loads((ROOT / "docs" / name).read_text()) for name in ("jsonl.schema.json", "check.schema.json"))
    finding = document["$defs"]["finding"]
    assert line["$defs"].items() <= document["$defs"].items()
    assert {name: one for name, one in line["properties"].items() if name != "target"} == finding["properties"]
    assert line["required"] == ["target", *finding["required"]]
    assert line["additionalProperties"] is False


@pytest.mark.parametrize("several", [False, True])
def test_history(several, everything, capsys, tmp_path):
    targets = "".join(f'[[tool.schemaparity.target]]\nname = "{name}"\nscript-location = "alembic"\n' for name in ("a", "b"))
    root = shutil.copytree(everything, tmp_path / "project")
    (root / "pyproject.toml").write_text(targets * several)
    document = json.loads(written(capsys, "history", str(root), "--format", "json"))
    validator("history.schema.json").validate(document)
    names = ["a", "b"] if several else ["default"]
    assert [one["target"] for one in document["revisions"]] == names
    assert document["targets"] == [{"name": name, "heads": ["r1"], "bases": ["r1"]} for name in names]


@pytest.mark.parametrize("side", ["models", "migrations"])
@pytest.mark.parametrize("project", ["example", "everything"])
def test_dump(side, project, everything, capsys):
    root = EXAMPLE if project == "example" else everything
    document = json.loads(written(capsys, "dump", side, str(root)))
    validator("dump.schema.json").validate(document)
    assert document["tables"]["users"]["columns"]["id"]["origin"]["line"] > 0
    assert project == "example" or document["unknown"]
