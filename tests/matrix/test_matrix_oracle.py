"""Every case of the matrix on a real PostgreSQL: what the catalogs of both databases tell apart is what a check reports."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from catalog import Facts, Key, differing
from matrix_cases import CASES, PAIRS, Case, Pair
from matrix_oracle import databases, reported
from matrix_project import checked, checked_files, files_of, sheet_of

from schemaparity.findings import TargetResult

pytestmark = pytest.mark.oracle

POSTGRESQL = [case for case in CASES if case.dialect == "postgresql"]


@pytest.fixture(scope="module")
def engine(oracle_dsn: str) -> Iterator[sa.Engine]:
    pytest.importorskip("psycopg")
    server = sa.create_engine(f"{oracle_dsn}/postgres".replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")
    name = f"schemaparity_matrix_{os.getpid()}"
    with server.connect() as connection:
        connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
    engine = sa.create_engine(server.url.set(database=name))
    yield engine
    engine.dispose()
    with server.connect() as connection:
        connection.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')
    server.dispose()


@pytest.mark.parametrize("case", POSTGRESQL, ids=str)
def test_case(case: Case, engine: sa.Engine, tmp_path: Path) -> None:
    files = files_of(case)
    declared, built = databases(files, engine, tmp_path)
    keys = differing(declared, built) - SAME_MEANING.get(case.title, set())
    assert set(reported(checked(case).findings)) == keys


Sheet = tuple[Facts, Facts, TargetResult]


@pytest.fixture(scope="module")
def sheet(engine: sa.Engine, tmp_path_factory: pytest.TempPathFactory) -> Sheet:
    files = files_of(sheet_of(PAIRS["postgresql"], "postgresql").case)
    return (*databases(files, engine, tmp_path_factory.mktemp("sheet")), checked_files(files, "postgresql"))


@pytest.mark.parametrize(
    ("number", "pair"), list(enumerate(PAIRS["postgresql"], 1)), ids=lambda value: str(value) if isinstance(value, Pair) else ""
)
def test_pair(number: int, pair: Pair, sheet: Sheet) -> None:
    declared, built, result = sheet
    table = f"items{number}"
    keys = {k for k in differing(declared, built) if k[1] == table}
    found = {k: fields for k, fields in reported(result.findings).items() if k[1] == table}
    if pair.sign == "=~=":
        assert len(keys) == 1
        assert not found
        return
    assert set(found) == keys
    for key in keys:
        if key[0] == "column" and key in declared and key in built:
            assert found[key] == {field for field, value in declared[key].items() if built[key][field] != value}


SAME_MEANING: dict[str, set[Key]] = {}
"""Objects that PostgreSQL prints apart although they mean the same, by case."""
