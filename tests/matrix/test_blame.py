"""The life of every kind of object: where it is declared, and which revisions created, changed and dropped it, with their lines."""

from __future__ import annotations

import re

import pytest
from matrix_cases import Case
from matrix_project import HEADS, files_of

from schemaparity import pipeline
from schemaparity.project import MemoryFileSystem, load_settings

MODELS = """class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
    email = Column(String(50), unique=True)
    mood = Column(Enum("sad", "ok", name="mood"), index=True)
    boss_id = Column(ForeignKey("users.id"))
    __table_args__ = (CheckConstraint("email <> ''", name="ck_email"),)
numbers = Sequence("numbers", metadata=Base.metadata)
"""
REVISIONS = (
    """op.create_table("users",
    sa.Column("id", sa.Integer(), nullable=False),
    sa.Column("email", sa.String(40)),
    sa.Column("mood", sa.Enum("sad", name="mood")),
    sa.PrimaryKeyConstraint("id"))
op.execute("CREATE SEQUENCE numbers")
""",
    """op.alter_column("users", "email", type_=sa.String(50))
op.execute("ALTER TYPE mood ADD VALUE 'ok'")
op.add_column("users", sa.Column("boss_id", sa.Integer()))
op.create_index("ix_users_mood", "users", ["mood"])
op.create_unique_constraint("users_email_key", "users", ["email"])
op.create_check_constraint("ck_email", "users", "email <> ''")
""",
    """op.drop_index("ix_users_mood", "users")
op.create_foreign_key(None, "users", "users", ["boss_id"], ["id"])
op.drop_constraint("ck_email", "users")
""",
)
CASE = Case("postgresql", "blame", MODELS, REVISIONS, ())
LIVES = {
    "users.email": ["models: column users.email declared m4", "column users.email created r1:3", "column users.email type r2:1"],
    "users.boss_id": ["models: column users.boss_id declared m6", "column users.boss_id created r2:3"],
    "mood": ["models: enum mood declared m5", "enum mood created r1:1", "enum mood labels r2:2", "enum mood label 'ok' added r2:2"],
    "users_pkey": ["models: primary key users.users_pkey declared m3", "primary key users.users_pkey created r1:5"],
    "users_email_key": [
        "models: unique constraint users.users_email_key declared m4",
        "unique constraint users.users_email_key created r2:5",
    ],
    "users_boss_id_fkey": ["models: foreign key users.users_boss_id_fkey declared m6", "foreign key users.users_boss_id_fkey created r3:2"],
    "ix_users_mood": [
        "models: index users.ix_users_mood declared m5",
        "index users.ix_users_mood created r2:4",
        "index users.ix_users_mood dropped r3:1",
    ],
    "users.ck_email": [
        "models: check constraint users.ck_email declared m7",
        "check constraint users.ck_email created r2:6",
        "check constraint users.ck_email dropped r3:3",
    ],
    "numbers": ["models: sequence numbers declared m8", "sequence numbers created r1:6"],
}


def told(name: str) -> list[str]:
    fs = MemoryFileSystem({f"/p/{path}": text for path, text in files_of(CASE).items()})
    return [short(line) for line in pipeline.blame(load_settings("/p", fs, dialect="postgresql"), name, fs)]


def short(line: str) -> str:
    """The line with its place as the case counts."""
    text, path, number = re.fullmatch(r"(.*?)(?: by revision \w+)? at (\S+?):(\d+):\d+", line).groups()  # type: ignore[union-attr]
    own = int(number) - HEADS["models" if path.startswith("app") else "revision"]
    return f"{text} m{own}" if path.startswith("app") else f"{text.removeprefix('migrations: ')} {path[-5:-3]}:{own}"


@pytest.mark.parametrize("name", LIVES)
def test_life_of_an_object(name: str) -> None:
    assert told(name) == LIVES[name]


def test_life_of_a_table_is_that_of_its_parts_too() -> None:
    lines = told("users")
    assert lines[:2] == ["models: table users declared m1", "table users created r1:1"]
    assert lines[2:] == [
        "column users.email type r2:1",
        "column users.boss_id created r2:3",
        "unique constraint users.users_email_key created r2:5",
        "index users.ix_users_mood created r2:4",
        "check constraint users.ck_email created r2:6",
        "foreign key users.users_boss_id_fkey created r3:2",
        "index users.ix_users_mood dropped r3:1",
        "check constraint users.ck_email dropped r3:3",
    ]


@pytest.mark.parametrize("name", ["public.users", '"users"', 'public."users"'])
def test_quotes_and_the_default_schema_say_nothing(name: str) -> None:
    assert told(name) == told("users")


def test_nothing_of_that_name() -> None:
    assert told("nothing") == told("email") == []
