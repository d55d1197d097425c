"""Types as written to the types of columns: user's types are looked up, holes become unknowns."""

from __future__ import annotations

from schemaparity.database.apply.context import Context
from schemaparity.database.apply.lookup import find, key_of, require_schema
from schemaparity.database.errors import DatabaseError
from schemaparity.schema import Schema, Unknown
from schemaparity.sql.postgresql.identifiers import quote
from schemaparity.sql.postgresql.types import takes_no_modifier
from schemaparity.sql.statements import ObjectName, TypeRef

_EXTENSION_TYPES = frozenset(
    [
        "citext",
        "hstore",
        "ltree",
        "lquery",
        "ltxtquery",
        "cube",
        "earth",
        "isbn",
        "isbn13",
        "ean13",
        "issn",
        "issn13",
        "upc",
        "seg",
        "intarray",
        "query_int",
        "vector",
        "halfvec",
        "sparsevec",
        "geometry",
        "geography",
        "box2d",
        "box3d",
        "raster",
        "topogeometry",
        "h3index",
        "semver",
        "uint1",
        "uint2",
        "uint4",
        "uint8",
        "int1",
        "int16",
        "uint16",
        "rrule",
        "roaringbitmap",
        "hll",
        "pgcitext",
        "bm25",
        "chkpass",
        "periods",
        "lo",
        "agtype",
        "graphid",
        "topology",
        "ip4",
        "ip6",
        "ip4r",
        "ip6r",
        "ipaddress",
        "iprange",
        "email",
        "mpq",
        "mpz",
    ]
)
_KNOWN_EXTENSIONS = frozenset(
    [
        "plpgsql",
        "pgcrypto",
        "uuid-ossp",
        "citext",
        "hstore",
        "ltree",
        "cube",
        "earthdistance",
        "pg_trgm",
        "btree_gin",
        "btree_gist",
        "unaccent",
        "intarray",
        "tablefunc",
        "fuzzystrmatch",
        "postgis",
        "vector",
        "pg_stat_statements",
        "postgres_fdw",
        "dblink",
        "file_fdw",
        "isn",
        "lo",
        "seg",
        "tsm_system_rows",
        "sslinfo",
        "pgrowlocks",
        "amcheck",
        "pageinspect",
        "xml2",
        "dict_int",
    ]
)


def column_type(schema: Schema, ref: TypeRef, context: Context) -> str | Unknown:
    """The type of a column, in canonical spelling."""
    unknown = context.holes.first(ref.text + ref.suffix)
    if unknown is not None:
        return unknown
    if ref.user is None:
        if takes_no_modifier(ref.text):
            raise DatabaseError("42601", f'type modifier is not allowed for type "{spoken(ref.text).partition("(")[0]}"')
        return ref.text
    return user_type(schema, ref.user, context) + ref.suffix


def user_type(schema: Schema, name: ObjectName, context: Context) -> str:
    """The spelling of a user's type: with its schema outside the default schema."""
    for mapping in (schema.enums, schema.domains, schema.tables, schema.views):
        key = find(mapping, schema, name, context)
        if key is not None:
            return spelled(mapping[key].name, mapping[key].schema)
    kept = [r.name for r in schema.routines if r.kind == "type"]
    key = find(dict.fromkeys(kept), schema, name, context)
    if key is not None:
        part, _, plain = key.rpartition(".")
        return spelled(plain, part or None)
    if name.schema is not None:
        require_schema(schema, name.schema, context)
    if not _may_exist(schema, name, context):
        raise DatabaseError("42704", f'type "{name}" does not exist')
    return spelled(name.name, None if name.schema == "public" else name.schema)


def _may_exist(schema: Schema, name: ObjectName, context: Context) -> bool:
    """Whether a type that nothing is known of may come from an extension or from the base, or what the server has is not known."""
    if name.name in _EXTENSION_TYPES or context.assumes_others or any(f.object is None for f in schema.unknown):
        return True
    return any(r.kind == "extension" and r.name not in _KNOWN_EXTENSIONS for r in schema.routines)


def spelled(name: str, part: str | None) -> str:
    """A type's name in SQL."""
    return quote(name) if part is None else f"{quote(part)}.{quote(name)}"


def base_type(text: str) -> str:
    """A column's type without modifiers and array brackets."""
    return text.removesuffix("[]").split("(", 1)[0] if text.endswith((")", "[]")) else text


def is_of_type(text: str | Unknown, name: str, part: str | None) -> bool:
    """Whether a column's type is a user's type or an array of it."""
    return isinstance(text, str) and base_type(text) == spelled(name, part)


_SPOKEN = {"VARCHAR": "character varying", "CHAR": "character"}


def spoken(type_: str) -> str:
    """A type as PostgreSQL's messages spell it."""
    head, bracket, rest = type_.partition("(")
    return _SPOKEN.get(head, head.lower() if head.isupper() else head) + bracket + rest


__all__ = ["base_type", "column_type", "is_of_type", "key_of", "spelled", "spoken", "user_type"]
