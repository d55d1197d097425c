"""`context.config` as env.py sees it: options of the ini file, defines in their place, attributes that a program may set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field

from schemaparity.evaluate.values import REST, UnknownValue
from schemaparity.project.ini import IniOptions
from schemaparity.schema import Unknown


@define(eq=False)
class CommandOptions:
    """`config.cmd_opts`: what the command line gave."""

    x: list[str] = field(factory=list)
    autogenerate: bool = False
    sql: bool = False
    tag: str | None = None
    name: str | None = None
    rev_id: str | None = None
    revision: str = "head"
    cmd: Any = None


@define(eq=False)
class Script:
    """`context.script`, the ScriptDirectory: a program may set its locations, nothing is read from it."""

    versions: Any = None
    version_locations: Any = None


@define(eq=False)
class Config:
    """Alembic's Config over options that were read statically; `set_*` is remembered, unset options are None as in Alembic.

    Args:
        options: the ini options.
        defines: values that the user gave for options and x-arguments.
        attributes: the dictionary that programs pass connections in.
        script: what env.py says of where revisions are.

    """

    options: IniOptions = field(factory=IniOptions)
    defines: Mapping[str, str] = field(factory=dict)
    attributes: dict[str, Any] = field(factory=dict)
    print_stdout: Any = print
    script: Script = field(factory=Script)
    _set: dict[str, Any] = field(factory=dict)
    _sections: dict[tuple[str, str], Any] = field(factory=dict)

    @property
    def config_file_name(self) -> str | None:
        """The ini file."""
        return self.options.path

    @property
    def config_ini_section(self) -> str:
        """The main section."""
        return self.options.main

    @property
    def cmd_opts(self) -> CommandOptions:
        """The command line's options."""
        return CommandOptions([f"{k}={v}" for k, v in self.defines.items()])

    def get_main_option(self, name: str, default: Any = None) -> Any:
        """An option of the main section."""
        if name in self._set:
            return self._set[name]
        return self.defines.get(name, self.options.get_main_option(name, default))

    def set_main_option(self, name: str, value: Any) -> None:
        """Set an option of the main section."""
        self._set[name] = value.replace("%%", "%") if type(value) is str else value

    def remove_main_option(self, name: str) -> None:
        """Unset an option of the main section."""
        self._set[name] = None

    def get_section(self, name: str, default: Any = None) -> Any:
        """All options of a section."""
        found = self.options.get_section(name)
        own = {k: v for (section, k), v in self._sections.items() if section == name}
        if name == self.options.main:
            own |= self._set
        if name == self.options.main and self.is_of_a_program:
            unknown = Unknown("the options are given by the program that runs Alembic: there is no ini file")
            return {**own, REST: UnknownValue(unknown, rest=True)}
        if found is None and not own:
            return {} if default is None and name == self.options.main else default
        return {**(found or {}), **own}

    @property
    def is_of_a_program(self) -> bool:
        """True without any file of options: a program makes the Config and sets them."""
        return self.options.path is None and self.options.toml_path is None

    def get_section_option(self, section: str, name: str, default: Any = None) -> Any:
        """An option of a section."""
        return self._sections.get((section, name), self.options.get_section_option(section, name, default))

    def set_section_option(self, section: str, name: str, value: Any) -> None:
        """Set an option of a section."""
        self._sections[section, name] = value

    def get_template_directory(self) -> str:
        """Where templates are; nothing is rendered."""
        return ""

    def get_alembic_option(self, name: str, default: Any = None) -> Any:
        """An option, from pyproject.toml too."""
        return self.get_main_option(name, default)

    def get_alembic_boolean_option(self, name: str) -> bool:
        """An option that is a boolean."""
        return str(self.get_main_option(name, "false")).lower() == "true"
