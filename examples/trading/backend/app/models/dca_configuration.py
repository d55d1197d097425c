import uuid
from datetime import datetime
from enum import Enum

from sqlalchemy import JSON, Column, DateTime, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy import Enum as SQLEnum
from sqlalchemy.orm import relationship

from app.models.base import Base
from app.models.types import GUID, values_of
from app.settings import TakeProfitSettings


class EntryOrderType(str, Enum):
    LIMIT = "limit"
    MARKET = "market"


class TakeProfitMode(str, Enum):
    PER_LEG = "per_leg"
    AGGREGATE = "aggregate"
    HYBRID = "hybrid"
    PYRAMID_AGGREGATE = "pyramid_aggregate"


class DCAConfiguration(Base):
    __tablename__ = "dca_configurations"
    __table_args__ = (UniqueConstraint("user_id", "pair", "timeframe", "exchange", name="uix_user_pair_timeframe_exchange"),)

    id = Column(GUID, primary_key=True, default=uuid.uuid4)
    user_id = Column(GUID, ForeignKey("users.id", ondelete="CASCADE"), nullable=False)
    pair = Column(String, nullable=False)
    timeframe = Column(Integer, nullable=False)
    exchange = Column(String, nullable=False)
    entry_order_type = Column(
        SQLEnum(EntryOrderType, name="entry_order_type_enum", values_callable=lambda x: [e.value for e in x]),
        nullable=False,
        default=EntryOrderType.LIMIT,
    )
    dca_levels = Column(JSON, nullable=False)
    pyramid_specific_levels = Column(JSON, nullable=False, default=dict)
    tp_mode = Column(SQLEnum(TakeProfitMode, name="take_profit_mode_enum", values_callable=values_of), nullable=False, default=TakeProfitMode.PER_LEG)
    tp_settings = Column(JSON, nullable=False, default=TakeProfitSettings().model_dump(mode="json"))
    max_pyramids = Column(Integer, nullable=False, default=5)
    created_at = Column(DateTime, default=datetime.utcnow)
    updated_at = Column(DateTime, default=datetime.utcnow, onupdate=datetime.utcnow)

    user = relationship("User", back_populates="configurations")
