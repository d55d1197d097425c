"""What the user may say, on the command line and in `[tool.schemaparity]` of pyproject.toml. Knows nothing of what it leads to."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from os import PathLike, fspath
from typing import Any, Literal, TypeAlias

from attrs import evolve, field, frozen

from schemaparity.errors import SettingsError
from schemaparity.project.filesystem import FileSystem, RealFileSystem, UnreadableFile
from schemaparity.project.ini import read_toml_table
from schemaparity.project.rules import faults_of_rules

DIALECTS = ("postgresql", "mysql", "mariadb", "sqlite", "mssql", "oracle")
OUTPUT_FORMATS = ("text", "concise", "json", "jsonl", "markdown", "sarif", "github", "gitlab", "junit")

Words: TypeAlias = tuple[str, ...]
CodesBy: TypeAlias = Mapping[str, Words]
"""Words for rules by pattern."""


def _words(value: str | tuple[str, ...] | list[str] | None) -> Words:
    return (value,) if isinstance(value, str) else tuple(value or ())


@frozen
class Settings:
    """Every option, also of each target.

    Args:
        project: root of the project.
        name: name of the target.
        config: alembic.ini or pyproject.toml.
        script_location: directory of env.py.
        version_locations: directories of revisions; `DIR/**` walks.
        metadata: `MODULE:ATTR` of a MetaData or a declarative base.
        models: modules to take as imported; `pkg.**` walks.
        source_roots: directories that the project's modules are imported from.
        site_packages: directories of third-party source that may be read.
        dialect: name of the SQL dialect; found out without one.
        defines: environment variables, x-arguments and config options that the code reads.
        base: what the chain starts from: `empty`, `open` or `sql:FILE`; without it, empty with tables open that no revision creates.
        no_cache: keep nothing between runs.
        select: codes, prefixes of codes or names of rules to report; all where empty.
        ignore: codes, prefixes of codes or names of rules not to report.
        severity: `error`, `warning` or `info` by code, prefix of codes or name of a rule; only errors fail a check.
        per_table_ignores: rules not to report, by pattern of tables.
        per_path_ignores: rules not to report, by pattern of files, relative to the project.
        include_tables: patterns of the tables to compare; all where empty.
        exclude_tables: patterns of tables not to compare.
        include_schemas: patterns of the schemas to compare; all where empty.
        exclude_schemas: patterns of schemas not to compare.
        baseline: file of findings that are known.
        diff_base: a revision of git whose findings are set aside.
        output_format: formats of the reports of `check`, each with the `:FILE` it goes to; text where empty.
        show_hidden: tell people one by one of the differences that filters of env.py hide.
        exit_zero: exit with 0 also when there are findings.
        targets: databases or metadata to check one by one; each has the other options filled in.

    Example:
        >>> Settings("/p", metadata="app.db:Base", defines={"SCHEMA": "core"}).metadata
        ('app.db:Base',)

    """

    project: str = "."
    name: str = "default"
    config: str | None = None
    script_location: str | None = None
    version_locations: Words = field(default=(), converter=_words)
    metadata: Words = field(default=(), converter=_words)
    models: Words = field(default=(), converter=_words)
    source_roots: Words = field(default=(), converter=_words)
    site_packages: Words = field(default=(), converter=_words)
    dialect: str | None = None
    defines: Mapping[str, str] = field(factory=dict, hash=False)
    base: str | None = None
    no_cache: bool = False
    select: Words = field(default=(), converter=_words)
    ignore: Words = field(default=(), converter=_words)
    severity: Mapping[str, str] = field(factory=dict, hash=False)
    per_table_ignores: CodesBy = field(factory=dict, hash=False)
    per_path_ignores: CodesBy = field(factory=dict, hash=False)
    include_tables: Words = field(default=(), converter=_words)
    exclude_tables: Words = field(default=(), converter=_words)
    include_schemas: Words = field(default=(), converter=_words)
    exclude_schemas: Words = field(default=(), converter=_words)
    baseline: str | None = None
    diff_base: str | None = None
    output_format: Words = field(default=(), converter=_words)
    show_hidden: bool = False
    exit_zero: bool = False
    targets: tuple[Settings, ...] = ()


Kind: TypeAlias = Literal["text", "words", "flag", "defines", "levels", "codes"]

_KEYS: Mapping[str, tuple[str, Kind]] = {
    "config": ("config", "text"),
    "script-location": ("script_location", "text"),
    "version-location": ("version_locations", "words"),
    "metadata": ("metadata", "words"),
    "models": ("models", "words"),
    "source-root": ("source_roots", "words"),
    "site-packages": ("site_packages", "words"),
    "dialect": ("dialect", "text"),
    "define": ("defines", "defines"),
    "base": ("base", "text"),
    "no-cache": ("no_cache", "flag"),
    "select": ("select", "words"),
    "ignore": ("ignore", "words"),
    "severity": ("severity", "levels"),
    "per-table-ignores": ("per_table_ignores", "codes"),
    "per-path-ignores": ("per_path_ignores", "codes"),
    "include-table": ("include_tables", "words"),
    "exclude-table": ("exclude_tables", "words"),
    "include-schema": ("include_schemas", "words"),
    "exclude-schema": ("exclude_schemas", "words"),
    "baseline": ("baseline", "text"),
    "diff-base": ("diff_base", "text"),
    "output-format": ("output_format", "words"),
    "show-hidden": ("show_hidden", "flag"),
    "exit-zero": ("exit_zero", "flag"),
    "name": ("name", "text"),
}
_GLOBAL_ONLY = frozenset({"no-cache", "select", "ignore", "baseline", "diff-base", "output-format", "show-hidden", "exit-zero"})


def load_settings(project: str | PathLike[str] = ".", fs: FileSystem | None = None, **options: object) -> Settings:
    """Join the options of the command line with those of pyproject.toml; the command line wins, `defines` are merged.

    Args:
        project: root of the project.
        fs: where pyproject.toml is read; the files of this machine by default.
        options: fields of Settings; None, False and empty values stand for "not given".

    Raises:
        SettingsError: with all mistakes in one line.

    """
    fs = fs or RealFileSystem()
    root = fs.real_path(fspath(project))
    mistakes: list[str] = [] if fs.is_dir(root) else [f"{project} is not a directory"]
    table = dict(_table(root, fs))
    rows = table.pop("target", [])
    settings = _with_options(_read(table, Settings(root), mistakes, f"[tool.{_TOOL}]"), options, mistakes)
    settings = evolve(settings, targets=_targets(rows, settings, mistakes))
    for one in (settings, *settings.targets):
        mistakes.extend([*_wrong_values(one), *_missing_base(one, fs)])
    if mistakes:
        raise SettingsError("; ".join(dict.fromkeys(mistakes)))
    return settings


_TOOL = "schemaparity"


def _table(root: str, fs: FileSystem) -> Mapping[str, object]:
    path = posixpath.join(root, "pyproject.toml")
    if not fs.is_file(path):
        return {}
    try:
        text = fs.read_bytes(path).decode("utf-8-sig")
    except (UnreadableFile, UnicodeDecodeError) as error:
        raise SettingsError(f"cannot be read: {error}", "pyproject.toml") from error
    return read_toml_table(text, _TOOL, "pyproject.toml") or {}


def _targets(rows: object, settings: Settings, mistakes: list[str]) -> tuple[Settings, ...]:
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        mistakes.append(f"target must be an array of tables, [[tool.{_TOOL}.target]]")
        return ()
    made = []
    for row in rows:
        where = f"[[tool.{_TOOL}.target]]"
        mistakes.extend(f"{where} has no name" for _ in range("name" not in row))
        mistakes.extend(f"{key} belongs into [tool.{_TOOL}], not into a target" for key in sorted(_GLOBAL_ONLY & row.keys()))
        made.append(_read({key: value for key, value in row.items() if key not in _GLOBAL_ONLY}, settings, mistakes, where))
    names = [target.name for target in made]
    mistakes.extend(f"two targets are named {name}" for name in dict.fromkeys(names) if names.count(name) > 1)
    return tuple(made)


def _read(table: Mapping[str, object], settings: Settings, mistakes: list[str], where: str) -> Settings:
    changes: dict[str, Any] = {}
    for key, value in table.items():
        if key not in _KEYS:
            mistakes.append(f"{where} has an unknown key {key!r}")
            continue
        field_name, kind = _KEYS[key]
        try:
            read = _READERS[kind](value)
        except ValueError as error:
            mistakes.append(f"{where} {key}: {error}")
            continue
        changes[field_name] = _joined(getattr(settings, field_name), read) if kind in _MERGED else read
    return evolve(settings, **changes)


def _with_options(settings: Settings, options: Mapping[str, object], mistakes: list[str]) -> Settings:
    given: dict[str, Any] = {name: value for name, value in options.items() if value not in (None, False, (), [], {})}
    for name, option, read in (("defines", "--define", _defines), ("severity", "--severity", _levels)):
        if name in given:
            try:
                given[name] = _joined(getattr(settings, name), read(given[name]))
            except ValueError as error:
                mistakes.append(f"{option}: {error}")
                del given[name]
    return evolve(settings, **given)


def _joined(first: Mapping[str, Any], second: object) -> dict[str, Any]:
    return {**first, **second} if isinstance(second, Mapping) else dict(first)


def _text(value: object) -> object:
    if not isinstance(value, str):
        raise ValueError("must be a string")  # noqa: TRY004 - a mistake of the user, not of a caller
    return value


def _list(value: object) -> object:
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(item, str) for item in values):
        raise ValueError("must be a string or a list of strings")
    return tuple(values)


def _flag(value: object) -> object:
    if not isinstance(value, bool):
        raise ValueError("must be true or false")  # noqa: TRY004 - as above
    return value


def _defines(value: object) -> object:
    """A table, or a list of `NAME=VALUE`."""
    if isinstance(value, Mapping):
        return {str(name): str(item).lower() if isinstance(item, bool) else str(item) for name, item in value.items()}
    pairs = [item.partition("=") for item in (value if isinstance(value, (list, tuple)) else [value]) if isinstance(item, str)]
    if not pairs or not all(name and equals for name, equals, _ in pairs):
        raise ValueError("must be NAME=VALUE")
    return {name: text for name, _, text in pairs}


def _levels(value: object) -> object:
    """A table, or a list of `CODE=LEVEL`."""
    if isinstance(value, Mapping):
        return {str(word): str(level) for word, level in value.items()}
    try:
        return _defines(value)
    except ValueError:
        raise ValueError("must be CODE=LEVEL") from None


def _codes(value: object) -> object:
    """A table of patterns, each with words for rules."""
    if not isinstance(value, Mapping):
        raise ValueError("must be a table of patterns")  # noqa: TRY004 - as above
    return {str(pattern): _list(words) for pattern, words in value.items()}


_READERS: Mapping[Kind, Callable[[object], object]] = {
    "text": _text, "words": _list, "flag": _flag, "defines": _defines, "levels": _levels, "codes": _codes,
}  # fmt: skip
_MERGED = frozenset({"defines", "levels", "codes"})
"""Kinds whose entries are added to those of the project."""


def _missing_base(settings: Settings, fs: FileSystem) -> list[str]:
    sql, colon, path = (settings.base or "").partition(":")
    is_missing = bool(colon) and sql == "sql" and not fs.is_file(posixpath.join(settings.project, path))
    return [f"base {settings.base}: there is no file {path or 'without a name'}"] if is_missing else []


def _wrong_values(settings: Settings) -> list[str]:
    wrong = []
    if settings.dialect is not None and settings.dialect not in DIALECTS:
        wrong.append(f"dialect {settings.dialect!r} is not one of {', '.join(DIALECTS)}")
    forms = [word.partition(":")[0] for word in settings.output_format]
    wrong.extend(f"output-format {form!r} is not one of {', '.join(OUTPUT_FORMATS)}" for form in forms if form not in OUTPUT_FORMATS)
    if settings.base is not None and settings.base not in {"empty", "open"} and not settings.base.startswith("sql:"):
        wrong.append(f"base {settings.base!r} is not empty, open or sql:FILE")
    wrong.extend(faults_of_rules(settings))
    wrong.extend(f"metadata {word!r} is not MODULE:ATTR" for word in settings.metadata if not _is_reference(word))
    wrong.extend(f"models {word!r} is not a module" for word in settings.models if not _is_module(word.removesuffix(".**")))
    return wrong


def _is_reference(word: str) -> bool:
    module, colon, attribute = word.partition(":")
    return bool(colon) and _is_module(module) and _is_module(attribute)


def _is_module(word: str) -> bool:
    return all(part.isidentifier() for part in word.split("."))
