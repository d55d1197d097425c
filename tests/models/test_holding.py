"""Which modules are evaluated whole, which only passed through, which left alone."""

from __future__ import annotations

import pytest

from schemaparity.models.holding import Holding
from schemaparity.models.imports import Reach
from schemaparity.project import MemoryFileSystem
from schemaparity.source import Finder

FILES = {
    "grid.py": "class Table: ...\nclass Own(Base): ...\ndef Grid(): ...\n",
    "wide.py": "import sqlalchemy as sa\nclass Table(sa.Table): ...\n",
    "base.py": "from sqlalchemy.orm import DeclarativeBase\nclass Base(DeclarativeBase): ...\n",
    "old.py": "from sqlalchemy.orm import declarative_base\nBase = declarative_base()\n",
    "db.py": "from flask_sqlalchemy import SQLAlchemy\ndb = SQLAlchemy()\n",
    "again.py": "from base import Base as Root\nfrom old import *\n",
    "helper.py": "import sqlalchemy as sa\ndef make(name):\n    return sa.Table(name, sa.MetaData())\n"
    "def url(): ...\ndef indirectly(name):\n    make(name)\n"
    "def joined(first, rest):\n    parts = [first]\n    parts.extend(rest)\n    return str(parts)\n"
    "def logged(f):\n    def wrapped(*args):\n        from db import db\n        log.info('x')\n        db.session.commit()\n"
    "        return f(*args)\n    return wrapped\n"
    "kinds = Kinds()\ndef kind(name):\n    return kinds.make(name)\n",
}


def holding(text: str) -> Holding:
    files = {f"/p/{name}": content for name, content in {**FILES, "m.py": text}.items()}
    return Holding(Finder(MemoryFileSystem(files), ["/p"]), lambda name: name.partition(".")[0] in {"sqlalchemy", "flask_sqlalchemy"})


@pytest.mark.parametrize(
    "text",
    [
        "from base import Base\nclass A(Base): ...\n",
        "import base\nclass A(base.Base): ...\n",
        "from again import Root\nclass A(Root): ...\n",
        "from again import Base\nclass A(Base): ...\n",
        "from old import *\nclass A(Base): ...\n",
        "from old import Base\nclass M: ...\nclass A(M, Base): ...\n",
        "from db import db\nclass A(db.Model): ...\n",
        "from db import db\nt = db.Table('t')\n",
        "import sqlalchemy as sa\nif True:\n    sa.Index('i', col)\n",
        "from sqlalchemy import Table as T\nt = T('t', metadata)\n",
        "from wide import Table\ndef f():\n    return Table('t')\nt = f()\n",
        "import sqlalchemy as sa\ndef f():\n    return sa.Table('t')\n",
        "class Table(sa.Table): ...\nt = Table('t')\n",
        "from sqlmodel import SQLModel\nclass A(SQLModel, table=True): ...\n",
        "from vendor import Base\nclass A(Base):\n    __tablename__ = 'a'\n",
        "from helper import make\nt = make('t')\n",
        "from helper import make\ndef setup():\n    make('t')\nsetup()\n",
        "import base\nbase.Base.metadata.naming_convention = {}\n",
        "from base import Base\nBase.extra = 1\n",
        "from sqlalchemy import event\n@event.listens_for(x, 'before_create')\ndef f(*a): ...\n",
        "from importlib import import_module\nfor n in names:\n    import_module(n)\n",
        "import sys\nsys.path.insert(0, 'lib')\n",
        "class A(\n    base",
        "from helper import indirectly\nindirectly('t')\n",
        "from helper import kind\nkind('t')\n",
        "A = type('A', (B,), {})\n",
        "from helper import make\nfor n in ('a', 'b'):\n    globals()[n] = make(n)\n",
        "from base import Base\nfor n in ('a', 'b'):\n    class A(Base):\n        id = 1\n    globals()[n] = A\n",
        "from sqlalchemy import Table\nfrom functools import partial\nmake = partial(Table, schema='s')\n",
    ],
)
def test_what_can_hold_tables(text: str) -> None:
    assert holding(text)("m")


@pytest.mark.parametrize(
    "text",
    [
        "from base import Base\ndef query(session):\n    return session.query(Base)\n",
        "from sqlalchemy import select, Column, Integer\nQUERY = select(1)\n",
        "from sqlalchemy.types import TypeDecorator\nclass T(TypeDecorator): ...\n",
        "from pydantic import BaseModel\nclass A(BaseModel):\n    x: int = 1\n",
        "from sqlmodel import SQLModel\nclass A(SQLModel):\n    x: int\n",
        "import enum\nclass E(str, enum.Enum):\n    A = 'a'\n",
        "from helper import make\ndef later():\n    make('t')\n",
        "from sqlalchemy import Column\nclass Mixin:\n    x = Column()\n",
        "import os\nprint(os.getcwd())\n",
        "import api\n@api.type\nclass A: ...\n",
        "from proto import build\nbuild(b'...', globals())\n_globals = globals()\n",
        "from helper import joined\nx = joined('a', [])\n",
        "import arrays\ndef read() -> arrays.Table: ...\n",
        "def f(span):\n    span.metadata.size = 1\n",
        "from base import Base\ndef columns():\n    return Base.__table__.c\n",
        "from grid import Table\nt = Table('t')\n",
        "from grid import Table as T, Table\ndef f():\n    return Table('t')\n",
        "import grid\nt = grid.Table('t')\n",
        "from rich.table import Table\nt = Table('t')\n",
        "from sqlglot import exp\ndef f():\n    return exp.Table('t')\n",
        "class Table: ...\nt = Table('t')\n",
        "from helper import logged\n@logged\ndef f(): ...\n",
    ],
)
def test_what_cannot(text: str) -> None:
    assert not holding(text)("m")


def reach(files: dict[str, str]) -> Reach:
    fs = MemoryFileSystem({f"/p/{name}": text for name, text in {**FILES, **files}.items()})
    return Reach(Holding(Finder(fs, ["/p"]), lambda name: name.partition(".")[0] == "sqlalchemy"))


def test_a_module_that_only_imports_tables_is_passed_through_in_order() -> None:
    found = reach({"a.py": "from base import Base\nclass A(Base): ...\n", "m.py": "import os, a\nfrom b import x\n", "b.py": "x = 1\n"})
    assert found("m")
    assert not found("b")
    assert [target.module for target in found.passing("m") or ()] == ["os", "a", "b"]
    assert found.passing("a") is None


def test_an_import_in_a_block_must_be_evaluated_when_tables_can_come_of_it() -> None:
    models = "from base import Base\nclass A(Base): ...\n"
    found = reach({"a.py": models, "m.py": "if x:\n    import a\n", "n.py": "import a\ntry:\n    import os\nexcept ImportError: ...\n"})
    assert found("m")
    assert found.passing("m") is None
    assert found.passing("n") is not None
