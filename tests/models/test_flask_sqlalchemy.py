from __future__ import annotations

import textwrap

import pytest
from twins import interpreted, real

CASES = {
    "models": """
        from flask_sqlalchemy import SQLAlchemy
        db = SQLAlchemy()
        links = db.Table("links", db.Column("a", db.ForeignKey("user_account.id")), db.Column("b", db.Integer))
        class UserAccount(db.Model):
            id = db.Column(db.Integer, primary_key=True)
            name = db.Column(db.String(80), unique=True, nullable=False)
            posts = db.relationship("HTTPPost", backref="author", lazy=True)
        class HTTPPost(db.Model):
            id = db.Column(db.Integer, primary_key=True)
            author_id = db.Column(db.Integer, db.ForeignKey(UserAccount.id), index=True)
            at = db.Column(db.DateTime, server_default=db.func.now())
        class Named(db.Model):
            __tablename__ = "other"
            id = db.Column(db.Integer, primary_key=True)
        """,
    "inheritance": """
        from flask_sqlalchemy import SQLAlchemy
        import sqlalchemy as sa
        db = SQLAlchemy(metadata=sa.MetaData(naming_convention={"pk": "pk_%(table_name)s"}))
        class Base(db.Model):
            __abstract__ = True
            id = db.Column(db.Integer, primary_key=True)
        class Animal(Base):
            kind = db.Column(db.String)
            __mapper_args__ = {"polymorphic_on": kind}
        class Dog(Animal):
            bark = db.Column(db.String)
            __mapper_args__ = {"polymorphic_identity": "dog"}
        class Cat(Animal):
            id = db.Column(db.ForeignKey("animal.id"), primary_key=True)
        """,
    "declarative base as model class": """
        from flask_sqlalchemy import SQLAlchemy
        from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
        class Base(DeclarativeBase):
            pass
        db = SQLAlchemy(model_class=Base)
        class SomeThing(db.Model):
            id: Mapped[int] = mapped_column(primary_key=True)
            name: Mapped[str | None]
        """,
    "bind keys": """
        from flask_sqlalchemy import SQLAlchemy
        db = SQLAlchemy()
        class A(db.Model):
            id = db.Column(db.Integer, primary_key=True)
        class B(db.Model):
            __bind_key__ = "other"
            id = db.Column(db.Integer, primary_key=True)
        """,
}


@pytest.mark.parametrize("title", CASES)
def test_like_flask_sqlalchemy(title: str) -> None:
    pytest.importorskip("flask_sqlalchemy")
    source = textwrap.dedent(CASES[title])
    assert interpreted(source) == real(source)
