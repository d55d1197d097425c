"""The mixins of sqlalchemy-mixins, for where its source is not at hand: as text of modules."""

from __future__ import annotations

_STAMPS = """
from sqlalchemy import TIMESTAMP, Column


class TimestampsMixin:
    __abstract__ = True
    created_at = Column(TIMESTAMP, default=lambda: None, nullable=False)
    updated_at = Column(TIMESTAMP, default=lambda: None, nullable=False)
"""
SOURCES = {"sqlalchemy_mixins": "from sqlalchemy_mixins.timestamp import TimestampsMixin\n", "sqlalchemy_mixins.timestamp": _STAMPS}
"""Text of modules by name (sqlalchemy-mixins 2): what of them decides on tables."""
