"""Assignment to names, attributes, items and patterns of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import libcst as cst

from schemaparity.evaluate.names import mangled
from schemaparity.evaluate.values import Raised, UnknownValue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from schemaparity.evaluate.frame import Frame


def assign(frame: Frame, target: cst.CSTNode, value: Any) -> None:
    """`target = value`."""
    match target:
        case cst.Name(value=name):
            frame.bind(name, value)
        case cst.Attribute(value=owner, attr=attribute):
            frame.interpreter.set_attribute(frame.evaluate(owner), mangled(frame.scope, attribute.value), value)
        case cst.Subscript(value=owner):
            frame.interpreter.set_item(frame.evaluate(owner), frame.interpreter.key(frame, target), value)
        case cst.Tuple(elements=elements) | cst.List(elements=elements):
            _unpack(frame, elements, value)
        case cst.StarredElement(value=inner):
            assign(frame, inner, value)


def _unpack(frame: Frame, targets: Sequence[cst.BaseElement], value: Any) -> None:
    values = frame.interpreter.iterate(value)
    if not isinstance(values, UnknownValue):
        values = _with_rest(values, targets)
    if isinstance(values, UnknownValue):
        for target in targets:
            assign(frame, target.value, UnknownValue(values.unknown))
        return
    for target, part in zip(targets, _parts(targets, values), strict=True):
        assign(frame, target.value, part)


def _with_rest(values: list[Any], targets: Sequence[cst.BaseElement]) -> list[Any] | UnknownValue:
    """The values where their number is known; those before the marker are known all the same."""
    index = next((i for i, v in enumerate(values) if isinstance(v, UnknownValue) and v.rest), None)
    if index is None:
        return values
    if any(isinstance(target, cst.StarredElement) for target in targets[: index + 1]):
        return UnknownValue(values[index].unknown)
    known = values[:index][: len(targets)]
    return [*known, *[UnknownValue(values[index].unknown) for _ in range(len(targets) - len(known))]]


def _parts(targets: Sequence[cst.BaseElement], values: list[Any]) -> list[Any]:
    star = next((i for i, target in enumerate(targets) if isinstance(target, cst.StarredElement)), None)
    if star is None:
        if len(values) != len(targets):
            few = "not enough" if len(values) < len(targets) else "too many"
            raise Raised(ValueError(f"{few} values to unpack (expected {len(targets)})"))
        return values
    after = len(targets) - star - 1
    if len(values) < star + after:
        raise Raised(ValueError(f"not enough values to unpack (expected at least {star + after}, got {len(values)})"))
    end = len(values) - after
    return [*values[:star], values[star:end], *values[end:]]
