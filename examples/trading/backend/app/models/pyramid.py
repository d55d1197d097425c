import uuid
from enum import Enum

from sqlalchemy import JSON, Column, DateTime, ForeignKey, Integer, Numeric, String
from sqlalchemy import Enum as SQLEnum
from sqlalchemy.orm import relationship

from app.models.base import Base
from app.models.types import GUID


class PyramidStatus(str, Enum):
    PENDING = "pending"
    SUBMITTED = "submitted"
    FILLED = "filled"
    CANCELLED = "cancelled"


class Pyramid(Base):
    __tablename__ = "pyramids"

    id = Column(GUID, primary_key=True, default=uuid.uuid4)
    group_id = Column(GUID, ForeignKey("position_groups.id", ondelete="CASCADE"), nullable=False)
    pyramid_index = Column(Integer, nullable=False)
    entry_price = Column(Numeric(20, 10), nullable=False)
    entry_timestamp = Column(DateTime, nullable=False)
    signal_id = Column(String)
    status = Column(
        SQLEnum(PyramidStatus, name="pyramid_status_enum", values_callable=lambda x: [e.value for e in x]),
        nullable=False,
        default=PyramidStatus.PENDING,
    )
    dca_config = Column(JSON, nullable=False)

    group = relationship("PositionGroup", back_populates="pyramids")
