"""Server defaults of columns, by the value they give. Client-side defaults are never compared."""

from __future__ import annotations

from schemaparity.diff.evidence import FieldOutcome, not_comparable, undecided
from schemaparity.findings import FieldDifference
from schemaparity.schema import Column, Unknown
from schemaparity.sql.normal import NO_DEFAULT, normal_default


def default_outcome(models: Column, migrations: Column, dialect: str) -> FieldOutcome:
    """Compare the server defaults of two columns, each in the light of its own type."""
    declared, created = models.default, migrations.default
    if isinstance(declared, Unknown) or isinstance(created, Unknown):
        return undecided(declared, created)
    if declared == created:
        return None
    forms = [normal_default(c.default, dialect, c.type if isinstance(c.type, str) else "") for c in (models, migrations)]  # type: ignore[arg-type]
    if forms[0] is not None and forms[0] == forms[1]:
        return None
    if None in forms and NO_DEFAULT not in forms:
        return not_comparable("default", declared, created)
    return FieldDifference("default", declared, created)
