"""Type names to their canonical spelling: what format_type would say, in the style of SQL. Knows no catalog."""

from __future__ import annotations

from collections.abc import Callable

from schemaparity.sql.postgresql.identifiers import quote
from schemaparity.sql.postgresql.nodes import Node, kind, strings
from schemaparity.sql.statements import ObjectName, TypeRef

SERIALS = {
    "smallserial": ("SMALLINT", "smallserial"),
    "serial2": ("SMALLINT", "smallserial"),
    "serial": ("INTEGER", "serial"),
    "serial4": ("INTEGER", "serial"),
    "bigserial": ("BIGINT", "bigserial"),
    "serial8": ("BIGINT", "bigserial"),
}

_SPELLED = {
    "int2": "SMALLINT",
    "int4": "INTEGER",
    "int8": "BIGINT",
    "float4": "REAL",
    "float8": "DOUBLE PRECISION",
    "bool": "BOOLEAN",
    "char": '"char"',
}
_PLAIN = frozenset(
    [
        "text",
        "bytea",
        "date",
        "uuid",
        "json",
        "jsonb",
        "jsonpath",
        "xml",
        "money",
        "inet",
        "cidr",
        "macaddr",
        "macaddr8",
        "point",
        "line",
        "lseg",
        "box",
        "path",
        "polygon",
        "circle",
        "tsvector",
        "tsquery",
        "oid",
        "name",
        "regclass",
        "regtype",
        "regproc",
        "regprocedure",
        "regoper",
        "regoperator",
        "regrole",
        "regnamespace",
        "regconfig",
        "regdictionary",
        "regcollation",
        "int4range",
        "int8range",
        "numrange",
        "tsrange",
        "tstzrange",
        "daterange",
        "int4multirange",
        "int8multirange",
        "nummultirange",
        "tsmultirange",
        "tstzmultirange",
        "datemultirange",
        "pg_lsn",
        "pg_snapshot",
        "txid_snapshot",
        "xid",
        "xid8",
        "cid",
        "tid",
        "oidvector",
        "int2vector",
        "refcursor",
        "void",
        "trigger",
        "event_trigger",
        "record",
        "anyelement",
        "anyarray",
        "anynonarray",
        "anyenum",
        "anyrange",
        "anycompatible",
        "cstring",
        "internal",
        "gtsvector",
        "aclitem",
        "unknown",
    ]
)

_INTERVAL_FIELDS = {
    4: "YEAR",
    2: "MONTH",
    8: "DAY",
    1024: "HOUR",
    2048: "MINUTE",
    4096: "SECOND",
    6: "YEAR TO MONTH",
    1032: "DAY TO HOUR",
    3080: "DAY TO MINUTE",
    7176: "DAY TO SECOND",
    3072: "HOUR TO MINUTE",
    7168: "HOUR TO SECOND",
    6144: "MINUTE TO SECOND",
}


def type_ref(node: Node) -> TypeRef:
    """The type of a TypeName node."""
    names = strings(node.names)
    modifiers = tuple(_modifier(m) for m in node.typmods)
    array = "[]" if node.array_bounds else ""
    name = names[-1]
    if name.startswith("_") and _built_in(name[1:], modifiers) is not None:
        name, array = name[1:], "[]"
    if len(names) == 1 and name in SERIALS and not array:
        text, serial = SERIALS[name]
        return TypeRef(text, serial=serial)
    if len(names) == 1 or names[-2] == "pg_catalog":
        text_or_none = _built_in(name, modifiers)
        if text_or_none is not None:
            return TypeRef(text_or_none + array)
    user = ObjectName(name, names[-2] if len(names) > 1 else None)
    suffix = (f"({','.join(modifiers)})" if modifiers else "") + array
    return TypeRef(".".join(quote(n) for n in names[-2:]), user=user, suffix=suffix)


def type_text(node: Node) -> str:
    """The canonical spelling without a catalog's help."""
    ref = type_ref(node)
    return ref.text + ref.suffix


def _modifier(node: Node) -> str:
    if kind(node) == "column_ref":
        return strings(node.column_ref.fields)[-1]
    constant = node.a_const
    match constant.WhichOneof("val"):
        case "ival":
            return str(constant.ival.ival)
        case "fval":
            return str(constant.fval.fval)
        case "sval":
            return str(constant.sval.sval)
        case _:
            return ""


def takes_no_modifier(text: str) -> bool:
    """Whether a spelled type has modifiers, as in `TEXT(200)`, that no such type takes."""
    name = text.partition("(")[0]
    return name != text and (name.lower() in _PLAIN or name in _SPELLED.values())


def _built_in(name: str, modifiers: tuple[str, ...]) -> str | None:
    if name in _SPELLED or name in _PLAIN:
        spelled = _SPELLED.get(name, name.upper())
        return f"{spelled}({', '.join(modifiers)})" if modifiers else spelled
    spell = _MODIFIED.get(name)
    return None if spell is None else spell(modifiers)


def _sized(name: str) -> Callable[[tuple[str, ...]], str]:
    return lambda modifiers: f"{name}({modifiers[0]})" if modifiers else name


def _char(modifiers: tuple[str, ...]) -> str:
    return f"CHAR({modifiers[0]})" if modifiers else "BPCHAR"


def _numeric(modifiers: tuple[str, ...]) -> str:
    scaled = (*modifiers, "0") if len(modifiers) == 1 else modifiers
    return f"NUMERIC({', '.join(scaled)})" if scaled else "NUMERIC"


def _clock(name: str, zone: str) -> Callable[[tuple[str, ...]], str]:
    return lambda modifiers: f"{name}{_precision(modifiers)} {zone} TIME ZONE"


def _precision(modifiers: tuple[str, ...]) -> str:
    # More than six digits are cut to six with a warning.
    return f"({min(int(modifiers[0]), 6)})" if modifiers and modifiers[0].isdigit() else ""


def _interval(modifiers: tuple[str, ...]) -> str:
    fields = _INTERVAL_FIELDS.get(int(modifiers[0])) if modifiers and modifiers[0].isdigit() else None
    return "INTERVAL" + (f" {fields}" if fields else "") + _precision(modifiers[1:])


_MODIFIED: dict[str, Callable[[tuple[str, ...]], str]] = {
    "varchar": _sized("VARCHAR"),
    "bpchar": _char,
    "numeric": _numeric,
    "bit": _sized("BIT"),
    "varbit": _sized("BIT VARYING"),
    "timestamp": _clock("TIMESTAMP", "WITHOUT"),
    "timestamptz": _clock("TIMESTAMP", "WITH"),
    "time": _clock("TIME", "WITHOUT"),
    "timetz": _clock("TIME", "WITH"),
    "interval": _interval,
}
