"""A project of one table, in parity or with one column that no revision adds."""

from __future__ import annotations

from pathlib import Path

INI = "[alembic]\nscript_location = alembic\nprepend_sys_path = .\n"
ENV = "from alembic import context\nimport models\ncontext.configure(target_metadata=models.Base.metadata)\n"
MODELS = """from sqlalchemy.orm import DeclarativeBase
import sqlalchemy as sa
class Base(DeclarativeBase): pass
class User(Base):
    __tablename__ = "users"
    id = sa.Column(sa.Integer, primary_key=True)
"""
MORE = "    name = sa.Column(sa.Text)\n"
REVISION = """from alembic import op
import sqlalchemy as sa
revision, down_revision = "r1", None
def upgrade():
    op.create_table("users", sa.Column("id", sa.Integer, primary_key=True))
"""
MESSAGE = "SP201 column users.name is declared by the models but no revision creates it"


def write_project(root: Path, *, drifts: bool = False) -> Path:
    """Write the project; answers its root."""
    (root / "alembic" / "versions").mkdir(parents=True)
    (root / "alembic.ini").write_text(INI)
    (root / "alembic" / "env.py").write_text(ENV)
    (root / "models.py").write_text(MODELS + MORE * drifts)
    (root / "alembic" / "versions" / "r1.py").write_text(REVISION)
    return root
