"""Types of keys: which can be indexed, which can stand on both sides of a foreign key. Only clear cases are refused."""

from __future__ import annotations

from schemaparity.database.apply.context import Context
from schemaparity.database.apply.types_of_columns import base_type, spoken
from schemaparity.database.errors import DatabaseError
from schemaparity.schema import Schema, Table, Unknown

_FAMILIES = {
    "SMALLINT": "number",
    "INTEGER": "number",
    "BIGINT": "number",
    "NUMERIC": "number",
    "REAL": "number",
    "DOUBLE PRECISION": "number",
    "OID": "number",
    "TEXT": "text",
    "VARCHAR": "text",
    "CHAR": "text",
    "NAME": "text",
    "UUID": "uuid",
    "BOOLEAN": "boolean",
    "DATE": "moment",
    "TIMESTAMP WITHOUT TIME ZONE": "moment",
    "TIMESTAMP WITH TIME ZONE": "moment",
    "BYTEA": "bytes",
    "JSONB": "jsonb",
    "INET": "address",
    "MACADDR": "mac",
    "JSON": "json",
    "INTERVAL": "span",
    "TIME WITHOUT TIME ZONE": "span",
}
_INTEGERS = {"SMALLINT", "INTEGER", "BIGINT"}
# A foreign key leans on the key's own equality: the referring type must be coercible without a cast.
_WIDER = {"NUMERIC": {*_INTEGERS}, "DOUBLE PRECISION": {*_INTEGERS, "NUMERIC", "REAL"}, "REAL": {*_INTEGERS, "NUMERIC", "DOUBLE PRECISION"}}


def plain(text: str) -> str:
    """A type without its modifiers; arrays keep their brackets."""
    if text.endswith("[]"):
        return text
    for name in ("TIMESTAMP", "TIME"):
        if text.startswith(name + "("):
            return name + text[text.index(")") + 1 :]
    return base_type(text)


def _fits(referring: str, referred: str, *, known: bool) -> bool:
    if referring == referred:
        return True
    family, other = _FAMILIES.get(referring), _FAMILIES.get(referred)
    if family is None or other is None:
        return not known
    if family != other:
        return False
    if family != "number" or (referring in _INTEGERS and referred in _INTEGERS):
        return True
    return referring in _WIDER.get(referred, set())


def refuse_incompatible(
    schema: Schema, table: Table, columns: tuple[str, ...], referred: Table, others: tuple[str, ...], name: str
) -> None:
    """Refuse a foreign key between columns whose types no equality compares."""
    for column, other in zip(columns, others, strict=False):
        left, right = table.columns[column].type, referred.columns[other].type
        if isinstance(left, Unknown) or isinstance(right, Unknown):
            continue
        enums = {enum.name for enum in schema.enums.values()}
        if not _fits(plain(left), plain(right), known=_is_known(left, enums) and _is_known(right, enums)):
            detail = f'Key columns "{column}" and "{other}" are of incompatible types: {left.lower()} and {right.lower()}.'
            raise DatabaseError("42804", f'foreign key constraint "{name}" cannot be implemented', detail)


def _is_known(type_: str, enums: set[str]) -> bool:
    """True when it is known what the type can be compared with: an enum with itself only."""
    return plain(type_) in _FAMILIES or type_.rpartition(".")[2].strip('"') in enums


_NO_BTREE = {"JSON", "XML", "POINT", "LINE", "LSEG", "BOX", "PATH", "POLYGON", "CIRCLE", "CID", "XID"}


_SCALARS = frozenset(_FAMILIES) - {"JSON", "JSONB", "INET"}
_SUPPLIED = {"gin": _SCALARS | {"INET"}, "gist": _SCALARS}
_WITHOUT: dict[str, frozenset[str]] = {
    "btree": frozenset(_NO_BTREE),
    "hash": frozenset({"JSON", "XML", "POINT", "TSVECTOR", "MONEY", "BIT", "BIT VARYING"}),
    "gin": _SCALARS | {"JSON", "INET", "POINT"},
    "gist": _SCALARS | {"JSON", "JSONB"},
}
"""Types that have no default operator class by access method; `btree_gin` and `btree_gist` give the scalars one."""


def refuse_unindexable(schema: Schema, table: Table, columns: tuple[str, ...], method: str, context: Context) -> Unknown | None:
    """Refuse keys of types that have no default operator class for the method; tell why it may not be known whether they have one."""
    kinds = [plain(c.type) for n in columns if (c := table.columns.get(n)) is not None and isinstance(c.type, str)]
    lacking = [k for k in kinds if k in _WITHOUT.get(method, ())]
    supplied, extension = _SUPPLIED.get(method, frozenset()), f"btree_{method}"
    if context.extensions == "assumed" or any(r.kind == "extension" and r.name == extension for r in schema.routines):
        lacking = [k for k in lacking if k not in supplied]
    refused = next((k for k in lacking if context.extensions == "created" or k not in supplied), None)
    if refused is not None:
        raise DatabaseError("42704", f'data type {spoken(refused)} has no default operator class for access method "{method}"')
    if not lacking:
        return None
    reason = f"a {method} key of type {spoken(lacking[0])} needs the extension {extension}, which no revision creates"
    return Unknown(reason, context.site.origin)
