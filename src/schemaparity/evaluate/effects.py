"""The port to state outside the interpreter (the symbolic database), for undecidable branches."""

from __future__ import annotations

from typing import Protocol

from schemaparity.findings.pragma import Hint
from schemaparity.schema import Unknown


class Effects(Protocol):
    """State that interpreted code changes through framework calls."""

    def snapshot(self) -> object:
        """The state as of now; must stay valid when the state changes afterwards."""
        ...

    def restore(self, state: object) -> None:
        """Make `state`, a snapshot, the current state."""
        ...

    def join(self, first: object, second: object, unknown: Unknown) -> None:
        """Make the join of two snapshots the current state: what they agree on is certain, the rest is `unknown`."""
        ...

    def unknown_call(self, unknown: Unknown, arguments: tuple[object, ...]) -> None:
        """Something unknown was called with `arguments` of which one carries effects; or, without arguments, a run was cut short."""
        ...

    def stand_in(self, hint: Hint) -> None:
        """Do what a comment says that a statement does."""
        ...


class NoEffects:
    """There is no state outside the interpreter."""

    def snapshot(self) -> object:
        """Nothing."""
        return None

    def restore(self, state: object) -> None:
        """Nothing to restore."""

    def join(self, first: object, second: object, unknown: Unknown) -> None:
        """Nothing to join."""

    def unknown_call(self, unknown: Unknown, arguments: tuple[object, ...]) -> None:
        """Nothing to tell."""

    def stand_in(self, hint: Hint) -> None:
        """Nothing to do."""
