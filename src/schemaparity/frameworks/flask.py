"""Flask's `current_app` as env.py of Flask-Migrate uses it: the project's `db`, with the models that the application would have imported.

The application is not built: the modules of its packages that can hold tables are taken as imported by it, tests and migrations apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from attrs import define, field

from schemaparity.evaluate.values import Class, Instance, Intrinsic, Module, Symbolic
from schemaparity.frameworks.application import application_files, import_application, import_quietly
from schemaparity.frameworks.declarative.bases import framework_class
from schemaparity.frameworks.flask_sqlalchemy import EXTENSION
from schemaparity.location import NOWHERE
from schemaparity.source import SourceError, SourceFile

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter

_MAKES_DB = re.compile(rb"flask_sqlalchemy|\bMigrate\s*\(")
_GIVES_DB = re.compile(rb"(?:\bMigrate\s*\(\s*[^(),=]+,|\.init_app\s*\(\s*[^(),=]+,|\bMigrate\s*\([^()]*\bdb\s*=)\s*(?:[\w.]+\.)?(\w+)")


@define(eq=False)
class Framework:
    """Flask and Flask-Migrate in one run."""

    _modules: dict[str, Module] = field(factory=dict)
    _configuration: Instance | None = None

    def module(self, name: str) -> Module | None:
        """`flask` and `flask_migrate`."""
        if not self._modules:
            other = Intrinsic("flask.__getattr__", lambda _i, args, _k: Symbolic(f"flask.{args[0]}", NOWHERE))
            flask = {"current_app": self._application(), "__getattr__": other}
            self._modules = {
                "flask": Module("flask", namespace=flask),
                "flask_migrate": Module("flask_migrate", namespace={"Migrate": _MIGRATE, "__getattr__": other}),
            }
        return self._modules.get(name)

    def _application(self) -> Instance:
        extensions = framework_class("extensions", "flask")
        for name in ("__getitem__", "get"):
            extensions.namespace[name] = Intrinsic(f"flask.Flask.extensions.{name}", self._extension)
        extensions.namespace["__contains__"] = Intrinsic("flask.Flask.extensions.__contains__", lambda _i, args, _k: args[1] in _KNOWN)
        application = framework_class("Flask", "flask")
        application.namespace["__getattr__"] = Intrinsic("flask.Flask.__getattr__", _of_application)
        return Instance(application, {"extensions": Instance(extensions)})

    def _extension(self, interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> object:
        """`app.extensions[name]`."""
        del kwargs
        match args[1]:
            case "migrate":
                return self._migrate_configuration(interpreter)
            case "sqlalchemy":
                return interpreter.get_attribute(self._migrate_configuration(interpreter), "db")
        return interpreter.unknown(f"current_app.extensions[{args[1]!r}] is made by the application")

    def _migrate_configuration(self, interpreter: Interpreter) -> Instance:
        """Flask-Migrate's `_MigrateConfig`: `db`, and the options of `context.configure` given to `Migrate`."""
        if self._configuration is None:
            self._configuration = Instance(framework_class("_MigrateConfig", "flask_migrate"))
            self._configuration.attributes.update(_configuration(interpreter))
        return self._configuration


def new() -> Framework:
    """The framework of one run."""
    return Framework()


_KNOWN = ("migrate", "sqlalchemy")


def _of_application(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> object:
    del kwargs
    return interpreter.unknown(f"current_app.{args[1]} is made by the application")


def _migrate(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> None:
    """`Migrate(app, db, directory, command, compare_type, render_as_batch, **options)`."""
    del interpreter
    own = ("app", "db", "directory", "command")
    given = {**dict(zip((*own, "compare_type", "render_as_batch"), args[1:], strict=False)), **kwargs}
    args[0].attributes.update({"db": given.get("db"), "configure_args": {k: v for k, v in given.items() if k not in own}})


_MIGRATE = framework_class("Migrate", "flask_migrate", (), __init__=Intrinsic("flask_migrate.Migrate", _migrate))
_MIGRATE.namespace["init_app"] = Intrinsic("flask_migrate.Migrate.init_app", lambda _i, _a, _k: None)
_MIGRATE.namespace["configure"] = Intrinsic("flask_migrate.Migrate.configure", lambda _i, args, _k: args[1])


def _configuration(interpreter: Interpreter) -> dict[str, Any]:
    """What `app.extensions["migrate"]` has, once the modules of the application are imported."""
    files = list(application_files(interpreter))
    makers = [f for f in files if _MAKES_DB.search(_data(f))]
    for source in makers:
        import_quietly(interpreter, source.module_name, whole=True)
    migrate = next((m for _, m in _top_values(interpreter, makers) if isinstance(m, Instance) and _MIGRATE in m.cls.mro), None)
    configured = migrate.attributes if migrate is not None else {}
    database = configured.get("db") or _database(interpreter, makers)
    if database is None:
        database = interpreter.unknown("no module of the project binds a Flask-SQLAlchemy object that the application could use")
    import_application(interpreter)
    return {"db": database, "configure_args": configured.get("configure_args", {}), "migrate": migrate}


def _database(interpreter: Interpreter, makers: list[SourceFile]) -> object | None:
    """The one `SQLAlchemy()` of the project; of several, the one whose name is given to Migrate."""
    found: dict[int, tuple[set[str], object]] = {}
    for name, value in _top_values(interpreter, makers):
        if isinstance(value, Instance) and any(isinstance(c, Class) and EXTENSION in c.data for c in value.cls.mro):
            found.setdefault(id(value), (set(), value))[0].add(name)
    if len(found) < 2:
        return next((value for _, value in found.values()), None)
    given = {match.group(1).decode() for source in makers for match in _GIVES_DB.finditer(_data(source))}
    named = [value for names, value in found.values() if names & given]
    return named[0] if len(named) == 1 else None


def _top_values(interpreter: Interpreter, files: list[SourceFile]) -> Iterator[tuple[str, object]]:
    """(name, value) of what the modules bind."""
    for source in files:
        module = interpreter.modules.loaded.get(source.module_name)
        if isinstance(module, Module):
            yield from list(module.namespace.items())


def _data(source: SourceFile) -> bytes:
    try:
        return source.data
    except SourceError:
        return b""
