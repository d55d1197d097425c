"""The catalogs of types, routines and roles, and the views for people (pg_tables, pg_indexes, ...): Objects to rows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from schemaparity.database.catalog_objects import PHANTOM, Objects
from schemaparity.database.catalog_pg_relations import OWNER, OWNER_OID
from schemaparity.database.catalog_table import (
    Row,
    routines,
    shown_index,
)
from schemaparity.database.catalog_types import BUILT_IN
from schemaparity.schema import (
    ExcludeConstraint,
    Index,
    PrimaryKey,
    Routine,
    Sequence,
    Table,
    UniqueConstraint,
    View,
)


def pg_namespace(objects: Objects) -> Iterator[Row]:
    """Rows of pg_namespace."""
    for name in objects.namespaces:
        yield {"oid": objects.namespace_oid(name), "nspname": name, "nspowner": OWNER_OID}


def pg_type(objects: Objects) -> Iterator[Row]:
    """Rows of pg_type."""
    catalog = objects.namespace_oid("pg_catalog")
    common = {
        "typowner": OWNER_OID,
        "typisdefined": True,
        "typnotnull": False,
        "typbasetype": 0,
        "typtypmod": -1,
        "typrelid": 0,
        "typdelim": ",",
    }
    for typname, oid in BUILT_IN.values():
        yield {
            **common,
            "oid": oid,
            "typname": typname,
            "typnamespace": catalog,
            "typtype": "b",
            "typcategory": _category(typname),
            "typelem": 0,
        }
    for entry in objects.types:
        namespace = objects.namespace_oid(entry.schema)
        relid = objects.relation_oids.get((entry.schema, entry.name), 0) if entry.kind == "c" else 0
        category = {"e": "E", "c": "C", "d": "S"}[entry.kind]
        element = objects.oid("array type", f"_{entry.name}")
        own = {"typname": entry.name, "typnamespace": namespace, "typtype": entry.kind, "typcategory": category}
        yield {**common, **own, "oid": entry.oid, "typrelid": relid, "typelem": 0, "typarray": element}
        yield {
            **common,
            "oid": element,
            "typname": f"_{entry.name}",
            "typnamespace": namespace,
            "typtype": "b",
            "typcategory": "A",
            "typelem": entry.oid,
        }


def _category(typname: str) -> str:
    if typname in {"text", "varchar", "bpchar", "name", "char"}:
        return "S"
    if typname in {"int2", "int4", "int8", "float4", "float8", "numeric", "money", "oid"}:
        return "N"
    return "B" if typname == "bool" else "D" if typname in {"date", "time", "timetz", "timestamp", "timestamptz"} else "U"


def pg_enum(objects: Objects) -> Iterator[Row]:
    """Rows of pg_enum."""
    for entry in objects.types:
        for order, label in enumerate(entry.labels, 1):
            yield {
                "oid": objects.oid("label", entry.schema, entry.name, label),
                "enumtypid": entry.oid,
                "enumsortorder": float(order),
                "enumlabel": label,
            }


def pg_extension(objects: Objects) -> Iterator[Row]:
    """Rows of pg_extension."""
    yield {"oid": 13500, "extname": "plpgsql", "extowner": OWNER_OID, "extnamespace": SYSTEM, "extrelocatable": False, "extversion": "1.0"}
    public = objects.namespace_oid(objects.default_schema)
    for _, name, routine in routines(objects, "extension"):
        version = PHANTOM if objects.most else "1.0"
        oid = objects.oid("extension", routine.name)
        yield {"oid": oid, "extname": name, "extowner": OWNER_OID, "extnamespace": public, "extrelocatable": True, "extversion": version}


SYSTEM = 11


def pg_proc(objects: Objects) -> Iterator[Row]:
    """Rows of pg_proc."""
    for schema, name, routine in routines(objects, "function", "procedure", "aggregate"):
        kind = {"function": "f", "procedure": "p", "aggregate": "a"}[routine.kind]
        oid = objects.oid("routine", schema, routine.name)
        text = PHANTOM if objects.most else routine.definition
        yield {
            "oid": oid,
            "proname": name,
            "pronamespace": objects.namespace_oid(schema),
            "proowner": OWNER_OID,
            "prokind": kind,
            "prosrc": text,
        }


def pg_trigger(objects: Objects) -> Iterator[Row]:
    """Rows of pg_trigger."""
    for _, _, routine in routines(objects, "trigger"):
        yield {
            "oid": objects.oid("trigger", routine.name),
            "tgname": routine.name.partition(" ON ")[0],
            "tgrelid": _trigger_table(objects, routine),
            "tgisinternal": False,
            "tgenabled": "O",
        }


def _trigger_table(objects: Objects, routine: Routine) -> int:
    match = re.search(r"\sON\s+(?:ONLY\s+)?((?:\"[^\"]+\"|\w+)(?:\.(?:\"[^\"]+\"|\w+))?)", routine.definition, re.IGNORECASE)
    if match is None:
        return 0
    schema, _, name = match[1].replace('"', "").rpartition(".")
    return objects.relation_oids.get((objects.schema_name(schema or None), name), 0)


def pg_tables(objects: Objects) -> Iterator[Row]:
    """Rows of pg_tables."""
    for relation in objects.relations:
        if relation.kind in "rp" and isinstance(relation.element, Table):
            indexed = any(r.kind == "i" and r.table is relation.element for r in objects.relations)
            yield {
                "schemaname": relation.schema,
                "tablename": relation.name,
                "tableowner": OWNER,
                "hasindexes": indexed,
                "hasrules": False,
                "hastriggers": bool(relation.element.foreign_keys),
                "rowsecurity": False,
            }


def pg_indexes(objects: Objects) -> Iterator[Row]:
    """Rows of pg_indexes."""
    for relation in objects.relations:
        if (
            relation.kind == "i"
            and relation.table is not None
            and isinstance(relation.element, Index | PrimaryKey | UniqueConstraint | ExcludeConstraint)
        ):
            text = shown_index(objects, relation)
            yield {"schemaname": relation.schema, "tablename": relation.table.name, "indexname": relation.name, "indexdef": text}


def pg_views(objects: Objects) -> Iterator[Row]:
    """Rows of pg_views."""
    for relation in objects.relations:
        if relation.kind == "v" and isinstance(relation.element, View):
            text = PHANTOM if objects.most else relation.element.definition
            yield {"schemaname": relation.schema, "viewname": relation.name, "viewowner": OWNER, "definition": text}


def pg_matviews(objects: Objects) -> Iterator[Row]:
    """Rows of pg_matviews."""
    for relation in objects.relations:
        if relation.kind == "m" and isinstance(relation.element, View):
            text = PHANTOM if objects.most else relation.element.definition
            yield {
                "schemaname": relation.schema,
                "matviewname": relation.name,
                "matviewowner": OWNER,
                "ispopulated": True,
                "definition": text,
            }


def pg_sequences(objects: Objects) -> Iterator[Row]:
    """Rows of pg_sequences."""
    for relation in objects.relations:
        if isinstance(relation.element, Sequence):
            yield {"schemaname": relation.schema, "sequencename": relation.name, "sequenceowner": OWNER, "last_value": None}


def pg_sequence(objects: Objects) -> Iterator[Row]:
    """Rows of pg_sequence."""
    return ({"seqrelid": r.oid} for r in objects.relations if r.kind == "S")


def pg_roles(_objects: Objects) -> Iterator[Row]:
    """Rows of pg_roles."""
    row = {
        "oid": OWNER_OID,
        "rolname": OWNER,
        "rolsuper": True,
        "rolinherit": True,
        "rolcreaterole": True,
        "rolcreatedb": True,
        "rolcanlogin": True,
    }
    return iter([row])


def pg_user(_objects: Objects) -> Iterator[Row]:
    """Rows of pg_user."""
    return iter([{"usename": OWNER, "usesysid": OWNER_OID, "usecreatedb": True, "usesuper": True}])


def pg_database(objects: Objects) -> Iterator[Row]:
    """Rows of pg_database."""
    return iter(
        [{"oid": 5, "datname": objects.database_name, "datdba": OWNER_OID, "encoding": 6, "datistemplate": False, "datallowconn": True}]
    )


def nothing(_objects: Objects) -> Iterator[Row]:
    """No rows."""
    return iter(())
