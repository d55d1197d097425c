"""How arguments reach the real callees: unknowns become types, parts or holes according to what is called."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import types
from sqlalchemy.sql.schema import SchemaItem

from schemaparity.evaluate.frameworks import NotHandled
from schemaparity.evaluate.values import REST, Class, Function, Instance, Module, Symbolic, UnknownUsed, UnknownValue, rest_of
from schemaparity.frameworks.sqlalchemy.managers import Manager
from schemaparity.frameworks.sqlalchemy.origins import stamp
from schemaparity.frameworks.sqlalchemy.overlays.arguments import adapted, first_unknown, flat
from schemaparity.frameworks.sqlalchemy.overlays.columns import as_type, make_column, make_table
from schemaparity.frameworks.sqlalchemy.overlays.notes import COLLATION
from schemaparity.frameworks.sqlalchemy.placeholders import is_unknown, note_branch, placeholder_name, placeholder_type, unknown_of
from schemaparity.frameworks.sqlalchemy.third_party_types import is_known_base

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter

_INTERPRETED = (Class, Instance, Function, Module, Symbolic)
_PARTS = (sa.UniqueConstraint, sa.PrimaryKeyConstraint, sa.ForeignKeyConstraint, sa.ForeignKey, sa.Index)
_REFINEMENTS = frozenset(
    {
        "limit",
        "offset",
        "fetch",
        "slice",
        "join",
        "outerjoin",
        "select_from",
        "order_by",
        "group_by",
        "distinct",
        "options",
        "execution_options",
        "with_for_update",
        "correlate",
        "prefix_with",
    }
)
"""Methods that refine a statement: without an argument that is not known, what it selects from and changes is still known."""
_NOT_OF_DDL = frozenset(
    {"pickler", "protocol", "comparator", "none_as_null", "validate_strings", "sort_key_function", "astext_type", "as_uuid", "asdecimal"}
)
"""Arguments of types that say how Python's values are treated; no DDL depends on them."""
_MISFITS = (sa.exc.ArgumentError, sa.exc.CompileError, sa.exc.NoInspectionAvailable, TypeError, ValueError, AttributeError)


def apply(interpreter: Interpreter, callee: Any, args: list[Any], kwargs: dict[str, Any]) -> Any:
    """Call the real callee."""
    if isinstance(callee, type):
        if issubclass(callee, sa.Column):
            return make_column(interpreter, args, kwargs, callee)
        if issubclass(callee, sa.Table) and len(args) > 1:
            return make_table(interpreter, args, kwargs, callee)
        if issubclass(callee, types.TypeEngine):
            return _make_type(interpreter, callee, args, kwargs)
        if issubclass(callee, SchemaItem):
            return _make_item(interpreter, callee, args, kwargs)
    return generic(interpreter, callee, args, kwargs)


def _make_type(interpreter: Interpreter, callee: type, args: list[Any], kwargs: dict[str, Any]) -> Any:
    """A type; one of whose arguments is not known is not known, but a type in a type has a placeholder of its own."""
    given = [as_type(interpreter, a) if n == 0 and _wraps(callee) else a for n, a in enumerate(args)]
    if issubclass(callee, sa.String) and not issubclass(callee, sa.Enum) and is_unknown(kwargs.get("collation")):
        return _make_text(interpreter, callee, args, kwargs)
    if "item_type" in kwargs:
        kwargs = {**kwargs, "item_type": as_type(interpreter, kwargs["item_type"])}
    if (getattr(vars(_owner_of_init(callee))["__init__"], "__module__", None) or "").startswith("sqlalchemy."):
        kwargs = {name: value for name, value in kwargs.items() if not (name in _NOT_OF_DDL and is_unknown(value))}
    unknown = first_unknown([*given, *kwargs.values()])
    if unknown is not None and not is_known_base(_owner_of_init(callee)):
        of = unknown_of(unknown)
        return placeholder_type(
            interpreter, UnknownValue(interpreter.unknown(f"an argument of {callee.__name__} is not known: {of.reason}").unknown)
        )
    if issubclass(callee, sa.String):
        kwargs = {k: v for k, v in kwargs.items() if k != "convert_unicode"}
    return generic(interpreter, callee, given, kwargs)


def _owner_of_init(callee: type) -> type:
    """The class of the MRO whose `__init__` a call runs."""
    return next(cls for cls in callee.__mro__ if "__init__" in vars(cls))


def _make_text(interpreter: Interpreter, callee: type, args: list[Any], kwargs: dict[str, Any]) -> Any:
    """A text type of which only the collation is not known."""
    made = _make_type(interpreter, callee, args, {k: v for k, v in kwargs.items() if k != "collation"})
    setattr(made, COLLATION, unknown_of(kwargs["collation"]))
    return made


def open_call(interpreter: Interpreter, callee: Any, args: list[Any], kwargs: dict[Any, Any]) -> Any:
    """A call with arguments that nobody knows: of Table, which then may have more; of a text type that has its length."""
    if isinstance(callee, type) and issubclass(callee, sa.Table) and len(args) > 1 and not rest_of(args[:2]):
        return make_table(interpreter, *_closed(args, kwargs))
    is_text = isinstance(callee, type) and issubclass(callee, sa.String) and not issubclass(callee, sa.Enum)
    if not is_text or REST not in kwargs or rest_of(args) or not (args or "length" in kwargs):
        raise NotHandled
    given = {name: value for name, value in kwargs.items() if name is not REST}
    return _make_type(interpreter, callee, args, {"collation": UnknownValue(kwargs[REST].unknown), **given})


def _closed(args: list[Any], kwargs: dict[Any, Any]) -> tuple[list[Any], dict[str, Any]]:
    """The arguments of a Table, one that is not known in the place of all that nobody knows."""
    rest = [kwargs[REST]] if REST in kwargs else []
    given = {name: value for name, value in kwargs.items() if name is not REST}
    return [UnknownValue(a.unknown) if type(a) is UnknownValue and a.rest else a for a in (*args, *rest)], given


def _wraps(callee: type) -> bool:
    return issubclass(callee, types.ARRAY) or callee.__name__ in {"ARRAY", "Variant"}


def _make_item(interpreter: Interpreter, callee: type, args: list[Any], kwargs: dict[str, Any]) -> Any:
    """A constraint, index, ... with its origin; one over unknown columns is not known."""
    name = kwargs.get("name")
    if name is not None and is_unknown(name):
        kwargs = {**kwargs, "name": placeholder_name(interpreter, name)}
    if issubclass(callee, sa.Index) and args and is_unknown(args[0]):
        args = [placeholder_name(interpreter, args[0]), *args[1:]]
    if issubclass(callee, _PARTS):
        unknown = first_unknown([*args, *kwargs.values()])
        if unknown is not None:
            return interpreter.unknown(f"an argument of {callee.__name__} is not known: {unknown_of(unknown).reason}")
    item = generic(interpreter, callee, args, kwargs)
    stamp(item, interpreter.origin())
    table = item.table if isinstance(item, sa.Index) else getattr(item, "parent", None)
    if isinstance(table, sa.Table):
        note_branch(interpreter, table, is_new=False)
    return item


def refuse_open(kwargs: dict[Any, Any]) -> None:
    """A call with keyword arguments that nobody knows is unknown."""
    if REST in kwargs:
        raise UnknownUsed(kwargs[REST])


_CHANGING = frozenset({"append_column", "append_constraint", "append_ddl_listener"})
"""Methods of a Table that change it."""


def generic(interpreter: Interpreter, callee: Any, args: list[Any], kwargs: dict[str, Any]) -> Any:
    """Call with holes for unknowns and tables for mapped classes; what SQLAlchemy cannot take of the interpreter's values is unknown."""
    refuse_open(kwargs)
    owner = getattr(callee, "__self__", None)
    if isinstance(owner, sa.Table) and getattr(callee, "__name__", "") in _CHANGING:
        note_branch(interpreter, owner, is_new=False)
    given, keywords = adapted(interpreter, callee, args, kwargs)
    try:
        return managed(callee(*given, **keywords))
    except _MISFITS as error:
        misfit = next((a for a in flat([*args, *kwargs.values()]) if is_unknown(a) or isinstance(a, _INTERPRETED)), None)
        if misfit is None and not (getattr(callee, "__module__", None) or "").startswith("sqlalchemy.orm"):
            raise
        statement = getattr(callee, "__self__", None)
        if isinstance(statement, sa.sql.ClauseElement) and getattr(callee, "__name__", "") in _REFINEMENTS:
            return statement
        name = getattr(callee, "__name__", type(callee).__name__)
        return interpreter.unknown(f"{name} cannot be called with {misfit!r}: {error}")


def managed(result: Any) -> Any:
    """The result; a context manager made by a generator is one that the interpreter can enter."""
    return Manager(result) if isinstance(result, contextlib.AbstractContextManager) and type(result).__module__ == "contextlib" else result
