"""The revision DAGs of the targets as text, JSON, Mermaid or DOT: one document each. Takes Histories, answers text; reads no files."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from attrs import frozen

from schemaparity.findings.result import History, RevisionInfo
from schemaparity.report.sanitize import one_line

_DEEPEST_TREE = 20


Histories: TypeAlias = Mapping[str, History]
"""By name of the target."""


def render_history(histories: Histories, form: str) -> str:
    """The document in one of the formats of FORMATS, with a line end."""
    return FORMATS[form](histories).rstrip("\n") + "\n"


def _texts(histories: Histories) -> str:
    """The drawings one below the other, under the names of the targets where they are several."""
    if len(histories) == 1:
        return history_text(*histories.values())
    return "\n\n".join(f"{one_line(name)}:\n{history_text(history)}" for name, history in histories.items())


def history_text(history: History) -> str:
    """A tree while it is readable as one, else a list: a chain of 160 revisions would be indented off the page.

    Example:
        >>> print(history_text(History((RevisionInfo("a1"), RevisionInfo("b2", ("a1",))), heads=("b2",), bases=("a1",))))
        a1 (initial)
            └── b2 (HEAD)

    """
    drawing = _Drawing(history)
    return "\n".join(drawing.tree() if drawing.depth() <= _DEEPEST_TREE else drawing.list())


@frozen
class _Row:
    revision: str
    depth: int
    is_reference: bool = False


class _Drawing:
    """Places every revision once, under its first parent; its other parents refer to it."""

    def __init__(self, history: History) -> None:
        self._revisions = {one.id: one for one in history.revisions}
        self._heads = frozenset(history.heads)
        self._children: dict[str, list[str]] = {one: [] for one in self._revisions}
        for one in history.revisions:
            for parent in self._parents(one):
                self._children[parent].append(one.id)

    def _parents(self, revision: RevisionInfo) -> list[str]:
        return [parent for parent in revision.down_revisions if parent in self._revisions]

    def _is_placed_under(self, parent: str, child: str) -> bool:
        return self._parents(self._revisions[child])[0] == parent

    def _roots(self) -> list[str]:
        return [one.id for one in self._revisions.values() if not self._parents(one)]

    def depth(self) -> int:
        """The number of levels of the tree."""
        depths: dict[str, int] = {}
        for one in self._revisions.values():  # parents come first
            parents = self._parents(one)
            depths[one.id] = depths.get(parents[0], 0) + 1 if parents else 1
        return max(depths.values(), default=0)

    def tree(self) -> Iterator[str]:
        """The nested form."""
        for root in self._roots():
            yield self._label(root)
            yield from self._branches(root, "    ")

    def _branches(self, revision: str, indent: str) -> Iterator[str]:
        children = self._children[revision]
        for child in children:
            is_last = child == children[-1]
            lead = indent + ("└── " if is_last else "├── ")
            if self._is_placed_under(revision, child):
                yield lead + self._label(child)
                yield from self._branches(child, indent + ("    " if is_last else "│   "))
            else:
                yield f"{lead}→ {one_line(child)}"

    def list(self) -> Iterator[str]:
        """The flat form: a revision follows the one above it unless it says what it follows."""
        above: str | None = None
        for one in self._revisions.values():
            parents = self._parents(one)
            if not parents:
                yield from () if above is None else ("",)
                yield self._label(one.id)
            else:
                corner = "└──" if one.id in self._heads else "├──"
                after = "" if parents[0] == above else f" (after {one_line(parents[0])})"
                yield f"{corner} {self._label(one.id)}{after}"
            above = one.id

    def _label(self, revision: str) -> str:
        one = self._revisions[revision]
        marks = ["initial"] if not self._parents(one) else []
        marks += [f"branch {label}" for label in one.branch_labels]
        marks += [f"merges {', '.join(self._parents(one)[1:])}"] if len(self._parents(one)) > 1 else []
        marks += [f"depends on {', '.join(one.depends_on)}"] if one.depends_on else []
        marks += ["HEAD"] if revision in self._heads else []
        return one_line(" ".join([revision, *(f"({mark})" for mark in marks)]))


def _json(histories: Histories) -> str:
    """The graphs as one JSON object (`docs/history.schema.json`): all revisions, each with its target, and the ends of each target."""
    data = {
        "version": 1,
        "heads": [head for history in histories.values() for head in history.heads],
        "bases": [base for history in histories.values() for base in history.bases],
        "revisions": [_revision_data(one, name) for name, history in histories.items() for one in history.revisions],
        "targets": [{"name": name, "heads": list(h.heads), "bases": list(h.bases)} for name, h in histories.items()],
    }
    return json.dumps(data, indent=2)


def _revision_data(revision: RevisionInfo, target: str) -> dict[str, Any]:
    return {
        "id": revision.id,
        "down_revisions": list(revision.down_revisions),
        "depends_on": list(revision.depends_on),
        "branch_labels": list(revision.branch_labels),
        "message": revision.message,
        "path": revision.path,
        "line": revision.origin.location.line if revision.origin is not None else None,
        "target": target,
    }


def _edges(history: History, names: Mapping[str, str]) -> Iterator[tuple[str, str, bool]]:
    """Parent, child and whether it is only a dependency, by their names in the drawing."""
    labels = {label: one.id for one in history.revisions for label in one.branch_labels}
    for one in history.revisions:
        yield from ((names[parent], names[one.id], False) for parent in one.down_revisions if parent in names)
        needed = (labels.get(name, name) for name in one.depends_on)
        yield from ((names[name], names[one.id], True) for name in needed if name in names)


def _titles(history: History) -> Iterator[tuple[str, Sequence[str]]]:
    for one in history.revisions:
        marks = ["initial"] * (one.id in history.bases) + ["HEAD"] * (one.id in history.heads)
        yield one.id, [part for part in (one_line(one.id), one_line(one.message), ", ".join(marks)) if part]


def _mermaid(histories: Histories) -> str:
    """A flow chart from the bases down to the heads; a subgraph a target where they are several."""
    lines = ["flowchart TD"]
    for number, (name, history) in enumerate(histories.items()):
        if len(histories) == 1:
            lines += _mermaid_lines(history, "r", "    ")
        else:
            title = _mermaid_text(one_line(name))
            lines += [f'    subgraph t{number}["{title}"]', *_mermaid_lines(history, f"t{number}r", "        "), "    end"]
    return "\n".join(lines)


def _mermaid_lines(history: History, prefix: str, indent: str) -> Iterator[str]:
    names = {one.id: f"{prefix}{n}" for n, one in enumerate(history.revisions)}
    for revision, parts in _titles(history):
        yield f'{indent}{names[revision]}["{"<br/>".join(map(_mermaid_text, parts))}"]'
    for parent, child, is_dependency in _edges(history, names):
        yield f"{indent}{parent} {'-.->' if is_dependency else '-->'} {child}"


def _mermaid_text(text: str) -> str:
    return "".join(f"#{ord(char)};" if char in '"#<>&`\\' else char for char in text)


def _dot(histories: Histories) -> str:
    """A digraph for Graphviz; a cluster a target where they are several."""
    lines = ["digraph revisions {", "    node [shape=box];"]
    for number, (name, history) in enumerate(histories.items()):
        if len(histories) == 1:
            lines += _dot_lines(history, "", "    ")
        else:
            label = f"        label={_dot_text(one_line(name))};"
            lines += [f"    subgraph cluster_{number} {{", label, *_dot_lines(history, f"{name}: ", "        "), "    }"]
    return "\n".join([*lines, "}"])


def _dot_lines(history: History, prefix: str, indent: str) -> Iterator[str]:
    names = {one.id: _dot_text(one_line(prefix + one.id)) for one in history.revisions}
    for revision, parts in _titles(history):
        yield f"{indent}{names[revision]} [label={_dot_text(chr(10).join(parts))}];"
    for parent, child, is_dependency in _edges(history, names):
        yield f"{indent}{parent} -> {child}{' [style=dashed]' if is_dependency else ''};"


def _dot_text(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


FORMATS: Mapping[str, Callable[[Histories], str]] = {"text": _texts, "json": _json, "mermaid": _mermaid, "dot": _dot}
"""The formats of `schemaparity history`."""
