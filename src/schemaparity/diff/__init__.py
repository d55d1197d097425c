"""Comparison of two schemas: findings, one an object. Knows nothing of where the schemas were read or how findings are shown."""

from schemaparity.diff.compare import compare

__all__ = ["compare"]
