"""What stands in the place of an unknown argument: a type, a column, a table or a name, according to what is called."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from schemaparity.evaluate.native.limits import check_tree
from schemaparity.evaluate.values import REST, Class
from schemaparity.frameworks.sqlalchemy.overlays.columns import as_type
from schemaparity.frameworks.sqlalchemy.placeholders import is_unknown, placeholder_name, token_of

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter

_TYPE_POSITIONS: dict[str, int] = {"column": 1, "cast": 1, "try_cast": 1, "type_coerce": 1, "literal": 1, "bindparam": 2, "with_variant": 0}
_COLUMNS = frozenset(
    {"select", "where", "filter", "having", "order_by", "group_by", "with_only_columns", "add_columns", "and_", "or_", "not_", "returning"}
)
_TABLES = frozenset({"insert", "update", "delete", "select_from", "join", "outerjoin"})


def adapted(interpreter: Interpreter, callee: Any, args: list[Any], kwargs: dict[str, Any]) -> tuple[list[Any], dict[str, Any]]:
    """The arguments that the real callee gets."""
    check_tree([args, kwargs])
    name = getattr(callee, "__name__", "")
    place = _column if name in _COLUMNS else _table if name in _TABLES else placeholder_name
    typed = _TYPE_POSITIONS.get(name)
    given = [as_type(interpreter, a) if n == typed else plain(interpreter, a, place) for n, a in enumerate(args)]
    keywords = {k: as_type(interpreter, v) if k == "type_" else plain(interpreter, v, placeholder_name) for k, v in kwargs.items()}
    return given, keywords


def _column(interpreter: Interpreter, value: Any) -> Any:
    return sa.literal_column(token_of(interpreter, value))


def _table(interpreter: Interpreter, value: Any) -> Any:
    return sa.table(token_of(interpreter, value))


Place = Callable[["Interpreter", Any], Any]


def plain(interpreter: Interpreter, value: Any, place: Place) -> Any:
    """The value with stand-ins for unknowns and tables for mapped classes, inside lists, tuples and dicts too."""
    if is_unknown(value):
        return place(interpreter, value)
    if type(value) in {list, tuple} and _is_odd(value):
        return type(value)(plain(interpreter, v, place) for v in value)
    if type(value) is dict and (_is_odd(value) or _is_odd(value.values())):
        return {_key(interpreter, k): plain(interpreter, v, placeholder_name) for k, v in value.items() if k is not REST}
    return table_of(value) if isinstance(value, Class) else value


def _key(interpreter: Interpreter, key: Any) -> Any:
    return placeholder_name(interpreter, key) if is_unknown(key) else key


def _is_odd(values: Any) -> bool:
    return any(is_unknown(v) or isinstance(v, Class | list | tuple | dict) or v is REST for v in values)


def table_of(value: Class) -> Any:
    """The table of a mapped class, the class itself when it has none."""
    mapping = value.data.get("mapping")
    table = getattr(mapping, "local_table", None)
    return value if table is None else table


def flat(values: Any) -> list[Any]:
    """The values, those in lists and tuples too."""
    values = list(values)
    check_tree(values)
    return _flat(values)


def _flat(values: Any) -> list[Any]:
    found: list[Any] = []
    for value in values:
        found.extend(_flat(value) if type(value) in {list, tuple} else [value])
    return found


def first_unknown(values: Any) -> Any:
    """The first unknown of the values, or None; never asks an unknown for its truth."""
    return next((v for v in flat(values) if is_unknown(v)), None)
