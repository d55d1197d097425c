"""The settings that the documentation shows are settings."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from schemaparity.project import MemoryFileSystem, load_settings

DOCS = Path(__file__).parents[2] / "docs"
EXAMPLES = [
    pytest.param(text, id=f"{path.stem}-{number}")
    for path in sorted(DOCS.glob("*.md"))
    for number, text in enumerate(re.findall(r"^```toml\n(.*?)^```", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL))
    if "tool.schemaparity" in text
]


@pytest.mark.parametrize("text", EXAMPLES)
def test_a_documented_example_is_read(text: str) -> None:
    assert load_settings("/p", MemoryFileSystem({"/p/pyproject.toml": text})).project == "/p"
