"""A dialect that the settings name, where env.py connects to another one unless a variable says otherwise."""

from __future__ import annotations

from textwrap import dedent

import pytest

from schemaparity.pipeline.session import Session, open_session
from schemaparity.project import MemoryFileSystem, Settings, discover

ENV = """
from alembic import context
from sqlalchemy import create_engine
from app import url, metadata
with create_engine(url or "sqlite:///app.db").connect() as connection:
    context.configure(connection=connection, target_metadata=metadata)
"""
READ = """
import os
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
cache = os.environ.get("CACHE_URL")
url = {url}
metadata = sa.MetaData()
kind = postgresql.JSONB if url else sa.Text
sa.Table("t", metadata, sa.Column("a", kind))
"""
PYDANTIC = """
import sqlalchemy as sa
from pydantic_settings import BaseSettings, SettingsConfigDict
class Own(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="app_")
    db_uri: str | None = None
url = Own().db_uri
metadata = sa.MetaData()
sa.Table("t", metadata, sa.Column("a", sa.JSON if url else sa.Text))
"""


def opened(app: str, dialect: str | None = "postgresql", env: str = ENV) -> Session:
    files = {"alembic.ini": "[alembic]\nscript_location = alembic\n", "alembic/env.py": env, "app.py": dedent(app)}
    files["alembic/versions/a.py"] = "revision = 'a'\ndown_revision = None\ndef upgrade(): pass\n"
    fs = MemoryFileSystem({f"/p/{path}": text for path, text in files.items()})
    return open_session(discover(Settings(project="/p", dialect=dialect), fs)[0], fs)


def type_of(session: Session) -> str:
    return type(session.environment.target_metadata[0].tables["t"].c.a.type).__name__


@pytest.mark.parametrize("app", [READ.format(url='os.environ.get("DATABASE_URL")'), READ.format(url='os.getenv("pg_uri", "")'), PYDANTIC])
def test_the_variable_that_names_the_database_is_taken_to_be_set(app: str) -> None:
    session = opened(app)
    assert (session.dialect, session.environment.dialect, type_of(session)[:4]) == ("postgresql", "postgresql", "JSON")
    (finding,) = session.environment.findings
    assert (finding.verdict, "CACHE_URL" in finding.message) == ("notice", False)


def test_without_such_a_variable_what_is_told_stands() -> None:
    session = opened(READ.format(url="None"))
    assert (session.dialect, session.environment.dialect, type_of(session)) == ("postgresql", "sqlite", "Text")
    assert not session.environment.findings


@pytest.mark.parametrize("dialect", ["sqlite", None])
def test_nothing_is_assumed_where_nothing_else_is_told(dialect: str | None) -> None:
    session = opened(READ.format(url='os.environ.get("DATABASE_URL")'), dialect)
    assert (session.dialect, type_of(session), session.environment.findings) == ("sqlite", "Text", ())
