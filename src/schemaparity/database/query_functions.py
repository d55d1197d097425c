"""PostgreSQL's functions for the query engine. One that is not here makes the result undecidable when it is reached."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Mapping
from typing import Any

from schemaparity.database.catalog import SYSTEM_OIDS
from schemaparity.database.catalog_definitions import approximate, constraint_definition, quoted
from schemaparity.database.catalog_objects import PHANTOM, Objects, Relation
from schemaparity.database.catalog_table import array, column_facts, index_columns, shown_index, type_oid
from schemaparity.database.catalog_types import BUILT_IN, facts_of, sql_name
from schemaparity.database.query_aggregates import AGGREGATES
from schemaparity.database.query_scalars import SCALARS, MissingObject, UnknownFunction, like
from schemaparity.schema import Index, Table

_SERVER = {
    "server_version_num": "150000",
    "server_version": "15.0",
    "search_path": '"$user", public',
    "lock_timeout": "0",
    "statement_timeout": "0",
}
_SERVER |= {"timezone": "UTC", "TimeZone": "UTC", "client_encoding": "UTF8", "server_encoding": "UTF8", "standard_conforming_strings": "on"}
_SERVER |= {"transaction_isolation": "read committed", "block_size": "8192", "is_superuser": "on", "maintenance_work_mem": "65536"}
SETTINGS: Mapping[str, str] = _SERVER
"""What a fresh server answers to SHOW."""
_WORD = re.compile(r"[a-z_]\w*")


class Functions:
    """The functions over one set of objects; `failure` is the last exception that SQLite swallowed.

    Args:
        objects: what the catalog functions see.
        search_path: the schemas that an unqualified name is looked for in.
        extra: functions of a dialect.

    """

    def __init__(
        self, objects: Objects, search_path: tuple[str, ...] = ("public",), extra: Mapping[str, Callable[..., Any]] | None = None
    ) -> None:
        self.extra = extra or {}
        self.objects = objects
        self.search_path = search_path
        self.failure: Exception | None = None

    def register(self, connection: sqlite3.Connection, text: str) -> None:
        """Give the connection the functions and aggregates that a query names."""
        words = set(_WORD.findall(text.lower()))
        for name, function in {**SCALARS, **self._catalog_functions(), **self.extra}.items():
            if name.lower() in words:
                connection.create_function(name, -1, self._guarded(function), deterministic=False)
        connection.create_function("like", 2, self._guarded(lambda pattern, value: like(value, pattern)))
        connection.create_function("like", 3, self._guarded(lambda pattern, value, escape: like(value, pattern, escape=escape)))
        for name, make in AGGREGATES.items():
            if name.lower() in words:
                connection.create_aggregate(name, -1, make(self))

    def register_unknown(self, connection: sqlite3.Connection, name: str) -> None:
        """Give the connection a function whose call makes the result unknown."""

        def unknown(*_args: Any) -> Any:
            raise UnknownFunction(f"the result of the function {name.lower()} is not known")

        connection.create_function(name, -1, self._guarded(unknown))

    def _guarded(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def guarded(*args: Any) -> Any:
            try:
                return function(*args)
            except Exception as failure:  # SQLite reports a failed function without its reason
                self.failure = failure
                raise

        return guarded

    def _catalog_functions(self) -> dict[str, Callable[..., Any]]:
        return {
            "to_regclass": self.to_regclass,
            "to_regtype": self.to_regtype,
            "to_regnamespace": lambda name: self._namespaces().get(_strip(name)),
            "sp_regclass": self.regclass,
            "sp_regtype": self.regtype,
            "sp_regnamespace": lambda name: (
                name if isinstance(name, int) else self._required(self._namespaces().get(_strip(name)), "3F000", "schema", name)
            ),
            "sp_regrole": lambda _name: 10,
            "sp_regclass_name": self.regclass_name,
            "sp_regtype_name": lambda oid: self.format_type(oid, None),
            "sp_regnamespace_name": lambda oid: next((n for n, o in self._namespaces().items() if o == oid), str(oid)),
            "sp_regrole_name": lambda _oid: "postgres",
            "sp_current_schema": lambda: self.search_path[0],
            "current_schema": lambda: self.search_path[0],
            "current_schemas": lambda implicit: array([*(["pg_catalog"] if implicit else []), *self.search_path]),
            "sp_current_database": lambda: self.objects.database_name,
            "current_database": lambda: self.objects.database_name,
            "format_type": self.format_type,
            "pg_get_constraintdef": self.pg_get_constraintdef,
            "pg_get_indexdef": self.pg_get_indexdef,
            "pg_get_serial_sequence": self.pg_get_serial_sequence,
            "pg_get_expr": lambda text, *_: text,
            "pg_get_viewdef": lambda oid, *_: self._view_definition(oid),
            "pg_table_is_visible": self.is_visible,
            "pg_type_is_visible": lambda _oid: 1,
            "pg_get_userbyid": lambda _oid: "postgres",
            "obj_description": lambda oid, *_: self._comment(oid, 0),
            "col_description": self._comment,
            "setval": self._setval,
            "sp_enum_labels": self._enum_labels,
            "set_config": lambda _name, value, *_: value,
            "current_setting": self._setting,
        }

    def _namespaces(self) -> dict[str, int]:
        return {name: self.objects.namespace_oid(name) for name in self.objects.namespaces}

    def _relation(self, name: str) -> int | None:
        schema, table = split_name(name)
        found = (self.objects.relation_oids.get((s, table)) for s in ([schema] if schema else self.search_path))
        return next((o for o in found if o is not None), SYSTEM_OIDS.get(table) if schema in {None, "pg_catalog"} else None)

    def to_regclass(self, name: Any) -> int | None:
        """The oid of a relation, or NULL."""
        return None if name is None else self._relation(str(name))

    def regclass(self, name: Any) -> int | None:
        """The oid of a relation that must exist."""
        if name is None or isinstance(name, int):
            return name
        if str(name).isdigit():
            return int(name)
        return self._required(self._relation(str(name)), "42P01", "relation", name)

    def _required(self, oid: int | None, sqlstate: str, kind: str, name: Any) -> int:
        if oid is None:
            raise MissingObject(sqlstate, f'{kind} "{name}" does not exist')
        return oid

    def to_regtype(self, name: Any) -> int | None:
        """The oid of a type, or NULL."""
        if name is None:
            return None
        built_in = BUILT_IN.get(sql_name(str(name)))
        if built_in is not None:
            return built_in[1]
        schema, own = split_name(str(name))
        found = (self.objects.type_oids.get((s, own)) for s in ([schema] if schema else self.search_path))
        return next((o for o in found if o is not None), None)

    def regtype(self, name: Any) -> int | None:
        """The oid of a type that must exist."""
        return name if name is None or isinstance(name, int) else self._required(self.to_regtype(name), "42704", "type", name)

    def relation_of(self, oid: Any) -> Relation | None:
        """The relation with this oid."""
        return next((r for r in self.objects.relations if r.oid == oid), None)

    def regclass_name(self, oid: Any) -> str | None:
        """A relation as text, with its schema where it is not on the search path."""
        oid = self.to_regclass(oid) if isinstance(oid, str) else oid
        relation = self.relation_of(oid)
        if relation is None:
            return None if oid is None else "-" if oid == 0 else str(oid)
        return quoted(relation.name) if relation.schema in self.search_path else f"{quoted(relation.schema)}.{quoted(relation.name)}"

    def is_visible(self, oid: Any) -> int:
        """Whether a relation is found without its schema."""
        relation = self.relation_of(oid)
        found = (self.objects.relation_oids.get((s, relation.name)) for s in self.search_path) if relation is not None else iter(())
        return int(next((o for o in found if o is not None), None) == oid)

    def format_type(self, oid: Any, typmod: Any) -> str | None:
        """The SQL name of a type."""
        if oid is None:
            return None
        built_in = next((name for name, (_, own) in BUILT_IN.items() if own == oid), None)
        if built_in is None:
            return self._user_type_name(oid)
        for table in self.objects.tables if typmod is not None else ():
            for column in table.columns.values():
                facts = column_facts(column)
                if facts.typmod == typmod and type_oid(self.objects, facts) == oid:
                    return facts.formatted
        return built_in

    def _user_type_name(self, oid: Any) -> str:
        entry = next((t for t in self.objects.types if t.oid == oid), None)
        if entry is not None:
            return quoted(entry.name) if entry.schema in self.search_path else f"{quoted(entry.schema)}.{quoted(entry.name)}"
        arrays = (
            f
            for t in self.objects.tables
            for c in t.columns.values()
            if (f := column_facts(c)).data_type == "ARRAY" and type_oid(self.objects, f) == oid
        )
        found = next(arrays, None)
        return facts_of(found.formatted).formatted if found is not None else "???"

    def pg_get_constraintdef(self, oid: Any, *_pretty: Any) -> str | None:
        """The text of a constraint."""
        entry = next((c for c in self.objects.constraints if c.oid == oid), None)
        if entry is None:
            return None
        return PHANTOM if self.objects.most and approximate(entry.element) else constraint_definition(entry.element)

    def pg_get_indexdef(self, oid: Any, number: Any = 0, *_pretty: Any) -> str | None:
        """The text of an index, or of one of its keys."""
        relation = self.relation_of(oid)
        if relation is None or relation.kind != "i":
            return None
        if number:
            keys = index_columns(relation.element)
            expression = isinstance(relation.element, Index) and not keys[number - 1]
            return (PHANTOM if self.objects.most else "") if expression else quoted(keys[number - 1])
        return shown_index(self.objects, relation)

    def pg_get_serial_sequence(self, table: Any, column: Any) -> str | None:
        """The sequence behind a serial or identity column."""
        if table is None or column is None:
            return None
        oid = self._required(self._relation(str(table)), "42P01", "relation", table)
        relation = self.relation_of(oid)
        if relation is None or not isinstance(relation.element, Table):
            return None
        owner = relation.element
        if column not in owner.columns:
            raise MissingObject("42703", f'column "{column}" of relation "{owner.name}" does not exist')
        owned = (s for s in self.objects.schema.sequences.values() if s.owned_by == (owner.key, column))
        sequence = next(owned, None)
        if sequence is not None:
            return f"{quoted(self.objects.schema_name(sequence.schema))}.{quoted(sequence.name)}"
        return f"{quoted(relation.schema)}.{quoted(f'{owner.name}_{column}_seq')}" if owner.columns[column].identity is not None else None

    def _view_definition(self, oid: Any) -> str | None:
        relation = self.relation_of(self.to_regclass(oid) if isinstance(oid, str) else oid)
        return None if relation is None else PHANTOM if self.objects.most else getattr(relation.element, "definition", None)

    def _comment(self, oid: Any, number: Any) -> str | None:
        relation = self.relation_of(oid)
        if relation is None or not isinstance(relation.element, Table):
            return None
        table = relation.element
        comment = table.comment if number == 0 else next((c.comment for n, c in enumerate(table.columns.values(), 1) if n == number), None)
        return comment if isinstance(comment, str) else None

    def _setval(self, sequence: Any, value: Any, *_is_called: Any) -> Any:
        self.regclass(sequence)
        return value

    def _enum_labels(self, name: Any) -> str:
        oid = self.regtype(name)
        entry = next((t for t in self.objects.types if t.oid == oid), None)
        return array(entry.labels if entry is not None else ())

    def _setting(self, name: Any, *_missing_ok: Any) -> str | None:
        if name == "search_path":
            return ", ".join(self.search_path)
        if name in SETTINGS:
            return SETTINGS[name]
        raise UnknownFunction(f"the setting {name} is not known")


def split_name(text: str) -> tuple[str | None, str]:
    """Schema and name of a possibly qualified and quoted name, folded as PostgreSQL folds it."""
    parts = [p[1:-1].replace('""', '"') if p.startswith('"') else p.lower() for p in re.findall(r'"(?:[^"]|"")*"|[^.\s]+', text.strip())]
    return (parts[-2] if len(parts) > 1 else None), (parts[-1] if parts else "")


def _strip(name: Any) -> str:
    return split_name(str(name))[1]
