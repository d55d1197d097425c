"""The real dialects without a driver: their compilers and types, the symbolic driver, reflection from the symbolic schema."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import util
from sqlalchemy.dialects.mssql.base import MSDialect
from sqlalchemy.dialects.mysql.base import MySQLDialect
from sqlalchemy.dialects.oracle.base import OracleDialect
from sqlalchemy.dialects.postgresql.base import PGDialect
from sqlalchemy.dialects.sqlite.base import SQLiteDialect
from sqlalchemy.engine import default
from sqlalchemy.engine.interfaces import BindTyping
from sqlalchemy.sql.compiler import SQLCompiler

from schemaparity.frameworks.sqlalchemy.dbapi import Driver
from schemaparity.frameworks.sqlalchemy.literals import Hole
from schemaparity.frameworks.sqlalchemy.reflection import Reflection
from schemaparity.frameworks.sqlalchemy.wire import Wire

_COMPILERS: dict[type[SQLCompiler], type[SQLCompiler]] = {}


def holes_pass(compiler: type[SQLCompiler]) -> type[SQLCompiler]:
    """The compiler, whose bound values may be holes: a type does not get to see them."""
    if compiler not in _COMPILERS:

        class Passing(compiler):  # type: ignore[valid-type,misc]
            @util.memoized_property
            def _bind_processors(self) -> Any:
                return {key: _passing(processor) for key, processor in super()._bind_processors.items()}

        _COMPILERS[compiler] = Passing
    return _COMPILERS[compiler]


def _passing(processor: Any) -> Any:
    if isinstance(processor, tuple):
        return tuple(map(_passing, processor))
    return lambda value: value if type(value) is Hole else processor(value)


class Symbolic(Reflection):
    """What all symbolic dialects share: no initial queries, no statement cache, compiled statements handed to the cursor."""

    supports_statement_cache = False
    default_paramstyle = "named"
    bind_typing = BindTyping.NONE
    use_insertmanyvalues = False
    div_is_floordiv = True
    VERSION: ClassVar[tuple[int, ...]] = (15, 0)
    SCHEMA: ClassVar[str | None] = None

    def __init__(self, wire: Wire) -> None:
        driver: Any = Driver(wire)
        super().__init__(dbapi=driver, paramstyle="named")
        self.wire = wire
        self.statement_compiler = holes_pass(type(self).statement_compiler)
        self.server_version_info = self.VERSION
        self.default_schema_name = self.SCHEMA
        self.default_isolation_level = "READ COMMITTED"

    def initialize(self, connection: Any) -> None:
        """Ask nothing: what a server would say is fixed."""

    def do_execute(self, cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:
        """Hand the compiled statement to the cursor: its objects know where they were written."""
        cursor.compiled = getattr(context, "compiled", None)
        cursor.execute(statement, parameters)

    def do_execute_no_params(self, cursor: Any, statement: str, context: Any = None) -> None:
        """Execute without parameters."""
        self.do_execute(cursor, statement, None, context)

    def do_executemany(self, cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:
        """Execute for many rows."""
        cursor.compiled = getattr(context, "compiled", None)
        cursor.executemany(statement, parameters)

    def do_ping(self, dbapi_connection: Any) -> bool:  # noqa: ARG002 - the signature is SQLAlchemy's
        """The connection is always alive."""
        return True

    def get_isolation_level_values(self, dbapi_conn: Any) -> Any:  # noqa: ARG002 - the signature is SQLAlchemy's
        """All levels that some backend has."""
        return ("AUTOCOMMIT", "READ COMMITTED", "READ UNCOMMITTED", "REPEATABLE READ", "SERIALIZABLE")

    def get_isolation_level(self, dbapi_connection: Any) -> Any:
        """The level of the connection."""
        return dbapi_connection.isolation_level

    def set_isolation_level(self, dbapi_connection: Any, level: Any) -> None:
        """Set the level; AUTOCOMMIT ends transactions after each statement."""
        dbapi_connection.isolation_level = level
        dbapi_connection.autocommit = level == "AUTOCOMMIT"

    def get_default_isolation_level(self, dbapi_conn: Any) -> Any:  # noqa: ARG002 - the signature is SQLAlchemy's
        """The level of a new connection."""
        return "READ COMMITTED"


class PostgreSQL(Symbolic, PGDialect):  # type: ignore[misc]
    """PostgreSQL 15; `psycopg2` by name, because programs ask for the driver's name."""

    supports_statement_cache = False
    driver = "psycopg2"
    SCHEMA = "public"
    DEFAULT_SCHEMAS = frozenset({"public"})
    supports_virtual_generated_columns = False


class MySQL(Symbolic, MySQLDialect):
    """MySQL 8.0."""

    supports_statement_cache = False
    driver = "pymysql"
    VERSION = (8, 0, 36)
    _connection_charset = "utf8mb4"
    _server_ansiquotes = False
    _backslash_escapes = False
    _casing = 0


class MariaDB(MySQL):
    """MariaDB 10.11."""

    supports_statement_cache = False
    name = "mariadb"
    is_mariadb = True
    VERSION = (10, 11, 6)


class SQLite(Symbolic, SQLiteDialect):  # type: ignore[misc]
    """SQLite 3.45."""

    supports_statement_cache = False
    driver = "pysqlite"
    VERSION = (3, 45, 0)
    SCHEMA = "main"
    DEFAULT_SCHEMAS = frozenset({"main"})


class MSSQL(Symbolic, MSDialect):
    """SQL Server 2022, for rendering."""

    supports_statement_cache = False
    driver = "pyodbc"
    VERSION = (16, 0)
    SCHEMA = "dbo"
    DEFAULT_SCHEMAS = frozenset({"dbo"})


class Oracle(Symbolic, OracleDialect):  # type: ignore[misc]
    """Oracle 19, for rendering."""

    supports_statement_cache = False
    driver = "oracledb"
    VERSION = (19, 0)


DIALECTS: dict[str, type[Symbolic]] = {
    "postgresql": PostgreSQL,
    "mysql": MySQL,
    "mariadb": MariaDB,
    "sqlite": SQLite,
    "mssql": MSSQL,
    "oracle": Oracle,
}


def symbolic_dialect(wire: Wire) -> default.DefaultDialect:
    """The symbolic dialect of the wire's database."""
    return DIALECTS.get(wire.dialect, PostgreSQL)(wire)
