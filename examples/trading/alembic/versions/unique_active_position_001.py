"""one active position per symbol

Revision ID: unique_active_position_001
Revises: telegram_config_001
Create Date: 2025-11-09 10:00:00
"""
from alembic import op
import sqlalchemy as sa

revision = "unique_active_position_001"
down_revision = "telegram_config_001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute(
        """
        CREATE UNIQUE INDEX uix_active_position_group
        ON position_groups (user_id, symbol, exchange, timeframe, side)
        WHERE status NOT IN ('closed', 'failed')
        """
    )


def downgrade():
    op.execute("DROP INDEX IF EXISTS uix_active_position_group")
