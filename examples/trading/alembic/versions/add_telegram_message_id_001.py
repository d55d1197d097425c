"""the message that announced a position

Revision ID: add_telegram_message_id_001
Revises: add_pyramid_aggregate_tp_001
Create Date: 2025-11-30 10:00:00
"""
from alembic import op
import sqlalchemy as sa

revision = "add_telegram_message_id_001"
down_revision = "add_pyramid_aggregate_tp_001"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("position_groups", sa.Column("telegram_message_id", sa.BigInteger(), nullable=True))


def downgrade():
    op.drop_column("position_groups", "telegram_message_id")
