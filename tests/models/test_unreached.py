"""Models in modules that env.py never imports: found in every form, and nothing else."""

from __future__ import annotations

import textwrap

import pytest
from projects import side_of

from schemaparity.findings import Finding
from schemaparity.models import ModelSide

FILES = {
    "env.py": """
        from alembic import context
        from app.base import Base
        import app.users
        context.configure(target_metadata=Base.metadata)
        """,
    "app/__init__.py": "",
    "app/base.py": """
        from sqlalchemy import Column, Integer
        from sqlalchemy.orm import DeclarativeBase, declared_attr
        class Base(DeclarativeBase):
            pass
        class Named(Base):
            __abstract__ = True
            @declared_attr.directive
            def __tablename__(cls):
                return cls.__name__.lower() + "s"
            id = Column(Integer, primary_key=True)
        """,
    "app/users.py": "from app.base import Named\nclass User(Named): pass\n",
}
MODEL = """
from sqlalchemy import Column, Integer
from app.base import Base
class Late(Base):
    __tablename__ = "lates"
    id = Column(Integer, primary_key=True)
"""


OWN_BASE = "from sqlalchemy.orm import declarative_base\nBase = declarative_base()"


def side(**files: str) -> ModelSide:
    named = {path.replace("__", "/") + ".py": text for path, text in files.items()}
    return side_of({path: textwrap.dedent(text) for path, text in {**FILES, **named}.items()})


def found(**files: str) -> list[tuple[str, str, int | None]]:
    findings: tuple[Finding, ...] = side(**files).findings
    assert {f.code for f in findings} <= {"SP801"}
    places = [f.place.location for f in findings if f.place is not None]
    return [(str(f.object.name), p.path, p.line) for f, p in zip(findings, places, strict=True)]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (MODEL, 4),
        ("from app.base import Named\nclass Late(Named): pass\n", 2),
        ("import app.base as b\n\nclass Late(b.Named):\n    pass\n", 3),
        ("from .base import *\nclass Late(Named): pass\n", 2),
        ("import sqlalchemy as sa\nfrom app.base import Base\nlates = sa.Table('lates', Base.metadata, sa.Column('id', sa.Integer))\n", 3),
        ("from app.base import Named\nNAME = 'Late'\ndef make():\n    return type(NAME, (Named,), {})\nLate = make()\n", 4),
    ],
)
def test_every_form(text: str, line: int) -> None:
    assert found(app__late=text) == [("lates", "app/late.py", line)]


def test_a_package_that_another_module_would_bring() -> None:
    assert found(app__more__models=MODEL, app__more____init__="from app.more.models import Late\n") == [("lates", "app/more/models.py", 4)]


def test_what_a_message_says() -> None:
    (finding,) = side(app__late=MODEL).findings
    assert finding.message == "model Late (table lates) is declared in app.late, which env.py never imports"
    assert finding.verdict == "notice"


@pytest.mark.parametrize(
    "files",
    [
        {"app__tests__models": MODEL},
        {"app__test_late": MODEL}, {"app__conftest": MODEL}, {"app__migrations__old": MODEL},
        {"app__own": MODEL.replace("from app.base import Base", OWN_BASE)},
        {"app__schema": "from pydantic import BaseModel\nclass Late(BaseModel):\n    id: int\n"},
        {"app__query": "from app.users import User\nimport sqlalchemy as sa\nt = sa.table('lates')\nq = sa.select(User)\n"},
        {"app__again": MODEL.replace("lates", "users")},
        {"app__child": "from app.users import User\nclass Late(User):\n    __tablename__ = None\n"}, {"app__text": f"TEXT = {MODEL!r}\n"},
        {"app__abstract": "from app.base import Named\nclass Late(Named):\n    __abstract__ = True\n"}, {"late": MODEL},
    ],
)  # fmt: skip
def test_no_noise(files: dict[str, str]) -> None:
    assert found(**files) == []


def test_the_schema_and_the_modules_stay_as_they_were() -> None:
    with_late = side(app__late=MODEL)
    assert list(with_late.schema.tables) == ["users"]
    assert "app.late" not in with_late.modules
    assert [list(m.tables) for m in with_late.metadata] == [["users"]]


def test_nothing_is_said_where_an_import_may_have_been_lost() -> None:
    users = "from app.base import Named\nclass User(Named): pass\nfor name in nothing:\n    __import__(name)\n"
    (fact,) = (made := side(app__late=MODEL, app__users=users)).schema.unknown
    assert "may be missing" in fact.unknown.reason
    assert not made.findings
