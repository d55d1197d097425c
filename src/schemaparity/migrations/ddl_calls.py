"""Which statements of a revision change the schema, told from the text alone: operations of Alembic, DDL in literals, own helpers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from functools import cache

import libcst as cst

_OPERATIONS = frozenset(
    {
        "add_column",
        "alter_column",
        "batch_alter_table",
        "create_all",
        "create_check_constraint",
        "create_exclude_constraint",
        "create_foreign_key",
        "create_index",
        "create_primary_key",
        "create_table",
        "create_table_comment",
        "create_unique_constraint",
        "drop_all",
        "drop_column",
        "drop_constraint",
        "drop_index",
        "drop_table",
        "drop_table_comment",
        "rename_table",
    }
)
_DDL = re.compile(
    r"""\s*(?: COMMENT\s+ON | RENAME\s+TABLE
        | (?:ALTER|DROP|CREATE(?:\s+OR\s+REPLACE)?)\s+(?:UNIQUE\s+|MATERIALIZED\s+|UNLOGGED\s+)?
          (?:TABLE|INDEX|TYPE|VIEW|SEQUENCE|SCHEMA|EXTENSION|DOMAIN|FUNCTION|PROCEDURE|TRIGGER|RULE|POLICY) )\s""",
    re.IGNORECASE | re.VERBOSE,
)
"""How statements begin that change a schema for longer than the session."""


_TRIVIA = re.compile(
    r"whitespace|(?:leading|empty)_lines|header|footer|indent|newline|encoding|[lr]par$|[lr]bracket$|[lr]brace$|semicolon|comma|equal$|asynchronous"
)
"""Fields of nodes that hold layout and punctuation."""


@cache
def _fields(kind: type[cst.CSTNode]) -> tuple[str, ...]:
    """The fields of a kind of node that may hold others."""
    return tuple(f.name for f in fields(kind) if not _TRIVIA.search(f.name))


def nodes_of(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """The node and everything in it but layout."""
    pending: list[object] = [node]
    while pending:
        found = pending.pop()
        if isinstance(found, cst.CSTNode):
            yield found
            pending += [value for name in _fields(type(found)) if (value := getattr(found, name)) is not None]
        elif isinstance(found, list | tuple):
            pending += found


def functions_of(module: cst.Module) -> dict[str, cst.FunctionDef]:
    """The functions at the top of a module, by name."""
    return {s.name.value: s for s in module.body if isinstance(s, cst.FunctionDef)}


def ddl_functions(functions: dict[str, cst.FunctionDef]) -> frozenset[str]:
    """The functions that change the schema, themselves or by calling others of these."""
    found: set[str] = set()
    while True:
        more = {name for name, f in functions.items() if name not in found and has_ddl(f.body, frozenset(found))}
        if not more:
            return frozenset(found)
        found |= more


def has_ddl(node: cst.CSTNode, helpers: frozenset[str]) -> bool:
    """True when something in the node changes the schema; `helpers` are functions that do."""
    return any(_is_ddl(found, helpers) for found in nodes_of(node))


def _is_ddl(node: cst.CSTNode, helpers: frozenset[str]) -> bool:
    match node:
        case cst.Call(func=cst.Attribute(attr=cst.Name(value=name))):
            return name in _OPERATIONS
        case cst.Call(func=cst.Name(value=name)):
            return name in helpers or name in _OPERATIONS
        case cst.SimpleString():
            return _DDL.match(node.raw_value) is not None
        case cst.FormattedStringText():
            return _DDL.match(node.value) is not None
        case _:
            return False
