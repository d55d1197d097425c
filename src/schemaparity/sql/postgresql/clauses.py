"""Clauses that are kept as text (EXCLUDE, PARTITION BY), rewritten when a column is renamed."""

from __future__ import annotations

import postgast
from postgast import pg_query_pb2 as pb

from schemaparity.sql.postgresql.nodes import walk

_EXCLUDE = ("ALTER TABLE t ADD EXCLUDE ", " EXCLUDE ")
_PARTITION = ("CREATE TABLE t () PARTITION BY ", " PARTITION BY ")
_NAMED = {"IndexElem", "PartitionElem"}


def rename_in_exclude(definition: str, old: str, new: str) -> str:
    """The text after EXCLUDE with a column renamed."""
    return _renamed(definition, old, new, _EXCLUDE)


def rename_in_partition(strategy: str, old: str, new: str) -> str:
    """The text after PARTITION BY with a column renamed."""
    return _renamed(strategy, old, new, _PARTITION)


def _renamed(text: str, old: str, new: str, frame: tuple[str, str]) -> str:
    tree = pb.ParseResult()
    tree.CopyFrom(postgast.parse(frame[0] + text))
    for message in list(walk(tree)):
        if message.DESCRIPTOR.name in _NAMED and message.name == old:
            message.name = new
        elif message.DESCRIPTOR.name == "ColumnRef" and message.fields[-1].string.sval == old:
            message.fields[-1].string.sval = new
    return str(postgast.deparse(tree)).split(frame[1], 1)[1]
