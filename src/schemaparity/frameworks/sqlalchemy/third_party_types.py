"""Column types of well-known libraries whose source need not be at hand, by qualified name. One literal table.

A library's own class would compile to the same type; what is not in the table stays unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from attrs import frozen
from sqlalchemy import types
from sqlalchemy.dialects import mysql, postgresql
from sqlalchemy.engine import Dialect

from schemaparity.evaluate.values import Symbolic, UnknownValue
from schemaparity.frameworks.sqlalchemy.reflected_types import Opaque

Maker = Callable[..., types.TypeEngine[Any]]


class ByDialect(types.TypeDecorator[Any]):
    """One type a dialect, another elsewhere."""

    impl = types.Text
    cache_ok = True

    def __init__(self, otherwise: types.TypeEngine[Any], by_dialect: Mapping[str, types.TypeEngine[Any]]) -> None:
        super().__init__()
        self.otherwise = otherwise
        self.by_dialect = dict(by_dialect)

    def load_dialect_impl(self, dialect: Dialect) -> types.TypeEngine[Any]:
        """The type of the dialect."""
        return dialect.type_descriptor(self.by_dialect.get(dialect.name, self.otherwise))


@frozen(eq=False)
class Fixed:
    """Makes one type, whatever the arguments."""

    made: types.TypeEngine[Any]

    def __call__(self, *_args: object, **_kwargs: object) -> types.TypeEngine[Any]:
        """The type."""
        return self.made


def _spelled(name: str) -> Maker:
    return lambda *args, **_kwargs: Opaque(f"{name}({', '.join(str(a) for a in args)})" if args else name)


def _sized(name: str) -> Maker:
    def make(dim: int | None = None, **_: object) -> types.TypeEngine[Any]:
        return Opaque(name if dim is None else f"{name}({dim})")

    return make


def _geo(name: str) -> Maker:
    def make(geometry_type: str | None = "GEOMETRY", srid: int = -1, *_: object, **__: object) -> types.TypeEngine[Any]:
        if not geometry_type:
            return Opaque(name)
        return Opaque(f"{name}({geometry_type.upper()},{srid})")

    return make


def _uuid(binary: bool = True, native: bool = True, **_: object) -> types.TypeEngine[Any]:
    otherwise: types.TypeEngine[Any] = types.BINARY(16) if binary else types.CHAR(32)
    return ByDialect(otherwise, {"postgresql": postgresql.UUID()} if native else {})


def _guid(*_: object, **__: object) -> types.TypeEngine[Any]:
    return ByDialect(types.CHAR(36), {"postgresql": postgresql.UUID()})


def _with_impl(choices: object = None, impl: object = None, *_: object, **__: object) -> types.TypeEngine[Any]:
    del choices
    if impl is None:
        return types.Unicode(255)
    return impl() if isinstance(impl, type) else impl  # type: ignore[return-value]


def _mutable_json(dbtype: Any = types.JSON, **_: object) -> types.TypeEngine[Any]:
    made: types.TypeEngine[Any] = dbtype() if isinstance(dbtype, type) else dbtype
    return made


def _string(length: int | None = None, *_: object, **__: object) -> types.TypeEngine[Any]:
    return types.String(length)


_UTILS: dict[str, Maker] = {
    "UUIDType": _uuid,
    "EmailType": lambda length=255, *_a, **_k: types.Unicode(length),
    "URLType": Fixed(types.UnicodeText()),
    "ChoiceType": _with_impl,
    "ArrowType": lambda timezone=False, *_a, **_k: types.DateTime(timezone),
    "EnrichedDateTimeType": Fixed(types.DateTime()),
    "IPAddressType": lambda max_length=50, *_a, **_k: types.Unicode(max_length),
    "LtreeType": Fixed(Opaque("LTREE")),
    "TSVectorType": Fixed(postgresql.TSVECTOR()),
    "JSONType": Fixed(ByDialect(types.UnicodeText(), {"postgresql": postgresql.JSON()})),
    "ScalarListType": Fixed(types.UnicodeText()),
    "EncryptedType": Fixed(types.LargeBinary()),
    "StringEncryptedType": Fixed(types.String()),
    "PhoneNumberType": lambda region=None, max_length=20, *_a, **_k: types.Unicode(max_length),  # noqa: ARG005 - the library's signature
    "CountryType": Fixed(types.String(2)),
    "CurrencyType": Fixed(types.String(3)),
    "ColorType": lambda max_length=20, *_a, **_k: types.Unicode(max_length),
    "LocaleType": Fixed(types.Unicode(10)),
    "TimezoneType": Fixed(types.Unicode(50)),
    "WeekDaysType": Fixed(ByDialect(types.String(7), {"postgresql": postgresql.BIT(7)})),
    "DateTimeRangeType": Fixed(postgresql.TSRANGE()),
    "DateRangeType": Fixed(postgresql.DATERANGE()),
    "IntRangeType": Fixed(postgresql.INT4RANGE()),
    "Int8RangeType": Fixed(postgresql.INT8RANGE()),
    "NumericRangeType": Fixed(postgresql.NUMRANGE()),
}

_BY_NAME: dict[str, Maker] = {
    **{f"sqlalchemy_utils.{k}": v for k, v in _UTILS.items()},
    "pgvector.Vector": _sized("VECTOR"),
    "pgvector.VECTOR": _sized("VECTOR"),
    "pgvector.HALFVEC": _sized("HALFVEC"),
    "pgvector.HalfVector": _sized("HALFVEC"),
    "pgvector.SPARSEVEC": _sized("SPARSEVEC"),
    "pgvector.BIT": _sized("BIT"),
    "geoalchemy2.Geometry": _geo("geometry"),
    "geoalchemy2.Geography": _geo("geography"),
    "geoalchemy2.Raster": Fixed(Opaque("raster")),
    "citext.CIText": Fixed(Opaque("CITEXT")),
    "sqlalchemy_citext.CIText": Fixed(Opaque("CITEXT")),
    "sqlmodel.AutoString": _string,
    "sqlmodel.GUID": _guid,
    "fastapi_users_db_sqlalchemy.GUID": _guid,
    "fastapi_users_db_sqlalchemy.TIMESTAMPAware": Fixed(types.TIMESTAMP(timezone=True)),
    "advanced_alchemy.GUID": Fixed(ByDialect(types.BINARY(16), {"postgresql": postgresql.UUID()})),
    "advanced_alchemy.DateTimeUTC": Fixed(types.DateTime(timezone=True)),
    "advanced_alchemy.BigIntIdentity": Fixed(types.BigInteger().with_variant(types.Integer(), "sqlite")),
    "advanced_alchemy.JsonB": Fixed(types.JSON().with_variant(postgresql.JSONB(), "postgresql")),
    "advanced_alchemy.EncryptedString": lambda *_a, length=None, **_k: types.String(length),
    "advanced_alchemy.EncryptedText": Fixed(types.Text()),
    "sqlalchemy_json.mutable_json_type": _mutable_json,
    "sqlalchemy_json.MutableJson": Fixed(types.JSON()),
    "sqlalchemy_json.NestedMutableJson": Fixed(types.JSON()),
    "oslo_db.JsonEncodedDict": Fixed(ByDialect(types.Text(), {"mysql": mysql.LONGTEXT()})),
    "oslo_db.JsonEncodedList": Fixed(ByDialect(types.Text(), {"mysql": mysql.LONGTEXT()})),
    "oslo_db.SoftDeleteInteger": Fixed(types.Integer()),
    "oslo_db.String": _string,
}


def _path(value: object) -> str | None:
    return value.text if isinstance(value, Symbolic) and value.callee is None else None


def _maker(path: str | None) -> Maker | None:
    """The maker of a dotted path; only the first and last parts tell, because libraries re-export."""
    if path is None:
        return None
    parts = path.split(".")
    return _BY_NAME.get(f"{parts[0]}.{parts[-1]}")


def known_type(value: Symbolic) -> types.TypeEngine[Any] | None:
    """The type of a library that the table knows, for a class or a call of it; None for all others and for unknown arguments."""
    is_call = value.callee is not None
    make = _maker(_path(value.callee) if is_call else _path(value))
    if make is None:
        return None
    arguments = (*value.args, *value.kwargs.values())
    if not isinstance(make, Fixed) and any(isinstance(a, UnknownValue) for a in arguments):
        return None
    try:
        return make(*value.args, **value.kwargs) if is_call else make()
    except TypeError:
        return None


_bases: dict[str, type[types.TypeDecorator[Any]]] = {}


def known_base(value: object, namespace: Mapping[str, object]) -> type[types.TypeDecorator[Any]] | None:
    """A real class for a type of the table that a class derives from; None for others, and where the class spells its type itself."""
    path = _path(value)
    make = _maker(path)
    if path is None or make is None or "get_col_spec" in namespace:
        return None
    if path not in _bases:
        _bases[path] = _decorator(path.rpartition(".")[2], make)
    return _bases[path]


def is_known_base(cls: type) -> bool:
    """True for what `known_base` made: it takes what is not known, as far as the type does not depend on it."""
    return any(cls is known for known in _bases.values())


def _decorator(name: str, make: Maker) -> type[types.TypeDecorator[Any]]:
    def initialise(self: Any, *args: Any, **kwargs: Any) -> None:
        types.TypeDecorator.__init__(self)
        if type(self).impl is own:  # a subclass that names its own type has that
            self.impl = make(*args, **kwargs)

    own = types.Text()
    return type(name, (types.TypeDecorator,), {"impl": own, "cache_ok": True, "__init__": initialise})


def makes_spatial_index(value: object) -> bool:
    """True for a geoalchemy2 type that creates a GiST index with its table (`spatial_index=True` is the default)."""
    path = _path(value.callee) if isinstance(value, Symbolic) and value.callee is not None else _path(value)
    is_spatial = path is not None and path.split(".")[0] == "geoalchemy2" and path.split(".")[-1] in {"Geometry", "Geography", "Raster"}
    return is_spatial and (not isinstance(value, Symbolic) or value.kwargs.get("spatial_index", True) is True)
