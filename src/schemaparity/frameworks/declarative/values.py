"""What the ORM's names evaluate to where they matter to a table: declared attributes, properties, mappings. Knows no scanning."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from attrs import define, field, frozen

from schemaparity.evaluate.values import Annotation, Class, Descriptor, Function

if TYPE_CHECKING:
    from sqlalchemy.orm import registry as Registry  # noqa: N812 - a class with a lower-case name
    from sqlalchemy.sql.schema import MetaData, Table

    from schemaparity.evaluate.interpreter import Interpreter

BASE = "declarative base"
MAPPING = "mapping"
SCAN = "declared attributes"
ROOT = "declarative root"
META = "declarative metaclass"
PREPARE = "before mapping"
NOT_SCANNED = re.compile(r"^(?:_sa_|__)")
DIRECTIVES = frozenset({"__table__", "__mapper_args__", "__tablename__", "__table_args__"})


def plain_function(value: Any) -> Any:
    """The function inside a classmethod or another wrapper with `__func__`."""
    return value.__func__ if isinstance(value, classmethod | staticmethod) else value


@define(eq=False, repr=False)
class DeclaredAttr(Descriptor):
    """A `declared_attr`: a function of the class, evaluated once while a class is scanned, and again whenever it is asked for later."""

    function: Any
    cascading: bool = False

    def __repr__(self) -> str:
        return f"DeclaredAttr({self.function!r})"

    def evaluate(self, interpreter: Interpreter, owner: Class) -> Any:
        """The value for `owner`."""
        seen: dict[DeclaredAttr, Any] | None = owner.data.get(SCAN)
        if seen is None:
            return interpreter.call(self.function, [owner], {})
        if self not in seen:
            seen[self] = interpreter.call(self.function, [owner], {})
        return seen[self]

    def read(self, interpreter: Interpreter, instance: object, owner: Class) -> Any:
        """What reading the attribute gives: it is a descriptor, on the class too."""
        del instance
        return self.evaluate(interpreter, owner)

    @property
    def return_annotation(self) -> Annotation | None:
        """The annotation of what the function returns."""
        function = self.function
        returns = getattr(function.node, "returns", None) if isinstance(function, Function) else None
        return Annotation(returns.annotation, function.scope) if returns is not None else None


@define(eq=False, repr=False)
class Property(Descriptor):
    """A mapper property: `kind` is the name it was made by; `parts` holds the columns that it brings (`column_property`, `composite`)."""

    kind: str
    parts: tuple[Any, ...] = ()
    target: Any = None

    def __repr__(self) -> str:
        return f"<{self.kind}>"

    def read(self, interpreter: Interpreter, instance: object, owner: Class) -> Any:
        """What reading the attribute gives: a hybrid is evaluated for its class, a column_property of one column is the column."""
        if self.kind == "hybrid" and self.target is not None:
            return interpreter.call(self.target, [owner if instance is None else instance], {})
        return self.parts[0] if self.kind == "column_property" and len(self.parts) == 1 else self


@define(eq=False, repr=False)
class Mapping:
    """What is known of a mapped class; stands for its Mapper too."""

    class_: Class
    registry: Registry
    local_table: Table | None
    inherits: Class | None = None
    properties: dict[str, Any] = field(factory=dict)

    def __repr__(self) -> str:
        return f"Mapping({self.class_.name})"

    @property
    def columns(self) -> Any:
        """The columns of the table, as `Mapper.columns`."""
        return self.local_table.c if self.local_table is not None else ()

    c = columns
    mapped_table = property(lambda self: self.local_table)
    persist_selectable = property(lambda self: self.local_table)

    @property
    def tables(self) -> list[Table]:
        """The tables of the class and of those that it inherits from."""
        above = self.inherits.data[MAPPING].tables if self.inherits is not None else []
        own = [self.local_table] if self.local_table is not None and self.local_table not in above else []
        return [*above, *own]


@frozen(eq=False)
class Base:
    """What makes a class a declarative base."""

    registry: Registry

    @property
    def metadata(self) -> MetaData:
        """The metadata of its registry."""
        return self.registry.metadata


def base_of(cls: Class) -> Base | None:
    """The declarative base that the class descends from."""
    return next((c.data[BASE] for c in cls.mro if isinstance(c, Class) and BASE in c.data), None)


def mapping_of(cls: object) -> Mapping | None:
    """The mapping of a mapped class."""
    return cls.data.get(MAPPING) if isinstance(cls, Class) else None


def find(cls: Class, name: str, default: Any = None) -> Any:
    """The attribute as found along the MRO, unbound, or the default."""
    try:
        return cls.lookup(name)
    except KeyError:
        return default
