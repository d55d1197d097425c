"""Which renderer writes which format; each is imported when it is used."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from attrs import frozen

from schemaparity.errors import SettingsError
from schemaparity.findings import Rule, TargetResult
from schemaparity.project import FileSystem, UnreadableFile
from schemaparity.schema import Schema

_LINE_ENDS = re.compile("\r\n|\r|\n")
"""What ends a line of Python source."""
Targets = tuple[TargetResult, ...]


@frozen
class View:
    """How a report is looked at.

    Args:
        lines: answers the lines of a file of the project.
        root: the path from the root of the repository to the project; what code hosts put before the paths.
        color: whether a terminal shows colours.
        width: of the terminal.
        pages: answers the page of a rule as Markdown; what code hosts show beside a finding.
        hidden: whether people are told one by one of what filters of env.py hide.

    """

    lines: Callable[[str], list[str]] = lambda _path: []
    root: str = ""
    color: bool = False
    width: int = 120
    pages: Callable[[Rule], str | None] = lambda _rule: None
    hidden: bool = False


def render(targets: Targets, output_format: str, view: View | None = None) -> str:
    """The result in one of FORMATS."""
    return FORMATS[output_format](targets, view or View())


def _text(targets: Targets, view: View) -> str:
    from schemaparity.report.text import render_text  # noqa: PLC0415

    return render_text(targets, view.lines, color=view.color, width=view.width, hidden=view.hidden)


def _concise(targets: Targets, view: View) -> str:
    from schemaparity.report.concise import render_concise  # noqa: PLC0415

    return render_concise(targets, hidden=view.hidden)


def _json(targets: Targets, _view: View) -> str:
    from schemaparity import __version__  # noqa: PLC0415
    from schemaparity.report.json_format import render_json  # noqa: PLC0415

    return render_json(targets, __version__)


def _jsonl(targets: Targets, _view: View) -> str:
    from schemaparity.report.json_format import render_jsonl  # noqa: PLC0415

    return render_jsonl(targets)


def _markdown(targets: Targets, _view: View) -> str:
    from schemaparity.report.history import history_text  # noqa: PLC0415
    from schemaparity.report.markdown import render_markdown  # noqa: PLC0415

    return render_markdown(targets, lambda target: history_text(target.history))


def _sarif(targets: Targets, view: View) -> str:
    from schemaparity import __version__  # noqa: PLC0415
    from schemaparity.report.sarif import render_sarif  # noqa: PLC0415

    return render_sarif(targets, __version__, view.root, view.pages)


def _github(targets: Targets, view: View) -> str:
    from schemaparity.report.github import render_github  # noqa: PLC0415

    return render_github(targets, view.root)


def _gitlab(targets: Targets, view: View) -> str:
    from schemaparity.report.gitlab import render_gitlab  # noqa: PLC0415

    return render_gitlab(targets, view.root)


def _junit(targets: Targets, view: View) -> str:
    from schemaparity.report.junit import render_junit  # noqa: PLC0415

    return render_junit(targets, view.root)


FORMATS: Mapping[str, Callable[[Targets, View], str]] = {
    "text": _text,
    "concise": _concise,
    "json": _json,
    "jsonl": _jsonl,
    "markdown": _markdown,
    "sarif": _sarif,
    "github": _github,
    "gitlab": _gitlab,
    "junit": _junit,
}

FOR_PEOPLE = frozenset({"text", "concise", "github", "gitlab", "junit"})
"""Formats that spare notices about names and order unless they are selected."""


def line_reader(project: str, fs: FileSystem) -> Callable[[str], list[str]]:
    """Reads the lines of files of a project, each file once; empty for what cannot be read."""
    cache: dict[str, list[str]] = {}

    def lines(path: str) -> list[str]:
        if path not in cache:
            try:
                cache[path] = _LINE_ENDS.split(fs.read_bytes(f"{project}/{path}").decode("utf-8", "replace"))
            except (UnreadableFile, OSError):
                cache[path] = []
        return cache[path]

    return lines


def render_schema(schema: Schema, form: str) -> str:
    """One side's schema as `json` or `sql`."""
    if form == "json":
        from schemaparity.report.dump import render_dump  # noqa: PLC0415

        return render_dump(schema)
    from schemaparity.report.sql import WRITERS, to_sql  # noqa: PLC0415

    if schema.dialect not in WRITERS:
        raise SettingsError(f"dump --format sql writes {', '.join(WRITERS)}, not {schema.dialect}; use --format json")
    return to_sql(schema)
