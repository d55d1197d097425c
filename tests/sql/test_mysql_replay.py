"""MySQL statements: names that MySQL invents, indexes that foreign keys make, errors, queries."""

from __future__ import annotations

import pytest

from schemaparity.database import Database, DatabaseError, UndecidableResult
from schemaparity.schema import PrimaryKey, Schema, Table

USERS = (
    "CREATE TABLE users (id INT AUTO_INCREMENT, email VARCHAR(50) NOT NULL, org_id INT, PRIMARY KEY (id), "
    "UNIQUE (email), CHECK (org_id > 0)) ENGINE=InnoDB"
)
ORDERS = (
    "CREATE TABLE orders (id INT PRIMARY KEY, user_id INT, note TEXT COMMENT 'it''s', FOREIGN KEY "
    "(user_id) REFERENCES users (id) ON DELETE CASCADE)"
)


def replay(*statements: str) -> Database:
    database = Database(Schema(dialect="mysql"))
    for statement in statements:
        database.execute(statement)
    return database


def keys(table: Table) -> dict[str, tuple[str, ...]]:
    indexes = {i.name: tuple(e.expression for e in i.elements) for i in table.indexes}  # type: ignore[union-attr]
    return {**{u.name: u.columns for u in table.unique_constraints}, **indexes}


def test_names_that_mysql_invents() -> None:
    database = replay(USERS, ORDERS, "ALTER TABLE users ADD INDEX (org_id), ADD KEY (org_id, email), ADD UNIQUE KEY (email, org_id)")
    users, orders = (database.schema.tables[n] for n in ("users", "orders"))
    assert isinstance(users.primary_key, PrimaryKey)
    assert (users.primary_key.name, users.columns["id"].nullable) == ("PRIMARY", False)
    assert keys(users) == {"email": ("email",), "email_2": ("email", "org_id"), "org_id": ("org_id",), "org_id_2": ("org_id", "email")}
    assert [c.name for c in users.check_constraints] == ["users_chk_1"]
    assert [(k.name, k.ondelete) for k in orders.foreign_keys] == [("orders_ibfk_1", "CASCADE")]
    assert keys(orders) == {"user_id": ("user_id",)}
    assert orders.columns["note"].comment == "it's"


def test_an_index_of_a_foreign_key_gives_way_to_one_that_serves_it() -> None:
    database = replay(USERS, ORDERS, "CREATE INDEX ix ON orders (user_id, id)")
    assert keys(database.schema.tables["orders"]) == {"ix": ("user_id", "id")}


def test_names_follow_a_renamed_table() -> None:
    database = replay(
        USERS, ORDERS, "RENAME TABLE orders TO sales, users TO people", "ALTER TABLE sales ADD FOREIGN KEY (id) REFERENCES people (id)"
    )
    sales = database.schema.tables["sales"]
    assert [(k.name, k.referred_table) for k in sales.foreign_keys] == [("sales_ibfk_1", "people"), ("sales_ibfk_2", "people")]


def test_modify_defines_the_column_anew_and_keeps_its_keys() -> None:
    database = replay(
        USERS, ORDERS, "ALTER TABLE users CHANGE email mail TEXT, MODIFY id BIGINT AUTO_INCREMENT, ALTER org_id SET DEFAULT 5"
    )
    users = database.schema.tables["users"]
    assert (users.columns["mail"].type, users.columns["mail"].nullable, users.columns["id"].nullable) == ("TEXT", True, False)
    assert users.columns["org_id"].default == "5"
    assert keys(users) == {"email": ("mail",)}


@pytest.mark.parametrize(
    ("statement", "number"),
    [
        (USERS, 1050),
        ("DROP TABLE nope", 1051),
        ("ALTER TABLE nope ADD x INT", 1146),
        ("ALTER TABLE users ADD EMAIL INT", 1060),
        ("CREATE INDEX email ON users (org_id)", 1061),
        ("CREATE INDEX i ON users (nope)", 1072),
        ("ALTER TABLE users MODIFY nope INT", 1054),
        ("ALTER TABLE users DROP COLUMN nope", 1091),
        ("DROP INDEX nope ON users", 1091),
        ("ALTER TABLE orders DROP FOREIGN KEY nope", 1091),
        ("ALTER TABLE users ADD PRIMARY KEY (email)", 1068),
        ("DROP INDEX user_id ON orders", 1553),
        ("ALTER TABLE orders DROP COLUMN user_id", 1828),
        ("ALTER TABLE orders ADD FOREIGN KEY (id) REFERENCES nope (id)", 1824),
        ("ALTER TABLE orders ADD CONSTRAINT orders_ibfk_1 FOREIGN KEY (id) REFERENCES users (id)", 1826),
    ],
)
def test_what_mysql_refuses(statement: str, number: int) -> None:
    database = replay(USERS, ORDERS)
    with pytest.raises(DatabaseError) as raised:
        database.execute(statement)
    assert raised.value.message.startswith(f"({number}, ")


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        (
            (
                "SELECT CONSTRAINT_NAME FROM information_schema.KEY_COLUMN_USAGE WHERE TABLE_SCHEMA = DATABASE() "
                "AND REFERENCED_TABLE_NAME = 'USERS'"
            ),
            [("orders_ibfk_1",)],
        ),
        (
            (
                "SELECT COUNT(*) FROM information_schema.statistics WHERE table_schema = 'shop' AND table_name = "
                "'users' AND index_name = 'email'"
            ),
            [(1,)],
        ),
        (
            "SELECT data_type, column_type FROM information_schema.columns WHERE table_name = 'users' AND column_name = 'email'",
            [("varchar", "varchar(50)")],
        ),
        ("SHOW TABLES LIKE 'ord%'", [("orders",)]),
        ("SHOW COLUMNS FROM users LIKE 'id'", [("id", "int", "NO", "PRI", None, "auto_increment")]),
        ("SELECT COUNT(*) FROM users", [(0,)]),
        ("SELECT id FROM users WHERE email = 'x'", []),
    ],
)
def test_queries(query: str, rows: list[tuple[object, ...]]) -> None:
    assert list(replay(USERS, ORDERS).execute(query).rows) == rows


def test_show_index_with_a_condition() -> None:
    result = replay(USERS, ORDERS).execute("SHOW INDEX FROM orders WHERE Key_name = 'user_id'")
    assert [dict(zip(result.columns, row, strict=True))["Column_name"] for row in result.rows] == ["user_id"]


def test_rows_that_were_inserted_are_not_known() -> None:
    database = replay(USERS, "INSERT INTO users (email) VALUES ('a')")
    with pytest.raises(UndecidableResult):
        database.execute("SELECT id FROM users")


def test_a_call_leaves_what_the_procedure_mentions_unknown() -> None:
    procedure = "CREATE PROCEDURE p() BEGIN IF EXISTS (SELECT 1) THEN ALTER TABLE orders DROP note; END IF; END"
    database = replay(USERS, ORDERS, f"{procedure}; CALL p(); DROP PROCEDURE p")
    assert database.schema.tables["orders"].unknowns
    assert not database.schema.tables["users"].unknowns


def test_a_check_cannot_name_the_column_that_counts() -> None:
    with pytest.raises(DatabaseError, match="auto-increment"):
        replay("CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, CHECK (id > 0))")
    replay("CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, a VARCHAR(5), CHECK (a <> 'id'))")
