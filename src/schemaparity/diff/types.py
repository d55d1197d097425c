"""Types of columns, by what they become in the dialect."""

from __future__ import annotations

from schemaparity.diff.evidence import FieldOutcome, undecided
from schemaparity.findings import FieldDifference
from schemaparity.schema import Column, Unknown
from schemaparity.sql.normal import normal_type


def type_outcome(models: Column, migrations: Column, dialect: str) -> FieldOutcome:
    """Compare the types of two columns."""
    declared, created = models.type, migrations.type
    if isinstance(declared, Unknown) or isinstance(created, Unknown):
        return undecided(declared, created)
    if declared == created or normal_type(declared, dialect) == normal_type(created, dialect):
        return None
    return FieldDifference("type", declared, created)
