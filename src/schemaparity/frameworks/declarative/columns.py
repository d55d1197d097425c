"""`mapped_column()` and the mapper properties as calls: real MappedColumn objects around the Column that the SQLAlchemy overlay makes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import MappedColumn
from sqlalchemy.sql.schema import Column

from schemaparity.evaluate.values import UnknownValue
from schemaparity.frameworks.declarative.values import Property
from schemaparity.frameworks.sqlalchemy.overlays.columns import make_column

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter

_ORM_ONLY = frozenset({
    "init", "repr", "default_factory", "compare", "kw_only", "hash", "dataclass_metadata", "deferred", "deferred_group",
    "deferred_raiseload", "active_history", "sort_order", "use_existing_column",
})  # fmt: skip


def mapped_column(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> MappedColumn[Any]:
    """A real MappedColumn."""
    core = {k: v for k, v in kwargs.items() if k not in _ORM_ONLY}
    made: MappedColumn[Any] = MappedColumn()
    made._has_insert_default = "insert_default" in core
    if "insert_default" in core:
        core["default"] = core.pop("insert_default")
    made.column = make_column(interpreter, args, core)
    made.foreign_keys = made.column.foreign_keys
    made._has_nullable = kwargs.get("nullable") is not None
    order, existing = kwargs.get("sort_order"), kwargs.get("use_existing_column")
    if isinstance(order, int):
        made._sort_order = order
    made._use_existing_column = existing is True
    return made


def column_property(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> Property:
    """`column_property(Column(...))` and `deferred(Column(...))` bring their columns."""
    del interpreter, kwargs
    return Property("column_property", tuple(a for a in args if isinstance(a, Column | MappedColumn | UnknownValue)))


def composite(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> Property:
    """`composite(cls, *columns)`; the class may be left to the annotation."""
    del interpreter, kwargs
    is_part = bool(args) and isinstance(args[0], Column | MappedColumn | str | UnknownValue)
    target, parts = (None, args) if is_part or not args else (args[0], args[1:])
    return Property("composite", tuple(parts), target)


def noise(kind: str) -> Any:
    """A maker of mapper properties that bring no column."""

    def make(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> Property:
        del interpreter, args, kwargs
        return Property(kind)

    return make
