"""Functions that would open a connection, load a driver or register something for the whole process: they answer from the run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.engine import URL

from schemaparity.evaluate.values import Class, Instance, Intrinsic, Symbolic, UnknownValue
from schemaparity.frameworks.sqlalchemy.asynchronous import AsyncConnection, AsyncEngine, AsyncManager
from schemaparity.frameworks.sqlalchemy.overlays.notes import UNKNOWNS
from schemaparity.frameworks.sqlalchemy.overlays.queries import SymbolicQuery
from schemaparity.frameworks.sqlalchemy.placeholders import is_unknown, unknown_of
from schemaparity.frameworks.sqlalchemy.run import Run, run_of
from schemaparity.location import NOWHERE
from schemaparity.schema import UndecidedFact, Unknown

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter


_ENGINE_LIKE = re.compile(r"(?:engine|bind|connection|connectable|conn)(?:\(\))?$", re.IGNORECASE)


def _note_url(run: Run, url: object) -> None:
    if isinstance(url, URL):
        url = url.render_as_string(hide_password=False)
    if isinstance(url, str):
        run.urls.append(url)
    elif isinstance(url, UnknownValue) and url.text is not None:
        run.urls.append(url.text)


def create_engine(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> Any:
    """The run's engine; the URL tells the dialect."""
    run = run_of(interpreter)
    _note_url(run, args[0] if args else kwargs.get("url"))
    return run.engine


def engine_from_config(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> Any:
    """The run's engine; the URL is an option of the configuration."""
    run = run_of(interpreter)
    configuration = args[0] if args else kwargs.get("configuration")
    prefix = args[1] if len(args) > 1 else kwargs.get("prefix", "sqlalchemy.")
    if isinstance(configuration, dict) and isinstance(prefix, str):
        _note_url(run, configuration.get(f"{prefix}url", kwargs.get("url")))
    return run.engine


def create_async_engine(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> Any:
    """An asynchronous view of the run's engine."""
    return AsyncEngine(create_engine(interpreter, args, kwargs))


def async_engine_from_config(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> Any:
    """An asynchronous view of the run's engine."""
    return AsyncEngine(engine_from_config(interpreter, args, kwargs))


def async_engine(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> Any:
    """`AsyncEngine(engine)`."""
    engine = args[0] if args else kwargs.get("sync_engine")
    return AsyncEngine(engine if isinstance(engine, sa.Engine) else run_of(interpreter).engine)


def inspect(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> Any:
    """`inspect()`; what is no real connection but stands for one is the run's."""
    from schemaparity.frameworks.sqlalchemy.overlays.columns import current_bind  # noqa: PLC0415 - mutual

    subject = args[0] if args else kwargs.get("subject")
    if isinstance(subject, AsyncConnection | AsyncEngine | AsyncManager) or _is_like_engine(subject):
        return sa.inspect(current_bind(interpreter))
    if isinstance(subject, UnknownValue | SymbolicQuery):
        return subject
    if isinstance(subject, Class) and subject.data.get("mapping") is not None:
        return subject.data["mapping"]
    if isinstance(subject, Class | Instance | Symbolic):
        return interpreter.unknown(f"what inspect() says of {subject!r} is not known")
    return sa.inspect(subject)


def _is_like_engine(subject: object) -> bool:
    """True for a third party's engine or connection (`db.engine`, `session.get_bind()`): there is only one database."""
    return isinstance(subject, Symbolic) and _ENGINE_LIKE.search(subject.text) is not None


def metadata(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> sa.MetaData:
    """`MetaData()`; `bind=` is SQLAlchemy 1.x's, an unknown schema is taken for the default one."""
    from schemaparity.frameworks.sqlalchemy.overlays.calls import generic  # noqa: PLC0415 - mutual

    bind = kwargs.pop("bind", None)
    if args and not isinstance(args[0], str | None):
        bind, args = args[0], args[1:]
    kwargs.pop("reflect", None)
    schema: Any = kwargs.get("schema")
    if is_unknown(schema):
        kwargs = {**kwargs, "schema": None}
    made: sa.MetaData = generic(interpreter, sa.MetaData, args, kwargs)
    if is_unknown(schema):
        reason = f"the schema of a MetaData is not known, and taken for the default one: {unknown_of(schema).reason}"
        made.info[UNKNOWNS] = [UndecidedFact(Unknown(reason, unknown_of(schema).origin), is_assumed=True)]
    if isinstance(bind, sa.Engine | sa.Connection):
        made.info["schemaparity.bind"] = bind
    return made


ASYNCHRONOUS: dict[str, Any] = {
    "create_async_engine": Intrinsic("sqlalchemy.ext.asyncio.create_async_engine", create_async_engine),
    "async_engine_from_config": Intrinsic("sqlalchemy.ext.asyncio.async_engine_from_config", async_engine_from_config),
    "AsyncEngine": AsyncEngine,
    "AsyncConnection": AsyncConnection,
    **{
        name: Symbolic(f"sqlalchemy.ext.asyncio.{name}", NOWHERE)
        for name in (
            "AsyncSession",
            "AsyncSessionTransaction",
            "AsyncTransaction",
            "AsyncResult",
            "AsyncScalarResult",
            "AsyncMappingResult",
            "async_sessionmaker",
            "async_scoped_session",
            "async_object_session",
            "async_session",
            "close_all_sessions",
            "create_async_pool_from_url",
        )
    },
}
"""The names of `sqlalchemy.ext.asyncio` that env.py files use; the real module needs greenlet."""


def nothing(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> None:
    """Do nothing: a listener of connections, pools or mappers does not shape the schema."""
    del interpreter, args, kwargs


def decorator(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> Intrinsic:
    """A decorator that keeps its function."""
    del interpreter, args, kwargs
    return Intrinsic("decorator", lambda _interpreter, given, _keywords: given[0] if given else None)
