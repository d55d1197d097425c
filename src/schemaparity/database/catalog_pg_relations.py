"""The catalogs of relations (pg_class, pg_attribute, pg_index, pg_constraint, ...): Objects to rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from schemaparity.database.catalog_definitions import constraint_definition
from schemaparity.database.catalog_objects import PHANTOM, ConstraintEntry, Objects, Relation
from schemaparity.database.catalog_table import (
    Row,
    array,
    checked_columns,
    column_facts,
    index_columns,
    is_of_identity,
    numbers_of,
    type_oid,
    vector,
)
from schemaparity.schema import (
    CheckConstraint,
    Column,
    Constraint,
    ExcludeConstraint,
    ForeignKey,
    Index,
    PrimaryKey,
    Sequence,
    Table,
    UniqueConstraint,
    Unknown,
)

OWNER = "postgres"
OWNER_OID = 10
_ACTIONS = {None: "a", "NO ACTION": "a", "RESTRICT": "r", "CASCADE": "c", "SET NULL": "n", "SET DEFAULT": "d"}
_METHODS = {"heap": 2, "btree": 403, "hash": 405, "gist": 783, "gin": 2742, "spgist": 4000, "brin": 3580}


def pg_class(objects: Objects) -> Iterator[Row]:
    """Rows of pg_class."""
    for relation in objects.relations:
        element = relation.element
        is_table = isinstance(element, Table)
        yield {
            "oid": relation.oid,
            "relname": relation.name,
            "relnamespace": objects.namespace_oid(relation.schema),
            "reltype": objects.type_oids.get(relation.qualified, 0),
            "relowner": OWNER_OID,
            "relam": _method(relation),
            "reltuples": -1,
            "relpages": 0,
            "relhasindex": is_table and any(r.kind == "i" and r.table is element for r in objects.relations),
            "relisshared": False,
            "relpersistence": "p",
            "relkind": "I" if relation.kind == "i" and relation.table is not None and relation.table.partition_by else relation.kind,
            "relnatts": _attributes(relation, most=objects.most),
            "relchecks": len(element.check_constraints) if isinstance(element, Table) else 0,
            "relhasrules": relation.kind in "vm",
            "relhastriggers": is_table and any(c.kind == "f" and c.table is element for c in objects.constraints),
            "relrowsecurity": False,
            "relispartition": isinstance(element, Table) and element.partition_of is not None,
            "relreplident": "n" if relation.kind in "iSv" else "d",
        }


def _attributes(relation: Relation, *, most: bool) -> int | None:
    """The number of columns; a sequence is shown with three, those of a view are not known here."""
    if isinstance(relation.element, Table):
        return len(relation.element.columns)
    if relation.kind == "i":
        return len(index_columns(relation.element)) + len(getattr(relation.element, "include", ()))
    return 3 if relation.kind == "S" else -1 if most else None


def _method(relation: Relation) -> int:
    if relation.kind == "i":
        return _METHODS.get(relation.element.using if isinstance(relation.element, Index) else "btree", 0)
    return _METHODS["heap"] if relation.kind in "rm" else 0


def pg_attribute(objects: Objects) -> Iterator[Row]:
    """Rows of pg_attribute."""
    for relation in objects.relations:
        columns = list(relation.element.columns.values()) if isinstance(relation.element, Table) else _other_columns(objects, relation)
        for number, column in enumerate(columns, 1):
            yield _attribute(objects, relation, number, column)


def _other_columns(objects: Objects, relation: Relation) -> list[Column]:
    """The columns of an index; a view may have any."""
    if relation.kind in "vm":
        return [Column(word, PHANTOM) for word in (*objects.words, PHANTOM)] if objects.most else []
    if relation.kind != "i" or relation.table is None:
        return []
    return [relation.table.columns.get(name) or Column(name or "expr", "text") for name in index_columns(relation.element)]


def _attribute(objects: Objects, relation: Relation, number: int, column: Column) -> Row:
    facts = column_facts(column)
    identity = column.identity if not isinstance(column.identity, Unknown) else None
    computed = column.computed if not isinstance(column.computed, Unknown) else None
    return {
        "attrelid": relation.oid,
        "attname": column.name,
        "atttypid": type_oid(objects, facts),
        "atttypmod": facts.typmod,
        "attnum": number,
        "attndims": 1 if facts.data_type == "ARRAY" else 0,
        "attnotnull": column.nullable is False,
        "atthasdef": column.default is not None or computed is not None,
        "attidentity": "" if identity is None else "a" if identity.always else "d",
        "attgenerated": "" if computed is None else "s",
        "attisdropped": False,
        "attislocal": True,
        "attinhcount": 0,
        "attcollation": 100 if facts.typname in {"text", "varchar", "bpchar"} else 0,
        "attlen": -1,
        "attstattarget": -1,
        "attstorage": "p",
    }


def pg_attrdef(objects: Objects) -> Iterator[Row]:
    """Rows of pg_attrdef."""
    for table in objects.tables:
        for number, column in enumerate(table.columns.values(), 1):
            text = column.default if isinstance(column.default, str) else None
            if text is None and column.computed is not None and not isinstance(column.computed, Unknown):
                text = column.computed.expression
            if text is not None:
                oid = objects.oid("default", table.key, column.name)
                shown = PHANTOM if objects.most else text
                yield {"oid": oid, "adrelid": objects.table_oid(table), "adnum": number, "adbin": shown, "adsrc": shown}


def pg_index(objects: Objects) -> Iterator[Row]:
    """Rows of pg_index."""
    for relation in objects.relations:
        if relation.kind != "i" or relation.table is None:
            continue
        element = relation.element
        include = getattr(element, "include", ())
        keys = index_columns(element)
        is_index = isinstance(element, Index)
        options = (
            [_option(e) for e in element.elements]
            if isinstance(element, Index) and not isinstance(element.elements, Unknown)
            else [0] * len(keys)
        )
        where = element.where if isinstance(element, Index) and isinstance(element.where, str) else None
        expressions = (
            [e.expression for e in element.elements if e.is_expression]
            if isinstance(element, Index) and not isinstance(element.elements, Unknown)
            else []
        )
        yield {
            "indexrelid": relation.oid,
            "indrelid": objects.table_oid(relation.table),
            "indnatts": len(keys) + len(include),
            "indnkeyatts": len(keys),
            "indisunique": element.unique is True if isinstance(element, Index) else not isinstance(element, ExcludeConstraint),
            "indnullsnotdistinct": bool(getattr(element, "nulls_not_distinct", False)),
            "indisprimary": isinstance(element, PrimaryKey),
            "indisexclusion": isinstance(element, ExcludeConstraint),
            "indimmediate": is_index or not getattr(element, "deferrable", False),
            "indisclustered": False,
            "indisvalid": True,
            "indcheckxmin": False,
            "indisready": True,
            "indislive": True,
            "indisreplident": False,
            "indkey": vector([*numbers_of(relation.table, keys), *numbers_of(relation.table, include)]),
            "indoption": vector(options),
            "indexprs": (PHANTOM if objects.most else ", ".join(expressions)) if expressions else None,
            "indpred": (PHANTOM if objects.most else where) if where is not None else None,
        }


def _option(element: Any) -> int:
    nulls_first = element.descending if element.nulls_first is None else element.nulls_first
    return (1 if element.descending else 0) | (2 if nulls_first else 0)


def pg_constraint(objects: Objects) -> Iterator[Row]:
    """Rows of pg_constraint."""
    for entry in objects.constraints:
        element = entry.element
        foreign = element if isinstance(element, ForeignKey) else None
        referred = objects.tables_by_key.get(foreign.referred_table) if foreign else None
        columns = checked_columns(entry.table, element) if isinstance(element, CheckConstraint) else element.columns
        numbers = numbers_of(entry.table, columns) or None
        yield {
            "oid": entry.oid,
            "conname": element.name,
            "connamespace": objects.namespace_oid(objects.schema_name(entry.table.schema)),
            "contype": entry.kind,
            "condeferrable": bool(getattr(element, "deferrable", False)),
            "condeferred": bool(getattr(element, "initially_deferred", False)),
            "convalidated": not getattr(element, "not_valid", False),
            "conrelid": objects.table_oid(entry.table),
            "contypid": 0,
            "conindid": _constraint_index(objects, entry, referred),
            "conparentid": 0,
            "confrelid": objects.table_oid(referred) if referred else 0,
            "confupdtype": _ACTIONS[foreign.onupdate] if foreign else " ",
            "confdeltype": _ACTIONS.get((foreign.ondelete or "").partition(" (")[0] or None, "a") if foreign else " ",
            "confmatchtype": ("f" if foreign.match == "FULL" else "s") if foreign else " ",
            "conislocal": True,
            "coninhcount": 0,
            "connoinherit": bool(getattr(element, "no_inherit", not isinstance(element, CheckConstraint))),
            "conkey": array(numbers) if numbers else None,
            "confkey": array(numbers_of(referred, foreign.referred_columns)) if foreign and referred else None,
            "conbin": PHANTOM if objects.most and entry.kind == "c" else constraint_definition(element) if entry.kind == "c" else None,
            "consrc": None,
        }


def _constraint_index(objects: Objects, entry: ConstraintEntry, referred: Table | None) -> int:
    if isinstance(entry.element, PrimaryKey | UniqueConstraint | ExcludeConstraint):
        return objects.index_oid(entry.element, entry.table)
    if isinstance(entry.element, ForeignKey) and referred is not None:
        wanted = set(entry.element.referred_columns)
        keys = (c for c in referred.constraints if isinstance(c, PrimaryKey | UniqueConstraint) and set(c.columns) == wanted)
        key: Constraint | None = next(keys, None)
        return objects.index_oid(key, referred) if key is not None else 0
    return 0


def pg_am(_objects: Objects) -> Iterator[Row]:
    """Rows of pg_am."""
    return ({"oid": oid, "amname": name, "amtype": "t" if name == "heap" else "i"} for name, oid in _METHODS.items())


def pg_depend(objects: Objects) -> Iterator[Row]:
    """Only what ties a sequence to the column that owns it."""
    for relation in objects.relations:
        if not isinstance(relation.element, Sequence):
            continue
        owned = relation.element.owned_by
        table = objects.tables_by_key.get(owned[0]) if owned else None
        if owned and table is not None:
            number = numbers_of(table, (owned[1],))[0]
            yield {
                "classid": 1259,
                "objid": relation.oid,
                "objsubid": 0,
                "refclassid": 1259,
                "refobjid": objects.table_oid(table),
                "refobjsubid": number,
                "deptype": "i" if is_of_identity(objects, relation.element) else "a",
            }


def pg_description(objects: Objects) -> Iterator[Row]:
    """Rows of pg_description."""
    for table in objects.tables:
        own = [(0, table.comment), *((n, c.comment) for n, c in enumerate(table.columns.values(), 1))]
        for number, comment in own:
            if isinstance(comment, str):
                yield {"objoid": objects.table_oid(table), "classoid": 1259, "objsubid": number, "description": comment}


def pg_inherits(objects: Objects) -> Iterator[Row]:
    """Rows of pg_inherits."""
    for table in objects.tables:
        parent = objects.tables_by_key.get(table.partition_of.split(" ")[0]) if table.partition_of else None
        if parent is not None:
            yield {"inhrelid": objects.table_oid(table), "inhparent": objects.table_oid(parent), "inhseqno": 1}
