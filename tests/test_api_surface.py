"""What is public is what `__all__` says, and importing the package costs next to nothing."""

from __future__ import annotations

import subprocess
import sys

import schemaparity

HEAVY = {"alembic", "libcst", "networkx", "postgast", "rich", "sqlalchemy", "sqlglot"}


def test_every_public_name_is_there() -> None:
    assert sorted(schemaparity.__all__) == schemaparity.__all__
    for name in schemaparity.__all__:
        assert getattr(schemaparity, name) is not None
    assert dir(schemaparity) == schemaparity.__all__


def test_public_things_say_what_they_are() -> None:
    undocumented = [name for name in schemaparity.__all__ if not name.startswith("_") and not getattr(schemaparity, name).__doc__]
    assert undocumented == []


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = "import sys, schemaparity; print(*{name.partition('.')[0] for name in sys.modules})"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert HEAVY.isdisjoint(loaded)
