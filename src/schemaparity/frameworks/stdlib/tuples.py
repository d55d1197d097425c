"""Named tuples as real tuple types, made without generating code."""

from __future__ import annotations

from operator import itemgetter
from typing import Any, Self


class Named(tuple[Any, ...]):
    """The base of all named tuples of an interpreted program."""

    __slots__ = ()
    _fields: tuple[str, ...] = ()
    _field_defaults: dict[str, Any] = {}  # noqa: RUF012 - replaced by each subclass, changed by none

    def __new__(cls, *args: Any, **kwargs: Any) -> Self:
        """Bind the arguments to the fields."""
        if len(args) > len(cls._fields):
            raise TypeError(f"{cls.__name__}() takes {len(cls._fields)} positional arguments but {len(args)} were given")
        given = dict(zip(cls._fields, args, strict=False))
        for name, value in kwargs.items():
            if name in given or name not in cls._fields:
                raise TypeError(f"{cls.__name__}() got an unexpected argument {name!r}")
            given[name] = value
        values = {**cls._field_defaults, **given}
        missing = [name for name in cls._fields if name not in values]
        if missing:
            raise TypeError(f"{cls.__name__}() missing {len(missing)} required arguments: {', '.join(missing)}")
        return tuple.__new__(cls, (values[name] for name in cls._fields))

    def _asdict(self) -> dict[str, Any]:
        return dict(zip(self._fields, self, strict=True))

    def _replace(self, **changes: Any) -> Self:
        return type(self)(**{**self._asdict(), **changes})

    @classmethod
    def _make(cls, values: Any) -> Self:
        return cls(*values)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self._asdict().items())})"


PRIVATE = frozenset({"_asdict", "_replace", "_make", "_fields", "_field_defaults"})
"""Names with an underscore that are part of the interface."""


def named_tuple_type(name: str, fields: list[str], defaults: dict[str, Any]) -> type[Named]:
    """A named tuple type with these fields."""
    namespace: dict[str, Any] = {field: property(itemgetter(index)) for index, field in enumerate(fields)}
    return type(name, (Named,), {**namespace, "__slots__": (), "_fields": tuple(fields), "_field_defaults": defaults})
