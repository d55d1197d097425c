"""Builders of findings: an object that one side lacks, that differs, or that cannot be decided. They fill in places and revisions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import evolve, frozen

from schemaparity.diff.evidence import FieldOutcome, Undecided, doubt_of
from schemaparity.findings import FieldDifference, Finding, ObjectRef
from schemaparity.location import NOWHERE, Origin
from schemaparity.schema import Element, Table

CODES: Mapping[str, tuple[str, str, str]] = {
    # kind: missing in migrations, missing in models, different
    "table": ("SP101", "SP102", "SP103"),
    "column": ("SP201", "SP202", "SP203"),
    "primary_key": ("SP301", "SP302", "SP303"),
    "foreign_key": ("SP311", "SP312", "SP313"),
    "unique_constraint": ("SP321", "SP322", "SP323"),
    "check_constraint": ("SP331", "SP332", "SP333"),
    "exclude_constraint": ("SP341", "SP342", "SP343"),
    "index": ("SP401", "SP402", "SP403"),
    "enum": ("SP501", "SP502", "SP503"),
    "sequence": ("SP511", "SP512", "SP513"),
    "table_comment": ("SP521", "SP521", "SP521"),
}


@frozen
class Hints:
    """What to write to mend a missing object: `create` in a revision; `declare` in the models or else `drop` in a revision."""

    create: str | None = None
    declare: str | None = None
    drop: str | None = None

    @property
    def for_models(self) -> str | None:
        """The hint for an object that the models lack."""
        return " or ".join(h for h in (self.declare, self.drop) if h) or None


def place(origin: Origin) -> Origin | None:
    """The origin, or None when no line is responsible."""
    return None if origin is NOWHERE else origin


def shapers(element: Element) -> tuple[str, ...]:
    """The revisions that shaped an object; those that shaped a part of a table shaped the table."""
    if not isinstance(element, Table):
        return element.revisions
    parts = (*element.columns.values(), *element.removed.values(), *element.constraints, *element.indexes, *element.gone)
    return tuple(dict.fromkeys(revision for part in (element, *parts) for revision in part.revisions))


def missing_in_migrations(ref: ObjectRef, what: str, element: Element, hints: Hints, removed: Element | None = None) -> Finding:
    """An object of the models that no revision creates, or that a later one removes."""
    if open_question := doubt_of(element, None):
        return unknown_finding(ref, what, open_question)
    code = CODES[ref.kind][0]
    if removed is None:
        message = f"{what} is declared by the models but no revision creates it"
        return Finding(code, message, ref, "drift", "missing_in_migrations", hints.create, models=place(element.origin))
    last = removed.history[-1].origin if removed.history else NOWHERE
    by = f" by revision {last.revision}" if last.revision else ""
    message = f"{what} is declared by the models but was removed{by}"
    return Finding(
        code,
        message,
        ref,
        "drift",
        "missing_in_migrations",
        hints.create,
        models=place(element.origin),
        migrations=place(last),
        revisions=shapers(removed),
    )


def missing_in_models(ref: ObjectRef, what: str, element: Element, hints: Hints) -> Finding:
    """An object that exists after the migrations and that no model declares."""
    if open_question := doubt_of(None, element):
        return unknown_finding(ref, what, open_question)
    message = f"{what} exists after the migrations but the models do not declare it"
    return Finding(
        CODES[ref.kind][1],
        message,
        ref,
        "drift",
        "missing_in_models",
        hints.for_models,
        migrations=place(element.origin),
        revisions=shapers(element),
    )


def compared(
    ref: ObjectRef, what: str, models: Element, migrations: Element, outcomes: Iterable[FieldOutcome], hint: str | None = None
) -> Iterator[Finding]:
    """The findings of an object that both sides have: at most one drift and one unknown a cause."""
    if open_question := doubt_of(models, migrations):
        yield unknown_finding(ref, what, open_question, models, migrations)
        return
    rows = [o for o in outcomes if o is not None]
    fields = tuple(r for r in rows if isinstance(r, FieldDifference))
    if fields:
        yield different(ref, what, models, migrations, fields, hint)
    causes = dict.fromkeys(r for r in rows if isinstance(r, Undecided))
    yield from (unknown_finding(ref, what, cause, models, migrations) for cause in causes)


def different(
    ref: ObjectRef, what: str, models: Element, migrations: Element, fields: tuple[FieldDifference, ...], hint: str | None = None
) -> Finding:
    """An object whose fields differ."""
    return Finding(
        CODES[ref.kind][2],
        f"{what} differs: {'; '.join(map(difference_text, fields))}",
        ref,
        "drift",
        "different",
        hint,
        fields,
        models=place(models.origin),
        migrations=place(latest(migrations, fields)),
        revisions=migrations.revisions if ref.kind == "table_comment" else shapers(migrations),
    )


def difference_text(difference: FieldDifference) -> str:
    """`type VARCHAR(50) in the models, TEXT after the migrations`."""
    models, migrations = ("none" if side is None else side for side in (difference.models, difference.migrations))
    return f"{difference.field} {models} in the models, {migrations} after the migrations"


def latest(element: Element, fields: Iterable[FieldDifference]) -> Origin:
    """The last change of one of the fields, else the creation."""
    names = {f.field for f in fields}
    return next((c.origin for c in reversed(element.history) if c.what in names), element.origin)


def notice(
    code: str, message: str, ref: ObjectRef, models: Element | None, migrations: Element | None, *fields: FieldDifference
) -> Finding:
    """Something worth saying that makes no difference to the database."""
    return Finding(
        code,
        message,
        ref,
        "notice",
        "different" if models and migrations else None,
        None,
        fields,
        models=place(models.origin) if models else None,
        migrations=place(migrations.origin) if migrations else None,
        revisions=shapers(migrations) if migrations else (),
    )


def unknown_finding(
    ref: ObjectRef, what: str, cause: Undecided, models: Element | None = None, migrations: Element | None = None
) -> Finding:
    """An object that cannot be decided, at the line that makes it so."""
    origin = place(cause.unknown.origin)
    at_models = origin if cause.code == "SP702" else None
    at_migrations = origin if cause.code == "SP701" else None
    return Finding(
        cause.code,
        f"{what} cannot be decided: {cause.unknown.reason}",
        ref,
        "unknown",
        models=at_models or (place(models.origin) if models else None),
        migrations=at_migrations or (place(migrations.origin) if migrations else None),
        revisions=shapers(migrations) if migrations else (),
        cause=cause.unknown.cause or cause.unknown.reason,
    )


def downgraded(finding: Finding, cause: Undecided) -> Finding:
    """A difference that may be due to something unknown: no drift, but no silence either."""
    origin = place(cause.unknown.origin)
    return evolve(
        finding,
        code=cause.code,
        verdict="unknown",
        hint=None,
        message=f"{finding.message}; this is not certain: {cause.unknown.reason}",
        models=finding.models or (origin if cause.code == "SP702" else None),
        migrations=finding.migrations or (origin if cause.code == "SP701" else None),
        cause=cause.unknown.cause or cause.unknown.reason,
    )
