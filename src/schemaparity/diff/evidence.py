"""What a comparison can answer: same, different, or undecided with the unknown that makes it so."""

from __future__ import annotations

from typing import TypeAlias

from attrs import frozen

from schemaparity.findings import FieldDifference
from schemaparity.location import NOWHERE
from schemaparity.schema import Element, Unknown


@frozen
class Undecided:
    """Why two facts cannot be compared; `code` says whose fault it is: SP701 migrations, SP702 models, SP703 neither."""

    code: str
    unknown: Unknown


FieldOutcome: TypeAlias = FieldDifference | Undecided | None
"""What the comparison of one field answers; None: the same."""


def undecided(models: object, migrations: object) -> Undecided | None:
    """The reason why two facts cannot be compared, the revisions' unknown first."""
    if isinstance(migrations, Unknown):
        return Undecided("SP701", migrations)
    return Undecided("SP702", models) if isinstance(models, Unknown) else None


def doubt_of(models: Element | None, migrations: Element | None) -> Undecided | None:
    """The doubt that one of two elements exists at all."""
    return undecided(models.doubt if models else None, migrations.doubt if migrations else None)


def not_comparable(field: str, models: str | None, migrations: str | None) -> Undecided:
    """Two texts that have no common form."""
    return Undecided("SP703", Unknown(f"the {field} {models!r} and {migrations!r} cannot be brought to a common form", NOWHERE))


def field_outcome(field: str, models: object, migrations: object) -> FieldOutcome:
    """Compare one plain field of two elements."""
    if open_question := undecided(models, migrations):
        return open_question
    return None if models == migrations else FieldDifference(field, text_of(models), text_of(migrations))


def text_of(value: object) -> str | None:
    """A field as text for people; None where there is nothing."""
    match value:
        case None | str():
            return value
        case bool():
            return "true" if value else "false"
        case tuple() | list():
            return ", ".join(str(v) for v in value)
    return str(value)
