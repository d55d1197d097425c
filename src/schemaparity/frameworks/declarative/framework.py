"""The ORM's declarative part as a framework: its modules, and the attributes, assignments and calls of its values and of mapped classes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import MappedColumn
from sqlalchemy.orm import registry as Registry  # noqa: N812 - a class with a lower-case name

from schemaparity.evaluate.frameworks import NotHandled
from schemaparity.evaluate.values import Class, Intrinsic, Module
from schemaparity.frameworks.declarative import orm
from schemaparity.frameworks.declarative.foreign_bases import adopt, adopted_attribute
from schemaparity.frameworks.declarative.mapping import add_attribute
from schemaparity.frameworks.declarative.orm import DeclaredAttrMaker
from schemaparity.frameworks.declarative.values import DeclaredAttr, Mapping, Property, mapping_of

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter


def module(name: str) -> Module | None:
    """The module of that name, None when it is not one of the ORM's."""
    return orm.modules().get(name)


def attribute(interpreter: Interpreter, value: object, name: str) -> object:
    """`value.name`."""
    match value:
        case DeclaredAttrMaker():
            return DeclaredAttrMaker(name == "cascading" or value.cascading)
        case DeclaredAttr():
            return value.function if name in {"fget", "__func__", "__wrapped__"} else value
        case Property():
            return orm.property_attribute(value, name)
        case Mapping():
            return _of_mapping(interpreter, value, name)
        case Registry():
            return _of_registry(value, name)
        case MappedColumn():
            return getattr(value, name) if name in {"column", "name"} else getattr(value.column, name)
        case Class():
            return adopted_attribute(value, name)
    raise NotHandled


def _of_registry(value: Registry, name: str) -> object:
    found = orm.registry_attribute(value, name)
    if found is not None:
        return found
    if name in {"metadata", "type_annotation_map"}:
        return getattr(value, name)
    if name == "constructor":
        return Intrinsic("registry.constructor", lambda _i, _a, _k: None)
    raise NotHandled


def _of_mapping(interpreter: Interpreter, value: Mapping, name: str) -> object:
    """What models ask their mapper for: tables and columns."""
    if name in {"class_", "local_table", "columns", "c", "mapped_table", "persist_selectable", "tables", "registry"}:
        return getattr(value, name)
    if name == "mapper":
        return value
    if name == "primary_key":
        return tuple(value.local_table.primary_key.columns) if value.local_table is not None else ()
    if name in {"column_attrs", "attrs", "all_orm_descriptors"}:
        return value.columns
    return interpreter.unknown(f"the attribute {name} of a mapper is not modelled")


def assign(interpreter: Interpreter, value: object, name: str, new: object) -> None:
    """`value.name = new`: columns assigned to a mapped class go on its table."""
    del interpreter
    if isinstance(value, Class) and mapping_of(value) is not None and add_attribute(value, name, new):
        return
    raise NotHandled


def call(interpreter: Interpreter, callee: object, args: list[Any], kwargs: dict[str, Any]) -> object:
    """`callee(*args, **kwargs)`."""
    match callee:
        case DeclaredAttrMaker():
            return callee.make(interpreter, args, kwargs)
        case Property():
            return callee
        case DeclaredAttr():
            return callee.evaluate(interpreter, args[0])
    raise NotHandled


def make_class(interpreter: Interpreter, cls: Class) -> None:
    """A class under a base that cannot be read may declare a table all the same."""
    adopt(interpreter, cls)
