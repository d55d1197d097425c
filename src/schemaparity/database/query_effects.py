"""Functions in a query that change the schema or the session: PostGIS' geometry columns, set_config, the user's own functions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sqlglot import exp

from schemaparity.database.catalog_definitions import quoted
from schemaparity.database.site import Site
from schemaparity.schema import Unknown

if TYPE_CHECKING:
    from schemaparity.database.database import Database

_DDL = re.compile(r"\b(?:ALTER|CREATE|DROP|EXECUTE)\b", re.IGNORECASE)
_FROM_BODY = re.compile(r"\$[A-Za-z_]*\$|\bAS\s+'", re.IGNORECASE)


def apply_effects(database: Database, tree: exp.Expr, site: Site) -> bool:
    """Do what the functions of the query do to the schema; True when one did."""
    statements = [s for call in tree.find_all(exp.Anonymous) for s in _statements(call)]
    for statement in statements:
        database.execute(statement, site)
    for call in tree.find_all(exp.Anonymous):
        _taint(database, str(call.this), site)
    return bool(statements)


def _statements(call: exp.Anonymous) -> Iterator[str]:
    name = str(call.this).lower()
    args = [a.this if isinstance(a, exp.Literal) else None for a in (e.unnest() for e in call.expressions)]
    if name == "addgeometrycolumn":
        yield from _add_geometry(args)
    elif name == "dropgeometrycolumn" and len(args) >= 2 and None not in args:
        *table, column = (str(a) for a in args[-3:])
        yield f"ALTER TABLE {'.'.join(quoted(t) for t in table)} DROP COLUMN {quoted(column)}"
    elif name == "set_config" and len(args) >= 2 and args[0] == "search_path" and args[1] is not None:
        yield f"SET search_path TO {args[1] or quoted('')}"


def _add_geometry(args: list[str | None]) -> Iterator[str]:
    """`AddGeometryColumn([schema,] table, column, srid, type, dimension)`; PostGIS 2 and later make a typmod column of it."""
    srid = next((i for i, a in enumerate(args) if i >= 2 and a is not None and a.lstrip("-").isdigit()), None)
    if srid is None or len(args) <= srid + 1 or None in args[: srid + 2]:
        return
    *table, column = (str(a) for a in args[:srid])
    kind, number = str(args[srid + 1]).upper(), str(args[srid])
    kind += {"3": "Z", "4": "ZM"}.get(str(args[srid + 2]), "") if len(args) > srid + 2 and not kind.endswith(("Z", "M")) else ""
    yield f"ALTER TABLE {'.'.join(quoted(t) for t in table)} ADD COLUMN {quoted(column)} geometry({kind},{number})"


def _taint(database: Database, name: str, site: Site) -> None:
    """A function of the user whose body has DDL may do anything."""
    wanted = name.lower()
    for routine in database.schema.routines:
        own = routine.name.partition("(")[0].rpartition(".")[2].strip('"').lower()
        if routine.kind not in {"function", "procedure"} or own != wanted:
            continue
        body = _FROM_BODY.split(routine.definition, maxsplit=1)
        if len(body) > 1 and _DDL.search(body[1]):
            unknown = Unknown(f"the function {name} is called, and its body changes the schema", site.origin)
            database.schema = database.schema.with_unknown(unknown)
