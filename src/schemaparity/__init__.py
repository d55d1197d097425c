"""Static parity check between SQLAlchemy models and Alembic migrations.

Example:
    >>> import schemaparity
    >>> result = schemaparity.compare("examples/trading")
    >>> result.in_parity
    False

"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from schemaparity.api import Result, compare, read_models, replay
    from schemaparity.errors import NoMigrationsError, ProjectError, RevisionGraphError, SchemaParityError, SettingsError
    from schemaparity.findings import Finding
    from schemaparity.location import Location, Origin
    from schemaparity.project import Settings
    from schemaparity.schema import Schema, Unknown

__version__ = "0.1.0"

__all__ = [
    "Finding",
    "Location",
    "NoMigrationsError",
    "Origin",
    "ProjectError",
    "Result",
    "RevisionGraphError",
    "Schema",
    "SchemaParityError",
    "Settings",
    "SettingsError",
    "Unknown",
    "__version__",
    "compare",
    "read_models",
    "replay",
]

_HOMES = {
    "api": ("Result", "compare", "read_models", "replay"),
    "errors": ("NoMigrationsError", "ProjectError", "RevisionGraphError", "SchemaParityError", "SettingsError"),
    "findings": ("Finding",),
    "location": ("Location", "Origin"),
    "project": ("Settings",),
    "schema": ("Schema", "Unknown"),
}


def __getattr__(name: str) -> Any:
    """Import public names when they are first asked for: importing schemaparity alone stays cheap."""
    import importlib  # noqa: PLC0415 - only on the path that needs it

    for module, names in _HOMES.items():
        if name in names:
            return getattr(importlib.import_module(f"schemaparity.{module}"), name)
    raise AttributeError(f"module 'schemaparity' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
