"""Reflection answered from the symbolic schema: what `Inspector`, `Table(autoload_with=)`, `checkfirst` and batch mode ask of a dialect.

An object that only may exist is an unknown answer, never a guess.
"""
# ruff: noqa: ARG002 - the signatures are SQLAlchemy's

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, NoReturn

from sqlalchemy import exc
from sqlalchemy.engine import default, reflection

from schemaparity.evaluate.values import UnknownUsed, UnknownValue
from schemaparity.frameworks.sqlalchemy import reflected_elements as elements
from schemaparity.frameworks.sqlalchemy.wire import Wire
from schemaparity.schema import Element, Schema, Table, Unknown, View


def used(unknown: Unknown) -> NoReturn:
    """Say that the answer is unknown."""
    raise UnknownUsed(UnknownValue(unknown))


def names(found: Iterable[Any]) -> list[Any]:
    """The names of what exists; the name of what may exist is unknown."""
    return [UnknownValue(e.doubt) if e.doubt is not None else e.name for e in found]


def exists(found: Element | None) -> bool:
    """Whether the object exists."""
    if found is None:
        return False
    if found.doubt is not None:
        used(found.doubt)
    return True


class Reflection(default.DefaultDialect):
    """The reflection half of a symbolic dialect."""

    wire: Wire
    DEFAULT_SCHEMAS: ClassVar[frozenset[str]] = frozenset()

    has_multi_table: Any = getattr(default.DefaultDialect, "has_multi_table", None)  # new in SQLAlchemy 2.1
    get_multi_columns = default.DefaultDialect.get_multi_columns
    get_multi_pk_constraint = default.DefaultDialect.get_multi_pk_constraint
    get_multi_foreign_keys = default.DefaultDialect.get_multi_foreign_keys
    get_multi_indexes = default.DefaultDialect.get_multi_indexes
    get_multi_unique_constraints = default.DefaultDialect.get_multi_unique_constraints
    get_multi_check_constraints = default.DefaultDialect.get_multi_check_constraints
    get_multi_table_comment = default.DefaultDialect.get_multi_table_comment
    get_multi_table_options = default.DefaultDialect.get_multi_table_options

    @property
    def _schema(self) -> Schema:
        schema: Schema = self.wire.database.schema
        return schema

    def _key(self, name: str, schema: str | None) -> str:
        schema = None if schema == self.default_schema_name or schema in self.DEFAULT_SCHEMAS else schema
        return name if not schema else f"{schema}.{name}"

    def _in(self, objects: Mapping[str, Any], schema: str | None) -> list[Any]:
        schema = None if schema == self.default_schema_name or schema in self.DEFAULT_SCHEMAS else schema
        return [o for o in objects.values() if o.schema == schema]

    def _table(self, name: str, schema: str | None) -> Table:
        if isinstance(name, UnknownValue):
            raise UnknownUsed(name)
        table = self._schema.tables.get(self._key(name, schema))
        if table is None or not exists(table):
            raise exc.NoSuchTableError(f"{schema}.{name}" if schema else name)
        return table

    def _known(self, name: str, schema: str | None) -> Table | View:
        view = self._schema.views.get(self._key(name, schema))
        if view is not None and exists(view):
            return view
        table = self._table(name, schema)
        if not table.complete:
            used(Unknown(f"table {table.key} is not created by the revisions, so what it has is not known", table.origin))
        return table

    @reflection.cache
    def has_table(self, connection: Any, table_name: str, schema: str | None = None, **kw: Any) -> bool:
        """Whether a table or view of that name exists."""
        key = self._key(table_name, schema)
        return exists(self._schema.tables.get(key)) or exists(self._schema.views.get(key))

    def has_index(self, connection: Any, table_name: str, index_name: str, schema: str | None = None, **kw: Any) -> bool:
        """Whether the table has an index of that name."""
        table = self._schema.tables.get(self._key(table_name, schema))
        return exists(table) and table is not None and any(i["name"] == index_name for i in elements.indexes(table, self))

    def has_sequence(self, connection: Any, sequence_name: str, schema: str | None = None, **kw: Any) -> bool:
        """Whether a sequence of that name exists."""
        return exists(self._schema.sequences.get(self._key(sequence_name, schema)))

    def has_type(self, connection: Any, type_name: str, schema: str | None = None, **kw: Any) -> bool:
        """Whether an enum or domain of that name exists."""
        key = self._key(type_name, schema)
        return exists(self._schema.enums.get(key)) or exists(self._schema.domains.get(key))

    def has_schema(self, connection: Any, schema_name: str, **kw: Any) -> bool:
        """Whether a schema of that name exists."""
        return schema_name == self.default_schema_name or schema_name in self.DEFAULT_SCHEMAS or schema_name in self._schema.schemas

    @reflection.cache
    def get_schema_names(self, connection: Any, **kw: Any) -> list[str]:
        """All schemas."""
        return [*sorted({*self.DEFAULT_SCHEMAS, *([self.default_schema_name] if self.default_schema_name else [])}), *self._schema.schemas]

    @reflection.cache
    def get_table_names(self, connection: Any, schema: str | None = None, **kw: Any) -> list[str]:
        """All tables of a schema."""
        return names(self._in(self._schema.tables, schema))

    @reflection.cache
    def get_view_names(self, connection: Any, schema: str | None = None, **kw: Any) -> list[str]:
        """All plain views of a schema."""
        return names(v for v in self._in(self._schema.views, schema) if not v.materialized)

    @reflection.cache
    def get_materialized_view_names(self, connection: Any, schema: str | None = None, **kw: Any) -> list[str]:
        """All materialized views of a schema."""
        return names(v for v in self._in(self._schema.views, schema) if v.materialized)

    @reflection.cache
    def get_sequence_names(self, connection: Any, schema: str | None = None, **kw: Any) -> list[str]:
        """All sequences of a schema."""
        return names(self._in(self._schema.sequences, schema))

    def get_temp_table_names(self, connection: Any, schema: str | None = None, **kw: Any) -> list[str]:
        """No temporary table is tracked."""
        return []

    def get_temp_view_names(self, connection: Any, schema: str | None = None, **kw: Any) -> list[str]:
        """No temporary view is tracked."""
        return []

    def get_view_definition(self, connection: Any, view_name: str, schema: str | None = None, **kw: Any) -> str:
        """The query of a view."""
        view = self._schema.views.get(self._key(view_name, schema))
        if view is None:
            raise exc.NoSuchTableError(view_name)
        if view.definition is None:
            used(Unknown(f"the definition of view {view_name} is not known", view.origin))
        return view.definition

    def get_enums(self, connection: Any, schema: str | None = None, **kw: Any) -> Any:
        """The enums of a schema, of all schemas for `*`."""
        found = list(self._schema.enums.values()) if schema == "*" else self._in(self._schema.enums, schema)
        return [elements.enum(e, self.default_schema_name) for e in found]

    def _load_enums(self, connection: Any, schema: str | None = None, **kw: Any) -> Any:
        return self.get_enums(connection, schema)

    def get_domains(self, connection: Any, schema: str | None = None, **kw: Any) -> Any:
        """The domains of a schema, by name."""
        return [
            {"name": d.name, "schema": d.schema or self.default_schema_name, "visible": True}
            for d in self._in(self._schema.domains, schema)
        ]

    def _load_domains(self, connection: Any, schema: str | None = None, **kw: Any) -> Any:
        return self.get_domains(connection, schema)

    @reflection.cache
    def get_columns(self, connection: Any, table_name: str, schema: str | None = None, **kw: Any) -> Any:
        """The columns in order."""
        table = self._known(table_name, schema)
        if isinstance(table, View):
            used(Unknown(f"the columns of view {table.key} are not tracked", table.origin))
        return [elements.column(c, table, self._schema, self) for c in table.columns.values()]

    @reflection.cache
    def get_pk_constraint(self, connection: Any, table_name: str, schema: str | None = None, **kw: Any) -> Any:
        """The primary key."""
        return elements.primary_key(self._known(table_name, schema))

    @reflection.cache
    def get_foreign_keys(self, connection: Any, table_name: str, schema: str | None = None, **kw: Any) -> Any:
        """The foreign keys."""
        return elements.foreign_keys(self._known(table_name, schema), self._schema, self.name)

    @reflection.cache
    def get_unique_constraints(self, connection: Any, table_name: str, schema: str | None = None, **kw: Any) -> Any:
        """The unique constraints."""
        return elements.uniques(self._known(table_name, schema), self.name)

    @reflection.cache
    def get_check_constraints(self, connection: Any, table_name: str, schema: str | None = None, **kw: Any) -> Any:
        """The check constraints."""
        table = self._known(table_name, schema)
        return [elements.check(c) for c in getattr(table, "check_constraints", ())]

    @reflection.cache
    def get_indexes(self, connection: Any, table_name: str, schema: str | None = None, **kw: Any) -> Any:
        """The indexes, with those behind unique constraints as the dialect reports them."""
        table = self._known(table_name, schema)
        return [] if isinstance(table, View) else elements.indexes(table, self)

    @reflection.cache
    def get_table_comment(self, connection: Any, table_name: str, schema: str | None = None, **kw: Any) -> Any:
        """The comment of the table."""
        comment = getattr(self._known(table_name, schema), "comment", None)
        if isinstance(comment, Unknown):
            used(comment)
        return {"text": comment}

    def get_table_options(self, connection: Any, table_name: str, schema: str | None = None, **kw: Any) -> Any:
        """The options of the table, by dialect-prefixed name."""
        table = self._known(table_name, schema)
        return {f"{self.name}_{k}": v for k, v in getattr(table, "options", ())}
