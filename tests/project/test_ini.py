"""Options are read as Alembic itself reads them."""

from __future__ import annotations

import configparser
import warnings
from pathlib import Path

import pytest
from alembic.config import Config
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemaparity.project.ini import IniOptions, read_ini

LOCATIONS = st.text("ab/.%(here)s ,:;\n", max_size=14).map(lambda text: text.replace("\n", "\n  "))
SEPARATORS = st.sampled_from([None, "os", "space", ":", ";", "newline"])


def both(text: str, directory: Path) -> tuple[Config, IniOptions]:
    path = directory / "alembic.ini"
    path.write_text(text)
    return Config(path), read_ini(text, path.as_posix(), "alembic.ini")


def answer(ask: object) -> object:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ask()  # type: ignore[operator]
    except configparser.InterpolationError as error:
        return type(error)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=LOCATIONS, separator=SEPARATORS, legacy=SEPARATORS)
def test_lists_are_split_alike(tmp_path: Path, value: str, separator: str | None, legacy: str | None) -> None:
    lines = ["[alembic]", f"version_locations = {value}", f"prepend_sys_path = {value}"]
    lines += [f"path_separator = {separator}"] if separator else []
    lines += [f"version_path_separator = {legacy}"] if legacy else []
    theirs, ours = both("\n".join(lines) + "\n", tmp_path)
    for name, ask in (("version_locations", theirs.get_version_locations_list), ("prepend_sys_path", theirs.get_prepend_sys_paths_list)):
        expected = answer(ask)
        if expected is None:
            expected = []
        if isinstance(expected, list):  # an empty piece is the working directory, or nothing: it never holds what is looked for
            expected = [part for part in expected if part.strip()]
        assert answer(lambda name=name: ours.get_list(name)) == expected


TEXT = """[DEFAULT]
root = %(here)s/db
[alembic]
script_location = %(root)s/scripts
sqlalchemy.url = postgresql://u:p%%40x@h/d
missing = %(NOWHERE)s
flag = true
Upper = 1
[other]
a : 1
b = x
  y
"""


def test_options_and_sections_are_read_alike(tmp_path: Path) -> None:
    theirs, ours = both(TEXT, tmp_path)
    for name in ("script_location", "sqlalchemy.url", "missing", "flag", "upper", "Upper", "root", "here", "none"):
        assert answer(lambda name=name: ours.get_main_option(name)) == answer(lambda name=name: theirs.get_main_option(name)), name
    assert ours.get_section("other") == theirs.get_section("other")
    assert ours.get_section("none", {"x": "1"}) == {"x": "1"}
    assert ours.get_boolean("flag") is True


def test_toml_is_read_alike(tmp_path: Path) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text('[tool.alembic]\nscript_location = "%(here)s/a"\nversion_locations = ["%(here)s/b", "c"]\nsourceless = true\n')
    theirs = Config(toml_file=path)
    ours = IniOptions(
        tmp_path.as_posix(), toml={"script_location": "%(here)s/a", "version_locations": ["%(here)s/b", "c"], "sourceless": True}
    )
    assert ours.get_alembic_option("script_location") == theirs.get_alembic_option("script_location")
    assert ours.get_list("version_locations") == theirs.get_version_locations_list()
    assert ours.get_boolean("sourceless") == theirs.get_alembic_boolean_option("sourceless")


@pytest.mark.parametrize("name", ["sqlalchemy.url", "script_location", "anything"])
def test_a_define_wins(name: str) -> None:
    assert IniOptions(overrides={name: "x"}).get_main_option(name) == "x"
