"""Modules named after a module of SQLAlchemy inside another package (`x.compat.sqlalchemy.orm`), whose source is not at hand.

They are taken to pass on what a class body needs of the module that they are named after: an assumption, and reported as one. Names of
which a package may well have its own kind (types, `Column`, engines, sessions) are not among them; they stay symbolic.
"""

from __future__ import annotations

_PASSED_ON: dict[str, tuple[str, ...]] = {
    "sqlalchemy.orm": (
        "DeclarativeBase",
        "Mapped",
        "column_property",
        "declarative_mixin",
        "declared_attr",
        "deferred",
        "foreign",
        "mapped_column",
        "relationship",
        "remote",
        "synonym",
    ),
    "sqlalchemy.ext.hybrid": ("hybrid_method", "hybrid_property"),
}


def original_of(module: str) -> str | None:
    """The module of SQLAlchemy that a module is named after.

    Example:
        >>> original_of("company.compat.sqlalchemy.orm"), original_of("sqlalchemy.orm"), original_of("company.sqlalchemy")
        ('sqlalchemy.orm', None, None)

    """
    return next((name for name in _PASSED_ON if module.endswith(f".{name}")), None)


def source_of(module: str) -> str | None:
    """The text that stands in for such a module."""
    original = original_of(module)
    return None if original is None else f"from {original} import {', '.join(_PASSED_ON[original])}\n"
