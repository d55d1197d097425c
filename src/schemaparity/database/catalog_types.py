"""PostgreSQL's own names for types: canonical type text to the words that pg_type and information_schema use. Knows no schema."""

from __future__ import annotations

import re

from attrs import frozen


@frozen
class TypeFacts:
    """What the catalogs say of one column type.

    Args:
        oid: of pg_type; 0 for a type that is not built in.
        typname: `int4`, `_text`, `status`.
        formatted: what format_type says (`character varying(50)`).
        data_type: information_schema's word (`character varying`, `ARRAY`, `USER-DEFINED`).
        udt_schema: the schema of the type.
        length: of a character type.
        precision, scale, radix: of a number.
        datetime_precision: of a date or time.
        typmod: atttypmod.

    """

    oid: int
    typname: str
    formatted: str
    data_type: str
    udt_schema: str = "pg_catalog"
    length: int | None = None
    precision: int | None = None
    scale: int | None = None
    radix: int | None = None
    datetime_precision: int | None = None
    typmod: int = -1


BUILT_IN: dict[str, tuple[str, int]] = {
    "boolean": ("bool", 16),
    "bytea": ("bytea", 17),
    '"char"': ("char", 18),
    "name": ("name", 19),
    "bigint": ("int8", 20),
    "smallint": ("int2", 21),
    "integer": ("int4", 23),
    "text": ("text", 25),
    "oid": ("oid", 26),
    "json": ("json", 114),
    "xml": ("xml", 142),
    "point": ("point", 600),
    "box": ("box", 603),
    "polygon": ("polygon", 604),
    "line": ("line", 628),
    "cidr": ("cidr", 650),
    "real": ("float4", 700),
    "double precision": ("float8", 701),
    "circle": ("circle", 718),
    "money": ("money", 790),
    "macaddr": ("macaddr", 829),
    "inet": ("inet", 869),
    "character": ("bpchar", 1042),
    "character varying": ("varchar", 1043),
    "date": ("date", 1082),
    "time without time zone": ("time", 1083),
    "timestamp without time zone": ("timestamp", 1114),
    "timestamp with time zone": ("timestamptz", 1184),
    "interval": ("interval", 1186),
    "time with time zone": ("timetz", 1266),
    "bit": ("bit", 1560),
    "bit varying": ("varbit", 1562),
    "numeric": ("numeric", 1700),
    "uuid": ("uuid", 2950),
    "tsvector": ("tsvector", 3614),
    "tsquery": ("tsquery", 3615),
    "jsonb": ("jsonb", 3802),
    "int4range": ("int4range", 3904),
    "numrange": ("numrange", 3906),
    "tsrange": ("tsrange", 3908),
    "tstzrange": ("tstzrange", 3910),
    "daterange": ("daterange", 3912),
    "int8range": ("int8range", 3926),
}
"""Built-in types by their SQL name: (typname, oid)."""

_ALIASES = {
    "varchar": "character varying",
    "char": "character",
    "bpchar": "character",
    "bool": "boolean",
    "int": "integer",
    "int2": "smallint",
    "int4": "integer",
    "int8": "bigint",
    "smallserial": "smallint",
    "serial": "integer",
    "bigserial": "bigint",
    "float4": "real",
    "float8": "double precision",
    "float": "double precision",
    "decimal": "numeric",
    "timestamp": "timestamp without time zone",
    "timestamptz": "timestamp with time zone",
    "time": "time without time zone",
    "timetz": "time with time zone",
    "varbit": "bit varying",
}
_NUMBERS = {
    "smallint": (16, 2, 0),
    "integer": (32, 2, 0),
    "bigint": (64, 2, 0),
    "real": (24, 2, None),
    "double precision": (53, 2, None),
    "numeric": (None, 10, None),
}
_TYPE = re.compile(
    r"^(?P<head>[^(\[]+?)\s*(?:\((?P<args>[^)]*)\))?\s*(?P<tail>with(?:out)? time zone)?\s*(?P<array>(?:\[\d*\])*)$", re.IGNORECASE
)
_BUILT_IN_BY_TYPNAME = {typname: name for name, (typname, _) in BUILT_IN.items()}


def facts_of(type_text: str) -> TypeFacts:
    """What the catalogs say of a canonical type."""
    match = _TYPE.match(type_text.strip())
    if match is None:
        return _user_type(type_text)
    if match["array"]:
        return _array(facts_of(type_text[: match.start("array")]))
    name = _sql_name(match["head"], match["tail"])
    if name not in BUILT_IN:
        return _user_type(type_text)
    return _built_in(name, tuple(int(a) for a in (match["args"] or "").split(",") if a.strip().isdigit()))


def sql_name(typname: str) -> str:
    """The SQL name of a type given by any of its spellings."""
    lowered = " ".join(typname.lower().split())
    return _BUILT_IN_BY_TYPNAME.get(lowered) or _ALIASES.get(lowered, lowered)


def _sql_name(head: str, tail: str | None) -> str:
    words = " ".join(head.lower().split())
    return _ALIASES.get(f"{words} {tail.lower()}", f"{words} {tail.lower()}") if tail else _ALIASES.get(words, words)


def _built_in(name: str, args: tuple[int, ...]) -> TypeFacts:
    typname, oid = BUILT_IN[name]
    precision, radix, scale = _NUMBERS.get(name, (None, None, None))
    if name == "numeric" and args:
        precision, scale = args[0], args[1] if len(args) > 1 else 0
    is_text = name in {"character varying", "character", "bit", "bit varying"}
    length = (args[0] if args else 1 if name in {"character", "bit"} else None) if is_text else None
    is_time = name.startswith(("time", "interval"))
    datetime_precision = (args[0] if args else 6) if is_time else 0 if name == "date" else None
    return TypeFacts(
        oid,
        typname,
        _formatted(name, args),
        name,
        "pg_catalog",
        length,
        precision,
        scale,
        radix,
        datetime_precision,
        _typmod(name, args, length),
    )


def _formatted(name: str, args: tuple[int, ...]) -> str:
    if name in {"character", "bit"} and not args:
        return f"{name}(1)"
    if not args:
        return name
    words = ",".join(str(a) for a in args) if name != "numeric" or len(args) > 1 else f"{args[0]},0"
    head, _, tail = name.partition(" ") if name.startswith("time") else (name, "", "")
    return f"{head}({words}) {tail}".rstrip()


def _typmod(name: str, args: tuple[int, ...], length: int | None) -> int:
    if name in {"character varying", "character"}:
        return -1 if length is None else length + 4
    if name == "numeric" and args:
        return (args[0] << 16 | (args[1] if len(args) > 1 else 0)) + 4
    return args[0] if args else -1


def _array(element: TypeFacts) -> TypeFacts:
    return TypeFacts(0, f"_{element.typname}", f"{element.formatted}[]", "ARRAY", element.udt_schema, typmod=element.typmod)


def _user_type(type_text: str) -> TypeFacts:
    schema, _, name = type_text.partition("(")[0].strip().rpartition(".")
    return TypeFacts(0, name.strip('"'), type_text, "USER-DEFINED", schema.strip('"') or "public")
