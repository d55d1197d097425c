"""Every model module of the matrix, with the revision that Alembic's own autogenerate renders of it: a check is silent."""

from __future__ import annotations

import re
from functools import cache

import pytest
from alembic.autogenerate import render_python_code
from alembic.operations import ops
from alembic.runtime.migration import MigrationContext
from attrs import evolve
from matrix_cases import CASES, PAIRS, Case
from matrix_oracle import imported, metadata_of
from matrix_project import checked, files_of, sheet_of
from sqlalchemy.dialects import registry
from sqlalchemy.sql.ddl import sort_tables_and_constraints

from schemaparity.findings import TargetResult

NOT_RENDERED = {
    "changes-tables - table in another schema": 'op.execute("CREATE SCHEMA shop")',
    "silent-styles - schema of its own": 'op.execute("CREATE SCHEMA shop")',
    "changes-tables - sequence that no revision creates": 'op.execute("CREATE SEQUENCE numbers")',
    "changes-tables - sequence with another increment": 'op.execute("CREATE SEQUENCE numbers INCREMENT BY 10")',
}
"""Schemas and sequences are no part of what Alembic renders; people write this above it."""
LOSSY = re.compile(r"^ .*Column\(.*(CheckConstraint|Sequence)\(|^ .*column\(.*CheckConstraint\(|LIKE '", re.MULTILINE)
"""Alembic 1.20 leaves out checks and sequences of columns, and doubles the percent sign of a check: such a revision is another schema."""
RENDERED = [case for case in CASES if not LOSSY.search(case.models)]


def rendered(case: Case) -> Case:
    """The case with one revision, which Alembic renders of its models without comparing any database."""
    with imported(files_of(case)["app/models.py"]) as module:
        operations: list[ops.MigrateOperation] = []
        for table, constraints in sort_tables_and_constraints(list(metadata_of(module).tables.values())):
            if table is None:
                operations += [ops.CreateForeignKeyOp.from_constraint(c) for c in constraints]
                continue
            operations.append(ops.CreateTableOp.from_table(table))
            operations += [ops.CreateIndexOp.from_index(index) for index in sorted(table.indexes, key=lambda index: str(index.name))]
        context = MigrationContext.configure(dialect=registry.load(case.dialect)())
        body = render_python_code(ops.UpgradeOps(operations), migration_context=context)
    body = "\n".join(line.removeprefix("    ") for line in body.split("\n"))
    imports = "import app.models\nfrom sqlalchemy import Text\n" + "import sqlmodel\n" * ("sqlmodel" in case.models)
    return evolve(case, revisions=(f"{imports}{NOT_RENDERED.get(case.title, '')}\n{body}\n",))


@pytest.mark.parametrize("case", RENDERED, ids=str)
def test_case(case: Case) -> None:
    if "sqlmodel" in case.models:
        pytest.importorskip("sqlmodel")
    made = rendered(case)
    assert [f"{f.code} {f.message}" for f in checked(made).findings] == [], made.revisions[0]


@cache
def sheet(dialect: str) -> TargetResult | Exception:
    """The check of all pairs; the enum that all tables share is created once, as people mend what Alembic renders."""
    pairs = [pair for pair in PAIRS[dialect] if not LOSSY.search(f" Column({pair.models}" if pair.fence == "columns" else pair.models)]
    made = rendered(sheet_of(pairs, dialect).case)
    shared = "sa.Enum('new', 'old', 'gone', name='shared_status')"
    first, *others = made.revisions[0].split(shared)
    mended = first + shared + "postgresql.ENUM(name='shared_status', create_type=False)".join(others)
    try:
        return checked(evolve(made, revisions=(mended if dialect == "postgresql" else made.revisions[0],)))
    except Exception as error:
        return error


@pytest.mark.parametrize("dialect", PAIRS)
def test_pairs(dialect: str) -> None:
    result = sheet(dialect)
    assert isinstance(result, TargetResult)
    assert [f"{f.code} {f.message}" for f in result.findings] == []
