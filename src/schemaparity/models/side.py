"""The model side of a check: the declared schema and what was noticed on the way."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa
from attrs import frozen

from schemaparity.findings import Finding, ObjectRef
from schemaparity.schema import Schema


@frozen
class ModelSide:
    """What the models declare.

    Args:
        schema: what `create_all()` would create.
        findings: what could not be followed, and models that env.py does not reach.
        metadata: the MetaData that were read, in order.
        modules: the project's modules that were evaluated.
        ignore: true for objects that env.py's `include_object` or `include_name` leaves out of comparison; None without such filters.

    """

    schema: Schema
    findings: tuple[Finding, ...] = ()
    metadata: tuple[sa.MetaData, ...] = ()
    modules: tuple[str, ...] = ()
    ignore: Callable[[ObjectRef], bool] | None = None
