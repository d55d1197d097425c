"""The vocabulary both sides meet in: frozen tables, columns, constraints, indexes, types. Knows nothing of where they were read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from attrs import evolve, field, frozen

from schemaparity.location import NOWHERE, Origin


@frozen
class Unknown:
    """A fact that could not be decided from source.

    Args:
        reason: one sentence for people, without the place.
        origin: the line that makes it so.
        cause: the part of the reason that other unknowns may share, None where that is all of it.

    """

    reason: str
    origin: Origin = field(default=NOWHERE, eq=False)
    cause: str | None = field(default=None, eq=False, repr=False)


EXTERNAL = "the chain works on tables that no revision creates, so what was there before it is not known"
"""The cause that all unknowns about tables of an open base share."""


@frozen
class Change:
    """One step in the life of an object: `what` is `declared`, `created`, or the field that a revision changed."""

    what: str
    origin: Origin = field(default=NOWHERE, eq=False)


History: TypeAlias = tuple[Change, ...]


@frozen
class Element:
    """What every object of a schema carries.

    Args:
        history: creation first, then every change; takes no part in equality.
        doubt: None when the object certainly exists, else why it may not.

    """

    history: History = field(default=(), eq=False, kw_only=True, repr=False)
    doubt: Unknown | None = field(default=None, kw_only=True)

    @property
    def origin(self) -> Origin:
        """Where the object was declared or created."""
        return self.history[0].origin if self.history else NOWHERE

    @property
    def revisions(self) -> tuple[str, ...]:
        """The revisions that shaped the object, oldest first, each once."""
        return tuple(dict.fromkeys(c.origin.revision for c in self.history if c.origin.revision is not None))


@frozen
class Identity:
    """An identity column: `options` is the normalised text of its sequence options (`START WITH 5`), empty for the defaults."""

    always: bool = False
    options: str = ""


@frozen
class Computed:
    """A generated column; `stored` False means virtual."""

    expression: str
    stored: bool = True


@frozen
class Column(Element):
    """A column as the database holds it.

    Args:
        name: as the database holds it, unquoted.
        type: SQL text in the dialect's canonical spelling (`VARCHAR(50)`, `TIMESTAMP WITHOUT TIME ZONE`, `status_enum`, `TEXT[]`).
        nullable: whether NULL is allowed.
        default: SQL text of the server default, or None.
        client_default: text of a Python-side default of the model, shown to people, never compared.

    """

    name: str
    type: str | Unknown
    nullable: bool | Unknown = True
    default: str | Unknown | None = None
    identity: Identity | Unknown | None = None
    computed: Computed | Unknown | None = None
    comment: str | Unknown | None = None
    collation: str | Unknown | None = None
    client_default: str | None = field(default=None, eq=False)


@frozen
class PrimaryKey(Element):
    """A primary key; `named` tells whether the source gave the name or the dialect did."""

    name: str
    columns: tuple[str, ...]
    include: tuple[str, ...] = ()
    deferrable: bool = False
    initially_deferred: bool = False
    named: bool = field(default=False, eq=False)


@frozen
class ForeignKey(Element):
    """A foreign key; `referred_table` is the key of a table in `Schema.tables`; actions are upper case, None for NO ACTION.

    `column` is the column in whose definition SQLite keeps the text, None where it is a constraint of the table.
    """

    name: str
    columns: tuple[str, ...]
    referred_table: str
    referred_columns: tuple[str, ...]
    ondelete: str | None = None
    onupdate: str | None = None
    deferrable: bool = False
    initially_deferred: bool = False
    match: str | None = None
    not_valid: bool = False
    named: bool = field(default=False, eq=False)
    column: str | None = field(default=None, eq=False)


@frozen
class UniqueConstraint(Element):
    """A unique constraint; `column` as in ForeignKey."""

    name: str
    columns: tuple[str, ...]
    include: tuple[str, ...] = ()
    nulls_not_distinct: bool = False
    deferrable: bool = False
    initially_deferred: bool = False
    named: bool = field(default=False, eq=False)
    column: str | None = field(default=None, eq=False)


@frozen
class CheckConstraint(Element):
    """A CHECK; `expression` is SQL text without the outer parentheses; `column` as in ForeignKey."""

    name: str
    expression: str | Unknown
    no_inherit: bool = False
    not_valid: bool = False
    named: bool = field(default=False, eq=False)
    column: str | None = field(default=None, eq=False)


@frozen
class ExcludeConstraint(Element):
    """An EXCLUDE constraint; `definition` is everything after the keyword (`USING gist (room WITH =, during WITH &&)`)."""

    name: str
    definition: str | Unknown
    columns: tuple[str, ...] = ()
    named: bool = field(default=False, eq=False)


@frozen
class IndexElement:
    """One key of an index: a column name, or SQL text when `is_expression`. `nulls_first` None means the default of the order."""

    expression: str
    is_expression: bool = False
    opclass: str | None = None
    collation: str | None = None
    descending: bool = False
    nulls_first: bool | None = None


@frozen
class Index(Element):
    """An index; `options` holds storage parameters (`WITH (...)`) and, on MySQL, prefix lengths as `length:COLUMN`."""

    name: str
    elements: tuple[IndexElement, ...] | Unknown
    unique: bool | Unknown = False
    using: str = "btree"
    include: tuple[str, ...] = ()
    where: str | Unknown | None = None
    nulls_not_distinct: bool = False
    options: tuple[tuple[str, str], ...] = ()
    named: bool = field(default=False, eq=False)


Constraint: TypeAlias = PrimaryKey | ForeignKey | UniqueConstraint | CheckConstraint | ExcludeConstraint


@frozen
class Table(Element):
    """A table. Insertion order of `columns` is the order of the columns.

    Args:
        name: unqualified name.
        schema: None for the default schema of the dialect.
        complete: False for an external table, of which only what an operation named is known.
        removed: columns that were dropped, with their history.
        gone: constraints and indexes that were dropped, with their history, in that order.
        unknowns: what could not be decided about the table as a whole (a constraint of unknown name, a statement that may have touched it).

    """

    name: str
    schema: str | None = None
    columns: Mapping[str, Column] = field(factory=dict)
    primary_key: PrimaryKey | Unknown | None = None
    foreign_keys: tuple[ForeignKey, ...] = ()
    unique_constraints: tuple[UniqueConstraint, ...] = ()
    check_constraints: tuple[CheckConstraint, ...] = ()
    exclude_constraints: tuple[ExcludeConstraint, ...] = ()
    indexes: tuple[Index, ...] = ()
    comment: str | Unknown | None = None
    partition_by: str | None = None
    partition_of: str | None = None
    options: tuple[tuple[str, str], ...] = ()
    complete: bool = True
    has_rows: bool = field(default=False, eq=False)
    unknowns: tuple[Unknown, ...] = ()
    removed: Mapping[str, Column] = field(factory=dict, eq=False, repr=False)
    gone: tuple[Constraint | Index, ...] = field(default=(), eq=False, repr=False)

    @property
    def key(self) -> str:
        """The table's key in `Schema.tables`."""
        return self.name if self.schema is None else f"{self.schema}.{self.name}"

    @property
    def constraints(self) -> tuple[Constraint, ...]:
        """All constraints, the primary key first."""
        key = (self.primary_key,) if isinstance(self.primary_key, PrimaryKey) else ()
        return (*key, *self.foreign_keys, *self.unique_constraints, *self.check_constraints, *self.exclude_constraints)


@frozen
class EnumType(Element):
    """A named enumeration; `label_history` says which change brought each label."""

    name: str
    labels: tuple[str, ...] | Unknown
    schema: str | None = None
    label_history: Mapping[str, Change] = field(factory=dict, eq=False, repr=False)

    @property
    def key(self) -> str:
        """The key in `Schema.enums`."""
        return self.name if self.schema is None else f"{self.schema}.{self.name}"


@frozen
class Sequence(Element):
    """A sequence; `owned_by` is (table key, column) for SERIAL and OWNED BY; `type`/`options` are normalised SQL text."""

    name: str
    schema: str | None = None
    owned_by: tuple[str, str] | None = None
    options: str = ""

    @property
    def key(self) -> str:
        """The key in `Schema.sequences`."""
        return self.name if self.schema is None else f"{self.schema}.{self.name}"


@frozen
class Domain(Element):
    """A domain; `definition` is everything after `CREATE DOMAIN name AS`."""

    name: str
    definition: str
    schema: str | None = None

    @property
    def key(self) -> str:
        """The key in `Schema.domains`."""
        return self.name if self.schema is None else f"{self.schema}.{self.name}"


@frozen
class View(Element):
    """A view or materialized view, tracked by name; `definition` is its query where it is known."""

    name: str
    schema: str | None = None
    materialized: bool = False
    definition: str | None = None

    @property
    def key(self) -> str:
        """The key in `Schema.views`."""
        return self.name if self.schema is None else f"{self.schema}.{self.name}"


@frozen
class Routine(Element):
    """A function, procedure, composite type, trigger, extension or other object that is tracked by its statement only.

    `kind` is one of `function procedure trigger extension type aggregate operator policy rule statistics`; `definition` is the statement
    that made it.
    """

    kind: str
    name: str
    definition: str = ""


@frozen
class UndecidedFact:
    """Something unknown that reaches the schema.

    Args:
        unknown: the reason.
        object: what it can touch (`users.email`), None when it could be anything.
        is_assumed: whether the schema was made on an assumption instead: that is said once, and what follows from it stands.

    """

    unknown: Unknown
    object: str | None = None
    is_assumed: bool = False


@frozen
class Schema:
    """Everything a database of one dialect holds, keyed by `name` or `schema.name` outside the default schema."""

    dialect: str = "postgresql"
    tables: Mapping[str, Table] = field(factory=dict)
    enums: Mapping[str, EnumType] = field(factory=dict)
    sequences: Mapping[str, Sequence] = field(factory=dict)
    domains: Mapping[str, Domain] = field(factory=dict)
    views: Mapping[str, View] = field(factory=dict)
    schemas: Mapping[str, Change] = field(factory=dict)
    routines: tuple[Routine, ...] = ()
    removed_tables: Mapping[str, Table] = field(factory=dict, eq=False, repr=False)
    unknown: tuple[UndecidedFact, ...] = ()

    def with_table(self, table: Table) -> Schema:
        """The schema with `table` added, or in the place of the table of the same key."""
        return evolve(self, tables={**self.tables, table.key: table})

    def without_table(self, key: str) -> Schema:
        """The schema without the table; what it was stays in `removed_tables`."""
        gone = self.tables[key]
        return evolve(self, tables={k: t for k, t in self.tables.items() if k != key}, removed_tables={**self.removed_tables, key: gone})

    def with_unknown(self, unknown: Unknown, of: str | None = None) -> Schema:
        """The schema with one more undecided fact."""
        return evolve(self, unknown=(*self.unknown, UndecidedFact(unknown, of)))
