"""Classes: the class statement, C3 linearisation, hooks of class creation, instances."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import libcst as cst
from attrs import field, frozen

from schemaparity.evaluate.frame import Frame
from schemaparity.evaluate.frameworks import NotHandled
from schemaparity.evaluate.functions import decorated
from schemaparity.evaluate.members import class_attribute, is_foreign
from schemaparity.evaluate.outcomes import Outcome
from schemaparity.evaluate.statements import execute
from schemaparity.evaluate.values import REST, BoundMethod, Class, Function, Instance, Module, Raised, Scope, UnknownValue, rest_of

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter


def run_class(frame: Frame, node: cst.ClassDef) -> Outcome:
    """`class Name(bases, keyword=value): body`."""
    interpreter = frame.interpreter
    bases, keywords = _arguments(frame, node)
    scope = Scope({}, frame.module, frame.scope, is_class=True, class_name=node.name.value)
    body = Frame(interpreter, scope, frame.function, frame.first)
    qualname = interpreter.qualname(frame) + node.name.value
    scope.names.update({"__module__": frame.module.name, "__qualname__": qualname})
    interpreter.sites.append((frame.module, node))
    try:
        interpreter.frames.append(body)
        try:
            _run_class_body(body, node.body)
        finally:
            interpreter.frames.pop()
        value = _created(interpreter, node, bases, keywords, body, qualname)
    finally:
        interpreter.sites.pop()
    frame.bind(node.name.value, decorated(frame, node.decorators, value))
    return None


def _run_class_body(body: Frame, suite: cst.BaseSuite) -> None:
    """Run a class body. An assignment that raises, with nothing to catch it, leaves its names unknown: programs in use do not end there."""
    for statement in suite.body:
        try:
            execute(body, statement)
        except Raised as raised:
            if body.interpreter.tries or not _assigns(statement):
                raise
            shown = f"{type(raised.value).__name__}: {raised.value}" if isinstance(raised.value, BaseException) else repr(raised.value)
            unknown = body.unknown(f"the statement raises {shown}", statement)
            for small in _simple(statement):
                for name in body.interpreter.bound_names(small):
                    body.bind(name, unknown)


def _assigns(statement: cst.CSTNode) -> bool:
    return all(isinstance(small, cst.Assign | cst.AnnAssign) for small in _simple(statement))


def _simple(statement: cst.CSTNode) -> Sequence[cst.CSTNode]:
    return statement.body if isinstance(statement, cst.SimpleStatementLine) else (statement,)


def _arguments(frame: Frame, node: cst.ClassDef) -> tuple[list[Any], dict[str, Any]]:
    bases: list[Any] = []
    for arg in node.bases:
        value = frame.evaluate(arg.value)
        if arg.star == "*":
            found = frame.interpreter.iterate(value)
            bases.extend([found] if isinstance(found, UnknownValue) else found)
        else:
            bases.append(value)
    keywords: dict[str, Any] = {}
    for arg in node.keywords:
        value = frame.evaluate(arg.value)
        if arg.keyword is not None:
            keywords[arg.keyword.value] = value
        elif isinstance(value, dict) and not rest_of(value):
            keywords.update(value)
    return bases, keywords


def _created(interpreter: Interpreter, node: cst.ClassDef, bases: list[Any], keywords: dict[str, Any], body: Frame, qualname: str) -> Any:
    names = body.scope.names
    metaclass = keywords.pop("metaclass", None)
    for name in ("__module__", "__qualname__"):
        names.pop(name, None)
    made = build(
        interpreter,
        Blueprint(
            node.name.value, _real_bases(interpreter, bases), names, body.module, node, qualname, body.annotations, metaclass, keywords
        ),
    )
    for function in body.defined:
        function.owner = function.owner if _is_nested(function, body) else made if isinstance(made, Class) else None
    return finish_class(interpreter, made) if isinstance(made, Class) else made


def _is_nested(function: Function, body: Frame) -> bool:
    return function.scope is not body.scope


def _real_bases(interpreter: Interpreter, bases: list[Any]) -> tuple[Any, ...]:
    """The bases with those resolved that stand for other classes (`__mro_entries__`)."""
    found: list[Any] = []
    for base in bases:
        if isinstance(base, Instance) and (entries := interpreter.class_attribute(base.cls, "__mro_entries__")) is not None:
            found.extend(interpreter.call(entries, [base, tuple(bases)], {}))
        elif base is not object:
            found.append(base)
    return tuple(found)


@frozen(eq=False)
class Blueprint:
    """What a class is made of; see Class."""

    name: str
    bases: tuple[Any, ...]
    namespace: dict[str, Any]
    module: Module
    node: cst.CSTNode | None = None
    qualname: str = ""
    annotations: dict[str, Any] = field(factory=dict)
    metaclass: Any = None
    keywords: dict[str, Any] = field(factory=dict)


_CLASS_METHODS = ("__init_subclass__", "__class_getitem__")
"""What is a class method without saying so."""


def build(interpreter: Interpreter, plan: Blueprint) -> Class:
    """The class before its hooks have run."""
    metaclass = plan.metaclass if plan.metaclass is not None else next(
        (b.metaclass for b in plan.bases if isinstance(b, Class) and b.metaclass is not None), None
    )
    for name in _CLASS_METHODS:
        if isinstance(hook := plan.namespace.get(name), Function):
            plan.namespace[name] = classmethod(hook)
    cls = Class(plan.name, plan.bases, plan.namespace, plan.module, plan.node, plan.qualname or plan.name, plan.annotations)
    cls.keywords, cls.metaclass, cls.origin = plan.keywords, metaclass, interpreter.origin_of(plan.module, plan.node)
    cls.mro = linearized(interpreter, cls)
    for base in plan.bases:
        if isinstance(base, Class):
            base.subclasses.append(cls)
    return cls


def linearized(interpreter: Interpreter, cls: Class) -> tuple[Any, ...]:
    """The MRO by C3; bases that are not interpreted stand for themselves."""
    sequences = [list(base.mro) if isinstance(base, Class) else [base] for base in cls.bases] + [list(cls.bases)]
    merged: list[Any] = [cls]
    while sequences := [s for s in sequences if s]:
        head = next((s[0] for s in sequences if not any(_holds(other[1:], s[0]) for other in sequences)), None)
        if head is None:
            raise Raised(
                TypeError(f"Cannot create a consistent method resolution order (MRO) for bases of {cls.name}"), interpreter.origin()
            )
        merged.append(head)
        sequences = [[e for e in s if e is not head] for s in sequences]
    return tuple(merged)


def _holds(values: list[Any], value: Any) -> bool:
    return any(element is value for element in values)


def finish_class(interpreter: Interpreter, cls: Class) -> Any:
    """Run the metaclass, `__set_name__` and `__init_subclass__`, then let frameworks make of the class what they will."""
    meta = cls.metaclass
    if isinstance(meta, Class) and not cls.data.get("made_by_metaclass"):
        return _by_metaclass(interpreter, cls, meta)
    _name_attributes(interpreter, cls)
    if is_foreign(cls):
        made = interpreter.frameworks.make_class(interpreter, cls)
        if made is not None:
            return made
    for base in cls.mro[1:]:
        if isinstance(base, Class) and "__init_subclass__" in base.namespace:
            hook = base.namespace["__init_subclass__"]
            interpreter.call(hook.__func__ if isinstance(hook, classmethod) else hook, [cls], dict(cls.keywords))
            break
    return cls


def _name_attributes(interpreter: Interpreter, cls: Class) -> None:
    for name, value in list(cls.namespace.items()):
        if isinstance(value, Instance) and (hook := interpreter.class_attribute(value.cls, "__set_name__")) is not None:
            interpreter.call(hook, [value, cls, name], {})


def _by_metaclass(interpreter: Interpreter, cls: Class, meta: Class) -> Any:
    """Run `__new__` and `__init__` of an interpreted metaclass over the class that the body made."""
    new, init = interpreter.class_attribute(meta, "__new__"), interpreter.class_attribute(meta, "__init__")
    made: Any = cls
    if new is not None:
        interpreter.building.append(cls)
        try:
            function = new.__func__ if isinstance(new, staticmethod) else new
            made = interpreter.call(function, [meta, cls.name, cls.bases, cls.namespace], dict(cls.keywords))
        finally:
            interpreter.building.pop()
    else:
        made = completed(interpreter, cls)
    if init is not None and isinstance(made, Class):
        interpreter.call(init, [made, made.name, made.bases, made.namespace], dict(cls.keywords))
    return made


def completed(interpreter: Interpreter, cls: Class) -> Any:
    """What `type.__new__` does after the namespace is there."""
    cls.data["made_by_metaclass"] = True
    try:
        return finish_class(interpreter, cls)
    finally:
        del cls.data["made_by_metaclass"]


def create_class(
    interpreter: Interpreter,
    name: Any,
    bases: Any = (),
    namespace: Any = None,
    *,
    metaclass: Any = None,
    keywords: dict[str, Any] | None = None,
) -> Any:
    """`type(name, bases, namespace)`, and `type.__new__` of an interpreted metaclass."""
    if (
        isinstance(name, UnknownValue)
        or isinstance(bases, UnknownValue)
        or not isinstance(namespace, dict)
        or rest_of(bases)
        or REST in namespace
    ):
        return interpreter.unknown("type() with a name, bases or a namespace that are not known")
    if interpreter.building and interpreter.building[-1].metaclass is metaclass is not None:
        return completed(interpreter, _rebuilt(interpreter, interpreter.building[-1], name, tuple(bases), namespace, keywords or {}))
    module = interpreter.frames[-1].module if interpreter.frames else Module("builtins")
    sites = interpreter.sites
    node = sites[-1][1] if sites and sites[-1][0] is module else None
    entries = _real_bases(interpreter, list(bases))
    made = build(interpreter, Blueprint(name, entries, dict(namespace), module, node, metaclass=metaclass, keywords=keywords or {}))
    return completed(interpreter, made) if metaclass is not None else finish_class(interpreter, made)


def _rebuilt(
    interpreter: Interpreter, cls: Class, name: str, bases: tuple[Any, ...], namespace: dict[str, Any], keywords: dict[str, Any]
) -> Class:
    """The class that the metaclass has been given, with the name, bases and namespace that it passes on."""
    cls.name, cls.bases, cls.namespace, cls.keywords = name, bases, namespace, keywords
    cls.mro = linearized(interpreter, cls)
    cls.foreign = None
    return cls


def instantiate(interpreter: Interpreter, cls: Class, args: list[Any], kwargs: dict[Any, Any]) -> Any:
    """`cls(*args, **kwargs)`."""
    if isinstance(cls.metaclass, Class) and (maker := class_attribute(cls.metaclass, "__call__")) is not None:
        return interpreter.call(maker, [cls, *args], kwargs)
    if is_foreign(cls):
        try:
            return interpreter.guarded(interpreter.frameworks.call, interpreter, cls, args, kwargs)
        except NotHandled:
            pass
    if len(args) == 3 and type in cls.mro and isinstance(args[0], str) and isinstance(args[2], dict):
        return _call_metaclass(interpreter, cls, args, kwargs)
    return make_instance(interpreter, cls, args, kwargs)


def _call_metaclass(interpreter: Interpreter, meta: Class, args: list[Any], keywords: dict[str, Any]) -> Any:
    """`Meta(name, bases, namespace)`."""
    name, bases, namespace = args
    if isinstance(bases, UnknownValue) or rest_of(bases) or REST in namespace:
        return interpreter.unknown(f"{meta.name}() with bases or a namespace that are not known")
    module = interpreter.frames[-1].module if interpreter.frames else Module("builtins")
    node = interpreter.sites[-1][1] if interpreter.sites and interpreter.sites[-1][0] is module else None
    entries = _real_bases(interpreter, list(bases))
    made = build(interpreter, Blueprint(name, entries, dict(namespace), module, node, metaclass=meta, keywords=keywords))
    return finish_class(interpreter, made)


def make_instance(interpreter: Interpreter, cls: Class, args: list[Any], kwargs: dict[Any, Any]) -> Any:
    """`type.__call__`: `__new__`, then `__init__`."""
    new = interpreter.class_attribute(cls, "__new__")
    if new is not None:
        function = new.__func__ if isinstance(new, staticmethod) else new
        instance = interpreter.call(function, [cls, *args], kwargs)
        if not isinstance(instance, Instance) or cls not in instance.cls.mro:
            return instance
    else:
        instance = Instance(cls, origin=interpreter.origin())
    init = interpreter.class_attribute(cls, "__init__")
    if _is_exception(cls):
        instance.attributes.setdefault("args", tuple(args))
    if init is not None:
        interpreter.call(BoundMethod(init, instance), args, kwargs)
    elif (args or kwargs) and new is None and all(isinstance(base, Class) for base in cls.mro):
        raise Raised(TypeError(f"{cls.name}() takes no arguments"), interpreter.origin())
    return instance


def _is_exception(cls: Class) -> bool:
    return any(isinstance(base, type) and issubclass(base, BaseException) for base in cls.mro)
