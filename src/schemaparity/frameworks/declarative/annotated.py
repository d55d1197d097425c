"""`Mapped[...]` annotations: which attribute has one, and what column it makes.

Imitates SQLAlchemy 2.1's `MappedColumn._init_column_for_annotation`.
"""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

import libcst as cst
from attrs import define
from sqlalchemy.orm import MappedColumn
from sqlalchemy.orm.base import Mapped

from schemaparity.evaluate.values import Annotation, Class, Raised, Symbolic, UnknownUsed, UnknownValue
from schemaparity.frameworks.declarative import forms
from schemaparity.frameworks.declarative.forms import Form
from schemaparity.frameworks.declarative.unknown_columns import unknown_type
from schemaparity.frameworks.sqlalchemy.placeholders import note_field

if TYPE_CHECKING:
    from sqlalchemy.orm import registry as Registry  # noqa: N812 - a class with a lower-case name
    from sqlalchemy.sql.schema import Column
    from sqlalchemy.types import TypeEngine

    from schemaparity.evaluate.interpreter import Interpreter

_CONTAINERS: tuple[type, ...] = tuple(c for c in Mapped.__mro__ if c.__name__ == "_MappedAnnotationBase") or (Mapped,)
_MERGE_OMITS = "omit_defaults" in inspect.signature(MappedColumn().column._merge).parameters


@define(eq=False)
class MappedAnnotation:
    """`container[inner]`: the container is Mapped, MappedColumn, DynamicMapped, WriteOnlyMapped or Unmapped."""

    container: Any
    argument: Annotation
    _form: Form | None = None

    def inner(self, interpreter: Interpreter) -> Form:
        """The form of the argument; asked for columns only, because those of relationships lead around in circles."""
        if self._form is None:
            self._form = forms.form_of(interpreter, self.argument)
        return self._form


def mapped(interpreter: Interpreter, annotation: Annotation | None) -> MappedAnnotation | None:
    """The Mapped[...] that the annotation is, or None."""
    node = _subscript(annotation.node) if annotation is not None else None
    if annotation is None or node is None:
        return None
    container = _container(interpreter, node.value, annotation)
    first = node.slice[0].slice
    if container is None or not isinstance(first, cst.Index):
        return None
    return MappedAnnotation(container, Annotation(first.value, annotation.scope))


def _subscript(node: cst.BaseExpression) -> cst.Subscript | None:
    """The subscript that the annotation is, quoted or not."""
    if isinstance(node, cst.SimpleString):
        try:
            node = cst.parse_expression(node.raw_value.strip())
        except cst.ParserSyntaxError:
            return None
    return node if isinstance(node, cst.Subscript) else None


def _container(interpreter: Interpreter, head: cst.BaseExpression, annotation: Annotation) -> Any:
    """The head when it is one of SQLAlchemy's containers; a name `Mapped` that only type checkers import counts."""
    try:
        value = interpreter.annotation(Annotation(head, annotation.scope))
    except Raised:
        value = None
    if isinstance(value, type):
        return value if issubclass(value, _CONTAINERS) else None
    name = head.value if isinstance(head, cst.Name) else head.attr.value if isinstance(head, cst.Attribute) else ""
    return Mapped if name == "Mapped" and (value is None or isinstance(value, UnknownValue | Symbolic)) else None


def complete(interpreter: Interpreter, target: MappedColumn[Any], form: Form, registry: Registry, cls: Class) -> None:
    """Give the column what its annotation says: nullability, the arguments of an Annotated mapped_column, the type."""
    column: Column[Any] = target.column
    nullable = forms.includes_none(form)
    if not target._has_nullable:
        column.nullable = nullable
        _doubt_nullable(column, form)
    core = forms.without_none(form)
    candidates = [core]
    if isinstance(core, forms.Alias):
        core = forms.without_none(core.inner)
        candidates.append(core)
    if isinstance(core, forms.Annotated):
        _merge(target, core)
        candidates.append(forms.without_none(core.base) if nullable else core.base)
    if column.type._isnull and not column.foreign_keys:
        column._set_type(resolve(interpreter, registry, candidates, f"{cls.name}.{column.key}"))


def _doubt_nullable(column: Column[Any], form: Form) -> None:
    """An annotation that is unknown as a whole may include None; that of a primary key column does not matter."""
    if isinstance(form, forms.Leaf) and isinstance(form.value, UnknownValue) and not column.primary_key:
        note_field(column, "nullable", form.value.unknown)


def _merge(target: MappedColumn[Any], form: forms.Annotated) -> None:
    """Merge the first mapped_column of the metadata into the column."""
    source = next((m for m in form.metadata if isinstance(m, MappedColumn)), None)
    if source is None:
        return
    kwargs = {"omit_defaults": target._has_insert_default} if _MERGE_OMITS else {}
    source.column._merge(target.column, **kwargs)
    if not isinstance(target._sort_order, int):
        target._sort_order = source._sort_order
    target._use_existing_column = target._use_existing_column or source._use_existing_column


def resolve(interpreter: Interpreter, registry: Registry, candidates: list[Form], what: str) -> TypeEngine[Any]:
    """The SQL type of the first candidate that the registry knows; else a placeholder that says why."""
    for form in candidates:
        unknown = forms.first_unknown(form)
        if unknown is not None:
            return unknown_type(interpreter, unknown, f"the annotation of {what} cannot be evaluated")
        try:
            found = registry._resolve_type(forms.to_typing(form))
        except UnknownUsed as used:
            return unknown_type(interpreter, used.unknown, f"the annotation of {what} cannot be evaluated")
        except Exception as error:  # noqa: BLE001, RUF100 - whatever the real scan would raise
            return unknown_type(interpreter, None, f"the annotation of {what} has no SQL type: {error}")
        if found is not None:
            return found
    return unknown_type(interpreter, None, f"the registry has no SQL type for the annotation of {what}")
