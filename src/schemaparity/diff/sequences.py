"""Sequences of their own; those that a SERIAL or identity column owns belong to the column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from schemaparity.diff.evidence import field_outcome
from schemaparity.diff.options import sequence_options
from schemaparity.diff.outcome import Hints, compared, missing_in_migrations, missing_in_models
from schemaparity.findings import Finding, ObjectRef
from schemaparity.schema import Schema, Sequence


def sequence_findings(models: Schema, migrations: Schema) -> Iterator[Finding]:
    """Compare the sequences that no column owns."""
    declared, created = _free(models), _free(migrations)
    for key, sequence in declared.items():
        if key in created:
            outcome = field_outcome("options", *(sequence_options(s.options) or None for s in (sequence, created[key])))
            yield from compared(_ref(sequence), f"sequence {key}", sequence, created[key], (outcome,))
        else:
            yield missing_in_migrations(_ref(sequence), f"sequence {key}", sequence, Hints(create=f'op.execute("CREATE SEQUENCE {key}")'))
    for key, sequence in created.items():
        if key not in declared:
            hints = Hints(declare=f"sa.Sequence({sequence.name!r}, metadata=...)", drop=f'op.execute("DROP SEQUENCE {key}")')
            yield missing_in_models(_ref(sequence), f"sequence {key}", sequence, hints)


def _free(schema: Schema) -> Mapping[str, Sequence]:
    return {key: sequence for key, sequence in schema.sequences.items() if sequence.owned_by is None}


def _ref(sequence: Sequence) -> ObjectRef:
    return ObjectRef("sequence", sequence.key, schema=sequence.schema)
