"""What start-up costs: heavy packages are imported on the path that needs them."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("alembic", "click", "google", "libcst", "networkx", "postgast", "rich", "sqlalchemy", "sqlglot")


def loaded_by(code: str) -> set[str]:
    """The top-level packages that a fresh interpreter has loaded after running code."""
    listing = "import sys; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", f"{code}\n{listing}"], capture_output=True, text=True, check=True, timeout=60)
    return set(done.stdout.split())


def test_importing_the_package_loads_nothing_heavy() -> None:
    assert loaded_by("import schemaparity").isdisjoint(HEAVY)


@pytest.mark.parametrize("module", ["schemaparity.cli", "schemaparity.findings", "schemaparity.project", "schemaparity.schema"])
def test_light_packages_load_nothing_heavy(module: str) -> None:
    assert loaded_by(f"import {module}").isdisjoint(HEAVY)


def test_commands_load_only_their_parser() -> None:
    assert loaded_by("import schemaparity.cli.commands") & set(HEAVY) <= {"click"}
