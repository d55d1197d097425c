"""Makes text that came from a project safe for a terminal and for one line."""

from __future__ import annotations

import re

# C0 and C1 controls, DEL, bidirectional overrides, zero-width and line/paragraph separators, lone surrogates.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


def one_line(text: str) -> str:
    r"""The text with every control and invisible character written as an escape.

    Example:
        >>> one_line("a\x1b[31mb\n")
        'a\\x1b[31mb\\n'

    """
    return _UNSAFE.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    char = match.group(0)
    return {"\n": "\\n", "\r": "\\r", "\t": "\\t"}.get(char) or (f"\\x{ord(char):02x}" if ord(char) < 256 else f"\\u{ord(char):04x}")
