"""MySQL's information_schema: a Schema to rows. A column that is not given in a row is NULL; a view that is not here is not modelled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from schemaparity.database.catalog_objects import PHANTOM, Objects
from schemaparity.database.catalog_table import CatalogTable, Row
from schemaparity.schema import CheckConstraint, Column, ForeignKey, Index, PrimaryKey, Table, UniqueConstraint, Unknown

_TYPE = re.compile(r"^(?P<name>[a-z ]+?)\s*(?:\((?P<args>[^)]*)\))?(?:\s|$)", re.IGNORECASE)
_WIDE = {"int": (10, 0), "bigint": (19, 0), "smallint": (5, 0), "tinyint": (3, 0), "mediumint": (7, 0)}


def tables(objects: Objects) -> Iterator[Row]:
    """TABLES."""
    for table in objects.tables:
        engine = dict(table.options).get("engine", "InnoDB")
        comment = table.comment if isinstance(table.comment, str) else ""
        yield {**_table(objects, table), "TABLE_TYPE": "BASE TABLE", "ENGINE": engine, "TABLE_COMMENT": comment}
    for view in objects.schema.views.values():
        owner = objects.schema_name(view.schema)
        yield {"TABLE_CATALOG": "def", "TABLE_SCHEMA": owner, "TABLE_NAME": view.name, "TABLE_TYPE": "VIEW"}


def _table(objects: Objects, table: Table) -> Row:
    return {"TABLE_CATALOG": "def", "TABLE_SCHEMA": objects.schema_name(table.schema), "TABLE_NAME": table.name}


def columns(objects: Objects) -> Iterator[Row]:
    """COLUMNS."""
    for table in objects.tables:
        for number, column in enumerate(table.columns.values(), 1):
            yield {**_table(objects, table), **column_row(table, column), "ORDINAL_POSITION": number}


def column_row(table: Table, column: Column) -> Row:
    """What COLUMNS and SHOW COLUMNS say of a column."""
    from schemaparity.sql.normal import normal_type  # noqa: PLC0415 - loads parsers

    text = normal_type(column.type if isinstance(column.type, str) else PHANTOM, "mysql")
    match = _TYPE.match(text)
    name = match["name"].lower() if match is not None else text
    numbers = [int(a) for a in ((match["args"] if match is not None else None) or "").split(",") if a.strip().isdigit()]
    is_text = name in {"char", "varchar", "binary", "varbinary"}
    precision, scale = (numbers[0], (numbers[1:] or [0])[0]) if name == "decimal" and numbers else _WIDE.get(name, (None, None))
    return {
        "COLUMN_NAME": column.name,
        "COLUMN_DEFAULT": _default(column),
        "IS_NULLABLE": "NO" if column.nullable is False else "YES",
        "DATA_TYPE": name,
        "COLUMN_TYPE": text,
        "CHARACTER_MAXIMUM_LENGTH": numbers[0] if is_text and numbers else None,
        "NUMERIC_PRECISION": precision,
        "NUMERIC_SCALE": scale,
        "DATETIME_PRECISION": (numbers[0] if numbers else 0) if name in {"datetime", "timestamp", "time"} else None,
        "COLLATION_NAME": column.collation if isinstance(column.collation, str) else None,
        "COLUMN_KEY": _key_word(table, column.name),
        "EXTRA": "auto_increment" if column.identity is not None else "",
        "COLUMN_COMMENT": column.comment if isinstance(column.comment, str) else "",
    }


def _default(column: Column) -> str | None:
    """The default without its quotes, as MySQL shows it."""
    text = column.default if isinstance(column.default, str) else None
    if text is None or text.upper() == "NULL":
        return None
    return text[1:-1].replace("''", "'") if text.startswith("'") and text.endswith("'") else text


def _key_word(table: Table, name: str) -> str:
    if isinstance(table.primary_key, PrimaryKey) and name in table.primary_key.columns:
        return "PRI"
    if any(u.columns == (name,) for u in table.unique_constraints):
        return "UNI"
    leading = [u.columns[0] for u in table.unique_constraints]
    leading += [i.elements[0].expression for i in table.indexes if not isinstance(i.elements, Unknown) and i.elements]
    return "MUL" if name in leading else ""


def statistics(objects: Objects) -> Iterator[Row]:
    """STATISTICS: a row for each column of each key."""
    for table in objects.tables:
        for row in index_rows(table):
            yield {**_table(objects, table), "INDEX_SCHEMA": objects.schema_name(table.schema), **row}


def index_rows(table: Table) -> Iterator[Row]:
    """What STATISTICS and SHOW INDEX say of a table's keys."""
    primary = (table.primary_key,) if isinstance(table.primary_key, PrimaryKey) else ()
    keys: tuple[PrimaryKey | UniqueConstraint, ...] = (*primary, *table.unique_constraints)
    for key in keys:
        for number, name in enumerate(key.columns, 1):
            yield {
                "NON_UNIQUE": 0,
                "INDEX_NAME": key.name,
                "SEQ_IN_INDEX": number,
                "COLUMN_NAME": name,
                "INDEX_TYPE": "BTREE",
                "COLLATION": "A",
            }
    for index in table.indexes:
        yield from _index_rows(index)


def _index_rows(index: Index) -> Iterator[Row]:
    for number, element in enumerate(() if isinstance(index.elements, Unknown) else index.elements, 1):
        yield {
            "NON_UNIQUE": 0 if index.unique is True else 1,
            "INDEX_NAME": index.name,
            "SEQ_IN_INDEX": number,
            "COLUMN_NAME": None if element.is_expression else element.expression,
            "COLLATION": "D" if element.descending else "A",
            "SUB_PART": dict(index.options).get(f"length:{element.expression}"),
            "INDEX_TYPE": index.using.upper(),
            "EXPRESSION": element.expression if element.is_expression else None,
        }


_KINDS = {PrimaryKey: "PRIMARY KEY", ForeignKey: "FOREIGN KEY", UniqueConstraint: "UNIQUE", CheckConstraint: "CHECK"}


def table_constraints(objects: Objects) -> Iterator[Row]:
    """TABLE_CONSTRAINTS."""
    for entry in objects.constraints:
        if type(entry.element) in _KINDS:
            yield {
                **_table(objects, entry.table),
                **_constraint(objects, entry.table, entry.element.name),
                "CONSTRAINT_TYPE": _KINDS[type(entry.element)],
            }


def _constraint(objects: Objects, table: Table, name: str) -> Row:
    return {"CONSTRAINT_CATALOG": "def", "CONSTRAINT_SCHEMA": objects.schema_name(table.schema), "CONSTRAINT_NAME": name}


def key_column_usage(objects: Objects) -> Iterator[Row]:
    """KEY_COLUMN_USAGE."""
    for entry in objects.constraints:
        element = entry.element
        if not isinstance(element, PrimaryKey | UniqueConstraint | ForeignKey):
            continue
        target = objects.tables_by_key.get(element.referred_table) if isinstance(element, ForeignKey) else None
        referred = element.referred_columns if isinstance(element, ForeignKey) else ()
        for number, name in enumerate(element.columns):
            yield {
                **_table(objects, entry.table),
                **_constraint(objects, entry.table, element.name),
                "COLUMN_NAME": name,
                "ORDINAL_POSITION": number + 1,
                "POSITION_IN_UNIQUE_CONSTRAINT": number + 1 if referred else None,
                "REFERENCED_TABLE_SCHEMA": objects.schema_name(target.schema) if target is not None else None,
                "REFERENCED_TABLE_NAME": target.name if target is not None else None,
                "REFERENCED_COLUMN_NAME": referred[number] if number < len(referred) else None,
            }


def referential_constraints(objects: Objects) -> Iterator[Row]:
    """REFERENTIAL_CONSTRAINTS."""
    for entry in objects.constraints:
        element = entry.element
        if isinstance(element, ForeignKey):
            yield {
                **_constraint(objects, entry.table, element.name),
                "UPDATE_RULE": element.onupdate or "NO ACTION",
                "DELETE_RULE": element.ondelete or "NO ACTION",
                "TABLE_NAME": entry.table.name,
                "REFERENCED_TABLE_NAME": element.referred_table.rpartition(".")[2],
            }


def check_constraints(objects: Objects) -> Iterator[Row]:
    """CHECK_CONSTRAINTS; MySQL writes the clause in its own way."""
    for entry in objects.constraints:
        if isinstance(entry.element, CheckConstraint):
            shown = PHANTOM if objects.most else f"({entry.element.expression})"
            yield {**_constraint(objects, entry.table, entry.element.name), "CHECK_CLAUSE": shown}


def schemata(objects: Objects) -> Iterator[Row]:
    """SCHEMATA."""
    names = dict.fromkeys([objects.default_schema, *objects.schema.schemas])
    return ({"CATALOG_NAME": "def", "SCHEMA_NAME": name, "DEFAULT_CHARACTER_SET_NAME": "utf8mb4"} for name in names)


def routines(objects: Objects) -> Iterator[Row]:
    """ROUTINES."""
    for routine in objects.schema.routines:
        if routine.kind in {"procedure", "function"}:
            yield {"ROUTINE_SCHEMA": objects.default_schema, "ROUTINE_NAME": routine.name, "ROUTINE_TYPE": routine.kind.upper()}


_TABLE = "TABLE_CATALOG TABLE_SCHEMA TABLE_NAME"
_CONSTRAINT = "CONSTRAINT_CATALOG CONSTRAINT_SCHEMA CONSTRAINT_NAME"
_COLUMNS = (
    f"{_TABLE} COLUMN_NAME ORDINAL_POSITION COLUMN_DEFAULT IS_NULLABLE DATA_TYPE CHARACTER_MAXIMUM_LENGTH "
    "CHARACTER_OCTET_LENGTH NUMERIC_PRECISION NUMERIC_SCALE DATETIME_PRECISION CHARACTER_SET_NAME "
    "COLLATION_NAME COLUMN_TYPE COLUMN_KEY EXTRA PRIVILEGES COLUMN_COMMENT "
    "GENERATION_EXPRESSION"
)
_STATISTICS = (
    f"{_TABLE} NON_UNIQUE INDEX_SCHEMA INDEX_NAME SEQ_IN_INDEX COLUMN_NAME COLLATION CARDINALITY SUB_PART PACKED NULLABLE INDEX_TYPE "
    "COMMENT INDEX_COMMENT IS_VISIBLE EXPRESSION"
)
_USAGE = (
    f"{_CONSTRAINT} {_TABLE} COLUMN_NAME ORDINAL_POSITION POSITION_IN_UNIQUE_CONSTRAINT REFERENCED_TABLE_SCHEMA REFERENCED_TABLE_NAME "
    "REFERENCED_COLUMN_NAME"
)
TABLES: Mapping[str, CatalogTable] = {
    "tables": CatalogTable(tuple(f"{_TABLE} TABLE_TYPE ENGINE TABLE_COLLATION TABLE_COMMENT".split()), tables),
    "columns": CatalogTable(tuple(_COLUMNS.split()), columns),
    "statistics": CatalogTable(tuple(_STATISTICS.split()), statistics),
    "table_constraints": CatalogTable(tuple(f"{_CONSTRAINT} TABLE_SCHEMA TABLE_NAME CONSTRAINT_TYPE ENFORCED".split()), table_constraints),
    "key_column_usage": CatalogTable(tuple(_USAGE.split()), key_column_usage),
    "referential_constraints": CatalogTable(
        tuple(f"{_CONSTRAINT} MATCH_OPTION UPDATE_RULE DELETE_RULE TABLE_NAME REFERENCED_TABLE_NAME".split()), referential_constraints
    ),
    "check_constraints": CatalogTable(tuple(f"{_CONSTRAINT} CHECK_CLAUSE".split()), check_constraints),
    "schemata": CatalogTable(("CATALOG_NAME", "SCHEMA_NAME", "DEFAULT_CHARACTER_SET_NAME"), schemata),
    "routines": CatalogTable(("ROUTINE_SCHEMA", "ROUTINE_NAME", "ROUTINE_TYPE"), routines),
}
"""Views of information_schema by lower-case name."""
