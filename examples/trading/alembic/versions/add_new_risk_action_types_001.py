"""more kinds of risk action

Revision ID: add_new_risk_action_types_001
Revises: add_close_action_fields_001
Create Date: 2025-11-24 10:00:00
"""
from alembic import op
import sqlalchemy as sa

revision = "add_new_risk_action_types_001"
down_revision = "add_close_action_fields_001"
branch_labels = None
depends_on = None


def upgrade():
    with op.get_context().autocommit_block():
        op.execute("ALTER TYPE risk_action_type_enum ADD VALUE IF NOT EXISTS 'manual_close'")
        op.execute("ALTER TYPE risk_action_type_enum ADD VALUE IF NOT EXISTS 'engine_close'")
        op.execute("ALTER TYPE risk_action_type_enum ADD VALUE IF NOT EXISTS 'tp_hit'")


def downgrade():
    # PostgreSQL cannot remove a label of an enum
    pass
