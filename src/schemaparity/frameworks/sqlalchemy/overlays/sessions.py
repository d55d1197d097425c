"""The ORM's Session over the symbolic connection: queries see no rows, or nobody knows; units of work leave rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from attrs import evolve

from schemaparity.evaluate.values import Class, Instance, UnknownUsed, UnknownValue
from schemaparity.frameworks.sqlalchemy.overlays.arguments import table_of
from schemaparity.frameworks.sqlalchemy.overlays.automap import table_of_instance
from schemaparity.frameworks.sqlalchemy.overlays.columns import current_bind
from schemaparity.frameworks.sqlalchemy.overlays.queries import SymbolicQuery, query
from schemaparity.frameworks.sqlalchemy.run import run_of
from schemaparity.schema import Unknown

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter


def add(interpreter: Interpreter, session: Any, args: list[Any], kwargs: dict[str, Any]) -> Any:
    """`add`, `add_all`, `merge`, `bulk_save_objects`, ...: the tables of the objects have rows from now on."""
    del session, kwargs
    given = [o for a in args for o in (a if isinstance(a, list | tuple) else [a])]
    for thing in given:
        cls = thing.cls if isinstance(thing, Instance) else thing if isinstance(thing, Class) else None
        _has_rows(interpreter, table_of_instance(thing) if cls is None else table_of(cls))
    return args[0] if args and not isinstance(args[0], list | tuple) else None


def _has_rows(interpreter: Interpreter, table: Any) -> None:
    database = run_of(interpreter).database
    key = getattr(table, "fullname", None)
    held = database.schema.tables.get(key) if isinstance(key, str) else None
    if held is not None:
        database.schema = database.schema.with_table(evolve(held, has_rows=True))


def get(interpreter: Interpreter, session: Any, args: list[Any], kwargs: dict[str, Any]) -> Any:
    """`session.get(Class, key)`."""
    return query(interpreter, session, args[:1], kwargs).get()


def execute(interpreter: Interpreter, session: Any, args: list[Any], kwargs: dict[str, Any]) -> Any:
    """`session.execute(...)`; raw text is SQLAlchemy 1.x's."""
    from schemaparity.frameworks.sqlalchemy.overlays.calls import generic  # noqa: PLC0415 - mutual

    if args and isinstance(args[0], SymbolicQuery):
        args[0].rows()  # raises where the rows are not known; else the statement has the same
    args = [_statement(a) if n == 0 else a for n, a in enumerate(args)]
    refuse_unknown_statement(interpreter, args)
    return generic(interpreter, type(session).execute, [session, *args], kwargs)


def _statement(given: Any) -> Any:
    """A statement in the place of text, and of a query."""
    return sa.text(given) if isinstance(given, str) else given.statement if isinstance(given, SymbolicQuery) else given


def refuse_unknown_statement(interpreter: Interpreter, args: list[Any]) -> None:
    """A statement that nobody knows is unknown; one of which some text is known goes to the database with its holes."""
    if args and isinstance(args[0], UnknownValue) and args[0].text is None:
        database = run_of(interpreter).database
        reason = f"a statement is executed that is not known: {args[0].reason}"
        database.schema = database.schema.with_unknown(Unknown(reason, interpreter.origin()))
        raise UnknownUsed(args[0])


def scalar(interpreter: Interpreter, session: Any, args: list[Any], kwargs: dict[str, Any]) -> Any:
    """`session.scalar(...)`."""
    result = execute(interpreter, session, args, kwargs)
    return result if isinstance(result, UnknownValue) else result.scalar()


def nothing(interpreter: Interpreter, session: Any, args: list[Any], kwargs: dict[str, Any]) -> Any:
    """What changes no schema: flush, expunge, refresh, delete."""
    del interpreter, session, args, kwargs


def make(interpreter: Interpreter, kind: type, args: list[Any], kwargs: dict[str, Any]) -> Any:
    """`Session(bind)`: a real session on the run's connection."""
    bind = args[0] if args else kwargs.get("bind")
    engine = bind if isinstance(bind, sa.Connection | sa.Engine) else current_bind(interpreter)
    return kind(bind=engine)


METHODS: dict[str, Callable[[Interpreter, Any, list[Any], dict[str, Any]], Any]] = {
    "query": query,
    "get": get,
    "add": add,
    "add_all": add,
    "merge": add,
    "bulk_save_objects": add,
    "bulk_insert_mappings": add,
    "bulk_update_mappings": nothing,
    "delete": nothing,
    "flush": nothing,
    "refresh": nothing,
    "expunge": nothing,
    "expunge_all": nothing,
    "expire": nothing,
    "expire_all": nothing,
    "execute": execute,
    "scalar": scalar,
}
