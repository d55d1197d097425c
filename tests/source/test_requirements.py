"""Which version of SQLAlchemy a project runs with."""

from __future__ import annotations

import pytest

from schemaparity.project import MemoryFileSystem
from schemaparity.source.distributions import Distributions
from schemaparity.source.requirements import version_in_use


def version(files: dict[str, str]) -> str | None:
    """The version in a project at /p with packages in /s."""
    fs = MemoryFileSystem({"/p/app.py": "", "/s/x.py": "", **files})
    return version_in_use(fs, Distributions(fs, ["/s"]), ["/p"])


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        ("/s/SQLAlchemy-1.4.41.dist-info/METADATA", "Name: SQLAlchemy\nVersion: 1.4.41\n", "1.4.41"),
        ("/p/uv.lock", '[[package]]\nname = "sqlalchemy"\nversion = "2.0.31"\n', "2.0.31"),
        ("/p/poetry.lock", '[[package]]\nname = "SQLAlchemy"\nversion = "1.4.50"\n', "1.4.50"),
        ("/p/Pipfile.lock", '{"default": {"sqlalchemy": {"hashes": ["a"], "version": "==1.3.20"}}}', "1.3.20"),
        ("/p/requirements.txt", "flask\nSQLAlchemy==1.4.49  # via flask\n", "1.4.49"),
        ("/p/requirements/base.txt", "sqlalchemy[asyncio] == 2.0.4\n", "2.0.4"),
        ("/p/requirements.txt", "sqlalchemy==1.4.*\n", "1.4.54"),
        ("/p/requirements.txt", "sqlalchemy>=1.4,<2.1\n", None),
        ("/p/requirements.txt", "flask-sqlalchemy<2\nsqlalchemy-utils==0.1\nmarshmallow_sqlalchemy<1\n", None),
        ("/p/pyproject.toml", '[project]\ndependencies = ["sqlalchemy>=1.4, <2.0.0", "flask>1"]\n', "1.4.54"),
        ("/p/pyproject.toml", '[project]\ndependencies = ["sqlalchemy>=1.4", "flask<2"]\n', None),
        ("/p/pyproject.toml", '[tool.poetry.dependencies]\nsqlalchemy = "^1.4"\n', "1.4.54"),
        ("/p/pyproject.toml", '[tool.poetry.dependencies]\nSQLAlchemy = {version = "~1.3", extras = ["x"]}\n', "1.3.24"),
        ("/p/pyproject.toml", '[tool.poetry.dependencies]\nsqlalchemy = "^2.0"\n', None),
        ("/p/setup.py", "setup(install_requires=['sqlalchemy~=1.4.2', 'alembic'])\n", "1.4.54"),
        ("/p/setup.cfg", "[options]\ninstall_requires =\n    SQLAlchemy<=1.4.50\n", "1.4.54"),
        ("/p/app-1.dist-info/METADATA", "Requires-Dist: sqlalchemy<2,>=1.4\n", "1.4.54"),
        ("/s/lib-1.dist-info/METADATA", "Requires-Dist: SQLAlchemy (<2,>=1.4)\n\nsqlalchemy==0.5\n", "1.4.54"),
        ("/s/lib-1.dist-info/METADATA", 'Requires-Dist: SQLAlchemy<2 ; extra == "old"\n', None),
    ],
)
def test_sources_of_a_version(file: str, text: str, expected: str | None) -> None:
    assert version({file: text}) == expected


def test_what_is_installed_counts_more_than_what_is_required() -> None:
    files = {"/s/sqlalchemy-2.0.1.dist-info/METADATA": "Version: 2.0.1\n", "/p/requirements.txt": "sqlalchemy<2\n"}
    assert version(files) == "2.0.1"


def test_nothing_says() -> None:
    assert version({}) is None
