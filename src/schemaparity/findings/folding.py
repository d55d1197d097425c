"""Unknown findings of one cause as one finding, which names some of the objects that it leaves undecided. Knows nothing of the cause."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve

from schemaparity.findings.finding import Finding, ObjectRef

SHOWN = 5
"""How many objects a folded finding names; so many findings of one cause still stand alone."""
_SIDES = {"SP701": "after the migrations ", "SP702": "of the models "}


def fold_unknown(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings, those that are unknown for one reason folded where they are many; the fold stands in the place of the first."""
    groups: dict[tuple[str, str | None] | int, list[Finding]] = {}
    for number, finding in enumerate(findings):
        is_alone = finding.verdict != "unknown" or finding.cause is None
        groups.setdefault(number if is_alone else (finding.code, finding.cause), []).append(finding)
    return tuple(f for group in groups.values() for f in ([_folded(group)] if len(set(_names(group))) > SHOWN else group))


def _folded(group: list[Finding]) -> Finding:
    first = group[0]
    names = list(dict.fromkeys(_names(group)))
    side = _SIDES.get(first.code, "")
    shown = f"{', '.join(names[:SHOWN])} and {len(names) - SHOWN} more"
    message = f"{len(names)} objects {side}cannot be decided: {first.cause}; they are {shown}"
    revisions = tuple(dict.fromkeys(revision for finding in group for revision in finding.revisions))
    return evolve(
        first, message=message, object=_owner(group), change=None, hint=None, fields=(), revisions=revisions, folded=tuple(group)
    )


def _owner(group: list[Finding]) -> ObjectRef:
    """The table that all objects belong to, else the project."""
    tables = {(f.object.schema, f.object.name if f.object.kind == "table" else f.object.table) for f in group}
    schema, table = next(iter(tables))
    return ObjectRef("table", table, table, schema) if len(tables) == 1 and table is not None else ObjectRef("project")


def _names(group: list[Finding]) -> list[str]:
    """What people call the objects."""
    return [_name(finding.object) for finding in group]


def _name(ref: ObjectRef) -> str:
    kind = ref.kind.replace("_", " ")
    if ref.kind == "project":
        return "the schema"
    table = ref.name if ref.kind == "table" else ref.table
    table = f"{ref.schema}.{table}" if ref.schema and table else table
    if ref.kind == "table" or table is None:
        return f"{kind} {table or ref.name}"
    if ref.kind == "column":
        return f"column {table}.{ref.name}"
    own = ref.name or f"({', '.join(ref.columns)})"
    return f"{kind} {own} of {table}" if ref.name or ref.columns else f"{kind} of {table}"
