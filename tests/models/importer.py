"""Import projects for real: a JSON object of directories by title comes in, what env.py hands to `context.configure` goes out."""

from __future__ import annotations

import json
import runpy
import sys
import types
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from twins import statements


def metadata_of(directory: str) -> list[Any]:
    """The target metadata of the env.py in a directory."""
    given: list[Any] = []
    alembic = types.ModuleType("alembic")
    alembic.context = types.SimpleNamespace(configure=lambda **kw: given.append(kw["target_metadata"]))  # type: ignore[attr-defined]
    with _alone(directory, alembic):
        runpy.run_path(f"{directory}/env.py", run_name="env_py")
    return given[0] if isinstance(given[0], list) else [given[0]]


@contextmanager
def _alone(directory: str, alembic: types.ModuleType) -> Iterator[None]:
    """With the directory on the path, and its modules forgotten afterwards."""
    modules, path, real = set(sys.modules), list(sys.path), sys.modules.get("alembic")
    sys.path.insert(0, directory)
    sys.modules["alembic"] = alembic
    try:
        yield
    finally:
        sys.path[:] = path
        for name in set(sys.modules) - modules:
            if (getattr(sys.modules[name], "__file__", None) or directory).startswith(directory):
                del sys.modules[name]
        if real is not None:
            sys.modules["alembic"] = real


def main() -> None:
    """Print the statements of every project."""
    warnings.simplefilter("ignore")
    print(json.dumps({title: statements(metadata_of(place)) for title, place in json.load(sys.stdin).items()}))


if __name__ == "__main__":
    main()
