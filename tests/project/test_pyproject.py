"""The settings go to the end of a pyproject.toml; everything else of it stays as it is."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemaparity.errors import SettingsError
from schemaparity.project.pyproject import section, with_section

ADDED = section({"dialect": "sqlite"})


@pytest.mark.parametrize(
    ("text", "gap"),
    [
        ("", ""),
        ("\ufeff", ""),
        ("[project]\nname = 'x'\n", "\n"),
        ("[project]\nname = 'x'", "\n\n"),
        ("# only a comment\n", "\n"),
        ("[tool.ruff]\nline-length   =  100  # odd spaces\n\n\n", "\n"),
        ("[tool]\nother = { a = 1 }\n", "\n"),
        ("[[tool.x.y]]\na = 1\n", "\n"),
    ],
)
def test_what_was_there_stays(text, gap):
    assert with_section(text, ADDED) == f"{text}{gap}{ADDED}"


def test_line_ends_are_those_of_the_file():
    text = "[project]\r\nname = 'x'\r\n"
    assert with_section(text, ADDED) == text + "\r\n" + ADDED.replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[tool.schemaparity]\n", "already"),
        ("[[tool.schemaparity.target]]\nname = 'a'\n", "already"),
        ("tool = { schemaparity = { dialect = 'mysql' } }\n", "already"),
        ("tool = { x = 1 }\n", "by hand"),
        ("tool = 3\n", "by hand"),
        ("[project\n", "no TOML"),
        ("[" * 10_000, "no TOML"),
    ],
)
def test_what_cannot_be_added_to_is_refused(text, says):
    with pytest.raises(SettingsError, match=says):
        with_section(text, ADDED)


@given(st.text(st.characters(blacklist_categories=("Cs",))))
def test_any_text_survives(text):
    values = {"config": text, "models": (text, "a"), "define": {text: text}}
    read = tomllib.loads(section(values))["tool"]["schemaparity"]
    assert read == {"config": text, "models": [text, "a"], "define": {text: text}}
