"""SQLAlchemy 1.x spellings that old revisions use and 2.x has removed, by class and attribute. One literal table."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.engine import default
from sqlalchemy.engine.reflection import Inspector
from sqlalchemy.schema import ExecutableDDLElement

from schemaparity.evaluate.values import Intrinsic
from schemaparity.frameworks.sqlalchemy.overlays.columns import current_bind
from schemaparity.frameworks.sqlalchemy.overlays.queries import select_options
from schemaparity.frameworks.sqlalchemy.run import run_of

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter

Method = Callable[["Interpreter", Any, list[Any], dict[str, Any]], Any]


def _from_engine(interpreter: Interpreter, _cls: Any, args: list[Any], _kwargs: dict[str, Any]) -> Any:
    bind = args[0] if args else None
    return sa.inspect(bind if isinstance(bind, sa.Engine | sa.Connection) else current_bind(interpreter))


def _copy_column(_interpreter: Interpreter, column: Any, _args: list[Any], kwargs: dict[str, Any]) -> Any:
    return column._copy(**kwargs)


def _exists(interpreter: Interpreter, table: Any, args: list[Any], _kwargs: dict[str, Any]) -> bool:
    bind = args[0] if args else current_bind(interpreter)
    return bool(sa.inspect(bind).has_table(table.name, table.schema))


def _tometadata(_interpreter: Interpreter, table: Any, args: list[Any], kwargs: dict[str, Any]) -> Any:
    return table.to_metadata(*args, **kwargs)


def _create(method: str) -> Method:
    """`create`, `drop`, `create_all`, `reflect`, ... without a bind: SQLAlchemy 1.x had bound metadata."""

    def run(interpreter: Interpreter, item: Any, args: list[Any], kwargs: dict[str, Any]) -> Any:
        from schemaparity.frameworks.sqlalchemy.overlays.calls import generic  # noqa: PLC0415 - mutual

        note_live_use(interpreter, item, kwargs.get("tables"))
        bind = args[0] if args else kwargs.get("bind")
        if not isinstance(bind, sa.Engine | sa.Connection):
            kwargs = {**{k: v for k, v in kwargs.items() if k != "bind"}, "bind": current_bind(interpreter)}
            args = args[1:]
        return generic(interpreter, getattr(type(item), method), [item, *args], kwargs)

    return run


def note_live_use(interpreter: Interpreter, item: Any, chosen: Any = None) -> None:
    """Remember that tables of the models, or those chosen of them, are created by a revision."""
    session = run_of(interpreter).alembic
    metadata = item if isinstance(item, sa.MetaData) else getattr(item, "metadata", None)
    if metadata is None or not any(metadata is m for m in getattr(session, "live_metadata", ())):
        return
    tables = chosen if isinstance(chosen, list | tuple) else ()
    names = [str(getattr(table, "name", table)) for table in tables] or ["all tables" if item is metadata else str(item.name)]
    session.live_uses += [(name, interpreter.origin()) for name in names]


def _has_table(interpreter: Interpreter, dialect: Any, args: list[Any], kwargs: dict[str, Any]) -> bool:
    """`dialect.has_table(engine, name)`: 1.x took an engine too."""
    name = args[1] if len(args) > 1 else kwargs.get("table_name")
    schema = args[2] if len(args) > 2 else kwargs.get("schema")
    return bool(dialect.has_table(current_bind(interpreter), name, schema))


def select(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> Any:
    """`select([columns], whereclause, from_obj=...)` of 1.x, and today's `select(*columns)`."""
    from schemaparity.frameworks.sqlalchemy.overlays.calls import generic  # noqa: PLC0415 - mutual

    if not ("columns" in kwargs or (args and isinstance(args[0], list))):
        return generic(interpreter, sa.select, args, kwargs)
    columns = list(args[0]) if args else list(kwargs["columns"])
    statement = generic(interpreter, sa.select, columns, {})
    condition = args[1] if len(args) > 1 else kwargs.get("whereclause")
    if condition is not None and isinstance(statement, sa.Select):
        statement = generic(interpreter, statement.where, [condition], {})
    sources = kwargs.get("from_obj")
    if sources is not None and isinstance(statement, sa.Select):
        statement = generic(interpreter, statement.select_from, list(sources) if isinstance(sources, list | tuple) else [sources], {})
    return statement


def _execute_ddl(interpreter: Interpreter, item: Any, args: list[Any], kwargs: dict[str, Any]) -> Any:
    """`DDLElement.execute(bind, target)` of 1.x: where its condition holds, on the bind."""
    target = args[1] if len(args) > 1 else kwargs.get("target")
    bind = args[0] if args else kwargs.get("bind")
    given: Any = bind if isinstance(bind, sa.Engine | sa.Connection) else current_bind(interpreter)
    item = item.against(target) if target is not None else item
    return given.execute(item) if item._should_execute(item.target, given) else None


LEGACY: tuple[tuple[type, str, Method], ...] = (
    (ExecutableDDLElement, "execute", _execute_ddl),
    (sa.Select, "options", select_options),
    (sa.Column, "copy", _copy_column),
    (sa.Constraint, "copy", _copy_column),
    (sa.Table, "exists", _exists),
    (sa.Table, "tometadata", _tometadata),
    (sa.Table, "create", _create("create")),
    (sa.Table, "drop", _create("drop")),
    (sa.Index, "create", _create("create")),
    (sa.Index, "drop", _create("drop")),
    (sa.Sequence, "create", _create("create")),
    (sa.Sequence, "drop", _create("drop")),
    (sa.types.SchemaType, "create", _create("create")),
    (sa.types.SchemaType, "drop", _create("drop")),
    (sa.MetaData, "create_all", _create("create_all")),
    (sa.MetaData, "drop_all", _create("drop_all")),
    (sa.MetaData, "reflect", _create("reflect")),
    (default.DefaultDialect, "has_table", _has_table),
)
CLASS_METHODS: dict[tuple[type, str], Method] = {(Inspector, "from_engine"): _from_engine}
MODULE_NAMES: dict[str, Any] = {"Binary": sa.LargeBinary, "PickleType": sa.PickleType}


def legacy(value: Any, name: str) -> Intrinsic | None:
    """The removed or changed method of a value, bound to it."""
    if isinstance(value, type):
        run = next((m for (cls, n), m in CLASS_METHODS.items() if n == name and issubclass(value, cls)), None)
    else:
        run = next((m for cls, n, m in LEGACY if n == name and isinstance(value, cls)), None)
    if run is None:
        return None
    method = run
    return Intrinsic(f"{type(value).__name__}.{name}", lambda interpreter, args, kwargs: method(interpreter, value, args, kwargs))
