"""The symbolic engine behaves as an engine on a real server would."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy.orm import Session

from schemaparity.database import Database
from schemaparity.evaluate.values import UnknownUsed
from schemaparity.frameworks.sqlalchemy.dialects import DIALECTS
from schemaparity.frameworks.sqlalchemy.engine import SymbolicEngine, symbolic_engine
from schemaparity.schema import Schema, Unknown
from schemaparity.sql.holes import Holes

DDL = """
CREATE TYPE kind AS ENUM ('a', 'b');
CREATE TABLE users (id serial PRIMARY KEY, name varchar(50) NOT NULL, at timestamp(3) with time zone, tags text[], kind kind,
  price numeric(10, 2) DEFAULT 0, CONSTRAINT uq UNIQUE (name));
CREATE TABLE posts (id bigint PRIMARY KEY, user_id integer REFERENCES users (id) ON DELETE CASCADE, CHECK (id > 0));
CREATE INDEX ix ON posts (lower(id::text), user_id) WHERE id > 3;
CREATE VIEW v AS SELECT 1 AS one;
"""


def engine_on(sql: str = "", dialect: str = "postgresql", holes: Holes | None = None) -> SymbolicEngine:
    database = Database(Schema(dialect=dialect), holes or Holes())
    if sql:
        database.execute(sql)
    return symbolic_engine(database, database.holes)


def test_columns_are_reflected_with_real_types() -> None:
    columns = {c["name"]: c for c in sa.inspect(engine_on(DDL)).get_columns("users")}
    shown = {n: str(c["type"].compile(dialect=sa.dialects.postgresql.dialect())) for n, c in columns.items()}
    assert shown == {
        "id": "INTEGER",
        "name": "VARCHAR(50)",
        "at": "TIMESTAMP(3) WITH TIME ZONE",
        "tags": "TEXT[]",
        "kind": "kind",
        "price": "NUMERIC(10, 2)",
    }
    assert columns["kind"]["type"].enums == ["a", "b"]
    assert columns["id"]["autoincrement"]
    assert not columns["name"]["nullable"]


def test_keys_constraints_and_indexes_are_reflected() -> None:
    inspector = sa.inspect(engine_on(DDL))
    (key,) = inspector.get_foreign_keys("posts")
    assert (key["referred_table"], key["constrained_columns"], key["options"]) == ("users", ["user_id"], {"ondelete": "CASCADE"})
    assert inspector.get_pk_constraint("users")["constrained_columns"] == ["id"]
    assert [u["name"] for u in inspector.get_unique_constraints("users")] == ["uq"]
    assert [i.get("duplicates_constraint") for i in inspector.get_indexes("users")] == ["uq"]
    (index,) = inspector.get_indexes("posts")
    assert index["column_names"] == [None, "user_id"]
    assert "postgresql_where" in index["dialect_options"]
    assert len(inspector.get_check_constraints("posts")) == 1
    assert inspector.get_view_names() == ["v"]
    assert [e["name"] for e in inspector.get_enums()] == ["kind"]


def test_what_does_not_exist() -> None:
    inspector = sa.inspect(engine_on(DDL))
    assert not inspector.has_table("nope")
    with pytest.raises(sa.exc.NoSuchTableError):
        inspector.get_columns("nope")


def test_an_inspector_remembers_its_answers() -> None:
    engine = engine_on(DDL)
    connection = engine.connect()
    inspector = sa.inspect(connection)
    assert "age" not in {c["name"] for c in inspector.get_columns("users")}
    connection.execute(sa.text("ALTER TABLE users ADD COLUMN age integer"))
    assert "age" not in {c["name"] for c in inspector.get_columns("users")}
    inspector.clear_cache()
    assert "age" in {c["name"] for c in inspector.get_columns("users")}


def test_tables_are_autoloaded() -> None:
    metadata = sa.MetaData()
    metadata.reflect(engine_on(DDL))
    assert {t.name for t in metadata.tables.values()} == {"users", "posts"}
    assert [f.column.table.name for f in metadata.tables["posts"].foreign_keys] == ["users"]


@pytest.mark.parametrize(
    ("sql", "error", "code"),
    [
        ("DROP TABLE nope", sa.exc.ProgrammingError, "42P01"),
        ("CREATE TABLE users (id integer)", sa.exc.ProgrammingError, "42P07"),
        ("ALTER TABLE users ADD COLUMN name text", sa.exc.ProgrammingError, "42701"),
    ],
)
def test_errors_are_the_drivers(sql: str, error: type[Exception], code: str) -> None:
    with engine_on(DDL).connect() as connection, pytest.raises(error) as caught:
        connection.execute(sa.text(sql))
    assert caught.value.orig.pgcode == code  # type: ignore[attr-defined]


def test_an_error_aborts_the_transaction_but_not_beyond_a_savepoint() -> None:
    with engine_on(DDL).connect() as connection:
        with pytest.raises(sa.exc.ProgrammingError), connection.begin_nested():
            connection.execute(sa.text("DROP TABLE nope"))
        connection.execute(sa.text("SELECT 1"))
        with pytest.raises(sa.exc.ProgrammingError):
            connection.execute(sa.text("DROP TABLE nope"))
        with pytest.raises(sa.exc.InternalError):
            connection.execute(sa.text("SELECT 1"))


def test_rollback_and_commit() -> None:
    engine = engine_on()
    with engine.connect() as connection:
        connection.execute(sa.text("CREATE TABLE a (id integer)"))
        connection.commit()
        connection.execute(sa.text("CREATE TABLE b (id integer)"))
        connection.rollback()
    assert sa.inspect(engine).get_table_names() == ["a"]


def test_a_result_nobody_reads_is_no_unknown() -> None:
    engine = engine_on(DDL)
    with engine.connect() as connection:
        connection.execute(sa.text("INSERT INTO users (name) VALUES ('x')"))
        result = connection.execute(sa.text("SELECT name FROM users"))
        with pytest.raises(UnknownUsed):
            result.fetchall()
        assert connection.execute(sa.text("SELECT id FROM posts")).fetchall() == []


def test_bound_values_become_literals() -> None:
    with engine_on(DDL).connect() as connection:
        query = sa.text("SELECT table_name FROM information_schema.tables WHERE table_name = :name")
        assert connection.execute(query, {"name": "users"}).scalar() == "users"
        assert connection.execute(query, {"name": "it's"}).scalar() is None


def test_catalog_queries_with_a_hole_are_undecided() -> None:
    holes = Holes()
    token = holes.token(Unknown("not known"))
    with engine_on(DDL, holes=holes).connect() as connection, pytest.raises(UnknownUsed):
        connection.execute(sa.text("SELECT 1 FROM information_schema.tables WHERE table_name = :name"), {"name": token}).fetchall()


def test_old_spellings() -> None:
    engine = engine_on(DDL)
    connection = engine.connect()
    assert connection.execute("SELECT 1").scalar() == 1
    assert engine.has_table("users")
    assert engine.execute("SELECT 2").scalar() == 2


def test_sessions_use_the_connection() -> None:
    with Session(bind=engine_on(DDL).connect()) as session:
        assert session.execute(sa.text("SELECT count(*) FROM users")).scalar() == 0


@pytest.mark.parametrize("dialect", list(DIALECTS))
def test_every_dialect_renders_and_executes(dialect: str) -> None:
    engine = engine_on(dialect=dialect)
    assert engine.dialect.name == dialect
    metadata = sa.MetaData()
    sa.Table("t", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(20)))
    metadata.create_all(engine)
    if dialect in {"postgresql", "mysql", "mariadb", "sqlite"}:
        assert sa.inspect(engine).get_table_names() == ["t"]


def test_operations_alter_in_place_and_recreate() -> None:
    for dialect, table in (("postgresql", "users"), ("sqlite", "users")):
        engine = engine_on("CREATE TABLE users (id integer primary key, name varchar(50), old integer)", dialect)
        with engine.connect() as connection:
            operations = Operations(MigrationContext.configure(connection=connection))
            with operations.batch_alter_table(table) as batch:
                batch.drop_column("old")
                batch.alter_column("name", new_column_name="title", existing_type=sa.String(50))
        assert [c["name"] for c in sa.inspect(engine).get_columns("users")] == ["id", "title"], dialect
