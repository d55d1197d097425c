"""Tables that a framework creates itself whenever its application starts: they are there before the first revision runs.

The tables come from the framework's own source. Where that is not at hand, the chain starts from tables that nobody knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from attrs import frozen
from sqlalchemy.sql.ddl import sort_tables
from sqlalchemy.sql.schema import Table

from schemaparity.evaluate.values import Class, Module, Raised
from schemaparity.findings import Finding, ObjectRef
from schemaparity.frameworks.declarative.values import mapping_of
from schemaparity.location import Origin
from schemaparity.source import SourceFile

if TYPE_CHECKING:
    from schemaparity.evaluate import Interpreter


@frozen
class Maker:
    """A framework that creates its tables where one of them is missing; `module` declares them."""

    product: str
    module: str


_MAKERS = (Maker("Flask-AppBuilder", "flask_appbuilder.security.sqla.models"),)
"""Flask-AppBuilder 1 to 5: `SecurityManager.create_db` calls `create_all`, unless FAB_CREATE_DB is false."""


@frozen
class Given:
    """The tables that a framework creates."""

    product: str
    tables: tuple[Table, ...]

    def create(self, connection: Any) -> None:
        """Create them one by one: their metadata may have got other tables since, whose types `create_all` would create too."""
        for table in sort_tables(self.tables):
            table.create(connection)

    def finding(self, revision: str, origin: Origin) -> Finding:
        """Say what the replay started from."""
        names = ", ".join(sorted(t.name for t in self.tables)[:3])
        message = f"{self.product} creates its tables ({names}, ...) when the application starts; they are taken to be there already"
        return Finding("SP605", message, ObjectRef("revision", name=revision), "notice", migrations=origin, revisions=(revision,))


def given_for(interpreter: Interpreter, message: str) -> Given | None:
    """The tables of the framework that makes the one which a message about a missing relation names."""
    named = set(re.findall(r"\w+", message))
    for maker in _MAKERS:
        if isinstance(interpreter.finder.find(maker.module), SourceFile):
            tables = tuple(_tables(interpreter, maker.module))
            if named & {table.name for table in tables}:
                return Given(maker.product, tables)
    return None


def _tables(interpreter: Interpreter, name: str) -> Iterator[Table]:
    """The tables that a module declares, itself or by its classes."""
    try:
        module = interpreter.import_module(name, whole=True)
    except Raised:
        return
    for value in list(module.namespace.values()) if isinstance(module, Module) else ():
        mapping = mapping_of(value) if isinstance(value, Class) and value.module is module else None
        table = value if mapping is None else mapping.local_table
        if isinstance(table, Table):
            yield table
