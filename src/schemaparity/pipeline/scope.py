"""Which tables and schemas are compared, and what goes with a table that is not. Knows no rule."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from schemaparity.findings import ObjectRef, TargetResult
from schemaparity.project import names_schema, names_table
from schemaparity.schema import Schema, Table

_DEFAULT_SCHEMAS = {"postgresql": "public", "mssql": "dbo"}


def default_schema(dialect: str) -> str | None:
    """What people call the schema of tables that name none; None where the dialect has no fixed name for it."""
    return _DEFAULT_SCHEMAS.get(dialect)


@frozen
class Scope:
    """Patterns of tables and schemas; an empty `include` means all."""

    include_tables: tuple[str, ...] = ()
    exclude_tables: tuple[str, ...] = ()
    include_schemas: tuple[str, ...] = ()
    exclude_schemas: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return any((self.include_tables, self.exclude_tables, self.include_schemas, self.exclude_schemas))

    def excluded_tables(self, result: TargetResult) -> frozenset[str]:
        """The keys of the tables of either side that are not compared."""
        if not self:
            return frozenset()
        tables = {**result.models.tables, **result.migrations.tables}
        return frozenset(key for key, table in tables.items() if not self._has_table(table.name, table.schema, result.dialect))

    def has(self, ref: ObjectRef, result: TargetResult) -> bool:
        """True when an object is compared; what belongs to no table and no schema always is."""
        if not self:
            return True
        table = ref.name if ref.kind in {"table", "view", "sequence"} else ref.table
        if table is not None:
            return self._has_table(table.rpartition(".")[2], ref.schema, result.dialect)
        if ref.kind != "enum":
            return True
        users = set(_users(ref.name or "", result.models)) | set(_users(ref.name or "", result.migrations))
        return self._has_schema(ref.schema, result.dialect) and (not users or not users <= self.excluded_tables(result))

    def _has_table(self, table: str, schema: str | None, dialect: str) -> bool:
        default = default_schema(dialect)
        if self.include_tables and not names_table(self.include_tables, table, schema, default):
            return False
        return self._has_schema(schema, dialect) and not names_table(self.exclude_tables, table, schema, default)

    def _has_schema(self, schema: str | None, dialect: str) -> bool:
        name = schema or default_schema(dialect) or ""
        return not (self.include_schemas and not names_schema(self.include_schemas, name)) and not names_schema(self.exclude_schemas, name)


def _users(enum: str, schema: Schema) -> Iterator[str]:
    """The tables with a column of an enum type."""
    return (key for key, table in schema.tables.items() if _uses(table, enum))


def _uses(table: Table, enum: str) -> bool:
    types = (column.type for column in table.columns.values() if isinstance(column.type, str))
    return any(type_.replace('"', "").removesuffix("[]") == enum for type_ in types)
