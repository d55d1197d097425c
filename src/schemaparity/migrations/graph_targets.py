"""Names of upgrade targets by Alembic 1.20's rules: `head`, `heads`, `base`, ids and their beginnings, `label@head`, `id+2`, `+3`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from schemaparity.errors import SettingsError

if TYPE_CHECKING:
    from schemaparity.migrations.graph import RevisionGraph

_RELATIVE = re.compile(r"(?:(.+?)@)?(\w+)?([+-]\d+)$")
_SHORTEST_BEGINNING = 4


def resolve(graph: RevisionGraph, until: str) -> tuple[str, ...]:
    """The ids that `until` names, none for `base`; raises SettingsError."""
    if until in graph.revisions:
        return (until,)
    relative = _RELATIVE.match(until)
    if relative is not None:
        return _walked(graph, until, *relative.groups())
    label, _, name = until.rpartition("@")
    if name in {"head", "heads"}:
        return _heads(graph, until, label)
    if name == "base":
        return ()
    return (_one(graph, name, label),)


def _heads(graph: RevisionGraph, until: str, label: str) -> tuple[str, ...]:
    if not label:
        return graph.heads if until == "head" and len(graph.heads) == 1 else graph.real_heads
    branch = _branch(graph, label)
    heads = tuple(head for head in graph.heads if graph.shares_lineage(branch, head))
    if until.endswith("@head") and len(heads) > 1:
        raise SettingsError(f"{until} names several heads: {', '.join(heads)}; use {label}@heads or one of them")
    return heads


def _branch(graph: RevisionGraph, label: str) -> str:
    return graph.labels[label] if label in graph.labels else _one(graph, label, "")


def _one(graph: RevisionGraph, name: str, label: str) -> str:
    """The revision with an id or label, or with one that begins so."""
    by_name = {**{one: one for one in graph.revisions}, **graph.labels}
    found = [name] if name in by_name else [one for one in by_name if len(one) >= _SHORTEST_BEGINNING and one.startswith(name)]
    if label:
        branch = _branch(graph, label)
        found = [one for one in found if graph.shares_lineage(branch, by_name[one])]
    if not name or not found:
        raise SettingsError(f"there is no revision {name!r}{f' on branch {label}' if label else ''}; `schemaparity history` lists them")
    if len(found) > 1:
        raise SettingsError(f"several revisions begin with {name!r}: {', '.join(found[:3])}")
    return by_name[found[0]]


def _walked(graph: RevisionGraph, until: str, label: str | None, name: str | None, steps: str) -> tuple[str, ...]:
    """The revision that many steps up or down from a revision, or up from the base."""
    count = int(steps)
    if name is None and count < 0:
        raise SettingsError(f"{until} goes below the base of an empty database")
    at = _start(graph, name, label or "")
    for _ in range(abs(count)):
        ways = (graph.bases if at is None else graph.next_revisions(at)) if count > 0 else (() if at is None else graph.down_revisions(at))
        if label and count > 0:
            branch = _branch(graph, label)
            ways = tuple(one for one in ways if graph.shares_lineage(branch, one))
        if len(ways) != 1:
            raise SettingsError(f"{until} {'is ambiguous: there are several ways' if ways else 'goes further than the revisions do'}")
        at = ways[0]
    return () if at is None else (at,)


def _start(graph: RevisionGraph, name: str | None, label: str) -> str | None:
    if name is None:
        return None
    found = resolve(graph, f"{label}@{name}" if label else name)
    if len(found) > 1:
        raise SettingsError(f"{name} names several revisions: {', '.join(found)}")
    return next(iter(found), None)
