"""What is wrong with a set of revisions: duplicates, missing parents, cycles, several heads. Answers findings, raises nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import networkx as nx
from attrs import frozen

from schemaparity.findings import Finding, ObjectRef, Verdict
from schemaparity.location import Origin
from schemaparity.migrations.revision_files import Revision

if TYPE_CHECKING:
    from schemaparity.migrations.graph import RevisionGraph

_ILLEGAL = "@-+:"


def faults(revisions: Sequence[Revision], known: Collection[str]) -> Iterator[Finding]:
    """Everything that is wrong, except for cycles."""
    yield from _duplicates(revisions)
    yield from _duplicate_labels(revisions)
    for revision in revisions:
        illegal = sorted(set(revision.id) & set(_ILLEGAL))
        if illegal:
            yield _broken(revision, f"Alembic does not allow {', '.join(illegal)} in a revision identifier: {revision.id}")
        for name, word in _references(revision):
            if name not in known:
                yield _broken(revision, f"revision {revision.id} {word} {name}, which does not exist", revision.parents_origin)


def _references(revision: Revision) -> Iterator[tuple[str, str]]:
    yield from ((name, "has the down_revision") for name in revision.down_revisions)
    yield from ((name, "depends on") for name in revision.depends_on)


def _duplicates(revisions: Sequence[Revision]) -> Iterator[Finding]:
    counts = Counter(revision.id for revision in revisions)
    first: dict[str, Revision] = {}
    for revision in revisions:
        other = first.setdefault(revision.id, revision)
        if counts[revision.id] > 1 and other is not revision:
            yield _broken(revision, f"revision {revision.id} is defined twice: in {other.path} and in {revision.path}")


def _duplicate_labels(revisions: Sequence[Revision]) -> Iterator[Finding]:
    owners: dict[str, Revision] = {}
    for revision in revisions:
        for label in revision.branch_labels:
            owner = owners.setdefault(label, revision)
            if owner.id != revision.id:
                yield _broken(revision, f"branch label {label} of revision {revision.id} is already used by revision {owner.id}")


@frozen
class Cycle:
    """Revisions that come before themselves, and the edges that were cut."""

    revisions: tuple[str, ...]
    edges: tuple[tuple[str, str], ...]

    def finding(self, revisions: Mapping[str, Revision]) -> Finding:
        """The finding, at the revision that the cycle was cut before."""
        revision = revisions[self.revisions[0]]
        return _broken(
            revision, f"the revisions form a cycle: {' -> '.join((*self.revisions, self.revisions[0]))}", revision.parents_origin
        )


def cut_cycles(graph: nx.DiGraph[str]) -> tuple[Cycle, ...]:
    """Remove edges until no cycle is left: in each knot, those that lead to the revision that was loaded first."""
    cut: list[Cycle] = []
    place = {revision: n for n, revision in enumerate(graph)}
    while True:
        knots = [knot for knot in nx.strongly_connected_components(graph) if len(knot) > 1 or any(graph.has_edge(one, one) for one in knot)]
        if not knots:
            return tuple(cut)
        for knot in sorted(knots, key=lambda knot: min(map(place.__getitem__, knot))):
            first = min(knot, key=place.__getitem__)
            edges = tuple((parent, first) for parent in sorted(knot, key=place.__getitem__) if graph.has_edge(parent, first))
            cut.append(Cycle(_around(graph, knot, first), edges))
            graph.remove_edges_from(edges)


def _around(graph: nx.DiGraph[str], knot: set[str], first: str) -> tuple[str, ...]:
    """A shortest way from `first` back to itself."""
    if graph.has_edge(first, first):
        return (first,)
    paths = (nx.shortest_path(graph.subgraph(knot), child, first) for child in graph.successors(first) if child in knot)
    return (first, *min(paths, key=len)[:-1])


def several_heads(graph: RevisionGraph) -> Iterator[Finding]:
    """Several heads: `alembic upgrade head` fails. A notice for branches on purpose: labelled, or without a common base."""
    heads = graph.heads
    if len(heads) < 2:
        return
    origin = graph.revisions[heads[-1]].origin
    hint = "alembic merge heads"
    message = f"the revisions have {len(heads)} heads: {', '.join(heads)}; `alembic upgrade head` fails, `alembic upgrade heads` runs all"
    verdict: Verdict = "notice" if _are_branches(graph, heads) else "failure"
    reference = ObjectRef("revision", name=",".join(sorted(heads)))
    yield Finding("SP903", message, reference, verdict, hint=None if verdict == "notice" else hint, migrations=origin)


def _are_branches(graph: RevisionGraph, heads: Sequence[str]) -> bool:
    """True when every two heads have no base in common or each a branch label of its own."""
    labels = [frozenset(label for label, one in graph.labels.items() if graph.shares_lineage(one, head)) for head in heads]
    bases = [frozenset(one for one in graph.bases if graph.shares_lineage(one, head)) for head in heads]
    pairs = [(m, n) for n in range(len(heads)) for m in range(n)]
    return all(not bases[m] & bases[n] or (labels[m] - labels[n] and labels[n] - labels[m]) for m, n in pairs)


def _broken(revision: Revision, message: str, origin: Origin | None = None) -> Finding:
    return Finding("SP902", message, ObjectRef("revision", name=revision.id), "failure", migrations=origin or revision.origin)
