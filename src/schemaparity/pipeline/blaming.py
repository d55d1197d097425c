"""Where an object is declared, created and changed, as lines for people."""

from __future__ import annotations

from collections.abc import Iterator

from schemaparity.pipeline.checking import check
from schemaparity.project import Settings
from schemaparity.schema import Element, EnumType, Schema, Table


def blame(settings: Settings, name: str) -> list[str]:
    """The life of every object of that name, one line a step; empty when there is none."""
    lines = []
    for target in check(settings):
        for side, schema in (("models", target.models), ("migrations", target.migrations)):
            lines += [line for element in _named(schema, name) for line in _steps(side, element)]
    return lines


def _named(schema: Schema, name: str) -> Iterator[Element]:
    for table in (*schema.tables.values(), *schema.removed_tables.values()):
        if table.key == name:
            yield table
        yield from _parts(table, name)
    for kind in (schema.enums, schema.sequences, schema.domains, schema.views):
        if name in kind:
            yield kind[name]


def _parts(table: Table, name: str) -> Iterator[Element]:
    for columns in (table.columns, table.removed):
        yield from (column for column in columns.values() if f"{table.key}.{column.name}" == name)
    for part in (*table.constraints, *table.indexes):
        if name in {part.name, f"{table.key}.{part.name}"}:
            yield part


def _steps(side: str, element: Element) -> Iterator[str]:
    label = getattr(element, "key", None) or getattr(element, "name", "")
    kind = type(element).__name__.lower()
    for change in element.history:
        revision = f" by revision {change.origin.revision}" if change.origin.revision else ""
        yield f"{side}: {kind} {label} {change.what}{revision} at {change.origin.location}"
    if isinstance(element, EnumType):
        for text, change in element.label_history.items():
            revision = f" by revision {change.origin.revision}" if change.origin.revision else ""
            yield f"{side}: enum {label} label {text!r} {change.what}{revision} at {change.origin.location}"
