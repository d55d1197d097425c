"""indexes for the queries that run often

Revision ID: add_performance_indexes_001
Revises: remove_replacement_count_001
Create Date: 2025-11-16 10:00:00
"""
from alembic import op
import sqlalchemy as sa

revision = "add_performance_indexes_001"
down_revision = "remove_replacement_count_001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_index("ix_position_groups_user_status", "position_groups", ["user_id", "status"])
    op.create_index("ix_position_groups_exchange", "position_groups", ["exchange"])
    op.create_index(
        "ix_position_groups_risk_timer",
        "position_groups",
        ["risk_timer_expires"],
        postgresql_where=sa.text("risk_timer_expires IS NOT NULL"),
    )
    op.create_index("ix_queued_signals_user_status", "queued_signals", ["user_id", "status"], unique=False)
    op.create_index("ix_queued_signals_priority_score", "queued_signals", ["priority_score"], unique=False)
    op.create_index("ix_dca_orders_group_status", "dca_orders", ["group_id", "status"])
    op.execute("CREATE INDEX IF NOT EXISTS ix_dca_orders_exchange_order_id ON dca_orders (exchange_order_id) WHERE exchange_order_id IS NOT NULL")
    op.create_index("ix_dca_orders_tp_order_id", "dca_orders", ["tp_order_id"], postgresql_where=sa.text("tp_order_id IS NOT NULL"))


def downgrade():
    op.drop_index("ix_dca_orders_tp_order_id", table_name="dca_orders")
    op.drop_index("ix_dca_orders_exchange_order_id", table_name="dca_orders")
    op.drop_index("ix_dca_orders_group_status", table_name="dca_orders")
    op.drop_index("ix_queued_signals_priority_score", table_name="queued_signals")
    op.drop_index("ix_queued_signals_user_status", table_name="queued_signals")
    op.drop_index("ix_position_groups_risk_timer", table_name="position_groups")
    op.drop_index("ix_position_groups_exchange", table_name="position_groups")
    op.drop_index("ix_position_groups_user_status", table_name="position_groups")
