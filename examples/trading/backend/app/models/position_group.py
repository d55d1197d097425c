import uuid
from datetime import datetime
from decimal import Decimal
from enum import Enum

from sqlalchemy import BigInteger, Boolean, Column, DateTime, ForeignKey, Index, Integer, Numeric, String
from sqlalchemy import Enum as SQLEnum
from sqlalchemy.orm import relationship

from app.models.base import Base
from app.models.types import GUID


class PositionGroupStatus(str, Enum):
    WAITING = "waiting"
    LIVE = "live"
    PARTIALLY_FILLED = "partially_filled"
    ACTIVE = "active"
    CLOSING = "closing"
    CLOSED = "closed"
    FAILED = "failed"


class PositionGroup(Base):
    __tablename__ = "position_groups"

    id = Column(GUID, primary_key=True, default=uuid.uuid4)
    user_id = Column(GUID, ForeignKey("users.id"), nullable=False)
    exchange = Column(String, nullable=False)
    symbol = Column(String, nullable=False)
    timeframe = Column(Integer, nullable=False)
    side = Column(SQLEnum("long", "short", name="position_side_enum"), nullable=False)
    status = Column(
        SQLEnum(PositionGroupStatus, name="group_status_enum", values_callable=lambda x: [e.value for e in x]),
        nullable=False,
        default=PositionGroupStatus.WAITING,
    )
    pyramid_count = Column(Integer, default=0)
    max_pyramids = Column(Integer, default=5)
    total_dca_legs = Column(Integer, nullable=False)
    filled_dca_legs = Column(Integer, default=0)
    base_entry_price = Column(Numeric(20, 10), nullable=False)
    weighted_avg_entry = Column(Numeric(20, 10), nullable=False)
    total_invested_usd = Column(Numeric(20, 10), default=Decimal("0"))
    total_filled_quantity = Column(Numeric(20, 10), default=Decimal("0"))
    unrealized_pnl_usd = Column(Numeric(20, 10), default=Decimal("0"))
    unrealized_pnl_percent = Column(Numeric(10, 4), default=Decimal("0"))
    realized_pnl_usd = Column(Numeric(20, 10), default=Decimal("0"))
    tp_mode = Column(SQLEnum("per_leg", "aggregate", "hybrid", name="tp_mode_enum"), nullable=False)
    tp_aggregate_percent = Column(Numeric(10, 4))
    risk_timer_start = Column(DateTime)
    risk_timer_expires = Column(DateTime)
    risk_eligible = Column(Boolean, default=False)
    risk_blocked = Column(Boolean, default=False)
    risk_skip_once = Column(Boolean, default=False)
    created_at = Column(DateTime, default=datetime.utcnow)
    updated_at = Column(DateTime, default=datetime.utcnow, onupdate=datetime.utcnow)
    closed_at = Column(DateTime)
    telegram_message_id = Column(BigInteger, nullable=True)

    user = relationship("User", back_populates="position_groups")
    pyramids = relationship("Pyramid", back_populates="group", cascade="all, delete-orphan")
    orders = relationship("DCAOrder", back_populates="group", cascade="all, delete-orphan")

    __table_args__ = (
        Index(
            "uix_active_position_group",
            "user_id",
            "symbol",
            "exchange",
            "timeframe",
            "side",
            unique=True,
            postgresql_where="status NOT IN ('closed', 'failed')",
        ),
        Index("ix_position_groups_user_status", "user_id", "status"),
        Index("ix_position_groups_exchange", "exchange"),
        Index("ix_position_groups_risk_timer", "risk_timer_expires", postgresql_where=risk_timer_expires.isnot(None)),
    )
