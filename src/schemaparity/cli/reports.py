"""The reports that a check was asked for: which formats, where each goes, and how it is looked at."""

from __future__ import annotations

import os
import posixpath
import shutil
import sys
from collections import Counter

from attrs import frozen

from schemaparity.cli.output import check_writable
from schemaparity.errors import SettingsError
from schemaparity.findings.pages import rule_page
from schemaparity.pipeline import FORMATS, View, line_reader
from schemaparity.project import FileSystem, Settings

_ROOTS = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")
"""Variables in which GitHub Actions and GitLab CI say where the repository is."""


@frozen
class Report:
    """One report: its format, and the file it goes to, None for stdout."""

    form: str
    path: str | None = None

    @property
    def is_to_stdout(self) -> bool:
        """True when no file is written."""
        return self.path in {None, "-"}


def reports(settings: Settings, output: str | None) -> tuple[Report, ...]:
    """The reports of `FORMAT` and `FORMAT:FILE`, of which `output` is the file of the one without; raises SettingsError before any work."""
    asked = [_report(word, settings.project) for word in settings.output_format or ("text",)]
    plain = [report.form for report in asked if report.path is None]
    if len(plain) > 1:
        raise SettingsError(f"output-format {' and '.join(plain)} go to the same place; give all but one a file, as in {plain[-1]}:FILE")
    if output is not None and not plain:
        raise SettingsError("--output goes with an output-format that has no FILE of its own")
    made = tuple(Report(report.form, output) if report.path is None else report for report in asked)
    _check_places(made)
    return made


def _report(word: str, project: str) -> Report:
    form, colon, path = word.partition(":")
    if form not in FORMATS:
        raise SettingsError(f"output-format {form} is not one of {', '.join(FORMATS)}")
    if colon and not path:
        raise SettingsError(f"output-format {word} names no file; {form}:FILE does, and {form} alone goes to stdout")
    return Report(form, path if path == "-" else posixpath.join(project, path)) if colon else Report(form)


def _check_places(made: tuple[Report, ...]) -> None:
    places = Counter("stdout" if report.path in {None, "-"} else os.path.realpath(report.path or "") for report in made)
    twice = [place for place, number in places.items() if number > 1]
    if twice:
        raise SettingsError(f"two reports go to {twice[0]}")
    for report in made:
        check_writable(report.path)


def view_of(settings: Settings, report: Report, fs: FileSystem) -> View:
    """How a report is looked at: at a terminal with its colours and width, by a code host from the root of the repository."""
    is_at_terminal = report.is_to_stdout and sys.stdout.isatty()
    return View(
        lines=line_reader(settings.project, fs),
        root=_path_from_repository(settings.project),
        color=report.is_to_stdout and _has_color(is_at_terminal),
        hidden=settings.show_hidden,
        pages=rule_page,
        width=shutil.get_terminal_size((120, 24)).columns if is_at_terminal else 120,
    )


def _has_color(is_at_terminal: bool) -> bool:
    """NO_COLOR (no-color.org) wins over FORCE_COLOR (force-color.org), both when they are not empty; else terminals have colours."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (is_at_terminal and os.environ.get("TERM") != "dumb")


def _path_from_repository(project: str) -> str:
    """The path from the repository, or from the working directory, to the project; empty where the project is in neither."""
    for base in (*(os.environ.get(name) for name in _ROOTS), os.getcwd()):  # noqa: PTH109 - text
        if base:
            path = os.path.relpath(project, os.path.realpath(base)).replace(os.sep, "/")
            if path != ".." and not path.startswith("../"):
                return "" if path == "." else path
    return ""
