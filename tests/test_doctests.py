"""The examples in docstrings and in the documentation hold."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
from pathlib import Path

import pytest

import schemaparity

MODULES = sorted(one.name for one in pkgutil.walk_packages(schemaparity.__path__, "schemaparity.") if not one.name.endswith("__main__"))
ROOT = Path(__file__).parent.parent
PAGES = sorted((ROOT / "docs").glob("*.md"))


@pytest.fixture(autouse=True)
def _at_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    """Paths of examples start at the root of the repository."""
    monkeypatch.chdir(ROOT)


@pytest.mark.parametrize("name", ["schemaparity", *MODULES])
def test_docstrings(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_documentation(page: Path) -> None:
    assert doctest.testfile(str(page), module_relative=False, encoding="utf-8").failed == 0
