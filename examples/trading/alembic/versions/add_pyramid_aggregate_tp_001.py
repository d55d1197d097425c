"""take profit per pyramid

Revision ID: add_pyramid_aggregate_tp_001
Revises: add_new_risk_action_types_001
Create Date: 2025-11-27 10:00:00
"""
from alembic import op
import sqlalchemy as sa

revision = "add_pyramid_aggregate_tp_001"
down_revision = "add_new_risk_action_types_001"
branch_labels = None
depends_on = None


def upgrade():
    with op.get_context().autocommit_block():
        op.execute("ALTER TYPE take_profit_mode_enum ADD VALUE IF NOT EXISTS 'pyramid_aggregate'")


def downgrade():
    pass
