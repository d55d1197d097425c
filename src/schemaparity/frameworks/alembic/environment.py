"""env.py, interpreted whole: the metadata that it compares, what it configures, where it connects, the paths that it adds."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from attrs import field, frozen

from schemaparity.evaluate.values import Class, Function, Module, Raised, UnknownValue
from schemaparity.findings import Finding, ObjectRef
from schemaparity.frameworks.alembic.config import Config
from schemaparity.frameworks.alembic.session import Session, session_of
from schemaparity.frameworks.sqlalchemy.placeholders import is_unknown, unknown_of
from schemaparity.frameworks.sqlalchemy.run import run_of
from schemaparity.location import Origin
from schemaparity.project.target import Target, dialect_of_url
from schemaparity.schema import Unknown
from schemaparity.source import SourceError

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter

_PLACEHOLDER_URL = ("driver://", "scheme://")


@frozen
class Environment:
    """What env.py says.

    Args:
        target_metadata: the metadata, in order; empty when env.py gives none.
        options: keyword arguments of `context.configure` as first called online.
        arguments: keyword arguments of `context.run_migrations`.
        dialect: of the URL that env.py connects to, None when it is not known.
        include_object, include_name: the filters, None without.
        unknown: why the metadata are not known, if they are not.
        findings: what env.py does that cannot be followed.
        is_followed: whether it came to `context.configure`, with metadata that are known, or None on purpose.
        version_locations: the directories that it sets on `context.script`, absolute; empty when it sets none that are known.
        is_run_by_a_program: whether there is no file of options, so that a program must give them, which has imported the models.

    """

    target_metadata: tuple[sa.MetaData, ...] = ()
    options: Mapping[str, Any] = field(factory=dict)
    arguments: Mapping[str, Any] = field(factory=dict)
    dialect: str | None = None
    include_object: Any = None
    include_name: Any = None
    unknown: Unknown | None = None
    findings: tuple[Finding, ...] = ()
    module: Module | None = None
    is_followed: bool = True
    version_locations: tuple[str, ...] = ()
    is_run_by_a_program: bool = False


def read_environment(interpreter: Interpreter, target: Target) -> Environment:
    """Interpret env.py of a target; without one, an empty environment."""
    found = interpreter.bounded(_read, interpreter, target)
    if not isinstance(found, UnknownValue):
        return found  # type: ignore[no-any-return]
    return Environment(unknown=found.unknown, is_followed=False)


def _read(interpreter: Interpreter, target: Target) -> Environment:
    session = session_of(interpreter)
    run_of(interpreter).defines = target.defines
    session.config = Config(target.options, target.defines)
    if target.env_py is None:
        return Environment()
    module, findings = _evaluated(interpreter, target)
    if not session.configured and _give_attributes(interpreter, session, target.env_py):
        module, findings = _evaluated(interpreter, target)
    options = _chosen(session)
    metadata, unknown = _metadata(interpreter, target, session, module, options)
    return Environment(
        metadata,
        options,
        dict(session.arguments),
        _dialect(interpreter, target),
        _callable(options, "include_object"),
        _callable(options, "include_name"),
        unknown,
        findings,
        module,
        is_followed=unknown is None and bool(session.configured),
        version_locations=_version_locations(session, target),
        is_run_by_a_program=session.config.is_of_a_program,
    )


def _version_locations(session: Session, target: Target) -> tuple[str, ...]:
    """What env.py has set `context.script.version_locations` to."""
    given = session.config.script.version_locations
    if not isinstance(given, list | tuple) or not all(isinstance(path, str | PurePath) for path in given):
        return ()
    return tuple(posixpath.normpath(posixpath.join(target.project, str(path))) for path in given)


def _evaluated(interpreter: Interpreter, target: Target) -> tuple[Module | None, tuple[Finding, ...]]:
    """The module of env.py; an exception that it ends with is a finding, what it did before counts."""
    if target.env_py is None:
        return None, ()
    source = interpreter.finder.file(target.env_py, "env_py")
    try:
        source.tree  # noqa: B018 - parses
    except SourceError as error:
        origin = Origin(source.display, location=error.location)
        return None, (Finding("SP901", f"env.py {error.message}", ObjectRef("project"), "unknown", models=origin),)
    module = interpreter.bounded(interpreter.module_from_file, source, "env_py")
    if isinstance(module, UnknownValue):
        return None, (
            Finding("SP901", f"env.py is not read: {module.reason}", ObjectRef("project"), "unknown", models=module.unknown.origin),
        )
    try:
        interpreter.bounded(interpreter.modules.run_whole, module)
    except Raised as raised:
        message = f"env.py ends with an exception: {describe(raised.value)}"
        return module, (Finding("SP702", message, ObjectRef("project"), "notice", models=raised.origin),)
    return module, ()


_ATTRIBUTE = re.compile(r"""\battributes(?:\.get\(|\[)\s*["'](\w+)["']""")


def _give_attributes(interpreter: Interpreter, session: Session, path: str) -> bool:
    """Fill `config.attributes` as a program that runs Alembic does: a connection, and what else env.py asks for; whether it asks."""
    try:
        names = _ATTRIBUTE.findall(interpreter.finder.file(path, "env_py").text)
    except SourceError:  # said where the file is evaluated
        return False
    for name in names:
        if name not in session.config.attributes:
            unknown = interpreter.unknown(f"config.attributes[{name!r}] is given by the program that runs env.py")
            session.config.attributes[name] = session.connection if name == "connection" else unknown
    return bool(names)


def describe(value: object) -> str:
    """An exception of the interpreted program in one line."""
    if isinstance(value, UnknownValue):
        return f"an exception that is not known: {value.reason}"
    name = type(value).__name__ if isinstance(value, BaseException) else getattr(getattr(value, "cls", None), "name", "exception")
    text = " ".join(str(value).split()) if isinstance(value, BaseException) else ""
    return f"{name}: {text[:200]}" if text else str(name)


def _chosen(session: Session) -> dict[str, Any]:
    """The call of `context.configure` with a connection, else the last one; of several online calls the first one with metadata."""
    online = [c for c in session.configured if "connection" in c] or session.configured
    with_metadata = [c for c in online if c.get("target_metadata") is not None]
    return dict((with_metadata or online or [{}])[0])


def _metadata(
    interpreter: Interpreter, target: Target, session: Session, module: Module | None, options: Mapping[str, Any]
) -> tuple[tuple[sa.MetaData, ...], Unknown | None]:
    """The metadata of `configure`, else of the module's `target_metadata`; of several databases the target's own."""
    given = [c.get("target_metadata") for c in session.configured if c.get("target_metadata") is not None]
    value = options.get("target_metadata")
    if value is None:
        value = _module_name(interpreter, module, "target_metadata")
    if isinstance(value, dict) and not isinstance(value, sa.MetaData):
        value = value.get(target.database, list(value.values()))
    found = _flat(value)
    if not found:
        found = [m for v in given for m in _flat(v)]
    unknown = unknown_of(value) if is_unknown(value) and not found else None
    return tuple(dict.fromkeys(found)), unknown


def _module_name(interpreter: Interpreter, module: Module | None, name: str) -> Any:
    if module is None:
        return None
    try:
        return interpreter.get_attribute(module, name)
    except Raised:
        return None


def named_metadata(interpreter: Interpreter, reference: str) -> sa.MetaData | None:
    """The metadata that `MODULE:ATTR` names, itself or of a declarative base."""
    name, _, path = reference.partition(":")
    try:
        value = interpreter.import_module(name)
        for part in path.split("."):
            value = interpreter.get_attribute(value, part)
    except Raised:
        return None
    return next(iter(_flat(value)), None)


def _flat(value: Any) -> list[sa.MetaData]:
    """The metadata in a value: itself, a list of them, a declarative base by mistake."""
    if isinstance(value, sa.MetaData):
        return [value]
    if isinstance(value, list | tuple | set):
        return [m for v in value for m in _flat(v)]
    if isinstance(value, Class):
        try:
            return _flat(value.lookup("metadata"))
        except KeyError:
            return []
    return []


def _dialect(interpreter: Interpreter, target: Target) -> str | None:
    """The dialect of the URLs seen; a placeholder of the template says nothing."""
    for url in (*run_of(interpreter).urls, target.sqlalchemy_url):
        if isinstance(url, str) and not url.startswith(_PLACEHOLDER_URL):
            found = dialect_of_url(url)
            if found is not None:
                return found
    return None


def _callable(options: Mapping[str, Any], name: str) -> Any:
    value = options.get(name)
    return value if isinstance(value, Function) or (callable(value) and not isinstance(value, UnknownValue)) else None
