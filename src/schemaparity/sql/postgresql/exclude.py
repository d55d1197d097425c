"""EXCLUDE definitions as text, rewritten when a column is renamed."""

from __future__ import annotations

import postgast
from postgast import pg_query_pb2 as pb

from schemaparity.sql.postgresql.nodes import walk

_PREFIX = "ALTER TABLE t ADD EXCLUDE "


def rename_in_exclude(definition: str, old: str, new: str) -> str:
    """The definition with a column renamed."""
    tree = pb.ParseResult()
    tree.CopyFrom(postgast.parse(_PREFIX + definition))
    for message in list(walk(tree)):
        if message.DESCRIPTOR.name == "IndexElem" and message.name == old:
            message.name = new
        elif message.DESCRIPTOR.name == "ColumnRef" and message.fields[-1].string.sval == old:
            message.fields[-1].string.sval = new
    return postgast.deparse(tree).split(" EXCLUDE ", 1)[1]
