"""initial schema

Revision ID: fd17aff21f62
Revises: 
Create Date: 2025-11-02 10:00:00
"""
from alembic import op
import sqlalchemy as sa

from app.models.types import GUID

revision = "fd17aff21f62"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "users",
        sa.Column("id", GUID(), nullable=False),
        sa.Column("username", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("hashed_password", sa.String(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=True),
        sa.Column("is_superuser", sa.Boolean(), nullable=True),
        sa.Column("exchange", sa.String(), nullable=False),
        sa.Column("webhook_secret", sa.String(), nullable=False),
        sa.Column("encrypted_api_keys", sa.JSON(), nullable=True),
        sa.Column("risk_config", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=True),
        sa.Column("updated_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_users_email"), "users", ["email"], unique=True)
    op.create_index(op.f("ix_users_username"), "users", ["username"], unique=True)
    op.create_table(
        "dca_configurations",
        sa.Column("id", GUID(), nullable=False),
        sa.Column("user_id", GUID(), nullable=False),
        sa.Column("pair", sa.String(), nullable=False),
        sa.Column("timeframe", sa.Integer(), nullable=False),
        sa.Column("exchange", sa.String(), nullable=False),
        sa.Column("entry_order_type", sa.Enum("limit", "market", name="entry_order_type_enum"), nullable=False),
        sa.Column("dca_levels", sa.JSON(), nullable=False),
        sa.Column("pyramid_specific_levels", sa.JSON(), nullable=False),
        sa.Column("tp_mode", sa.Enum("per_leg", "aggregate", "hybrid", name="take_profit_mode_enum"), nullable=False),
        sa.Column("tp_settings", sa.JSON(), nullable=False),
        sa.Column("max_pyramids", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=True),
        sa.Column("updated_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("user_id", "pair", "timeframe", "exchange", name="uix_user_pair_timeframe_exchange"),
    )
    op.create_table(
        "position_groups",
        sa.Column("id", GUID(), nullable=False),
        sa.Column("user_id", GUID(), nullable=False),
        sa.Column("exchange", sa.String(), nullable=False),
        sa.Column("symbol", sa.String(), nullable=False),
        sa.Column("timeframe", sa.Integer(), nullable=False),
        sa.Column("side", sa.Enum("long", "short", name="position_side_enum"), nullable=False),
        sa.Column(
            "status",
            sa.Enum("waiting", "live", "partially_filled", "active", "closing", "closed", "failed", name="group_status_enum"),
            nullable=False,
        ),
        sa.Column("pyramid_count", sa.Integer(), nullable=True),
        sa.Column("max_pyramids", sa.Integer(), nullable=True),
        sa.Column("replacement_count", sa.Integer(), nullable=True),
        sa.Column("total_dca_legs", sa.Integer(), nullable=False),
        sa.Column("filled_dca_legs", sa.Integer(), nullable=True),
        sa.Column("base_entry_price", sa.Numeric(precision=20, scale=10), nullable=False),
        sa.Column("weighted_avg_entry", sa.Numeric(precision=20, scale=10), nullable=False),
        sa.Column("total_invested_usd", sa.Numeric(precision=20, scale=10), nullable=True),
        sa.Column("total_filled_quantity", sa.Numeric(precision=20, scale=10), nullable=True),
        sa.Column("unrealized_pnl_usd", sa.Numeric(precision=20, scale=10), nullable=True),
        sa.Column("unrealized_pnl_percent", sa.Numeric(precision=10, scale=4), nullable=True),
        sa.Column("realized_pnl_usd", sa.Numeric(precision=20, scale=10), nullable=True),
        sa.Column("tp_mode", sa.Enum("per_leg", "aggregate", "hybrid", name="tp_mode_enum"), nullable=False),
        sa.Column("tp_aggregate_percent", sa.Numeric(precision=10, scale=4), nullable=True),
        sa.Column("risk_timer_start", sa.DateTime(), nullable=True),
        sa.Column("risk_timer_expires", sa.DateTime(), nullable=True),
        sa.Column("risk_eligible", sa.Boolean(), nullable=True),
        sa.Column("risk_blocked", sa.Boolean(), nullable=True),
        sa.Column("risk_skip_once", sa.Boolean(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=True),
        sa.Column("updated_at", sa.DateTime(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "queued_signals",
        sa.Column("id", GUID(), nullable=False),
        sa.Column("user_id", GUID(), nullable=False),
        sa.Column("exchange", sa.String(), nullable=False),
        sa.Column("symbol", sa.String(), nullable=False),
        sa.Column("timeframe", sa.Integer(), nullable=False),
        sa.Column("side", sa.Enum("long", "short", name="signal_side_enum"), nullable=False),
        sa.Column("entry_price", sa.Numeric(precision=20, scale=10), nullable=False),
        sa.Column("signal_payload", sa.JSON(), nullable=False),
        sa.Column("queued_at", sa.DateTime(), nullable=True),
        sa.Column("replacement_count", sa.Integer(), nullable=True),
        sa.Column("priority_score", sa.Numeric(precision=20, scale=4), nullable=True),
        sa.Column("priority_explanation", sa.String(), nullable=True),
        sa.Column("is_pyramid_continuation", sa.Boolean(), nullable=True),
        sa.Column("current_loss_percent", sa.Numeric(precision=10, scale=4), nullable=True),
        sa.Column("status", sa.Enum("queued", "promoted", "cancelled", name="queue_status_enum"), nullable=False),
        sa.Column("promoted_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "pyramids",
        sa.Column("id", GUID(), nullable=False),
        sa.Column("group_id", GUID(), nullable=False),
        sa.Column("pyramid_index", sa.Integer(), nullable=False),
        sa.Column("entry_price", sa.Numeric(precision=20, scale=10), nullable=False),
        sa.Column("entry_timestamp", sa.DateTime(), nullable=False),
        sa.Column("signal_id", sa.String(), nullable=True),
        sa.Column("status", sa.Enum("pending", "submitted", "filled", "cancelled", name="pyramid_status_enum"), nullable=False),
        sa.Column("dca_config", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["position_groups.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "risk_actions",
        sa.Column("id", GUID(), nullable=False),
        sa.Column("group_id", GUID(), nullable=False),
        sa.Column("action_type", sa.Enum("offset_loss", "manual_block", "manual_skip", name="risk_action_type_enum"), nullable=False),
        sa.Column("timestamp", sa.DateTime(), nullable=True),
        sa.Column("loser_group_id", GUID(), nullable=True),
        sa.Column("loser_pnl_usd", sa.Numeric(precision=20, scale=10), nullable=True),
        sa.Column("winner_details", sa.JSON(), nullable=True),
        sa.Column("notes", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["group_id"], ["position_groups.id"]),
        sa.ForeignKeyConstraint(["loser_group_id"], ["position_groups.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "dca_orders",
        sa.Column("id", GUID(), nullable=False),
        sa.Column("group_id", GUID(), nullable=False),
        sa.Column("pyramid_id", GUID(), nullable=False),
        sa.Column("exchange_order_id", sa.String(), nullable=True),
        sa.Column("leg_index", sa.Integer(), nullable=False),
        sa.Column("symbol", sa.String(), nullable=False),
        sa.Column("side", sa.Enum("buy", "sell", name="order_side_enum"), nullable=False),
        sa.Column("order_type", sa.Enum("limit", "market", name="order_type_enum"), nullable=False),
        sa.Column("price", sa.Numeric(precision=20, scale=10), nullable=False),
        sa.Column("quantity", sa.Numeric(precision=20, scale=10), nullable=False),
        sa.Column("gap_percent", sa.Numeric(precision=10, scale=4), nullable=False),
        sa.Column("weight_percent", sa.Numeric(precision=10, scale=4), nullable=False),
        sa.Column("tp_percent", sa.Numeric(precision=10, scale=4), nullable=False),
        sa.Column("tp_price", sa.Numeric(precision=20, scale=10), nullable=False),
        sa.Column(
            "status",
            sa.Enum("pending", "trigger_pending", "open", "partially_filled", "filled", "cancelled", "failed", name="order_status_enum"),
            nullable=False,
        ),
        sa.Column("filled_quantity", sa.Numeric(precision=20, scale=10), nullable=True),
        sa.Column("avg_fill_price", sa.Numeric(precision=20, scale=10), nullable=True),
        sa.Column("tp_hit", sa.Boolean(), nullable=True),
        sa.Column("tp_order_id", sa.String(), nullable=True),
        sa.Column("tp_executed_at", sa.DateTime(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(), nullable=True),
        sa.Column("filled_at", sa.DateTime(), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["group_id"], ["position_groups.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["pyramid_id"], ["pyramids.id"]),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade():
    for table in ("dca_orders", "risk_actions", "pyramids", "queued_signals", "position_groups", "dca_configurations"):
        op.drop_table(table)
    op.drop_index(op.f("ix_users_username"), table_name="users")
    op.drop_index(op.f("ix_users_email"), table_name="users")
    op.drop_table("users")
    for name in (
        "entry_order_type_enum",
        "take_profit_mode_enum",
        "position_side_enum",
        "group_status_enum",
        "tp_mode_enum",
        "signal_side_enum",
        "queue_status_enum",
        "pyramid_status_enum",
        "risk_action_type_enum",
        "order_side_enum",
        "order_type_enum",
        "order_status_enum",
    ):
        sa.Enum(name=name).drop(op.get_bind(), checkfirst=True)
