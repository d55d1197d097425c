"""PostgreSQL's aggregate functions; one that is not modelled is known over nothing only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from schemaparity.database.catalog_table import array
from schemaparity.database.query_scalars import UnknownFunction


class Failing(Protocol):
    """Where an aggregate leaves the exception that SQLite swallows."""

    failure: Exception | None


def _collector(finish: Callable[[list[Any], list[Any]], Any]) -> Callable[[Failing], type]:
    """An aggregate over all its arguments; `descending, *keys` of an ORDER BY follow the value."""

    def make(functions: Failing) -> type:
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
    pairs = sorted(
        zip(extra, values, strict=True),
        key=lambda p: [(k is None, str(k) if isinstance(k, str) else k) for k in p[0][1:]],
        reverse=bool(extra[0][0]),
    )
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


_UNMODELLED = (
    "json_agg jsonb_agg json_object_agg jsonb_object_agg stddev stddev_pop stddev_samp variance var_pop var_samp percentile_cont "
    "percentile_disc mode corr bit_and bit_or xmlagg range_agg st_extent st_union st_collect any_value regr_slope covar_pop"
)
AGGREGATES: Mapping[str, Callable[[Failing], type]] = {
    "array_agg": _collector(_array_agg),
    "array_agg_distinct": _collector(_array_agg_distinct),
    "string_agg": _collector(_string_agg),
    "bool_or": _collector(_bool_or),
    "bool_and": _collector(_bool_and),
    "every": _collector(_bool_and),
    **{name: _collector(_unknown_aggregate) for name in _UNMODELLED.split()},
}
AGGREGATE_NAMES = frozenset(AGGREGATES) | {"count", "sum", "max", "min", "avg"}
"""Failing that give a row even when there is nothing to aggregate."""
