"""Which tables are registered: what env.py reaches, compared with importing it for real."""

from __future__ import annotations

import pytest
from projects import imported, projects, read_statically

PROJECTS = projects("registration.txt")


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, list[str]]]:
    return imported(PROJECTS, tmp_path_factory.mktemp("registration"))


@pytest.mark.parametrize("title", PROJECTS)
def test_what_env_py_registers(title: str, real: dict[str, dict[str, list[str]]]) -> None:
    assert real[title]
    assert read_statically(PROJECTS[title]) == real[title]
