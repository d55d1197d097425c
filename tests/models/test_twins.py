"""Many small modules: what is read of them is what SQLAlchemy makes of them, statement for statement and as `create_all()` would."""

from __future__ import annotations

import re

import pytest
from twins import CASES, cases, created, imported, interpret, interpreted, metadatas_of, real, statements

ALL = cases(*sorted(path.name.removesuffix(".txt") for path in CASES.glob("*.py.txt")))
ALIASES = """
from typing import Annotated, Literal, Optional
from typing_extensions import TypeAliasType
from sqlalchemy import BigInteger, Enum, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
type Short = str
type Maybe = Optional[str]
type Key = Annotated[int, mapped_column(BigInteger, primary_key=True)]
type Mode = Literal["r", "w"]
type Count = int
class Base(DeclarativeBase):
    type_annotation_map = {Short: String(5), Mode: Enum("r", "w", name="mode")}
class A(Base):
    __tablename__ = "a"
    id: Mapped[Key]
    short: Mapped[Short]
    maybe_short: Mapped[Optional[Short]]
    also: Mapped[Short | None]
    plain: Mapped[str]
    maybe: Mapped[Maybe] = mapped_column(String(9))
    mode: Mapped[Mode]
    count: Mapped[Count] = mapped_column(BigInteger)
"""


@pytest.mark.parametrize("source", [pytest.param(source, id=title) for title, source in ALL])
def test_like_sqlalchemy(source: str) -> None:
    interpreter, module = interpret(source)
    found = metadatas_of(interpreter, module)
    with imported(source) as expected:
        assert statements(expected)
        assert statements(found) == statements(expected)
        assert created(found, interpreter) == created(expected)


def test_type_statements() -> None:
    """The statement of a later Python, and the call that does the same in all."""
    called = re.sub(r"(?m)^type (\w+) = (.*)$", r'\1 = TypeAliasType("\1", \2)', ALIASES)
    assert interpreted(ALIASES) == real(called)
