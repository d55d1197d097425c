"""`metadata.create_all()` in an empty symbolic database: MetaData in, Schema out, table by table, so that a bad one spoils no other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from typing import Any

import sqlalchemy as sa
from attrs import evolve
from sqlalchemy.engine import Connection
from sqlalchemy.sql import ddl
from sqlalchemy.util import OrderedSet

from schemaparity.database import Database
from schemaparity.evaluate.values import Raised, UnknownUsed
from schemaparity.frameworks.sqlalchemy.engine import symbolic_engine
from schemaparity.frameworks.sqlalchemy.named_types import named_types, schema_names, statement_of
from schemaparity.frameworks.sqlalchemy.origins import origin_of
from schemaparity.frameworks.sqlalchemy.overlays.notes import DOUBT, SPATIAL_INDEX, UNKNOWNS
from schemaparity.frameworks.sqlalchemy.placeholders import note_part
from schemaparity.frameworks.sqlalchemy.wire import Wire
from schemaparity.location import NOWHERE, Origin
from schemaparity.schema import Change, Element, EnumType, Schema, UndecidedFact, Unknown
from schemaparity.sql.holes import Holes

_DECLARED = "declared"
_WHERE = re.compile(r"\(in table '[^']*', column '[^']*'\): ")
"""What SQLAlchemy puts before the reason why a column has no DDL."""


def create_all(metadata: sa.MetaData | Iterable[sa.MetaData], dialect: str, holes: Holes) -> Schema:
    """The schema that `create_all()` would make of one or several MetaData.

    Example:
        >>> metadata = sa.MetaData()
        >>> table = sa.Table("users", metadata, sa.Column("id", sa.Integer, primary_key=True))
        >>> list(create_all(metadata, "postgresql", Holes()).tables)
        ['users']

    """
    several = [metadata] if isinstance(metadata, sa.MetaData) else list(metadata)
    database = Database(Schema(dialect=dialect), holes, extensions="assumed")  # what the server has is not known here
    wire = Wire(database, holes)
    engine = symbolic_engine(database, holes, wire)
    with engine.connect() as connection:
        _schemas(several, connection, wire)
        for one in several:
            _create(one, connection, wire)
        _types_of_others(several, connection, wire)
        connection.commit()
    schema = _doubted(declared(database.schema), several)
    facts = tuple(f for one in several for f in one.info.get(UNKNOWNS, ()) if isinstance(f, UndecidedFact))
    return evolve(schema, unknown=(*schema.unknown, *facts))


def _doubted(schema: Schema, several: list[sa.MetaData]) -> Schema:
    """The schema with the doubts about tables that may not be declared."""
    doubts = {table.key: table.info[DOUBT] for one in several for table in one.tables.values() if DOUBT in table.info}
    return evolve(schema, tables={k: evolve(t, doubt=doubts[k]) if k in doubts else t for k, t in schema.tables.items()})


def _schemas(several: list[sa.MetaData], connection: Connection, wire: Wire) -> None:
    """`create_all` needs the schemas to exist; they are taken to be there."""
    names = schema_names(several, connection.dialect)
    schema = wire.database.schema
    known = {n: Change(_DECLARED) for n in sorted(names) if n not in schema.schemas}
    wire.database.schema = evolve(schema, schemas={**schema.schemas, **known})


def _types_of_others(several: list[sa.MetaData], connection: Connection, wire: Wire) -> None:
    """Types that the models describe and leave to others to create are declared all the same."""
    for table in [table for one in several for table in one.tables.values()]:
        for kind in named_types(table, connection.dialect):
            known = wire.database.schema
            key = f"{kind.schema}.{kind.name}" if kind.schema else kind.name
            statement = statement_of(kind)
            if statement is not None and key not in known.enums and key not in known.domains:
                _attempt(wire, table, partial(connection.execute, statement))


def _drop_refused(metadata: sa.MetaData, dialect: str) -> None:
    """Take out foreign keys that the database would refuse: `create_all()` would fail on them; here they are doubts of their tables."""
    for table in metadata.tables.values():
        for constraint in list(table.foreign_key_constraints):
            reason = _why_refused(constraint, dialect)
            if reason is not None:
                table.constraints.discard(constraint)
                for key in constraint.elements:
                    table.foreign_keys.discard(key)
                    key.parent.foreign_keys.discard(key)
                note_part(table, Unknown(reason, origin_of(constraint) or NOWHERE))


def _why_refused(constraint: sa.ForeignKeyConstraint, dialect: str) -> str | None:
    """Why a foreign key leads to nothing: no such table or column, or, on PostgreSQL, no key over the columns."""
    try:
        referred = {key.column.name for key in constraint.elements}
        other = constraint.referred_table
    except sa.exc.SQLAlchemyError as error:
        return _reason(error)
    if dialect != "postgresql" or referred in _keys(other) or other.info.get(UNKNOWNS):
        return None
    return f"create_all() would fail: no primary key or unique constraint of {other.fullname} is over {', '.join(sorted(referred))}"


def _keys(table: sa.Table) -> Iterator[set[str]]:
    """The columns of what a foreign key may refer to."""
    for constraint in table.constraints:
        if isinstance(constraint, sa.PrimaryKeyConstraint | sa.UniqueConstraint):
            yield {column.name for column in constraint.columns}
    for index in table.indexes:
        if index.unique and index.dialect_options["postgresql"].get("where") is None:
            yield {expression.name if isinstance(expression, sa.Column) else "" for expression in index.expressions}


def _create(metadata: sa.MetaData, connection: Connection, wire: Wire) -> None:
    _drop_refused(metadata, wire.database.schema.dialect)
    ordered: Any = ddl.sort_tables_and_constraints(list(metadata.tables.values()))  # type: ignore[no-untyped-call]
    _before(metadata, connection, wire)
    later: list[Any] = []
    for table, constraints in ordered:
        if table is None:
            later += constraints
            continue
        _attempt(wire, table, partial(_create_table, table, connection, wire, constraints))
    for constraint in later:
        _attempt(wire, constraint.table, partial(connection.execute, ddl.AddConstraint(constraint)))
    tables = list(metadata.tables.values())
    after: Any = metadata.dispatch
    _attempt(wire, None, partial(after.after_create, metadata, connection, tables=tables, checkfirst=True, _ddl_runner=_runner(connection)))


def _before(metadata: sa.MetaData, connection: Connection, wire: Wire) -> None:
    tables = list(metadata.tables.values())
    events: Any = metadata.dispatch
    _attempt(
        wire, None, partial(events.before_create, metadata, connection, tables=tables, checkfirst=True, _ddl_runner=_runner(connection))
    )
    for sequence in metadata._sequences.values():
        if getattr(sequence, "column", None) is None and connection.dialect.supports_sequences:
            _attempt(wire, None, partial(sequence.create, connection, checkfirst=True))


def _runner(connection: Connection) -> Any:
    return ddl.SchemaGenerator(connection.dialect, connection, checkfirst=True)  # type: ignore[no-untyped-call]


class _TableGenerator(ddl.SchemaGenerator):
    """Creates every index on its own: one that is refused takes neither the others nor comments with it."""

    def __init__(self, connection: Connection, wire: Wire) -> None:
        super().__init__(connection.dialect, connection, checkfirst=True)  # type: ignore[no-untyped-call]
        self.wire = wire

    def visit_index(self, index: Any, create_ok: bool = False) -> None:
        """Attempt to create one index; that it is made concurrently says when, not what."""
        index.dialect_options["postgresql"]["concurrently"] = False
        _attempt(self.wire, index.table, partial(super().visit_index, index, create_ok), origin_of(index), index.name)


def _in_order(indexes: Collection[sa.Index]) -> list[sa.Index]:
    """The indexes by name, those of one name by place: a set has no order, and the first of a name is the one that is made."""
    names = Counter(str(index.name) for index in indexes)

    def order(index: sa.Index) -> tuple[str, tuple[int, int]]:
        origin = origin_of(index) if names[str(index.name)] > 1 else None
        return str(index.name), (origin.location.line or 0, origin.location.column or 0) if origin is not None else (0, 0)

    return sorted(indexes, key=order)


def _create_table(table: sa.Table, connection: Connection, wire: Wire, constraints: Iterable[Any]) -> None:
    """As `SchemaGenerator.visit_table`: events, the table without constraints that come later, comments, indexes."""
    table.indexes = OrderedSet(_in_order(table.indexes))
    generator: Any = _TableGenerator(connection, wire)
    generator.visit_table(table, create_ok=True, include_foreign_key_constraints=constraints, _is_metadata_operation=True)
    for column in table.columns:
        if column.info.get(SPATIAL_INDEX):
            name = f"idx_{table.name}_{column.name}"
            connection.execute(ddl.CreateIndex(sa.Index(name, column, postgresql_using="gist", _table=table)))


def _attempt(wire: Wire, table: sa.Table | None, action: Callable[[], object], at: Origin | None = None, part: str | None = None) -> None:
    """Run one step; what it cannot do is an undecided fact of its table, or of a part of it that has a name."""
    place = at or (origin_of(table) if table is not None else None) or NOWHERE
    around, wire.origin = wire.origin, lambda: place
    before = wire.database.schema
    name = None if table is None else table.key if part is None else f"{table.key}.{part}"
    try:
        action()
    except UnknownUsed as used:
        wire.database.schema = before.with_unknown(used.unknown.unknown, name)
    except Raised as raised:
        wire.database.schema = before.with_unknown(Unknown(f"{raised.value!r} is raised while the table is created", place), name)
    except Exception as error:
        wire.database.recover()
        kept = wire.database.schema if wire.database.schema is not before else before
        reason = _reason(error)
        wire.database.schema = kept.with_unknown(Unknown(reason, place, _WHERE.sub("", reason)), name)
    finally:
        wire.origin = around


def _reason(error: Exception) -> str:
    """One line of what create_all would have failed with."""
    original = getattr(error, "orig", None)
    return f"create_all() would fail: {' '.join(str(original or error).split())[:300]}"


def declared(schema: Schema) -> Schema:
    """The schema with every step of its histories called `declared`."""
    users = _users(schema)
    return evolve(
        schema,
        tables={k: _table(t) for k, t in schema.tables.items()},
        enums={k: _placed(_renamed(e), users.get(k)) for k, e in schema.enums.items()},
        sequences={k: _renamed(s) for k, s in schema.sequences.items()},
    )


def _users(schema: Schema) -> dict[str, Origin]:
    """By type of a column, where the first such column is declared."""
    columns = (column for table in schema.tables.values() for column in table.columns.values())
    found: dict[str, Origin] = {}
    for column in columns:
        if isinstance(column.type, str):
            found.setdefault(column.type.replace('"', "").removesuffix("[]"), column.origin)
    return found


def _placed(enum: EnumType, user: Origin | None) -> EnumType:
    """An enum type is created for the whole MetaData, which has no place; the first column that has it is the place."""
    return enum if user is None or enum.origin is not NOWHERE else evolve(enum, history=(Change(_DECLARED, user),))


def _table(table: Any) -> Any:
    changed = evolve(
        _renamed(table),
        columns={k: _renamed(c) for k, c in table.columns.items()},
        **{
            k: tuple(map(_renamed, getattr(table, k)))
            for k in ("foreign_keys", "unique_constraints", "check_constraints", "exclude_constraints", "indexes")
        },
    )
    key = table.primary_key
    return evolve(changed, primary_key=_renamed(key)) if isinstance(key, Element) else changed


def _renamed(element: Any) -> Any:
    """Created is declared."""
    if not element.history:
        return element
    return evolve(element, history=(Change(_DECLARED, element.history[0].origin), *element.history[1:]))
