from __future__ import annotations

import textwrap

import pytest
from twins import interpreted, real

SITE = {"/site/sqlmodel/__init__.py": "", "/site/sqlmodel/sql/__init__.py": "", "/site/sqlmodel/sql/sqltypes.py": "class UTCDateTime: ..."}
CASES = {
    "fields in all forms": """
        import datetime, decimal, enum, uuid
        from typing import Optional
        from sqlmodel import Field, Relationship, SQLModel, Column, JSON, UniqueConstraint, String
        class Kind(str, enum.Enum):
            a = "A"
            b = "B"
        class Team(SQLModel, table=True):
            id: Optional[int] = Field(default=None, primary_key=True)
            name: str = Field(index=True, max_length=30, unique=True)
            heroes: list["Hero"] = Relationship(back_populates="team")
        class Hero(SQLModel, table=True):
            __tablename__ = "the_heroes"
            __table_args__ = (UniqueConstraint("name", "kind"),)
            id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
            name: str
            age: int | None = None
            alive: bool = True
            kind: Kind = Kind.a
            power: float = Field(nullable=True)
            money: decimal.Decimal = Field(max_digits=10, decimal_places=2)
            born: datetime.date
            at: datetime.datetime
            raw: bytes
            data: dict = Field(default={}, sa_column=Column("data_", JSON))
            code: str = Field(sa_type=String(3), sa_column_kwargs={"comment": "c"})
            team_id: Optional[int] = Field(default=None, foreign_key="team.id", ondelete="CASCADE")
            team: Optional[Team] = Relationship(back_populates="heroes")
        """,
    "inherited fields": """
        from typing import Optional
        from sqlmodel import Field, SQLModel
        class Base(SQLModel):
            name: str = Field(max_length=5)
            note: Optional[str] = None
        class Stamped(SQLModel):
            by: int = 3
        class Thing(Base, Stamped, table=True):
            id: Optional[int] = Field(default=None, primary_key=True)
            note: str = "x"
        class ThingRead(Thing):
            extra: int
        class ThingCreate(Base):
            password: str
        """,
    "the package by its long name": """
        import sqlmodel
        class Thing(sqlmodel.SQLModel, table=True):
            id: int = sqlmodel.Field(primary_key=True)
            name: str = sqlmodel.Field(sa_column=sqlmodel.Column(sqlmodel.sql.sqltypes.AutoString(length=7)))
            code: str = sqlmodel.Field(sa_type=sqlmodel.main.AutoString)
        """,
    "link model": """
        from typing import Optional
        from sqlmodel import Field, SQLModel
        class Link(SQLModel, table=True):
            a_id: Optional[int] = Field(default=None, foreign_key="a.id", primary_key=True)
            b_id: Optional[int] = Field(default=None, foreign_key="b.id", primary_key=True)
        class A(SQLModel, table=True):
            id: Optional[int] = Field(default=None, primary_key=True)
        class B(SQLModel, table=True):
            id: Optional[int] = Field(default=None, primary_key=True)
        """,
}


@pytest.mark.parametrize("title", CASES)
def test_like_sqlmodel(title: str) -> None:
    sqlmodel = pytest.importorskip("sqlmodel")
    source = textwrap.dedent(CASES[title])
    sqlmodel.SQLModel.metadata.clear()
    expected = real(source)
    sqlmodel.SQLModel.metadata.clear()
    assert interpreted(source, SITE) == expected
