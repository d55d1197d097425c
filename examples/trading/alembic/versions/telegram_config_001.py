"""telegram settings of users

Revision ID: telegram_config_001
Revises: fd17aff21f62
Create Date: 2025-11-05 10:00:00
"""
from alembic import op
import sqlalchemy as sa

revision = "telegram_config_001"
down_revision = "fd17aff21f62"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("users", sa.Column("telegram_config", sa.JSON(), nullable=True))


def downgrade():
    op.drop_column("users", "telegram_config")
