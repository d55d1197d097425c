"""The ORM's Query over the symbolic connection: what it selects is executed; what refines it can only take rows away from none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from attrs import define, evolve, frozen
from sqlalchemy.sql.functions import FunctionElement

from schemaparity.evaluate.values import Class, Instance, UnknownUsed, UnknownValue
from schemaparity.frameworks.sqlalchemy.overlays.arguments import table_of

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter

_KEEPING = frozenset({
    "autoflush", "correlate", "enable_assertions", "enable_eagerloads", "execution_options", "options", "order_by", "populate_existing",
    "prefix_with", "params", "reset_joinpoint", "tuples", "with_for_update", "with_hint", "with_labels", "with_statement_hint", "yield_per",
})  # fmt: skip
"""Methods after which the query gives as many rows as before."""
_FILTERING = frozenset({"filter", "filter_by", "where", "join", "outerjoin", "distinct", "union", "union_all"})
"""Methods after which a query over empty tables still gives none, and one of aggregates still gives one."""
_RESHAPING = frozenset({
    "add_column", "add_columns", "add_entity", "except_", "from_self", "group_by", "having", "intersect", "limit", "offset", "slice",
})  # fmt: skip
"""Methods after which only a query that gave no row is known to give none."""
_AGGREGATES = frozenset({"array_agg", "avg", "bool_and", "bool_or", "count", "json_agg", "jsonb_agg", "max", "min", "string_agg", "sum"})


@define(eq=False)
class SymbolicQuery:
    """`session.query(...)`.

    Args:
        interpreter: whose query it is.
        session: executes it.
        entities: tables, columns and expressions.
        sources: what `select_from` named.
        filtered: whether a condition may take rows away.
        reshaped: whether what is selected is not known any more.

    """

    interpreter: Interpreter
    session: Any
    entities: tuple[Any, ...]
    sources: tuple[Any, ...] = ()
    filtered: bool = False
    reshaped: bool = False

    @property
    def statement(self) -> Any:
        """The SELECT, without what filters it."""
        made = sa.select(*self.entities) if self.entities else sa.select(sa.literal(1))
        return made.select_from(*self.sources) if self.sources else made

    selectable = statement

    def __clause_element__(self) -> Any:
        """The SELECT where a statement takes one."""
        return self.statement

    def rows(self) -> list[Any]:
        """The rows of empty tables, or unknown."""
        found = list(self.session.execute(self.statement).all())
        if found and (self.reshaped or (self.filtered and not self._gives_one_row())):
            raise UnknownUsed(self.interpreter.unknown("the rows of a table are not known"))
        return found

    def _gives_one_row(self) -> bool:
        """True for aggregates over tables: whatever filters empty tables, there is one row, and always the same."""
        return bool(self.statement.get_final_froms()) and all(_is_aggregate(entity) for entity in self.entities)

    def __iter__(self) -> Any:
        return iter(self.rows())

    def first(self) -> Any:
        """The first row, None where there is none."""
        return next(iter(self.rows()), None)

    one_or_none = first

    def get(self, *_: object, **__: object) -> Any:
        """The row of a key."""
        return evolve(self, filtered=True).first()

    def scalar(self) -> Any:
        """The first column of the only row."""
        row = self.first()
        return None if row is None else row[0]

    def all(self) -> list[Any]:
        """All rows."""
        return self.rows()

    def one(self) -> Any:
        """The only row."""
        row = self.first()
        if row is None:
            raise sa.exc.NoResultFound("No row was found when one was required")
        return row

    def count(self) -> int:
        """The number of rows."""
        return len(self.rows())

    def exists(self) -> Any:
        """An EXISTS over the tables."""
        return sa.exists(self.statement)

    def subquery(self, *_: object, **__: object) -> Any:
        """A subquery over the tables."""
        return self.statement.subquery()

    def cte(self, *_: object, **__: object) -> Any:
        """A WITH over the tables."""
        return self.statement.cte()

    def scalar_subquery(self) -> Any:
        """The query as a value."""
        return self.statement.scalar_subquery()

    as_scalar = label = scalar_subquery

    def update(self, *_: object, **__: object) -> int:
        """Change no row that is tracked."""
        return 0

    delete = update

    def with_entities(self, *entities: object) -> SymbolicQuery:
        """The query of other things over the same tables."""
        found = _entities(self.interpreter, entities)
        return evolve(self, entities=found, sources=tuple(self.statement.get_final_froms()))

    def select_from(self, *sources: object) -> SymbolicQuery:
        """The query over the given tables."""
        return evolve(self, sources=_entities(self.interpreter, sources))


@frozen(eq=False)
class LoadOnly:
    """`load_only(...)`, and with `but` the columns of `defer(...)`: which columns of an entity a SELECT names."""

    columns: tuple[Any, ...]
    but: bool = False

    def of(self, table: sa.Table) -> list[Any] | None:
        """The columns of a table that are selected, its key always; None for other tables."""
        named = {c for c in table.columns if any(c is given or c.key == given for given in self.columns)}
        if not named or any(isinstance(given, sa.Column) and given.table is not table for given in self.columns):
            return None
        return [c for c in table.columns if c.primary_key or (c in named) is not self.but]


def load_only(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> LoadOnly:
    """`sqlalchemy.orm.load_only`."""
    del interpreter, kwargs
    return LoadOnly(tuple(args))


def defer(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> LoadOnly:
    """`sqlalchemy.orm.defer`."""
    del interpreter, kwargs
    return LoadOnly(tuple(args), but=True)


def loaded(entities: Iterable[Any], options: Iterable[Any]) -> list[Any]:
    """What is selected of entities under options of loading."""
    found: list[Any] = []
    for entity in entities:
        chosen = [c for o in options if isinstance(o, LoadOnly) and isinstance(entity, sa.Table) and (c := o.of(entity)) is not None]
        found.extend(chosen[-1] if chosen else [entity])
    return found


def select_options(interpreter: Interpreter, statement: Any, args: list[Any], kwargs: dict[str, Any]) -> Any:
    """`select(...).options(...)`: only those that say which columns are loaded change the statement."""
    del interpreter, kwargs
    tables = statement.get_final_froms()
    columns = loaded(tables, args)
    if columns == tables or {c.table for c in statement.selected_columns if isinstance(c, sa.Column)} != set(tables):
        return statement
    return statement.with_only_columns(*(c for column in columns for c in (column.columns if isinstance(column, sa.Table) else [column])))


@define(eq=False)
class Chain:
    """A method that refines a query."""

    query: SymbolicQuery
    name: str = "filter"

    def __call__(self, *args: object, **__: object) -> SymbolicQuery:
        """The refined query."""
        if self.name == "options":
            return evolve(self.query, entities=tuple(loaded(self.query.entities, args)))
        if self.name in _KEEPING:
            return self.query
        return evolve(self.query, filtered=True, reshaped=self.query.reshaped or self.name in _RESHAPING)


def query_attribute(query: SymbolicQuery, name: str) -> Any:
    """An attribute of the query; methods that refine it give another one."""
    return Chain(query, name) if name in _KEEPING | _FILTERING | _RESHAPING else getattr(query, name)


def query(interpreter: Interpreter, session: Any, args: list[Any], kwargs: dict[str, Any]) -> Any:
    """`session.query(...)`."""
    del kwargs
    return SymbolicQuery(interpreter, session, _entities(interpreter, args))


def _entities(interpreter: Interpreter, args: Any) -> tuple[Any, ...]:
    """Tables in the place of mapped classes."""
    unknown = next((a for a in args if isinstance(a, UnknownValue)), None)
    if unknown is not None:
        raise UnknownUsed(unknown)
    entities = [table_of(a) if isinstance(a, Class) else a for a in args]
    if any(isinstance(e, Class | Instance) for e in entities):
        raise UnknownUsed(interpreter.unknown("a query of a class whose table is not known"))
    return tuple(entities)


def _is_aggregate(entity: Any) -> bool:
    """True for `count(...)` and its kind, labelled or not."""
    element = entity.element if isinstance(entity, sa.Label) else entity
    return isinstance(element, FunctionElement) and str(getattr(element, "name", "")).lower() in _AGGREGATES
