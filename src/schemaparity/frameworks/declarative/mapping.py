"""From a scanned class to its real Table: inheritance, table arguments, what could not be read.

Imitates SQLAlchemy 2.1's `_DeclarativeMapperConfig._setup_table` and what follows it.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.sql.schema import Column, MetaData, Table

from schemaparity.evaluate.values import Class, Raised, Symbolic, UnknownUsed, UnknownValue
from schemaparity.frameworks.declarative.doubts import doubt_metadata, doubt_table
from schemaparity.frameworks.declarative.scan import Scan, scan, sorted_columns
from schemaparity.frameworks.declarative.values import MAPPING, Base, Mapping, base_of, find, mapping_of
from schemaparity.frameworks.sqlalchemy.origins import stamp
from schemaparity.frameworks.sqlalchemy.placeholders import note_branch
from schemaparity.schema import Unknown

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter


def map_class(interpreter: Interpreter, cls: Class, base: Base | None = None) -> None:
    """Map a class under a declarative base, unless it is abstract or was mapped before."""
    base = base or base_of(cls)
    if base is None or MAPPING in cls.data or cls.namespace.get("__abstract__") is True:
        return
    try:
        state = scan(interpreter, cls, base.registry)
        if _is_concrete_base(state):
            return
        table = _table(state, _metadata(state))
        _finish(state, table)
    except UnknownUsed as used:
        _give_up(cls, base, f"class {cls.name} cannot be mapped: {used.unknown.reason}")
    except (SQLAlchemyError, TypeError, AttributeError, ValueError, KeyError) as error:
        _give_up(cls, base, f"class {cls.name} cannot be mapped: {error}")


def _give_up(cls: Class, base: Base, reason: str) -> None:
    """A class that cannot be mapped is a doubt of the metadata, and of its table where its name is known."""
    name = cls.namespace.get("__tablename__")
    metadata = find(cls, "metadata")
    target = metadata if isinstance(metadata, MetaData) else base.metadata
    doubt_metadata(target, Unknown(reason, *_at(cls)), name if isinstance(name, str) else None)


def _at(cls: Class) -> tuple[Any, ...]:
    return (cls.origin,) if cls.origin is not None else ()


def _is_concrete_base(state: Scan) -> bool:
    """`AbstractConcreteBase` and `__no_table__` classes have no table; their columns are copied to those below."""
    marked = any(isinstance(b, Class) and b.name == "AbstractConcreteBase" for b in state.cls.bases)
    return state.single and state.inherits is None and (marked or bool(find(state.cls, "__no_table__", default=False)))


def _metadata(state: Scan) -> MetaData:
    """The metadata of the class, else of its registry."""
    found = find(state.cls, "metadata")
    return found if isinstance(found, MetaData) else state.registry.metadata


def _table(state: Scan, metadata: MetaData) -> Table | None:
    """The table of the class; None where it has none of its own."""
    if state.table is not None:
        return _given_table(state, metadata)
    name = state.tablename
    if name is None:
        return None
    if isinstance(name, UnknownValue | Symbolic) or not isinstance(name, str):
        _unnamed(state, metadata, name)
        return None
    args, kwargs = _table_args(state)
    if find(state.cls, "__table_cls__") is not None:
        return _by_table_class(state, metadata, name, args, kwargs)
    return make_table(state, metadata, name, args, kwargs)


def _given_table(state: Scan, metadata: MetaData) -> Table | None:
    """The table that the class was given."""
    if isinstance(state.table, Table):
        return state.table
    if isinstance(state.table, UnknownValue):
        doubt_metadata(metadata, Unknown(f"the __table__ of class {state.cls.name} is not known: {state.table.reason}", state.table.origin))
    return None


def _unnamed(state: Scan, metadata: MetaData, name: Any) -> None:
    """A table of unknown name."""
    reason = name.reason if isinstance(name, UnknownValue) else f"its __tablename__ is {name!r}"
    doubt_metadata(metadata, Unknown(f"the name of the table of class {state.cls.name} is not known: {reason}", *_at(state.cls)))


def _table_args(state: Scan) -> tuple[list[Any], dict[str, Any]]:
    """`__table_args__` split into positional and keyword arguments, unknown ones taken out and remembered."""
    given = state.table_args
    if isinstance(given, UnknownValue | Symbolic):
        state.unknowns.append(Unknown(f"__table_args__ of {state.cls.name} is not known: {_reason(given)}", given.origin))
        return [], {}
    args, kwargs = (list(given), {}) if isinstance(given, tuple | list) else ([], dict(given or {}))
    if args and isinstance(args[-1], dict):
        args, kwargs = args[:-1], dict(args[-1])
    return _known_args(state, args), _known_kwargs(state, kwargs)


def _reason(value: UnknownValue | Symbolic) -> str:
    return value.reason if isinstance(value, UnknownValue) else f"the source of {value.text} is not at hand"


def _known_args(state: Scan, args: list[Any]) -> list[Any]:
    """The table items without those that are unknown."""
    known = []
    for item in args:
        if isinstance(item, UnknownValue | Symbolic):
            state.unknowns.append(Unknown(f"an item of __table_args__ of {state.cls.name} is not known: {_reason(item)}", item.origin))
        else:
            known.append(item)
    return known


def _known_kwargs(state: Scan, kwargs: dict[str, Any]) -> dict[str, Any]:
    """The table options; an unknown schema becomes a hole in its name, another unknown option is dropped and remembered."""
    known: dict[str, Any] = {}
    for key, value in kwargs.items():
        if not isinstance(value, UnknownValue | Symbolic):
            known[key] = value
        elif key == "schema":
            known[key] = _hole(state, value)
        elif key not in {"info", "extend_existing", "keep_existing"}:
            state.unknowns.append(
                Unknown(f"the option {key!r} of the table of {state.cls.name} is not known: {_reason(value)}", value.origin)
            )
    known.pop("autoload", None)
    known.pop("autoload_with", None)
    return known


def _hole(state: Scan, value: UnknownValue | Symbolic) -> str:
    """A name with its unknown in it."""
    if isinstance(value, UnknownValue) and value.text is not None:
        return value.text
    unknown = value.unknown if isinstance(value, UnknownValue) else Unknown(_reason(value), value.origin)
    holes = state.interpreter.holes
    return holes.token(unknown, "schema") if holes is not None else "unknown"


def _by_table_class(state: Scan, metadata: MetaData, name: str, args: list[Any], kwargs: dict[str, Any]) -> Table | None:
    """The table as a `__table_cls__` makes it."""
    interpreter = state.interpreter
    hook = interpreter.get_attribute(state.cls, "__table_cls__")
    if isinstance(hook, type) and issubclass(hook, Table):
        return make_table(state, metadata, name, args, kwargs)
    made = interpreter.call(hook, [name, metadata, *sorted_columns(state), *args], kwargs)
    if isinstance(made, UnknownValue):
        doubt_metadata(metadata, Unknown(f"__table_cls__ of {state.cls.name} gives no known table: {made.reason}", made.origin), name)
    return made if isinstance(made, Table) else None


def make_table(state: Scan, metadata: MetaData, name: str, args: list[Any], kwargs: dict[str, Any]) -> Table:
    """A real Table; items that SQLAlchemy refuses become doubts where something of the table is not known, and are reported as such."""
    columns = sorted_columns(state)
    try:
        table = Table(name, metadata, *columns, *args, **kwargs)
    except (SQLAlchemyError, TypeError, ValueError, KeyError, AttributeError) as error:
        schema = kwargs.get("schema", metadata.schema)
        if f"{schema}.{name}" if schema else name in metadata.tables:
            raise
        table = _piecewise(state, metadata, name, args, kwargs, error)
    if state.cls.origin is not None:
        stamp(table, state.cls.origin)
    note_branch(state.interpreter, table, is_new=True)
    return table


def _piecewise(state: Scan, metadata: MetaData, name: str, args: list[Any], kwargs: dict[str, Any], error: Exception) -> Table:
    """The table with its columns copied off the refused one, and every further item that can be attached."""
    plain = {k: v for k, v in kwargs.items() if k in {"schema", "comment", "quote", "prefixes", "info"}}
    table = Table(name, metadata, **plain)
    for column in sorted_columns(state):
        copy = column._copy() if column.table is not None else column
        state.keys.update({key: copy for key, held in state.keys.items() if held is column})
        table.append_column(copy)
    refused = False
    for item in args:
        try:
            table._init_items(item)
        except (SQLAlchemyError, TypeError, ValueError, KeyError, AttributeError) as failure:
            refused = True
            state.unknowns.append(Unknown(f"an item of __table_args__ of {state.cls.name} cannot be attached: {failure}", *_at(state.cls)))
    if not refused:
        state.unknowns.append(Unknown(f"SQLAlchemy refuses the table of {state.cls.name}: {error}", *_at(state.cls)))
    return table


def _finish(state: Scan, table: Table | None) -> None:
    """Put columns of single-table children on the parent's table, then the real columns on the class."""
    above = mapping_of(state.inherits) if state.inherits is not None else None
    local = table if table is not None else above.local_table if above is not None else None
    if table is None and above is not None and local is not None:
        _append(state, local)
    elif table is None and above is None and state.tablename is None and state.columns:
        reason = f"class {state.cls.name} has columns but no __tablename__"
        doubt_metadata(_metadata(state), Unknown(reason, *_at(state.cls)))
    for unknown in state.unknowns if local is not None else ():
        doubt_table(local, unknown)
    cls = state.cls
    cls.data[MAPPING] = Mapping(cls, state.registry, local, state.inherits, dict(state.keys))
    cls.namespace["__table__"] = local
    cls.namespace["__mapper__"] = cls.data[MAPPING]
    cls.namespace.update({k: c for k, c in state.keys.items() if isinstance(c, Column)})
    if state.table is not None and local is not None:
        held = list(state.keys.values())
        cls.namespace.update({c.key: c for c in local.c if c.key not in cls.namespace and not any(c is h for h in held)})


def _append(state: Scan, table: Table) -> None:
    """Columns of a class without a table of its own go on the inherited table."""
    for column in sorted_columns(state):
        present = table.c.get(column.name)
        if present is column:
            continue
        if present is not None:
            reason = f"column {column.name} of class {state.cls.name} conflicts with the inherited column of that name"
            state.unknowns.append(Unknown(reason, *_at(state.cls)))
            continue
        table.append_column(column)


def add_attribute(cls: Class, key: str, value: Any) -> bool:
    """Assign a column to a mapped class (SQLAlchemy's `_add_attribute`); False when it is no column."""
    from sqlalchemy.orm import MappedColumn  # noqa: PLC0415 - beside its use

    from schemaparity.frameworks.declarative.values import Property  # noqa: PLC0415 - as above

    mapping = mapping_of(cls)
    parts = value.parts if isinstance(value, Property) else (value,)
    columns = [p.column if isinstance(p, MappedColumn) else p for p in parts if isinstance(p, Column | MappedColumn)]
    if mapping is None or mapping.local_table is None or not columns:
        return False
    for column in columns:
        if column.table is not None:
            continue
        column.key = column.key if column.key is not None else key
        column.name = column.name if column.name is not None else key
        mapping.local_table.append_column(column, replace_existing=True)
    cls.namespace[key] = columns[0] if not isinstance(value, Property) else value
    return True


def map_imperatively(base: Base, cls: Class, table: Any, properties: dict[str, Any]) -> Mapping:
    """`registry.map_imperatively` and the old `mapper()`: the class gets the columns of a table that exists."""
    from schemaparity.frameworks.declarative.scan import inherited  # noqa: PLC0415 - beside its use

    above = inherited(cls)
    local = table if isinstance(table, Table) else mapping_of(above).local_table if above is not None else None  # type: ignore[union-attr]
    keys: dict[str, Any] = {}
    if local is not None:
        keys = {c.key: c for c in local.c}
        keys.update({k: v for k, v in properties.items() if isinstance(v, Column)})
    cls.data[MAPPING] = Mapping(cls, base.registry, local, above, keys)
    cls.namespace["__table__"] = local
    cls.namespace["__mapper__"] = cls.data[MAPPING]
    for key, column in keys.items():
        with contextlib.suppress(Raised):
            cls.namespace.setdefault(key, column)
    return mapping_of(cls)  # type: ignore[return-value]
