"""Flask-SQLAlchemy 3 (and what of 2 is the same) from built-in knowledge: `SQLAlchemy()`, its Model, its table names and bind keys."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from attrs import define, field
from sqlalchemy.sql.schema import Column, MetaData, PrimaryKeyConstraint, Table

from schemaparity.evaluate.values import Class, Instance, Intrinsic, Module, Raised, Symbolic
from schemaparity.frameworks.declarative.bases import (
    METACLASS,
    class_method,
    declarative_base,
    framework_class,
    has_declarative_metaclass,
    is_root,
    linearised,
    set_up_base,
)
from schemaparity.frameworks.declarative.values import BASE, PREPARE, DeclaredAttr, base_of, find
from schemaparity.frameworks.sqlalchemy.overlays.columns import make_table
from schemaparity.location import NOWHERE

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter

_CAMEL = re.compile(r"((?<=[a-z0-9])[A-Z]|(?!^)[A-Z](?=[a-z]))")
DB = "flask_sqlalchemy db"
NAMING = "flask_sqlalchemy naming"
EXTENSION = "flask_sqlalchemy extension"
"""Marks the class `SQLAlchemy`."""


def snake_case(name: str) -> str:
    """Flask-SQLAlchemy's `camel_to_snake_case`."""
    return _CAMEL.sub(r"_\1", name).lower().lstrip("_")


@define(eq=False)
class Framework:
    """Flask-SQLAlchemy in one run."""

    _modules: dict[str, Module] = field(factory=dict)

    def module(self, name: str) -> Module | None:
        """`flask_sqlalchemy` and the submodules that have its names."""
        if not self._modules:
            own = {**_names(), "__getattr__": Intrinsic("flask_sqlalchemy.__getattr__", lambda _i, args, _k: _noise(args[0]))}
            self._modules = {
                n: Module(n, namespace=dict(own)) for n in ("flask_sqlalchemy", "flask_sqlalchemy.model", "flask_sqlalchemy.extension")
            }
        return self._modules.get(name)


def new() -> Framework:
    """The framework of one run."""
    return Framework()


def _names() -> dict[str, Any]:
    model = framework_class("Model", "flask_sqlalchemy.model", query_class=_noise("query.Query"), query=_noise("query"))
    extension = framework_class("SQLAlchemy", "flask_sqlalchemy")
    extension.data[EXTENSION] = True
    extension.namespace["__init__"] = Intrinsic("flask_sqlalchemy.SQLAlchemy", _initialiser(model))
    extension.namespace["__getattr__"] = Intrinsic("flask_sqlalchemy.SQLAlchemy.__getattr__", _name_of)
    for name in ("init_app", "create_all", "drop_all", "reflect", "shell_context_processor"):
        extension.namespace[name] = Intrinsic(f"flask_sqlalchemy.SQLAlchemy.{name}", lambda _i, _a, _k: None)
    metas = {
        name: framework_class(name, "flask_sqlalchemy.model", (METACLASS,))
        for name in ("DefaultMeta", "DefaultMetaNoName", "BindMetaMixin", "NameMetaMixin")
    }
    return {"SQLAlchemy": extension, "Model": model, **metas}


def _noise(name: str) -> Symbolic:
    return Symbolic(f"flask_sqlalchemy.{name}", NOWHERE)


def _name_of(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> object:
    """`db.Column`, `db.relationship`: the names of `sqlalchemy` and `sqlalchemy.orm`."""
    del kwargs
    name = "relationship" if args[1] in {"relation", "dynamic_loader"} else args[1]
    for source in ("sqlalchemy", "sqlalchemy.orm") if not name.startswith("_") else ():
        try:
            return interpreter.get_attribute(interpreter.import_module(source), name)
        except Raised:
            continue
    raise Raised(AttributeError(name), interpreter.origin())


def _initialiser(model: Class) -> Any:
    """`SQLAlchemy.__init__`."""

    def run(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> None:
        db = args[0]
        metadatas: dict[Any, MetaData] = {}
        if isinstance(kwargs.get("metadata"), MetaData):
            metadatas[None] = kwargs["metadata"]
        given = kwargs.get("model_class")
        made = _make_model(interpreter, db, given if isinstance(given, Class) else model, model, metadatas)
        made.data[NAMING] = kwargs.get("disable_autonaming") is not True
        metadatas[None] = made.namespace["metadata"]
        db.attributes.update({
            "Model": made, "metadata": metadatas[None], "metadatas": metadatas,
            "Table": Intrinsic("flask_sqlalchemy.Table", _table(metadatas)), "session": _noise("session"), "Query": _noise("Query"),
            "engine": _noise("engine"), "engines": _noise("engines"), "event": sa.event,
        })  # fmt: skip

    return run


def _make_model(interpreter: Interpreter, db: Instance, given: Class, model: Class, metadatas: dict[Any, MetaData]) -> Class:
    """The declarative base `db.Model` (`_make_declarative_base`)."""
    if any(is_root(b) for b in given.mro[1:]):
        made = Class(
            "Model",
            (model, *given.bases),
            {k: v for k, v in given.namespace.items() if k != "registry" or BASE not in given.data},
            given.module,
            annotations=given.annotations,
        )
        made.mro = linearised(made)
        set_up_base(interpreter, made)
    elif base_of(given) is not None:
        made = given
    else:
        made = declarative_base(interpreter, {"metadata": metadatas.get(None), "cls": given, "name": "Model"})
    if None in metadatas:
        made.namespace["metadata"] = metadatas[None]
    made.namespace.setdefault("query", _noise("query"))
    made.namespace["__fsa__"] = db
    made.data[DB] = metadatas
    made.data[PREPARE] = prepare
    if find(given, "__table_cls__") is None:
        made.namespace["__table_cls__"] = class_method("flask_sqlalchemy.Model.__table_cls__", _table_class)
    return made


def _table(metadatas: dict[Any, MetaData]) -> Any:
    """`db.Table(name, ...)`: the metadata of the bind key where none is given."""

    def run(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> object:
        key = kwargs.pop("bind_key", None)
        if len(args) >= 2 and isinstance(args[1], MetaData):
            return make_table(interpreter, args, kwargs)
        info = kwargs.get("info")
        key = info.get("bind_key", key) if isinstance(info, dict) else key
        return make_table(interpreter, [args[0], metadata_of(metadatas, key), *args[1:]], kwargs)

    return run


def metadata_of(metadatas: dict[Any, MetaData], key: Any) -> MetaData:
    """The metadata of a bind key; a new one has the naming convention of the default one."""
    if not isinstance(key, str):
        return metadatas[None]
    if key not in metadatas:
        metadatas[key] = MetaData(naming_convention=metadatas[None].naming_convention, info={"bind_key": key})
    return metadatas[key]


def prepare(interpreter: Interpreter, cls: Class) -> None:
    """What the metaclass does before mapping: the metadata of the bind key, the automatic table name."""
    del interpreter
    if "metadata" not in cls.namespace and "__table__" not in cls.namespace and isinstance(find(cls, "__bind_key__"), str):
        metadatas = next(c.data[DB] for c in cls.mro if isinstance(c, Class) and DB in c.data)
        cls.namespace["metadata"] = metadata_of(metadatas, find(cls, "__bind_key__"))
    named = next((c.data[NAMING] for c in cls.mro if isinstance(c, Class) and NAMING in c.data), False)
    if named and should_set_tablename(cls):
        cls.namespace["__tablename__"] = snake_case(cls.name)


def should_set_tablename(cls: Class) -> bool:
    """Whether the class gets a name made from its own (`should_set_tablename`)."""
    if cls.namespace.get("__abstract__") is True or any(is_root(b) for b in cls.bases):
        return False
    for base in cls.mro:
        if not isinstance(base, Class) or "__tablename__" not in base.namespace:
            continue
        if isinstance(base.namespace["__tablename__"], DeclaredAttr):
            return False
        under_base = base_of(base) is not None or has_declarative_metaclass(base)
        return not (base is cls or base.namespace.get("__abstract__") is True or not under_base)
    return True


def _table_class(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> Table | None:
    """`Model.__table_cls__`: a table where there is a primary key; none for a single-table child."""
    cls, name, metadata, *items = args
    schema = kwargs.get("schema")
    known = (name if schema is None else f"{schema}.{name}") in metadata.tables
    has_key = any((isinstance(i, Column) and i.primary_key) or isinstance(i, PrimaryKeyConstraint) for i in items)
    above = [c for c in cls.mro[1:] if isinstance(c, Class) and c.namespace.get("__table__") is not None]
    if known or has_key or not above:
        return make_table(interpreter, [name, metadata, *items], kwargs)
    cls.namespace.pop("__tablename__", None)
    return None
