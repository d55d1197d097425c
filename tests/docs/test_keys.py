"""The table of keys in configuration.md is what the settings are; `UPDATE_DOCS=1` writes it anew."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

import attrs
from tests.docs.pages import ROOT

from schemaparity.cli.commands import cli
from schemaparity.project.settings import _GLOBAL_ONLY, _KEYS, Settings

PAGE = ROOT / "docs" / "configuration.md"
_TABLE = re.compile(r"(?<=% keys\n\n).*?(?=^% end of keys\n)", re.DOTALL | re.MULTILINE)
_MEANING = re.compile(r"^        (\w+): (.+)\.$", re.MULTILINE)
VALUES = {
    "text": "string",
    "words": "string or list",
    "flag": "boolean",
    "defines": "table of strings",
    "levels": "table of levels",
    "codes": "table of lists",
}
MEANINGS = dict(_MEANING.findall(Settings.__doc__ or ""))
OPTIONS = {option for command in cli.commands.values() for one in command.params for option in one.opts}


def table() -> str:
    return "\n".join(["| key | option | value | default | in a target | meaning |", "|---|---|---|---|---|---|", *_rows(), "", ""])


def _rows() -> Iterator[str]:
    defaults = {field.name: field.default for field in attrs.fields(Settings)}
    for key, (name, kind) in _KEYS.items():
        default = defaults[name]
        default_text = f"`{str(default).lower()}`" if isinstance(default, (bool, str)) else ""
        option = f"`--{key}`" if f"--{key}" in OPTIONS else ""
        cells = (f"`{key}`", option, VALUES[kind], default_text, "" if key in _GLOBAL_ONLY else "yes", MEANINGS[name])
        yield f"| {' | '.join(cells)} |".replace("  ", " ")


def test_the_page_has_every_key():
    text = PAGE.read_text(encoding="utf-8")
    if os.environ.get("UPDATE_DOCS"):
        PAGE.write_text(_TABLE.sub(lambda _: table(), text), encoding="utf-8")
        return
    assert _TABLE.findall(text) == [table()]


def test_every_setting_has_a_meaning_and_a_key():
    fields = {field.name for field in attrs.fields(Settings)}
    assert set(MEANINGS) == fields
    assert {name for name, _ in _KEYS.values()} == fields - {"project", "targets"}
