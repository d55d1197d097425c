"""The names PostgreSQL gives to the columns of a query. Knows no schema: a star stays a star."""

from __future__ import annotations

from sqlglot import exp

from schemaparity.database.catalog_types import facts_of

_NAMES = {exp.Exists: "exists", exp.Case: "case", exp.Coalesce: "coalesce", exp.Array: "array"}
_FUNCTION_NAMES = {
    "CurrentSchema": "current_schema",
    "CurrentDatabase": "current_database",
    "CurrentUser": "current_user",
    "CurrentVersion": "version",
    "CurrentTimestamp": "now",
    "GroupConcat": "string_agg",
    "ArrayAgg": "array_agg",
    "Explode": "unnest",
    "Unnest": "unnest",
    "Length": "length",
    "StrPosition": "position",
    "Trim": "btrim",
    "LogicalOr": "bool_or",
    "LogicalAnd": "bool_and",
}


def output_names(query: exp.Query) -> tuple[str, ...] | None:
    """The column names of a query, or None when a star makes them depend on tables."""
    select = query
    while isinstance(select, exp.SetOperation):
        select = select.this
    if isinstance(select, exp.Subquery):
        return output_names(select.this)
    if not isinstance(select, exp.Select):
        return None
    names = [output_name(e) for e in select.expressions]
    return None if "*" in names else tuple(names)


def output_name(expression: exp.Expr) -> str:
    """The name of one output column."""
    match expression:
        case exp.Alias() | exp.Column() | exp.Star():
            return "*" if expression.is_star else expression.alias_or_name
        case exp.Cast():
            inner = output_name(_without_casts(expression))
            return inner if inner != "?column?" else _type_name(expression.to)
        case exp.Paren():
            return output_name(expression.this)
        case exp.Bracket():
            return output_name(expression.this)
        case exp.Subquery():
            return (output_names(expression.this) or ("?column?",))[0]
        case exp.Anonymous():
            return str(expression.this).lower()
        case exp.Binary():
            return "?column?"
        case exp.Func() if not isinstance(expression, tuple(_NAMES)):
            return _FUNCTION_NAMES.get(type(expression).__name__, expression.sql_name().lower())
        case _:
            return next((name for kind, name in _NAMES.items() if isinstance(expression, kind)), "?column?")


def _without_casts(expression: exp.Expr) -> exp.Expr:
    while isinstance(expression, exp.Cast):
        expression = expression.this
    return expression


def _type_name(to: exp.Expr) -> str:
    return facts_of(to.sql("postgres").lower()).typname
