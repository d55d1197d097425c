"""Types of keys: which can be indexed, which can stand on both sides of a foreign key. Only clear cases are refused."""

from __future__ import annotations

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
        return family == other or not known
    if family != other:
        return False
    if family != "number" or (referring in _INTEGERS and referred in _INTEGERS):
        return True
    return referring in _WIDER.get(referred, set())


def refuse_incompatible(table: Table, columns: tuple[str, ...], referred: Table, others: tuple[str, ...], name: str) -> None:
    """Refuse a foreign key between columns whose types no equality compares."""
    for column, other in zip(columns, others, strict=False):
        left, right = table.columns[column].type, referred.columns[other].type
        if isinstance(left, Unknown) or isinstance(right, Unknown):
            continue
        if not _fits(plain(left), plain(right), known=False):
            detail = f'Key columns "{column}" and "{other}" are of incompatible types: {left.lower()} and {right.lower()}.'
            raise DatabaseError("42804", f'foreign key constraint "{name}" cannot be implemented', detail)


_NO_BTREE = {"JSON", "XML", "POINT", "LINE", "LSEG", "BOX", "PATH", "POLYGON", "CIRCLE", "CID", "XID"}


_SCALARS = frozenset(_FAMILIES) - {"JSONB", "INET"}
_WITHOUT: dict[str, frozenset[str]] = {
    "btree": frozenset(_NO_BTREE),
    "hash": frozenset({"JSON", "XML", "POINT", "TSVECTOR", "MONEY", "BIT", "BIT VARYING"}),
    "gin": _SCALARS | {"JSON", "INET", "POINT"},
    "gist": _SCALARS | {"JSON", "JSONB"},
}
"""Types that have no default operator class by access method; `btree_gin` and `btree_gist` give the scalars one."""


def refuse_unindexable(schema: Schema, table: Table, columns: tuple[str, ...], method: str) -> None:
    """Refuse keys of types that have no default operator class for the method."""
    lacking = _WITHOUT.get(method, frozenset())
    if any(r.kind == "extension" and r.name == f"btree_{method}" for r in schema.routines):
        lacking = lacking - _SCALARS
    for name in columns:
        column = table.columns.get(name)
        if column is not None and isinstance(column.type, str) and plain(column.type) in lacking:
            what = spoken(plain(column.type))
            raise DatabaseError("42704", f'data type {what} has no default operator class for access method "{method}"')
