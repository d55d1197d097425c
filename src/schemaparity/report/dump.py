"""One side's schema as the JSON of `dump`."""

from __future__ import annotations

import json
from typing import Any

from attrs import asdict

from schemaparity.location import Origin
from schemaparity.report.json_format import location_data
from schemaparity.schema import Column, Element, EnumType, Index, PrimaryKey, Schema, Table, Unknown


def render_dump(schema: Schema) -> str:
    """The schema as one JSON document."""
    unknown: list[dict[str, Any]] = []
    document = {
        "version": 1,
        "dialect": schema.dialect,
        "tables": {key: _table(table, unknown) for key, table in sorted(schema.tables.items())},
        "enums": {key: _labels(enum, unknown) for key, enum in sorted(schema.enums.items())},
        "sequences": sorted(key for key, s in schema.sequences.items() if s.owned_by is None),
        "domains": {key: d.definition for key, d in sorted(schema.domains.items())},
        "views": sorted(schema.views),
        "unknown": unknown,
    }
    for fact in schema.unknown:
        _undecided(fact.unknown, fact.object, unknown)
    return json.dumps(document, indent=2) + "\n"


def _labels(enum: EnumType, unknown: list[dict[str, Any]]) -> list[str] | None:
    if isinstance(enum.labels, Unknown):
        _undecided(enum.labels, enum.key, unknown)
        return None
    return list(enum.labels)


def _undecided(value: Unknown, name: str | None, unknown: list[dict[str, Any]]) -> None:
    unknown.append({"reason": value.reason, "object": name, "origin": _origin(value.origin)})


def _origin(origin: Origin) -> dict[str, Any] | None:
    return location_data(origin)


def _known(value: object, name: str, unknown: list[dict[str, Any]]) -> Any:
    if isinstance(value, Unknown):
        _undecided(value, name, unknown)
        return None
    return value


def _doubted(element: Element, name: str, unknown: list[dict[str, Any]]) -> None:
    if element.doubt is not None:
        _undecided(element.doubt, name, unknown)


def _table(table: Table, unknown: list[dict[str, Any]]) -> dict[str, Any]:
    _doubted(table, table.key, unknown)
    for reason in table.unknowns:
        _undecided(reason, table.key, unknown)
    key = table.primary_key
    return {
        "columns": {name: _column(column, f"{table.key}.{name}", unknown) for name, column in table.columns.items()},
        "primary_key": {"name": key.name, "columns": list(key.columns)} if isinstance(key, PrimaryKey) else _known(key, table.key, unknown),
        "foreign_keys": [_plain(c, table, unknown) for c in table.foreign_keys],
        "unique_constraints": [_plain(c, table, unknown) for c in table.unique_constraints],
        "check_constraints": [_plain(c, table, unknown) for c in table.check_constraints],
        "exclude_constraints": [_plain(c, table, unknown) for c in table.exclude_constraints],
        "indexes": [_index(index, table, unknown) for index in table.indexes],
        "comment": _known(table.comment, table.key, unknown),
        "partition_by": table.partition_by,
        "complete": table.complete,
        "origin": _origin(table.origin),
    }


def _column(column: Column, name: str, unknown: list[dict[str, Any]]) -> dict[str, Any]:
    _doubted(column, name, unknown)
    fields = {
        f: _known(getattr(column, f), name, unknown)
        for f in ("type", "nullable", "default", "identity", "computed", "comment", "collation")
    }
    plain = {k: asdict(v) if k in {"identity", "computed"} and v is not None else v for k, v in fields.items()}
    return {**plain, "origin": _origin(column.origin)}


def _plain(element: Any, table: Table, unknown: list[dict[str, Any]]) -> dict[str, Any]:
    _doubted(element, f"{table.key}.{element.name}", unknown)
    data = {a.name: getattr(element, a.name) for a in element.__attrs_attrs__ if a.name not in {"history", "doubt", "named", "column"}}
    known = {k: _known(v, f"{table.key}.{element.name}", unknown) for k, v in data.items()}
    return {**{k: list(v) if isinstance(v, tuple) else v for k, v in known.items()}, "origin": _origin(element.origin)}


def _index(index: Index, table: Table, unknown: list[dict[str, Any]]) -> dict[str, Any]:
    data = _plain(index, table, unknown)
    elements = data.pop("elements")
    data["expressions"] = None if elements is None else [asdict(e) for e in elements]
    data["options"] = dict(data["options"])
    return data
