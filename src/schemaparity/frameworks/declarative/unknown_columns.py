"""Placeholder types for annotations that cannot be evaluated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemaparity.evaluate.values import Symbolic, UnknownValue
from schemaparity.frameworks.sqlalchemy.placeholders import placeholder_type
from schemaparity.frameworks.sqlalchemy.third_party_types import known_type

if TYPE_CHECKING:
    from sqlalchemy.types import TypeEngine

    from schemaparity.evaluate.interpreter import Interpreter


def unknown_type(interpreter: Interpreter, value: UnknownValue | Symbolic | None, reason: str) -> TypeEngine[Any]:
    """A type that renders as the unknown that it is; a Symbolic renders alike wherever it is written alike."""
    if isinstance(value, Symbolic) and known_type(value) is None:
        value = interpreter.unknown(f"{reason}: the source of {value.text} is not at hand")
    return placeholder_type(interpreter, value if value is not None else interpreter.unknown(reason))
