import uuid
from datetime import datetime
from enum import Enum

from sqlalchemy import JSON, Column, DateTime, ForeignKey, Index, Numeric, String
from sqlalchemy import Enum as SQLEnum

from app.models.base import Base
from app.models.types import GUID, values_of


class RiskActionType(str, Enum):
    OFFSET_LOSS = "offset_loss"
    MANUAL_BLOCK = "manual_block"
    MANUAL_SKIP = "manual_skip"
    MANUAL_CLOSE = "manual_close"
    ENGINE_CLOSE = "engine_close"
    TP_HIT = "tp_hit"


class RiskAction(Base):
    __tablename__ = "risk_actions"

    id = Column(GUID, primary_key=True, default=uuid.uuid4)
    group_id = Column(GUID, ForeignKey("position_groups.id"), nullable=False)
    action_type = Column(SQLEnum(RiskActionType, name="risk_action_type_enum", values_callable=values_of), nullable=False)
    timestamp = Column(DateTime, default=datetime.utcnow)

    loser_group_id = Column(GUID, ForeignKey("position_groups.id"))
    loser_pnl_usd = Column(Numeric(20, 10))
    winner_details = Column(JSON)
    notes = Column(String)

    exit_price = Column(Numeric(20, 10))
    entry_price = Column(Numeric(20, 10))
    pnl_percent = Column(Numeric(10, 4))
    realized_pnl_usd = Column(Numeric(20, 10))
    quantity_closed = Column(Numeric(20, 10))
    duration_seconds = Column(Numeric(20, 2))

    __table_args__ = (
        Index("ix_risk_actions_action_type", action_type),
        Index("ix_risk_actions_group_timestamp", group_id, timestamp),
    )
