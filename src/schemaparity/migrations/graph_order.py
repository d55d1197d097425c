"""The order in which Alembic runs revisions, given a graph without cycles. Knows nothing of files or findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from attrs import define


class Lineage(Protocol):
    """What the order depends on."""

    def parents(self, revision: str) -> tuple[str, ...]:
        """Down revisions, then dependencies that no ancestor has already."""
        ...

    def is_plain(self, revision: str) -> bool:
        """True with one down revision and no such dependency."""
        ...

    def ancestors(self, revision: str) -> set[str]:
        """The revision and all before it."""
        ...


@define
class _Line:
    """A line of descent that is being walked down: the next revision on it, and what is at or below that."""

    revision: str
    below: set[str]


def upgrade_order(wanted: Iterable[str], heads: Sequence[str], lineage: Lineage) -> list[str]:
    """Order `wanted` from base to heads as Alembic 1.20 does (`RevisionMap._topological_sort`, read backwards).

    Alembic stays on one line of descent until it comes to a revision that another line still has to run after; then it changes to
    that line.

    Args:
        wanted: the revisions to run, closed under ancestry.
        heads: those that nothing wanted comes after, in the order in which they were loaded.
        lineage: parents and ancestors.

    """
    todo = set(wanted)
    lines = [_Line(head, lineage.ancestors(head)) for head in heads if head in todo]
    output: list[str] = []
    at = 0
    while lines:
        line = lines[at]
        later = next((n for n, other in enumerate(lines) if n != at and line.revision in other.below), None)
        if later is not None:
            at = later
            continue
        if line.revision in todo:
            output.append(line.revision)
            todo.remove(line.revision)
        at = _step_down(lines, at, todo, lineage)
    return output[::-1]


def _step_down(lines: list[_Line], at: int, todo: set[str], lineage: Lineage) -> int:
    """Move a line to the first parent of its revision and open a line for each other one; the index to go on at."""
    line = lines[at]
    taken = {other.revision for other in lines}
    parents = [parent for parent in lineage.parents(line.revision) if parent in todo and parent not in taken]
    if not parents:
        del lines[at]
        return max(at - 1, 0)
    if lineage.is_plain(line.revision):
        line.below.discard(line.revision)
    else:
        line.below = lineage.ancestors(parents[0])
        lines.extend(_Line(parent, lineage.ancestors(parent)) for parent in parents[1:])
    line.revision = parents[0]
    return at


def own_dependencies(dependencies: Mapping[str, tuple[str, ...]], revision: str, versioned_ancestors: Iterable[str]) -> tuple[str, ...]:
    """The dependencies of a revision that none of its ancestors along down revisions has."""
    inherited = {one for ancestor in versioned_ancestors if ancestor != revision for one in dependencies[ancestor]}
    return tuple(one for one in dependencies[revision] if one not in inherited)
