"""What is said where the schema depends on rows, and what is not."""

from __future__ import annotations

import pytest
from tests.migrations.replaying import side_of

USERS = 'op.create_table("users", sa.Column("id", sa.Integer), sa.Column("name", sa.Text))'

DEPENDENT = {
    "branch": """
        rows = op.get_bind().execute(sa.text("SELECT id FROM users")).fetchall()
        if not rows:
            op.drop_column("users", "name")
        """,
    "loop": """
        for row in op.get_bind().execute(sa.text("SELECT id FROM users")):
            op.execute(f"CREATE TABLE part_{row.id} (a INT)")
        """,
    "early return": """
        connection = op.get_bind()
        found = [row.id for row in connection.execute(sa.text("SELECT id FROM users")).mappings()]
        if not found:
            return
        op.drop_column("users", "name")
        """,
    "turn that is skipped": """
        for name in ("name", "id"):
            if op.get_bind().execute(sa.text(f"SELECT count(*) FROM users WHERE {name} = '7'")).scalar():
                continue
            op.drop_column("users", name)
        """,
    "helper": """
        def is_used(connection):
            return connection.execute(sa.text("SELECT count(*) FROM users")).scalar() > 0
        def shrink():
            with op.batch_alter_table("users") as batch:
                batch.drop_column("name")
        def upgrade():
            used = is_used(op.get_bind())
            if True:
                if used or False:
                    shrink()
        """,
    "other arm": """
        number = op.get_bind().scalar(sa.text("SELECT count(*) FROM users"))
        if number > 3:
            pass
        elif number == 0:
            op.drop_column("users", "name")
        """,
    "query of the ORM": """
        from sqlalchemy.orm import Session
        users = sa.table("users", sa.column("id"))
        with Session(bind=op.get_bind()) as session:
            while session.execute(sa.select(users.c.id)).first() is not None:
                op.drop_column("users", "name")
        """,
}
LAZY = """
    from sqlalchemy.orm import Session, declarative_base
    Base = declarative_base()
    class User(Base):
        __tablename__ = "users"
        id = sa.Column(sa.Integer, primary_key=True)
    def upgrade():
        session = Session(bind=op.get_bind())
        for user in session.query(User):
            op.drop_column("users", "name")
    """
DEPENDENT["rows that a loop asks for"] = LAZY
INDEPENDENT = {
    "rows become rows": """
        for row in op.get_bind().execute(sa.text("SELECT id FROM users")):
            op.execute(f"UPDATE users SET name = 'x' WHERE id = {row.id}")
        """,
    "what refuses rows": """
        if op.get_bind().execute(sa.text("SELECT id FROM users WHERE name IS NULL")).first():
            raise ValueError("names first")
        op.alter_column("users", "name", nullable=False)
        """,
    "the catalog": """
        found = op.get_bind().execute(sa.text("SELECT table_name FROM information_schema.tables")).scalars().all()
        if "users" not in found:
            op.drop_column("users", "name")
        """,
    "another name": """
        rows = op.get_bind().execute(sa.text("SELECT id FROM users")).fetchall()
        columns = [c["name"] for c in sa.inspect(op.get_bind()).get_columns("users")]
        if "name" in columns:
            op.drop_column("users", "name")
        """,
    "a turn that is skipped": """
        '''Create table t, in words.'''
        rows = op.get_bind().execute(sa.text("SELECT id FROM users")).fetchall()
        for row in rows:
            if not row.id:
                continue
            op.execute("DELETE FROM users")
        op.drop_column("users", "name")
        """,
    "a return at the end": """
        op.drop_column("users", "name")
        rows = op.get_bind().execute(sa.text("SELECT id FROM users")).fetchall()
        if not rows:
            return
        op.execute("DELETE FROM users")
        """,
}


@pytest.mark.parametrize("body", DEPENDENT.values(), ids=DEPENDENT.keys())
def test_ddl_that_depends_on_rows_is_said(body: str) -> None:
    (finding,) = side_of(USERS, body).findings
    assert (finding.code, finding.verdict, finding.revisions) == ("SP604", "notice", ("r2",))
    assert "rows of users" in finding.message
    assert finding.migrations is not None
    assert finding.migrations.location.line is not None


@pytest.mark.parametrize("body", INDEPENDENT.values(), ids=INDEPENDENT.keys())
def test_what_leaves_the_schema_alone_is_not_said(body: str) -> None:
    assert side_of(USERS, body).findings == ()


@pytest.mark.parametrize("rows", ["result", "result.mappings()", "iter(result)"])
def test_unknown_rows_are_read_once(rows: str) -> None:
    side = side_of(
        USERS,
        f"""
        bind = op.get_bind()
        bind.execute(sa.text("INSERT INTO users SELECT 1, random()::text"))
        result = bind.execute(sa.text("SELECT id, name FROM users WHERE name = 'x'"))
        for row in {rows}:
            bind.execute(sa.text("UPDATE users SET name = :n WHERE id = :i"), {{"n": str(row[1]), "i": row[0]}})
        op.add_column("users", sa.Column("after", sa.Text))
        """,
    )
    assert side.log[-1].statements < 10
    assert list(side.schema.tables["users"].columns) == ["id", "name", "after"]
    assert not side.findings
