"""Facts that a schema could not decide: every one is reported once, and makes the differences that it can touch uncertain.

A fact about anything touches what it may have made otherwise. In a model it can only have declared more. In a revision it can have created,
altered or dropped everything that was there: what a later revision still changes was not dropped, and what it creates or sets is so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import inf

from attrs import frozen

from schemaparity.diff.evidence import Undecided
from schemaparity.diff.outcome import downgraded, unknown_finding
from schemaparity.findings import Finding, ObjectKind, ObjectRef
from schemaparity.schema import EXTERNAL, Schema, UndecidedFact, Unknown


def settle(
    findings: Iterable[Finding], models: Schema, migrations: Schema, order: Sequence[str] = (), unread: Iterable[Unknown] = ()
) -> Iterator[Finding]:
    """Downgrade the differences that an undecided fact can touch, then report the facts that touched none.

    Args:
        findings: the differences.
        models: the schema of the models.
        migrations: the schema after the last revision.
        order: the revisions as they were replayed.
        unread: what was not replayed at all, and is reported elsewhere.

    """
    facts = [*_undecided(models, "SP702"), *_undecided(migrations, "SP701")]
    by_object: dict[str, Undecided] = {}
    for name, cause in facts:
        if name is not None:
            by_object.setdefault(name, cause)
    assumed = {fact.unknown for fact in models.unknown if fact.is_assumed}
    held = [cause for name, cause in facts if name is None and cause.unknown not in assumed]
    anything = _Anything.of(held, [Undecided("SP701", u) for u in unread], order)
    before = _before(migrations)
    touched: set[Undecided] = set()
    for finding in findings:
        touching = next((by_object[k] for k in _names_of(finding.object) if k in by_object), None) if finding.verdict == "drift" else None
        if touching is not None:
            touched.add(touching)
        elif finding.verdict == "drift":
            touching = anything.touching(finding)
            if touching is None and finding.change == "missing_in_migrations" and finding.object.kind in _OF_ITS_OWN:
                touching = before
        yield finding if touching is None else downgraded(finding, touching)
    for name, cause in facts:
        if cause not in touched:
            touched.add(cause)
            yield unknown_finding(_ref(name, models, migrations), name or "the schema", cause)


@frozen
class _Anything:
    """The facts that may be about anything, of the models and of the last revision that has one, whose age is how many came before it."""

    models: Undecided | None
    migrations: Undecided | None
    age: float
    ages: Mapping[str, int]

    @classmethod
    def of(cls, causes: Iterable[Undecided], unread: Iterable[Undecided], order: Sequence[str]) -> _Anything:
        ages = {revision: age for age, revision in enumerate(order)}
        held = list(causes)

        def age(cause: Undecided) -> float:
            return ages.get(cause.unknown.origin.revision or "", inf)

        built = max((*(c for c in held if c.code == "SP701"), *unread), key=age, default=None)
        return cls(next((c for c in held if c.code == "SP702"), None), built, -inf if built is None else age(built), ages)

    def touching(self, finding: Finding) -> Undecided | None:
        """The fact that may be why there is a difference."""
        if self.models is not None and finding.change == "missing_in_models":
            return self.models
        return None if self.migrations is None or self._came_later(finding) else self.migrations

    def _came_later(self, finding: Finding) -> bool:
        """True when later revisions alone make the difference."""
        shaped = [self.ages.get(revision, -inf) for revision in finding.revisions]
        last = -inf if finding.migrations is None else self.ages.get(finding.migrations.revision or "", -inf)
        match finding.change:
            case "missing_in_migrations":  # dropped since
                return last > self.age
            case "missing_in_models":  # created or changed since
                return max(shaped, default=-inf) > self.age
        return min(shaped, default=-inf) > self.age or (len(finding.fields) == 1 and last > self.age)


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
    owner, _, part = name.rpartition(".")
    owners = [tables[owner] for tables in (models.tables, migrations.tables) if owner in tables]
    if owners:
        kind: ObjectKind = "column" if any(part in table.columns for table in owners) else "index"
        return ObjectRef(kind, part, owners[0].name, owners[0].schema)
    if name in models.enums or name in migrations.enums:
        return ObjectRef("enum", name)
    schema, _, table = name.rpartition(".")
    return ObjectRef("table", table, table, schema or None)
