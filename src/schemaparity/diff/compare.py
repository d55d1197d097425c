"""The comparison: facet by facet, then what unknown facts make uncertain. Two schemas come in, findings go out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from attrs import evolve

from schemaparity.diff.doubts import settle
from schemaparity.diff.enums import enum_findings
from schemaparity.diff.names import as_dialect_sees
from schemaparity.diff.sequences import sequence_findings
from schemaparity.diff.tables import table_findings
from schemaparity.diff.views import view_findings
from schemaparity.findings import Finding, HiddenBy, ObjectRef
from schemaparity.schema import Schema, Unknown


def compare(
    models: Schema,
    migrations: Schema,
    *,
    hides: Callable[[ObjectRef], HiddenBy | None] | None = None,
    order: Sequence[str] = (),
    unread: Iterable[Unknown] = (),
) -> Iterator[Finding]:
    """Compare what the models declare with what the migrations leave behind.

    Args:
        models: the schema that `create_all()` would create.
        migrations: the schema after the last revision.
        hides: the filter of env.py that hides an object, if one does; of such objects only differences are told, as hidden.
        order: the revisions as they were replayed; those of a finding are put in this order.
        unread: revisions that could not be replayed; what they may have done makes differences uncertain.

    Example:
        >>> list(compare(Schema(), Schema()))
        []

    """
    ages = {revision: age for age, revision in enumerate(order)}
    seen_models, seen_migrations = as_dialect_sees(models), as_dialect_sees(migrations)
    for finding in settle(_differences(seen_models, seen_migrations), seen_models, seen_migrations, order, unread):
        hidden_by = hides(finding.object) if hides is not None else None
        if hidden_by is None or (finding.verdict != "notice" and finding.change is not None):
            yield evolve(finding, hidden_by=hidden_by, revisions=tuple(sorted(finding.revisions, key=lambda r: ages.get(r, -1))))


def _differences(models: Schema, migrations: Schema) -> Iterator[Finding]:
    yield from table_findings(models, migrations)
    yield from enum_findings(models, migrations)
    yield from sequence_findings(models, migrations)
    yield from view_findings(models, migrations)
