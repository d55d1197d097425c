"""Types by what they become: synonyms, default lengths and array bounds of a dialect are brought to one spelling."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

POSTGRESQL_NAMES: Mapping[str, str] = {
    "int2": "smallint",
    "int4": "integer",
    "int8": "bigint",
    "int": "integer",
    "float4": "real",
    "float8": "double precision",
    "bool": "boolean",
    "char": '"char"',
    "varchar": "character varying",
    "bpchar": "character",
    "decimal": "numeric",
    "timestamp": "timestamp without time zone",
    "timestamptz": "timestamp with time zone",
    "time": "time without time zone",
    "timetz": "time with time zone",
    "varbit": "bit varying",
    "serial": "integer",
    "serial4": "integer",
    "bigserial": "bigint",
    "serial8": "bigint",
    "smallserial": "smallint",
    "serial2": "smallint",
}
MYSQL_NAMES: Mapping[str, str] = {
    "integer": "int",
    "int1": "tinyint",
    "int2": "smallint",
    "int3": "mediumint",
    "int4": "int",
    "int8": "bigint",
    "middleint": "mediumint",
    "dec": "decimal",
    "numeric": "decimal",
    "fixed": "decimal",
    "real": "double",
    "double precision": "double",
    "float8": "double",
    "float4": "float",
    "character varying": "varchar",
    "character": "char",
    "national varchar": "varchar",
    "nvarchar": "varchar",
    "nchar": "char",
    "national char": "char",
    "long": "mediumtext",
    "long varchar": "mediumtext",
}
SQLITE_NAMES: Mapping[str, str] = {
    "int": "integer",
    "bool": "boolean",
    "decimal": "numeric",
    "dec": "numeric",
    "character varying": "varchar",
}

_SPELLED = re.compile(
    r"^(?P<name>[^(]+?)\s*(?:\((?P<arguments>[^)]*)\))?\s*"
    r"(?P<suffix>(?:unsigned|signed|zerofill|character set|charset|collate|with|without)\b.*)?$"
)
_INTEGER_WIDTH = frozenset({"tinyint", "smallint", "mediumint", "int", "bigint"})


@lru_cache(maxsize=4096)
def normal_type(text: str, dialect: str) -> str:
    """The canonical spelling of a type; a name that the dialect does not know stays as it is.

    >>> normal_type("VARCHAR(50)", "postgresql"), normal_type("FLOAT(24)", "postgresql"), normal_type("int[3]", "postgresql")
    ('character varying(50)', 'real', 'integer[]')
    """
    if dialect == "postgresql":
        return _postgresql(text) or _spelled(text, POSTGRESQL_NAMES)
    if dialect in {"mysql", "mariadb"}:
        return _mysql(text)
    return _spelled(text, SQLITE_NAMES if dialect == "sqlite" else {})


def _postgresql(text: str) -> str | None:
    """The type as PostgreSQL's own grammar reads it."""
    import postgast  # noqa: PLC0415 - loaded only for PostgreSQL

    try:
        value = postgast.parse(f"SELECT NULL::{text}").stmts[0].stmt.select_stmt.target_list[0].res_target.val
    except (postgast.PgQueryError, IndexError, ValueError):
        return None
    return type_name(value.type_cast.type_name) if value.WhichOneof("node") == "type_cast" else None


def type_name(node: object) -> str:
    """A TypeName of libpg_query as format_type() would print it; the schema `public` says nothing."""
    names = [part.string.sval for part in node.names]  # type: ignore[attr-defined]
    schema = ".".join(n for n in names[:-1] if n not in {"pg_catalog", "public"})
    modifiers = [_modifier(m) for m in node.typmods]  # type: ignore[attr-defined]
    # The grammar gives CHAR its length of 1; a bpchar without length has none
    name = names[-1] if schema or (names[-1] == "bpchar" and not modifiers) else POSTGRESQL_NAMES.get(names[-1], names[-1])
    arrays = "[]" if node.array_bounds else ""  # type: ignore[attr-defined]
    return (f"{schema}." if schema else "") + _with_modifiers(name, modifiers) + arrays


def _modifier(node: object) -> str:
    constant = node.a_const  # type: ignore[attr-defined]
    if node.WhichOneof("node") == "column_ref":  # type: ignore[attr-defined]
        return node.column_ref.fields[0].string.sval.lower()  # type: ignore[attr-defined, no-any-return]
    return constant.sval.sval.lower() if constant.WhichOneof("val") == "sval" else str(constant.ival.ival)


def _with_modifiers(name: str, modifiers: list[str]) -> str:
    if name == "numeric" and len(modifiers) == 1:
        modifiers = [modifiers[0], "0"]
    if name == "interval":
        # The first modifier is a mask of fields, 32767 for all of them; the second is the precision.
        modifiers = [m for m in modifiers if m != "32767"]
    if not modifiers:
        return name
    head, zone, tail = name.partition(" with")
    return f"{head}({','.join(modifiers)}){zone}{tail}"


def _spelled(text: str, names: Mapping[str, str]) -> str:
    match = _SPELLED.match(" ".join(text.lower().split()))
    if match is None:
        return text.lower()
    name = names.get(match["name"], match["name"])
    arguments = "" if match["arguments"] is None else "(" + ",".join(a.strip() for a in match["arguments"].split(",")) + ")"
    return f"{name}{arguments} {match['suffix'] or ''}".rstrip()


def _mysql(text: str) -> str:
    """MySQL's own words: display widths say nothing but TINYINT(1), which is what BOOL is; CHARSET and COLLATE stay."""
    lowered = " ".join(text.split())
    if lowered.lower().startswith(("enum", "set")):
        return re.sub(r"\s*,\s*", ",", lowered[:4].lower() + lowered[4:])
    if lowered.lower() in {"bool", "boolean"}:
        return "tinyint(1)"
    spelled = _spelled(lowered, MYSQL_NAMES)
    name, _, rest = spelled.partition("(")
    if name in _INTEGER_WIDTH and rest and not (name == "tinyint" and rest.startswith("1)")):
        return name + rest.partition(")")[2]
    if spelled in {"decimal", "char", "binary", "bit"}:
        return spelled + {"decimal": "(10,0)"}.get(spelled, "(1)")
    if name == "decimal" and "," not in rest:
        return spelled.replace(")", ",0)", 1)
    return _float(spelled)


def _float(spelled: str) -> str:
    """FLOAT(p) is FLOAT up to 24 and DOUBLE from 25 on."""
    match = re.fullmatch(r"float\((\d+)\)(.*)", spelled)
    return spelled if match is None else ("float" if int(match[1]) <= 24 else "double") + match[2]
