"""Where a chain leaves the ground: tables that it uses and no revision creates, told in one finding at the first of them."""

from __future__ import annotations

from attrs import define, evolve, field

from schemaparity.findings import Finding, ObjectRef
from schemaparity.location import Origin
from schemaparity.migrations.failures import Failure
from schemaparity.schema import Schema

_HINT = "an upgrade of an empty database fails here; if the tables are there before the first revision runs, say so with --base open"
_SHOWN = 5


@define(eq=False)
class OpenBase:
    """What was missed in one replay.

    Args:
        opened: tables that stay external, with the place and the revision that first named each.
        missed: statements that failed for what was not there, with their revisions.

    """

    opened: list[tuple[str, Origin, str]] = field(factory=list)
    missed: list[tuple[Failure, str]] = field(factory=list)

    def note(self, schema: Schema, revision: str) -> None:
        """Remember the external tables of a schema that no earlier revision named."""
        known = {key for key, _, _ in self.opened}
        for key, table in schema.tables.items():
            if not table.complete and key not in known:
                self.opened.append((key, table.origin, revision))

    def findings(self) -> list[Finding]:
        """One finding for all tables; what is dropped at once leaves no table behind, a schema that nobody creates is none either."""
        if self.opened:
            return [self._of_tables()]
        schemas = {f.message: (f, r) for f, r in reversed(self.missed) if f.is_of_schema}
        others = [(f, r) for f, r in self.missed if not f.is_of_schema]
        return [
            *(f.finding(r) for f, r in reversed(schemas.values())),
            *(evolve(f.finding(r), code="SP602", hint=_HINT) for f, r in others[:1]),
        ]

    def _of_tables(self) -> Finding:
        names = [key for key, _, _ in self.opened]
        shown = ", ".join(names[:_SHOWN]) + (f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else "")
        _, origin, revision = self.opened[0]
        message = f"the chain alters tables that no revision creates: {shown}"
        ref = ObjectRef("revision", name=revision)
        return Finding("SP602", message, ref, "failure", hint=_HINT, migrations=origin, revisions=(revision,))
