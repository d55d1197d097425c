"""SQLModel from built-in knowledge of its `main.py`: fields of a table model become real columns, then the declarative scan takes over."""

from __future__ import annotations

import datetime as dt
import decimal
import enum
import ipaddress
import pathlib
import typing
import uuid
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
import sqlalchemy.orm
from attrs import define, evolve, field, frozen
from sqlalchemy.sql.schema import Column
from sqlalchemy.types import String, TypeDecorator, TypeEngine

from schemaparity.evaluate.frameworks import NotHandled
from schemaparity.evaluate.values import Annotation, Class, Intrinsic, Module, Raised, Symbolic, UnknownValue
from schemaparity.frameworks.declarative import forms
from schemaparity.frameworks.declarative.bases import class_method, framework_class
from schemaparity.frameworks.declarative.mapping import map_class
from schemaparity.frameworks.declarative.unknown_columns import unknown_type
from schemaparity.frameworks.declarative.values import BASE, Base, DeclaredAttr, Property, find
from schemaparity.frameworks.sqlalchemy.origins import KEY
from schemaparity.frameworks.sqlalchemy.overlays.columns import make_column
from schemaparity.source.file import SourceFile

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter

FIELDS = "sqlmodel fields"
TABLE = "sqlmodel table"
_UNSET: Any = object()
_CONFIG_NAMES = frozenset({"model_config", "Config", "__tablename__", "__table_args__", "metadata", "registry"})


class AutoString(TypeDecorator[str]):
    """SQLModel's text type: VARCHAR, with a length of 255 where MySQL needs one."""

    impl = String
    cache_ok = True
    mysql_default_length = 255

    def load_dialect_impl(self, dialect: Any) -> TypeEngine[Any]:
        """The type of the dialect."""
        length: int | None = getattr(self.impl, "length", None)
        if length is None and dialect.name in {"mysql", "mariadb"}:
            return dialect.type_descriptor(String(self.mysql_default_length))  # type: ignore[no-any-return]
        return super().load_dialect_impl(dialect)


@frozen(eq=False)
class FieldInfo:
    """A `Field(...)`: its default and its arguments; `annotation` once it belongs to a model."""

    default: Any = _UNSET
    arguments: dict[str, Any] = field(factory=dict)
    annotation: Annotation | None = None
    origin: Any = None

    def get(self, name: str, default: Any = None) -> Any:
        """An argument; what was left at SQLModel's Undefined counts as not given."""
        return self.arguments.get(name, default)

    @property
    def has_default(self) -> bool:
        """True when a default or its factory was given."""
        return self.default is not _UNSET or self.get("default_factory") is not None


def _field(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> FieldInfo:
    """`Field(default, ...)`."""
    default = args[0] if args else kwargs.get("default", _UNSET)
    rest = {k: v for k, v in kwargs.items() if k != "default"}
    extra = rest.get("schema_extra")
    return FieldInfo(
        _UNSET if default is Ellipsis else default, {**(extra if isinstance(extra, dict) else {}), **rest}, None, interpreter.origin()
    )


def _relationship(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> Property:
    del interpreter, args, kwargs
    return Property("relationship")


def _table_name(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> str:
    """`SQLModel.__tablename__`."""
    del interpreter, kwargs
    return str(args[0].name).lower()


@define(eq=False)
class Framework:
    """SQLModel in one run: its base class has a metadata of that run."""

    _modules: dict[str, Module] = field(factory=dict)

    def module(self, name: str) -> Module | None:
        """`sqlmodel` and the submodules that have its names."""
        if not self._modules:
            own = {**_names(), "__getattr__": Intrinsic("sqlmodel.__getattr__", _taken_over)}
            inner = {n: Module(f"sqlmodel.sql.{n}", namespace=dict(own)) for n in ("sqltypes", "expression")}
            main, sql = Module("sqlmodel.main", namespace=dict(own)), Module("sqlmodel.sql", namespace=dict(inner))
            package = Module("sqlmodel", namespace={**own, "main": main, "sql": sql})
            self._modules = {m.name: m for m in (package, main, sql, *inner.values())}
        return self._modules.get(name)

    def attribute(self, interpreter: Interpreter, value: object, name: str) -> object:
        """What models know of their fields."""
        del interpreter
        if isinstance(value, Class) and FIELDS in value.data and name in {"model_fields", "__fields__"}:
            return dict(value.data[FIELDS])
        raise NotHandled


def new() -> Framework:
    """The framework of one run."""
    return Framework()


_TAKEN_FROM = (
    "sqlalchemy",
    "sqlalchemy.types",
    "sqlalchemy.schema",
    "sqlalchemy.orm",
    "sqlalchemy.pool",
    "sqlalchemy.engine",
    "sqlalchemy.sql",
)


def _taken_over(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> object:
    """The names that `sqlmodel` takes over from SQLAlchemy."""
    del kwargs
    for source in _TAKEN_FROM:
        try:
            return interpreter.get_attribute(interpreter.import_module(source), args[0])
        except Raised:
            continue
    raise Raised(ImportError(f"cannot import name {args[0]!r} from 'sqlmodel'", name="sqlmodel"), interpreter.origin())


def _names() -> dict[str, Any]:
    """What `sqlmodel` itself defines."""
    registry = sa.orm.registry()
    model = framework_class(
        "SQLModel",
        "sqlmodel",
        __tablename__=DeclaredAttr(Intrinsic("sqlmodel.SQLModel.__tablename__", _table_name)),
        metadata=registry.metadata,
        __allow_unmapped__=True,
        __init_subclass__=class_method("sqlmodel.SQLModel.__init_subclass__", _on_subclass),
    )
    model.data.update({BASE: Base(registry), FIELDS: {}})
    return {
        "SQLModel": model, "Field": Intrinsic("sqlmodel.Field", _field), "Relationship": Intrinsic("sqlmodel.Relationship", _relationship),
        "AutoString": AutoString, "default_registry": registry, "FieldInfo": FieldInfo, "__version__": "0.0.50",
    }  # fmt: skip


def _on_subclass(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> None:
    declare(interpreter, args[0], kwargs)


def declare(interpreter: Interpreter, cls: Class, keywords: dict[str, Any] | None = None) -> None:
    """Do what SQLModel's metaclass does when a class statement ends."""
    if FIELDS in cls.data:
        return
    given = {**cls.keywords, **(keywords or {})}
    cls.data[FIELDS] = fields = fields_of(interpreter, cls)
    if isinstance(given.get("registry"), sa.orm.registry):
        _own_registry(cls, given["registry"])
    config = cls.namespace.get("model_config")
    table = given.get("table", config.get("table") if isinstance(config, dict) else None)
    inherits_table = any(isinstance(b, Class) and TABLE in b.data for b in cls.mro[1:])
    if inherits_table or table is True:
        cls.data[TABLE] = True
    if table is True and not inherits_table:
        _map(interpreter, cls, fields)


def _own_registry(cls: Class, registry: Any) -> None:
    """A base with a registry of its own."""
    cls.data[BASE] = Base(registry)
    cls.namespace.update({"metadata": registry.metadata, "__abstract__": True})


def fields_of(interpreter: Interpreter, cls: Class) -> dict[str, FieldInfo]:
    """The fields of a model as pydantic collects them: those of the bases first, an overridden field keeps its first place."""
    fields: dict[str, FieldInfo] = {}
    for base in reversed(cls.mro):
        if isinstance(base, Class):
            fields.update(_fields_of_body(interpreter, base))
    return fields


def _fields_of_body(interpreter: Interpreter, cls: Class) -> dict[str, FieldInfo]:
    """The fields that one class body declares."""
    if FIELDS in cls.data:
        known: dict[str, FieldInfo] = cls.data[FIELDS]
        return {n: f for n, f in known.items() if n in cls.annotations}
    found: dict[str, FieldInfo] = {}
    for name, annotation in cls.annotations.items():
        value = cls.namespace.get(name, _UNSET)
        if (
            name.startswith("_")
            or name in _CONFIG_NAMES
            or isinstance(value, Property | DeclaredAttr)
            or _is_class_var(interpreter, annotation)
        ):
            continue
        info = as_field(value)
        found[name] = evolve(info, annotation=annotation, origin=info.origin or interpreter.origin_of(cls.module, annotation.node))
    return found


def as_field(value: Any) -> FieldInfo:
    """The field of a class attribute: a `Field(...)`, pydantic's or SQLModel's, or a plain default."""
    if isinstance(value, FieldInfo):
        return value
    if (
        isinstance(value, Symbolic)
        and isinstance(value.callee, Symbolic)
        and value.callee.text in {"pydantic.Field", "pydantic.fields.Field"}
    ):
        default = value.args[0] if value.args else value.kwargs.get("default", _UNSET)
        return FieldInfo(
            _UNSET if default is Ellipsis else default, {k: v for k, v in value.kwargs.items() if k != "default"}, None, value.origin
        )
    return FieldInfo(_UNSET if value is Ellipsis else value)


def _is_class_var(interpreter: Interpreter, annotation: Annotation) -> bool:
    form = forms.form_of(interpreter, annotation)
    head = form.origin if isinstance(form, forms.Generic) else form.value if isinstance(form, forms.Leaf) else None
    return head is typing.ClassVar or (isinstance(head, Symbolic) and head.text == "typing.ClassVar")


def _map(interpreter: Interpreter, cls: Class, fields: dict[str, FieldInfo]) -> None:
    """Put the columns on the class after what else the body has, relationships after them, as SQLModel's metaclass does; map it."""
    relations = {n: a for n, a in cls.annotations.items() if isinstance(cls.namespace.get(n), Property)}
    for name in fields:
        cls.namespace.pop(name, None)
    for name, info in fields.items():
        cls.namespace[name] = column_of(interpreter, cls, name, info)
    for name in relations:
        cls.namespace[name] = cls.namespace.pop(name)
    cls.annotations = {**relations, **{n: a for n, a in cls.annotations.items() if n not in relations}}
    map_class(interpreter, cls)


def column_of(interpreter: Interpreter, cls: Class, name: str, info: FieldInfo) -> Any:
    """The column of a field (`get_column_from_field`)."""
    given = info.get("sa_column")
    if isinstance(given, Column):
        return given._copy() if given.table is not None else given
    if isinstance(given, UnknownValue):
        return given
    form = forms.form_of(interpreter, info.annotation)
    info = _with_metadata(info, form)
    primary_key = info.get("primary_key", False)
    args: list[Any] = []
    if info.get("foreign_key") is not None:
        args.append(interpreter.call(sa.ForeignKey, [info.get("foreign_key")], {"ondelete": info.get("ondelete")}))
    args += list(info.get("sa_column_args") or ())
    kwargs = {
        "primary_key": primary_key, "nullable": info.get("nullable", primary_key is not True and forms.includes_none(form)),
        "index": info.get("index", False), "unique": info.get("unique", False),
    }  # fmt: skip
    if info.has_default:
        kwargs["default"] = info.get("default_factory") or info.default
    kwargs.update(info.get("sa_column_kwargs") or {})
    sql = info.get("sa_type")
    kwargs["type_"] = sql if sql is not None else sql_type(interpreter, form, info, f"{cls.name}.{name}")
    column = make_column(interpreter, args, kwargs)
    column.info[KEY] = info.origin
    return column


def _with_metadata(info: FieldInfo, form: forms.Form) -> FieldInfo:
    """The field with the arguments of a `Field(...)` in its Annotated; pydantic looks into no union."""
    for item in form.metadata if isinstance(form, forms.Annotated) else ():
        inner = as_field(item)
        if inner.arguments:
            info = evolve(info, arguments={**inner.arguments, **info.arguments})
        elif isinstance(item, Symbolic):
            info = evolve(info, arguments={**item.kwargs, **info.arguments})
    return info


def stores_aware(interpreter: Interpreter) -> bool | None:
    """Whether the installed SQLModel stores aware datetimes; None when its source is not at hand."""
    found = interpreter.finder.find("sqlmodel.sql.sqltypes")
    return None if not isinstance(found, SourceFile) else b"class UTCDateTime" in found.data


_TEXT = (str, ipaddress.IPv4Address, ipaddress.IPv4Network, ipaddress.IPv6Address, ipaddress.IPv6Network, pathlib.Path)
_PLAIN: tuple[tuple[type, Any], ...] = (
    (float, sa.Float), (bool, sa.Boolean), (int, sa.Integer), (dt.datetime, None), (dt.date, sa.Date), (dt.timedelta, sa.Interval),
    (dt.time, sa.Time), (bytes, sa.LargeBinary), (decimal.Decimal, None), (uuid.UUID, sa.Uuid),
)  # fmt: skip
"""In the order that SQLModel asks."""
_SYMBOLIC: dict[str, Any] = {
    "EmailStr": str, "NaiveDatetime": dt.datetime, "PastDatetime": dt.datetime, "FutureDatetime": dt.datetime, "PastDate": dt.date,
    "FutureDate": dt.date, "UUID1": uuid.UUID, "UUID3": uuid.UUID, "UUID4": uuid.UUID, "UUID5": uuid.UUID, "PositiveInt": int,
    "NegativeInt": int, "NonNegativeInt": int, "NonPositiveInt": int, "StrictInt": int, "PositiveFloat": float, "NonNegativeFloat": float,
    "StrictFloat": float, "StrictStr": str, "StrictBool": bool, "FilePath": pathlib.Path, "DirectoryPath": pathlib.Path,
    "NewPath": pathlib.Path, "condecimal": decimal.Decimal, "constr": str, "conint": int,
}  # fmt: skip
"""pydantic's types that SQLModel knows a column for."""
_WHICH_VERSION = "newer versions of SQLModel store datetimes with their time zone, and the source of the installed one is not at hand"


def sql_type(interpreter: Interpreter, form: forms.Form, info: FieldInfo, what: str) -> Any:
    """The SQL type of a field (`get_sqlalchemy_type`), a placeholder where SQLModel has none."""
    core = forms.without_none(form)
    core = forms.without_none(core.base) if isinstance(core, forms.Annotated) else core
    kind = core.value if isinstance(core, forms.Leaf) else core.origin if isinstance(core, forms.Generic) else None
    if isinstance(kind, Class):
        kind = next((c for c in kind.mro if isinstance(c, type) and c is not object), kind)
    if isinstance(kind, Symbolic):
        info, kind = _symbolic(info, kind)
    if isinstance(kind, type):
        found = _of_type(interpreter, kind, info)
        if found is not None:
            return found
        reason = _WHICH_VERSION if issubclass(kind, dt.datetime) else f"SQLModel has no SQL type for the annotation of {what}"
        return unknown_type(interpreter, None, reason)
    unknown = forms.first_unknown(core)
    return unknown_type(interpreter, unknown, f"SQLModel has no SQL type for the annotation of {what}")


def _symbolic(info: FieldInfo, kind: Symbolic) -> tuple[FieldInfo, Any]:
    """Pydantic's types by name; `condecimal(max_digits=5)` brings its constraints, `constr(max_length=5)` none that SQLModel sees."""
    callee = kind.callee.text if isinstance(kind.callee, Symbolic) else kind.text
    name = callee.rsplit(".", 1)[-1]
    if not callee.startswith("pydantic") or name not in _SYMBOLIC:
        return info, kind
    given = kind.kwargs if name == "condecimal" else {}
    return evolve(info, arguments={**given, **info.arguments}), _SYMBOLIC[name]


def _of_type(interpreter: Interpreter, kind: type, info: FieldInfo) -> Any:
    """The SQL type of a real Python type, None where it is not known."""
    if issubclass(kind, enum.Enum):
        return sa.Enum(kind)
    if issubclass(kind, _TEXT):
        length = info.get("max_length")
        return AutoString(length=length) if isinstance(length, int) and length else AutoString()
    for python, sql in _PLAIN:
        if issubclass(kind, python):
            if python is dt.datetime:
                aware = stores_aware(interpreter)
                return sa.DateTime(timezone=aware) if aware is not None else None
            if python is decimal.Decimal:
                return sa.Numeric(precision=info.get("max_digits"), scale=info.get("decimal_places"))
            return sql
    return None


def model_fields(cls: Class) -> dict[str, FieldInfo]:
    """The fields of a SQLModel class."""
    found: dict[str, FieldInfo] = find(cls, "model_fields", cls.data.get(FIELDS, {}))
    return found
