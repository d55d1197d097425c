import uuid
from datetime import datetime

from sqlalchemy import JSON, Boolean, Column, DateTime, String
from sqlalchemy.orm import relationship

from app.models.base import Base
from app.models.types import GUID
from app.settings import RiskEngineConfig


class User(Base):
    __tablename__ = "users"

    id = Column(GUID, primary_key=True, default=uuid.uuid4)
    username = Column(String, unique=True, index=True, nullable=False)
    email = Column(String, unique=True, index=True, nullable=False)
    hashed_password = Column(String, nullable=False)
    is_active = Column(Boolean, default=True)
    is_superuser = Column(Boolean, default=False)
    exchange = Column(String, default="binance", nullable=False)
    webhook_secret = Column(String, nullable=False, default=lambda: uuid.uuid4().hex)
    encrypted_api_keys = Column(JSON, nullable=True)
    risk_config = Column(JSON, nullable=False, default=RiskEngineConfig().model_dump(mode="json"))
    created_at = Column(DateTime, default=datetime.utcnow)
    updated_at = Column(DateTime, default=datetime.utcnow, onupdate=datetime.utcnow)
    telegram_config = Column(JSON, nullable=True)

    position_groups = relationship("PositionGroup", back_populates="user")
    configurations = relationship("DCAConfiguration", back_populates="user", cascade="all, delete-orphan")

    def __repr__(self):
        return f"<User {self.username}>"
