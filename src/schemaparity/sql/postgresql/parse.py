"""SQL text of PostgreSQL to statement records, by libpg_query: PostgreSQL's own grammar."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

import postgast
from google.protobuf.message import DecodeError

from schemaparity.sql.postgresql.alter import alter_table, rename, set_schema
from schemaparity.sql.postgresql.drop import drop
from schemaparity.sql.postgresql.indexes import create_index
from schemaparity.sql.postgresql.nodes import Node, inner, kind
from schemaparity.sql.postgresql.routines import (
    create_extension,
    create_function,
    create_policy,
    create_rule,
    create_statistics,
    create_trigger,
)
from schemaparity.sql.postgresql.session import copy, delete, do_block, insert, merge, neutral, set_variable, transaction, truncate, update
from schemaparity.sql.postgresql.tables import create_table, create_table_as, create_view, select
from schemaparity.sql.postgresql.types_ddl import (
    alter_domain,
    alter_enum,
    alter_sequence,
    comment,
    create_composite,
    create_domain,
    create_enum,
    create_range,
    create_schema,
    create_sequence,
    define,
)
from schemaparity.sql.statements import Select, Statement, Unrecognised

_WORD = re.compile(r'"(?:[^"]|"")+"|[^\W\d]\w*')


class SyntaxRefused(Exception):  # noqa: N818 - carries the parser's message to whoever executes the text
    """The text is not SQL of the dialect."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@lru_cache(maxsize=2048)
def parse(sql: str) -> tuple[Statement, ...]:
    """The statements of a text.

    Raises:
        SyntaxRefused: when the grammar refuses it.

    """
    try:
        parsed = postgast.parse(sql)
    except postgast.PgQueryError as error:
        raise SyntaxRefused(error.message) from None
    except DecodeError:  # PostgreSQL has a stack limit of its own
        raise SyntaxRefused("stack depth limit exceeded") from None
    return tuple(s for raw in parsed.stmts for s in _statements(raw.stmt))


def _statements(node: Node) -> list[Statement]:
    what = kind(node)
    if what == "create_schema_stmt":
        nested = [s for n in node.create_schema_stmt.schema_elts for s in _statements(n)]
        return [*create_schema(node.create_schema_stmt), *nested]
    if what in _BY_MESSAGE:
        return [_BY_MESSAGE[what](inner(node))]
    return [_BY_STATEMENT.get(what, neutral)(node)]


_BY_MESSAGE: dict[str, Callable[[Node], Statement]] = {
    "create_stmt": create_table,
    "create_foreign_table_stmt": lambda n: create_table(n.base_stmt),
    "create_table_as_stmt": create_table_as,
    "select_stmt": select,
    "alter_table_stmt": alter_table,
    "rename_stmt": rename,
    "alter_object_schema_stmt": set_schema,
    "index_stmt": create_index,
    "drop_stmt": drop,
    "create_enum_stmt": create_enum,
    "alter_enum_stmt": alter_enum,
    "create_domain_stmt": create_domain,
    "alter_domain_stmt": alter_domain,
    "create_seq_stmt": create_sequence,
    "alter_seq_stmt": alter_sequence,
    "comment_stmt": comment,
    "view_stmt": create_view,
    "transaction_stmt": transaction,
    "variable_set_stmt": set_variable,
    "do_stmt": do_block,
}
_BY_STATEMENT: dict[str, Callable[[Node], Statement]] = {
    "composite_type_stmt": create_composite,
    "create_range_stmt": create_range,
    "define_stmt": define,
    "create_function_stmt": create_function,
    "create_trig_stmt": create_trigger,
    "create_extension_stmt": create_extension,
    "create_policy_stmt": create_policy,
    "rule_stmt": create_rule,
    "create_stats_stmt": create_statistics,
    "insert_stmt": insert,
    "update_stmt": update,
    "delete_stmt": delete,
    "merge_stmt": merge,
    "truncate_stmt": truncate,
    "copy_stmt": copy,
    "variable_show_stmt": lambda node: Select(f"SHOW {node.variable_show_stmt.name}"),
}


def unrecognised(sql: str) -> Unrecognised:
    """A text that is not SQL because of a hole in it, with the words it mentions."""
    words = (w[1:-1].replace('""', '"') if w.startswith('"') else w.lower() for w in _WORD.findall(sql))
    return Unrecognised(sql, tuple(dict.fromkeys(words)))
