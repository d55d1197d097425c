"""Writes small projects: one model module, one or more revisions."""

from __future__ import annotations

import textwrap
from pathlib import Path

MODELS = """
import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase
class Base(DeclarativeBase): pass
class User(Base):
    __tablename__ = "users"
    id = sa.Column(sa.Integer, primary_key=True)
"""
ENV = """
from alembic import context
import models
context.configure(target_metadata=models.Base.metadata)
"""


def revision(body: str = "", *, name: str = "r1", parent: str | None = None, top: str = "") -> str:
    """The text of a revision that creates `users` (when it is the first), after `body`."""
    create = 'op.create_table("users", sa.Column("id", sa.Integer, primary_key=True))' if parent is None else "pass"
    upgrade = textwrap.indent(f"{textwrap.dedent(body).strip()}\n{create}\n", "    ")
    return f"import sqlalchemy as sa\nfrom alembic import op\nrevision = {name!r}\ndown_revision = {parent!r}\n{textwrap.dedent(top)}\ndef upgrade():\n{upgrade}"


def write_project(
    root: Path, *, revisions: dict[str, str] | None = None, models: str = MODELS, env: str = ENV, **files: str | bytes
) -> Path:
    """Write a project; `files` are further ones, with `__` for a slash and `_py` for `.py`."""
    given: dict[str, str | bytes] = {
        "alembic.ini": "[alembic]\nscript_location = alembic\nprepend_sys_path = .\nsqlalchemy.url = postgresql://h/d\n",
        "alembic/env.py": env,
        "models.py": models,
        **{f"alembic/versions/{name}.py": text for name, text in (revisions or {"r1": revision()}).items()},
        **files,
    }
    for name, content in given.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogateescape"))
    return root
