"""`include_object` and `include_name` of env.py, asked about what a finding is about. They filter the comparison, not the schema."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from attrs import define, field

from schemaparity.evaluate import Interpreter
from schemaparity.evaluate.values import BoundMethod, Function, Raised
from schemaparity.findings import HiddenBy, ObjectRef
from schemaparity.frameworks.alembic.environment import Environment
from schemaparity.location import NOWHERE, Origin

_TYPES = {
    "table": "table", "column": "column", "index": "index", "unique_constraint": "unique_constraint",
    "foreign_key": "foreign_key_constraint",
}  # fmt: skip


@define(eq=False)
class Filter:
    """Tells which filter leaves an object out; what they cannot decide stays in."""

    interpreter: Interpreter
    environment: Environment
    metadata: tuple[sa.MetaData, ...]
    _answers: dict[tuple[Any, ...], HiddenBy | None] = field(factory=dict)

    def __call__(self, ref: ObjectRef) -> HiddenBy | None:
        """The filter that leaves out the object, or the table that it belongs to."""
        table = ref.name if ref.kind == "table" else ref.table
        if table is None:
            return None
        kind = _TYPES.get(ref.kind, "table")
        hider = self._hider("table", table, table, ref.schema)
        return hider if hider is not None or kind == "table" else self._hider(kind, ref.name, table, ref.schema, ref.columns)

    def _hider(self, kind: str, name: str | None, table: str, schema: str | None, columns: tuple[str, ...] = ()) -> HiddenBy | None:
        key = (kind, name, table, schema, columns)
        if key not in self._answers:
            found = self._asked(kind, name, table, schema, columns)
            self._answers[key] = None if found is None else HiddenBy(found, self._origin(found))
        return self._answers[key]

    def _origin(self, name: str) -> Origin:
        """Where a filter is defined; env.py as a whole for what is no function of the source."""
        function: Any = getattr(self.environment, name)
        while isinstance(function, BoundMethod):
            function = function.function
        if isinstance(function, Function):
            return self.interpreter.origin_of(function.scope.module, function.node)
        module = self.environment.module
        return Origin(module.source.display) if module is not None and module.source is not None else NOWHERE

    def _asked(self, kind: str, name: str | None, table: str, schema: str | None, columns: tuple[str, ...]) -> str | None:
        """The name of the filter that refuses an object."""
        declared = self._declared(table, schema)
        item = _item(declared, kind, name, columns) if declared is not None else None
        if self.environment.include_name is not None and item is None:
            parents = {"schema_name": schema, "table_name": table, "schema_qualified_table_name": f"{schema}.{table}" if schema else table}
            parents = {"schema_name": schema} if kind == "table" else parents
            if self._refuses(self.environment.include_name, [name, kind, parents]):
                return "include_name"
        if self.environment.include_object is None:
            return None
        target = item if item is not None else _stand_in(kind, name, table, schema, columns)
        return "include_object" if self._refuses(self.environment.include_object, [target, name, kind, item is None, None]) else None

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


def _item(table: sa.Table, kind: str, name: str | None, columns: tuple[str, ...]) -> Any:
    """The declared object: that of the name, else a constraint without a name over the columns."""
    if kind == "table":
        return table
    if kind in {"column", "index"}:
        items: Iterable[Any] = table.columns if kind == "column" else table.indexes
        return next((i for i in items if i.name == name), None)
    constraints = [c for c in table.constraints if isinstance(c, _CONSTRAINTS[kind])]
    named = next((c for c in constraints if name is not None and c.name == name), None)
    return named or next((c for c in constraints if not isinstance(c.name, str) and tuple(k.name for k in c.columns) == columns), None)


_CONSTRAINTS: dict[str, Any] = {"unique_constraint": sa.UniqueConstraint, "foreign_key_constraint": sa.ForeignKeyConstraint}


def _stand_in(kind: str, name: str | None, table: str, schema: str | None, columns: tuple[str, ...]) -> Any:
    """An object as reflection would give it, as far as filters look: its name, its table and its columns."""
    owner = sa.Table(table, sa.MetaData(), schema=schema)
    if kind == "table":
        return owner
    names = columns or ((name,) if kind == "column" and name else ("column",))
    made: list[sa.Column[Any]] = [sa.Column(n, sa.types.NullType()) for n in dict.fromkeys(names)]
    for column in made:
        owner.append_column(column)
    if kind == "index":
        return sa.Index(name, *made)
    if kind == "unique_constraint":
        owner.append_constraint(unique := sa.UniqueConstraint(*made, name=name))
        return unique
    if kind == "foreign_key_constraint":
        owner.append_constraint(key := sa.ForeignKeyConstraint(made, [f"{table}.{c.name}" for c in made], name=name))
        return key
    return made[0]


def filter_of(interpreter: Interpreter, environment: Environment, metadata: tuple[sa.MetaData, ...]) -> Filter | None:
    """The filter of an env.py, None when it has none."""
    if environment.include_object is None and environment.include_name is None:
        return None
    return Filter(interpreter, environment, metadata)
