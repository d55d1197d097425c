"""Names to objects: the search path, the name space of relations and of types, tables that were there before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from schemaparity.database.apply.context import Context
from schemaparity.database.errors import DatabaseError
from schemaparity.schema import EXTERNAL, Change, Schema, Table, Unknown
from schemaparity.sql.statements import ObjectName

TEMPORARY = "pg_temp"
SYSTEM = frozenset({"pg_catalog", "information_schema", "pg_toast"})


def namespace(schema: str | None) -> str | None:
    """The schema as the vocabulary has it: None for the default schema."""
    return None if schema == "public" else schema


def key_of(name: str, schema: str | None) -> str:
    """The key of an object in the mappings of `Schema`."""
    return name if schema is None else f"{schema}.{name}"


def has_schema(schema: Schema, name: str) -> bool:
    """Whether a schema exists."""
    return name in {"public", TEMPORARY} or name in SYSTEM or name in schema.schemas


def path(schema: Schema, context: Context) -> Iterator[str | None]:
    """The schemas of the search path that exist."""
    return (namespace(n) for n in context.search_path if has_schema(schema, n))


def candidates(schema: Schema, name: ObjectName, context: Context) -> Iterator[str]:
    """The keys that a name can mean, in the order of the look-up."""
    if name.schema is not None:
        yield key_of(name.name, namespace(name.schema))
        return
    yield key_of(name.name, TEMPORARY)
    for part in path(schema, context):
        yield key_of(name.name, part)


def find(mapping: Mapping[str, Any], schema: Schema, name: ObjectName, context: Context) -> str | None:
    """The key of the object of that name in `mapping`."""
    return next((k for k in candidates(schema, name, context) if k in mapping), None)


def creation_namespace(schema: Schema, name: ObjectName, context: Context) -> str | None:
    """The schema in which a new object comes to be."""
    if name.schema is not None:
        require_schema(schema, name.schema, context)
        return namespace(name.schema)
    for part in path(schema, context):
        return part
    raise DatabaseError("3F000", "no schema has been selected to create in")


def require_schema(schema: Schema, name: str, context: Context) -> None:
    """Refuse a schema that does not exist."""
    if not has_schema(schema, name) and not context.open_base:
        raise DatabaseError("3F000", f'schema "{name}" does not exist')


def missing(name: ObjectName, what: str = "relation", sqlstate: str = "42P01") -> DatabaseError:
    """The error for a name that means nothing."""
    return DatabaseError(sqlstate, f'{what} "{name}" does not exist')


def find_table(schema: Schema, name: ObjectName, context: Context) -> Table | None:
    """The table of that name, if there is one."""
    key = find(schema.tables, schema, name, context)
    return None if key is None else schema.tables[key]


def require_table(schema: Schema, name: ObjectName, context: Context, what: str = "relation") -> tuple[Schema, Table]:
    """The table of that name; on an open base a table that never existed is declared external."""
    table = find_table(schema, name, context)
    if table is not None:
        return schema, table
    other = relation_kind_of(schema, name, context)
    if other is not None:
        raise DatabaseError("42809", f'"{name.name}" is not a table')
    if context.open_base and not has_been(schema, name, context):
        key = next(
            iter(candidates(schema, name, context) if name.schema is not None else [key_of(name.name, next(path(schema, context), None))])
        )
        schema = declare_external(schema, key, Unknown(f"the table {key} is altered but never created", context.site.origin, EXTERNAL))
        return schema, schema.tables[key]
    if name.schema is not None:
        require_schema(schema, name.schema, context)
    raise missing(name, what)


def has_been(schema: Schema, name: ObjectName, context: Context) -> bool:
    """Whether there was such a table and it was dropped."""
    return find(schema.removed_tables, schema, name, context) is not None


def declare_external(schema: Schema, key: str, unknown: Unknown) -> Schema:
    """The schema with a table that was there before, of which only what is named is known."""
    part, _, name = key.rpartition(".")
    return schema.with_table(
        Table(name, part or None, primary_key=unknown, complete=False, comment=unknown, history=(Change("external", unknown.origin),)),
    )


_Names: TypeAlias = tuple[Table, frozenset[str], frozenset[str]]
_NAMES: dict[int, _Names] = {}
_NAMES_LIMIT = 20_000


def _names(table: Table) -> _Names:
    """The names on a table, kept for the table as it is; the table itself is kept too, so that its id stays its own."""
    known = _NAMES.get(id(table))
    if known is not None:
        return known
    constraints = table.constraints
    indexes = frozenset((*(i.name for i in table.indexes), *(c.name for c in constraints if _has_index(c))))
    if len(_NAMES) > _NAMES_LIMIT:
        _NAMES.clear()
    return _NAMES.setdefault(id(table), (table, indexes, frozenset(c.name for c in constraints)))


def index_names(table: Table) -> frozenset[str]:
    """The names of a table's indexes, those of its constraints too."""
    return _names(table)[1]


def constraint_names(table: Table) -> frozenset[str]:
    """The names of a table's constraints."""
    return _names(table)[2]


def _has_index(constraint: object) -> bool:
    return type(constraint).__name__ in {"PrimaryKey", "UniqueConstraint", "ExcludeConstraint"}


def relation_kind(schema: Schema, name: str, part: str | None) -> str | None:
    """What kind of relation has the name in a schema."""
    key = key_of(name, part)
    for kind, mapping in (("table", schema.tables), ("view", schema.views), ("sequence", schema.sequences)):
        if key in mapping:
            return kind
    if any(t.schema == part and name in index_names(t) for t in schema.tables.values()):
        return "index"
    if any(r.name == key and r.kind in {"type", "index"} for r in schema.routines):
        return "composite type"
    return None


def relation_kind_of(schema: Schema, name: ObjectName, context: Context) -> str | None:
    """What kind of relation a written name means."""
    for key in candidates(schema, name, context):
        part, _, plain = key.rpartition(".") if key != name.name else ("", "", key)
        kind = relation_kind(schema, plain, part or None)
        if kind is not None:
            return kind
    return None


def refuse_relation(schema: Schema, name: str, part: str | None) -> None:
    """Refuse a new relation whose name is taken, by a relation or by a type of its own."""
    kind = relation_kind(schema, name, part)
    if kind is not None and not _doubtful(schema, key_of(name, part)):
        raise DatabaseError("42P07", f'relation "{name}" already exists')


def refuse_row_type(schema: Schema, name: str, part: str | None) -> None:
    """Refuse a new table whose row type would collide with a type."""
    key = key_of(name, part)
    if key in schema.enums or key in schema.domains:
        raise DatabaseError("42710", f'type "{name}" already exists')


def _doubtful(schema: Schema, key: str) -> bool:
    """Whether the object may not exist; then a statement that needs it absent is taken at its word."""
    element = schema.tables.get(key) or schema.views.get(key) or schema.sequences.get(key)
    return element is not None and element.doubt is not None
