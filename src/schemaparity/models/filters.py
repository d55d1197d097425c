"""`include_object` and `include_name` of env.py, asked about what a finding is about. They filter the comparison, not the schema."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from attrs import define, field

from schemaparity.evaluate import Interpreter
from schemaparity.evaluate.values import Raised
from schemaparity.findings import ObjectRef
from schemaparity.frameworks.alembic.environment import Environment

_TYPES = {
    "table": "table", "column": "column", "index": "index", "unique_constraint": "unique_constraint",
    "foreign_key": "foreign_key_constraint",
}  # fmt: skip


@define(eq=False)
class Filter:
    """True for an object that the filters leave out; what they cannot decide stays in."""

    interpreter: Interpreter
    environment: Environment
    metadata: tuple[sa.MetaData, ...]
    _answers: dict[tuple[Any, ...], bool] = field(factory=dict)

    def __call__(self, ref: ObjectRef) -> bool:
        """Whether the object, or the table that it belongs to, is left out."""
        table = ref.name if ref.kind == "table" else ref.table
        if table is None:
            return False
        if self._left_out("table", table, table, ref.schema):
            return True
        kind = _TYPES.get(ref.kind)
        return kind not in {None, "table"} and self._left_out(str(kind), ref.name, table, ref.schema)

    def _left_out(self, kind: str, name: str | None, table: str, schema: str | None) -> bool:
        key = (kind, name, table, schema)
        if key not in self._answers:
            self._answers[key] = self._asked(kind, name, table, schema)
        return self._answers[key]

    def _asked(self, kind: str, name: str | None, table: str, schema: str | None) -> bool:
        declared = self._declared(table, schema)
        item = _item(declared, kind, name) if declared is not None else None
        if self.environment.include_name is not None and item is None:
            parents = {"schema_name": schema, "table_name": table, "schema_qualified_table_name": f"{schema}.{table}" if schema else table}
            parents = {"schema_name": schema} if kind == "table" else parents
            if self._refuses(self.environment.include_name, [name, kind, parents]):
                return True
        if self.environment.include_object is None:
            return False
        target = item if item is not None else _stand_in(kind, name, table, schema)
        return self._refuses(self.environment.include_object, [target, name, kind, item is None, None])

    def _refuses(self, function: Any, args: list[Any]) -> bool:
        try:
            answer = self.interpreter.bounded(self._answer, function, args)
        except Raised:
            return False
        return answer is False

    def _answer(self, function: Any, args: list[Any]) -> Any:
        return self.interpreter.truth(self.interpreter.call(function, args, {}))

    def _declared(self, table: str, schema: str | None) -> sa.Table | None:
        keys = [f"{schema}.{table}"] if schema else [table]
        return next((m.tables[k] for m in self.metadata for k in keys if k in m.tables), None)


def _item(table: sa.Table, kind: str, name: str | None) -> Any:
    """The declared object."""
    if kind == "table":
        return table
    items: Iterable[Any] = table.columns if kind == "column" else table.indexes if kind == "index" else table.constraints
    return next((i for i in items if i.name == name), None)


def _stand_in(kind: str, name: str | None, table: str, schema: str | None) -> Any:
    """An object as reflection would give it, as far as filters look: its name and its table."""
    owner = sa.Table(table, sa.MetaData(), schema=schema)
    if kind == "table":
        return owner
    column: sa.Column[Any] = sa.Column(name if kind == "column" and name else "column", sa.types.NullType())
    owner.append_column(column)
    if kind == "index":
        return sa.Index(name, column)
    if kind == "unique_constraint":
        owner.append_constraint(made := sa.UniqueConstraint(column, name=name))
        return made
    if kind == "foreign_key_constraint":
        owner.append_constraint(key := sa.ForeignKeyConstraint([column], [f"{table}.{column.name}"], name=name))
        return key
    return column


def filter_of(interpreter: Interpreter, environment: Environment, metadata: tuple[sa.MetaData, ...]) -> Filter | None:
    """The filter of an env.py, None when it has none."""
    if environment.include_object is None and environment.include_name is None:
        return None
    return Filter(interpreter, environment, metadata)
