"""The revision DAG: heads, bases, ancestors and the order of an upgrade. What is wrong with it is a finding; the rest stays usable."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

import networkx as nx

from schemaparity.findings import Finding
from schemaparity.findings.result import History, RevisionInfo
from schemaparity.migrations import graph_faults, graph_targets
from schemaparity.migrations.graph_order import own_dependencies, upgrade_order
from schemaparity.migrations.revision_files import Revision


class RevisionGraph:
    """Revisions and how they follow each other.

    Edges go from parent to child. A parent that does not exist is left out, a cycle is cut. Of two revisions with one id the last
    counts, as in Alembic.

    Args:
        revisions: in the order in which Alembic loads them.

    Example:
        >>> graph = RevisionGraph([Revision("a1"), Revision("c3", ("b2",)), Revision("b2", ("a1",))])
        >>> [revision.id for revision in graph.order()], graph.heads, graph.bases
        (['a1', 'b2', 'c3'], ('c3',), ('a1',))

    """

    def __init__(self, revisions: Sequence[Revision]) -> None:
        self.revisions = {revision.id: revision for revision in revisions}
        self.labels = {label: revision.id for revision in self.revisions.values() for label in revision.branch_labels}
        self._dependencies = {one.id: tuple(self._named(one.depends_on)) for one in self.revisions.values()}
        self._all: nx.DiGraph[str] = nx.DiGraph()
        self._all.add_nodes_from(self.revisions)
        self._all.add_edges_from(
            (parent, one.id) for one in self.revisions.values() for parent in (*self._known_parents(one), *self._dependencies[one.id])
        )
        cut = graph_faults.cut_cycles(self._all)
        self._removed = frozenset(edge for cycle in cut for edge in cycle.edges)
        self._versioned: nx.DiGraph[str] = nx.DiGraph()
        self._versioned.add_nodes_from(self.revisions)
        self._versioned.add_edges_from((parent, one.id) for one in self.revisions.values() for parent in self.down_revisions(one.id))
        faults = (
            *graph_faults.faults(revisions, self.revisions.keys() | self.labels.keys()),
            *(cycle.finding(self.revisions) for cycle in cut),
        )
        self.is_broken = bool(faults)
        self.findings: tuple[Finding, ...] = (*faults, *graph_faults.several_heads(self))

    def _named(self, names: Iterable[str]) -> Iterable[str]:
        """The ids of dependencies, which may be given by branch label."""
        return (one for one in (self.labels.get(name, name) for name in names) if one in self.revisions)

    def _known_parents(self, revision: Revision) -> tuple[str, ...]:
        return tuple(parent for parent in revision.down_revisions if parent in self.revisions)

    def down_revisions(self, revision: str) -> tuple[str, ...]:
        """The parents of a revision."""
        parents = self._known_parents(self.revisions[revision])
        return tuple(parent for parent in parents if (parent, revision) not in self._removed)

    def next_revisions(self, revision: str) -> tuple[str, ...]:
        """The children of a revision."""
        return tuple(self._versioned.successors(revision))

    @cached_property
    def _own_dependencies(self) -> dict[str, tuple[str, ...]]:
        kept = {one: tuple(dep for dep in deps if (dep, one) not in self._removed) for one, deps in self._dependencies.items()}
        return {one: own_dependencies(kept, one, nx.ancestors(self._versioned, one)) if kept[one] else () for one in kept}

    def parents(self, revision: str) -> tuple[str, ...]:
        """Down revisions, then dependencies that no ancestor has already."""
        return tuple(dict.fromkeys((*self.down_revisions(revision), *self._own_dependencies[revision])))

    def is_plain(self, revision: str) -> bool:
        """True with one down revision and no dependency of its own."""
        return len(self.down_revisions(revision)) == 1 and not self._own_dependencies[revision]

    def ancestors(self, revision: str) -> set[str]:
        """The revision and all that run before it, dependencies included."""
        return {revision, *nx.ancestors(self._all, revision)}

    def shares_lineage(self, one: str, other: str) -> bool:
        """True when one descends from the other, or they are the same; dependencies do not count."""
        return one == other or nx.has_path(self._versioned, one, other) or nx.has_path(self._versioned, other, one)

    @property
    def heads(self) -> tuple[str, ...]:
        """The revisions without a child, in the order they were loaded."""
        return tuple(one for one in self.revisions if not self._versioned.succ[one])

    @property
    def real_heads(self) -> tuple[str, ...]:
        """The heads that no revision depends on: what `alembic upgrade heads` goes to."""
        return tuple(one for one in self.revisions if not self._all.succ[one])

    @property
    def bases(self) -> tuple[str, ...]:
        """The revisions without a parent, in the order they were loaded."""
        return tuple(one for one in self.revisions if not self._versioned.pred[one])

    def resolve(self, until: str) -> tuple[str, ...]:
        """The ids that a target of `alembic upgrade` names; raises SettingsError. With several heads, `head` means all of them."""
        return graph_targets.resolve(self, until)

    def order(self, until: str = "head") -> tuple[Revision, ...]:
        """The revisions that `alembic upgrade UNTIL` runs in an empty database, in its order; raises SettingsError."""
        targets = self.resolve(until)
        wanted = {one for target in targets for one in self.ancestors(target)}
        heads = [one for one in self.revisions if one in targets]
        return tuple(self.revisions[one] for one in upgrade_order(wanted, heads, self))

    def history(self) -> History:
        """The graph as data, in the order of an upgrade to all heads."""
        return History(tuple(_info(one) for one in self.order("heads")), self.heads, self.bases)


def _info(revision: Revision) -> RevisionInfo:
    return RevisionInfo(
        revision.id, revision.down_revisions, revision.depends_on, revision.branch_labels, revision.message, revision.path, revision.origin
    )
