"""pg_catalog by name: the columns of each table, and what fills them. A catalog or column that is not here is not modelled."""

from __future__ import annotations

from collections.abc import Mapping

from schemaparity.database import catalog_pg_objects as objects_of
from schemaparity.database import catalog_pg_relations as relations_of
from schemaparity.database.catalog_table import CatalogTable

TABLES: Mapping[str, CatalogTable] = {
    name: CatalogTable(tuple(columns.split()), rows)
    for name, columns, rows in (
        ("pg_namespace", "oid nspname nspowner nspacl", objects_of.pg_namespace),
        (
            "pg_class",
            (
                "oid relname relnamespace reltype reloftype relowner relam relfilenode reltablespace relpages reltuples relallvisible "
                "reltoastrelid relhasindex relisshared relpersistence relkind relnatts relchecks relhasrules relhastriggers "
                "relhassubclass relrowsecurity relforcerowsecurity relispopulated relreplident relispartition relacl reloptions "
                "relpartbound"
            ),
            relations_of.pg_class,
        ),
        (
            "pg_attribute",
            (
                "attrelid attname atttypid attstattarget attlen attnum attndims attcacheoff atttypmod attbyval attalign attstorage "
                "attcompression attnotnull atthasdef atthasmissing attidentity attgenerated attisdropped attislocal attinhcount "
                "attcollation attacl attoptions"
            ),
            relations_of.pg_attribute,
        ),
        ("pg_attrdef", "oid adrelid adnum adbin adsrc", relations_of.pg_attrdef),
        (
            "pg_index",
            (
                "indexrelid indrelid indnatts indnkeyatts indisunique indnullsnotdistinct indisprimary indisexclusion indimmediate "
                "indisclustered indisvalid indcheckxmin indisready indislive indisreplident indkey indcollation indclass indoption "
                "indexprs indpred"
            ),
            relations_of.pg_index,
        ),
        (
            "pg_constraint",
            (
                "oid conname connamespace contype condeferrable condeferred convalidated conrelid contypid conindid conparentid "
                "confrelid confupdtype confdeltype confmatchtype conislocal coninhcount connoinherit conkey confkey conpfeqop conexclop "
                "conbin consrc"
            ),
            relations_of.pg_constraint,
        ),
        (
            "pg_type",
            (
                "oid typname typnamespace typowner typlen typbyval typtype typcategory typispreferred typisdefined typdelim typrelid "
                "typelem typarray typinput typoutput typalign typstorage typnotnull typbasetype typtypmod typndims typcollation "
                "typdefault"
            ),
            objects_of.pg_type,
        ),
        ("pg_enum", "oid enumtypid enumsortorder enumlabel", objects_of.pg_enum),
        ("pg_extension", "oid extname extowner extnamespace extrelocatable extversion extconfig extcondition", objects_of.pg_extension),
        ("pg_proc", "oid proname pronamespace proowner prolang prokind prosrc", objects_of.pg_proc),
        ("pg_trigger", "oid tgrelid tgparentid tgname tgfoid tgtype tgenabled tgisinternal", objects_of.pg_trigger),
        ("pg_tables", "schemaname tablename tableowner tablespace hasindexes hasrules hastriggers rowsecurity", objects_of.pg_tables),
        ("pg_indexes", "schemaname tablename indexname tablespace indexdef", objects_of.pg_indexes),
        ("pg_views", "schemaname viewname viewowner definition", objects_of.pg_views),
        ("pg_matviews", "schemaname matviewname matviewowner tablespace hasindexes ispopulated definition", objects_of.pg_matviews),
        (
            "pg_sequences",
            "schemaname sequencename sequenceowner data_type start_value min_value max_value increment_by cycle cache_size last_value",
            objects_of.pg_sequences,
        ),
        ("pg_sequence", "seqrelid seqtypid seqstart seqincrement seqmax seqmin seqcache seqcycle", objects_of.pg_sequence),
        ("pg_roles", "oid rolname rolsuper rolinherit rolcreaterole rolcreatedb rolcanlogin rolreplication", objects_of.pg_roles),
        ("pg_authid", "oid rolname rolsuper rolinherit rolcreaterole rolcreatedb rolcanlogin rolreplication", objects_of.pg_roles),
        ("pg_user", "usename usesysid usecreatedb usesuper", objects_of.pg_user),
        ("pg_database", "oid datname datdba encoding datistemplate datallowconn datcollate datctype", objects_of.pg_database),
        ("pg_am", "oid amname amhandler amtype", relations_of.pg_am),
        ("pg_depend", "classid objid objsubid refclassid refobjid refobjsubid deptype", relations_of.pg_depend),
        ("pg_description", "objoid classoid objsubid description", relations_of.pg_description),
        ("pg_inherits", "inhrelid inhparent inhseqno inhdetachpending", relations_of.pg_inherits),
        ("pg_locks", "locktype database relation pid mode granted", objects_of.nothing),
        ("pg_stat_progress_create_index", "pid datid datname relid index_relid command phase", objects_of.nothing),
    )
}
"""Catalogs by name. Sessions, locks and progress are empty: nobody else is at work in a fresh database."""
