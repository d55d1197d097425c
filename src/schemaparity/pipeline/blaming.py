"""Where an object is declared, created and changed, as lines for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from schemaparity.location import NOWHERE
from schemaparity.pipeline.checking import check
from schemaparity.project import FileSystem, Settings
from schemaparity.schema import Change, Element, EnumType, Schema, Table

_KINDS = {
    "EnumType": "enum",
    "PrimaryKey": "primary key",
    "ForeignKey": "foreign key",
    "UniqueConstraint": "unique constraint",
    "CheckConstraint": "check constraint",
    "ExcludeConstraint": "exclude constraint",
}


def blame(settings: Settings, name: str, fs: FileSystem | None = None) -> list[str]:
    """The life of every object of that name, one line a step; empty when there is none.

    Args:
        settings: of the project.
        name: `users`, `users.email`, `ix_users_email`, `users.users_pkey`, an enum, a sequence; quotes and `public.` say nothing.
        fs: where files are read; those of this machine by default.

    """
    wanted = name.replace('"', "").removeprefix("public.")
    lines: list[str] = []
    for target in check(settings, fs):
        ages = {revision.id: age for age, revision in enumerate(target.history.revisions)}
        for side, schema in (("models", target.models), ("migrations", target.migrations)):
            lines += [line for element, owner in _named(schema, wanted) for line in _life(side, element, owner, ages)]
    return lines


def _named(schema: Schema, name: str) -> Iterator[tuple[Element, str]]:
    """The objects of that name, each with what it is called."""
    for table in (*schema.tables.values(), *schema.removed_tables.values()):
        key = _plain(table.key)
        if key == name:
            yield table, key
        for part, label in _parts(table):
            if name in {label, label.removeprefix(f"{key}.")} and not (type(part).__name__ == "Column" and name != label):
                yield part, label
    for kind in (schema.enums, schema.sequences, schema.domains, schema.views):
        yield from ((element, name) for key, element in kind.items() if _plain(key) == name)
    yield from ((routine, name) for routine in schema.routines if _plain(routine.name) == name)


def _plain(key: str) -> str:
    return key.removeprefix("public.")


def _parts(table: Table) -> Iterator[tuple[Element, str]]:
    parts = (*table.columns.values(), *table.removed.values(), *table.constraints, *table.indexes, *table.gone)
    return ((part, f"{_plain(table.key)}.{part.name}") for part in parts)


def _life(side: str, element: Element, label: str, ages: Mapping[str, int]) -> Iterator[str]:
    """The steps of an object; those of a table's parts stand among its own, from the revision after its first on."""
    steps = [_step(element, label, change) for change in element.history]
    if isinstance(element, Table):
        first = element.origin.revision
        steps += [_step(p, n, c) for p, n in _parts(element) for c in p.history if c.origin.revision not in {None, first}]
    if isinstance(element, EnumType):
        steps += [
            (change, f"enum {label} label {text!r} added")
            for text, change in element.label_history.items()
            if change.origin is not NOWHERE and change.origin is not element.origin  # those of the type itself need no line each
        ]
    for change, text in sorted(steps, key=lambda step: ages.get(step[0].origin.revision or "", -1)):
        revision = f" by revision {change.origin.revision}" if change.origin.revision else ""
        yield f"{side}: {text}{revision} at {change.origin.location}"


def _step(element: Element, label: str, change: Change) -> tuple[Change, str]:
    kind = _KINDS.get(type(element).__name__) or getattr(element, "kind", None) or type(element).__name__.lower()
    return change, f"{kind} {label} {change.what}"
