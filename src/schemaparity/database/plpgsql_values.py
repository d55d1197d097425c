"""Variables of a PL/pgSQL block, and the text of an expression with their values put in. Knows no statement."""

from __future__ import annotations

import re
from typing import Any

from schemaparity.database.query_parameters import literal
from schemaparity.sql.holes import Holes

_WORDS = re.compile(
    r"""(?P<skip>'(?:[^']|'')*'|\$(?P<tag>\w*)\$.*?\$(?P=tag)\$|--[^\n]*|/\*.*?\*/|"(?:[^"]|"")*")"""
    r"|(?P<path>[A-Za-z_][\w$]*(?:\s*\.\s*(?:[A-Za-z_][\w$]*|\"[^\"]+\"))*)(?P<call>\s*\()?",
    re.DOTALL | re.IGNORECASE,
)


class Variables:
    """The variables of one block and of those around it; a record is a dict."""

    def __init__(self, holes: Holes) -> None:
        self._values: dict[str, Any] = {}
        self._holes = holes

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._values

    def set(self, name: str, value: Any) -> None:
        """Assign; `record.field` assigns a field."""
        owner, _, part = name.lower().partition(".")
        if part and isinstance(self._values.get(owner), dict):
            self._values[owner] = {**self._values[owner], part: value}
        else:
            self._values[name.lower()] = value

    def get(self, name: str) -> Any:
        """The value of a variable, NULL when it has none."""
        return self._values.get(name.lower())

    def substitute(self, text: str) -> str:
        """The text with every variable as a literal."""

        def replace(match: re.Match[str]) -> str:
            path = match["path"]
            quoted = match.group(0)[1:-1] if match.group(0).startswith('"') else ""
            if quoted in self:
                return literal(self.get(quoted), self._holes)
            if path is None or (match["call"] and path.lower() not in self):
                return match.group(0)
            value = self._lookup(path)
            return match.group(0) if value is _ABSENT else literal(value, self._holes) + (match["call"] or "")

        return _WORDS.sub(replace, text)

    def _lookup(self, path: str) -> Any:
        parts = [p.strip().strip('"') for p in path.split(".")]
        value = self._values.get(parts[0].lower(), _ABSENT)
        for part in parts[1:]:
            if not isinstance(value, dict):
                return _ABSENT
            value = value.get(part.lower(), value.get(part, _ABSENT))
        return _ABSENT if isinstance(value, dict) else value


_ABSENT: Any = object()
