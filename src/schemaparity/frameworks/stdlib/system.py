"""os and sys: the environment from `--define`, files of the project, an interpreter that was started as `alembic upgrade head`."""

from __future__ import annotations

import os
import posixpath
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from attrs import define, field

from schemaparity.evaluate import files
from schemaparity.evaluate.frameworks import NotHandled
from schemaparity.evaluate.native import Refused, intrinsic, noise, require_known, unknown_call
from schemaparity.evaluate.values import Module, Raised, UnknownUsed, UnknownValue
from schemaparity.frameworks.stdlib.tuples import named_tuple_type
from schemaparity.schema import Unknown

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter

_MISSING = object()


def environment_variable(interpreter: Interpreter, name: Any) -> UnknownValue:
    """The unknown value of a variable that is not defined, with a hole of its name."""
    unknown = Unknown(f"environment variable {name} is not set; --define {name}=VALUE sets it", interpreter.origin())
    return UnknownValue(unknown, interpreter.holes.token(unknown, str(name)))


@define(eq=False)
class Environment:
    """os.environ: what is defined, and what the program has set."""

    changed: dict[str, Any] = field(factory=dict)

    def read(self, interpreter: Interpreter, name: Any, default: Any = _MISSING) -> object:
        """The value of a variable, the default, or an unknown."""
        if isinstance(name, UnknownValue):
            raise UnknownUsed(name)
        if name in self.changed:
            return self.changed[name]
        if name in interpreter.defines:
            return interpreter.defines[name]
        if isinstance(name, str):
            interpreter.unset[name] = None
        return environment_variable(interpreter, name) if default is _MISSING else default

    def is_set(self, interpreter: Interpreter, name: Any) -> object:
        """Whether a variable is set; only for those that are is it known."""
        require_known(name)
        return True if name in self.changed or name in interpreter.defines else environment_variable(interpreter, name)

    def write(self, interpreter: Interpreter, name: Any, value: Any) -> object:
        """Set a variable for the rest of the program."""
        if not isinstance(name, UnknownValue):
            interpreter.touch(self.changed)
            self.changed[name] = value
        return None


def environment_attribute(environment: Environment, name: str) -> object:
    """The methods of os.environ."""

    def get(interpreter: Interpreter, key: Any, default: Any = None) -> object:
        return environment.read(interpreter, key, default)

    def pop(interpreter: Interpreter, key: Any, default: Any = _MISSING) -> object:
        return environment.read(interpreter, key, default)

    def set_default(interpreter: Interpreter, key: Any, value: Any) -> object:
        if key not in environment.changed and key not in interpreter.defines:
            environment.write(interpreter, key, value)
        return environment.read(interpreter, key)

    def update(interpreter: Interpreter, values: Any = (), **more: Any) -> None:
        for key, value in {**dict(values), **more}.items():
            environment.write(interpreter, key, value)

    methods: dict[str, Callable[..., object]] = {
        "get": get,
        "pop": pop,
        "setdefault": set_default,
        "update": update,
        "__getitem__": environment.read,
        "__contains__": environment.is_set,
    }
    if name in methods:
        return intrinsic(f"os.environ.{name}", methods[name])
    return unknown_call(f"os.environ.{name}", "the environment as a whole is not known")


def _getenv(environment: Environment) -> Any:
    return intrinsic("os.getenv", lambda interpreter, key, default=None: environment.read(interpreter, key, default))


def _walk(interpreter: Interpreter, top: Any, *_options: Any, **_more: Any) -> object:
    root = files.inside(interpreter, top)
    prefix = str(top)
    found = []
    for path, directories, names in interpreter.file_system.walk(root):
        found.append((posixpath.normpath(posixpath.join(prefix, posixpath.relpath(path, root))), list(directories), list(names)))
        if len(found) > 10_000:
            raise Refused("os.walk() of a very large directory")
    return iter(found)


def _cwd(interpreter: Interpreter) -> object:
    return interpreter.project_root


def _listdir(interpreter: Interpreter, path: Any = ".") -> object:
    return files.names_in(interpreter, path)


def _fspath(_interpreter: Interpreter, path: Any) -> object:
    require_known(path)
    return str(path)


_NOISE = (
    "makedirs",
    "mkdir",
    "remove",
    "unlink",
    "rename",
    "chmod",
    "putenv",
    "unsetenv",
    "rmdir",
    "replace",
    "chdir",
    "removedirs",
    "umask",
    "symlink",
    "utime",
)
_UNKNOWN = (
    "getpid",
    "getlogin",
    "cpu_count",
    "urandom",
    "system",
    "popen",
    "stat",
    "getuid",
    "geteuid",
    "uname",
    "getppid",
    "kill",
    "scandir",
)


def OS() -> dict[str, Any]:  # noqa: N802 - a namespace like the others
    """The namespace of os."""
    environment = Environment()
    return {
        "environ": environment, "getenv": _getenv(environment), "sep": "/", "linesep": "\n", "name": "posix", "curdir": ".",
        "pardir": "..", "pathsep": ":",
        "getcwd": intrinsic("os.getcwd", _cwd), "listdir": intrinsic("os.listdir", _listdir), "walk": intrinsic("os.walk", _walk),
        "fspath": intrinsic("os.fspath", _fspath), "PathLike": os.PathLike, "error": OSError,
        **{name: noise(f"os.{name}") for name in _NOISE},
        **{name: unknown_call(f"os.{name}", f"os.{name}() depends on the machine") for name in _UNKNOWN},
    }  # fmt: skip


@define(eq=False)
class LoadedModules:
    """sys.modules."""


def modules_attribute(name: str) -> object:
    """The methods of sys.modules."""
    if name in {"get", "__getitem__"}:
        return intrinsic(f"sys.modules.{name}", lambda interpreter, key, *_default: module_named(interpreter, key))
    if name in {"setdefault", "update", "pop"}:
        return noise(f"sys.modules.{name}")
    return unknown_call(f"sys.modules.{name}", "which modules are loaded is not known")


def module_named(interpreter: Interpreter, name: Any) -> object:
    """`sys.modules[name]`."""
    require_known(name)
    return interpreter.import_module(name)


_TEST_RUNNERS = frozenset({"pytest", "_pytest", "unittest", "nose"})


def _is_loaded(interpreter: Interpreter, name: Any) -> object:
    """Whether a module is loaded; nothing tests while Alembic upgrades."""
    require_known(name)
    if name in interpreter.modules.loaded:
        return True
    return False if name in _TEST_RUNNERS else interpreter.unknown(f"whether {name} is imported by then is not known")


def _exit(interpreter: Interpreter, *args: Any) -> object:
    raise Raised(SystemExit(*args), interpreter.origin())


VersionInfo = named_tuple_type("version_info", ["major", "minor", "micro", "releaselevel", "serial"], {})


def SYS() -> dict[str, Any]:  # noqa: N802 - a namespace like the others
    """The namespace of sys."""
    stream = Module(
        "sys.stdout", namespace={name: noise(f"sys.stdout.{name}") for name in ("write", "flush", "writelines", "close", "reconfigure")}
    )
    return {
        "path": [], "argv": ["alembic", "upgrade", "head"], "modules": LoadedModules(), "version_info": VersionInfo(*sys.version_info),
        "maxsize": 2**63 - 1,
        "platform": "linux", "byteorder": "little", "stdout": stream, "stderr": stream, "flags": unknown_call("sys.flags",
        "the flags of Python are not known"),
        "version": sys.version.split()[0], "hexversion": sys.hexversion, "exit": intrinsic("sys.exit", _exit), "prefix": "/usr",
        "base_prefix": "/usr",
        "exc_info": intrinsic("sys.exc_info", lambda interpreter: interpreter.unknown("sys.exc_info() is not modelled")),
        "executable": "python", "setrecursionlimit": noise("sys.setrecursionlimit"),
        "getrecursionlimit": intrinsic("sys.getrecursionlimit", lambda _i: 1000),
        "intern": intrinsic("sys.intern", lambda _i, text: text), "dont_write_bytecode": False,
    }  # fmt: skip


def contains(interpreter: Interpreter, operator: str, left: Any, right: Any) -> object:
    """`name in os.environ`, `name in sys.modules` and their negations."""
    if operator not in {"in", "not in"} or not isinstance(right, Environment | LoadedModules):
        raise NotHandled
    found = right.is_set(interpreter, left) if isinstance(right, Environment) else _is_loaded(interpreter, left)
    return found if isinstance(found, UnknownValue) or operator == "in" else not found
