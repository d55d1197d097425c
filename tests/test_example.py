"""The example in examples/trading: seven tables, nine revisions, one difference."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import schemaparity

EXAMPLE = Path(__file__).parent.parent / "examples" / "trading"
MODEL = "backend/app/models/dca_order.py"


def test_check_finds_the_one_index_that_no_revision_creates():
    result = schemaparity.compare(EXAMPLE)
    (finding,) = [f for f in result.findings if f.verdict != "notice"]
    line = 1 + (EXAMPLE / MODEL).read_text().split('Index("ix_dca_orders_pyramid_id"')[0].count("\n")
    assert (finding.code, finding.verdict, finding.change) == ("SP401", "drift", "missing_in_migrations")
    assert (finding.object.table, finding.object.name, finding.object.columns) == (
        "dca_orders",
        "ix_dca_orders_pyramid_id",
        ("pyramid_id",),
    )
    assert finding.models is not None
    assert (finding.models.location.path, finding.models.location.line) == (MODEL, line)
    assert finding.migrations is None
    assert finding.hint == "op.create_index('ix_dca_orders_pyramid_id', 'dca_orders', ['pyramid_id'])"


def test_nothing_else_is_said_about_the_example():
    assert [f.code for f in schemaparity.compare(EXAMPLE).findings] == ["SP401"]


@pytest.mark.oracle
def test_alembic_on_postgresql_reports_the_same_difference(oracle_dsn):
    psycopg = pytest.importorskip("psycopg")
    name = f"schemaparity_example_{os.getpid()}"
    with psycopg.connect(f"{oracle_dsn}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            assert alembic(f"{oracle_dsn}/{name}", "upgrade", "head").returncode == 0
            checked = alembic(f"{oracle_dsn}/{name}", "check")
        finally:
            connection.execute(f'DROP DATABASE "{name}"')
    assert re.findall(r"\('((?:add|remove|modify)_\w+)', \w+\('(\w+)'", checked.stdout) == [("add_index", "ix_dca_orders_pyramid_id")]


def alembic(url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DATABASE_URL": url, "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, "-m", "alembic", *arguments], cwd=EXAMPLE, env=environment, capture_output=True, text=True, check=False
    )
