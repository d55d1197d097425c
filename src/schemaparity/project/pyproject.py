"""Puts the settings into the text of a pyproject.toml: at its end, so that nothing else of it changes. Reads and writes no files."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping

from schemaparity.errors import SettingsError

NAME = "pyproject.toml"
_HEADER = "[tool.schemaparity]"

Value = str | tuple[str, ...] | Mapping[str, str]


def section(values: Mapping[str, Value]) -> str:
    r"""The table `[tool.schemaparity]` as text.

    Example:
        >>> print(section({"dialect": "sqlite", "models": ("app.models",)}), end="")
        [tool.schemaparity]
        dialect = "sqlite"
        models = ["app.models"]

    """
    return "".join(f"{line}\n" for line in (_HEADER, *(f"{key} = {_written(value)}" for key, value in values.items())))


def _written(value: Value) -> str:
    if isinstance(value, str):
        # A string of JSON is one of TOML, but for DEL.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_written(name)} = {_written(text)}" for name, text in value.items()) + " }"
    return f"[{', '.join(map(_written, value))}]"


def with_section(text: str, added: str) -> str:
    """The text of a pyproject.toml with the table at its end.

    Args:
        text: of the file as it is, with its line ends.
        added: the table, with line feeds.

    Raises:
        SettingsError: the file is no TOML, or has such a table already, or none can be added at its end.

    """
    before = _parsed(text)
    tool = before.get("tool", {})
    if isinstance(tool, dict) and "schemaparity" in tool:
        raise SettingsError(f"has {_HEADER} already; change it by hand", NAME)
    end = "\r\n" if "\r\n" in text else "\n"
    gap = "" if not text.strip("\ufeff") else end if text.endswith("\n") else end * 2
    joined = text + gap + added.replace("\n", end)
    if not _differs_only_in_section(joined, before):
        raise SettingsError(f"is written in a way to which {_HEADER} cannot be added at the end; add it by hand", NAME)
    return joined


def _parsed(text: str) -> dict[str, object]:
    try:
        return tomllib.loads(text.removeprefix("\ufeff").replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SettingsError(f"no TOML: {error}", NAME) from error


def _differs_only_in_section(joined: str, before: Mapping[str, object]) -> bool:
    try:
        after = _parsed(joined)
    except SettingsError:
        return False
    tool = after.get("tool")
    if not isinstance(tool, dict) or "schemaparity" not in tool:
        return False
    others = {name: table for name, table in tool.items() if name != "schemaparity"}
    return {**after, "tool": others} == {"tool": {}, **before}
