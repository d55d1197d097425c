"""sqlalchemy-utils: what of it adds columns. Its column types are among the third-party types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemaparity.evaluate.values import Intrinsic, Module, Symbolic
from schemaparity.location import NOWHERE

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter


def _aggregated(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> Intrinsic:
    """`@aggregated(relationship, column)`: the column takes the place of the function when mappers are configured."""
    del interpreter
    column = args[1] if len(args) > 1 else kwargs.get("column")
    return Intrinsic("sqlalchemy_utils.aggregated", lambda _i, _a, _k: column)


_AGGREGATES = "sqlalchemy_utils.aggregates"
_LTREE = "sqlalchemy_utils.types.ltree"


def module(name: str) -> Module | None:
    """The modules whose source works by events of mappers, or by methods that it adds to SQLAlchemy's compiler."""
    own: dict[str, dict[str, Any]] = {
        _AGGREGATES: {"aggregated": Intrinsic("sqlalchemy_utils.aggregated", _aggregated), "manager": _symbolic(_AGGREGATES, "manager")},
        _LTREE: {name: _symbolic(_LTREE, name) for name in ("LtreeType", "LQUERY", "LTXTQUERY")},
    }
    return Module(name, namespace={"__name__": name, **own[name]}) if name in own else None


def _symbolic(module: str, name: str) -> Symbolic:
    return Symbolic(f"{module}.{name}", NOWHERE)


SOURCES = {
    "sqlalchemy_utils": """
from sqlalchemy_utils.aggregates import aggregated
from sqlalchemy_utils.models import Timestamp
""",
    "sqlalchemy_utils.models": """
from sqlalchemy import Column, DateTime


class Timestamp:
    created = Column(DateTime, default=lambda: None, nullable=False)
    updated = Column(DateTime, default=lambda: None, nullable=False)
""",
}
"""Text of modules by name (sqlalchemy-utils 0.43): what of them decides on tables."""
