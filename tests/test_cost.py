"""What start-up costs: heavy packages are imported on the path that needs them."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from schemaparity.database import Database
from schemaparity.pipeline import check
from schemaparity.project import MemoryFileSystem, Settings
from schemaparity.source import SourceFile

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


EXAMPLE = Path(__file__).parent.parent / "examples" / "trading"


def test_an_unchanged_project_is_checked_without_loading_anything_heavy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCHEMAPARITY_CACHE_DIR", str(tmp_path / "cache"))
    arguments = ["check", str(EXAMPLE), "--output-format", "json", "--output", str(tmp_path / "out")]
    code = f"from schemaparity.cli.commands import run; run({arguments!r})"
    assert loaded_by(code) >= {"sqlalchemy", "libcst"}
    first = (tmp_path / "out").read_bytes()
    assert loaded_by(code) & set(HEAVY) <= {"click"}
    assert (tmp_path / "out").read_bytes() == first


def counted(monkeypatch: pytest.MonkeyPatch, files: dict[str, str]) -> tuple[Counter[str], int]:
    """How often each file is parsed by a check, and how many statements the database executes."""
    parsed: Counter[str] = Counter()
    statements = 0
    plain_tree, plain_execute = SourceFile.__dict__["tree"].func, Database.execute

    def tree(source: SourceFile) -> object:
        parsed[source.path.removeprefix("/p/")] += 1
        return plain_tree(source)

    def execute(*args: Any) -> Any:
        nonlocal statements
        statements += 1
        return plain_execute(*args)

    with monkeypatch.context() as patched:
        patched.setattr(SourceFile.__dict__["tree"], "func", tree)
        patched.setattr(Database, "execute", execute)
        fs = MemoryFileSystem({f"/p/{name}": text for name, text in files.items()})
        results = check(Settings(project="/p", dialect="postgresql"), fs)
    assert all(result.in_parity for result in results), [f.message for r in results for f in r.findings]
    return parsed, statements


def project_of(tables: int, others: int) -> dict[str, str]:
    """A project with a model, a revision and nothing in common for each table, and modules that no table depends on."""
    files = {
        "alembic.ini": "[alembic]\nscript_location = migrations\n",
        "migrations/env.py": "from alembic import context\nimport app\nfrom base import Base\n"
        "context.configure(target_metadata=Base.metadata)\n",
        "base.py": "from sqlalchemy.orm import DeclarativeBase\nclass Base(DeclarativeBase): ...\n",
        "app.py": "".join(f"import model{n}\n" for n in range(tables)) + "".join(f"import other{n}\n" for n in range(others)),
    }
    files |= {f"other{n}.py": f"import os, json\ndef f(x):\n    return x + {n}\n" for n in range(others)}
    for n in range(tables):
        files[f"model{n}.py"] = (
            f"import sqlalchemy as sa\nfrom base import Base\nclass T{n}(Base):\n    __tablename__ = 't{n}'\n"
            "    id = sa.Column(sa.Integer, primary_key=True)\n"
        )
        files[f"migrations/versions/r{n}.py"] = (
            f"import sqlalchemy as sa\nfrom alembic import op\nrevision = 'r{n}'\ndown_revision = {f'r{n - 1}' if n else None!r}\n"
            f"def upgrade():\n    op.create_table('t{n}', sa.Column('id', sa.Integer, primary_key=True))\n"
        )
    return files


def test_each_file_that_matters_is_parsed_once_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed, _ = counted(monkeypatch, project_of(tables=5, others=20))
    expected = {"migrations/env.py", "base.py", *(f"model{n}.py" for n in range(5)), *(f"migrations/versions/r{n}.py" for n in range(5))}
    assert set(parsed) == expected
    assert set(parsed.values()) == {1}


def test_statements_grow_with_the_tables_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    few, more, most = (counted(monkeypatch, project_of(tables=n, others=0))[1] for n in (2, 4, 8))
    assert most - more == 2 * (more - few)
    assert most - more <= 4 * 3  # both sides create a table; one of them asks before
