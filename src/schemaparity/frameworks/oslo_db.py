"""oslo.db's model bases, for where its source is not at hand: as text of modules. Its column types are among the third-party types."""

from __future__ import annotations

SOURCES = {
    "oslo_db.sqlalchemy.models": """
from sqlalchemy import Column, DateTime, Integer


class ModelBase:
    __table_initialized__ = False


class TimestampMixin:
    created_at = Column(DateTime, default=lambda: None)
    updated_at = Column(DateTime, onupdate=lambda: None)


class SoftDeleteMixin:
    deleted_at = Column(DateTime)
    deleted = Column(Integer, default=0)
"""
}
"""Text of modules by name (oslo.db 18): what of them decides on tables."""
