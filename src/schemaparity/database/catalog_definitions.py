"""The texts of pg_get_constraintdef and pg_get_indexdef. Errs in expressions: they are the source's text, not PostgreSQL's deparse."""

from __future__ import annotations

import re

from schemaparity.schema import CheckConstraint, Constraint, ExcludeConstraint, ForeignKey, Index, IndexElement, Unknown

_PLAIN = re.compile(r"^[a-z_][a-z0-9_$]*$")
_RESERVED = frozenset(
    [
        "all",
        "analyse",
        "analyze",
        "and",
        "any",
        "array",
        "as",
        "asc",
        "asymmetric",
        "both",
        "case",
        "cast",
        "check",
        "collate",
        "column",
        "constraint",
        "create",
        "current_date",
        "current_role",
        "current_time",
        "current_timestamp",
        "current_user",
        "default",
        "deferrable",
        "desc",
        "distinct",
        "do",
        "else",
        "end",
        "except",
        "false",
        "fetch",
        "for",
        "foreign",
        "from",
        "grant",
        "group",
        "having",
        "in",
        "initially",
        "intersect",
        "into",
        "lateral",
        "leading",
        "limit",
        "localtime",
        "localtimestamp",
        "not",
        "null",
        "offset",
        "on",
        "only",
        "or",
        "order",
        "placing",
        "primary",
        "references",
        "returning",
        "select",
        "session_user",
        "some",
        "symmetric",
        "table",
        "then",
        "to",
        "trailing",
        "true",
        "union",
        "unique",
        "user",
        "using",
        "variadic",
        "when",
        "where",
        "window",
        "with",
        "authorization",
        "binary",
        "collation",
        "concurrently",
        "cross",
        "current_schema",
        "freeze",
        "full",
        "ilike",
        "inner",
        "is",
        "isnull",
        "join",
        "left",
        "like",
        "natural",
        "notnull",
        "outer",
        "overlaps",
        "right",
        "similar",
        "tablesample",
        "verbose",
        "between",
        "bigint",
        "bit",
        "boolean",
        "char",
        "character",
        "coalesce",
        "dec",
        "decimal",
        "exists",
        "extract",
        "float",
        "greatest",
        "grouping",
        "inout",
        "int",
        "integer",
        "interval",
        "least",
        "national",
        "nchar",
        "none",
        "normalize",
        "nullif",
        "numeric",
        "out",
        "overlay",
        "position",
        "precision",
        "real",
        "row",
        "setof",
        "smallint",
        "substring",
        "time",
        "timestamp",
        "treat",
        "trim",
        "values",
        "varchar",
        "xmlattributes",
    ]
)


def quoted(name: str) -> str:
    """The identifier as quote_ident writes it."""
    return name if _PLAIN.match(name) and name not in _RESERVED else '"' + name.replace('"', '""') + '"'


def quoted_key(key: str) -> str:
    """A table's key as catalogs show it: without the default schema."""
    return ".".join(quoted(p) for p in key.split("."))


def approximate(constraint_or_index: Constraint | Index) -> bool:
    """True when the text holds an expression that PostgreSQL would write in its own way."""
    if isinstance(constraint_or_index, Index):
        elements = constraint_or_index.elements
        return constraint_or_index.where is not None or isinstance(elements, Unknown) or any(e.is_expression for e in elements)
    return isinstance(constraint_or_index, CheckConstraint | ExcludeConstraint)


def constraint_definition(constraint: Constraint) -> str:
    """The text of pg_get_constraintdef."""
    match constraint:
        case CheckConstraint():
            return f"CHECK (({_text(constraint.expression)}))" + (" NO INHERIT" if constraint.no_inherit else "") + _validity(constraint)
        case ExcludeConstraint():
            return f"EXCLUDE {_text(constraint.definition)}"
        case ForeignKey():
            return _foreign_key(constraint)
        case _:
            return _key(constraint)


def _text(value: str | Unknown) -> str:
    return "" if isinstance(value, Unknown) else value


def _columns(names: tuple[str, ...]) -> str:
    return "(" + ", ".join(quoted(n) for n in names) + ")"


def _key(key: Constraint) -> str:
    word = "PRIMARY KEY" if type(key).__name__ == "PrimaryKey" else "UNIQUE"
    distinct = " NULLS NOT DISTINCT" if getattr(key, "nulls_not_distinct", False) else ""
    include = f" INCLUDE {_columns(key.include)}" if getattr(key, "include", ()) else ""  # type: ignore[union-attr]
    return f"{word}{distinct} {_columns(key.columns)}{include}{_deferral(key)}"  # type: ignore[union-attr]


def _foreign_key(key: ForeignKey) -> str:
    actions = "".join(f" ON {event} {action}" for event, action in (("UPDATE", key.onupdate), ("DELETE", key.ondelete)) if action)
    match = f" MATCH {key.match}" if key.match and key.match != "SIMPLE" else ""
    target = f"{quoted_key(key.referred_table)}{_columns(key.referred_columns)}"
    return f"FOREIGN KEY {_columns(key.columns)} REFERENCES {target}{match}{actions}{_deferral(key)}{_validity(key)}"


def _deferral(constraint: Constraint) -> str:
    if not getattr(constraint, "deferrable", False):
        return ""
    return " DEFERRABLE" + (" INITIALLY DEFERRED" if getattr(constraint, "initially_deferred", False) else "")


def _validity(constraint: CheckConstraint | ForeignKey) -> str:
    return " NOT VALID" if constraint.not_valid else ""


def index_definition(index: Index | Constraint, table: str, schema: str) -> str:
    """The text of pg_get_indexdef; a key is shown as the index behind it."""
    if not isinstance(index, Index):
        columns = _columns(getattr(index, "columns", ()))
        return f"CREATE UNIQUE INDEX {quoted(index.name)} ON {quoted(schema)}.{quoted(table)} USING btree {columns}"
    keys = ", ".join(_element(e) for e in index.elements) if not isinstance(index.elements, Unknown) else ""
    include = f" INCLUDE {_columns(index.include)}" if index.include else ""
    distinct = " NULLS NOT DISTINCT" if index.nulls_not_distinct else ""
    options = " WITH (" + ", ".join(f"{k}='{v}'" for k, v in index.options) + ")" if index.options else ""
    where = f" WHERE ({index.where})" if isinstance(index.where, str) else ""
    unique = "UNIQUE " if index.unique is True else ""
    head = f"CREATE {unique}INDEX {quoted(index.name)} ON {quoted(schema)}.{quoted(table)} USING {index.using}"
    return f"{head} ({keys}){include}{distinct}{options}{where}"


def _element(element: IndexElement) -> str:
    text = element.expression if element.is_expression else quoted(element.expression)
    text += f' COLLATE "{element.collation}"' if element.collation else ""
    text += f" {element.opclass}" if element.opclass else ""
    text += " DESC" if element.descending else ""
    if element.nulls_first is not None and element.nulls_first != element.descending:
        text += " NULLS FIRST" if element.nulls_first else " NULLS LAST"
    return text
