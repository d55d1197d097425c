"""Data migrations over the ORM: tables of an empty database have no rows, whatever asks for them."""

from __future__ import annotations

import pytest
from tests.migrations.replaying import side_of

CREATED = "op.create_table('boxes', sa.Column('id', sa.Integer, primary_key=True), sa.Column('label', sa.Text))"
MODEL = """
from sqlalchemy import func, inspect, select
from sqlalchemy.ext.declarative import declarative_base
from sqlalchemy.orm import Session, aliased, scoped_session, sessionmaker

Base = declarative_base()

class Box(Base):
    __tablename__ = "boxes"
    id = sa.Column(sa.Integer, primary_key=True)
    label = sa.Column(sa.Text)

def pages(query, size=10):
    total = query.count()
    session = inspect(query).session
    result = session.execute(query)
    while True:
        rows = result.fetchmany(size)
        if not rows:
            break
        for row in rows:
            yield row[0]
        session.commit()

def upgrade():
    bind = op.get_bind()
    session = {session}
    if {condition}:
        op.add_column("boxes", sa.Column("filled", sa.Text))
    else:
        op.add_column("boxes", sa.Column("empty", sa.Text))
    session.commit()
"""
SESSIONS = [
    "Session(bind)",
    "Session(bind=bind)",
    "sessionmaker(bind=bind)()",
    "sessionmaker()(bind=bind)",
    "scoped_session(sessionmaker(bind=bind))()",
]
QUERIES = [
    "session.query(Box).filter(Box.label == 'x').all()",
    "[b for b in session.query(Box)]",
    "session.query(Box).filter_by(label='x').first()",
    "session.query(Box).filter(Box.label.like('a%')).order_by(Box.id).limit(3).one_or_none()",
    "session.query(Box).count()",
    "session.query(Box.id, Box.label).distinct().all()",
    "session.query(func.count(Box.id)).filter(Box.label != None).scalar()",
    "session.query(func.count()).select_from(Box).scalar()",
    "session.query(Box).with_entities(func.count(Box.id)).scalar()",
    "session.query(func.max(Box.id)).filter(Box.id > 3).scalar()",
    "session.query(session.query(Box).filter(Box.id == 2).exists()).scalar()",
    "session.query(Box).join(Box, Box.id == Box.id, isouter=True).group_by(Box.label).having(func.count() > 1).all()",
    "session.query(Box).get(4)",
    "session.get(Box, 4)",
    "list(pages(session.query(Box).filter(Box.label.is_(None))))",
    "session.scalars(select(Box)).all()",
    "session.scalars(select(Box).where(Box.id == 1)).first()",
    "session.execute(select(Box.id, Box.label)).fetchall()",
    "session.execute(session.query(Box)).first()",
    "session.query(Box).filter(Box.id.in_(session.query(Box.id).subquery().select())).all()",
    "session.query(aliased(Box)).all()",
    "session.query(Box).update({'label': 'x'})",
    "session.query(Box).filter(Box.id > 1).delete(synchronize_session=False)",
    "bind.execute(sa.insert(Box.__table__).from_select(['id'], session.query(Box.id))).rowcount > 0",
]


@pytest.mark.parametrize("session", SESSIONS)
def test_sessions(session: str) -> None:
    assert columns_after(session, QUERIES[0]) == ["id", "label", "empty"]


@pytest.mark.parametrize("condition", QUERIES)
def test_queries(condition: str) -> None:
    assert columns_after(SESSIONS[0], condition) == ["id", "label", "empty"]


def columns_after(session: str, condition: str) -> list[str]:
    """The columns that the chain leaves, when it leaves no doubt."""
    side = side_of(CREATED, MODEL.format(session=session, condition=condition))
    assert not [f for f in side.findings if f.code != "SP604"]
    assert not side.schema.unknown
    return list(side.schema.tables["boxes"].columns)


def test_rows_that_the_chain_puts_in_are_seen() -> None:
    filled = CREATED + "\nop.execute(\"INSERT INTO boxes VALUES (1, 'a')\")"
    side = side_of(filled, MODEL.format(session=SESSIONS[0], condition="session.query(Box).filter(Box.id == 1).first()"))
    assert {name: column.doubt is not None for name, column in side.schema.tables["boxes"].columns.items()} == {
        "id": False, "label": False, "filled": True, "empty": True,
    }  # fmt: skip


HELPER = """
    state = {"text": None}
    def kind():
        if state["text"] is None:
            raise RuntimeError("not set up")
        return state["text"]
    def copy(op):
        raise RuntimeError("no rows to copy")
    """


def test_application_code_that_misses_its_program_leaves_an_unknown() -> None:
    body = """
    from app import kind
    def upgrade():
        op.create_table("boxes", sa.Column("id", sa.Integer, primary_key=True), sa.Column("secret", kind()))
    """
    side = side_of(body, files={"/p/app.py": HELPER})
    assert not side.findings
    assert "kind() raises RuntimeError: not set up" in side.schema.tables["boxes"].columns["secret"].type.reason  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "body",
    [
        'from app import copy\ndef upgrade():\n    copy(op)\n    op.execute("CREATE TABLE boxes (a INT)")\n',
        'def upgrade():\n    raise RuntimeError("not today")\n',
    ],
)
def test_what_a_revision_and_its_helpers_raise_ends_it(body: str) -> None:
    side = side_of(body, files={"/p/app.py": HELPER})
    assert [f.code for f in side.findings] == ["SP601"]
    assert not side.schema.tables
