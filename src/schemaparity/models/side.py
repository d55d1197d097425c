"""The model side of a check: the declared schema and what was noticed on the way."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa
from attrs import frozen

from schemaparity.findings import Finding, HiddenBy, ObjectRef
from schemaparity.schema import Schema


@frozen
class ModelSide:
    """What the models declare.

    Args:
        schema: what `create_all()` would create.
        findings: what could not be followed, and models that env.py does not reach.
        metadata: the MetaData that were read, in order.
        modules: the project's modules that were evaluated.
        hides: which of env.py's `include_object` and `include_name` leaves an object out of comparison; None without such filters.

    """

    schema: Schema
    findings: tuple[Finding, ...] = ()
    metadata: tuple[sa.MetaData, ...] = ()
    modules: tuple[str, ...] = ()
    hides: Callable[[ObjectRef], HiddenBy | None] | None = None
