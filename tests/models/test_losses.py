"""What cannot be evaluated is never lost in silence, and what the models leave to others to create is taken to be there."""

from __future__ import annotations

import textwrap

import pytest
from projects import side_of

from schemaparity.models import ModelSide

ENV = "from alembic import context\nfrom models import metadata\ncontext.configure(target_metadata=metadata)\n"
HEAD = """
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import UserDefinedType
metadata = sa.MetaData()
"""


def side(models: str) -> ModelSide:
    return side_of({"env.py": ENV, "models.py": HEAD + textwrap.dedent(models)})


@pytest.mark.parametrize(
    "models",
    [
        'sa.Table("t", metadata, sa.Column("id", nothing))',
        """
        for name in "ab":
            sa.Table(name, metadata)
            nothing()
        """,
        """
        def make(name):
            sa.Table(name, metadata, sa.Column("id", nothing))
        make("a")
        """,
        'if nothing:\n    sa.Index("i", table.c.x)',
    ],
)
def test_a_statement_that_ends_before_it_has_made_its_tables(models: str) -> None:
    (fact,) = side(models).schema.unknown
    assert "may be missing: the statement raises NameError" in fact.unknown.reason
    assert fact.unknown.origin.location.path == "models.py"


@pytest.mark.parametrize("models", ["print(nothing)", "x = nothing + 1", "nothing.run()", "def table(): ...\ntable(nothing)"])
def test_a_statement_that_ends_and_makes_no_tables(models: str) -> None:
    assert not side(models).schema.unknown


def test_types_that_others_create_are_declared() -> None:
    schema = side(
        """
        kind = postgresql.ENUM("a", "b", name="kind", create_type=False)
        size = postgresql.DOMAIN("size", sa.Integer, schema="types", create_type=False)
        class Money(UserDefinedType):
            def get_col_spec(self, **kw):
                return "OUR_MONEY"
        sa.Table("t", metadata, sa.Column("a", kind), sa.Column("b", sa.ARRAY(kind)), sa.Column("c", size), sa.Column("d", Money),
            sa.Column("e", sa.Integer, server_default=sa.text("nextval('their_seq')")))
        """
    ).schema
    assert [column.type for column in schema.tables["t"].columns.values()] == ["kind", "kind[]", "types.size", "our_money", "INTEGER"]
    assert schema.enums["kind"].labels == ("a", "b")
    assert list(schema.domains) == ["types.size"]
    assert not schema.unknown


def test_an_index_that_is_to_be_made_concurrently_is_an_index() -> None:
    schema = side('sa.Table("t", metadata, sa.Column("a", sa.Integer), sa.Index("i", "a", postgresql_concurrently=True))').schema
    assert [index.name for index in schema.tables["t"].indexes] == ["i"]
    assert not schema.unknown


def test_all_names_of_sqlalchemy() -> None:
    models = """
        from sqlalchemy import *
        from sqlalchemy.orm import *
        from sqlalchemy.dialects.postgresql import *
        Base = declarative_base()
        metadata = Base.metadata
        class T(Base):
            __tablename__ = "t"
            id = Column(Integer, primary_key=True)
            data = Column(JSONB)
    """
    schema = side_of({"env.py": ENV, "models.py": textwrap.dedent(models)}).schema
    assert [column.type for column in schema.tables["t"].columns.values()] == ["INTEGER", "JSONB"]
