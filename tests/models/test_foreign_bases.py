"""Models under bases whose source is not at hand: foreign keys tell which metadata they are on."""

from __future__ import annotations

from schemaparity.evaluate import Interpreter
from schemaparity.frameworks.alembic.environment import Environment
from schemaparity.frameworks.registry import Registry
from schemaparity.frameworks.sqlalchemy.run import start_run
from schemaparity.models import ModelSide, read
from schemaparity.models.imports import follow_imports
from schemaparity.project import MemoryFileSystem, Target
from schemaparity.source import Finder

BASE = """
from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text
from sqlalchemy.orm import declarative_base
Base = declarative_base()
"""
USERS = """
class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
"""
BOXES = """
from vendor.models import Box as VendorBox
class Box(VendorBox):
    __tablename__ = "boxes"
    id = Column(Integer, primary_key=True)
    label = Column(Text, index=True){key}
"""
OWNED = '\n    owner = Column(Integer, ForeignKey("users.id"))'


def side_of(source: str) -> ModelSide:
    """The model side of one module, by its `Base`."""
    interpreter = Interpreter(Finder(MemoryFileSystem({"/p/m.py": source}), ["/p"], (), "/p"), Registry())
    start_run(interpreter, "postgresql")
    follow_imports(interpreter)
    target = Target("default", "/p", "/p", (), metadata=("m:Base",), models=("m",), source_roots=("/p",))
    return read(interpreter, target, Environment(), "postgresql")


def test_a_key_to_a_known_table_ties_the_model_to_it() -> None:
    side = side_of(BASE + USERS + BOXES.format(key=OWNED))
    boxes = side.schema.tables["boxes"]
    assert list(boxes.columns) == ["id", "label", "owner"]
    assert [i.name for i in boxes.indexes] == ["ix_boxes_label"]
    assert boxes.columns["label"].origin.path == "m.py"
    assert boxes.indexes[0].origin.path == "m.py"
    assert ["the base vendor.models.Box cannot be read" in u.reason for u in boxes.unknowns] == [True]
    assert not side.findings


def test_a_key_from_a_known_table_ties_too() -> None:
    links = 'links = Table("links", Base.metadata, Column("box", Integer, ForeignKey("boxes.id")))\n'
    side = side_of(BASE + links + BOXES.format(key=""))
    assert sorted(side.schema.tables) == ["boxes", "links"]
    assert [key.columns for key in side.schema.tables["links"].foreign_keys] == [("box",)]


def test_what_nothing_ties_stays_apart() -> None:
    assert sorted(side_of(BASE + USERS + BOXES.format(key="")).schema.tables) == ["users"]


def test_a_table_of_both_says_nothing() -> None:
    own = USERS.replace("User", "Crate").replace("users", "boxes")
    side = side_of(BASE + USERS + own + BOXES.format(key=OWNED))
    assert list(side.schema.tables["boxes"].columns) == ["id"]


def test_what_application_code_misses_leaves_its_argument_unknown() -> None:
    factory = """
class Factory:
    ready = False
    def make(self):
        if not self.ready:
            raise RuntimeError("not set up")
        return Text
factory = Factory()
"""
    files = {"/p/factory.py": "from sqlalchemy import Text\n" + factory}
    source = BASE + "from factory import factory\n" + USERS + "    secret = Column(factory.make(), nullable=False)\n"
    interpreter = Interpreter(Finder(MemoryFileSystem({**files, "/p/m.py": source}), ["/p"], (), "/p"), Registry())
    start_run(interpreter, "postgresql")
    follow_imports(interpreter)
    target = Target("default", "/p", "/p", (), metadata=("m:Base",), models=("m",), source_roots=("/p",))
    secret = read(interpreter, target, Environment(), "postgresql").schema.tables["users"].columns["secret"]
    assert secret.nullable is False
    assert "make() raises RuntimeError: not set up" in secret.type.reason  # type: ignore[union-attr]
