"""The columns of a `composite()`: those given, or one for each field of its dataclass."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import MappedColumn
from sqlalchemy.sql.schema import Column

from schemaparity.evaluate.values import Annotation, Class
from schemaparity.frameworks.declarative import annotated, forms
from schemaparity.frameworks.declarative.values import Property

if TYPE_CHECKING:
    from schemaparity.frameworks.declarative.scan import Scan


def composite_parts(state: Scan, key: str, made: Property) -> list[tuple[str, Any]]:
    """The columns in order, each with the name that it has where it has none of its own."""
    target = made.target if isinstance(made.target, Class) else _class_of(state, key)
    given = [p for p in made.parts if isinstance(p, Column | MappedColumn)]
    if target is None or len(given) != len(made.parts):
        return [(key, part) for part in given]
    return list(_by_field(state, target, given))


def _class_of(state: Scan, key: str) -> Class | None:
    """The composite class of the annotation."""
    annotation = state.annotations.get(key)
    form = forms.without_none(annotation.inner(state.interpreter)) if annotation is not None else None
    return form.value if isinstance(form, forms.Leaf) and isinstance(form.value, Class) else None


def _by_field(state: Scan, target: Class, given: list[Any]) -> Iterator[tuple[str, Any]]:
    """A column a field of the dataclass, in the order of its `__init__`."""
    fields = fields_of(target)
    for position, (name, annotation) in enumerate(fields.items()):
        part = given[position] if position < len(given) else MappedColumn()
        column = part.column if isinstance(part, MappedColumn) else part
        if column.key is None:
            column.key = name
        if column.name is None:
            column.name = name
        if isinstance(part, MappedColumn):
            annotated.complete(state.interpreter, part, forms.form_of(state.interpreter, annotation), state.registry, state.cls)
        yield name, column
    if not fields:
        yield from (("", part) for part in given)


def fields_of(cls: Class) -> dict[str, Annotation]:
    """The annotated fields of a class, those of its bases first; an overridden field keeps its first place."""
    fields: dict[str, Annotation] = {}
    for base in reversed(cls.mro):
        if isinstance(base, Class):
            fields.update({n: a for n, a in base.annotations.items() if not n.startswith("__")})
    return fields
