"""The comparison: facet by facet, then what unknown facts make uncertain. Two schemas come in, findings go out."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from schemaparity.diff.doubts import settle
from schemaparity.diff.enums import enum_findings
from schemaparity.diff.names import as_dialect_sees
from schemaparity.diff.sequences import sequence_findings
from schemaparity.diff.tables import table_findings
from schemaparity.diff.views import view_findings
from schemaparity.findings import Finding, ObjectRef
from schemaparity.schema import Schema


def compare(models: Schema, migrations: Schema, *, ignore: Callable[[ObjectRef], bool] | None = None) -> Iterator[Finding]:
    """Compare what the models declare with what the migrations leave behind.

    Args:
        models: the schema that `create_all()` would create.
        migrations: the schema after the last revision.
        ignore: objects to say nothing about.

    Example:
        >>> list(compare(Schema(), Schema()))
        []

    """
    seen_models, seen_migrations = as_dialect_sees(models), as_dialect_sees(migrations)
    for finding in settle(_differences(seen_models, seen_migrations), seen_models, seen_migrations):
        if ignore is None or not ignore(finding.object):
            yield finding


def _differences(models: Schema, migrations: Schema) -> Iterator[Finding]:
    yield from table_findings(models, migrations)
    yield from enum_findings(models, migrations)
    yield from sequence_findings(models, migrations)
    yield from view_findings(models, migrations)
