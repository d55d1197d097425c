"""Identifiers, literals and comments of a script, written so that no name or text can break out of its place."""

from __future__ import annotations

from collections.abc import Iterable


def _clean(text: str) -> str:
    # A NUL cannot be in a name or a text of PostgreSQL.
    return text.replace("\0", "")


def quote(name: str) -> str:
    """An identifier in quotes; one with characters that a terminal obeys in Unicode escapes."""
    body = _clean(name).replace('"', '""')
    if body.isprintable():
        return f'"{body}"'
    escaped = body.replace("\\", "\\\\")
    return 'U&"' + "".join(c if c.isprintable() else f"\\+{ord(c):06X}" for c in escaped) + '"'


def quoted_name(name: str, schema: str | None) -> str:
    """A name with its schema."""
    return quote(name) if not schema else f"{quote(schema)}.{quote(name)}"


def quoted_names(names: Iterable[str]) -> str:
    """A list of names."""
    return ", ".join(quote(n) for n in names)


def literal(text: str) -> str:
    """A string literal; one with characters that a terminal obeys or with a backslash as an escape string."""
    body = _clean(text).replace("'", "''")
    if "\\" not in body and body.isprintable():
        return f"'{body}'"
    return "E'" + "".join(_escaped(c) for c in body) + "'"


def _escaped(character: str) -> str:
    if character == "\\":
        return "\\\\"
    return character if character.isprintable() else f"\\U{ord(character):08X}"


def is_printed(text: str) -> bool:
    """True for text without characters that a terminal obeys; ends of lines and tabs are none."""
    return all(c.isprintable() or c in "\n\t" for c in text)


def note(text: str) -> str:
    """A comment of one line."""
    return "-- " + "".join(c if c.isprintable() else " " for c in text)
