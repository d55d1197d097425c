"""`schemaparity init`: shows what it finds, and writes the settings that pin it into pyproject.toml."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping

from schemaparity import pipeline
from schemaparity.errors import SettingsError
from schemaparity.pipeline import Survey
from schemaparity.project import RealFileSystem, Settings, UnreadableFile
from schemaparity.project.pyproject import NAME, Value, section, with_section
from schemaparity.report.sanitize import one_line

_KEYS = {
    "config": "config",
    "script-location": "script_location",
    "version-location": "version_locations",
    "metadata": "metadata",
    "models": "models",
    "source-root": "source_roots",
    "site-packages": "site_packages",
    "dialect": "dialect",
    "define": "defines",
    "base": "base",
}
"""Settings that say what is read, by key."""


def plan(settings: Settings) -> tuple[str, str, str]:
    """What was found as lines for people, the section, and the whole pyproject.toml with it; raises SettingsError where there is one."""
    text = _current(settings.project)
    with_section(text, section({}))  # refuses now rather than after the work
    found = pipeline.survey(settings)
    added = section(dict(_values(settings, found)))
    shown = "\n".join(line for one in found for line in _lines(one, several=len(found) > 1))
    return shown, added, with_section(text, added)


def path_of(settings: Settings) -> str:
    """The pyproject.toml of the project."""
    return posixpath.join(settings.project, NAME)


def _current(project: str) -> str:
    fs = RealFileSystem()
    path = posixpath.join(project, NAME)
    if not fs.is_file(path):
        return ""
    try:
        return fs.read_bytes(path).decode("utf-8")
    except (UnreadableFile, UnicodeDecodeError) as error:
        raise SettingsError(f"cannot be read: {error}", NAME) from error


def _values(settings: Settings, found: tuple[Survey, ...]) -> Iterator[tuple[str, Value]]:
    """What was given, where the configuration is if it is no usual place, and the dialect."""
    given: Mapping[str, Value] = {key: value for key, name in _KEYS.items() if (value := getattr(settings, name))}
    if "config" not in given and "script-location" not in given:
        yield from _place(found)
    yield from given.items()
    dialects = {one.dialect for one in found}
    if "dialect" not in given and len(dialects) == 1:
        yield "dialect", dialects.pop()


def _place(found: Iterable[Survey]) -> Iterator[tuple[str, Value]]:
    places = {(one.configuration, one.script_location if one.configuration is None else None) for one in found}
    if len(places) == 1:
        configuration, location = places.pop()
        if configuration is None and location is not None:
            yield "script-location", location
        elif configuration not in {"alembic.ini", NAME} and configuration is not None:
            yield "config", configuration


def _lines(one: Survey, *, several: bool) -> Iterator[str]:
    if several:
        yield one_line(f"Target {one.name}")
    heads = ", ".join(one.heads)
    rows = {
        "configuration": one.configuration or "none",
        "revisions": f"{one.revisions} in {one.script_location}" + (f", head {heads}" if heads else ""),
        "models": _models(one),
        "dialect": one.dialect + ("" if one.dialect_is_named else " (nothing names another)"),
        "imports from": ", ".join(one.source_roots),
        "third-party source": ", ".join(one.site_packages) or "none; schemaparity knows the usual packages",
    }
    yield from (one_line(f"{label + ':':<20}{text}") for label, text in rows.items())


def _models(one: Survey) -> str:
    if one.unknown is not None:
        return f"not known: {one.unknown}; name them with --metadata"
    return f"{one.tables} table{'' if one.tables == 1 else 's'} from {one.metadata}"
