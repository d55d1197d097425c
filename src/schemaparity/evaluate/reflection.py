"""Built-in functions that look at the running program: super, globals, locals, vars, dir, __import__."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemaparity.evaluate.supers import SUPER
from schemaparity.evaluate.values import Class, Instance, Intrinsic, Module, Raised

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter


def _globals(interpreter: Interpreter, _args: list[Any], _kwargs: dict[str, Any]) -> Any:
    """The names of the module; a change of the dict is lost, which unknown names then show."""
    module = interpreter.frames[-1].module
    interpreter.modules.names(module)
    return module.namespace


def _locals(interpreter: Interpreter, _args: list[Any], _kwargs: dict[str, Any]) -> Any:
    return interpreter.frames[-1].scope.names


def _vars(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> Any:
    if not args:
        return _locals(interpreter, args, kwargs)
    value = args[0]
    if isinstance(value, Module):
        return interpreter.modules.names(value)
    if isinstance(value, Instance):
        return value.attributes
    if isinstance(value, Class):
        return dict(value.namespace)
    return interpreter.get_attribute(value, "__dict__")


def _dir(interpreter: Interpreter, args: list[Any], _kwargs: dict[str, Any]) -> Any:
    if not args:
        return sorted(interpreter.frames[-1].scope.names)
    value = args[0]
    if isinstance(value, Module):
        return sorted(interpreter.modules.names(value))
    if isinstance(value, Instance | Class):
        cls = value.cls if isinstance(value, Instance) else value
        names = {name for base in cls.mro if isinstance(base, Class) for name in base.namespace}
        return sorted(names | set(value.attributes if isinstance(value, Instance) else ()))
    return interpreter.unknown("dir() of a value that is not interpreted")


def _import(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> Any:
    name = args[0] if args else kwargs.get("name")
    if not isinstance(name, str):
        return interpreter.unknown("__import__() of a module whose name is not known")
    if len(args) > 4 or kwargs.get("level"):
        raise Raised(ImportError("__import__() with a level is not modelled"))
    interpreter.announce(name)
    module = interpreter.import_module(name)
    listed = args[3] if len(args) > 3 else kwargs.get("fromlist", ())
    return module if listed or "." not in name else interpreter.import_module(name.partition(".")[0])


REFLECTION: dict[str, Any] = {
    "super": SUPER,
    "globals": Intrinsic("globals", _globals),
    "locals": Intrinsic("locals", _locals),
    "vars": Intrinsic("vars", _vars),
    "dir": Intrinsic("dir", _dir),
    "__import__": Intrinsic("__import__", _import),
    "__debug__": True,
    "property": property,
    "staticmethod": staticmethod,
    "classmethod": classmethod,
}
