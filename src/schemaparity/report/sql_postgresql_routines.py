"""What PostgreSQL tracks by the statement that made it: extensions, types, functions, triggers, policies, rules, statistics."""

from __future__ import annotations

import re
from collections.abc import Iterator

from schemaparity.report.sql_known import doubt_of
from schemaparity.report.sql_quoting import is_printed, note, quote
from schemaparity.schema import Computed, Routine, Schema, Table

_CALLED = frozenset({"function", "procedure", "aggregate"})
_TYPES = frozenset({"type", "collation"})
_ON_TABLES = ("trigger", "policy", "rule")
_LATE = (*_ON_TABLES, "statistics")
_HEAD = re.compile(r"CREATE EXTENSION (?!IF NOT EXISTS)")


def extensions(schema: Schema) -> Iterator[str]:
    """The extensions that the chain creates; where the server lacks one, its types are missing anyway."""
    for routine in schema.routines:
        if routine.kind == "extension":
            yield from _written(routine, _HEAD.sub("CREATE EXTENSION IF NOT EXISTS ", routine.definition, count=1))


def types(schema: Schema) -> Iterator[str]:
    """Composite types, ranges and collations."""
    return (line for routine in schema.routines if routine.kind in _TYPES for line in _written(routine))


def early_routines(schema: Schema) -> Iterator[str]:
    """What tables may need; a body that reads a table is not looked into before the table exists."""
    if any(routine.kind in _CALLED for routine in schema.routines):
        yield "SET check_function_bodies = off;"
    for routine in schema.routines:
        if routine.kind not in {"extension", "index", *_TYPES, *_LATE} and (routine.kind not in _CALLED or _is_needed(schema, routine)):
            yield from _written(routine)


def late_routines(schema: Schema, views: Iterator[str]) -> Iterator[str]:
    """The other functions, the views that may call them, then what hangs on tables."""
    for routine in schema.routines:
        if routine.kind in _CALLED and not _is_needed(schema, routine):
            yield from _written(routine)
    yield from views
    for kind in _LATE:
        for routine in schema.routines:
            if routine.kind == kind:
                yield from _of_table(schema, routine) if kind in _ON_TABLES else _written(routine)
    yield from (note(f"the index {r.name} {r.definition} is left out: of a view only its name is known") for r in _indexes(schema))
    if any(routine.kind == "policy" for routine in schema.routines):
        yield note("left out: whether tables ENABLE ROW LEVEL SECURITY; it is not tracked, as owners and privileges are not")


def _indexes(schema: Schema) -> Iterator[Routine]:
    return (routine for routine in schema.routines if routine.kind == "index")


def _of_table(schema: Schema, routine: Routine) -> Iterator[str]:
    """A trigger, policy or rule, `NAME ON TABLE`; its statement names the table as it was called then."""
    key = routine.name.rpartition(" ON ")[2]
    table = schema.tables.get(key)
    names = {key, *(() if table is None else _spellings(table))}
    if any(re.search(rf"\b(?:ON|TO) (?:ONLY )?{re.escape(name)}(?![\w.])", routine.definition) for name in names):
        yield from _written(routine)
    else:
        yield note(f"the {routine.kind} {routine.name} is left out: its statement is on a table that has another name now")


def _spellings(table: Table) -> Iterator[str]:
    for name in (table.name, quote(table.name)):
        yield from (name, f"{table.schema}.{name}", f"{quote(table.schema)}.{name}") if table.schema else (name, f"public.{name}")


def _written(routine: Routine, definition: str | None = None) -> Iterator[str]:
    yield from doubt_of(f"{routine.kind} {routine.name}", routine)
    text = (routine.definition if definition is None else definition).rstrip().rstrip(";")
    if not text:
        yield note(f"the {routine.kind} {routine.name} is left out: its statement is not known")
    elif not is_printed(text):
        yield note(f"the {routine.kind} {routine.name} is left out: its statement has control characters")
    else:
        yield f"{text};"


def _is_needed(schema: Schema, routine: Routine) -> bool:
    name = routine.name.partition("(")[0].rpartition(".")[2]
    return bool(name) and any(name in text for table in schema.tables.values() for text in _expressions(table))


def _expressions(table: Table) -> Iterator[str]:
    for column in table.columns.values():
        if isinstance(column.default, str):
            yield column.default
        if isinstance(column.computed, Computed):
            yield column.computed.expression
    yield from (c.expression for c in table.check_constraints if isinstance(c.expression, str))
    for index in table.indexes:
        if isinstance(index.elements, tuple):
            yield from (e.expression for e in index.elements if e.is_expression)
        if isinstance(index.where, str):
            yield index.where
