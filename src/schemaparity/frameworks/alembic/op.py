"""`alembic.op` and batch operations: calls go to the real Operations, unknown arguments become holes or facts that are not known."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from alembic.operations.base import AbstractOperations, BatchOperations, Operations
from attrs import define, evolve

from schemaparity.evaluate.values import Intrinsic, UnknownUsed, UnknownValue
from schemaparity.frameworks.alembic.batches import open_batch, remember_places
from schemaparity.frameworks.alembic.custom import custom_operation, invoke
from schemaparity.frameworks.alembic.plugins import IN_BATCHES, PLUGINS
from schemaparity.frameworks.alembic.session import session_of
from schemaparity.frameworks.sqlalchemy.overlays.calls import generic, refuse_open
from schemaparity.frameworks.sqlalchemy.overlays.columns import as_type
from schemaparity.frameworks.sqlalchemy.overlays.notes import SPATIAL_INDEX
from schemaparity.frameworks.sqlalchemy.placeholders import is_unknown, placeholder_name, placeholder_text, unknown_of
from schemaparity.frameworks.sqlalchemy.run import run_of
from schemaparity.schema import Unknown

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter

_TYPES = frozenset({"type_", "existing_type"})
_TEXTS = frozenset({"server_default", "sqltext", "condition", "postgresql_where", "sqlite_where", "postgresql_using"})
_FACTS = frozenset({"nullable", "unique", "comment"})
_NAMES = frozenset(
    {
        "name",
        "constraint_name",
        "index_name",
        "table_name",
        "column_name",
        "new_column_name",
        "new_table_name",
        "schema",
        "source_table",
        "referent_table",
        "columns",
        "local_cols",
        "remote_cols",
        "source_schema",
        "referent_schema",
    }
)
_EXISTING = frozenset({"existing_nullable", "existing_server_default", "existing_comment", "existing_autoincrement"})


@define(eq=False)
class OpModule:
    """The module `alembic.op`."""


@define(eq=False)
class Operation:
    """An operation as a value: `op.create_table`."""

    owner: AbstractOperations | None
    name: str

    @property
    def __name__(self) -> str:
        return self.name


def op_attribute(interpreter: Interpreter, owner: AbstractOperations | None, name: str) -> object:
    """`op.NAME`, or the attribute of a batch; `owner` None is the run's Operations."""
    session = session_of(interpreter)
    if name in session.custom:
        return custom_operation(interpreter, name)
    if name in IN_BATCHES and isinstance(owner, BatchOperations):
        return Intrinsic(f"batch.{name}", partial(IN_BATCHES[name], owner))
    if name in PLUGINS and not hasattr(Operations, name):
        run = PLUGINS[name]
        return Intrinsic(f"alembic.op.{name}", run)
    if name == "invoke":
        return Intrinsic("alembic.op.invoke", invoke)
    target = owner if owner is not None else session.operations
    found = getattr(target, name)
    return Operation(owner, name) if callable(found) else found


def call_operation(interpreter: Interpreter, operation: Operation, args: list[Any], kwargs: dict[str, Any]) -> object:
    """Call an operation."""
    owner = operation.owner if operation.owner is not None else session_of(interpreter).operations
    run = _SPECIAL.get(operation.name)
    if run is not None:
        return run(interpreter, owner, args, kwargs)
    refuse_open(kwargs)
    facts: dict[str, Unknown] = {}
    given = [_argument(interpreter, operation.name, n, a) for n, a in enumerate(args) if not _is_part(operation.name, n, a)]
    parts = [unknown_of(a) for n, a in enumerate(args) if _is_part(operation.name, n, a)]
    keywords = {k: v for k, v in ((k, _keyword(interpreter, k, v, facts)) for k, v in kwargs.items()) if v is not _DROP}
    result = generic(interpreter, getattr(owner, operation.name), given, keywords)
    if isinstance(owner, BatchOperations):
        remember_places(interpreter, owner)
    _note(interpreter, operation.name, owner, given, keywords, facts, parts)
    _spatial(owner, operation.name, given)
    return result


_DROP = object()


def _is_part(name: str, position: int, value: Any) -> bool:
    """An unknown column or constraint of create_table."""
    return name == "create_table" and position > 0 and is_unknown(value)


def _argument(interpreter: Interpreter, name: str, position: int, value: Any) -> Any:
    if not is_unknown(value):
        return value
    if name in {"add_column", "create_table"} and position > 0:
        raise UnknownUsed(value if isinstance(value, UnknownValue) else UnknownValue(unknown_of(value)))
    return placeholder_name(interpreter, value)


def _keyword(interpreter: Interpreter, name: str, value: Any, facts: dict[str, Unknown]) -> Any:
    if name in _TYPES:
        return as_type(interpreter, value)
    if not is_unknown(value):
        return value
    if name in _TEXTS:
        return placeholder_text(interpreter, value)
    if name in _NAMES:
        return placeholder_name(interpreter, value)
    if name in _FACTS:
        facts[name] = unknown_of(value)
    elif name not in _EXISTING:
        facts["*"] = unknown_of(value)
    return _DROP


def _note(
    interpreter: Interpreter,
    name: str,
    owner: Any,
    args: list[Any],
    kwargs: dict[str, Any],
    facts: dict[str, Unknown],
    parts: list[Unknown],
) -> None:
    """Write what the operation did not know into the schema."""
    if not facts and not parts:
        return
    database = run_of(interpreter).database
    table_name, rest = _table_of(name, owner, args, kwargs)
    key = f"{kwargs['schema']}.{table_name}" if isinstance(kwargs.get("schema"), str) else table_name
    held = database.schema.tables.get(str(key))
    if held is None:
        for unknown in (*facts.values(), *parts):
            database.schema = database.schema.with_unknown(unknown, str(key) if key else None)
        return
    columns = dict(held.columns)
    column = columns.get(str(rest[0])) if name == "alter_column" and rest else None
    if column is not None:
        changed: dict[str, Any] = {k: v for k, v in facts.items() if k in {"nullable", "comment"}}
        columns[column.name] = evolve(column, **changed)
        facts = {k: v for k, v in facts.items() if k == "*"}
    database.schema = database.schema.with_table(evolve(held, columns=columns, unknowns=(*held.unknowns, *facts.values(), *parts)))


def _table_of(name: str, owner: Any, args: list[Any], kwargs: dict[str, Any]) -> tuple[Any, list[Any]]:
    if isinstance(owner, BatchOperations):
        return owner.impl.table_name, args
    position = (
        1
        if name in {"create_index", "create_unique_constraint", "create_foreign_key", "create_check_constraint", "create_primary_key"}
        else 0
    )
    named = kwargs.get("table_name") or kwargs.get("source_table")
    return (named, args) if named is not None else (args[position] if len(args) > position else None, args[position + 1 :])


def _spatial(owner: Any, name: str, args: list[Any]) -> None:
    """geoalchemy2 makes a GiST index for each spatial column of a new table (its listener on `before_create`)."""
    if name != "create_table":
        return
    for column in args[1:]:
        if isinstance(column, sa.Column) and column.info.get(SPATIAL_INDEX):
            owner.create_index(f"idx_{args[0]}_{column.name}", args[0], [column.name], postgresql_using="gist")


def _execute(interpreter: Interpreter, owner: Any, args: list[Any], kwargs: dict[str, Any]) -> object:
    """`op.execute`: text with holes is executed as it is; text nobody knows may be anything."""
    statement: Any = args[0] if args else kwargs.get("sqltext")
    options = kwargs.get("execution_options")
    if is_unknown(statement):
        if isinstance(statement, UnknownValue) and statement.text is not None:
            statement = statement.text
        else:
            run_of(interpreter).database.schema = run_of(interpreter).database.schema.with_unknown(
                Unknown(f"a statement is executed that is not known: {unknown_of(statement).reason}", interpreter.origin())
            )
            return None
    if isinstance(statement, str) and len(args) < 3:
        return owner.execute(sa.text(statement.replace("\\:", ":").replace(":", "\\:")) if ":" in statement else statement)
    return generic(
        interpreter, owner.execute, [statement], {} if is_unknown(options) or options is None else {"execution_options": options}
    )


def _bulk_insert(interpreter: Interpreter, owner: Any, args: list[Any], kwargs: dict[str, Any]) -> object:
    """`op.bulk_insert`: the table has rows; their number and values are no part of the schema."""
    table = args[0] if args else kwargs.get("table")
    rows = args[1] if len(args) > 1 else kwargs.get("rows")
    if is_unknown(table):
        return None
    first = rows[:1] if isinstance(rows, list) and rows else [] if rows == [] else [{}]
    if first and not isinstance(first[0], dict):
        first = [{}]
    return generic(interpreter, owner.bulk_insert, [table, first], {})


def _get_bind(interpreter: Interpreter, owner: Any, args: list[Any], kwargs: dict[str, Any]) -> object:
    del interpreter, args, kwargs
    return owner.get_bind()


def _name(interpreter: Interpreter, owner: Any, args: list[Any], kwargs: dict[str, Any]) -> object:
    """`op.f(name)`."""
    del kwargs
    return owner.f(args[0]) if not is_unknown(args[0]) else owner.f(placeholder_name(interpreter, args[0]))


_SPECIAL: dict[str, Callable[[Any, Any, list[Any], dict[str, Any]], object]] = {
    "execute": _execute,
    "bulk_insert": _bulk_insert,
    "batch_alter_table": open_batch,
    "get_bind": _get_bind,
    "f": _name,
}
