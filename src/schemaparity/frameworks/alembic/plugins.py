"""Operations of well-known plugins (alembic_utils, alembic_postgresql_enum, geoalchemy2), by what they do. One literal table."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from schemaparity.evaluate.values import Symbolic, UnknownUsed, UnknownValue
from schemaparity.frameworks.alembic.session import session_of
from schemaparity.frameworks.sqlalchemy.literals import quoted
from schemaparity.frameworks.sqlalchemy.placeholders import is_unknown

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter

Plugin = Callable[["Interpreter", list[Any], dict[str, Any]], Any]


def _execute(interpreter: Interpreter, sql: str) -> None:
    session_of(interpreter).operations.execute(sa.text(sql.replace(":", "\\:")))


def _identifier(interpreter: Interpreter, *parts: str | None) -> str:
    preparer = session_of(interpreter).context.dialect.identifier_preparer
    return ".".join(preparer.quote(p) for p in parts if p)


def sync_enum_values(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> None:
    """alembic_postgresql_enum: make a new enum type with the values, move the columns to it, drop the old one."""
    names = ("enum_schema", "enum_name", "new_values", "affected_columns", "enum_values_to_rename")
    given = {**dict(zip(names, args, strict=False)), **kwargs}
    unknown = next((v for v in given.values() if is_unknown(v)), None)
    if unknown is not None:
        raise UnknownUsed(unknown if isinstance(unknown, UnknownValue) else interpreter.unknown(f"{unknown!r} is not known"))
    if _is_of_autogenerate_enums(given):
        _add_enum_values(interpreter, args, kwargs)
        return
    schema, name = given.get("enum_schema"), given["enum_name"]
    old, target = _identifier(interpreter, schema, name), _identifier(interpreter, schema, f"{name}_old")
    for before, after in given.get("enum_values_to_rename") or ():
        _execute(interpreter, f"ALTER TYPE {old} RENAME VALUE {quoted(before)} TO {quoted(after)}")
    _execute(interpreter, f"ALTER TYPE {old} RENAME TO {_identifier(interpreter, f'{name}_old')}")
    _execute(interpreter, f"CREATE TYPE {old} AS ENUM ({', '.join(quoted(v) for v in given['new_values'])})")
    for reference in given.get("affected_columns") or ():
        _retype(interpreter, reference, schema, old)
    _execute(interpreter, f"DROP TYPE {target}")


def _is_of_autogenerate_enums(given: dict[str, Any]) -> bool:
    """True for the operation of that name of alembic-autogenerate-enums: schema, name, old values, new values."""
    return "old_values" in given or all(isinstance(value, str) for value in given.get("affected_columns") or (None,))


def _add_enum_values(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> None:
    """alembic-autogenerate-enums: add the new values, in an order that is not its own; with `should_reverse` make the type anew."""
    names = ("schema", "name", "old_values", "new_values", "affected_columns", "should_reverse")
    given = {**dict(zip(names, args, strict=False)), **kwargs}
    schema, name, columns = given["schema"], given["name"], given.get("affected_columns")
    if given.get("should_reverse") and columns is not None:
        sync_enum_values(interpreter, [schema, name, sorted(set(given["new_values"])), columns], {})
        return
    kind = _identifier(interpreter, schema, name)
    for value in (v for v in given["new_values"] if v not in given["old_values"]):
        _execute(interpreter, f"ALTER TYPE {kind} ADD VALUE {quoted(value)}")


def _retype(interpreter: Interpreter, reference: Any, enum_schema: str | None, enum: str) -> None:
    """Move one column: a (table, column) pair, whose default is looked up, or a TableReference of the plugin."""
    if isinstance(reference, tuple | list):
        table, column, schema, is_array = reference[0], reference[1], enum_schema, False
        default = _default_of(interpreter, table, column, schema)
    elif isinstance(reference, Symbolic):
        keys: dict[str, Any] = dict(reference.kwargs)
        table, column, schema = keys.get("table_name"), keys.get("column_name"), keys.get("table_schema")
        default, is_array = keys.get("existing_server_default"), "ARRAY" in str(getattr(keys.get("column_type"), "text", ""))
    else:
        raise UnknownUsed(interpreter.unknown("a column of sync_enum_values is not known"))
    if not isinstance(table, str) or not isinstance(column, str):
        raise UnknownUsed(interpreter.unknown("a column of sync_enum_values is not known"))
    name, kind = _identifier(interpreter, schema, table), f"{enum}[]" if is_array else enum
    col = _identifier(interpreter, column)
    if default:
        _execute(interpreter, f"ALTER TABLE {name} ALTER COLUMN {col} DROP DEFAULT")
    _execute(interpreter, f"ALTER TABLE {name} ALTER COLUMN {col} TYPE {kind} USING {col}::text{'[]' if is_array else ''}::{kind}")
    if isinstance(default, str) and default:
        _execute(interpreter, f"ALTER TABLE {name} ALTER COLUMN {col} SET DEFAULT {default.partition('::')[0]}::{kind}")


def _default_of(interpreter: Interpreter, table: object, column: object, schema: str | None) -> object:
    """The default of a column of the database, None without."""
    tables = session_of(interpreter).run.database.schema.tables
    found = tables.get(f"{schema}.{table}") or tables.get(str(table))
    known = found.columns.get(str(column)) if found is not None else None
    return None if known is None else known.default


_ENTITIES = {
    "PGFunction": ("function", "CREATE FUNCTION {schema}.{signature} {definition}", "DROP FUNCTION {schema}.{signature}"),
    "PGProcedure": ("procedure", "CREATE PROCEDURE {schema}.{signature} {definition}", "DROP PROCEDURE {schema}.{signature}"),
    "PGView": ("view", "CREATE VIEW {schema}.{signature} AS {definition}", "DROP VIEW {schema}.{signature}"),
    "PGMaterializedView": (
        "view",
        "CREATE MATERIALIZED VIEW {schema}.{signature} AS {definition}",
        "DROP MATERIALIZED VIEW {schema}.{signature}",
    ),
    "PGExtension": ("extension", 'CREATE EXTENSION "{signature}" WITH SCHEMA {schema}', 'DROP EXTENSION "{signature}"'),
    "PGTrigger": ("trigger", "CREATE TRIGGER {signature} {definition}", "DROP TRIGGER {signature} ON {on_entity}"),
}


def _entity(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    given = args[0] if args else next(iter(kwargs.values()), None)
    name = given.callee.text.rpartition(".")[2] if isinstance(given, Symbolic) and isinstance(given.callee, Symbolic) else ""
    if not isinstance(given, Symbolic) or name not in _ENTITIES:
        raise UnknownUsed(interpreter.unknown("the entity of an alembic_utils operation is not known"))
    parts = {**dict(zip(("schema", "signature", "definition", "on_entity"), given.args, strict=False)), **given.kwargs}
    unknown = next((v for v in parts.values() if isinstance(v, UnknownValue)), None)
    if unknown is not None:
        raise UnknownUsed(unknown)
    return name, {"schema": "public", "definition": "", "on_entity": "", **parts}


def create_entity(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> None:
    """alembic_utils: create a function, trigger, view or extension."""
    name, parts = _entity(interpreter, args, kwargs)
    _execute(interpreter, _ENTITIES[name][1].format(**parts))


def drop_entity(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> None:
    """alembic_utils: drop an entity."""
    name, parts = _entity(interpreter, args, kwargs)
    parts["signature"] = parts["signature"].partition(" DEFAULT")[0]
    _execute(interpreter, _ENTITIES[name][2].format(**parts))


def replace_entity(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> None:
    """alembic_utils: `CREATE OR REPLACE`."""
    name, parts = _entity(interpreter, args, kwargs)
    sql = _ENTITIES[name][1].format(**parts)
    if name in {"PGMaterializedView", "PGTrigger", "PGExtension"}:
        _execute(interpreter, _ENTITIES[name][2].format(**parts))
    else:
        sql = sql.replace("CREATE ", "CREATE OR REPLACE ", 1)
    _execute(interpreter, sql)


def create_geospatial_index(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> None:
    """geoalchemy2: an index, GiST on PostgreSQL."""
    names = ("index_name", "table_name", "columns")
    given = {**dict(zip(names, args, strict=False)), **kwargs}
    given.setdefault("postgresql_using", "gist")
    positional = [given.pop(n) for n in names]
    session_of(interpreter).operations.create_index(*positional, **given)


def drop_geospatial_index(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> None:
    """geoalchemy2: drop such an index."""
    session_of(interpreter).operations.drop_index(*args, **{k: v for k, v in kwargs.items() if k != "column_name"})


def create_geospatial_table(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> None:
    """geoalchemy2: a table, whose spatial indexes are made by operations of their own."""
    session_of(interpreter).operations.create_table(*args, **kwargs)


def drop_geospatial_table(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> None:
    """geoalchemy2: drop the table."""
    session_of(interpreter).operations.drop_table(*args, **kwargs)


def add_geospatial_column(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> None:
    """geoalchemy2: a column, whose index is made by an operation of its own."""
    session_of(interpreter).operations.add_column(*args, **kwargs)


def drop_geospatial_column(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> None:
    """geoalchemy2: drop the column."""
    session_of(interpreter).operations.drop_column(*args, **kwargs)


def _batch_create_index(batch: Any, _interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> None:
    batch.create_index(*args, **{"postgresql_using": "gist", **kwargs})


def _batch_drop_index(batch: Any, _interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> None:
    batch.drop_index(*args[:1], **{k: v for k, v in kwargs.items() if k != "column_name"})


def _batch_add_column(batch: Any, _interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> None:
    batch.add_column(*args, **kwargs)


def _batch_drop_column(batch: Any, _interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> None:
    batch.drop_column(*args, **kwargs)


IN_BATCHES: dict[str, Callable[..., None]] = {
    "create_geospatial_index": _batch_create_index,
    "drop_geospatial_index": _batch_drop_index,
    "add_geospatial_column": _batch_add_column,
    "drop_geospatial_column": _batch_drop_column,
}
"""The same operations on a batch."""
PLUGINS: dict[str, Plugin] = {
    "sync_enum_values": sync_enum_values,
    "create_entity": create_entity,
    "drop_entity": drop_entity,
    "replace_entity": replace_entity,
    "create_geospatial_index": create_geospatial_index,
    "drop_geospatial_index": drop_geospatial_index,
    "create_geospatial_table": create_geospatial_table,
    "drop_geospatial_table": drop_geospatial_table,
    "add_geospatial_column": add_geospatial_column,
    "drop_geospatial_column": drop_geospatial_column,
}
