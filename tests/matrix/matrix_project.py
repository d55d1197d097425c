"""Projects of the matrix as files: alembic.ini, env.py, the models, the revisions. The same files are read, and run by real Alembic."""

from __future__ import annotations

import re
import textwrap

from attrs import frozen
from matrix_cases import Case, Pair

from schemaparity import pipeline
from schemaparity.findings import TargetResult
from schemaparity.project import MemoryFileSystem, load_settings

INI = "[alembic]\nscript_location = %(here)s/alembic\nprepend_sys_path = .\n"
ENV = """from alembic import context
from app.models import {owner}
context.configure(connection=context.config.attributes["connection"], target_metadata={metadata}{options})
with context.begin_transaction():
    context.run_migrations()
"""
IMPORTS = (
    "import datetime, decimal, enum, typing, uuid\n"
    "from typing import Annotated, Any, Literal, Optional\n"
    "import sqlalchemy as sa\n"
    "from sqlalchemy import (ARRAY, CHAR, DDL, JSON, BigInteger, Boolean, CheckConstraint, Column, Computed, Date, DateTime, Double, Enum, "
    "Float, ForeignKey, ForeignKeyConstraint, Identity, Index, Integer, Interval, LargeBinary, MetaData, Numeric, PrimaryKeyConstraint, "
    "Sequence, SmallInteger, String, Table, Text, Time, TypeDecorator, Unicode, UnicodeText, UniqueConstraint, Uuid, and_, case, cast, "
    "column, desc, event, false, func, literal_column, not_, null, or_, text, true)\n"
    "from sqlalchemy.dialects import mysql, postgresql, sqlite\n"
    "from sqlalchemy.dialects.postgresql import BYTEA, ENUM, INET, JSONB, TSVECTOR, UUID, ExcludeConstraint\n"
    "from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, declarative_base, declared_attr, mapped_column, relationship\n"
)
BASE = "class Base(DeclarativeBase): pass\n"
HEADER = (
    "import sqlalchemy as sa\nfrom alembic import op\nfrom sqlalchemy.dialects import mysql, postgresql, sqlite\n"
    "revision = {id!r}\ndown_revision = {down!r}\n"
)
HEADS = {"models": (IMPORTS + BASE).count("\n"), "revision": HEADER.count("\n") + 1}
"""How many lines stand before what a case says."""


def files_of(case: Case) -> dict[str, str]:
    """The files of a case, by path from the project's root."""
    owner = "SQLModel" if "SQLModel" in case.models else "metadata" if re.search("^metadata =", case.models, re.MULTILINE) else "Base"
    metadata = owner if owner == "metadata" else f"{owner}.metadata"
    options = ", render_as_batch=True" if case.dialect == "sqlite" else ""
    own_base = re.search(r"^class Base\b|^Base =|SQLModel|^metadata =", case.models, re.MULTILINE)
    files = {
        "alembic.ini": INI + f"sqlalchemy.url = {case.dialect}://\n",
        "alembic/env.py": ENV.format(owner=owner, metadata=metadata, options=options),
        "app/__init__.py": "",
        "app/models.py": IMPORTS + ("\n" if own_base else BASE) + case.models,
    }
    for number, body in enumerate(case.revisions, 1):
        header = HEADER.format(id=f"r{number}", down=f"r{number - 1}" if number > 1 else None)
        files[f"alembic/versions/r{number}.py"] = f"{header}def upgrade():\n{textwrap.indent(body, '    ')}"
    return files


def checked(case: Case) -> TargetResult:
    """What a check says of a case."""
    return checked_files(files_of(case), case.dialect)


def checked_files(files: dict[str, str], dialect: str) -> TargetResult:
    """What a check says of a project in memory."""
    fs = MemoryFileSystem({f"/p/{path}": text for path, text in files.items()})
    (result,) = pipeline.check(load_settings("/p", fs, dialect=dialect), fs)
    return result


COLUMNS = {
    "id": "Integer, primary_key=True",
    "name": "String(50)",
    "email": "String(80)",
    "status": 'Enum("new", "old", "gone", name="shared_status")',
    "amount": "Numeric(10, 2)",
    "ratio": "Float",
    "count": "Integer",
    "flag": "Boolean",
    "created": "DateTime(timezone=True)",
    "day": "Date",
    "owner_id": "Integer",
}
POSTGRESQL_COLUMNS = {"data": "JSONB", "tags": "ARRAY(Text)", "during": "postgresql.TSTZRANGE", "vector": "TSVECTOR"}
OWNERS = """class Owner(Base):
    __tablename__ = "owners"
    id = Column(Integer, primary_key=True)
    code = Column(String(20), unique=True)
    status = Column(Enum("new", "old", "gone", name="shared_status"))
"""
OWNERS_REVISION = """op.create_table("owners", sa.Column("id", sa.Integer(), nullable=False), sa.Column("code", sa.String(20)),
    sa.Column("status", sa.Enum("new", "old", "gone", name="shared_status")), sa.PrimaryKeyConstraint("id"), sa.UniqueConstraint("code"))
"""


@frozen
class Sheet:
    """Many pairs as one project, and the lines of each in both files."""

    case: Case
    lines: tuple[tuple[range, range], ...]


def sheet_of(pairs: list[Pair], dialect: str) -> Sheet:
    """One project: every pair has a table of its own, `items1`, `items2`, ..., which is what `items` in its text means."""
    columns = COLUMNS | (POSTGRESQL_COLUMNS if dialect == "postgresql" else {})
    models, revision, lines = OWNERS, OWNERS_REVISION, []
    for number, pair in enumerate(pairs, 1):
        declared, created = (renamed(text, number) for text in _sources(pair, dialect, columns))
        starts = models.count("\n") + 1, revision.count("\n") + 1
        models, revision = models + declared, revision + created
        lines.append(tuple(range(start, text.count("\n") + 1) for start, text in zip(starts, (models, revision), strict=True)))
    return Sheet(Case(dialect, "pairs", models, (revision,), ()), tuple(lines))


def renamed(text: str, number: int) -> str:
    """The text of a pair with the names that its table has in the sheet."""
    return re.sub("(?<![A-Za-z0-9])items(?![A-Za-z0-9])", f"items{number}", text).replace("class Item(", f"class Item{number}(")


def _sources(pair: Pair, dialect: str, columns: dict[str, str]) -> tuple[str, str]:
    return _column(pair) if pair.fence == "columns" else _argument(pair, dialect, columns)


def _column(pair: Pair) -> tuple[str, str]:
    line = pair.models if re.match(r"a\s*[:=]", pair.models) else f"a = Column({pair.models})"
    models = f'class Item(Base):\n    __tablename__ = "items"\n    id = Column(Integer, primary_key=True)\n    {line}\n'
    key = 'sa.Column("id", sa.Integer(), nullable=False), sa.PrimaryKeyConstraint("id")'
    if pair.revision.startswith("SQL "):
        return models, f'op.create_table("items", {key})\nop.execute({f"ALTER TABLE items ADD COLUMN a {pair.revision[4:]}"!r})\n'
    if pair.revision.startswith("op."):
        return models, f'op.create_table("items", {key})\n{pair.revision}\n'
    return models, f'op.create_table("items", {key}, sa.Column("a", {pair.revision}))\n'


def _argument(pair: Pair, dialect: str, columns: dict[str, str]) -> tuple[str, str]:
    body = "".join(f"    {name} = Column({arguments})\n" for name, arguments in columns.items())
    arguments = "" if pair.models == "nothing" else f"{pair.models},"
    models = f'class Item(Base):\n    __tablename__ = "items"\n{body}    __table_args__ = ({arguments})\n'
    made = ", ".join(f'sa.Column("{name}", {_qualified(arguments, dialect)})' for name, arguments in columns.items())
    if pair.revision.startswith("SQL "):
        return models, f'op.create_table("items", {made})\nop.execute({pair.revision[4:]!r})\n'
    if pair.revision.startswith("op."):
        return models, f'op.create_table("items", {made})\n{pair.revision}\n'
    extra = "" if pair.revision == "nothing" else f", {pair.revision}"
    return models, f'op.create_table("items", {made}{extra})\n'


def _qualified(arguments: str, dialect: str) -> str:
    """The arguments of a column as a revision says them; the type that all tables share is created once."""
    if arguments.startswith("Enum") and dialect == "postgresql":
        return 'postgresql.ENUM(name="shared_status", create_type=False)'
    own = {"JSONB": "postgresql.JSONB()", "TSVECTOR": "postgresql.TSVECTOR()", "ARRAY(Text)": "sa.ARRAY(sa.Text())"}
    return own.get(arguments, arguments if arguments.startswith("postgresql.") else f"sa.{arguments}")
