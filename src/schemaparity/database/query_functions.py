"""PostgreSQL's functions for the query engine: catalog look-ups over Objects, text, arrays. A function that is not here makes the result undecidable when it is reached."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Callable, Mapping
from typing import Any

from schemaparity.database.catalog_definitions import approximate, constraint_definition, quoted
from schemaparity.database.catalog_objects import PHANTOM, Objects, Relation
from schemaparity.database.catalog_pg import array, column_facts, shown_index, type_oid
from schemaparity.database.catalog_types import BUILT_IN, facts_of, sql_name
from schemaparity.schema import Index, Table

_SERVER = {"server_version_num": "150000", "server_version": "15.0", "search_path": '"$user", public', "lock_timeout": "0", "statement_timeout": "0"}
_SERVER |= {"timezone": "UTC", "TimeZone": "UTC", "client_encoding": "UTF8", "server_encoding": "UTF8", "standard_conforming_strings": "on"}
_SERVER |= {"transaction_isolation": "read committed", "block_size": "8192", "is_superuser": "on", "maintenance_work_mem": "65536"}
SETTINGS: Mapping[str, str] = _SERVER
"""What a fresh server answers to SHOW."""


class UnknownFunction(Exception):  # noqa: N818 - a control signal, not an error
    """A function was reached whose result is not known."""


class MissingObject(Exception):  # noqa: N818 - carries an SQLSTATE to the caller
    """A name that PostgreSQL would refuse: (sqlstate, message)."""


class Functions:
    """The functions over one set of objects; `failure` is the last exception that SQLite swallowed.

    Args:
        objects: what the catalog functions see.
        search_path: the schemas that an unqualified name is looked for in.
        extra: functions of a dialect.
    """

    def __init__(self, objects: Objects, search_path: tuple[str, ...] = ("public",), extra: Mapping[str, Callable[..., Any]] | None = None) -> None:
        self.extra = extra or {}
        self.objects = objects
        self.search_path = search_path
        self.failure: Exception | None = None

    def register(self, connection: sqlite3.Connection) -> None:
        """Give the connection all functions and aggregates."""
        for name, function in {**_SCALARS, **self._catalog_functions(), **self.extra}.items():
            connection.create_function(name, -1, self._guarded(function), deterministic=False)
        connection.create_function("like", 2, self._guarded(lambda pattern, value: _like(value, pattern)))
        connection.create_function("like", 3, self._guarded(lambda pattern, value, escape: _like(value, pattern, escape=escape)))
        for name, make in _AGGREGATES.items():
            connection.create_aggregate(name, -1, make(self))  # type: ignore[arg-type]

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
            "sp_regnamespace": lambda name: name if isinstance(name, int) else self._required(self._namespaces().get(_strip(name)), "3F000", "schema", name),
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
        from schemaparity.database.catalog import SYSTEM_OIDS

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
        arrays = (f for t in self.objects.tables for c in t.columns.values() if (f := column_facts(c)).data_type == "ARRAY" and type_oid(self.objects, f) == oid)
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
            from schemaparity.database.catalog_pg import index_columns

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

    def _setting(self, name: Any, *missing_ok: Any) -> str | None:
        if name == "search_path":
            return ", ".join(self.search_path)
        if name in SETTINGS:
            return SETTINGS[name]
        if missing_ok and missing_ok[0]:
            raise UnknownFunction(f"the setting {name} is not known")
        raise UnknownFunction(f"the setting {name} is not known")


def split_name(text: str) -> tuple[str | None, str]:
    """Schema and name of a possibly qualified and quoted name, folded as PostgreSQL folds it."""
    parts = [p[1:-1].replace('""', '"') if p.startswith('"') else p.lower() for p in re.findall(r'"(?:[^"]|"")*"|[^.\s]+', text.strip())]
    return (parts[-2] if len(parts) > 1 else None), (parts[-1] if parts else "")


def _strip(name: Any) -> str:
    return split_name(str(name))[1]


def items_of(value: Any) -> list[Any] | None:
    """The items of an array value: marked JSON, or PostgreSQL's `{a,b}`."""
    if value is None:
        return None
    if isinstance(value, str) and value.startswith(("\x01", "\x02")):
        return list(json.loads(value[1:]))
    if isinstance(value, str) and value.startswith("{") and value.endswith("}"):
        found = re.findall(r'"((?:[^"\\]|\\.)*)"|([^,]+)', value[1:-1])
        return [re.sub(r"\\(.)", r"\1", q) if q else (None if p.strip().upper() == "NULL" else p.strip()) for q, p in found]
    raise UnknownFunction("the value of an array is not known")


def _compare(operator: str, left: Any, right: Any) -> bool | None:
    if left is None or right is None:
        return None
    if type(left) is not type(right):
        left, right = str(left), str(right)
    match operator:
        case "EQ":
            return bool(left == right)
        case "NEQ":
            return bool(left != right)
        case "Like":
            return _like(left, right) == 1
        case _:
            pairs = {"GT": left > right, "GTE": left >= right, "LT": left < right, "LTE": left <= right}
            return bool(pairs[operator])


def _any(value: Any, items: Any, operator: str) -> int | None:
    listed = items_of(items)
    if listed is None:
        return None
    results = [_compare(operator, value, i) for i in listed]
    return 1 if True in results else None if None in results else 0


def _all(value: Any, items: Any, operator: str) -> int | None:
    listed = items_of(items)
    if listed is None:
        return None
    results = [_compare(operator, value, i) for i in listed]
    return 0 if False in results else None if None in results else 1


def _like(value: Any, pattern: Any, *, fold: bool = False, escape: str = "\\") -> int | None:
    """LIKE with PostgreSQL's default escape."""
    if value is None or pattern is None:
        return None
    out: list[str] = []
    characters = iter(str(pattern))
    for character in characters:
        if character == escape:
            out.append(re.escape(next(characters, "")))
        else:
            out.append(".*" if character == "%" else "." if character == "_" else re.escape(character))
    return int(re.fullmatch("".join(out), str(value), re.DOTALL | (re.IGNORECASE if fold else 0)) is not None)


def _regexp(value: Any, pattern: Any, flags: int = 0) -> int | None:
    if value is None or pattern is None:
        return None
    words = str(pattern).replace(r"\m", r"\b").replace(r"\M", r"\b").replace(r"\y", r"\b")
    try:
        return int(re.search(words, str(value), flags) is not None)
    except re.error as error:
        raise UnknownFunction(f"the regular expression {pattern} is not understood") from error


def _format(template: Any, *args: Any) -> str | None:
    """PostgreSQL's format()."""
    if template is None:
        return None
    values = iter(args)

    def replace(match: re.Match[str]) -> str:
        if match.group(0) == "%%":
            return "%"
        value = args[int(match["position"]) - 1] if match["position"] else next(values, None)
        match match["kind"]:
            case "I":
                return quoted(str(value))
            case "L":
                return "NULL" if value is None else "'" + str(value).replace("'", "''") + "'"
            case _:
                return "" if value is None else str(value)

    return re.sub(r"%(?:%|(?:(?P<position>\d+)\$)?(?P<kind>[sIL]))", replace, str(template))


def _text(value: Any) -> Any:
    if isinstance(value, str) and value.startswith("\x02"):
        return " ".join(str(i) for i in json.loads(value[1:]))
    if isinstance(value, str) and value.startswith("\x01"):
        return "{" + ",".join("NULL" if i is None else str(i) for i in json.loads(value[1:])) + "}"
    return value if value is None or isinstance(value, str) else str(value)


def _bool(value: Any) -> int | None:
    if value is None:
        return None
    words = str(value).strip().lower()
    if words in {"t", "true", "y", "yes", "on", "1"}:
        return 1
    return 0 if words in {"f", "false", "n", "no", "off", "0"} else int(bool(value))


def _cast(value: Any, type_name: str) -> Any:
    """A cast to a type that the engine has no values of: text stays what it is."""
    if value is None or isinstance(value, str | int | float):
        return value
    raise UnknownFunction(f"a value of type {type_name} is not known")


def _item(items: Any, number: Any) -> Any:
    """`array[n]`; the parser counts from 0."""
    listed = items_of(items)
    return listed[number] if listed is not None and number is not None and 0 <= number < len(listed) else None


def _length(items: Any, *_dimension: Any) -> int | None:
    return len(items_of(items) or ()) or None


def _position(items: Any, value: Any) -> int | None:
    listed = items_of(items) or []
    return listed.index(value) + 1 if value in listed else None


def _split_part(text: Any, separator: Any, number: Any) -> str | None:
    if text is None or separator is None or number is None:
        return None
    parts = str(text).split(str(separator))
    return parts[number - 1] if 0 < number <= len(parts) else ""


def _now(*_args: Any) -> Any:
    raise UnknownFunction("the time of a migration is not known")


def _on_text(function: Callable[[str], Any]) -> Callable[..., Any]:
    return lambda value, *_: None if value is None else function(str(value))


def _quote_literal(value: Any) -> str | None:
    return None if value is None else "'" + str(value).replace("'", "''") + "'"


_SCALARS: Mapping[str, Callable[..., Any]] = {
    "sp_any": _any,
    "sp_all": _all,
    "sp_ilike": lambda value, pattern: _like(value, pattern, fold=True),
    "sp_regexp": _regexp,
    "sp_iregexp": lambda value, pattern, *_: _regexp(value, pattern, re.IGNORECASE),
    "sp_make_array": lambda *items: array(items),
    "sp_array": lambda value: None if value is None else array(items_of(value) or []),
    "sp_json": lambda value: json.dumps(items_of(value) or []),
    "sp_item": _item,
    "sp_contains": lambda a, b: None if a is None or b is None else int(set(items_of(b) or ()) <= set(items_of(a) or ())),
    "sp_overlaps": lambda a, b: None if a is None or b is None else int(bool(set(items_of(b) or ()) & set(items_of(a) or ()))),
    "sp_text": _text,
    "sp_bool": _bool,
    "sp_cast": _cast,
    "sp_concat": lambda *parts: "".join(str(_text(p)) for p in parts if p is not None),
    "sp_now": _now,
    "now": _now,
    "random": _now,
    "gen_random_uuid": _now,
    "uuid_generate_v4": _now,
    "nextval": _now,
    "currval": _now,
    "sp_current_user": lambda: "postgres",
    "version": lambda: "PostgreSQL 15.0",
    "pg_backend_pid": _now,
    "format": _format,
    "quote_ident": _on_text(quoted),
    "quote_literal": _quote_literal,
    "quote_nullable": lambda value: "NULL" if value is None else _quote_literal(value),
    "array_length": _length,
    "cardinality": lambda items: None if items is None else len(items_of(items) or ()),
    "array_upper": _length,
    "array_lower": lambda items, *_: 1 if items_of(items) else None,
    "array_position": _position,
    "array_to_string": lambda items, sep, *_: None if items is None else str(sep).join(str(i) for i in items_of(items) or () if i is not None),
    "string_to_array": lambda text, sep: None if text is None else array(str(text).split(str(sep))),
    "split_part": _split_part,
    "starts_with": lambda text, prefix: None if text is None or prefix is None else int(str(text).startswith(str(prefix))),
    "concat": lambda *parts: "".join(str(_text(p)) for p in parts if p is not None),
    "concat_ws": lambda sep, *parts: str(sep).join(str(_text(p)) for p in parts if p is not None),
    "sp_left": lambda text, n: None if text is None else str(text)[:n],
    "sp_right": lambda text, n: None if text is None else (str(text)[-n:] if n > 0 else str(text)[-n:] if n < 0 else ""),
    "initcap": _on_text(str.title),
    "btrim": lambda text, chars=" ": None if text is None else str(text).strip(chars),
    "md5": _on_text(lambda text: hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()),
    "char_length": _on_text(len),
    "has_table_privilege": lambda *_: 1,
    "has_schema_privilege": lambda *_: 1,
    "has_database_privilege": lambda *_: 1,
    "pg_advisory_lock": lambda *_: "",
    "pg_advisory_xact_lock": lambda *_: "",
    "pg_advisory_unlock": lambda *_: 1,
    "pg_try_advisory_lock": lambda *_: 1,
    "pg_try_advisory_xact_lock": lambda *_: 1,
    "pg_is_in_recovery": lambda: 0,
    "txid_current": _now,
    "pg_sleep": lambda *_: "",
    "pg_relation_size": lambda *_: _now(),
    "pg_total_relation_size": lambda *_: _now(),
}


def _collector(finish: Callable[[list[Any], list[Any]], Any]) -> Callable[[Functions], type]:
    """An aggregate that collects (keys, value) pairs; `descending, *keys` follow the value and its own extra arguments."""

    def make(functions: Functions) -> type:
        class Collector:
            def __init__(self) -> None:
                self.rows: list[tuple[Any, ...]] = []

            def step(self, *args: Any) -> None:
                self.rows.append(args)

            def finalize(self) -> Any:
                try:
                    return finish([r[0] for r in self.rows], [r[1:] for r in self.rows])
                except Exception as failure:
                    functions.failure = failure
                    raise

        return Collector

    return make


def _ordered(values: list[Any], extra: list[Any]) -> list[Any]:
    if not extra or len(extra[0]) < 2:
        return values
    pairs = sorted(zip(extra, values, strict=True), key=lambda p: [(k is None, str(k) if isinstance(k, str) else k) for k in p[0][1:]], reverse=bool(extra[0][0]))
    return [v for _, v in pairs]


def _array_agg(values: list[Any], extra: list[Any]) -> str | None:
    return array(_ordered(values, extra)) if values else None


def _array_agg_distinct(values: list[Any], _extra: list[Any]) -> str | None:
    return array(sorted(set(values), key=lambda v: (v is None, v))) if values else None


def _string_agg(values: list[Any], extra: list[Any]) -> str | None:
    kept = [v for v in _ordered(values, [e[1:] for e in extra]) if v is not None]
    return str(extra[0][0]).join(str(v) for v in kept) if kept else None


def _bool_or(values: list[Any], _extra: list[Any]) -> int | None:
    known = [v for v in values if v is not None]
    return int(any(known)) if known else None


def _bool_and(values: list[Any], _extra: list[Any]) -> int | None:
    known = [v for v in values if v is not None]
    return int(all(known)) if known else None


def _unknown_aggregate(values: list[Any], _extra: list[Any]) -> None:
    if values:
        raise UnknownFunction("the result of an aggregate function is not known")


_UNMODELLED_AGGREGATES = (
    "json_agg jsonb_agg json_object_agg jsonb_object_agg stddev stddev_pop stddev_samp variance var_pop var_samp percentile_cont percentile_disc mode "
    "corr bit_and bit_or xmlagg range_agg st_extent st_union st_collect any_value regr_slope covar_pop"
)
_AGGREGATES: Mapping[str, Callable[[Functions], type]] = {
    "array_agg": _collector(_array_agg),
    "array_agg_distinct": _collector(_array_agg_distinct),
    "string_agg": _collector(_string_agg),
    "bool_or": _collector(_bool_or),
    "bool_and": _collector(_bool_and),
    "every": _collector(_bool_and),
    **{name: _collector(_unknown_aggregate) for name in _UNMODELLED_AGGREGATES.split()},
}
AGGREGATE_NAMES = frozenset(_AGGREGATES) | {"count", "sum", "max", "min", "avg"}
"""Functions that give a row even when there is nothing to aggregate."""
