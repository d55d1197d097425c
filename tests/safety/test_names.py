"""Names of a project: no terminal escape reaches the screen in any format, no name breaks the SQL of `dump`."""

from __future__ import annotations

import json
import re

import pytest

from project import revision, write_project
from schemaparity.cli.commands import run
from schemaparity.pipeline import FORMATS
from schemaparity.sql.postgresql.parse import parse

NASTY = (
    "esc\x1b[2J\x1b]0;title\x07",
    "csi\x9b31m",
    "bell\x07\x08\x7f",
    "two\nlines\r\ttab",
    "right\u202eleft",
    "zero\u200bwidth",
    "quote\"quote'",
    "semi;drop table users;--",
    "/*comment*/",
    "dollar$$x$$",
    "back\\slash",
    "pipe|cell",
    "`code` ```",
    "<script>alert(1)</script>",
    "[link](http://x)",
    "%s %(a)s {0} {}",
    "[bold red]markup[/]",
    "sp ace",
    "Ünïcödé",
    "select",
)
UNSAFE = {*map(chr, range(32)), *map(chr, range(127, 160)), "\u202e", "\u200b"} - {"\n"}


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    names = list(NASTY)
    body = f"""
    for n, name in enumerate({names!r}):
        op.create_table(f"t{{n}}_{{name}}", sa.Column(name, sa.Integer, primary_key=True, comment=name), comment=name)
        op.create_index(f"ix{{n}}_{{name}}", f"t{{n}}_{{name}}", [name])
        op.execute('CREATE TYPE "e{{}}" AS ENUM (\\'{{}}\\')'.format(n, name.replace("'", "''")).replace(":", "\\\\:"))
    """
    models = f"""
import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase
class Base(DeclarativeBase): pass
for n, name in enumerate({names!r}):
    sa.Table(f"m{{n}}_{{name}}", Base.metadata, sa.Column(name, sa.String, primary_key=True, server_default=name, comment=name),
             sa.CheckConstraint("1 > 0", name=f"ck{{n}}{{name}}"), comment=name)
"""
    return write_project(tmp_path_factory.mktemp("names"), revisions={"r1": revision(body)}, models=models)


@pytest.mark.parametrize("output_format", FORMATS)
def test_no_control_character_reaches_the_screen(output_format, project, capsys):
    assert run(["check", str(project), "--output-format", output_format]) == 1
    captured = capsys.readouterr()
    assert captured.err == ""
    assert not UNSAFE & set(captured.out)
    assert "esc" in captured.out
    if output_format == "json":
        names = {t["name"] for t in json.loads(captured.out)["targets"][0]["tables"]}
        assert f"t0_{NASTY[0]}" in names
    if output_format == "markdown":
        outside = re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", captured.out)
        assert "<script>" not in outside
        assert "[link](" not in outside
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in captured.out.splitlines() if line.startswith("| ")}
        assert widths <= {4, 5, 6, 7}


@pytest.mark.parametrize("form", ["text", "mermaid", "dot", "json"])
def test_revision_ids(form, tmp_path, capsys):
    texts = {}
    parent = None
    for number, name in enumerate(NASTY):
        texts[f"r{number}"] = revision("pass", name=f"{number}{name}", parent=parent)
        parent = f"{number}{name}"
    project = write_project(tmp_path / "p", revisions=texts)
    run(["history", str(project), "--format", form])
    captured = capsys.readouterr()
    assert "internal error" not in captured.err
    assert f"{len(NASTY) - 1}select" in captured.out
    assert not UNSAFE & set(captured.out + captured.err)
    if form == "json":
        assert json.loads(captured.out)


@pytest.mark.parametrize("side", ["models", "migrations"])
def test_no_name_breaks_the_script(side, project, capsys):
    assert run(["dump", side, str(project), "--format", "sql"]) == 0
    script = capsys.readouterr().out
    statements = parse(script)
    kinds = {type(statement).__name__ for statement in statements}
    assert "DropTable" not in kinds
    assert not any("drop" in kind.lower() for kind in kinds)
    assert sum(type(s).__name__ == "CreateTable" for s in statements) == len(NASTY) + (side == "migrations")


def test_errors_of_the_command_line_show_no_escape(tmp_path, capsys):
    nasty = "\x1b[31m"
    for arguments in (["check", nasty], ["check", "--select", nasty], ["blame", nasty, str(tmp_path)], ["explain", nasty], [nasty]):
        assert run(arguments) == 2
        captured = capsys.readouterr()
        assert "\x1b" not in captured.err + captured.out
        assert captured.err.count("\n") == 1
