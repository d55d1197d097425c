"""Chains that build on tables which a framework creates when its application starts."""

from __future__ import annotations

from tests.migrations.replaying import side_of

MODELS = {
    "/p/flask_appbuilder/__init__.py": "",
    "/p/flask_appbuilder/security/__init__.py": "",
    "/p/flask_appbuilder/security/sqla/__init__.py": "",
    "/p/flask_appbuilder/security/sqla/models.py": """
        import sqlalchemy as sa
        from sqlalchemy.orm import declarative_base
        Base = declarative_base()
        members = sa.Table("ab_members", Base.metadata, sa.Column("user_id", sa.Integer, sa.ForeignKey("ab_people.id")))
        class People(Base):
            __tablename__ = "ab_people"
            id = sa.Column(sa.Integer, sa.Sequence("people_seq"), primary_key=True)
            email = sa.Column(sa.String(20), unique=True)
        """,
}
OWNED = """
    op.create_table("boxes", sa.Column("id", sa.Integer, primary_key=True), sa.Column("owner", sa.Integer, sa.ForeignKey("ab_people.id")))
    """
WIDER = 'op.alter_column("ab_people", "email", type_=sa.String(90))'


def test_tables_of_the_framework_are_there_before_the_first_revision() -> None:
    side = side_of(OWNED, WIDER, files=MODELS)
    assert [(f.code, f.verdict, f.revisions) for f in side.findings] == [("SP605", "notice", ("r1",))]
    assert "Flask-AppBuilder" in side.findings[0].message
    tables = side.schema.tables
    assert sorted(tables) == ["ab_members", "ab_people", "boxes"]
    assert tables["ab_people"].columns["email"].type == "VARCHAR(90)"
    assert all(table.complete for table in tables.values())
    assert not side.schema.unknown


def test_what_is_not_the_framework_s_opens_the_base() -> None:
    side = side_of('op.add_column("elsewhere", sa.Column("a", sa.Integer))', files=MODELS)
    assert [f.code for f in side.findings] == ["SP602"]
    assert sorted(side.schema.tables) == ["elsewhere"]


def test_a_chain_that_creates_such_tables_itself_gets_nothing() -> None:
    side = side_of('op.create_table("ab_people", sa.Column("id", sa.Integer))', WIDER.replace("email", "id"), files=MODELS)
    assert "SP605" not in [f.code for f in side.findings]


PROGRAM = {
    "/p/alembic/env.py": """
        from alembic import context
        from shop.models import Base
        context.configure(connection=None, target_metadata=Base.metadata)
        """,
    "/p/shop/__init__.py": "",
    "/p/shop/models.py": """
        import sqlalchemy as sa
        from sqlalchemy.orm import declarative_base
        Base = declarative_base()
        class Box(Base):
            __tablename__ = "boxes"
            id = sa.Column(sa.Integer, primary_key=True)
        """,
    "/p/shop/first.py": """
        import sqlalchemy as sa
        from sqlalchemy.orm import declarative_base
        Base = declarative_base()
        class Box(Base):
            __tablename__ = "boxes"
            id = sa.Column(sa.Integer, primary_key=True)
            size = sa.Column(sa.Integer, unique=True)
        """,
    "/p/shop/store.py": """
        from alembic import command
        from shop.first import Base as FirstBase
        def prepare(engine, config):
            FirstBase.metadata.create_all(engine)
            command.upgrade(config, "head")
        """,
}
SMALLER = 'op.drop_column("boxes", "size")'


def test_tables_that_the_program_creates_before_it_upgrades() -> None:
    side = side_of(SMALLER, files=PROGRAM)
    assert [(f.code, f.verdict) for f in side.findings] == [("SP605", "notice")]
    assert "the program (shop/store.py:5)" in side.findings[0].message
    assert list(side.schema.tables["boxes"].columns) == ["id"]
    assert side.schema.tables["boxes"].complete


def test_models_that_are_compared_are_no_first_tables() -> None:
    store = PROGRAM["/p/shop/store.py"].replace("shop.first", "shop.models")
    side = side_of(SMALLER, files={**PROGRAM, "/p/shop/store.py": store})
    assert [f.code for f in side.findings] == ["SP602"]
    assert not side.schema.tables["boxes"].complete


def test_several_first_tables_are_none() -> None:
    other = {"/p/shop/other.py": PROGRAM["/p/shop/first.py"], "/p/shop/stores.py": PROGRAM["/p/shop/store.py"].replace("first", "other")}
    assert [f.code for f in side_of(SMALLER, files={**PROGRAM, **other}).findings] == ["SP602"]


def test_what_a_revision_dropped_is_not_made_again() -> None:
    made = 'op.create_table("boxes", sa.Column("id", sa.Integer))\nop.drop_table("boxes")'
    assert "SP605" not in [f.code for f in side_of(made, SMALLER, files=PROGRAM).findings]
