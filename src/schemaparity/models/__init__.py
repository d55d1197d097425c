"""The model side: what `target_metadata.create_all()` would create after the imports of env.py."""

from schemaparity.models.imports import follow_imports
from schemaparity.models.read import read
from schemaparity.models.side import ModelSide

__all__ = ["ModelSide", "follow_imports", "read"]
