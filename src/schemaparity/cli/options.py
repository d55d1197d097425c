"""Options that every command which reads a project has, and the settings they become."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any, TypeVar

import click

from schemaparity.errors import SettingsError
from schemaparity.project import FileSystem, OverlayFileSystem, RealFileSystem, Settings, load_settings
from schemaparity.project.filesystem import SIZE_LIMIT

F = TypeVar("F", bound=Callable[..., Any])

DIALECTS = ("postgresql", "mysql", "mariadb", "sqlite", "mssql", "oracle")

_OPTIONS = (
    click.option("--config", metavar="FILE", help="alembic.ini or pyproject.toml."),
    click.option("--script-location", metavar="DIR", help="The directory with env.py and the versions."),
    click.option("--version-location", "version_locations", metavar="DIR", multiple=True, help="A directory of revisions; DIR/** walks."),
    click.option("--metadata", metavar="MODULE:ATTR", multiple=True, help="A MetaData or a declarative base."),
    click.option("--models", metavar="MODULE", multiple=True, help="A module to take as imported; pkg.** walks."),
    click.option("--source-root", "source_roots", metavar="DIR", multiple=True, help="Where imports are looked up."),
    click.option("--site-packages", metavar="DIR", multiple=True, help="Third-party source that may be read; never imported."),
    click.option("--dialect", type=click.Choice(DIALECTS), help="The target database."),
    click.option("--define", "defines", metavar="NAME=VALUE", multiple=True, help="An environment variable, x-argument or config option."),
    click.option("--base", metavar="empty|open|sql:FILE", help="What the chain starts from."),
    click.option("--no-cache", is_flag=True, help="Neither read nor write the cache."),
)


def project_options(command: F) -> F:
    """Add PROJECT and the options of every command that reads one."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return click.argument("project", default=".", type=click.Path())(command)


_SELECTION = (
    click.option("--select", metavar="CODES", help="Only these rules, comma-separated: codes, prefixes such as SP4, names."),
    click.option("--ignore", metavar="CODES", help="Not these rules, comma-separated."),
    click.option("--severity", metavar="CODES=LEVEL", multiple=True, help="error, warning or info; only errors fail the check."),
    click.option("--include-table", "include_tables", metavar="PATTERN", multiple=True, help="Compare only these tables."),
    click.option("--exclude-table", "exclude_tables", metavar="PATTERN", multiple=True, help="Do not compare these tables."),
    click.option("--include-schema", "include_schemas", metavar="PATTERN", multiple=True, help="Compare only these schemas."),
    click.option("--exclude-schema", "exclude_schemas", metavar="PATTERN", multiple=True, help="Do not compare these schemas."),
    click.option("--baseline", metavar="FILE", help="Known findings, which are set aside."),
    click.option("--diff-base", metavar="REF", help="Report only what is not there at this revision of git."),
)


def selection_options(command: F) -> F:
    """Add the options that say which findings are reported."""
    for option in reversed(_SELECTION):
        command = option(command)
    return command


def settings_from(project: str, options: dict[str, Any], fs: FileSystem | None = None) -> Settings:
    """The settings of a command line; raises SettingsError."""
    given = {name: value for name, value in options.items() if value not in (None, (), False)}
    return load_settings(project, fs, **given)


def files_with_stdin(path: str | None) -> FileSystem:
    """The files of this machine; with `path`, stdin in the place of that file."""
    if path is None:
        return RealFileSystem()
    if sys.stdin is None:
        raise SettingsError("--stdin-filename: there is no stdin")
    return OverlayFileSystem(RealFileSystem(), os.path.abspath(path), sys.stdin.buffer.read(SIZE_LIMIT + 1))  # noqa: PTH100 - text
