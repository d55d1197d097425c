"""Stand-ins for what is not known: a type that renders as a hole, text with holes, and the unknown facts noted in `.info`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import types

from schemaparity.evaluate.native.limits import check_tree
from schemaparity.evaluate.values import Symbolic, UnknownValue
from schemaparity.frameworks.sqlalchemy.literals import Hole
from schemaparity.frameworks.sqlalchemy.overlays.notes import DOUBT, FIELDS, UNKNOWNS
from schemaparity.frameworks.sqlalchemy.run import run_of
from schemaparity.schema import Unknown

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter


class UnknownType(types.UserDefinedType[Any]):
    """A type that could not be evaluated; it renders as the hole token of its reason."""

    cache_ok = True

    def __init__(self, token: str = "") -> None:
        self.token = token

    def get_col_spec(self, **_: object) -> str:
        """The token."""
        return self.token


def unknown_of(value: UnknownValue | Symbolic) -> Unknown:
    """The reason of an unknown or symbolic value."""
    if isinstance(value, UnknownValue):
        return value.unknown
    return Unknown(f"the source of {value.text} is not at hand", value.origin)


def token_of(interpreter: Interpreter, value: UnknownValue | Symbolic) -> str:
    """The text of the value with its holes, or one hole."""
    if isinstance(value, UnknownValue) and value.text is not None:
        return value.text
    label = value.text if isinstance(value, Symbolic) else ""
    return run_of(interpreter).holes.token(unknown_of(value), label)


def placeholder_type(interpreter: Interpreter, value: UnknownValue | Symbolic) -> types.TypeEngine[Any]:
    """The type for a value that is none: of a known library, or unknown."""
    from schemaparity.frameworks.sqlalchemy.third_party_types import known_type  # noqa: PLC0415 - mutual

    known = known_type(value) if isinstance(value, Symbolic) else None
    return known if known is not None else UnknownType(token_of(interpreter, value))


def placeholder_text(interpreter: Interpreter, value: UnknownValue | Symbolic) -> sa.TextClause:
    """SQL text for a value that is not known."""
    return sa.text(token_of(interpreter, value).replace(":", "\\:"))


def placeholder_name(interpreter: Interpreter, value: UnknownValue | Symbolic) -> Hole:
    """A name or bound value for a value that is not known."""
    return Hole(token_of(interpreter, value))


def is_unknown(value: object) -> bool:
    """True for what has no value to work with."""
    return type(value) is UnknownValue or type(value) is Symbolic


def note_field(item: Any, field: str, unknown: Unknown) -> None:
    """Remember that a field of a column or index is not known."""
    item.info.setdefault(FIELDS, {})[field] = unknown


def note_part(table: Any, unknown: Unknown) -> None:
    """Remember that a table may have a part that is not known."""
    known = table.info.setdefault(UNKNOWNS, [])
    if unknown not in known:
        known.append(unknown)


def note_branch(interpreter: Interpreter, table: Any, *, is_new: bool) -> None:
    """Remember that a table is made, or changed, in a branch that may not be taken."""
    unknown = interpreter.speculation.reason
    if unknown is not None and is_new:
        table.info[DOUBT] = unknown
    elif unknown is not None:
        note_part(table, unknown)


def filled(interpreter: Interpreter, values: Iterable[Any]) -> list[Any]:
    """The values with names in the places of unknowns, inside lists too."""
    return [fill(interpreter, v) for v in values]


def fill(interpreter: Interpreter, value: Any) -> Any:
    """The value, a name in the place of an unknown, inside lists, tuples and dicts too."""
    check_tree(value)
    return _fill(interpreter, value)


def _fill(interpreter: Interpreter, value: Any) -> Any:
    if is_unknown(value):
        return placeholder_name(interpreter, value)
    if type(value) in {list, tuple}:
        return type(value)(_fill(interpreter, v) for v in value)
    if type(value) is dict:
        return {(_fill(interpreter, k) if is_unknown(k) else k): _fill(interpreter, v) for k, v in value.items()}
    return value
