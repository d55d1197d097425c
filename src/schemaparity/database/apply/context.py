"""What a statement is applied in: who executes it, where unqualified names are looked for, how unknowns are told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from attrs import field, frozen

from schemaparity.database.site import Site
from schemaparity.sql.holes import Holes

DEFAULT_PATH = ("public",)

Extensions: TypeAlias = Literal["created", "possible", "assumed"]
"""What is known of extensions that no statement created: there are none, a template may have brought them, they are there."""


@frozen
class Context:
    """The circumstances of one statement.

    Args:
        site: who is responsible.
        search_path: schemas in the order of the look-up; `public` is the default schema.
        holes: the registry that tells unknowns from their tokens.
        open_base: whether a table that never existed is taken for one that was there before.
        in_transaction: whether a transaction block is open.
        extensions: which extensions there may be besides those that statements created.
        fresh: enum labels (type key, label) that were added in the open transaction.
        accepted: what the server itself, asked over a copy, made of the texts of tables and indexes, by name; None when it was not asked.

    """

    site: Site = field(factory=Site)
    search_path: tuple[str, ...] = DEFAULT_PATH
    holes: Holes = field(factory=Holes)
    open_base: bool = False
    in_transaction: bool = False
    fresh: frozenset[tuple[str, str]] = frozenset()
    extensions: Extensions = "created"
    accepted: Mapping[str, str] | None = None

    @property
    def assumes_others(self) -> bool:
        """Whether types and sequences that no statement created are taken to be there: the server is not known."""
        return self.open_base or self.extensions == "assumed"
