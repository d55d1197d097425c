"""The dialects: how each reads text, applies records and answers queries. A dialect's modules are loaded when it is first used."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from attrs import frozen

from schemaparity.database.apply.context import Context
from schemaparity.database.site import Result, Site
from schemaparity.schema import Schema, Unknown
from schemaparity.sql.statements import Statement, Unrecognised

if TYPE_CHECKING:
    from schemaparity.database.database import Database


class SyntaxRefused(Exception):  # noqa: N818 - carries a parser's message to the database
    """A text is not SQL of the dialect."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@frozen
class Engine:
    """A dialect.

    Args:
        parse: text to records; raises SyntaxRefused.
        apply: the schema after a record that is not a query, a change of rows, a block or transaction control.
        query: answers a query or change of rows.
        unrecognised: the record for a text that has a hole where the grammar has none.
        transactional: whether DDL is rolled back and an error aborts the transaction.
        accepts: what the server itself, asked over a copy of the schema, makes of the texts of tables and indexes with a statement;
            None where it is not asked; raises DatabaseError where it refuses.

    """

    parse: Callable[[str], tuple[Statement, ...]]
    apply: Callable[[Schema, Statement, Context], Schema]
    query: Callable[[Database, str, Site], Result]
    unrecognised: Callable[[str], Unrecognised]
    transactional: bool = True
    accepts: Callable[[Schema, Statement, str], Mapping[str, str] | None] = lambda _schema, _statement, _text: None


@cache
def engine_of(dialect: str) -> Engine:
    """The engine of a dialect; of a dialect without one, every statement is undecided."""
    return _ENGINES.get(dialect, _unsupported)()


def _postgresql() -> Engine:
    from schemaparity.database.apply.dispatch import apply  # noqa: PLC0415 - loads libpg_query
    from schemaparity.sql.postgresql import parse as module  # noqa: PLC0415 - loads libpg_query

    def parse(sql: str) -> tuple[Statement, ...]:
        try:
            return module.parse(sql)
        except module.SyntaxRefused as refused:
            raise SyntaxRefused(refused.message) from None

    def query(database: Database, text: str, site: Site) -> Result:
        from schemaparity.database.query import run_query  # noqa: PLC0415 - loads sqlglot

        return run_query(database, text, site=site)

    return Engine(parse, apply, query, module.unrecognised)


def _sqlite() -> Engine:
    from schemaparity.database.dialects.sqlite import apply  # noqa: PLC0415 - only where the dialect is used
    from schemaparity.database.query_sqlite import run_sqlite  # noqa: PLC0415 - as above
    from schemaparity.database.sqlite_trial import accepts  # noqa: PLC0415 - as above
    from schemaparity.sql.sqlite import parse, unrecognised  # noqa: PLC0415 - as above

    return Engine(parse, apply, run_sqlite, unrecognised, transactional=False, accepts=accepts)


def _mysql() -> Engine:
    from schemaparity.database.dialects.mysql import apply  # noqa: PLC0415 - only where the dialect is used
    from schemaparity.database.query_mysql import run_mysql  # noqa: PLC0415 - as above
    from schemaparity.sql.mysql import parse  # noqa: PLC0415 - as above
    from schemaparity.sql.sqlite import unrecognised  # noqa: PLC0415 - as above

    return Engine(parse, apply, run_mysql, unrecognised, transactional=False)  # type: ignore[arg-type]


def _unsupported() -> Engine:
    def apply(schema: Schema, _statement: Statement, context: Context) -> Schema:
        return schema.with_unknown(Unknown(f"statements of {schema.dialect} are not replayed", context.site.origin))

    return Engine(lambda sql: (Unrecognised(sql),), apply, lambda _database, _text, _site: Result(), Unrecognised, transactional=False)


_ENGINES: dict[str, Callable[[], Engine]] = {"postgresql": _postgresql, "sqlite": _sqlite, "mysql": _mysql, "mariadb": _mysql}
