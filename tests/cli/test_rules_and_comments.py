"""Which findings are reported: words for rules, severities, patterns of tables and files, comments, the baseline."""

from __future__ import annotations

import json

import pytest
from attrs import evolve

import schemaparity
from schemaparity import pipeline
from schemaparity.cli.commands import run
from schemaparity.errors import SettingsError
from schemaparity.findings import Finding, ObjectRef
from schemaparity.project import MemoryFileSystem, Settings, load_settings

INI = "[alembic]\nscript_location = alembic\nprepend_sys_path = .\n"
ENV = "from alembic import context\nimport models\ncontext.configure(target_metadata=models.Base.metadata)\n"
MODELS = """import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase
class Base(DeclarativeBase): pass
class User(Base):
    __tablename__ = "users"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.Text)
    age = sa.Column(sa.Integer)
class Log(Base):
    __tablename__ = "audit_log"
    id = sa.Column(sa.Integer, primary_key=True)
    kind = sa.Column(sa.Enum("a", "b", name="kind"))
"""
REVISION = """from alembic import op
import sqlalchemy as sa
revision, down_revision = "r1", None
def upgrade():
    op.create_table(
        "users",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("old", sa.Text),
        sa.Column("older", sa.Text),
    )
"""
TOML = "[tool.schemaparity]\n"


def files(models: str = MODELS, revision: str = REVISION, toml: str = "") -> MemoryFileSystem:
    return MemoryFileSystem(
        {
            "/p/alembic.ini": INI, "/p/alembic/env.py": ENV, "/p/models.py": models,
            "/p/alembic/versions/r1.py": revision, "/p/pyproject.toml": TOML + toml,
        }
    )  # fmt: skip


def review(fs: MemoryFileSystem, **options: object) -> pipeline.Review:
    return pipeline.review(load_settings("/p", fs, **options), fs)


def found(fs: MemoryFileSystem, **options: object) -> list[str]:
    return [f"{f.code} {f.object.name}" for r in review(fs, **options).for_people() for f in r.findings]


ALL = ["SP202 old", "SP202 older", "SP201 name", "SP201 age", "SP101 audit_log", "SP501 kind"]


def test_nothing_is_set_aside_by_itself() -> None:
    assert sorted(found(files())) == sorted(ALL)


@pytest.mark.parametrize("word", ["SP202", "sp202", "SP20", "column-missing-in-models", "SP5,column-missing-in-models"])
def test_rules_are_named_by_code_prefix_and_name(word: str) -> None:
    assert {line[:5] for line in found(files(), select=[word])} - {"SP501", "SP201"} == {"SP202"}


@pytest.mark.parametrize(
    ("toml", "mistake"),
    [
        ('select = ["SP8888"]', "select: no rule 'SP8888'"),
        ('ignore = "tpyo"', "ignore: no rule 'tpyo'"),
        ('severity = { SP2 = "fatal" }', "severity: SP2 = 'fatal' is not one of error, warning, info"),
        ('per-table-ignores = { "x" = ["SP0"] }', "per-table-ignores: no rule 'SP0'"),
        ('per-table-ignores = ["SP2"]', "must be a table of patterns"),
        ('per-path-ignores = { "[z-a]" = ["SP2"] }', "per-path-ignores: '[z-a]' is no pattern"),
        ('exclude-table = ["/(/"]', "exclude-table: '/(/' is no pattern"),
        ('include-schema = [""]', "include-schema: '' is empty"),
        ('exclude-tables = ["a"]', "unknown key 'exclude-tables'"),
    ],
)
def test_mistakes_are_told_in_one_line(toml: str, mistake: str) -> None:
    with pytest.raises(SettingsError) as caught:
        review(files(toml=toml))
    assert mistake in str(caught.value)
    assert "\n" not in str(caught.value)


def test_settings_made_by_hand_are_checked_too() -> None:
    with pytest.raises(SettingsError, match="no rule 'SP8888'"):
        pipeline.review(Settings("/p", select=["SP8888"]), files())


def test_ignores_by_table() -> None:
    assert found(files(toml='per-table-ignores = { "use?s" = ["SP201", "SP5"], "/^audit_/" = "SP1" }')) == [
        "SP202 old", "SP202 older", "SP501 kind",
    ]  # fmt: skip


def test_ignores_by_path_are_about_either_place() -> None:
    assert found(files(toml='per-path-ignores = { "models.py" = ["SP2"] }'), select=["SP2"]) == ["SP202 old", "SP202 older"]
    assert found(files(toml='per-path-ignores = { "alembic/**/r*.py" = ["SP2"] }'), select=["SP2"]) == ["SP201 name", "SP201 age"]
    assert found(files(toml='per-path-ignores = { "versions" = ["SP2"] }'), select=["SP2"]) == ["SP201 name", "SP201 age"]


def test_severities_decide_what_fails() -> None:
    graded = review(files(toml='severity = { SP2 = "warning", column-missing-in-models = "info", SP1 = "info", SP5 = "info" }'))
    assert {f.code: f.severity for r in graded.results for f in r.findings} == {
        "SP101": "info", "SP201": "warning", "SP202": "info", "SP501": "info",
    }  # fmt: skip
    assert graded.failing == ()
    assert graded.results[0].in_parity
    assert [f.code for _, f in review(files(), severity=["SP=info", "SP101=error"]).failing] == ["SP101"]


def test_a_notice_that_is_called_an_error_fails_and_is_shown() -> None:
    models = MODELS[: MODELS.index("class Log")].replace("name = sa.Column(sa.Text)\n    age", "older = sa.Column(sa.Text)\n    old")
    fs = files(models.replace("old = sa.Column(sa.Integer)", "old = sa.Column(sa.Text)"))
    assert found(fs) == []
    assert found(fs, severity=["SP204=warning"]) == ["SP204 users"]
    assert review(fs, severity=["SP204=warning"]).failing == ()
    assert [f.code for _, f in review(fs, severity=["column-order-differs=error"]).failing] == ["SP204"]


@pytest.mark.parametrize(
    "options",
    [
        {"exclude_tables": ["audit_*"]},
        {"include_tables": ["users"]},
        {"exclude_tables": ["public.audit_*"]},
        {"exclude_tables": ["/_log$/"]},
    ],
)
def test_a_table_that_is_left_out_takes_its_enum_with_it(options: dict[str, list[str]]) -> None:
    fs = files()
    assert not {"SP101 audit_log", "SP501 kind"} & set(found(fs, **options))
    assert len(found(fs, **options)) == 4
    (result,) = review(fs, **options).results
    assert result.suppressed == ()
    assert [table["name"] for table in json.loads(pipeline.render((result,), "json"))["targets"][0]["tables"]] == ["users"]


def test_an_enum_that_a_compared_table_uses_is_compared() -> None:
    models = MODELS.replace("age = sa.Column(sa.Integer)", 'kind = sa.Column(sa.Enum("a", "b", name="kind"))')
    assert "SP501 kind" in found(files(models), exclude_tables=["audit_*"])


def test_schemas() -> None:
    models = MODELS.replace('__tablename__ = "audit_log"', '__tablename__ = "audit_log"\n    __table_args__ = {"schema": "audit"}')
    assert "SP101 audit_log" in found(files(models))
    assert "SP101 audit_log" not in found(files(models), exclude_schemas=["aud*"])
    assert "SP101 audit_log" not in found(files(models), include_schemas=["public"])
    assert [line for line in found(files(models), include_schemas=["audit"]) if not line.startswith("SP501")] == ["SP101 audit_log"]


def test_targets_have_filters_of_their_own() -> None:
    toml = """
exclude-table = "audit_*"
[[tool.schemaparity.target]]
name = "one"
[[tool.schemaparity.target]]
name = "two"
exclude-table = []
per-table-ignores = { "users" = "SP2" }
severity = { SP5 = "info" }
"""
    one, two = review(files(toml=toml)).results
    assert {f.code for f in one.findings} == {"SP201", "SP202"}
    assert [(f.code, f.severity) for f in two.findings] == [("SP101", "error"), ("SP501", "info")]


def test_a_comment_silences_what_stands_on_its_lines() -> None:
    models = MODELS.replace("sa.Column(sa.Text)", "sa.Column(sa.Text)  # schemaparity: ignore[SP201] made by hand")
    assert "SP201 name" not in found(files(models))
    assert "SP201 age" in found(files(models))
    old = 'sa.Column("old", sa.Text),'
    revision = REVISION.replace(old, f"{old}  # schemaparity: ignore[column-missing-in-models]")
    assert "SP202 old" not in found(files(revision=revision))
    assert "SP202 older" in found(files(revision=revision))


@pytest.mark.parametrize("line", ["    op.create_table(  <>", "    )  <>", "    # schemaparity: ignore[SP202]\n    op.create_table("])
def test_a_comment_on_a_statement_silences_all_of_it(line: str) -> None:
    plain = line.replace("  <>", "") if "<>" in line else "    op.create_table("
    revision = REVISION.replace(plain + "\n", line.replace("<>", "# schemaparity: ignore[SP202]") + "\n")
    assert revision != REVISION
    assert not {"SP202 old", "SP202 older"} & set(found(files(revision=revision)))


def test_a_comment_on_the_header_of_a_class_is_about_the_table() -> None:
    models = MODELS.replace("class Log(Base):", "class Log(Base):  # schemaparity: ignore[SP101] made by the platform")
    assert not {"SP101 audit_log", "SP911 models.py"} & set(found(files(models)))


def test_comments_within_arguments_of_the_table() -> None:
    arguments = """(
        sa.Index("ix_age", "age"),  # schemaparity: ignore[SP4]
        sa.Index("ix_name", "name"),
    )"""
    models = MODELS.replace('"users"\n', f'"users"\n    __table_args__ = {arguments}\n')
    assert [line for line in found(files(models)) if line.startswith("SP401")] == ["SP401 ix_name"]


def test_a_comment_for_the_file() -> None:
    assert found(files("# schemaparity: ignore-file[SP201, SP1, SP5]\n" + MODELS)) == ["SP202 old", "SP202 older"]
    assert found(files(revision="# schemaparity: ignore-file[SP202]\n" + REVISION), select=["SP20"]) == ["SP201 name", "SP201 age"]


def test_comments_that_do_nothing_are_told() -> None:
    models = MODELS.replace("primary_key=True)", "primary_key=True)  # schemaparity: ignore[SP203]", 1)
    models = models.replace("sa.Column(sa.Text)", "sa.Column(sa.Text)  # schemaparity: ignore[SP201, SP4]")
    models += "# schemaparity: ingore[SP1]\n"
    results = review(files(models)).results
    told = [(f.code, f.place.location.line, f.message) for f in results[0].findings if f.place is not None and f.code > "SP9"]
    assert told == [
        ("SP911", 6, "there is nothing to ignore of SP203"),
        ("SP911", 7, "there is nothing to ignore of SP4"),
        ("SP912", 13, "the comment says nothing to schemaparity: 'ingore' is none of ignore, ignore-file, sql and no-effect"),
    ]
    assert "SP911 models.py" not in found(files(models), ignore=["SP9"])


def test_hints_that_no_statement_has_are_told() -> None:
    hinted = "    op.execute(open('/nowhere').read())  # schemaparity: no-effect\n"
    lost = REVISION + hinted + "def downgrade():\n" + hinted
    findings = [f for r in review(files(revision=lost)).results for f in r.findings if f.code > "SP7"]
    told = [(f.code, f.place.location.line) for f in findings if f.place is not None]
    assert told == [("SP911", 13)]


def test_a_comment_is_used_when_one_target_uses_it() -> None:
    toml = '[[tool.schemaparity.target]]\nname = "one"\n[[tool.schemaparity.target]]\nname = "two"\nmodels = ["models"]\n'
    models = MODELS.replace("sa.Column(sa.Text)", "sa.Column(sa.Text)  # schemaparity: ignore[SP201, SP4]")
    codes = [f.code for r in review(files(models, toml=toml)).results for f in r.findings]
    assert codes.count("SP911") == 1


def test_what_is_not_selected_is_no_reason_to_call_a_comment_idle() -> None:
    models = MODELS.replace("sa.Column(sa.Text)", "sa.Column(sa.Text)  # schemaparity: ignore[SP201]")
    assert found(files(models), select=["SP9"]) == []
    assert found(files(models), exclude_tables=["users"], select=["SP9"]) == []


def test_folded_findings_are_ignored_one_by_one() -> None:
    models = MODELS[: MODELS.index("class Log")] + "".join(f"    c{n} = sa.Column(sa.Integer)\n" for n in range(6))
    columns = '        sa.Column("old", sa.Text),\n        sa.Column("older", sa.Text),\n'
    revision = REVISION.replace(columns, "") + '    op.execute(open("/nowhere").read())\n'
    assert [len(f.folded) for r in review(files(models, revision), select=["SP7"]).results for f in r.findings] == [9]
    kept = models.replace("c3 = sa.Column(sa.Integer)", "c3 = sa.Column(sa.Integer)  # schemaparity: ignore[SP7]")
    assert [len(f.folded) for r in review(files(kept, revision), select=["SP7"]).results for f in r.findings] == [8]
    kept = kept.replace("    c4 = sa.Column(sa.Integer)\n    c5 = sa.Column(sa.Integer)\n", "")
    kept = kept.replace("    c2 = sa.Column(sa.Integer)\n", "")
    assert [len(f.folded) for r in review(files(kept, revision), select=["SP7"]).results for f in r.findings] == [0] * 5


@pytest.fixture
def project(tmp_path):
    root = tmp_path / "project"
    (root / "alembic" / "versions").mkdir(parents=True)
    for name, text in (("alembic.ini", INI), ("alembic/env.py", ENV), ("models.py", MODELS), ("alembic/versions/r1.py", REVISION)):
        (root / name).write_text(text)
    return root


def write(project, baseline: str, *options: str) -> dict[str, object]:
    assert run(["check", str(project), "--baseline", baseline, "--write-baseline", *options]) == 0
    with open(baseline, encoding="utf-8") as file:  # noqa: PTH123
        return json.load(file)


def test_the_baseline_is_a_ratchet(project, tmp_path, capsys):
    baseline = str(tmp_path / "known.json")
    first = write(project, baseline)
    assert sorted({row["code"] for row in first["findings"]}) == ["SP101", "SP201", "SP202", "SP501"]
    assert write(project, baseline) == first
    (project / "models.py").write_text("# moved\n\n" + MODELS.replace("    age = sa.Column(sa.Integer)\n", ""))
    capsys.readouterr()
    assert run(["check", str(project), "--baseline", baseline]) == 0
    told = capsys.readouterr().err
    assert "fixed, remove from the baseline: SP201 column users.age" in told
    assert "1 findings of the baseline are gone" in told
    assert len(write(project, baseline)["findings"]) == len(first["findings"]) - 1
    assert "1 that are fixed are gone" in capsys.readouterr().err


def test_writing_a_part_keeps_the_rest(project, tmp_path, capsys):
    baseline = str(tmp_path / "known.json")
    first = write(project, baseline)
    assert write(project, baseline, "--select", "SP1") == first


@pytest.mark.parametrize("text", ["{", "[]", '{"version": 9, "findings": []}', '{"version": 1, "findings": [3]}', "\udcff"])
def test_a_baseline_that_is_none_stops_the_check(project, tmp_path, capsys, text):
    baseline = tmp_path / "known.json"
    baseline.write_bytes(text.encode("utf-8", "surrogateescape"))
    assert run(["check", str(project), "--baseline", str(baseline)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_fingerprints_do_not_move_and_do_not_collide():
    before = {f.fingerprint for r in review(files()).results for f in r.findings}
    moved = files("\n\n" + MODELS, REVISION.replace("def upgrade", "\n\ndef upgrade"))
    after = {f.fingerprint for r in review(moved).results for f in r.findings}
    assert before == after
    arguments = '(sa.CheckConstraint("age > 1"), sa.CheckConstraint("age < 9"))'
    checks = MODELS.replace("name = sa.Column(sa.Text)\n", f"name = sa.Column(sa.Text)\n    __table_args__ = {arguments}\n")
    prints = [f.fingerprint for r in review(files(checks), select=["SP331"]).results for f in r.findings]
    assert len(set(prints)) == len(prints) == 2


def test_fingerprints_leave_out_places_in_messages():
    one, other = (
        Finding("SP601", f"app/m.py:{line} makes it fail", ObjectRef("revision", name="r1"), "failure") for line in ("3", "41:7")
    )
    assert one.fingerprint == other.fingerprint != evolve(one, message="app/n.py:3 makes it fail").fingerprint


def test_the_options_of_the_command(project, capsys):
    arguments = ["check", str(project), "--output-format", "concise", "--exclude-table", "audit_*", "--severity", "SP2=warning"]
    assert run(arguments) == 0
    assert {line.split(": ")[1][:5] for line in capsys.readouterr().out.splitlines()} == {"SP201", "SP202"}
    assert run([*arguments, "--severity", "nonsense"]) == 2
    assert "must be CODE=LEVEL" in capsys.readouterr().err
    assert schemaparity.compare(project).in_parity is False
