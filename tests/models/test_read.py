from __future__ import annotations

import sys
import textwrap

import pytest

from schemaparity.evaluate.budgets import Spent
from schemaparity.evaluate.values import UnknownUsed, UnknownValue
from schemaparity.findings import ObjectRef
from schemaparity.models import ModelSide, read
from schemaparity.pipeline.session import open_session
from schemaparity.project import MemoryFileSystem, Settings, discover
from schemaparity.schema import Unknown

ENV = """
from alembic import context
from app.base import Base
import app.users
target_metadata = Base.metadata
def include_object(object, name, type_, reflected, compare_to):
    return not (type_ == "table" and name.startswith("legacy_"))
def run():
    context.configure(connection=None, target_metadata=target_metadata, include_object=include_object)
run()
"""
FILES = {
    "alembic.ini": "[alembic]\nscript_location = alembic\n",
    "alembic/versions/a.py": "revision = 'a'\ndown_revision = None\ndef upgrade(): pass\n",
    "alembic/env.py": ENV,
    "app/__init__.py": "",
    "app/base.py": "from sqlalchemy.orm import DeclarativeBase\nclass Base(DeclarativeBase): pass\n",
    "app/users.py": """
        from sqlalchemy import Column, Integer
        from app.base import Base
        class User(Base):
            __tablename__ = "users"
            id = Column(Integer, primary_key=True)
        """,
}


def side(files: dict[str, str] | None = None, **settings: object) -> ModelSide:
    tree = {f"/p/{path}": textwrap.dedent(text) for path, text in {**FILES, **(files or {})}.items()}
    fs = MemoryFileSystem(tree)
    session = open_session(discover(Settings(project="/p", **settings), fs)[0], fs)  # type: ignore[arg-type]
    return read(session.interpreter, session.target, session.environment, session.dialect)


def test_target_metadata_of_env() -> None:
    found = side()
    assert list(found.schema.tables) == ["users"]
    assert found.schema.tables["users"].origin.location.path == "app/users.py"
    assert not found.findings


def test_metadata_and_models_of_settings() -> None:
    files = {"app/more/__init__.py": "", "app/more/deep.py": FILES["app/users.py"].replace("users", "deep").replace("User", "Deep")}
    assert list(side(files, metadata="app.base:Base", models="app.**").schema.tables) == ["users", "deep"]
    (finding,) = side(metadata="app.base:Nothing").findings
    assert finding.code == "SP702"


def test_metadata_of_settings_without_tables_says_what_is_missing() -> None:
    env = {"alembic/env.py": "from alembic import context\nfrom app.base import Base\ncontext.configure(target_metadata=Base.metadata)\n"}
    found = side(env, metadata="app.base:Base")
    (finding,) = found.findings
    assert (finding.code, finding.verdict) == ("SP702", "unknown")
    assert [fact.unknown.reason for fact in found.schema.unknown] == [finding.message]
    assert not side(env, metadata="app.base:Base", models="app.users").findings


def test_model_that_env_never_imports() -> None:
    files = {"app/late.py": FILES["app/users.py"].replace("users", "late").replace("User", "Late")}
    (finding,) = side(files).findings
    assert (finding.code, finding.object.name, finding.place.location.line) == ("SP801", "late", 4)  # type: ignore[union-attr]


def test_filters_are_for_comparison_only() -> None:
    found = side({"app/users.py": FILES["app/users.py"].replace('"users"', '"legacy_users"')})
    assert list(found.schema.tables) == ["legacy_users"]
    assert found.hides is not None
    assert found.hides(ObjectRef("table", "legacy_users"))
    assert found.hides(ObjectRef("column", "id", "legacy_users"))
    assert not found.hides(ObjectRef("table", "users"))


def test_columns_of_a_library_that_is_not_at_hand_are_undecided() -> None:
    users = """
        from vendor import mapped_column
        from sqlalchemy import Column, Integer
        from sqlalchemy.orm import Mapped
        from app.base import Base
        class User(Base):
            __tablename__ = "users"
            id = Column(Integer, primary_key=True)
            name: Mapped[str] = mapped_column()
            mail = mapped_column(Integer)
        """
    reasons = [u.reason for u in side({"app/users.py": users}).schema.tables["users"].unknowns]
    assert [r.partition(" may be a column")[0] for r in reasons] == ["User.name", "User.mail"]


def test_an_unknown_schema_of_the_metadata_is_said_once() -> None:
    base = """
        import os
        from sqlalchemy import MetaData
        from sqlalchemy.orm import DeclarativeBase
        class Base(DeclarativeBase):
            metadata = MetaData(schema=os.environ["PLACE"])
        """
    found = side({"app/base.py": base})
    assert list(found.schema.tables) == ["users"]
    (fact,) = found.schema.unknown
    assert fact.object is None
    assert "taken for the default one" in fact.unknown.reason


def test_what_cannot_be_read_is_undecided() -> None:
    users = """
        from vendor import Base as Other, Mixin, column
        from sqlalchemy import Column, Integer, PickleType, String
        from app.base import Base
        class Pickled(PickleType): pass
        class User(Mixin, Base):
            __tablename__ = "users"
            id = Column(Integer, primary_key=True)
        class Broken(Base):
            __tablename__ = "broken"
            id = Column(Integer, primary_key=True)
            raise RuntimeError("x")
        class Typed(Base):
            __tablename__ = "typed"
            id = Column(Integer, primary_key=True)
            v = Column(column.Type())
            w = Column(String(20, **column.arguments))
            p = Column(Pickled(pickler=column.pickler))
        """
    found = side({"app/users.py": users})
    assert [found.schema.tables["typed"].columns[name].type for name in "wp"] == ["VARCHAR(20)", "BYTEA"]
    assert isinstance(found.schema.tables["typed"].columns["w"].collation, Unknown)
    assert "the base vendor.Mixin cannot be read" in found.schema.tables["users"].unknowns[0].reason
    assert [f.object for f in found.schema.unknown] == ["broken"]
    assert not isinstance(found.schema.tables["typed"].columns["v"].type, str)


def test_an_index_that_the_database_refuses_takes_no_other_with_it() -> None:
    users = """
        from sqlalchemy import JSON, Column, Index, Integer, String
        from app.base import Base
        class User(Base):
            __tablename__ = "users"
            __table_args__ = (Index("aa", "data", postgresql_using="gin"), Index("ix_users_name", "id"))
            id = Column(Integer, primary_key=True)
            data = Column(JSON)
            name = Column(String, index=True, comment="shown")
            mail = Column(String, index=True)
        """
    for _ in range(3):
        schema = side({"app/users.py": users}).schema
        table = schema.tables["users"]
        found = [(i.name, [e.expression for e in i.elements]) for i in table.indexes]
        assert found == [("ix_users_mail", ["mail"]), ("ix_users_name", ["name"])]
        assert table.columns["name"].comment == "shown"
        assert ["operator class" in u.unknown.reason for u in schema.unknown] == [True, False]
        assert [u.object for u in schema.unknown] == ["users.aa", "users.ix_users_name"]


def test_a_foreign_key_to_what_is_no_key_takes_no_table_with_it() -> None:
    users = """
        from sqlalchemy import Column, ForeignKey, Index, Integer
        from app.base import Base
        class User(Base):
            __tablename__ = "users"
            __table_args__ = (Index("uq", "number", unique=True),)
            id = Column(Integer, primary_key=True)
            number = Column(Integer)
            code = Column(Integer)
        class Mail(Base):
            __tablename__ = "mails"
            id = Column(Integer, primary_key=True)
            by_number = Column(ForeignKey("users.number"))
            by_code = Column(Integer, ForeignKey("users.code"))
        """
    mails = side({"app/users.py": users}).schema.tables["mails"]
    assert list(mails.columns) == ["id", "by_number", "by_code"]
    assert [key.columns for key in mails.foreign_keys] == [("by_number",)]
    assert ["is over code" in unknown.reason for unknown in mails.unknowns] == [True]


def test_a_signal_of_the_interpreter_ends_as_an_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    def spend(*_: object) -> None:
        raise Spent("too much")

    def touch(*_: object) -> None:
        raise UnknownUsed(UnknownValue(Unknown("not at hand")))

    for signal, reason in ((spend, "too much"), (touch, "not at hand")):
        monkeypatch.setattr(sys.modules[read.__module__], "create_all", signal)
        found = side()
        assert [f.message for f in found.findings] == [f"the models cannot be read: {reason}"]
        assert [f.unknown.reason for f in found.schema.unknown] == [reason]


def test_a_schema_of_nothing_says_why() -> None:
    found = side(metadata="app.base:Nothing")
    assert not found.schema.tables
    assert [f.unknown.reason for f in found.schema.unknown] == [f.message for f in found.findings]


def test_columns_without_ddl_have_one_cause() -> None:
    models = """
        from sqlalchemy import Column, Integer
        from app.base import Base
        class One(Base):
            __tablename__ = "one"
            id = Column(Integer, primary_key=True)
            x = Column()
        class Two(Base):
            __tablename__ = "two"
            id = Column(Integer, primary_key=True)
            y = Column()
        """
    facts = side({"app/users.py": models}).schema.unknown
    assert len({fact.unknown.reason for fact in facts}) == 2
    assert len({fact.unknown.cause for fact in facts}) == 1


def test_a_module_named_after_one_of_sqlalchemy_is_taken_to_pass_it_on() -> None:
    users = """
        from vendor.compat.sqlalchemy.orm import Mapped, mapped_column, surprise
        from sqlalchemy import Integer
        from app.base import Base
        class User(Base):
            __tablename__ = "users"
            id = mapped_column(Integer, primary_key=True)
            age: Mapped[int] = surprise()
        """
    found = side({"app/users.py": users})
    assert list(found.schema.tables["users"].columns) == ["id"]
    assert ["age" in u.reason for u in found.schema.tables["users"].unknowns] == [True]
    assert [(f.code, f.verdict, f.object.name) for f in found.findings] == [("SP702", "notice", "vendor.compat.sqlalchemy.orm")]


FLASK_ENV = """
from flask import current_app
from alembic import context
config = context.config
def get_engine():
    try:
        return current_app.extensions['migrate'].db.get_engine()
    except (TypeError, AttributeError):
        return current_app.extensions['migrate'].db.engine
target_db = current_app.extensions['migrate'].db
def get_metadata():
    if hasattr(target_db, 'metadatas'):
        return target_db.metadatas[None]
    return target_db.metadata
def run_migrations_online():
    conf_args = current_app.extensions['migrate'].configure_args
    with get_engine().connect() as connection:
        context.configure(connection=connection, target_metadata=get_metadata(), **conf_args)
        with context.begin_transaction():
            context.run_migrations()
run_migrations_online()
"""
FLASK = {
    "alembic/env.py": FLASK_ENV,
    "app/base.py": "",
    "app/users.py": "",
    "shop/__init__.py": """
        from flask import Flask
        from flask_migrate import Migrate
        from shop.extensions import db
        def create_app():
            app = Flask(__name__)
            db.init_app(app)
            Migrate(app, db)
            from shop import views
            return app
        """,
    "shop/extensions.py": "from flask_sqlalchemy import SQLAlchemy\ndb = SQLAlchemy()\n",
    "shop/views.py": "from shop.models.user import User\n",
    "shop/models/__init__.py": "",
    "shop/models/user.py": """
        from shop.extensions import db
        class User(db.Model):
            id = db.Column(db.Integer, primary_key=True)
        """,
    "shop/tests/__init__.py": "",
    "shop/tests/models.py": """
        from shop.extensions import db
        class OnlyTested(db.Model):
            id = db.Column(db.Integer, primary_key=True)
        """,
}


def test_the_application_of_flask_migrate_is_found() -> None:
    found = side(FLASK)
    assert (list(found.schema.tables), found.findings) == (["user"], ())


def test_of_several_databases_of_flask_the_one_given_to_migrate() -> None:
    other = """
        from flask_sqlalchemy import SQLAlchemy
        cache_db = SQLAlchemy()
        class Entry(cache_db.Model):
            id = cache_db.Column(cache_db.Integer, primary_key=True)
        """
    found = side({**FLASK, "shop/cache.py": other})
    assert (list(found.schema.tables), found.findings) == (["user"], ())


def test_a_migrate_object_brings_its_options() -> None:
    migrate = """
        from flask_migrate import Migrate
        from shop.extensions import db
        def keep(object, name, type_, reflected, compare_to):
            return name != "legacy"
        migrate = Migrate(db=db, include_object=keep)
        """
    found = side({**FLASK, "shop/migrating.py": migrate})
    assert found.hides is not None


def test_no_database_of_flask() -> None:
    found = side({**FLASK, "shop/extensions.py": "db = None\n", "shop/models/user.py": "", "shop/tests/models.py": ""})
    assert [f.code for f in found.findings] == ["SP702"]


def test_a_method_under_a_decorator_that_is_not_known_is_no_column() -> None:
    users = """
        from sqlalchemy import Column, Integer
        from app.base import Base
        from caching import cache
        class User(Base):
            __tablename__ = "users"
            id = Column(Integer, primary_key=True)
            @cache.memoize(timeout=60)
            def place(self):
                return 1
        class Other(Base):
            __tablename__ = "others"
            id = Column(Integer, primary_key=True)
            @cache.made
            def name(cls):
                return Column(Integer)
        """
    found = side({"app/users.py": users, "caching.py": "from vendor.caching import Cache\nclass Own(Cache): pass\ncache = Own()\n"})
    assert {name: bool(table.unknowns) for name, table in found.schema.tables.items()} == {"users": False, "others": True}


UNDECIDED = {
    "a table in a branch": ("if flag():\n    Table('t', metadata, Column('a', Integer))", "doubt"),
    "a column in a branch": (
        "t = Table('t', metadata, Column('a', Integer))\nif flag():\n    t.append_column(Column('b', Integer))",
        "unknowns",
    ),
    "an index in a branch": ("t = Table('t', metadata, Column('a', Integer))\nif flag():\n    Index('ix', t.c.a)", "unknowns"),
    "columns that are not known": ("Table('t', metadata, Column('a', Integer), *flag())", "unknowns"),
    "a loop over what is not known": (
        "c = [Column('a', Integer)]\nfor x in flag():\n    c.append(x)\nTable('t', metadata, *c)",
        "unknowns",
    ),
    "a class in a branch": (
        "B = declarative_base(metadata=metadata)\nif flag():\n class T(B):\n  __tablename__ = 't'\n  a = Column(Integer, primary_key=True)",
        "doubt",
    ),
}


@pytest.mark.parametrize("title", UNDECIDED)
def test_what_may_be_declared_is_doubtful(title: str) -> None:
    program, where = UNDECIDED[title]
    env = "from alembic import context\nfrom app.db import metadata\ncontext.configure(connection=None, target_metadata=metadata)"
    head = "from sqlalchemy import *\nfrom sqlalchemy.orm import declarative_base\nfrom vendor import flag\nmetadata = MetaData()\n"
    found = side({"alembic/env.py": env, "app/db.py": head + program, "app/users.py": "", "app/base.py": ""})
    table = found.schema.tables["t"]
    assert bool(table.doubt) is (where == "doubt")
    assert bool(table.unknowns) is (where == "unknowns")
