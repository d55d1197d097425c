"""groups no longer count replacements

Revision ID: remove_replacement_count_001
Revises: unique_active_position_001
Create Date: 2025-11-12 10:00:00
"""
from alembic import op
import sqlalchemy as sa

revision = "remove_replacement_count_001"
down_revision = "unique_active_position_001"
branch_labels = None
depends_on = None


def upgrade():
    op.drop_column("position_groups", "replacement_count")


def downgrade():
    op.add_column("position_groups", sa.Column("replacement_count", sa.Integer(), nullable=True))
