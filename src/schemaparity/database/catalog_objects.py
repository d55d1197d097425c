"""Everything of a Schema that PostgreSQL gives an oid, numbered; uncertain things in or out, as asked. Knows no catalog table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from attrs import evolve, field, frozen

from schemaparity.schema import (
    CheckConstraint,
    Column,
    Constraint,
    Element,
    ExcludeConstraint,
    ForeignKey,
    Index,
    IndexElement,
    PrimaryKey,
    Schema,
    Sequence,
    Table,
    UniqueConstraint,
    Unknown,
    View,
)

PHANTOM = "sphantom"
"""What stands for any value of an unknown fact, where a query is answered with everything that could exist."""
SYSTEM_SCHEMAS = {"pg_catalog": 11, "public": 2200, "information_schema": 13000, "pg_toast": 99}
_FIRST_OID = 16384


@frozen
class Relation:
    """A row of pg_class: `kind` is its relkind; `table` is the table itself, an index's table, a sequence's owner."""

    oid: int
    name: str
    schema: str
    kind: str
    element: Table | Index | Sequence | View | Constraint
    table: Table | None = None

    @property
    def qualified(self) -> tuple[str, str]:
        """Schema and name."""
        return self.schema, self.name


@frozen
class ConstraintEntry:
    """A row of pg_constraint: `kind` is its contype; `number` orders the constraints of a table."""

    oid: int
    kind: str
    table: Table
    element: Constraint


@frozen
class TypeEntry:
    """A row of pg_type that a user made: `kind` is its typtype."""

    oid: int
    name: str
    schema: str
    kind: str
    labels: tuple[str, ...] = ()


CONTYPES: Mapping[type[Element], str] = {
    PrimaryKey: "p",
    ForeignKey: "f",
    UniqueConstraint: "u",
    CheckConstraint: "c",
    ExcludeConstraint: "x",
}


@frozen(slots=False)
class Objects:
    """The objects of a schema with oids.

    Args:
        schema: what the database holds.
        most: whether what may exist is there; else only what certainly does.
        words: names that a query could look for: in tables that are not wholly known, anything of such a name may exist.

    """

    schema: Schema
    most: bool = False
    words: tuple[str, ...] = ()
    default_schema: str = "public"
    _oids: dict[tuple[str, ...], int] = field(factory=dict, init=False, eq=False, repr=False)

    def oid(self, *key: str) -> int:
        """The number of the object of this kind and name; the same for the same key."""
        return self._oids.setdefault(key, _FIRST_OID + len(self._oids))

    @property
    def database_name(self) -> str:
        """The name of the database, which nothing in the source tells."""
        return PHANTOM if self.most else "postgres"

    def namespace_oid(self, name: str) -> int:
        """The oid of a schema."""
        return SYSTEM_SCHEMAS.get(name) or self.oid("namespace", name)

    def schema_name(self, name: str | None) -> str:
        """The schema's name as catalogs write it."""
        return name or self.default_schema

    @cached_property
    def namespaces(self) -> tuple[str, ...]:
        """All schemas; those that only a table's name mentions too."""
        mentioned = (t.schema for t in self.schema.tables.values() if t.schema is not None)
        return tuple(dict.fromkeys([*SYSTEM_SCHEMAS, *self.schema.schemas, *mentioned]))

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """The tables, each with its uncertain parts in or out."""
        return tuple(self._settle(t) for t in self.schema.tables.values() if self._is_in(t))

    @cached_property
    def relations(self) -> tuple[Relation, ...]:
        """Tables, indexes, sequences and views."""
        return tuple(self._relations())

    @cached_property
    def constraints(self) -> tuple[ConstraintEntry, ...]:
        """All constraints, table by table."""
        return tuple(
            ConstraintEntry(self.oid("constraint", t.key, c.name), CONTYPES[type(c)], t, c)
            for t in self.tables
            for c in t.constraints
            if self._is_in(c)
        )

    @cached_property
    def types(self) -> tuple[TypeEntry, ...]:
        """Enums, domains, composite types and the row types of tables and views."""
        return tuple(self._types())

    @cached_property
    def relation_oids(self) -> dict[tuple[str, str], int]:
        """Relations by schema and name."""
        return {r.qualified: r.oid for r in self.relations}

    @cached_property
    def type_oids(self) -> dict[tuple[str, str], int]:
        """Types of users by schema and name."""
        return {(t.schema, t.name): t.oid for t in self.types}

    @cached_property
    def tables_by_key(self) -> dict[str, Table]:
        """The settled tables by key."""
        return {t.key: t for t in self.tables}

    def table_oid(self, table: Table) -> int:
        """The oid of a table."""
        return self.oid("relation", self.schema_name(table.schema), table.name)

    def index_oid(self, constraint: Constraint, table: Table) -> int:
        """The oid of the index behind a key."""
        return self.oid("relation", self.schema_name(table.schema), constraint.name)

    def _is_in(self, element: Element) -> bool:
        return self.most or element.doubt is None

    def _relations(self) -> Iterator[Relation]:
        for table in self.tables:
            schema = self.schema_name(table.schema)
            yield Relation(self.table_oid(table), table.name, schema, "p" if table.partition_by else "r", table, table)
            for key in (
                c for c in table.constraints if isinstance(c, PrimaryKey | UniqueConstraint | ExcludeConstraint) and self._is_in(c)
            ):
                yield Relation(self.index_oid(key, table), key.name, schema, "i", key, table)
            for index in (i for i in table.indexes if self._is_in(i)):
                yield Relation(self.oid("relation", schema, index.name), index.name, schema, "i", index, table)
        for sequence in filter(self._is_in, self.schema.sequences.values()):
            schema = self.schema_name(sequence.schema)
            yield Relation(self.oid("relation", schema, sequence.name), sequence.name, schema, "S", sequence)
        for view in filter(self._is_in, self.schema.views.values()):
            schema = self.schema_name(view.schema)
            yield Relation(self.oid("relation", schema, view.name), view.name, schema, "m" if view.materialized else "v", view)

    def _types(self) -> Iterator[TypeEntry]:
        for enum in filter(self._is_in, self.schema.enums.values()):
            labels = enum.labels if not isinstance(enum.labels, Unknown) else self.words if self.most else ()
            yield self._type(enum.name, enum.schema, "e", labels)
        for domain in filter(self._is_in, self.schema.domains.values()):
            yield self._type(domain.name, domain.schema, "d")
        for relation in self.relations:
            if relation.kind in "rpvm":
                yield self._type(relation.name, relation.schema, "c")
        for routine in (r for r in self.schema.routines if r.kind == "type"):
            yield self._type(routine.name.rpartition(".")[2], routine.name.rpartition(".")[0] or None, "c")

    def _type(self, name: str, schema: str | None, kind: str, labels: tuple[str, ...] = ()) -> TypeEntry:
        owner = self.schema_name(schema)
        return TypeEntry(self.oid("type", owner, name), name, owner, kind, labels)

    def _settle(self, table: Table) -> Table:
        """The table with unknown parts in or out, and with whatever could be in it when it is not wholly known."""
        columns = {n: _settled_column(c, self.most) for n, c in table.columns.items() if self._is_in(c)}
        key = table.primary_key
        settled = evolve(table, columns=columns, primary_key=None if isinstance(key, Unknown) else key)
        return self._with_phantoms(settled) if self.most and is_open(self.schema, table) else settled

    def _with_phantoms(self, table: Table) -> Table:
        """Add a column, an index and a constraint of each kind under every name that is looked for."""
        names = [w for w in (*self.words, PHANTOM) if w]
        columns = {**{n: Column(n, PHANTOM) for n in names}, **table.columns}
        all_of_it = tuple(columns)
        taken = {c.name for c in table.constraints} | {i.name for i in table.indexes}
        free = [n for n in names if n not in taken]
        return evolve(
            table,
            columns=columns,
            primary_key=table.primary_key or PrimaryKey(f"{table.name}_pkey", all_of_it),
            unique_constraints=(*table.unique_constraints, *(UniqueConstraint(n, all_of_it) for n in free)),
            foreign_keys=(*table.foreign_keys, *(ForeignKey(n, all_of_it, table.key, all_of_it) for n in free)),
            check_constraints=(*table.check_constraints, *(CheckConstraint(n, PHANTOM) for n in free)),
            indexes=(*table.indexes, *(Index(n, tuple(IndexElement(c) for c in all_of_it)) for n in free)),
        )


def is_open(schema: Schema, table: Table) -> bool:
    """True when the table may hold more than what is known of it."""
    touched = any(f.object is not None and f.object.partition(".")[0] == table.name for f in schema.unknown)
    return touched or not table.complete or bool(table.unknowns) or isinstance(table.primary_key, Unknown)


def uncertainty(schema: Schema) -> Unknown | None:
    """The first reason why a catalog could hold more or less than `Objects` says, or None."""
    for table in schema.tables.values():
        reason = _table_uncertainty(schema, table)
        if reason is not None:
            return reason
    enums = (e.labels for e in schema.enums.values() if isinstance(e.labels, Unknown))
    kinds: tuple[Mapping[str, Element], ...] = (schema.enums, schema.sequences, schema.domains, schema.views)
    doubts = (e.doubt for group in kinds for e in group.values() if e.doubt is not None)
    return next(enums, None) or next(doubts, None)


def _table_uncertainty(schema: Schema, table: Table) -> Unknown | None:
    if is_open(schema, table):
        known = (*table.unknowns, *(f.unknown for f in schema.unknown if f.object is not None))
        return known[0] if known else Unknown(f"table {table.key} is not created by this chain, so not all of it is known", table.origin)
    parts = (table, *table.columns.values(), *table.constraints, *table.indexes)
    doubts = (p.doubt for p in parts if p.doubt is not None)
    fields = (v for p in parts for v in _unknown_fields(p))
    return next(doubts, None) or next(fields, None)


def _unknown_fields(element: Element) -> Iterator[Unknown]:
    names = ("type", "nullable", "default", "identity", "computed", "comment", "elements", "unique", "where", "expression", "definition")
    return (v for n in names if isinstance(v := getattr(element, n, None), Unknown))


def _settled_column(column: Column, most: bool) -> Column:
    changes: dict[str, Any] = {}
    for name, least in (("type", "text"), ("default", None), ("comment", None), ("collation", None)):
        if isinstance(getattr(column, name), Unknown):
            changes[name] = PHANTOM if most else least
    if isinstance(column.nullable, Unknown):
        changes["nullable"] = not most
    for name in ("identity", "computed"):
        if isinstance(getattr(column, name), Unknown):
            changes[name] = None
    return evolve(column, **changes) if changes else column
