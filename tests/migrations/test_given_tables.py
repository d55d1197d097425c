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
