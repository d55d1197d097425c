"""Listeners on classes of SQLAlchemy: they act on the run that registered them, and on no other."""

from __future__ import annotations

import textwrap

import sqlalchemy as sa

from schemaparity.models import read
from schemaparity.pipeline.session import open_session
from schemaparity.project import MemoryFileSystem, Settings, discover
from schemaparity.schema import Schema

FILES = {
    "alembic.ini": "[alembic]\nscript_location = alembic\n",
    "alembic/env.py": "from alembic import context\nfrom app import Base\ncontext.configure(target_metadata=Base.metadata)\n",
    "alembic/versions/a.py": "revision = 'a'\ndown_revision = None\ndef upgrade(): pass\n",
}
HEAD = """
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import declarative_base
Base = declarative_base()
"""
TABLE = """
class User(Base):
    __tablename__ = "users"
    __table_args__ = (sa.PrimaryKeyConstraint("id"),)
    id = sa.Column(sa.Integer)
    name = sa.Column(sa.String(5), unique=True)
"""


def schema_of(listeners: str) -> Schema:
    tree = {f"/p/{path}": text for path, text in {**FILES, "app.py": HEAD + textwrap.dedent(listeners) + TABLE}.items()}
    fs = MemoryFileSystem(tree)
    session = open_session(discover(Settings(project="/p"), fs)[0], fs)
    return read(session.interpreter, session.target, session.environment, session.dialect).schema


def names(schema: Schema) -> set[str | None]:
    return {c.name for c in schema.tables["users"].constraints}


def test_name_constraints_as_they_are_attached() -> None:
    listeners = """
        @event.listens_for(sa.PrimaryKeyConstraint, "after_parent_attach")
        def name_key(key, table):
            key.name = "%s_PK" % table.name.upper()
        @event.listens_for(sa.UniqueConstraint, "after_parent_attach")
        def name_unique(key, table):
            if not key.name:
                key.name = "uq_%s_%s" % (table.name, list(key.columns)[0].name)
        """
    assert names(schema_of(listeners)) == {"USERS_PK", "uq_users_name"}
    assert names(schema_of("")) == {"users_pkey", "users_name_key"}
    assert sa.PrimaryKeyConstraint(sa.Column("x"), _implicit_generated=True).name is None


def test_change_tables_before_they_are_created() -> None:
    listeners = """
        def widen(target, connection, **keywords):
            if connection.dialect.name == "postgresql":
                target.c.name.type = sa.String(50)
        event.listen(sa.Table, "before_create", widen)
        @event.listens_for(sa.Table, "before_create")
        def other(target, connection, **keywords):
            if connection.dialect.name == "oracle":
                target.append_constraint(sa.CheckConstraint("1 = 1", name="never"))
        event.listen(sa.Table, "after_create", sa.DDL("CREATE INDEX made ON %(table)s (name)"))
        """
    users = schema_of(listeners).tables["users"]
    assert users.columns["name"].type == "VARCHAR(50)"
    assert [i.name for i in users.indexes] == ["made"]
    assert not users.check_constraints


def test_that_are_removed_do_nothing() -> None:
    listeners = """
        def rename(key, table):
            key.name = "other"
        event.listen(sa.PrimaryKeyConstraint, "after_parent_attach", rename)
        event.remove(sa.PrimaryKeyConstraint, "after_parent_attach", rename)
        """
    assert names(schema_of(listeners)) == {"users_pkey", "users_name_key"}


def test_that_cannot_be_read_make_their_tables_uncertain() -> None:
    schema = schema_of('from vendor import rename\nevent.listen(sa.Table, "after_parent_attach", rename)\n')
    assert [("vendor.rename" in f.unknown.reason, f.object) for f in schema.unknown] == [(True, "users")]
