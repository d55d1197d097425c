"""Projects that run with SQLAlchemy 1.x: names that 2.0 brought, the order of columns."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from schemaparity.evaluate import Interpreter
from schemaparity.evaluate.values import UnknownValue
from schemaparity.frameworks.registry import Registry
from schemaparity.frameworks.sqlalchemy.run import start_run
from schemaparity.project import MemoryFileSystem
from schemaparity.source import Finder

FIRST = "sqlalchemy<2\n"
SECOND = "sqlalchemy>=2\n"


def read(source: str, requirements: str, name: str) -> object:
    """A name of a module in a project with these requirements."""
    files = {"/p/m.py": source, "/p/requirements.txt": requirements, "/s/tool-3.1.dist-info/METADATA": "Name: Tool\nVersion: 3.1\n"}
    interpreter = Interpreter(Finder(MemoryFileSystem(files), ["/p"], ["/s"], "/p"), Registry())
    start_run(interpreter, "postgresql")
    return interpreter.get_attribute(interpreter.import_module("m", whole=True), name)


MIXINS = """
from sqlalchemy import Column, Integer, String, Text
from sqlalchemy.ext.declarative import declarative_base, declared_attr

class First:
    made = Column(Integer)

class Second:
    note = Column(Text)

    @declared_attr
    def late(cls):
        return Column(String(9))

Base = declarative_base()

class Box(Base, Second, First):
    __tablename__ = "boxes"
    id = Column(Integer, primary_key=True)
    label = Column(Text)

found = [c.name for c in Box.__table__.columns]
"""


@pytest.mark.parametrize(
    ("requirements", "expected"),
    [(FIRST, ["made", "note", "id", "label", "late"]), (SECOND, ["id", "label", "note", "late", "made"])],
)
def test_columns_of_mixins_stand_where_the_series_puts_them(requirements: str, expected: list[str]) -> None:
    assert read(MIXINS, requirements, "found") == expected


GUARDED = """
try:
    from sqlalchemy.orm import mapped_column
except ImportError:
    mapped_column = None
try:
    from sqlalchemy import Uuid
except ImportError:
    Uuid = None
import sqlalchemy
found = (mapped_column is None, Uuid is None, sqlalchemy.__version__.split(".")[0])
"""


def test_what_the_second_series_brought_is_missing_in_the_first() -> None:
    assert read(GUARDED, FIRST, "found") == (True, True, "1")
    assert read(GUARDED, SECOND, "found") == (False, False, sa.__version__.split(".")[0])


def test_star_import_has_the_names_of_the_orm() -> None:
    assert read("from sqlalchemy.orm import *\nfound = mapped_column is not None\n", SECOND, "found") is True


def test_names_that_sqlalchemy_never_had_are_missing() -> None:
    source = "try:\n    from sqlalchemy import Nonsense\nexcept ImportError:\n    Nonsense = 7\n"
    assert read(source, SECOND, "Nonsense") == 7


def test_installed_versions_are_those_that_the_site_packages_show() -> None:
    source = "from importlib.metadata import version\nfound = version('tool').split('.')\nother = version('absent')\n"
    assert read(source, SECOND, "found") == ["3", "1"]
    other = read(source, SECOND, "other")
    assert isinstance(other, UnknownValue)
    assert "absent is installed is not known" in other.reason


@pytest.mark.parametrize(("url", "expected"), [("postgresql://u@h/d", True), ("postgresql+asyncpg://u@h/d", False)])
def test_the_dialect_of_the_usual_driver_is_that_of_the_connection(url: str, expected: bool) -> None:
    source = f"""
from sqlalchemy import create_engine
from sqlalchemy.dialects import mysql, postgresql
engine = create_engine({url!r})
found = (isinstance(engine.dialect, postgresql.dialect), isinstance(engine.dialect, mysql.dialect))
"""
    assert read(source, SECOND, "found") == (expected, False)
