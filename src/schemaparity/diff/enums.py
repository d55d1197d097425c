"""Enum types: which side lacks one, and their labels, in order."""

from __future__ import annotations

from collections.abc import Iterator

from schemaparity.diff.evidence import Undecided, field_outcome
from schemaparity.diff.outcome import Hints, compared, downgraded, missing_in_migrations, missing_in_models
from schemaparity.findings import Finding, ObjectRef
from schemaparity.schema import EnumType, Schema, Unknown


def enum_findings(models: Schema, migrations: Schema) -> Iterator[Finding]:
    """Compare the enum types of two schemas."""
    for key, enum in models.enums.items():
        if key in migrations.enums:
            yield from _both(enum, migrations.enums[key])
        else:
            found = missing_in_migrations(_ref(enum), f"enum type {key}", enum, Hints(create=_create(enum)))
            yield _unless_hidden(found, key, models, migrations, "SP701")
    for key, enum in migrations.enums.items():
        if key not in models.enums:
            found = missing_in_models(_ref(enum), f"enum type {key}", enum, Hints(drop=f'op.execute("DROP TYPE {key}")'))
            yield _unless_hidden(found, key, migrations, models, "SP702")


def _ref(enum: EnumType) -> ObjectRef:
    return ObjectRef("enum", enum.key, schema=enum.schema)


def _create(enum: EnumType) -> str | None:
    if isinstance(enum.labels, Unknown):
        return None
    schema = f", schema={enum.schema!r}" if enum.schema else ""
    return f"sa.Enum({', '.join(map(repr, enum.labels))}, name={enum.name!r}{schema}).create(op.get_bind())"


def _unless_hidden(finding: Finding, key: str, having: Schema, lacking: Schema, code: str) -> Finding:
    """Downgrade when the side that lacks the type has a column of unknown type in the place of one that uses it."""
    unknown = next(_hiding_columns(key, having, lacking), None) if finding.verdict == "drift" else None
    return finding if unknown is None else downgraded(finding, Undecided(code, unknown))


def _hiding_columns(key: str, having: Schema, lacking: Schema) -> Iterator[Unknown]:
    for name, table in lacking.tables.items():
        users = having.tables[name].columns if name in having.tables else {}
        for column in table.columns.values():
            if isinstance(column.type, Unknown) and column.name in users and _uses(users[column.name].type, key):
                yield column.type


def _uses(type_: str | Unknown, key: str) -> bool:
    return isinstance(type_, str) and type_.replace('"', "").removesuffix("[]") == key


def _both(models: EnumType, migrations: EnumType) -> Iterator[Finding]:
    outcome = field_outcome("labels", models.labels, migrations.labels)
    hint = _added_labels(models, migrations)
    yield from compared(_ref(models), f"enum type {models.key}", models, migrations, (outcome,), hint)


def _added_labels(models: EnumType, migrations: EnumType) -> str | None:
    """The statements that add the labels which only the models have, when nothing else differs."""
    if isinstance(models.labels, Unknown) or isinstance(migrations.labels, Unknown):
        return None
    known = set(migrations.labels)
    if tuple(label for label in models.labels if label in known) != migrations.labels:
        return None
    return "; ".join(_add_value(models, models.labels, i) for i, label in enumerate(models.labels) if label not in known) or None


def _add_value(enum: EnumType, labels: tuple[str, ...], position: int) -> str:
    quoted = ["'" + label.replace("'", "''") + "'" for label in labels]
    if position == 0:
        where = f" BEFORE {quoted[1]}" if len(quoted) > 1 else ""
    else:
        where = f" AFTER {quoted[position - 1]}" if position + 1 < len(labels) else ""
    return f'op.execute("ALTER TYPE {enum.key} ADD VALUE {quoted[position]}{where}")'
