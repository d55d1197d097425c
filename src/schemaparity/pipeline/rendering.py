"""Which renderer writes which format; each is imported when it is used."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from schemaparity.errors import SettingsError
from schemaparity.findings import TargetResult
from schemaparity.project import RealFileSystem, Settings, UnreadableFile
from schemaparity.schema import Schema

_LINE_ENDS = re.compile("\r\n|\r|\n")
"""What ends a line of Python source."""
Targets = tuple[TargetResult, ...]


def render(targets: Targets, output_format: str, *, settings: Settings | None = None, color: bool = False) -> str:
    """The result in one of FORMATS."""
    return FORMATS[output_format](targets, settings, color)


def _text(targets: Targets, settings: Settings | None, color: bool) -> str:
    from schemaparity.report.text import render_text  # noqa: PLC0415

    return render_text(targets, _line_reader(settings), color=color)


def _concise(targets: Targets, _settings: Settings | None, _color: bool) -> str:
    from schemaparity.report.concise import render_concise  # noqa: PLC0415

    return render_concise(targets)


def _json(targets: Targets, _settings: Settings | None, _color: bool) -> str:
    from schemaparity import __version__  # noqa: PLC0415
    from schemaparity.report.json_format import render_json  # noqa: PLC0415

    return render_json(targets, __version__)


def _jsonl(targets: Targets, _settings: Settings | None, _color: bool) -> str:
    from schemaparity.report.json_format import render_jsonl  # noqa: PLC0415

    return render_jsonl(targets)


def _markdown(targets: Targets, _settings: Settings | None, _color: bool) -> str:
    from schemaparity.report.history import history_text  # noqa: PLC0415
    from schemaparity.report.markdown import render_markdown  # noqa: PLC0415

    return render_markdown(targets, lambda target: history_text(target.history))


FORMATS: Mapping[str, Callable[[Targets, Settings | None, bool], str]] = {
    "text": _text,
    "concise": _concise,
    "json": _json,
    "jsonl": _jsonl,
    "markdown": _markdown,
}


def _line_reader(settings: Settings | None) -> Callable[[str], list[str]]:
    if settings is None:
        return lambda _path: []
    fs, root, cache = RealFileSystem(), settings.project, dict[str, list[str]]()

    def lines(path: str) -> list[str]:
        if path not in cache:
            try:
                cache[path] = _LINE_ENDS.split(fs.read_bytes(f"{root}/{path}").decode("utf-8", "replace"))
            except (UnreadableFile, OSError):
                cache[path] = []
        return cache[path]

    return lines


def render_schema(schema: Schema, form: str) -> str:
    """One side's schema as `json` or `sql`."""
    if form == "json":
        from schemaparity.report.dump import render_dump  # noqa: PLC0415

        return render_dump(schema)
    if schema.dialect != "postgresql":
        raise SettingsError(f"dump --format sql writes PostgreSQL only so far, not {schema.dialect}; use --format json")
    from schemaparity.report.sql import to_sql  # noqa: PLC0415

    return to_sql(schema)
