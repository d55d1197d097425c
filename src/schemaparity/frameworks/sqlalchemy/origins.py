"""Origins of SQLAlchemy objects: written into `info` when user code makes one, read back when its DDL is executed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from schemaparity.database import Site
from schemaparity.database.site import label
from schemaparity.location import Origin

KEY = "schemaparity"
_KINDS = {sa.PrimaryKeyConstraint: "primary key", sa.UniqueConstraint: "unique", sa.ForeignKeyConstraint: "foreign key", sa.Index: "index"}


def stamp(item: Any, origin: Origin) -> None:
    """Remember where an object was made; the first place wins, because copies keep it."""
    info = getattr(item, "info", None)
    if isinstance(info, dict):
        info.setdefault(KEY, origin)


def origin_of(item: Any) -> Origin | None:
    """Where the object was made, if it is known."""
    info = getattr(item, "info", None)
    found = info.get(KEY) if isinstance(info, dict) else None
    return found if isinstance(found, Origin) else None


def site_of(compiled: Any, origin: Origin) -> Site:
    """The place that executes, with the finer origins of the columns and named objects that the DDL element makes.

    In a revision, what was made before any revision ran has no finer place: it is the revision that takes it from there.
    """
    element = getattr(compiled, "statement", None)
    columns: dict[str, Origin] = {}
    objects: dict[str, Origin] = {}
    for item in _items(element):
        _note(item, columns, objects)
    return Site(origin, _of_revisions(columns, origin), _of_revisions(objects, origin))


def _of_revisions(found: dict[str, Origin], executing: Origin) -> dict[str, Origin]:
    return found if executing.revision is None else {name: at for name, at in found.items() if at.revision is not None}


def live_columns(compiled: Any) -> Iterator[str]:
    """The columns of the DDL element that no revision made: copies of those of the models."""
    element = getattr(compiled, "statement", None)
    table = getattr(element, "table_name", None) or getattr(getattr(element, "element", None), "name", None)
    for item in _items(element):
        origin = origin_of(item) if getattr(item, "__visit_name__", "") == "column" else None
        if origin is not None and origin.revision is None:
            yield f"{table}.{item.name}"


def _items(element: Any) -> Iterator[Any]:
    target = getattr(element, "element", None)
    columns = getattr(target, "columns", None)
    if target is not None and columns is not None and hasattr(target, "constraints"):
        yield from columns
        yield from target.constraints
        yield from target.indexes
        return
    if target is not None:
        yield target
    column = getattr(element, "column", None)
    if column is not None and hasattr(column, "info"):
        yield column


def _note(item: Any, columns: dict[str, Origin], objects: dict[str, Origin]) -> None:
    origin, name = origin_of(item) or _origin_of_columns(item), getattr(item, "name", None)
    kind = getattr(item, "__visit_name__", "")
    if kind == "column":
        if origin is not None and isinstance(name, str):
            columns[name] = origin
        for key in getattr(item, "foreign_keys", ()):
            _note_key(key, objects)
    elif origin is not None:
        for name in labels_of(item):
            objects.setdefault(name, origin)


def _origin_of_columns(item: Any) -> Origin | None:
    """Where the first column of a key or index was made: `primary_key=True`, `unique=True` and `index=True` stand there."""
    if isinstance(item, sa.Table):
        return None
    return next((origin for column in getattr(item, "columns", ()) if (origin := origin_of(column)) is not None), None)


def _note_key(key: Any, objects: dict[str, Origin]) -> None:
    origin = origin_of(key) or origin_of(key.constraint) or origin_of(key.parent)
    if origin is not None and key.constraint is not None:
        for name in labels_of(key.constraint):
            objects.setdefault(name, origin)


def labels_of(item: Any) -> Iterator[str]:
    """What the database may call the object: its name, or its columns where it has none."""
    name = getattr(item, "name", None)
    if isinstance(name, str):
        yield str(name)
        return
    kind = next((word for cls, word in _KINDS.items() if isinstance(item, cls)), None)
    if kind is not None:
        yield label(kind, (c.name for c in item.columns))
