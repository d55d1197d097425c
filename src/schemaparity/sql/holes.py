"""Holes: identifier-shaped tokens that carry an Unknown through SQL text and back.

A type, a default or a part of a statement that could not be evaluated is rendered as a token; when the text has been parsed, the token is
found again and becomes the Unknown it stands for. Tokens survive quoting, folding to lower or upper case and deparsing.
"""

from __future__ import annotations

import re

from schemaparity.schema import Unknown

_TOKEN = re.compile(r"sphole_[a-z0-9_]*?_x\d+x", re.IGNORECASE)
_LABEL = re.compile(r"[^a-z0-9]+")


class Holes:
    """The registry of one run.

    Example:
        >>> holes = Holes()
        >>> token = holes.token(Unknown("environment variable SCHEMA is not set"), "SCHEMA")
        >>> token
        'sphole_schema_x0x'
        >>> holes.first(f"CREATE TABLE {token}.users ()").reason
        'environment variable SCHEMA is not set'

    """

    def __init__(self) -> None:
        self._unknowns: list[Unknown] = []
        self._tokens: dict[tuple[str, str], str] = {}

    def token(self, unknown: Unknown, label: str = "") -> str:
        """A token for `unknown`; the same reason and label give the same token, so that an opaque value equals itself."""
        key = (unknown.reason, label)
        if key not in self._tokens:
            name = _LABEL.sub("_", label.lower()).strip("_")[:20]
            self._tokens[key] = f"sphole_{name}_x{len(self._unknowns)}x"
            self._unknowns.append(unknown)
        return self._tokens[key]

    def all(self, text: str) -> list[Unknown]:
        """The unknowns whose tokens stand in `text`, in order."""
        found = (m.group(0).lower().rsplit("_x", 1)[1][:-1] for m in _TOKEN.finditer(text))
        return [self._unknowns[int(n)] for n in found if int(n) < len(self._unknowns)]

    def first(self, text: str) -> Unknown | None:
        """The first unknown of `text`, or None when it has no hole."""
        return next(iter(self.all(text)), None) if "sphole_" in text.lower() else None
