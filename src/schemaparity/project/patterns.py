"""Patterns of the settings: which tables, schemas and files they name. Knows no finding."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache

_MAGIC = re.compile(r"\*\*/|\*\*|\*|\?|\[!?[^\]]+\]")


def fault_of(pattern: str) -> str | None:
    """What is wrong with a pattern of tables or schemas, None for a good one."""
    return _fault(pattern, _expression)


def fault_of_path(pattern: str) -> str | None:
    """What is wrong with a pattern of files, None for a good one."""
    return _fault(pattern, _path_expression)


def _fault(pattern: str, compiled: Callable[[str], object]) -> str | None:
    if not pattern:
        return "is empty"
    try:
        compiled(pattern)
    except re.error as error:
        return f"is no pattern: {error}"
    return None


def names_table(patterns: Iterable[str], table: str, schema: str | None, default_schema: str | None = None) -> bool:
    r"""True when a pattern names the table.

    A glob without a dot is about the name of the table in any schema, one with a dot about `schema.table`; `*` and `?` stop at dots.
    A pattern between slashes is a regular expression, searched in `schema.table`, or in the name where the table has no schema.

    Example:
        >>> names_table(["audit_*"], "audit_log", "core"), names_table(["core.*"], "users", None, "public")
        (True, False)
        >>> names_table(["public.users"], "users", None, "public"), names_table([r"/_v\d+$/"], "users_v2", None)
        (True, True)

    """
    qualified = f"{schema or default_schema or ''}.{table}"
    key = table if schema is None else f"{schema}.{table}"
    return any(_names(pattern, qualified if "." in pattern else table, key) for pattern in patterns)


def names_schema(patterns: Iterable[str], schema: str) -> bool:
    """True when a pattern names the schema; a pattern between slashes is a regular expression."""
    return any(_names(pattern, schema, schema) for pattern in patterns)


def _names(pattern: str, text: str, searched: str) -> bool:
    if _is_regular(pattern):
        return _expression(pattern).search(searched) is not None
    return _expression(pattern).fullmatch(text) is not None


def names_path(pattern: str, path: str) -> bool:
    """True when a glob names a file, given relative to the project.

    One without a slash is about the name of the file or of a directory above it; `**` crosses directories, `*` does not.

    Example:
        >>> [names_path("legacy", p) for p in ("db/legacy/a.py", "legacy.py")], names_path("db/**/a*.py", "db/x/y/ab.py")
        ([True, False], True)

    """
    pattern = pattern.removeprefix("./").rstrip("/")
    if "/" not in pattern:
        return any(_path_expression(pattern).fullmatch(part) for part in path.split("/"))
    expression = _path_expression(pattern)
    parts = path.split("/")
    return any(expression.fullmatch("/".join(parts[:length])) for length in range(1, len(parts) + 1))


def _is_regular(pattern: str) -> bool:
    return len(pattern) > 2 and pattern.startswith("/") and pattern.endswith("/")


@cache
def _expression(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern[1:-1]) if _is_regular(pattern) else _glob(pattern, r"[^.]")


@cache
def _path_expression(pattern: str) -> re.Pattern[str]:
    return _glob(pattern, r"[^/]")


def _glob(pattern: str, character: str) -> re.Pattern[str]:
    """A glob as an expression, where `character` is what one sign stands for."""
    wild: dict[str, Callable[[str], str]] = {
        "**/": lambda _: "(?:.*/)?",
        "**": lambda _: ".*",
        "*": lambda _: f"{character}*",
        "?": lambda _: character,
    }
    parts, end = [], 0
    for found in _MAGIC.finditer(pattern):
        sign = found.group()
        parts += [re.escape(pattern[end : found.start()]), wild.get(sign, _class)(sign)]
        end = found.end()
    return re.compile("".join((*parts, re.escape(pattern[end:]))), re.DOTALL)


def _class(sign: str) -> str:
    """`[abc]`, `[!abc]` or `[a-z]`."""
    negated = sign.startswith("[!")
    inner = sign[2:-1] if negated else sign[1:-1]
    return f"[{'^' if negated else ''}{re.escape(inner).replace(chr(92) + '-', '-')}]"
