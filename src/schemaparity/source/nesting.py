"""What is nested so deeply that a parser written in another language would overflow its stack, which no Python program survives."""

from __future__ import annotations

import re

from schemaparity.source.lexer import UnsureError, tokens

_BRACKETS = 200  # CPython refuses more: "too many nested parentheses"
_CHAIN = 2000  # operators, attributes or clauses in one expression

_LINKS = ("+", "-", "*", "/", "%", "|", "&", "^", "@", "~", ".", "=", "<", ">", " not ", " and ", " or ", " if ", "lambda", "await")


def nesting_fault(text: str) -> tuple[str, int] | None:
    """A sentence and its offset when `text` is nested too deeply to be parsed safely, else None."""
    if text.count("elif") > _CHAIN:
        return f"there are more than {_CHAIN} elif clauses", text.index("elif")
    if _is_surely_flat(text):
        return None
    depth = links = 0
    try:
        for kind, value, offset in tokens(text):
            depth += (kind == "open") - (kind == "close")
            if (kind == "end" and depth <= 0) or ("," in value and kind == "words"):
                links = 0
            elif kind in {"words", "open", "string"}:
                links += 1 if kind != "words" else sum(map(value.count, _LINKS))
            if depth > _BRACKETS:
                return f"more than {_BRACKETS} brackets are nested", offset
            if links > _CHAIN:
                return f"an expression has more than {_CHAIN} operators in a row", offset
    except UnsureError:
        return None if depth <= _BRACKETS else (f"more than {_BRACKETS} brackets are nested", 0)
    return None


_TOKENS = 300_000  # a tree takes about two kilobytes a token
_TOKEN = re.compile(
    r"""\"{3}(?:[^"\\]|\\.|"(?!""))*\"{3}|'{3}(?:[^'\\]|\\.|'(?!''))*'{3}|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\#[^\n]*|\w+|[^\w\s]""",
    re.DOTALL,
)


def size_fault(text: str) -> tuple[str, int] | None:
    """A sentence and its offset when the tree of `text` would take too much memory, else None."""
    if len(text) < _TOKENS:
        return None
    for count, match in enumerate(_TOKEN.finditer(text)):
        if count > _TOKENS:
            return f"has more than {_TOKENS} tokens", match.start()
    return None


def _is_surely_flat(text: str) -> bool:
    brackets = text.count("(") + text.count("[") + text.count("{")
    return brackets <= _BRACKETS and sum(map(text.count, _LINKS)) <= _CHAIN
