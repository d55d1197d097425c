import uuid
from datetime import datetime
from enum import Enum

from sqlalchemy import JSON, Boolean, Column, DateTime, ForeignKey, Index, Integer, Numeric, String
from sqlalchemy import Enum as SQLEnum

from app.models.base import Base
from app.models.types import GUID, values_of


class QueueStatus(str, Enum):
    QUEUED = "queued"
    PROMOTED = "promoted"
    CANCELLED = "cancelled"


class QueuedSignal(Base):
    __tablename__ = "queued_signals"
    __table_args__ = (
        Index("ix_queued_signals_user_status", "user_id", "status"),
        Index("ix_queued_signals_priority_score", "priority_score"),
    )

    id = Column(GUID, primary_key=True, default=uuid.uuid4)
    user_id = Column(GUID, ForeignKey("users.id"), nullable=False)
    exchange = Column(String, nullable=False)
    symbol = Column(String, nullable=False)
    timeframe = Column(Integer, nullable=False)
    side = Column(SQLEnum("long", "short", name="signal_side_enum"), nullable=False)
    entry_price = Column(Numeric(20, 10), nullable=False)
    signal_payload = Column(JSON, nullable=False)
    queued_at = Column(DateTime, default=datetime.utcnow)
    replacement_count = Column(Integer, default=0)
    priority_score = Column(Numeric(20, 4), default=0)
    priority_explanation = Column(String)
    is_pyramid_continuation = Column(Boolean, default=False)
    current_loss_percent = Column(Numeric(10, 4))
    status = Column(SQLEnum(QueueStatus, name="queue_status_enum", values_callable=values_of), nullable=False, default=QueueStatus.QUEUED)
    promoted_at = Column(DateTime)
