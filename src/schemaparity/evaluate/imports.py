"""Import statements. At the top of a module an import is deferred until its name is read, unless the module must be evaluated whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import libcst as cst

from schemaparity.evaluate.outcomes import Outcome
from schemaparity.evaluate.values import Deferred, Module, Raised, Symbolic, UnknownValue

if TYPE_CHECKING:
    from schemaparity.evaluate.frame import Frame


def dotted(node: cst.BaseExpression | None) -> str:
    """The text of a dotted name."""
    if isinstance(node, cst.Attribute):
        return f"{dotted(node.value)}.{node.attr.value}"
    return node.value if isinstance(node, cst.Name) else ""


def run_import(frame: Frame, node: cst.Import) -> Outcome:
    """`import a.b, c as d`."""
    announce(frame, node)
    for alias in node.names:
        name = dotted(alias.name)
        if alias.asname is not None:
            _bind_import(frame, dotted(alias.asname.name), Deferred(name))
        else:
            if "." in name and not is_deferring(frame):
                frame.interpreter.import_module(name)
            _bind_import(frame, name.partition(".")[0], Deferred(name.partition(".")[0]))
    return None


def announce(frame: Frame, node: cst.Import | cst.ImportFrom) -> None:
    """Evaluate whole the modules that an import reaches, where the import really happens and somebody needs all of them."""
    state = frame.module.state
    if frame.scope.parent is None and state is not None and not state.whole:
        return
    modules = frame.interpreter.modules
    if isinstance(node, cst.Import):
        for alias in node.names:
            modules.announce(dotted(alias.name))
        return
    name = module_of(frame, node)
    modules.announce(name)
    members = ["*"] if isinstance(node.names, cst.ImportStar) else [dotted(alias.name) for alias in node.names]
    for member in members:
        modules.announce_member(name, member)


def is_deferring(frame: Frame) -> bool:
    """True at the top of a module, outside of `try`: what is bound there is resolved when it is read."""
    return frame.scope.parent is None and not frame.interpreter.tries


def _bind_import(frame: Frame, name: str, deferred: Deferred) -> None:
    frame.bind(name, deferred if is_deferring(frame) else frame.interpreter.modules.resolve(deferred))


def module_of(frame: Frame, node: cst.ImportFrom) -> str:
    """The absolute name of the module that `from ... import` names."""
    return absolute(frame.module, dotted(node.module), len(node.relative))


def absolute(module: Module, name: str, level: int) -> str:
    """A possibly relative module name, made absolute."""
    if not level:
        return name
    package = module.name if is_package(module) else module.name.rpartition(".")[0]
    for _ in range(level - 1):
        if not package:
            raise Raised(ImportError("attempted relative import beyond top-level package"))
        package = package.rpartition(".")[0]
    if not package and not name:
        raise Raised(ImportError("attempted relative import with no known parent package"))
    return f"{package}.{name}" if package and name else package or name


def is_package(module: Module) -> bool:
    """True for a package."""
    return module.source is None or bool(module.source.is_package)


def run_import_from(frame: Frame, node: cst.ImportFrom) -> Outcome:
    """`from a import b as c`, `from . import b`, `from a import *`."""
    announce(frame, node)
    name = module_of(frame, node)
    if isinstance(node.names, cst.ImportStar):
        _star(frame, name)
        return None
    for alias in node.names:
        attribute = dotted(alias.name)
        _bind_import(frame, attribute if alias.asname is None else dotted(alias.asname.name), Deferred(name, attribute))
    return None


def _star(frame: Frame, name: str) -> None:
    """Bind what the module exports; where that is not known, any name may come from it."""
    interpreter = frame.interpreter
    module = interpreter.import_module(name)
    state = frame.module.state
    for exported in interpreter.modules.exported(module):
        if frame.scope.parent is not None or state is None:
            frame.bind(exported, interpreter.get_attribute(module, exported))
        elif not state.is_overridden(exported):
            interpreter.modules.run_before(frame.module, exported)
            frame.bind(exported, Deferred(name, exported))
    if isinstance(module, UnknownValue | Symbolic) and state is not None:
        state.may_bind_anything = True


IMPORTS: dict[type[cst.CSTNode], Any] = {cst.Import: run_import, cst.ImportFrom: run_import_from}
