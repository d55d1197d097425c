"""The declarative scan of one class: which attributes become columns, in which order.

In: an interpreted class under a declarative base. Out: a `Scan` with the columns, the table's name and arguments, and what is not
known. Imitates SQLAlchemy 2.1's `_DeclarativeMapperConfig`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import libcst as cst
from attrs import define, field
from sqlalchemy.orm import MappedColumn
from sqlalchemy.sql.schema import Column
from sqlalchemy.util import merge_lists_w_ordering

from schemaparity.evaluate.values import Annotation, Class, Function, Raised, Symbolic, UnknownValue
from schemaparity.frameworks.declarative import annotated
from schemaparity.frameworks.declarative.annotated import MappedAnnotation
from schemaparity.frameworks.declarative.values import DIRECTIVES, MAPPING, NOT_SCANNED, SCAN, DeclaredAttr, Property, find, mapping_of
from schemaparity.frameworks.sqlalchemy.run import run_of
from schemaparity.frameworks.stdlib.dataclass import FIELDS
from schemaparity.schema import Unknown

if TYPE_CHECKING:
    from sqlalchemy.orm import registry as Registry  # noqa: N812 - a class with a lower-case name

    from schemaparity.evaluate.interpreter import Interpreter


@define(eq=False)
class Scan:
    """One scan: what has been collected so far, by attribute name, in the order that the columns will have."""

    interpreter: Interpreter
    cls: Class
    registry: Registry
    attributes: dict[str, Any] = field(factory=dict)
    annotations: dict[str, MappedAnnotation] = field(factory=dict)
    own: dict[str, Any] = field(factory=dict)
    copies: dict[int, Any] = field(factory=dict)
    ordering: dict[int, int] = field(factory=dict)
    columns: list[Column[Any]] = field(factory=list)
    keys: dict[str, Column[Any]] = field(factory=dict)
    unknowns: list[Unknown] = field(factory=list)
    tablename: Any = None
    table_args: Any = None
    table: Any = None
    inherits: Class | None = None

    @property
    def single(self) -> bool:
        """True for a class without a table of its own."""
        return "__table__" not in self.own and self.table is None and self.tablename is None


def scan(interpreter: Interpreter, cls: Class, registry: Registry) -> Scan:
    """Scan the class."""
    state = Scan(interpreter, cls, registry, own=dict(cls.namespace))
    cls.data[SCAN] = {}
    try:
        _collect(state)
        state.inherits = inherited(cls)
        _extract(state)
    finally:
        del cls.data[SCAN]
    return state


def inherited(cls: Class) -> Class | None:
    """The mapped class that the class inherits from, through abstract and plain bases."""
    return next((found for base in cls.bases if (found := _mapped_ancestor(base)) is not None), None)


def _mapped_ancestor(base: object) -> Class | None:
    """SQLAlchemy's `_resolve_for_abstract_or_classical`, where that is mapped."""
    if not isinstance(base, Class):
        return None
    if base.namespace.get("__abstract__") is True:
        return inherited(base)
    return next((c for c in base.mro if isinstance(c, Class) and mapping_of(c)), None)


def _names(cls: Class) -> list[str]:
    """The attributes of a class body that a scan looks at, annotated ones in their places."""
    merged = merge_lists_w_ordering(list(cls.namespace), list(cls.annotations))
    return [n for n in merged if n in DIRECTIVES or not NOT_SCANNED.match(n)]


def _local(state: Scan, base: Class, name: str) -> Any:
    """The attribute of a class body; of a dataclass with `__sa_dataclass_metadata_key__` what its field carries under that key."""
    key = find(state.cls, "__sa_dataclass_metadata_key__")
    field = base.data.get(FIELDS, {}).get(name) if isinstance(key, str) and name in base.annotations else None
    if field is None or not isinstance(field.metadata, dict) or key not in field.metadata:
        return base.namespace.get(name)
    found = field.metadata[key]
    return state.interpreter.call(found, [], {}) if isinstance(found, Function) else found


def _collect(state: Scan) -> None:
    """Go through the MRO twice: columns of mixins are copied first, so that declared attributes see the copies."""
    steps = [(base, _names(base)) for base in state.cls.mro if isinstance(base, Class)]
    copied = [dict(_copied(state, base, names)) if base is not state.cls and not mapping_of(base) else {} for base, names in steps]
    from_mixin = False
    for (base, names), columns in zip(steps, copied, strict=True):
        state.attributes.update(columns)
        for name in names:
            value, annotation = _local(state, base, name), base.annotations.get(name)
            if name in DIRECTIVES:
                from_mixin |= _directive(state, base, name, value)
            elif mapping_of(base) and base is not state.cls:
                continue
            elif base is not state.cls:
                _of_mixin(state, name, value)
            else:
                _of_class(state, name, value, annotation)
    if from_mixin and state.tablename is None:
        state.table_args = None
    state.unknowns += [
        Unknown(f"columns may be missing: the base {_name(b)} cannot be read", _origin(state, b)) for b in unread_bases(state.cls)
    ]


def unread_bases(cls: Class) -> Iterator[Any]:
    """The ancestors whose source is not at hand; those of mapped ancestors are those ancestors' matter."""
    above = [c for base in cls.mro[1:] if mapping_of(base) for c in base.mro]
    return (b for b in cls.mro if isinstance(b, UnknownValue | Symbolic) and not any(b is a for a in above) and not _harmless(b))


def _harmless(base: Any) -> bool:
    """Third-party bases that are known to bring no columns."""
    if not isinstance(base, Symbolic):
        return False
    name = base.text.split("(")[0].split("[")[0]
    return name in HARMLESS or name.partition(".")[0] in PLAIN_PACKAGES or name.startswith(PLAIN_PARTS)


HARMLESS = frozenset({
    "typing.Generic", "typing.Protocol", "abc.ABC", "flask_login.UserMixin", "flask_login.mixins.UserMixin",
    "flask_login.AnonymousUserMixin", "flask_security.UserMixin", "flask_security.RoleMixin", "flask_security.core.UserMixin",
    "flask_security.core.RoleMixin", "pydantic.BaseModel", "starlette.authentication.BaseUser", "sqlalchemy_mixins.AllFeaturesMixin",
    "sqlalchemy_mixins.serialize.SerializeMixin",
    "sqlalchemy_mixins.SerializeMixin", "sqlalchemy_mixins.ReprMixin", "sqlalchemy_mixins.ActiveRecordMixin",
    "sqlalchemy_mixins.SmartQueryMixin",
    "sqlalchemy_serializer.SerializerMixin", "dataclasses_json.DataClassJsonMixin", "sqlalchemy.ext.asyncio.AsyncAttrs",
    "sqlalchemy_searchable.SearchQueryMixin", "flask_authorize.PermissionsMixin",
})  # fmt: skip
"""Bases of common packages without columns; where their source is at hand it is read instead."""
PLAIN_PACKAGES = frozenset({
    "abc", "aenum", "attr", "attrs", "babel", "bcrypt", "blinker", "boto3", "botocore", "cachetools", "celery", "click",
    "cryptography", "dataclasses", "dataclasses_json", "django", "enum", "factory", "fastapi", "flask", "flask_babel", "flask_caching",
    "flask_login", "flask_principal", "graphene", "graphql", "httpx", "itsdangerous", "jinja2", "jose", "json", "jwt", "kombu", "loguru",
    "marshmallow", "msgspec", "numpy", "pandas", "passlib", "pluggy", "pydantic", "pydantic_core", "pydantic_settings", "pyramid", "pytz",
    "redis", "requests", "rich", "six", "starlette", "strawberry", "structlog", "tornado", "transitions", "typer", "typing",
    "typing_extensions", "werkzeug", "wtforms", "yarl", "zope",
})  # fmt: skip
"""Packages that know nothing of SQLAlchemy."""
PLAIN_PARTS = ("authlib.oauth1.", "authlib.oauth2.", "authlib.oidc.", "authlib.jose.")
"""The same for parts of packages."""


def _name(base: UnknownValue | Symbolic) -> str:
    return base.text if isinstance(base, Symbolic) else f"({base.reason})"


def _origin(state: Scan, base: UnknownValue | Symbolic) -> Any:
    return state.cls.origin or base.origin


def _overridden(state: Scan, name: str, value: Any) -> bool:
    """True when the class has another attribute of that name (SQLAlchemy's `attribute_is_overridden`)."""
    return find(state.cls, name, value) is not value


def _copied(state: Scan, base: Class, names: list[str]) -> Iterator[tuple[str, Any]]:
    """Copies of the columns of a mixin, set on the class too."""
    fixed = "__table__" in state.own
    for name in names:
        value = _local(state, base, name)
        if name in DIRECTIVES or (value is base.namespace.get(name) and _overridden(state, name, value)):
            continue
        if isinstance(value, Column | MappedColumn):
            _annotate(state, name, base.annotations.get(name))
            if name in state.own or fixed:
                continue
            copy = state.copies[id(value)] = _copy(value)
        elif value is None and not fixed and name not in base.namespace and _annotate(state, name, base.annotations.get(name)):
            copy = bare_column(state, base.annotations[name])
        else:
            continue
        state.cls.namespace[name] = copy
        yield name, copy


def _copy(value: Any) -> Any:
    """A copy of a mixin's column; it keeps the number that SQLAlchemy 1.x orders columns by."""
    made = value._copy()
    if isinstance(value, Column):
        made._creation_order = vars(value)["_creation_order"]
    return made


def bare_column(state: Scan, annotation: Annotation) -> MappedColumn[Any]:
    """The column of an annotation without a value."""
    from schemaparity.frameworks.sqlalchemy.origins import stamp  # noqa: PLC0415 - one place

    made: MappedColumn[Any] = MappedColumn()
    stamp(made.column, state.interpreter.origin_of(annotation.scope.module, annotation.node))
    return made


def _annotate(state: Scan, name: str, annotation: Annotation | None) -> MappedAnnotation | None:
    """The Mapped[...] of the attribute; the first one met counts."""
    if name not in state.annotations and annotation is not None:
        found = annotated.mapped(state.interpreter, annotation)
        if found is not None:
            state.annotations[name] = found
    return state.annotations.get(name)


def _directive(state: Scan, base: Class, name: str, value: Any) -> bool:
    """Read `__tablename__` and its kind; true for table arguments that come from a mixin."""
    declared = isinstance(value, DeclaredAttr)
    if name not in base.namespace:
        return False
    if mapping_of(base) and base is not state.cls and not declared:
        return False
    match name:
        case "__tablename__" if state.tablename is None:
            state.tablename = _read(state, name)
        case "__table__" if state.table is None and (declared or base is state.cls):
            state.table = _read(state, name)
        case "__table_args__" if state.table_args is None:
            state.table_args = _read(state, name)
            return base is not state.cls
    return False


def _read(state: Scan, name: str) -> Any:
    """The attribute of the class, descriptors evaluated."""
    try:
        return state.interpreter.get_attribute(state.cls, name)
    except Raised as raised:
        return state.interpreter.unknown(f"{name} of {state.cls.name} raises {raised.value!r}")


def _of_mixin(state: Scan, name: str, value: Any) -> None:
    """An attribute of a mixin or abstract base: declared attributes are evaluated; columns were copied."""
    if isinstance(value, DeclaredAttr):
        result = value.evaluate(state.interpreter, state.cls) if value.cascading else _read(state, name)
        if value.cascading:
            state.cls.namespace[name] = result
        state.attributes[name] = result
        _annotate(state, name, value.return_annotation)
    elif isinstance(value, UnknownValue) and not _overridden(state, name, value) and not _is_method_of_bases(state, name):
        _doubt(state, name, value)


def _of_class(state: Scan, name: str, value: Any, annotation: Annotation | None) -> None:
    """An attribute of the class itself."""
    if name not in state.own or value is not state.own[name]:
        if value is not None:
            state.attributes[name] = value
        elif annotation is not None and "__table__" not in state.own and _annotate(state, name, annotation):
            state.attributes[name] = bare_column(state, annotation)
        return
    if isinstance(value, MappedColumn | Property | Symbolic):
        _annotate(state, name, annotation)
    state.attributes[name] = value


def _doubt(state: Scan, name: str, value: UnknownValue) -> None:
    state.unknowns.append(Unknown(f"{state.cls.name}.{name} may be a column: {value.reason}", value.origin, value.reason))


def _extract(state: Scan) -> None:
    """Turn what was collected into columns with names."""
    for key, value in list(state.attributes.items()):
        value = _read(state, key) if isinstance(value, DeclaredAttr) else value  # noqa: PLW2901 - as the real scan
        match value:
            case Column():
                _take_column(state, key, value)
            case MappedColumn():
                _take_mapped(state, key, value)
            case Property():
                _take_property(state, key, value)
            case UnknownValue() if not _is_method(state.cls, key):
                _doubt(state, key, value)
            case Symbolic() if key in state.annotations or _is_like_column(value):
                state.unknowns.append(
                    Unknown(f"{state.cls.name}.{key} may be a column: the source of {value.text} is not at hand", value.origin)
                )


_MAKES_COLUMN = re.compile(r"\b(?:\w*[Cc]olumn\w*|Field|field)\s*\(|\bdeclared_attr\b")


def _is_method(cls: Class, name: str) -> bool:
    """True for a function of the class body under a decorator that is not known, when neither makes a column: a cached method, say."""
    body = cls.node.body.body if isinstance(cls.node, cst.ClassDef) else ()
    functions = [node for node in body if isinstance(node, cst.FunctionDef) and node.name.value == name]
    if not functions or not functions[-1].decorators:
        return False
    return not any(_MAKES_COLUMN.search(cst.Module([]).code_for_node(node)) for node in functions)


def _is_method_of_bases(state: Scan, name: str) -> bool:
    owner = next((c for c in state.cls.mro if isinstance(c, Class) and name in c.namespace), None)
    return owner is not None and _is_method(owner, name)


def _is_like_column(value: Symbolic) -> bool:
    """True for a call of another library's function that is named like those that make columns."""
    return isinstance(value.callee, Symbolic) and "column" in value.callee.text.rpartition(".")[2].lower()


def _take_column(state: Scan, key: str, column: Column[Any]) -> None:
    """A Column; one that belongs to a table already is a synonym of another attribute, unless the class was given that table."""
    if column.table is not None:
        if column.table is state.table:
            state.keys[key] = column
        return
    name_column(state.copies.get(id(column), column), key)
    _declare(state, key, column, 0)


def name_column(column: Column[Any], key: str) -> None:
    """Name a column after its attribute where it has no name."""
    if column.key is None:
        column.key = key
    if column.name is None:
        column.name = key


def _take_mapped(state: Scan, key: str, made: MappedColumn[Any]) -> None:
    """A mapped_column: named, completed from its annotation."""
    if made.column.table is not None:
        return
    made.column = _existing(state, made, key)
    name_column(made.column, key)
    annotation = state.annotations.get(key)
    if annotation is not None and made.column.table is None:
        annotated.complete(state.interpreter, made, annotation.inner(state.interpreter), state.registry, state.cls)
    elif annotation is None and made.column.type._isnull and not made.column.foreign_keys:
        made.column._set_type(annotated.resolve(state.interpreter, state.registry, [], f"{state.cls.name}.{key}"))
    order = made._sort_order
    _declare(state, key, made.column, order if isinstance(order, int) else 0)


def _existing(state: Scan, made: MappedColumn[Any], key: str) -> Column[Any]:
    """The column of the inherited table for `use_existing_column`."""
    above = mapping_of(state.inherits) if state.inherits is not None else None
    if not made._use_existing_column or above is None or not state.single or above.local_table is None:
        return made.column
    found: Column[Any] = above.local_table.c.get(made.column.name if made.column.name is not None else key, made.column)
    return found


def _take_property(state: Scan, key: str, made: Property) -> None:
    """The columns that a column_property, deferred or composite brings."""
    if made.kind == "composite":
        from schemaparity.frameworks.declarative.composites import composite_parts  # noqa: PLC0415 - breaks a cycle

        parts = composite_parts(state, key, made)
    else:
        parts = [(key, part) for part in made.parts]
    for name, part in parts:
        if isinstance(part, MappedColumn):
            _take_mapped(state, name, part)
        elif isinstance(part, Column):
            _take_column(state, name, part)


def _declare(state: Scan, key: str, column: Column[Any], order: int) -> None:
    """Add a column of the class's table; SQLAlchemy 1.x puts columns in the order in which they were made."""
    state.keys[key] = column
    if not any(c is column for c in state.columns):
        state.columns.append(column)
    state.ordering[id(column)] = vars(column)["_creation_order"] if run_of(state.interpreter).is_of_first_series else order


def sorted_columns(state: Scan) -> list[Column[Any]]:
    """The columns in the order of the table."""
    return sorted(state.columns, key=lambda c: state.ordering.get(id(c), 0))


__all__ = ["MAPPING", "Scan", "inherited", "name_column", "scan", "sorted_columns", "unread_bases"]
