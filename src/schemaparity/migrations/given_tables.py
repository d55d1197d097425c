"""Tables that a framework, or the program itself, creates: they are there before the first revision runs.

The tables come from the source of who makes them. Where that is not at hand, the chain starts from tables that nobody knows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from attrs import frozen
from sqlalchemy.sql.ddl import sort_tables
from sqlalchemy.sql.schema import MetaData, Table

from schemaparity.evaluate.values import Class, Module, Raised
from schemaparity.findings import Finding, ObjectRef
from schemaparity.frameworks.declarative.values import mapping_of
from schemaparity.location import Origin
from schemaparity.migrations.own_tables import made_by_program
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
    """The tables that somebody creates; `maker` and `when` are words for a message."""

    maker: str
    when: str
    tables: tuple[Table, ...]

    def create(self, connection: Any) -> None:
        """Create them one by one: their metadata may have got other tables since, whose types `create_all` would create too."""
        for table in sort_tables(self.tables):
            table.create(connection)

    def finding(self, revision: str, origin: Origin) -> Finding:
        """Say what the replay started from."""
        names = ", ".join(sorted(t.name for t in self.tables)[:3])
        message = f"{self.maker} creates its tables ({names}, ...) {self.when}; they are taken to be there already"
        return Finding("SP605", message, ObjectRef("revision", name=revision), "notice", migrations=origin, revisions=(revision,))


def given_for(interpreter: Interpreter, named: Collection[str], compared: Collection[MetaData]) -> Given | None:
    """The tables of the framework, or of the program, that makes one of a name; never of the metadata that is compared."""
    for maker in _MAKERS:
        if isinstance(interpreter.finder.find(maker.module), SourceFile):
            tables = tuple(_tables(interpreter, maker.module))
            if not {table.name for table in tables}.isdisjoint(named):
                return Given(maker.product, "when the application starts", tables)
    made = made_by_program(interpreter, named, compared)
    if made is None:
        return None
    place = f"{made.origin.path}:{made.origin.location.line}"
    return Given(f"the program ({place})", "before it upgrades", tuple(made.metadata.tables.values()))


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
