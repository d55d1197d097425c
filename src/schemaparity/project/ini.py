"""Alembic's configuration: an ini file, the `[tool.alembic]` table of a pyproject.toml, or both, read by Alembic 1.20's rules."""

from __future__ import annotations

import configparser
import re
import tomllib
from collections.abc import Mapping

from attrs import field, frozen

from schemaparity.errors import SettingsError

_NO_SECTION = "\0"  # a default section that no file can have, so that options are told from inherited ones
_SEPARATORS = {"space": " ", "newline": "\n", "os": ":", ":": ":", ";": ";"}
_LEGACY = re.compile(r", *|(?: +)")
_LEGACY_OR_COLON = re.compile(r", *|(?: +)|\:")


class _Interpolation(configparser.BasicInterpolation):
    """Interpolates when an option is read; what is wrong in options that nobody reads does not matter, as with a file."""

    def before_set(self, parser: object, section: str, option: str, value: str) -> str:  # noqa: ARG002 - the names are configparser's
        return value


@frozen
class IniOptions:
    r"""What `alembic.config.Config` answers.

    Args:
        here: the directory of the file, for `%(here)s`.
        sections: section to option to text as written, without what `[DEFAULT]` gives.
        defaults: the options of `[DEFAULT]`.
        main: the section that `alembic --name` names.
        toml: the `[tool.alembic]` table.
        overrides: options given by `--define`; they win.
        path: the ini file, None without one.
        toml_path: the pyproject.toml, None without one.

    Example:
        >>> options = read_ini("[alembic]\nscript_location = %(here)s/db\n", "/p/alembic.ini", "alembic.ini")
        >>> options.get_main_option("script_location")
        '/p/db'

    """

    here: str = ""
    sections: Mapping[str, Mapping[str, str]] = field(factory=dict)
    defaults: Mapping[str, str] = field(factory=dict)
    main: str = "alembic"
    toml: Mapping[str, object] = field(factory=dict)
    overrides: Mapping[str, str] = field(factory=dict)
    path: str | None = None
    toml_path: str | None = None

    def _parser(self) -> configparser.ConfigParser:
        parser = configparser.ConfigParser({"here": self.here, **self.defaults}, interpolation=_Interpolation())
        parser.read_dict(self.sections)
        return parser

    def get_section(self, name: str, default: Mapping[str, str] | None = None) -> Mapping[str, str] | None:
        """All options of a section, `[DEFAULT]` and `here` among them; raises configparser.InterpolationError."""
        return dict(self._parser().items(name)) if name in self.sections else default

    def get_section_option(self, section: str, name: str, default: str | None = None) -> str | None:
        """An option of a section; raises configparser.InterpolationError."""
        if name in self.overrides:
            return self.overrides[name]
        parser = self._parser()
        return parser.get(section, name) if section in self.sections and parser.has_option(section, name) else default

    def get_main_option(self, name: str, default: str | None = None) -> str | None:
        """An option of the main section; raises configparser.InterpolationError."""
        return self.get_section_option(self.main, name, default)

    def get_alembic_option(self, name: str, default: object = None) -> object:
        """An option of the main section, else of `[tool.alembic]`; raises configparser.InterpolationError."""
        found = self.get_main_option(name)
        if found is not None:
            return found
        return self._substituted(self.toml[name]) if name in self.toml else default

    def _substituted(self, value: object) -> object:
        if isinstance(value, str):
            return value % {"here": self.here}
        if isinstance(value, list):
            return [self._substituted(item) for item in value]
        return {key: self._substituted(item) for key, item in value.items()} if isinstance(value, dict) else value

    def get_boolean(self, name: str) -> bool:
        """A flag; in an ini file only the word `true` sets it."""
        value = self.get_alembic_option(name)
        return value is True or value == "true"

    def get_list(self, name: str) -> list[str]:
        """A list of locations: `version_locations` or `prepend_sys_path`, split as Alembic splits them."""
        text = self.get_main_option(name)
        if not text:
            value = self._substituted(self.toml.get(name, []))
            return [str(item) for item in value] if isinstance(value, list) else [str(value)]
        separator = self._separator(legacy=name == "version_locations")
        if separator is not None:
            return [part.strip() for part in text.split(separator) if part.strip()]
        pattern = _LEGACY if name == "version_locations" else _LEGACY_OR_COLON
        return [part for part in pattern.split(text) if part.strip()]

    def _separator(self, *, legacy: bool) -> str | None:
        for option in ("path_separator", "version_path_separator") if legacy else ("path_separator",):
            word = self.get_main_option(option)
            if word is not None:
                if word not in _SEPARATORS:
                    raise SettingsError(f"{word!r} is no value of {option}; use space, newline, os, : or ;", self.path)
                return _SEPARATORS[word]
        return None


def read_ini(text: str, path: str, display: str) -> IniOptions:
    """Read an ini file; raises SettingsError where configparser would refuse it."""
    parser = configparser.ConfigParser(default_section=_NO_SECTION, interpolation=None)
    try:
        parser.read_string(text)
    except configparser.Error as error:
        raise SettingsError(f"no ini file: {str(error).splitlines()[0]}", display, getattr(error, "lineno", None)) from error
    sections = {name: dict(parser.items(name)) for name in parser.sections()}
    defaults = sections.pop("DEFAULT", {})
    return IniOptions(path.rpartition("/")[0] or "/", sections, defaults, path=path)


def read_toml_table(text: str, name: str, display: str) -> Mapping[str, object] | None:
    """The table `[tool.NAME]` of a pyproject.toml, None without one; raises SettingsError for what is no TOML."""
    try:
        tool = tomllib.loads(text).get("tool", {})
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"no TOML: {error}", display) from error
    table = tool.get(name) if isinstance(tool, dict) else None
    return table if isinstance(table, dict) else None
