"""What to write to mend a difference: operations of Alembic and snippets of models, as text."""

from __future__ import annotations

import re
from collections.abc import Collection

from schemaparity.schema import CheckConstraint, Column, Constraint, ForeignKey, Index, PrimaryKey, Table, UniqueConstraint, Unknown

_TYPES = {
    "VARCHAR": "sa.String",
    "CHARACTER VARYING": "sa.String",
    "CHAR": "sa.CHAR",
    "TEXT": "sa.Text",
    "INTEGER": "sa.Integer",
    "BIGINT": "sa.BigInteger",
    "SMALLINT": "sa.SmallInteger",
    "BOOLEAN": "sa.Boolean",
    "NUMERIC": "sa.Numeric",
    "DATE": "sa.Date",
    "TIMESTAMP": "sa.DateTime",
    "JSON": "sa.JSON",
    "TIMESTAMP WITHOUT TIME ZONE": "sa.DateTime",
    "DATETIME": "sa.DateTime",
    "TIME": "sa.Time",
    "TIME WITHOUT TIME ZONE": "sa.Time",
    "UUID": "sa.Uuid",
    "JSONB": "postgresql.JSONB",
    "BYTEA": "sa.LargeBinary",
    "BLOB": "sa.LargeBinary",
    "DOUBLE PRECISION": "sa.Double",
    "FLOAT": "sa.Float",
    "REAL": "sa.REAL",
    "INTERVAL": "sa.Interval",
}
_FIXED = frozenset({"identity", "computed", "collation"})
_TYPE = re.compile(r"^(?P<name>[A-Za-z ]+?)\s*(?:\((?P<arguments>[\d, ]+)\))?$")


def sa_type(type_: str | Unknown) -> str:
    """The type as a revision would write it, `...` where there is no common word for it."""
    if isinstance(type_, Unknown):
        return "..."
    if type_.upper() == "TIMESTAMP WITH TIME ZONE":
        return "sa.DateTime(timezone=True)"
    match = _TYPE.match(type_)
    known = _TYPES.get(match["name"].upper()) if match else None
    return "..." if match is None or known is None else f"{known}({match['arguments'] or ''})"


def _call(callee: str, /, *arguments: object, **keywords: object) -> str:
    """A call whose keywords are left out when they are None, False or empty."""
    given = [f"{k}={v!r}" for k, v in keywords.items() if v]
    return f"{callee}({', '.join([*map(repr, arguments), *given])})"


class _Code(str):
    """Text that is code, and is shown as it is."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def _text(sql: str | Unknown | None) -> _Code | None:
    if sql is None:
        return None
    return _Code("...") if isinstance(sql, Unknown) else _Code(f"sa.text({sql!r})")


def column_code(column: Column) -> str:
    """`sa.Column('name', sa.String(50), nullable=False)`."""
    parts: list[object] = [column.name, _Code(sa_type(column.type))]
    nullable = _Code(f"nullable={column.nullable}") if isinstance(column.nullable, bool) else _Code("nullable=...")
    return _call("sa.Column", *parts, nullable, server_default=_text(column.default), comment=_known(column.comment))


def _known(text: str | Unknown | None) -> str | None:
    return None if isinstance(text, Unknown) else text


def create_table(table: Table) -> str:
    """The operation that creates a table, its columns and key spelled out."""
    columns = [_Code(column_code(c)) for c in table.columns.values()]
    key = table.primary_key
    constraint = [_Code(_call("sa.PrimaryKeyConstraint", *key.columns))] if isinstance(key, PrimaryKey) else []
    return _call("op.create_table", table.name, *columns, *constraint, schema=table.schema)


def drop_table(table: Table) -> str:
    """The operation that drops a table."""
    return _call("op.drop_table", table.name, schema=table.schema)


def add_column(table: Table, column: Column) -> str:
    """The operation that adds a column."""
    return _call("op.add_column", table.name, _Code(column_code(column)), schema=table.schema)


def drop_column(table: Table, column: Column) -> str:
    """The operation that drops a column."""
    return _call("op.drop_column", table.name, column.name, schema=table.schema)


def declare_column(column: Column) -> str:
    """The column as a model would declare it."""
    default = f", server_default=sa.text({column.default!r})" if isinstance(column.default, str) else ""
    nullable = column.nullable if isinstance(column.nullable, bool) else "..."
    return f"{column.name} = mapped_column({sa_type(column.type)}, nullable={nullable}{default})"


def alter_column(table: Table, column: Column, fields: Collection[str]) -> str | None:
    """The operation that makes a column what the model declares; None where only a new column would do."""
    if not _FIXED.isdisjoint(fields):
        return None
    words: dict[str, object] = {}
    if "type" in fields:
        words["type_"] = _Code(sa_type(column.type))
    if "nullable" in fields:
        words["nullable"] = _Code(str(column.nullable))
    if "default" in fields:
        words["server_default"] = _text(column.default) or _Code("None")
    if "comment" in fields:
        words["comment"] = column.comment or _Code("None")
    return _call("op.alter_column", table.name, column.name, **words, schema=table.schema)


def create_index(table: Table, index: Index) -> str:
    """The operation that creates an index."""
    return _call("op.create_index", index.name, table.name, _Code(f"[{_keys(index)}]"), schema=table.schema, **_index_words(index))


def declare_index(index: Index) -> str:
    """The index as an entry of `__table_args__`."""
    return _call("sa.Index", index.name, _Code(_keys(index)), **_index_words(index))


def drop_index(table: Table, index: Index) -> str:
    """The operation that drops an index."""
    return _call("op.drop_index", index.name, table_name=table.name, schema=table.schema)


def _keys(index: Index) -> str:
    if isinstance(index.elements, Unknown):
        return "..."
    return ", ".join(
        f"sa.text({e.expression + (' DESC' if e.descending else '')!r})" if e.is_expression or e.descending else repr(e.expression)
        for e in index.elements
    )


def _index_words(index: Index) -> dict[str, object]:
    opclasses = () if isinstance(index.elements, Unknown) else {e.expression: e.opclass for e in index.elements if e.opclass}
    return {
        "unique": _Code("True") if index.unique is True else None,
        "postgresql_using": None if index.using == "btree" else index.using,
        "postgresql_where": _text(index.where),
        "postgresql_include": _Code(repr(list(index.include))) if index.include else None,
        "postgresql_ops": _Code(repr(opclasses)) if opclasses else None,
        "postgresql_nulls_not_distinct": _Code("True") if index.nulls_not_distinct else None,
    }


def create_primary_key(table: Table, key: PrimaryKey) -> str:
    """The operation that creates a primary key."""
    return _call("op.create_primary_key", key.name or None, table.name, list(key.columns), schema=table.schema)


def create_unique_constraint(table: Table, key: UniqueConstraint) -> str:
    """The operation that creates a unique constraint."""
    return _call("op.create_unique_constraint", key.name or None, table.name, list(key.columns), schema=table.schema, **_deferral(key))


def declare_unique_constraint(key: UniqueConstraint) -> str:
    """The constraint as an entry of `__table_args__`."""
    return _call("sa.UniqueConstraint", *key.columns, name=key.name, **_deferral(key))


def create_foreign_key(table: Table, key: ForeignKey) -> str:
    """The operation that creates a foreign key."""
    schema, _, referred = key.referred_table.rpartition(".")
    words = {"source_schema": table.schema, "referent_schema": schema, "ondelete": key.ondelete, "onupdate": key.onupdate, **_deferral(key)}
    names = (key.name or None, table.name, referred, list(key.columns), list(key.referred_columns))
    return _call("op.create_foreign_key", *names, **{k: v for k, v in words.items() if v})


def declare_foreign_key(key: ForeignKey) -> str:
    """The key as a model would declare it."""
    targets = [f"{key.referred_table}.{c}" for c in key.referred_columns]
    words = {"name": key.name, "ondelete": key.ondelete, "onupdate": key.onupdate, **_deferral(key)}
    if len(targets) == 1:
        return _call("sa.ForeignKey", targets[0], **words)
    return _call("sa.ForeignKeyConstraint", list(key.columns), targets, **words)


def _deferral(key: ForeignKey | UniqueConstraint) -> dict[str, object]:
    return {"deferrable": key.deferrable, "initially": "DEFERRED" if key.initially_deferred else None}


def create_check_constraint(table: Table, check: CheckConstraint) -> str:
    """The operation that creates a check constraint."""
    return _call("op.create_check_constraint", check.name or None, table.name, _text(check.expression), schema=table.schema)


def declare_check_constraint(check: CheckConstraint) -> str:
    """The constraint as an entry of `__table_args__`."""
    return _call("sa.CheckConstraint", _text(check.expression), name=check.name)


def drop_constraint(table: Table, constraint: Constraint) -> str:
    """The operation that drops a key or constraint."""
    return _call("op.drop_constraint", constraint.name, table.name, schema=table.schema)
