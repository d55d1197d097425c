"""A schema to a script that makes an empty database of its dialect hold exactly it; what is not known is left out with a comment."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from schemaparity.report.sql_mysql import to_mysql
from schemaparity.report.sql_postgresql import to_postgresql
from schemaparity.report.sql_quoting import note
from schemaparity.report.sql_sqlite import to_sqlite
from schemaparity.schema import Schema

WRITERS: Mapping[str, Callable[[Schema], Iterator[str]]] = {
    "postgresql": to_postgresql,
    "mysql": to_mysql,
    "mariadb": to_mysql,
    "sqlite": to_sqlite,
}
"""By dialect."""


def to_sql(schema: Schema) -> str:
    """The script, in the order in which the database can execute it; the dialect is one of WRITERS.

    Example:
        >>> from schemaparity.schema import Column, Table
        >>> print(to_sql(Schema(tables={"t": Table("t", columns={"id": Column("id", "INTEGER", nullable=False)})})))
        CREATE TABLE "t" (
          "id" INTEGER NOT NULL
        );
        <BLANKLINE>

    """
    facts = (note(f"not known{f' ({f.object})' if f.object else ''}: {f.unknown.reason}") for f in schema.unknown)
    return "".join(f"{line}\n" for line in (*WRITERS[schema.dialect](schema), *facts))
