"""Comments that say what a statement of a revision does: they stand in for the statement, which is then not evaluated."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from schemaparity.evaluate.outcomes import Outcome, Return

if TYPE_CHECKING:
    from schemaparity.evaluate.frame import Frame
    from schemaparity.findings.pragma import Hint

_DEFINITIONS = (cst.FunctionDef, cst.ClassDef)


def hint_of(frame: Frame, node: cst.CSTNode) -> Hint | None:
    """The hint for a statement, None without one; for a line as a whole, and not for what is only defined there."""
    source = frame.module.source
    if source is None or not source.hints or isinstance(node, (cst.BaseSmallStatement, *_DEFINITIONS)):
        return None
    hint: Hint | None = source.hints.get(source.locate(node).line)
    return hint


def stand_in(frame: Frame, node: cst.CSTNode, hint: Hint) -> Outcome:
    """Do what a hint says instead of the statement; what the statement would bind is not known."""
    interpreter = frame.interpreter
    interpreter.sites.append((frame.module, node))
    try:
        interpreter.guarded(interpreter.effects.stand_in, hint)
    finally:
        interpreter.sites.pop()
    parts = node.body if isinstance(node, cst.SimpleStatementLine) else [node]
    for name in sorted({name for part in parts for name in interpreter.bound_names(part)}):
        frame.bind(name, frame.unknown("a comment says what the statement does, not what it gives", node))
    return Return(None) if any(isinstance(part, cst.Return) for part in parts) else None
