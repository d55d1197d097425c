"""The tables of pg_catalog: Objects to rows. A column that is not given in a row is NULL; a catalog or column that is not here is not modelled."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from attrs import frozen

from schemaparity.database.catalog_definitions import constraint_definition, index_definition
from schemaparity.database.catalog_objects import PHANTOM, ConstraintEntry, Objects, Relation
from schemaparity.database.catalog_types import BUILT_IN, TypeFacts, facts_of
from schemaparity.schema import (
    CheckConstraint,
    Column,
    Constraint,
    ExcludeConstraint,
    ForeignKey,
    Index,
    PrimaryKey,
    Routine,
    Sequence,
    Table,
    UniqueConstraint,
    Unknown,
    View,
)

Row: TypeAlias = dict[str, Any]
Rows: TypeAlias = Callable[[Objects], Iterator[Row]]
OWNER = "postgres"
OWNER_OID = 10
_ARRAY_MARK = "\x01"
_ACTIONS = {None: "a", "NO ACTION": "a", "RESTRICT": "r", "CASCADE": "c", "SET NULL": "n", "SET DEFAULT": "d"}
_METHODS = {"heap": 2, "btree": 403, "hash": 405, "gist": 783, "gin": 2742, "spgist": 4000, "brin": 3580}


@frozen
class CatalogTable:
    """Columns in their order, and what fills them."""

    columns: tuple[str, ...]
    rows: Rows


def array(values: list[Any] | tuple[Any, ...]) -> str:
    """An array as a value of the query engine: JSON behind a mark."""
    return _ARRAY_MARK + json.dumps(list(values))


def type_oid(objects: Objects, facts: TypeFacts) -> int:
    """The oid of a type, built in or a user's."""
    if facts.data_type == "ARRAY":
        return objects.oid("array type", facts.typname)
    return facts.oid or objects.type_oids.get((facts.udt_schema, facts.typname), 0)


def column_facts(column: Column) -> TypeFacts:
    """The type of a settled column."""
    return facts_of(column.type if isinstance(column.type, str) else PHANTOM)


def checked_columns(table: Table, check: CheckConstraint) -> tuple[str, ...]:
    """The columns that a CHECK mentions, told by their names in its text; errs towards too many."""
    text = re.sub(r"'(?:[^']|'')*'", "", check.expression) if isinstance(check.expression, str) else ""
    words = set(re.findall(r"[^\W\d][\w$]*", text))
    return tuple(name for name in table.columns if name in words)


def is_of_identity(objects: Objects, sequence: Sequence) -> bool:
    """True for the sequence behind an identity column."""
    table = objects.tables_by_key.get(sequence.owned_by[0]) if sequence.owned_by is not None else None
    column = table.columns.get(sequence.owned_by[1]) if table is not None and sequence.owned_by is not None else None
    return column is not None and column.identity is not None


def vector(values: list[int]) -> str:
    """An int2vector as a value of the query engine: an array that shows as `2 3`."""
    return "\x02" + array(values)[1:]


def pg_namespace(objects: Objects) -> Iterator[Row]:
    for name in objects.namespaces:
        yield {"oid": objects.namespace_oid(name), "nspname": name, "nspowner": OWNER_OID}


def pg_class(objects: Objects) -> Iterator[Row]:
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
            "relhastriggers": is_table and any(c.kind == "f" and element in (c.table,) for c in objects.constraints),
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
    for table in objects.tables:
        for number, column in enumerate(table.columns.values(), 1):
            text = column.default if isinstance(column.default, str) else None
            if text is None and column.computed is not None and not isinstance(column.computed, Unknown):
                text = column.computed.expression
            if text is not None:
                oid = objects.oid("default", table.key, column.name)
                shown = PHANTOM if objects.most else text
                yield {"oid": oid, "adrelid": objects.table_oid(table), "adnum": number, "adbin": shown, "adsrc": shown}


def index_columns(element: object) -> tuple[str, ...]:
    """The key columns of an index or key; an expression is an empty name."""
    if isinstance(element, Index):
        return () if isinstance(element.elements, Unknown) else tuple("" if e.is_expression else e.expression for e in element.elements)
    return getattr(element, "columns", ())


def numbers_of(table: Table, columns: tuple[str, ...]) -> list[int]:
    """The attnums of columns; 0 for an expression."""
    order = {name: number for number, name in enumerate(table.columns, 1)}
    return [order.get(name, 0) for name in columns]


def pg_index(objects: Objects) -> Iterator[Row]:
    for relation in objects.relations:
        if relation.kind != "i" or relation.table is None:
            continue
        element = relation.element
        include = getattr(element, "include", ())
        keys = index_columns(element)
        is_index = isinstance(element, Index)
        options = [_option(e) for e in element.elements] if isinstance(element, Index) and not isinstance(element.elements, Unknown) else [0] * len(keys)
        where = element.where if isinstance(element, Index) and isinstance(element.where, str) else None
        expressions = [e.expression for e in element.elements if e.is_expression] if isinstance(element, Index) and not isinstance(element.elements, Unknown) else []
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


def pg_type(objects: Objects) -> Iterator[Row]:
    catalog = objects.namespace_oid("pg_catalog")
    common = {"typowner": OWNER_OID, "typisdefined": True, "typnotnull": False, "typbasetype": 0, "typtypmod": -1, "typrelid": 0, "typdelim": ","}
    for typname, oid in BUILT_IN.values():
        yield {**common, "oid": oid, "typname": typname, "typnamespace": catalog, "typtype": "b", "typcategory": _category(typname), "typelem": 0}
    for entry in objects.types:
        namespace = objects.namespace_oid(entry.schema)
        relid = objects.relation_oids.get((entry.schema, entry.name), 0) if entry.kind == "c" else 0
        category = {"e": "E", "c": "C", "d": "S"}[entry.kind]
        element = objects.oid("array type", f"_{entry.name}")
        own = {"typname": entry.name, "typnamespace": namespace, "typtype": entry.kind, "typcategory": category}
        yield {**common, **own, "oid": entry.oid, "typrelid": relid, "typelem": 0, "typarray": element}
        yield {**common, "oid": element, "typname": f"_{entry.name}", "typnamespace": namespace, "typtype": "b", "typcategory": "A", "typelem": entry.oid}


def _category(typname: str) -> str:
    if typname in {"text", "varchar", "bpchar", "name", "char"}:
        return "S"
    if typname in {"int2", "int4", "int8", "float4", "float8", "numeric", "money", "oid"}:
        return "N"
    return "B" if typname == "bool" else "D" if typname in {"date", "time", "timetz", "timestamp", "timestamptz"} else "U"


def pg_enum(objects: Objects) -> Iterator[Row]:
    for entry in objects.types:
        for order, label in enumerate(entry.labels, 1):
            yield {"oid": objects.oid("label", entry.schema, entry.name, label), "enumtypid": entry.oid, "enumsortorder": float(order), "enumlabel": label}


def routines(objects: Objects, *kinds: str) -> Iterator[tuple[str, str, Routine]]:
    """Routines of these kinds with schema and name."""
    for routine in objects.schema.routines:
        if routine.kind in kinds and (objects.most or routine.doubt is None):
            owner, _, name = routine.name.partition("(")[0].rpartition(".")
            yield objects.schema_name(owner or None), name.strip('" '), routine


def pg_extension(objects: Objects) -> Iterator[Row]:
    yield {"oid": 13500, "extname": "plpgsql", "extowner": OWNER_OID, "extnamespace": SYSTEM, "extrelocatable": False, "extversion": "1.0"}
    public = objects.namespace_oid(objects.default_schema)
    for _, name, routine in routines(objects, "extension"):
        version = PHANTOM if objects.most else "1.0"
        oid = objects.oid("extension", routine.name)
        yield {"oid": oid, "extname": name, "extowner": OWNER_OID, "extnamespace": public, "extrelocatable": True, "extversion": version}


SYSTEM = 11


def pg_proc(objects: Objects) -> Iterator[Row]:
    for schema, name, routine in routines(objects, "function", "procedure", "aggregate"):
        kind = {"function": "f", "procedure": "p", "aggregate": "a"}[routine.kind]
        oid = objects.oid("routine", schema, routine.name)
        text = PHANTOM if objects.most else routine.definition
        yield {"oid": oid, "proname": name, "pronamespace": objects.namespace_oid(schema), "proowner": OWNER_OID, "prokind": kind, "prosrc": text}


def pg_trigger(objects: Objects) -> Iterator[Row]:
    for _, name, routine in routines(objects, "trigger"):
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
    for relation in objects.relations:
        if relation.kind == "i" and relation.table is not None and isinstance(relation.element, Index | PrimaryKey | UniqueConstraint | ExcludeConstraint):
            text = shown_index(objects, relation)
            yield {"schemaname": relation.schema, "tablename": relation.table.name, "indexname": relation.name, "indexdef": text}


def shown_index(objects: Objects, relation: Relation) -> str:
    """The text of pg_get_indexdef, or a phantom of it where PostgreSQL would write it in its own way."""
    from schemaparity.database.catalog_definitions import approximate

    element = relation.element
    if relation.table is None or not isinstance(element, Index | PrimaryKey | UniqueConstraint | ExcludeConstraint):
        return PHANTOM
    return PHANTOM if objects.most and approximate(element) else index_definition(element, relation.table.name, relation.schema)


def pg_views(objects: Objects) -> Iterator[Row]:
    for relation in objects.relations:
        if relation.kind == "v" and isinstance(relation.element, View):
            text = PHANTOM if objects.most else relation.element.definition
            yield {"schemaname": relation.schema, "viewname": relation.name, "viewowner": OWNER, "definition": text}


def pg_matviews(objects: Objects) -> Iterator[Row]:
    for relation in objects.relations:
        if relation.kind == "m" and isinstance(relation.element, View):
            text = PHANTOM if objects.most else relation.element.definition
            yield {"schemaname": relation.schema, "matviewname": relation.name, "matviewowner": OWNER, "ispopulated": True, "definition": text}


def pg_sequences(objects: Objects) -> Iterator[Row]:
    for relation in objects.relations:
        if isinstance(relation.element, Sequence):
            yield {"schemaname": relation.schema, "sequencename": relation.name, "sequenceowner": OWNER, "last_value": None}


def pg_sequence(objects: Objects) -> Iterator[Row]:
    return ({"seqrelid": r.oid} for r in objects.relations if r.kind == "S")


def pg_roles(_objects: Objects) -> Iterator[Row]:
    row = {"oid": OWNER_OID, "rolname": OWNER, "rolsuper": True, "rolinherit": True, "rolcreaterole": True, "rolcreatedb": True, "rolcanlogin": True}
    return iter([row])


def pg_user(_objects: Objects) -> Iterator[Row]:
    return iter([{"usename": OWNER, "usesysid": OWNER_OID, "usecreatedb": True, "usesuper": True}])


def pg_database(objects: Objects) -> Iterator[Row]:
    return iter([{"oid": 5, "datname": objects.database_name, "datdba": OWNER_OID, "encoding": 6, "datistemplate": False, "datallowconn": True}])


def pg_am(_objects: Objects) -> Iterator[Row]:
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
    for table in objects.tables:
        own = [(0, table.comment), *((n, c.comment) for n, c in enumerate(table.columns.values(), 1))]
        for number, comment in own:
            if isinstance(comment, str):
                yield {"objoid": objects.table_oid(table), "classoid": 1259, "objsubid": number, "description": comment}


def pg_inherits(objects: Objects) -> Iterator[Row]:
    for table in objects.tables:
        parent = objects.tables_by_key.get(table.partition_of.split(" ")[0]) if table.partition_of else None
        if parent is not None:
            yield {"inhrelid": objects.table_oid(table), "inhparent": objects.table_oid(parent), "inhseqno": 1}


def _nothing(_objects: Objects) -> Iterator[Row]:
    return iter(())


TABLES: Mapping[str, CatalogTable] = {
    name: CatalogTable(tuple(columns.split()), rows)
    for name, columns, rows in (
        ("pg_namespace", "oid nspname nspowner nspacl", pg_namespace),
        (
            "pg_class",
            "oid relname relnamespace reltype reloftype relowner relam relfilenode reltablespace relpages reltuples relallvisible reltoastrelid "
            "relhasindex relisshared relpersistence relkind relnatts relchecks relhasrules relhastriggers relhassubclass relrowsecurity "
            "relforcerowsecurity relispopulated relreplident relispartition relacl reloptions relpartbound",
            pg_class,
        ),
        (
            "pg_attribute",
            "attrelid attname atttypid attstattarget attlen attnum attndims attcacheoff atttypmod attbyval attalign attstorage attcompression attnotnull "
            "atthasdef atthasmissing attidentity attgenerated attisdropped attislocal attinhcount attcollation attacl attoptions",
            pg_attribute,
        ),
        ("pg_attrdef", "oid adrelid adnum adbin adsrc", pg_attrdef),
        (
            "pg_index",
            "indexrelid indrelid indnatts indnkeyatts indisunique indnullsnotdistinct indisprimary indisexclusion indimmediate indisclustered indisvalid "
            "indcheckxmin indisready indislive indisreplident indkey indcollation indclass indoption indexprs indpred",
            pg_index,
        ),
        (
            "pg_constraint",
            "oid conname connamespace contype condeferrable condeferred convalidated conrelid contypid conindid conparentid confrelid confupdtype "
            "confdeltype confmatchtype conislocal coninhcount connoinherit conkey confkey conpfeqop conexclop conbin consrc",
            pg_constraint,
        ),
        (
            "pg_type",
            "oid typname typnamespace typowner typlen typbyval typtype typcategory typispreferred typisdefined typdelim typrelid typelem typarray "
            "typinput typoutput typalign typstorage typnotnull typbasetype typtypmod typndims typcollation typdefault",
            pg_type,
        ),
        ("pg_enum", "oid enumtypid enumsortorder enumlabel", pg_enum),
        ("pg_extension", "oid extname extowner extnamespace extrelocatable extversion extconfig extcondition", pg_extension),
        ("pg_proc", "oid proname pronamespace proowner prolang prokind prosrc", pg_proc),
        ("pg_trigger", "oid tgrelid tgparentid tgname tgfoid tgtype tgenabled tgisinternal", pg_trigger),
        ("pg_tables", "schemaname tablename tableowner tablespace hasindexes hasrules hastriggers rowsecurity", pg_tables),
        ("pg_indexes", "schemaname tablename indexname tablespace indexdef", pg_indexes),
        ("pg_views", "schemaname viewname viewowner definition", pg_views),
        ("pg_matviews", "schemaname matviewname matviewowner tablespace hasindexes ispopulated definition", pg_matviews),
        ("pg_sequences", "schemaname sequencename sequenceowner data_type start_value min_value max_value increment_by cycle cache_size last_value", pg_sequences),
        ("pg_sequence", "seqrelid seqtypid seqstart seqincrement seqmax seqmin seqcache seqcycle", pg_sequence),
        ("pg_roles", "oid rolname rolsuper rolinherit rolcreaterole rolcreatedb rolcanlogin rolreplication", pg_roles),
        ("pg_authid", "oid rolname rolsuper rolinherit rolcreaterole rolcreatedb rolcanlogin rolreplication", pg_roles),
        ("pg_user", "usename usesysid usecreatedb usesuper", pg_user),
        ("pg_database", "oid datname datdba encoding datistemplate datallowconn datcollate datctype", pg_database),
        ("pg_am", "oid amname amhandler amtype", pg_am),
        ("pg_depend", "classid objid objsubid refclassid refobjid refobjsubid deptype", pg_depend),
        ("pg_description", "objoid classoid objsubid description", pg_description),
        ("pg_inherits", "inhrelid inhparent inhseqno inhdetachpending", pg_inherits),
        ("pg_locks", "locktype database relation pid mode granted", _nothing),
        ("pg_stat_progress_create_index", "pid datid datname relid index_relid command phase", _nothing),
    )
}
"""Catalogs by name. Sessions, locks and progress are empty: nobody else is at work in a fresh database."""
