"""Tokens of SQLite's and MySQL's SQL, and a reader over them. Knows no grammar."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TypeVar

from attrs import frozen

T = TypeVar("T")
_TOKEN = re.compile(
    r"""(?P<space>\s+|--[^\n]*|\#[^\n]*|/\*(?!!).*?\*/)"""
    r"""|(?P<string>[bBxXnN]?'(?:[^'\\]|''|\\.)*')"""
    r"""|(?P<name>`(?:[^`]|``)*`|"(?:[^"]|"")*"|\[[^\]]*\])"""
    r"""|(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+)"""
    r"""|(?P<word>[^\W\d][\w$]*)"""
    r"""|(?P<punctuation><=>|<=|>=|<>|!=|\|\||->>|->|:=|.)""",
    re.DOTALL,
)


class NotUnderstood(Exception):  # noqa: N818 - carries a reason to the caller
    """The text is not a statement that is read."""


@frozen
class Token:
    """A piece of the text: `kind` is `string name number word punctuation`; `value` is what it means, a word as written."""

    kind: str
    value: str
    start: int
    end: int

    @property
    def word(self) -> str:
        """The upper-case word, empty for what is none."""
        return self.value.upper() if self.kind == "word" else self.value if self.kind == "punctuation" else ""


def tokens_of(text: str) -> list[Token]:
    """The tokens of a text, without space and comments."""
    found = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        if kind != "space":
            found.append(Token(kind, _value(kind, match.group(0)), match.start(), match.end()))
    return found


def _value(kind: str, text: str) -> str:
    if kind == "name":
        quote = text[0]
        return text[1:-1].replace(quote * 2, quote) if quote != "[" else text[1:-1]
    if kind == "string" and text.startswith("'"):
        return re.sub(r"\\(.)", r"\1", text[1:-1].replace("''", "'"))
    return text


def split_statements(text: str) -> Iterator[str]:
    """The statements of a text, apart at semicolons outside of BEGIN ... END."""
    start, depth = 0, 0
    tokens = tokens_of(text)
    for position, token in enumerate(tokens):
        if token.word == "BEGIN" and position and any(t.word in {"TRIGGER", "PROCEDURE", "FUNCTION"} for t in tokens[:position]):
            depth += 1
        elif token.word == "END" and depth and (position + 1 == len(tokens) or tokens[position + 1].word in {";", ""}):
            depth -= 1
        elif token.value == ";" and token.kind == "punctuation" and not depth:
            yield text[start : token.start].strip()
            start = token.end
    yield text[start:].strip()


class Reader:
    """Reads tokens from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens_of(text)
        self.position = 0

    @property
    def token(self) -> Token | None:
        """The next token, or None at the end."""
        return self.tokens[self.position] if self.position < len(self.tokens) else None

    @property
    def at_end(self) -> bool:
        """True when nothing is left but a semicolon."""
        return self.token is None or self.token.word == ";"

    def is_next(self, *words: str) -> bool:
        """True when these words follow."""
        ahead = self.tokens[self.position : self.position + len(words)]
        return len(ahead) == len(words) and all(t.word == w for t, w in zip(ahead, words, strict=True))

    def accept(self, *words: str) -> bool:
        """Read these words if they follow."""
        if self.is_next(*words):
            self.position += len(words)
            return True
        return False

    def accept_any(self, *words: str) -> str | None:
        """Read one of these words if it follows."""
        return next((w for w in words if self.accept(w)), None)

    def expect(self, *words: str) -> None:
        """Read these words, which must follow."""
        if not self.accept(*words):
            raise NotUnderstood(f"{' '.join(words)} was expected at {self.text[self._offset : self._offset + 20]!r}")

    @property
    def _offset(self) -> int:
        return self.token.start if self.token is not None else len(self.text)

    def next(self) -> Token:
        """Read one token."""
        token = self.token
        if token is None:
            raise NotUnderstood("the statement ends too early")
        self.position += 1
        return token

    def name(self) -> str:
        """Read an identifier."""
        token = self.next()
        if token.kind not in {"name", "word", "string"}:
            raise NotUnderstood(f"a name was expected at {token.value!r}")
        return token.value

    def qualified(self) -> tuple[str | None, str]:
        """Read `[schema.]name`."""
        first = self.name()
        return (first, self.name()) if self.accept(".") else (None, first)

    def enclosed(self) -> str:
        """Read a parenthesised piece; the text between the parentheses."""
        self.expect("(")
        start, depth = self._offset, 1
        while depth:
            token = self.next()
            depth += (token.word == "(") - (token.word == ")")
        return self.text[start : self.tokens[self.position - 1].start].strip()

    def listed(self, read: Callable[[], T]) -> list[T]:
        """Read `( item, ... )`."""
        self.expect("(")
        items = [read()]
        while self.accept(","):
            items.append(read())
        self.expect(")")
        return items

    def until(self, *stops: str) -> str:
        """The text up to one of these words outside of parentheses, or to the end."""
        start, end = self._offset, self._offset
        while self.token is not None and self.token.word not in stops:
            if self.is_next("("):
                self.enclosed()
            else:
                self.next()
            end = self.tokens[self.position - 1].end
        return self.text[start:end].strip()
