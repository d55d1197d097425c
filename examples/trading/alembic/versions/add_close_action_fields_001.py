"""what a close action did

Revision ID: add_close_action_fields_001
Revises: add_performance_indexes_001
Create Date: 2025-11-20 10:00:00
"""
from alembic import op
import sqlalchemy as sa

revision = "add_close_action_fields_001"
down_revision = "add_performance_indexes_001"
branch_labels = None
depends_on = None

NEW_COLUMNS = {
    "exit_price": (20, 10),
    "entry_price": (20, 10),
    "pnl_percent": (10, 4),
    "realized_pnl_usd": (20, 10),
    "quantity_closed": (20, 10),
    "duration_seconds": (20, 2),
}


def upgrade():
    for name, (precision, scale) in NEW_COLUMNS.items():
        op.add_column("risk_actions", sa.Column(name, sa.Numeric(precision, scale), nullable=True))
    op.create_index("ix_risk_actions_action_type", "risk_actions", ["action_type"])
    op.create_index("ix_risk_actions_group_timestamp", "risk_actions", ["group_id", "timestamp"])


def downgrade():
    op.drop_index("ix_risk_actions_group_timestamp", table_name="risk_actions")
    op.drop_index("ix_risk_actions_action_type", table_name="risk_actions")
    for name in reversed(NEW_COLUMNS):
        op.drop_column("risk_actions", name)
