"""`alembic.context` as env.py and revisions see it: online, configured calls remembered, migrations never started from here."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from attrs import define

from schemaparity.database.transactions import Transactions
from schemaparity.evaluate.values import Intrinsic, Symbolic
from schemaparity.frameworks.alembic.session import session_of
from schemaparity.frameworks.sqlalchemy.managers import Manager
from schemaparity.frameworks.sqlalchemy.placeholders import is_unknown
from schemaparity.location import NOWHERE

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter


@define(eq=False)
class ContextModule:
    """The module `alembic.context`."""


def _configure(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> None:
    names = (
        "connection",
        "url",
        "dialect_name",
        "dialect_opts",
        "transactional_ddl",
        "transaction_per_migration",
        "output_buffer",
        "starting_rev",
        "tag",
        "template_args",
        "render_as_batch",
        "target_metadata",
    )
    session = session_of(interpreter)
    session.configured.append({**dict(zip(names, args, strict=False)), **kwargs})
    url = kwargs.get("url")
    if isinstance(url, str):
        session.run.urls.append(url)


def _run_migrations(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> None:
    del args
    session = session_of(interpreter)
    session.arguments.update({k: v for k, v in kwargs.items() if isinstance(k, str)})
    if session.started is None:
        database = session.run.database
        session.started = (database.schema, Transactions(database.transaction_state().settings))


def _begin(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> Manager:
    del interpreter, args, kwargs
    return Manager(contextlib.nullcontext())


def _x_argument(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> Any:
    defines = session_of(interpreter).config.defines
    if (args[0] if args else kwargs.get("as_dictionary", False)) is True:
        return dict(defines)
    return [f"{k}={v}" for k, v in defines.items()]


def _context(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> Any:
    del args, kwargs
    return session_of(interpreter).context


def _bind(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> Any:
    del args, kwargs
    return session_of(interpreter).connection


def _execute(interpreter: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> Any:
    """`context.execute`: env.py sets a search path or a role with it, which is no part of the schema."""
    del interpreter, args, kwargs


def _constant(value: Any) -> Callable[[Any, list[Any], dict[str, Any]], Any]:
    return lambda _interpreter, _args, _kwargs: value


_FUNCTIONS: dict[str, Callable[[Any, list[Any], dict[str, Any]], Any]] = {
    "configure": _configure,
    "run_migrations": _run_migrations,
    "begin_transaction": _begin,
    "get_x_argument": _x_argument,
    "get_context": _context,
    "get_bind": _bind,
    "execute": _execute,
    "is_offline_mode": _constant(False),
    "is_transactional_ddl": _constant(True),
    "requires_connection": _constant(True),
    "get_tag_argument": _constant(None),
    "get_head_revision": _constant("head"),
    "get_revision_argument": _constant("head"),
    "get_starting_revision_argument": _constant(None),
    "static_output": _constant(None),
    "get_impl": lambda interpreter, _args, _kwargs: session_of(interpreter).context.impl,
    "get_head_revisions": _constant(("head",)),
}


def context_attribute(interpreter: Interpreter, name: str) -> object:
    """`context.NAME`."""
    if name in _FUNCTIONS:
        return Intrinsic(f"alembic.context.{name}", _FUNCTIONS[name])
    session = session_of(interpreter)
    if name == "config":
        return session.config
    if name == "script":
        return session.config.script
    return Symbolic(f"alembic.context.{name}", NOWHERE)


def known_arguments(arguments: dict[str, Any]) -> dict[str, Any]:
    """The keyword arguments of `context.configure` that are known."""
    return {k: v for k, v in arguments.items() if not is_unknown(v)}
