"""PostgreSQL's information_schema: Objects to rows. What is not given in a row is NULL; a view that is not here is not modelled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from schemaparity.database.catalog_definitions import approximate
from schemaparity.database.catalog_objects import PHANTOM, Objects
from schemaparity.database.catalog_pg_objects import pg_trigger
from schemaparity.database.catalog_table import CatalogTable, Row, checked_columns, column_facts, is_of_identity, routines
from schemaparity.schema import (
    CheckConstraint,
    Column,
    ExcludeConstraint,
    ForeignKey,
    PrimaryKey,
    Sequence,
    Table,
    UniqueConstraint,
    Unknown,
    View,
)

_KINDS = {PrimaryKey: "PRIMARY KEY", ForeignKey: "FOREIGN KEY", UniqueConstraint: "UNIQUE", CheckConstraint: "CHECK"}


def schemata(objects: Objects) -> Iterator[Row]:
    """Rows of schemata."""
    return ({"catalog_name": objects.database_name, "schema_name": name, "schema_owner": "postgres"} for name in objects.namespaces)


def tables(objects: Objects) -> Iterator[Row]:
    """Rows of tables."""
    for relation in objects.relations:
        if relation.kind in "rpv":
            kind = "VIEW" if relation.kind == "v" else "BASE TABLE"
            yield {**_table(objects, relation.schema, relation.name), "table_type": kind, "is_insertable_into": "YES", "is_typed": "NO"}


def _table(objects: Objects, schema: str, name: str, prefix: str = "table") -> Row:
    return {f"{prefix}_catalog": objects.database_name, f"{prefix}_schema": schema, f"{prefix}_name": name}


def columns(objects: Objects) -> Iterator[Row]:
    """Rows of columns."""
    for table in objects.tables:
        for number, column in enumerate(table.columns.values(), 1):
            yield {**_table(objects, objects.schema_name(table.schema), table.name), **_column(objects, number, column)}
    for relation in objects.relations:
        for word in (*objects.words, PHANTOM) if relation.kind == "v" and objects.most else ():  # a view may have any column
            yield {**_table(objects, relation.schema, relation.name), **_column(objects, 1, Column(word, PHANTOM))}


def _column(objects: Objects, number: int, column: Column) -> Row:
    facts = column_facts(column)
    domain = facts.data_type == "USER-DEFINED" and any(d.name == facts.typname for d in objects.schema.domains.values())
    octets = (
        None if facts.data_type not in {"text", "character varying", "character"} else (facts.length * 4 if facts.length else 1073741824)
    )
    return {
        "column_name": column.name,
        "ordinal_position": number,
        "column_default": _shown_default(objects, column),
        "is_nullable": "NO" if column.nullable is False else "YES",
        "data_type": facts.data_type,
        "character_maximum_length": facts.length,
        "character_octet_length": octets,
        "numeric_precision": facts.precision,
        "numeric_precision_radix": facts.radix if facts.precision is not None or facts.data_type == "numeric" else None,
        "numeric_scale": facts.scale,
        "datetime_precision": facts.datetime_precision,
        "collation_name": column.collation if isinstance(column.collation, str) else None,
        "domain_catalog": objects.database_name if domain else None,
        "domain_schema": facts.udt_schema if domain else None,
        "domain_name": facts.typname if domain else None,
        "udt_catalog": objects.database_name,
        "udt_schema": facts.udt_schema,
        "udt_name": facts.typname,
        "dtd_identifier": str(number),
        "is_self_referencing": "NO",
        "is_updatable": "YES",
        **_generation(column),
    }


def _shown_default(objects: Objects, column: Column) -> str | None:
    """The text of the default; PostgreSQL adds casts to some literals (`'a'::text`), so that only the presence is certain."""
    if not isinstance(column.default, str):
        return None
    return PHANTOM if objects.most and not column.default.startswith("nextval(") else column.default


def _generation(column: Column) -> Row:
    identity = column.identity if not isinstance(column.identity, Unknown) else None
    computed = column.computed if not isinstance(column.computed, Unknown) else None
    return {
        "is_identity": "YES" if identity else "NO",
        "identity_generation": ("ALWAYS" if identity.always else "BY DEFAULT") if identity else None,
        "identity_cycle": "NO",
        "is_generated": "ALWAYS" if computed else "NEVER",
        "generation_expression": computed.expression if computed else None,
    }


def table_constraints(objects: Objects) -> Iterator[Row]:
    """Rows of table_constraints."""
    for entry in objects.constraints:
        if isinstance(entry.element, ExcludeConstraint):
            continue
        element = entry.element
        yield {
            **_constraint(objects, entry.table, element.name),
            **_table(objects, objects.schema_name(entry.table.schema), entry.table.name),
            "constraint_type": _KINDS[type(element)],
            "is_deferrable": "YES" if getattr(element, "deferrable", False) else "NO",
            "initially_deferred": "YES" if getattr(element, "initially_deferred", False) else "NO",
            "enforced": "YES",
            "nulls_distinct": ("NO" if element.nulls_not_distinct else "YES") if isinstance(element, UniqueConstraint) else None,
        }
    yield from _not_null_constraints(objects)


def _constraint(objects: Objects, table: Table, name: str) -> Row:
    return {"constraint_catalog": objects.database_name, "constraint_schema": objects.schema_name(table.schema), "constraint_name": name}


def _not_null_name(objects: Objects, table: Table, number: int) -> str:
    return f"{objects.namespace_oid(objects.schema_name(table.schema))}_{objects.table_oid(table)}_{number}_not_null"


def _not_null_columns(objects: Objects) -> Iterator[tuple[Table, int, Column]]:
    return ((t, n, c) for t in objects.tables for n, c in enumerate(t.columns.values(), 1) if c.nullable is False)


def _not_null_constraints(objects: Objects) -> Iterator[Row]:
    """PostgreSQL 15 shows NOT NULL as a CHECK whose name is made of oids."""
    for table, number, _ in _not_null_columns(objects):
        yield {
            **_constraint(objects, table, _not_null_name(objects, table, number)),
            **_table(objects, objects.schema_name(table.schema), table.name),
            "constraint_type": "CHECK",
            "is_deferrable": "NO",
            "initially_deferred": "NO",
            "enforced": "YES",
        }


def key_column_usage(objects: Objects) -> Iterator[Row]:
    """Rows of key_column_usage."""
    for entry in objects.constraints:
        element = entry.element
        if not isinstance(element, PrimaryKey | UniqueConstraint | ForeignKey):
            continue
        order = _referred_positions(objects, element) if isinstance(element, ForeignKey) else [None] * len(element.columns)
        for number, (name, position) in enumerate(zip(element.columns, order, strict=False), 1):
            yield {
                **_constraint(objects, entry.table, element.name),
                **_table(objects, objects.schema_name(entry.table.schema), entry.table.name),
                "column_name": name,
                "ordinal_position": number,
                "position_in_unique_constraint": position,
            }


def _referred_positions(objects: Objects, key: ForeignKey) -> list[int | None]:
    referred = objects.tables_by_key.get(key.referred_table)
    unique = _referred_key(referred, key) if referred is not None else None
    return [unique.columns.index(c) + 1 if unique is not None and c in unique.columns else None for c in key.referred_columns]


def _referred_key(table: Table, key: ForeignKey) -> PrimaryKey | UniqueConstraint | None:
    candidates = (c for c in table.constraints if isinstance(c, PrimaryKey | UniqueConstraint))
    return next((c for c in candidates if set(c.columns) == set(key.referred_columns)), None)


def constraint_column_usage(objects: Objects) -> Iterator[Row]:
    """Rows of constraint_column_usage."""
    for entry in objects.constraints:
        element = entry.element
        table: Table | None = entry.table
        if isinstance(element, ForeignKey):
            table, names = objects.tables_by_key.get(element.referred_table), element.referred_columns
        elif isinstance(element, CheckConstraint):
            names = checked_columns(entry.table, element)
        else:
            names = element.columns
        if table is None or isinstance(element, ExcludeConstraint):
            continue
        for name in names:
            yield {
                **_table(objects, objects.schema_name(table.schema), table.name),
                "column_name": name,
                **_constraint(objects, entry.table, element.name),
            }


def constraint_table_usage(objects: Objects) -> Iterator[Row]:
    """Rows of constraint_table_usage."""
    for entry in objects.constraints:
        element = entry.element
        table = objects.tables_by_key.get(element.referred_table) if isinstance(element, ForeignKey) else entry.table
        if table is not None:
            yield {**_table(objects, objects.schema_name(table.schema), table.name), **_constraint(objects, entry.table, element.name)}


def referential_constraints(objects: Objects) -> Iterator[Row]:
    """Rows of referential_constraints."""
    for entry in objects.constraints:
        element = entry.element
        if not isinstance(element, ForeignKey):
            continue
        referred = objects.tables_by_key.get(element.referred_table)
        unique = _referred_key(referred, element) if referred is not None else None
        yield {
            **_constraint(objects, entry.table, element.name),
            "unique_constraint_catalog": objects.database_name if unique else None,
            "unique_constraint_schema": objects.schema_name(referred.schema) if unique and referred else None,
            "unique_constraint_name": unique.name if unique else None,
            "match_option": element.match if element.match in {"FULL", "PARTIAL"} else "NONE",
            "update_rule": element.onupdate or "NO ACTION",
            "delete_rule": (element.ondelete or "NO ACTION").partition(" (")[0],
        }


def check_constraints(objects: Objects) -> Iterator[Row]:
    """Rows of check_constraints."""
    for entry in objects.constraints:
        element = entry.element
        if isinstance(element, CheckConstraint):
            shown = PHANTOM if objects.most and approximate(element) else f"({element.expression})"
            yield {**_constraint(objects, entry.table, element.name), "check_clause": shown}
    for table, number, column in _not_null_columns(objects):
        yield {**_constraint(objects, table, _not_null_name(objects, table, number)), "check_clause": f"{column.name} IS NOT NULL"}


def views(objects: Objects) -> Iterator[Row]:
    """Rows of views."""
    for relation in objects.relations:
        if relation.kind == "v" and isinstance(relation.element, View):
            text = PHANTOM if objects.most else relation.element.definition
            yield {**_table(objects, relation.schema, relation.name), "view_definition": text, "check_option": "NONE"}


def sequences(objects: Objects) -> Iterator[Row]:
    """Rows of sequences."""
    for relation in objects.relations:
        if isinstance(relation.element, Sequence) and not is_of_identity(objects, relation.element):
            yield _table(objects, relation.schema, relation.name, "sequence")


def routine_rows(objects: Objects) -> Iterator[Row]:
    """Rows of routines."""
    for schema, name, routine in routines(objects, "function", "procedure"):
        yield {
            **_table(objects, schema, name, "routine"),
            **_table(objects, schema, f"{name}_{objects.oid('routine', schema, routine.name)}", "specific"),
            "routine_type": routine.kind.upper(),
            "routine_definition": PHANTOM if objects.most else routine.definition,
        }


def triggers(objects: Objects) -> Iterator[Row]:
    """Rows of triggers."""
    names = {objects.table_oid(t): t for t in objects.tables}
    for row in pg_trigger(objects):
        table = names.get(row["tgrelid"])
        if table is not None:
            schema = objects.schema_name(table.schema)
            event = {"event_object_catalog": objects.database_name, "event_object_schema": schema, "event_object_table": table.name}
            yield {**_table(objects, schema, row["tgname"], "trigger"), **event}


def _table_columns(prefix: str) -> str:
    return f"{prefix}_catalog {prefix}_schema {prefix}_name"


_TABLE = _table_columns("table")
_CONSTRAINT = "constraint_catalog constraint_schema constraint_name"
TABLES: Mapping[str, CatalogTable] = {
    name: CatalogTable(tuple(listed.split()), rows)
    for name, listed, rows in (
        ("schemata", "catalog_name schema_name schema_owner default_character_set_catalog default_character_set_schema sql_path", schemata),
        (
            "tables",
            (
                f"{_TABLE} table_type self_referencing_column_name reference_generation user_defined_type_catalog "
                "user_defined_type_schema user_defined_type_name is_insertable_into is_typed commit_action"
            ),
            tables,
        ),
        (
            "columns",
            (
                f"{_TABLE} column_name ordinal_position column_default is_nullable data_type character_maximum_length "
                "character_octet_length numeric_precision numeric_precision_radix numeric_scale datetime_precision interval_type "
                "interval_precision character_set_catalog character_set_schema character_set_name collation_catalog collation_schema "
                "collation_name domain_catalog domain_schema domain_name udt_catalog udt_schema udt_name scope_catalog scope_schema "
                "scope_name maximum_cardinality dtd_identifier is_self_referencing is_identity identity_generation identity_start "
                "identity_increment identity_maximum identity_minimum identity_cycle is_generated generation_expression is_updatable"
            ),
            columns,
        ),
        (
            "table_constraints",
            f"{_CONSTRAINT} {_TABLE} constraint_type is_deferrable initially_deferred enforced nulls_distinct",
            table_constraints,
        ),
        ("key_column_usage", f"{_CONSTRAINT} {_TABLE} column_name ordinal_position position_in_unique_constraint", key_column_usage),
        ("constraint_column_usage", f"{_TABLE} column_name {_CONSTRAINT}", constraint_column_usage),
        ("constraint_table_usage", f"{_TABLE} {_CONSTRAINT}", constraint_table_usage),
        (
            "referential_constraints",
            f"{_CONSTRAINT} unique_constraint_catalog unique_constraint_schema unique_constraint_name match_option update_rule delete_rule",
            referential_constraints,
        ),
        ("check_constraints", f"{_CONSTRAINT} check_clause", check_constraints),
        ("views", f"{_TABLE} view_definition check_option is_updatable is_insertable_into", views),
        (
            "sequences",
            "sequence_catalog sequence_schema sequence_name data_type start_value minimum_value maximum_value increment",
            sequences,
        ),
        (
            "routines",
            f"{_table_columns('specific')} {_table_columns('routine')} routine_type data_type routine_definition",
            routine_rows,
        ),
        (
            "triggers",
            f"{_table_columns('trigger')} event_manipulation event_object_catalog event_object_schema event_object_table action_statement",
            triggers,
        ),
    )
}
"""Views of information_schema by name."""
