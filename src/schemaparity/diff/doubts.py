"""Facts that a schema could not decide: every one is reported once, and makes the differences that it can touch uncertain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from schemaparity.diff.evidence import Undecided
from schemaparity.diff.outcome import downgraded, unknown_finding
from schemaparity.findings import Finding, ObjectRef
from schemaparity.schema import EXTERNAL, Schema, UndecidedFact, Unknown


def settle(findings: Iterable[Finding], models: Schema, migrations: Schema) -> Iterator[Finding]:
    """Downgrade the differences that an undecided fact can touch, then report the facts that touched none."""
    facts = [*_undecided(models, "SP702"), *_undecided(migrations, "SP701")]
    by_object: dict[str, Undecided] = {}
    for name, cause in facts:
        if name is not None:
            by_object.setdefault(name, cause)
    anything = next((cause for name, cause in facts if name is None and cause.code == "SP701"), None)
    before = _before(migrations)
    touched: set[Undecided] = set()
    for finding in findings:
        touching = next((by_object[k] for k in _names_of(finding.object) if k in by_object), None) if finding.verdict == "drift" else None
        if touching is None and finding.verdict == "drift" and finding.change == "missing_in_migrations":
            touching = anything  # what a revision did that nobody can follow may be just this
            if touching is None and finding.object.kind in _OF_ITS_OWN:
                touching = before
        if touching is not None and touching is not anything and touching is not before:
            touched.add(touching)
        yield finding if touching is None else downgraded(finding, touching)
    for name, cause in facts:
        if cause not in touched:
            touched.add(cause)
            yield unknown_finding(_ref(name, models, migrations), name or "the schema", cause)


_OF_ITS_OWN = frozenset({"table", "enum", "sequence"})


def _before(migrations: Schema) -> Undecided | None:
    """The doubt about what no revision creates where the chain works on tables that were there before it."""
    external = next((table for table in migrations.tables.values() if not table.complete), None)
    if external is None:
        return None
    reason = f"the chain works on tables that no revision creates, {external.key} for one, so it may have been there before"
    return Undecided("SP701", Unknown(reason, external.origin, EXTERNAL))


def _undecided(schema: Schema, code: str) -> Iterator[tuple[str | None, Undecided]]:
    return ((_without_default(fact, schema), Undecided(code, fact.unknown)) for fact in schema.unknown)


def _without_default(fact: UndecidedFact, schema: Schema) -> str | None:
    return fact.object.removeprefix("public.") if fact.object and schema.dialect == "postgresql" else fact.object


def _names_of(ref: ObjectRef) -> Iterator[str]:
    """What an undecided fact may call an object: its table, itself in its table, itself."""
    table = ref.table if ref.schema is None or ref.table is None else f"{ref.schema}.{ref.table}"
    if table is not None:
        yield table
    if ref.name is not None:
        yield ref.name
        if table is not None:
            yield f"{table}.{ref.name}"


def _ref(name: str | None, models: Schema, migrations: Schema) -> ObjectRef:
    if name is None:
        return ObjectRef("project")
    for tables in (models.tables, migrations.tables):
        if name in tables:
            return ObjectRef("table", tables[name].name, tables[name].name, tables[name].schema)
    owner, _, column = name.rpartition(".")
    for tables in (models.tables, migrations.tables):
        if owner in tables:
            return ObjectRef("column", column, tables[owner].name, tables[owner].schema)
    if name in models.enums or name in migrations.enums:
        return ObjectRef("enum", name)
    schema, _, table = name.rpartition(".")
    return ObjectRef("table", table, table, schema or None)
