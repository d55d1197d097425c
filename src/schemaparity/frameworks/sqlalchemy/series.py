"""Names that depend on the SQLAlchemy and the driver that a project runs with: what 2.0 brought, and the dialects of usual drivers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy.dialects.mysql.base import MySQLDialect
from sqlalchemy.dialects.postgresql.base import PGDialect
from sqlalchemy.dialects.sqlite.base import SQLiteDialect

from schemaparity.evaluate.values import Intrinsic
from schemaparity.frameworks.sqlalchemy.run import run_of

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter

_ORM = frozenset({
    "DeclarativeBase", "DeclarativeBaseNoMeta", "DynamicMapped", "MappedAsDataclass", "MappedColumn", "WriteOnlyMapped",
    "add_mapped_attribute", "mapped_column", "mapped_as_dataclass", "unmapped_dataclass",
})  # fmt: skip
FIRST_SERIES_LACKS: dict[str, frozenset[str]] = {
    "sqlalchemy": frozenset({"DOUBLE", "DOUBLE_PRECISION", "Double", "Label", "UUID", "Uuid", "insert_sentinel"}),
    "sqlalchemy.types": frozenset({"DOUBLE", "DOUBLE_PRECISION", "Double", "UUID", "Uuid"}),
    "sqlalchemy.orm": _ORM,
    "sqlalchemy.orm.decl_api": _ORM,
}
"""Names by module that SQLAlchemy 1.4 does not have."""


_USUAL_DIALECTS: dict[str, type] = {
    "sqlalchemy.dialects.postgresql": PGDialect,
    "sqlalchemy.dialects.mysql": MySQLDialect,
    "sqlalchemy.dialects.sqlite": SQLiteDialect,
}


def usual_dialect(interpreter: Interpreter, module: str, name: str) -> type | None:
    """What `postgresql.dialect` stands for: the dialect of the driver that an URL without a driver means, and so of the connection."""
    if name != "dialect" or module.removesuffix(".base") not in _USUAL_DIALECTS:
        return None
    url = next(iter(run_of(interpreter).urls[-1:]), "")
    return None if "+" in url.partition(":")[0] else _USUAL_DIALECTS[module.removesuffix(".base")]


def hidden(module: str, names: dict[str, Any]) -> dict[str, Any]:
    """The names of a module with those of 2.0 behind a `__getattr__`, which refuses them where the project runs with 1.x."""
    lacking = {n: names[n] for n in FIRST_SERIES_LACKS.get(module, ()) if n in names}
    if not lacking:
        return names

    def find(interpreter: Interpreter, args: list[Any], _kwargs: dict[str, Any]) -> object:
        if args[0] in lacking and not run_of(interpreter).is_of_first_series:
            return lacking[args[0]]
        raise AttributeError(f"module {module!r} has no attribute {args[0]!r}")

    kept = {n: v for n, v in names.items() if n not in lacking}
    exported = [n for n in names if not n.startswith("_")]
    return {**kept, "__all__": exported, "__getattr__": Intrinsic(f"{module}.__getattr__", find)}
