"""Bytes of a Python file to its text, by the rules of PEP 263. Knows nothing of where the bytes came from."""

from __future__ import annotations

import codecs
import re

_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_BLANK = re.compile(rb"^[ \t\f]*(?:#.*)?$")


class UndecodableError(ValueError):
    """The bytes are not what their encoding declaration (or its absence) says."""


def decode(data: bytes) -> str:
    """The text without byte order mark; raises UndecodableError."""
    try:
        return _decoded(data)
    except (LookupError, UnicodeError, ValueError) as error:
        raise UndecodableError(str(error)) from error


def _decoded(data: bytes) -> str:
    if b"\0" in data:
        raise UndecodableError("source code cannot contain null bytes")
    if data.startswith(codecs.BOM_UTF8):
        return data[len(codecs.BOM_UTF8) :].decode("utf-8")
    return data.decode(_declared_encoding(data))


def _declared_encoding(data: bytes) -> str:
    """The encoding that a comment in the first two lines names, else UTF-8."""
    for line in data[:1000].splitlines()[:2]:
        cookie = _COOKIE.match(line)
        if cookie is not None:
            info = codecs.lookup(cookie.group(1).decode("ascii", "replace"))
            if not info._is_text_encoding:  # rot13 and its kind are no encodings of source code
                raise UndecodableError(f"{info.name} is no text encoding")
            return info.name
        if not _BLANK.match(line):
            break
    return "utf-8"
