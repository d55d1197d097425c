"""Models that are hard to read without running them; one form a module."""

from __future__ import annotations

from textwrap import dedent

from attrs import field, frozen

BASE = """
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import DeclarativeBase, Mapped, declarative_base, declared_attr, mapped_column
"""


@frozen
class HardModel:
    """A module of models: columns of tables that must come out, None where it is to end as unknown; names of constraints."""

    case: int
    title: str
    source: str = field(converter=lambda text: BASE + dedent(text))
    tables: dict[str, list[str]] | None
    names: tuple[str, ...] = ()


MODELS = (
    HardModel(41, "a hook of the mappers makes a table of the history of each", """
        Base = declarative_base()
        def with_history(cls):
            columns = [sa.Column(c.name, c.type, primary_key=c.primary_key) for c in cls.__table__.columns]
            sa.Table(cls.__table__.name + "_history", Base.metadata, *columns, sa.Column("version", sa.Integer))
            return cls
        @with_history
        class Service(Base):
            __tablename__ = "services"
            id = sa.Column(sa.Integer, primary_key=True)
        """, {"services": ["id"], "services_history": ["id", "version"]}),
    HardModel(42, "a declared_attr makes a class by type()", """
        Base = declarative_base()
        class Labelled:
            @declared_attr
            def labels(cls):
                cls.Label = type(f"{cls.__name__}Label", (Base,), {"__tablename__": f"{cls.__tablename__}_label",
                    "id": sa.Column(sa.Integer, primary_key=True), "parent_id": sa.Column(sa.ForeignKey(f"{cls.__tablename__}.id"))})
                return sa.orm.relationship(cls.Label)
        class Event(Labelled, Base):
            __tablename__ = "event"
            id = sa.Column(sa.Integer, primary_key=True)
        """, {"event": ["id"], "event_label": ["id", "parent_id"]}),
    HardModel(43, "a naming convention is a function", """
        def words(constraint, table):
            return "_".join(c.name for c in constraint.columns)
        metadata = sa.MetaData(naming_convention={"words": words, "uq": "uq_%(table_name)s_%(words)s"})
        Base = declarative_base(metadata=metadata)
        class Room(Base):
            __tablename__ = "rooms"
            id = sa.Column(sa.Integer, primary_key=True)
            a = sa.Column(sa.Integer)
            __table_args__ = (sa.UniqueConstraint("id", "a"),)
        """, {"rooms": ["id", "a"]}, ("rooms_pkey", "uq_rooms_id_a")),
    HardModel(44, "a listener names constraints when they are attached", """
        @event.listens_for(sa.UniqueConstraint, "after_parent_attach")
        def name_key(constraint, table):
            if isinstance(table, sa.Table):
                constraint.name = table.name.upper() + "_UQ"
        Base = declarative_base()
        class Host(Base):
            __tablename__ = "hosts"
            id = sa.Column(sa.Integer, primary_key=True)
            n = sa.Column(sa.Integer)
            _table_args = (sa.CheckConstraint("id > 0", name="HOSTS_ID"), sa.UniqueConstraint("n"))
            @declared_attr.directive
            def __table_args__(cls):
                return cls._table_args + (sa.CheckConstraint("id < 9", name=cls.__tablename__.upper() + "_MAX"), {"comment": "c"})
        """, {"hosts": ["id", "n"]}, ("hosts_pkey", "HOSTS_UQ", "HOSTS_ID", "HOSTS_MAX")),
    HardModel(45, "columns come from a function", """
        Base = declarative_base()
        def key_to(table, nullable=False):
            return sa.Column(sa.ForeignKey(f"{table}.id", name=f"fk_to_{table}"), nullable=nullable)
        class A(Base):
            __tablename__ = "a"
            id = sa.Column(sa.Integer, primary_key=True)
            parent_id = key_to("a", nullable=True)
        """, {"a": ["id", "parent_id"]}, ("a_pkey", "fk_to_a")),
    HardModel(46, "the type of every enumeration comes from a map with a function", """
        import enum
        class Base(DeclarativeBase):
            type_annotation_map = {enum.Enum: sa.Enum(enum.Enum, values_callable=lambda kind: [k.value for k in kind])}
        class Kind(enum.Enum):
            ONE = "one"
        class A(Base):
            __tablename__ = "a"
            id: Mapped[int] = mapped_column(primary_key=True)
            kind: Mapped[Kind]
        """, {"a": ["id", "kind"]}),
    HardModel(47, "models are made by a function that is given a base", """
        Base = declarative_base()
        def make(base, prefix):
            class Theme(base):
                __tablename__ = prefix + "theme"
                id = sa.Column(sa.Integer, primary_key=True)
            return Theme
        Theme = make(Base, "x_")
        """, {"x_theme": ["id"]}),
    HardModel(48, "tables of Core are attributes of a class, through a wrapper", """
        def Table(name, metadata, *columns, **options):
            return sa.Table(name, metadata, *columns, **options)
        class Model:
            metadata = sa.MetaData()
            workers = Table("workers", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("n", sa.Integer, sa.DefaultClause("0")))
        Base = Model
        """, {"workers": ["id", "n"]}),
    HardModel(49, "a base comes from a package whose source is not there", """
        from some_absent_package import HasId
        Base = declarative_base()
        class A(HasId, Base):
            __tablename__ = "a"
            name = sa.Column(sa.Text, primary_key=True)
        """, None),
)  # fmt: skip
