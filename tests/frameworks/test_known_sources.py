"""Model bases of libraries whose source is not at hand."""

from __future__ import annotations

import sqlalchemy as sa

from schemaparity.evaluate import Interpreter
from schemaparity.evaluate.values import Symbolic, UnknownValue
from schemaparity.frameworks.registry import Registry
from schemaparity.frameworks.sqlalchemy.overlays.notes import UNKNOWNS
from schemaparity.frameworks.sqlalchemy.run import start_run
from schemaparity.project import MemoryFileSystem
from schemaparity.source import Finder


def evaluated(source: str, **others: str) -> tuple[Interpreter, object]:
    """A module in a project without third-party source, or with that of `others`."""
    files = {"/p/m.py": source, **{f"/s/{name}/__init__.py": text for name, text in others.items()}}
    interpreter = Interpreter(Finder(MemoryFileSystem(files), ["/p"], ["/s"]), Registry())
    start_run(interpreter, "postgresql")
    module = interpreter.import_module("m", whole=True)
    assert not interpreter.problems
    return interpreter, module


def columns(source: str, table: str) -> dict[str, str]:
    """The columns of a table, with their types."""
    interpreter, module = evaluated(source)
    metadata = interpreter.get_attribute(interpreter.get_attribute(module, "Base"), "metadata")
    assert isinstance(metadata, sa.MetaData)
    return {c.name: f"{c.type}{'' if c.nullable else ' NOT NULL'}" for c in metadata.tables[table].columns}


def test_oslo_mixins() -> None:
    found = columns(
        """
from oslo_db.sqlalchemy import models
from sqlalchemy import Column, Integer
from sqlalchemy.orm import declarative_base
class Common(models.TimestampMixin, models.SoftDeleteMixin, models.ModelBase):
    metadata = None
Base = declarative_base(cls=Common)
class Box(Base):
    __tablename__ = "boxes"
    id = Column(Integer, primary_key=True)
""",
        "boxes",
    )
    assert found == {
        "id": "INTEGER NOT NULL", "created_at": "DATETIME", "updated_at": "DATETIME", "deleted_at": "DATETIME", "deleted": "INTEGER",
    }  # fmt: skip


def test_names_that_are_not_told_stay_symbolic() -> None:
    interpreter, module = evaluated("from oslo_db.sqlalchemy.models import Surprise, ModelBase as Known\n")
    assert isinstance(interpreter.get_attribute(module, "Surprise"), Symbolic)
    assert not isinstance(interpreter.get_attribute(module, "Known"), Symbolic)


def test_source_at_hand_comes_first() -> None:
    interpreter, module = evaluated("from fastapi_users_db_sqlalchemy import UUID_ID\n", fastapi_users_db_sqlalchemy="UUID_ID = 7\n")
    assert interpreter.get_attribute(module, "UUID_ID") == 7


def test_users_of_fastapi() -> None:
    found = columns(
        """
from fastapi_users.db import SQLAlchemyBaseUserTableUUID
from sqlalchemy.orm import DeclarativeBase
class Base(DeclarativeBase): pass
class User(SQLAlchemyBaseUserTableUUID, Base): pass
""",
        "user",
    )
    assert set(found) == {"id", "email", "hashed_password", "is_active", "is_superuser", "is_verified"}
    assert found["email"] == "VARCHAR(320) NOT NULL"


def test_bases_of_advanced_alchemy() -> None:
    found = columns(
        """
from advanced_alchemy.base import UUIDAuditBase
from sqlalchemy.orm import Mapped
Base = UUIDAuditBase
class BlueBox(UUIDAuditBase):
    title: Mapped[str]
""",
        "blue_box",
    )
    assert set(found) == {"id", "title", "sa_orm_sentinel", "created_at", "updated_at"}
    assert found["sa_orm_sentinel"] == "INTEGER"
    assert found["created_at"] == "DATETIME NOT NULL"


def test_decorators_that_only_warn() -> None:
    interpreter, module = evaluated("""
import debtcollector.removals
from debtcollector import removals, renames
from debtcollector.moves import moved_class
@debtcollector.removals.remove(message="gone")
def one(): return 1
@removals.remove
def two(): return 2
@renames.renamed_kwarg("a", "b")
def three(): return 3
found = [one(), two(), three()]
""")
    assert interpreter.get_attribute(module, "found") == [1, 2, 3]
    assert isinstance(interpreter.get_attribute(module, "moved_class"), Symbolic)


def test_mixins_of_authlib_and_bases_that_declare_nothing() -> None:
    source = """
from authlib.integrations.sqla_oauth2 import OAuth2TokenMixin
from authlib.oauth2.rfc6749 import ClientMixin
from sqlalchemy import Column, Integer
from sqlalchemy.orm import declarative_base
from starlette.authentication import SimpleUser
Base = declarative_base()
class Token(Base, OAuth2TokenMixin, ClientMixin, SimpleUser):
    __tablename__ = "tokens"
    id = Column(Integer, primary_key=True)
"""
    found = columns(source, "tokens")
    assert found["access_token"] == "VARCHAR(255) NOT NULL"
    assert list(found)[-1] == "expires_in"
    interpreter, module = evaluated(source)
    metadata = interpreter.get_attribute(interpreter.get_attribute(module, "Base"), "metadata")
    assert [i.name for i in metadata.tables["tokens"].indexes] == ["ix_tokens_refresh_token"]
    assert UNKNOWNS not in metadata.tables["tokens"].info


def test_the_plain_base_of_advanced_alchemy() -> None:
    found = columns(
        """
import sqlalchemy as sa
from advanced_alchemy.base import SQLQuery
class Base(SQLQuery):
    __abstract__ = True
    metadata = sa.MetaData()
    def __init_subclass__(cls, **kwargs):
        if hasattr(cls, "__tablename__") and hasattr(cls, "PREFIX"):
            cls.__tablename__ = f"{cls.PREFIX}_{cls.__tablename__}"
        super().__init_subclass__(**kwargs)
class Box(Base):
    PREFIX = "my"
    __tablename__ = "boxes"
    id = sa.Column(sa.Integer, primary_key=True)
""",
        "my_boxes",
    )
    assert found == {"id": "INTEGER NOT NULL"}


def test_entities_of_alembic_utils_stay_symbolic_where_their_source_is_at_hand() -> None:
    source = "from alembic_utils.pg_view import PGView\nview = PGView(schema='public', signature='v', definition='SELECT 1')\n"
    interpreter, module = evaluated(source, alembic_utils="raise RuntimeError('is read')")
    view = interpreter.get_attribute(module, "view")
    assert isinstance(view, Symbolic)
    assert view.kwargs["signature"] == "v"


def test_real_code_that_refuses_an_unknown_gives_an_unknown() -> None:
    source = "import os\nfound = 'a:b'.split(os.environ['X'])\nother = 'a:b'.replace(os.environ['X'], '')\n"
    interpreter, module = evaluated(source)
    assert [isinstance(interpreter.get_attribute(module, name), UnknownValue) for name in ("found", "other")] == [True, True]
