"""A finished result of two targets with every verdict and hostile names, and the sources that it points into."""

from __future__ import annotations

from schemaparity.findings import FieldDifference, Finding, History, ObjectRef, RevisionInfo, TargetResult
from schemaparity.location import Location, Origin
from schemaparity.schema import Column, Index, IndexElement, PrimaryKey, Schema, Table, UniqueConstraint

ODD_PATH = "models/a,b:c%20é.py"
ODD_NAME = "a\x1b[31m|`b`<c>,::error::%0A[x](1)\n\u202e"

SOURCES = {
    "app/models.py": (
        "class User(Base):\n"
        '    __tablename__ = "users"\n'
        "    id = Column(Integer, primary_key=True)\n"
        "    email = Column(\n"
        "        String(50),\n"
        "        unique=True,\n"
        "    )\n"
    ),
    ODD_PATH: '\tname = "日本\x1b"; odd = Column(Text)\n',
    "alembic/versions/r1.py": 'def upgrade():\n    op.create_table("users", Column("email", Text), Column("id", Integer))\n',
    "alembic/versions/r2.py": 'def upgrade():\n    op.alter_column("users", "email", nullable=False)\n    op.drop_table("gone")\n',
    "core/versions/c1.py": "def upgrade():\n    op.execute(statement())\n",
}


def lines(path: str) -> list[str]:
    """The lines of a source; none for a file that cannot be read."""
    return SOURCES[path].split("\n") if path in SOURCES else []


def at(path: str, line: int, column: int, end_line: int, end_column: int, revision: str | None = None) -> Origin:
    return Origin(path, revision, location=Location(path, line, column, end_line, end_column))


def users(*columns: Column, indexes: tuple[Index, ...] = (), unique: tuple[UniqueConstraint, ...] = ()) -> Table:
    key = PrimaryKey("users_pkey", ("id",))
    return Table("users", columns={c.name: c for c in columns}, primary_key=key, indexes=indexes, unique_constraints=unique)


def column_differs() -> Finding:
    return Finding(
        "SP203",
        "column users.email differs: type, nullable",
        ObjectRef("column", "email", "users"),
        "drift",
        "different",
        hint="op.alter_column('users', 'email', type_=sa.String(50), nullable=True)",
        fields=(FieldDifference("type", "VARCHAR(50)", "TEXT"), FieldDifference("nullable", "yes", "no")),
        models=at("app/models.py", 4, 5, 7, 6),
        migrations=at("alembic/versions/r1.py", 2, 30, 2, 51, "r1"),
        revisions=("r1", "r2"),
    )


def odd_column_is_missing() -> Finding:
    return Finding(
        "SP201",
        f"column users.{ODD_NAME} is declared by the models but no revision creates it",
        ObjectRef("column", ODD_NAME, "users"),
        "drift",
        "missing_in_migrations",
        models=at(ODD_PATH, 1, 16, 1, 34),
    )


def revision_fails() -> Finding:
    return Finding(
        "SP601",
        'this migration fails: table "gone" does not exist',
        ObjectRef("revision", "r2"),
        "failure",
        migrations=at("alembic/versions/r2.py", 3, 5, 3, 26, "r2"),
        revisions=("r2",),
    )


def name_differs() -> Finding:
    return Finding(
        "SP391",
        "unique constraint of users (email) is named uq_email by the models and users_email_key by the migrations",
        ObjectRef("unique_constraint", "uq_email", "users", columns=("email",)),
        "notice",
        "different",
        models=at("app/models.py", 4, 5, 7, 6),
    )


def statement_is_unknown() -> Finding:
    return Finding(
        "SP701",
        "the schema after the migrations cannot be decided: the name statement is not defined",
        ObjectRef("project"),
        "unknown",
        migrations=at("core/versions/c1.py", 2, 5, 2, 28, "c1"),
        revisions=("c1",),
    )


def nothing_is_compared() -> Finding:
    return Finding("SP702", "the models cannot be read: env.py sets no metadata", ObjectRef("project"), "unknown")


def results() -> tuple[TargetResult, ...]:
    """Both targets."""
    identifier, email = Column("id", "INTEGER", nullable=False), Column("email", "TEXT", nullable=False)
    odd = Column(ODD_NAME, "TEXT")
    index = Index("ix_users_email", (IndexElement("email"),))
    unique = UniqueConstraint("users_email_key", ("email",))
    posts = Table("posts", "blog", columns={"id": identifier})
    default = TargetResult(
        "default",
        "postgresql",
        "alembic",
        Schema(tables={"users": users(identifier, email, odd, indexes=(index,), unique=(unique,)), "blog.posts": posts}),
        Schema(tables={"users": users(email, identifier, indexes=(index,), unique=(unique,)), "blog.posts": posts}),
        History(
            (
                RevisionInfo("r1", message="create users", path="alembic/versions/r1.py", origin=at("alembic/versions/r1.py", 1, 1, 1, 14)),
                RevisionInfo("r2", ("r1",), path="alembic/versions/r2.py", origin=at("alembic/versions/r2.py", 1, 1, 1, 14)),
            ),
            heads=("r2",),
            bases=("r1",),
        ),
        (revision_fails(), column_differs(), name_differs(), odd_column_is_missing()),
    )
    core = TargetResult(
        "core|x",
        "sqlite",
        "core",
        Schema("sqlite"),
        Schema("sqlite", tables={"logs": Table("logs", columns={"id": identifier})}),
        History((RevisionInfo("c1", path="core/versions/c1.py", origin=at("core/versions/c1.py", 1, 1, 1, 14)),), ("c1",), ("c1",)),
        (nothing_is_compared(), statement_is_unknown()),
        suppressed=(
            Finding("SP102", "table logs is created but not declared", ObjectRef("table", "logs", "logs"), "drift", "missing_in_models"),
        ),
    )
    return default, core
