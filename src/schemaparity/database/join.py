"""Two schemas that a condition decides between: what agrees stays, what differs is unknown, what only one has is doubtful."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

import attrs
from attrs import evolve

from schemaparity.schema import Column, Element, EnumType, PrimaryKey, Schema, Table, UndecidedFact, Unknown

E = TypeVar("E", bound=Element)


def join(a: Schema, b: Schema, unknown: Unknown) -> Schema:
    """The schema of which only what both agree on is certain."""
    if a is b or a == b:
        return a
    return evolve(
        a,
        tables=_mappings(a.tables, b.tables, unknown, _tables),
        enums=_mappings(a.enums, b.enums, unknown, _enums),
        sequences=_mappings(a.sequences, b.sequences, unknown, _either),
        domains=_mappings(a.domains, b.domains, unknown, _either),
        views=_mappings(a.views, b.views, unknown, _views),
        schemas={**b.schemas, **a.schemas},
        routines=_routines(a, b, unknown),
        removed_tables={**b.removed_tables, **a.removed_tables},
        unknown=_facts(a, b, unknown),
    )


def _facts(a: Schema, b: Schema, unknown: Unknown) -> tuple[UndecidedFact, ...]:
    facts = dict.fromkeys((*a.unknown, *b.unknown))
    moved = set(a.schemas) ^ set(b.schemas)
    return (*facts, *(UndecidedFact(unknown, name) for name in sorted(moved)))


def _mappings(a: Mapping[str, E], b: Mapping[str, E], unknown: Unknown, both: Any) -> dict[str, E]:
    """The objects of two sides; an object of one side only is doubtful."""
    if a is b:
        return dict(a)
    joined: dict[str, E] = {}
    for key, element in a.items():
        other = b.get(key)
        if other is None:
            joined[key] = _doubtful(element, unknown)
        else:
            joined[key] = element if other is element or _same(element, other) else both(element, other, unknown)
    joined.update({key: _doubtful(element, unknown) for key, element in b.items() if key not in a})
    return joined


def _same(a: Element, b: Element) -> bool:
    """Whether two are equal, what takes no part in the comparison of differences included."""
    return a == b and getattr(a, "has_rows", None) == getattr(b, "has_rows", None)


def _doubtful(element: E, unknown: Unknown) -> E:
    return element if element.doubt is not None else evolve(element, doubt=unknown)


def _history(a: Element, b: Element) -> tuple[Any, ...]:
    """The steps of one side, then those that only the other has."""
    shared = {id(c) for c in a.history}
    return (*a.history, *(c for c in b.history if id(c) not in shared))


def _either(a: E, b: E, unknown: Unknown) -> E:
    """One of two versions of an object, which is doubtful in this form."""
    return evolve(a, doubt=a.doubt or b.doubt or unknown, history=_history(a, b))


def _views(a: Any, b: Any, unknown: Unknown) -> Any:
    if a.materialized != b.materialized:
        return _either(a, b, unknown)
    return evolve(a, definition=a.definition if a.definition == b.definition else None, history=_history(a, b), doubt=a.doubt or b.doubt)


def _enums(a: EnumType, b: EnumType, unknown: Unknown) -> EnumType:
    labels = a.labels if a.labels == b.labels else unknown
    return evolve(a, labels=labels, history=_history(a, b), label_history={**b.label_history, **a.label_history}, doubt=a.doubt or b.doubt)


def _columns(a: Column, b: Column, unknown: Unknown) -> Column:
    fields = ("type", "nullable", "default", "identity", "computed", "comment", "collation")
    differing: dict[str, Any] = {f: unknown for f in fields if getattr(a, f) != getattr(b, f)}
    return evolve(a, **differing, history=_history(a, b), doubt=a.doubt or b.doubt)


_OPTIONAL = {"expression", "definition", "elements", "unique", "where"}


def _elements(a: tuple[Any, ...], b: tuple[Any, ...], unknown: Unknown) -> tuple[Any, ...]:
    """Constraints or indexes by name; of two versions the fields that can be unknown are, of other versions both are doubtful."""
    if a == b:
        return a
    others = {e.name: e for e in b}
    joined: list[Any] = []
    for element in a:
        other = others.pop(element.name, None)
        joined.extend([_doubtful(element, unknown)] if other is None else _versions(element, other, unknown))
    return (*joined, *(_doubtful(e, unknown) for e in others.values()))


def _versions(a: Any, b: Any, unknown: Unknown) -> list[Any]:
    if a == b:
        return [a]
    differing = [f.name for f in attrs.fields(type(a)) if f.eq and f.name != "doubt" and getattr(a, f.name) != getattr(b, f.name)]
    if all(name in _OPTIONAL for name in differing):
        return [evolve(a, **dict.fromkeys(differing, unknown), history=_history(a, b), doubt=a.doubt or b.doubt)]
    return [_doubtful(a, unknown), _doubtful(b, unknown)]


def _primary_keys(a: Any, b: Any, unknown: Unknown) -> PrimaryKey | Unknown | None:
    if a == b:
        return a  # type: ignore[no-any-return]
    if a is None or b is None:
        only = a or b
        return _doubtful(only, unknown) if isinstance(only, PrimaryKey) else unknown
    return unknown


_LISTS = ("foreign_keys", "unique_constraints", "check_constraints", "exclude_constraints", "indexes")


def _tables(a: Table, b: Table, unknown: Unknown) -> Table:
    lists: dict[str, Any] = {f: _elements(getattr(a, f), getattr(b, f), unknown) for f in _LISTS}
    plain = a.partition_by == b.partition_by and a.partition_of == b.partition_of and a.options == b.options
    unknowns = tuple(dict.fromkeys((*a.unknowns, *b.unknowns, *(() if plain else (unknown,)))))
    return evolve(
        a,
        columns=_mappings(a.columns, b.columns, unknown, _columns),
        primary_key=_primary_keys(a.primary_key, b.primary_key, unknown),
        comment=a.comment if a.comment == b.comment else unknown,
        complete=a.complete and b.complete,
        has_rows=a.has_rows or b.has_rows,
        unknowns=unknowns,
        removed={**b.removed, **a.removed},
        gone=(*a.gone, *(e for e in b.gone if e not in a.gone)),
        history=_history(a, b),
        doubt=a.doubt or b.doubt,
        **lists,
    )


def _routines(a: Schema, b: Schema, unknown: Unknown) -> tuple[Any, ...]:
    if a.routines == b.routines:
        return a.routines
    mine = {(r.kind, r.name): r for r in a.routines}
    theirs = {(r.kind, r.name): r for r in b.routines}
    return tuple(_mappings(mine, theirs, unknown, _either).values())  # type: ignore[arg-type]
