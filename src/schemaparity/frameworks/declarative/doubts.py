"""What could not be read of a table or of a metadata, kept in `.info` of the real objects until a schema is made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemaparity.frameworks.sqlalchemy.overlays.notes import UNKNOWNS
from schemaparity.frameworks.sqlalchemy.placeholders import note_part
from schemaparity.schema import UndecidedFact, Unknown

if TYPE_CHECKING:
    from sqlalchemy.sql.schema import MetaData

doubt_table = note_part


def doubt_metadata(metadata: MetaData, unknown: Unknown, of: str | None = None) -> None:
    """Remember that the metadata may hold more, or `of` otherwise, than is known."""
    known: list[UndecidedFact] = metadata.info.setdefault(UNKNOWNS, [])
    fact = UndecidedFact(unknown, of)
    if fact not in known:
        known.append(fact)


def doubts_of_metadata(metadata: MetaData) -> tuple[UndecidedFact, ...]:
    """What is not known of the metadata."""
    return tuple(metadata.info.get(UNKNOWNS, ()))
