"""Views: models do not declare them, so one that the migrations create is worth a notice and no more."""

from __future__ import annotations

from collections.abc import Iterator

from schemaparity.diff.outcome import notice
from schemaparity.findings import Finding, ObjectRef
from schemaparity.schema import Schema


def view_findings(models: Schema, migrations: Schema) -> Iterator[Finding]:
    """The views that only the migrations know."""
    for key, view in migrations.views.items():
        if key not in models.views and key not in models.tables:
            kind = "materialized view" if view.materialized else "view"
            message = f"{kind} {key} is created by the migrations; models do not declare views"
            yield notice("SP531", message, ObjectRef("view", view.name, schema=view.schema), None, view)
