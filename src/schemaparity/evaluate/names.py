"""Looking names up: scopes, then the module (which evaluates what binds the name), then builtins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemaparity.evaluate.values import Raised, Scope

if TYPE_CHECKING:
    import libcst as cst

    from schemaparity.evaluate.frame import Frame
    from schemaparity.evaluate.interpreter import Interpreter

ABSENT = object()


def lookup(interpreter: Interpreter, scope: Scope, name: str) -> Any:
    """The value of `name` as code in `scope` sees it, ABSENT when nothing binds it."""
    if name not in scope.globals:
        inner: Scope | None = scope
        while inner is not None and inner.parent is not None:
            if name in inner.names and (not inner.is_class or inner is scope):
                return inner.names[name]
            inner = inner.parent
    value = interpreter.modules.lookup(scope.module, name)
    return interpreter.builtins.get(name, ABSENT) if value is ABSENT else value


def mangled(scope: Scope, name: str) -> str:
    """A private name, `__name`, as code within a class has it: `_Class__name`."""
    if not name.startswith("__") or name.endswith("__"):
        return name
    inner: Scope | None = scope
    while inner is not None and not inner.is_class:
        inner = inner.parent
    owner = inner.class_name.lstrip("_") if inner is not None else ""
    return f"_{owner}{name}" if owner else name


def read(frame: Frame, node: cst.Name) -> Any:
    """The value of a name, or NameError in the interpreted program."""
    name = mangled(frame.scope, node.value) if frame.scope.is_class else node.value
    value = lookup(frame.interpreter, frame.scope, name)
    if value is ABSENT:
        return _missing(frame, node)
    return value


def _missing(frame: Frame, node: cst.Name) -> Any:
    state = frame.module.state
    if state is not None and state.may_bind_anything:
        return frame.unknown(f"the name {node.value} may come from a star import that cannot be read", node)
    error = NameError(f"name {node.value!r} is not defined", name=node.value)
    raise Raised(error, frame.interpreter.origin_of(frame.module, node))


def unbind(frame: Frame, name: str) -> None:
    """`del name`."""
    names = frame.scope.module.namespace if name in frame.scope.globals else frame.scope.names
    name = mangled(frame.scope, name) if frame.scope.is_class else name
    frame.interpreter.speculation.touch(names, names=True)
    if name not in names:
        raise Raised(NameError(f"name {name!r} is not defined"))
    del names[name]
    state = frame.module.state
    if names is frame.module.namespace and state is not None:
        state.shadow.pop(name, None)
