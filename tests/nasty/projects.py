"""Small projects of our own with what is hard to read without running it: one migration form or model form a project."""

from __future__ import annotations

from textwrap import dedent

from attrs import field, frozen

OLD = """
op.create_table("old", sa.Column("id", sa.Integer, primary_key=True), sa.Column("a", sa.String(20), nullable=True),
                sa.Column("p", sa.Integer, sa.ForeignKey("old.id")), sa.UniqueConstraint("a"))
op.create_index("ix_old_a", "old", ["a"])
"""


@frozen
class Hard:
    """A project.

    Args:
        case: its number in the census of hard cases.
        title: what is hard.
        revisions: bodies, as `revision_files` takes them.
        tables: columns of tables that must come out; None where the project is to end as unknown.
        absent: tables that must not come out.
        files: other files.
        names: names of constraints and indexes of the last table of `tables`, where they matter.
        dialect: of the database.

    """

    case: int
    title: str
    revisions: tuple[str, ...]
    tables: dict[str, list[str]] | None
    absent: tuple[str, ...] = ()
    files: dict[str, str] = field(factory=dict, converter=lambda d: {f"/p/{k}": dedent(v) for k, v in d.items()})
    names: tuple[str, ...] = ()
    dialect: str = field(default="postgresql", kw_only=True)


ID_A_P = ["id", "a", "p"]
MIGRATIONS = (
    Hard(1, "columns and indexes come from an inspector kept in a global", (OLD, """
        _inspector = None
        def inspector():
            global _inspector
            if _inspector is None:
                _inspector = sa.inspect(op.get_bind())
            return _inspector
        def upgrade():
            for column in inspector().get_columns("old"):
                if column["name"] == "a":
                    op.alter_column("old", "a", new_column_name="b", existing_type=column["type"], existing_nullable=column["nullable"])
            for index in inspector().get_indexes("old"):
                if not index["unique"]:
                    op.drop_index(index["name"], "old")
                    op.create_index(index["name"].replace("_a", "_b"), "old", ["b"])
        """), {"old": ["id", "b", "p"]}, names=("old_pkey", "old_p_fkey", "old_a_key", "ix_old_b")),
    Hard(2, "every table is renamed with its keys and its sequence, read out of a default", (OLD, """
        import re
        def upgrade():
            inspector = sa.inspect(op.get_bind())
            for table in inspector.get_table_names():
                if table == "alembic_version":
                    continue
                op.execute(f'ALTER INDEX {inspector.get_pk_constraint(table)["name"]} RENAME TO pk_{table}s')
                for column in inspector.get_columns(table):
                    found = re.search(r"nextval\\('(\\w+)'", column["default"] or "")
                    if found:
                        op.execute(f"ALTER SEQUENCE {found.group(1)} RENAME TO {table}s_id_seq")
                op.rename_table(table, table + "s")
        """), {"olds": ID_A_P}, ("old",), names=("pk_olds", "old_p_fkey", "old_a_key", "ix_old_a")),
    Hard(3, "a generator as context manager drops foreign keys and makes them again", (OLD, """
        from contextlib import contextmanager
        @contextmanager
        def without_keys(table):
            keys = sa.inspect(op.get_bind()).get_foreign_keys(table)
            for key in keys:
                op.drop_constraint(key["name"], table, type_="foreignkey")
            try:
                yield
            finally:
                for key in keys:
                    op.create_foreign_key("fk_again", table, key["referred_table"], key["constrained_columns"], key["referred_columns"])
        def upgrade():
            with without_keys("old"):
                op.alter_column("old", "p", type_=sa.BigInteger())
        """), {"old": ID_A_P}, names=("old_pkey", "fk_again", "old_a_key", "ix_old_a")),
    Hard(4, "shadow tables are copies of reflected ones", (OLD, """
        metadata = sa.MetaData()
        metadata.reflect(op.get_bind(), only=["old"])
        columns = [sa.Column(c.name, c.type, primary_key=c.primary_key) for c in metadata.tables["old"].columns if c.name != "p"]
        sa.Table("shadow_old", metadata, *columns).create(op.get_bind())
        """), {"old": ID_A_P, "shadow_old": ["id", "a"]}),
    Hard(5, "a class of another module drops whatever covers some columns", (OLD, """
        from app.reflecting import Manager
        def upgrade():
            Manager(op).drop_unique("old", ["a"])
        """), {"old": ID_A_P}, files={"app/__init__.py": "", "app/reflecting.py": """
        from sqlalchemy import inspect
        class Manager:
            def __init__(self, op):
                self.op, self.inspector = op, inspect(op.get_bind())
            def drop_unique(self, table, columns):
                for constraint in self.inspector.get_unique_constraints(table):
                    if set(constraint["column_names"]) == set(columns):
                        self.op.drop_constraint(constraint["name"], table)
        """}, names=("old_pkey", "old_p_fkey", "ix_old_a")),
    Hard(6, "a helper of the program finds the name of a key", (OLD, """
        from app.finding import find_key
        def upgrade():
            op.drop_constraint(find_key("old", {"id"}, "old", sa.inspect(op.get_bind())), "old", type_="foreignkey")
        """), {"old": ID_A_P}, files={"app/__init__.py": "", "app/finding.py": """
        def find_key(table, columns, referenced, inspector):
            for key in inspector.get_foreign_keys(table):
                if key["referred_table"] == referenced and set(key["referred_columns"]) == columns:
                    return key["name"]
        """}, names=("old_pkey", "old_a_key", "ix_old_a")),
    Hard(7, "an operation without a name raises, and all after it is skipped", (OLD, """
        try:
            op.drop_constraint(None, "old", type_="foreignkey")
            op.drop_column("old", "p")
        except Exception:
            pass
        """), {"old": ID_A_P}),
    Hard(8, "another revision is imported under a name that is no identifier", (OLD, """
        from importlib import import_module
        base = import_module("app.versions.2020-first")
        def upgrade():
            for name in base.models:
                op.add_column(name, sa.Column("uuid", sa.Uuid()))
        """), {"old": [*ID_A_P, "uuid"]}, files={"app/__init__.py": "", "app/versions/__init__.py": "", "app/versions/2020-first.py": 'models = {"old": object}\n'}),
    Hard(9, "what exists already is swallowed", (OLD, """
        try:
            op.add_column("old", sa.Column("b", sa.Integer))
        except (sa.exc.OperationalError, sa.exc.ProgrammingError):
            print("there already")
        """), {"old": [*ID_A_P, "b"]}),
    Hard(10, "classes that the revision declares are created", (OLD, """
        from sqlalchemy.orm import declarative_base
        Base = declarative_base()
        class Token(Base):
            __tablename__ = "old"
            id = sa.Column(sa.Integer, primary_key=True)
            text = sa.Column(sa.Text)
        def upgrade():
            op.drop_index("ix_old_a")
            op.rename_table("old", "older")
            Token.__table__.create(op.get_bind())
        """), {"older": ID_A_P, "old": ["id", "text"]}),
    Hard(11, "the first revision creates the live models", ("""
        from app.models import Base
        def upgrade():
            Base.metadata.create_all(op.get_bind())
        """,), {"live": ["id"]}, files={"app/__init__.py": "", "app/models.py": """
        import sqlalchemy as sa
        from sqlalchemy.orm import declarative_base
        Base = declarative_base()
        class Live(Base):
            __tablename__ = "live"
            id = sa.Column(sa.Integer, primary_key=True)
        """}),
    Hard(12, "a revision renders operations as text and executes it", ("""
        from alembic.autogenerate import produce_migrations, render_python_code
        def upgrade():
            made = produce_migrations(op.get_context(), sa.MetaData())
            exec(render_python_code(made.upgrade_ops))
        """,), None),
    Hard(13, "upgrade() does nothing unless it is given something", ("""
        def upgrade(op=None):
            if op is None:
                return
            op.create_table("never", sa.Column("id", sa.Integer))
        """,), {}, ("never",)),
    Hard(14, "upgrade() takes what env.py gives it", ("""
        def upgrade(op, tables, tester):
            op.create_table("given", sa.Column("id", sa.Integer))
            op.create_table("kind", sa.Column("name", sa.Text))
            op.bulk_insert(tables.kind, [{"name": "x"}])
        """,), {"given": ["id"]}, files={"alembic/env.py": """
        from alembic import context, op
        import sqlalchemy as sa
        metadata = sa.MetaData()
        kinds = sa.Table("kind", metadata, sa.Column("name", sa.Text))
        class Tables:
            kind = kinds
        context.configure(connection=sa.create_engine("postgresql://").connect(), target_metadata=metadata)
        with context.begin_transaction():
            context.run_migrations(op=op, tables=Tables(), tester=None)
        """}),
    Hard(15, "a table of dataclasses dispatches on a symbol", (OLD, """
        from dataclasses import dataclass, field
        @dataclass
        class Rename:
            old: str
            new: str
            symbol: str = "column"
            table: str = "old"
            def upgrade(self):
                getattr(self, "do_" + self.symbol)()
            def do_column(self):
                op.alter_column(self.table, self.old, new_column_name=self.new)
        @dataclass
        class RenameIndex(Rename):
            symbol: str = "index"
            template: str = field(init=False)
            def __post_init__(self):
                self.template = "ALTER INDEX {0.old} RENAME TO {0.new}"
            def do_index(self):
                op.execute(self.template.format(self))
        STEPS = [Rename("a", "b"), RenameIndex("ix_old_a", "ix_old_b")]
        def upgrade():
            for step in STEPS:
                step.upgrade()
        """), {"old": ["id", "b", "p"]}, names=("old_pkey", "old_p_fkey", "old_a_key", "ix_old_b")),
    Hard(16, "the function of a database is looked up in globals()", ("""
        def upgrade(engine_name=""):
            globals().get(f"upgrade_{engine_name}", lambda: None)()
        def upgrade_():
            op.create_table("main", sa.Column("id", sa.Integer))
        """,), {"main": ["id"]}),
    Hard(17, "operations are classes that ask for the configuration", ("""
        from abc import ABC, abstractmethod
        from alembic import context
        class Step(ABC):
            @abstractmethod
            def execute(self): ...
            def run(self):
                if context.config.get_main_option("repair") is None and not context.is_offline_mode():
                    self.execute()
        class Create(Step):
            def __init__(self, name, *columns):
                self.name, self.columns = name, columns
            def execute(self):
                op.create_table(self.name, *self.columns)
        def upgrade():
            Create("made", sa.Column("id", sa.Integer)).run()
        """,), {"made": ["id"]}),
    Hard(18, "the whole body is a call of the program, with guards", (OLD, """
        from app.storage import migrate
        def upgrade():
            migrate(op)
        """), {"old": [*ID_A_P, "tags"]}, files={"app/__init__.py": "", "app/storage.py": """
        import sqlalchemy as sa
        def has_column(op, table, name):
            inspector = sa.inspect(op.get_bind())
            return inspector.has_table(table) and name in [c.get("name") for c in inspector.get_columns(table)]
        def migrate(op):
            if not has_column(op, "old", "tags"):
                op.add_column("old", sa.Column("tags", sa.dialects.mysql.LONGTEXT() if op.get_bind().dialect.name == "mysql" else sa.Text()))
        """}),
    Hard(20, "the number of partitions comes from the environment", ("""
        import os
        def upgrade():
            op.execute("CREATE TABLE parts (id INTEGER, org TEXT) PARTITION BY HASH (org)")
            count = int(os.getenv("PARTITIONS", 1))
            for number in range(count):
                op.execute(f"CREATE TABLE parts_{number} PARTITION OF parts FOR VALUES WITH (MODULUS {count}, REMAINDER {number})")
        """,), {"parts": ["id", "org"], "parts_0": ["id", "org"]}),
    Hard(21, "names begin with an option of context.configure", ("""
        prefix = op.get_context().opts["table_prefix"]
        op.create_table(f"{prefix}users", sa.Column("id", sa.Integer))
        """,), {"app_users": ["id"]}, files={"alembic/env.py": """
        from alembic import context
        import sqlalchemy as sa
        context.configure(connection=sa.create_engine("postgresql://").connect(), target_metadata=sa.MetaData(), table_prefix="app_")
        with context.begin_transaction():
            context.run_migrations()
        """}),
    Hard(22, "a statement has several actions, for one of several dialects", (OLD, """
        schema = context.get_context().version_table_schema + "." if context.get_context().version_table_schema else ""
        if context.get_context().dialect.name in ["oracle", "mysql"]:
            op.drop_table("old")
        elif context.get_context().dialect.name == "postgresql":
            op.execute("ALTER TABLE " + schema + "old DROP CONSTRAINT IF EXISTS old_a_key, ALTER COLUMN a SET NOT NULL, ADD COLUMN b INTEGER")
        """), {"old": [*ID_A_P, "b"]}, names=("old_pkey", "old_p_fkey", "ix_old_a")),
    Hard(23, "a table that no revision creates may be there", ("""
        if "codes" in sa.inspect(op.get_bind()).get_table_names():
            op.add_column("codes", sa.Column("scope", sa.Text))
        """,), {}, ("codes",)),
    Hard(25, "a revision stands back by its own name, and by a count of rows", (OLD, """
        def skip(op, name):
            return op.get_context().config.get_main_option("legacy", None) is not None and name
        def upgrade():
            if skip(op, __name__):
                return
            if op.get_bind().execute(sa.text("SELECT COUNT(*) FROM old")).scalar() == 0:
                op.drop_table("old")
        """), {}, ("old",)),
    Hard(26, "without rows the revision returns before its DDL", (OLD, """
        rows = op.get_bind().execute(sa.text("SELECT id FROM old")).fetchall()
        if not rows:
            return
        op.drop_column("old", "a")
        """), {"old": ID_A_P}),
    Hard(27, "columns are chosen by a query of the catalog", (OLD, """
        found = op.get_bind().execute(sa.text("SELECT table_name, column_name FROM information_schema.columns WHERE data_type = 'character varying' AND table_name = 'old'"))
        for table, column in found:
            op.alter_column(table, column, new_column_name=column + "_text")
        """), {"old": ["id", "a_text", "p"]}),
    Hard(28, "tables of users are found by a query", (OLD, """
        for (name,) in op.get_bind().execute(sa.text("SELECT tablename FROM pg_tables WHERE tablename LIKE 'import_%'")):
            op.drop_table(name)
        """), {"old": ID_A_P}),
    Hard(29, "a table is made for every row", (OLD, """
        for (name,) in op.get_bind().execute(sa.select(sa.table("old", sa.column("a")).c.a)):
            op.create_table("rt_" + name, sa.Column("id", sa.Integer))
        """), {"old": ID_A_P}),
    Hard(33, "a check is compiled from a column of the models and a constant", (OLD, """
        from app.models import Run, KINDS
        def upgrade():
            with op.batch_alter_table("old") as batch:
                batch.create_check_constraint("kind_check", Run.a.in_(KINDS))
        """), {"old": ID_A_P}, files={"app/__init__.py": "", "app/models.py": """
        import sqlalchemy as sa
        from sqlalchemy.orm import declarative_base
        Base = declarative_base()
        KINDS = ["x", "y"]
        class Run(Base):
            __tablename__ = "old"
            id = sa.Column(sa.Integer, primary_key=True)
            a = sa.Column(sa.String(20))
        """}, names=("old_pkey", "old_p_fkey", "old_a_key", "kind_check", "ix_old_a")),
    Hard(34, "the helper of a package whose source is not there", (OLD, """
        from some_absent_package import change_table
        def upgrade():
            change_table(op, "old")
        """), None),
    Hard(35, "an operation that the program registers", ("""
        from app.operations import MakeCounter
        def upgrade():
            op.make_counter("hits")
        """,), {"hits": ["id", "n"]}, files={"app/__init__.py": "", "app/operations.py": """
        import sqlalchemy as sa
        from alembic.operations import MigrateOperation, Operations
        @Operations.register_operation("make_counter")
        class MakeCounter(MigrateOperation):
            def __init__(self, name):
                self.name = name
            @classmethod
            def make_counter(cls, operations, name, **kw):
                return operations.invoke(cls(name))
        @Operations.implementation_for(MakeCounter)
        def make(operations, operation):
            operations.create_table(operation.name, sa.Column("id", sa.Integer), sa.Column("n", sa.Integer))
        """}),
    Hard(38, "a schema is renamed when the environment says so", (OLD, """
        import os
        def upgrade():
            schema = os.getenv("DATABASE_SCHEMA", "public")
            if schema == "public":
                return
            op.execute(f"ALTER SCHEMA public RENAME TO {schema}")
        """), {"old": ID_A_P}),
    Hard(39, "a list of dicts drives functions of the dialects", (OLD, """
        COLUMNS = [{"table": "old", "column": "p"}, {"table": "old", "column": "id"}]
        def change_postgresql():
            for entry in COLUMNS:
                op.execute(f"ALTER TABLE {entry['table']} ALTER COLUMN {entry['column']} TYPE BIGINT")
            op.execute("ALTER SEQUENCE old_id_seq AS BIGINT")
        def change_sqlite():
            with op.batch_alter_table("old") as batch:
                batch.alter_column("id", type_=sa.BigInteger())
        def upgrade():
            {"postgresql": change_postgresql, "sqlite": change_sqlite}[op.get_bind().dialect.name]()
        """), {"old": ID_A_P}),
    Hard(40, "enumerations are made of the program's classes, by keyword arguments in a dict", (OLD, """
        from contextlib import contextmanager
        from sqlalchemy.dialects import postgresql
        from app.kinds import Kind
        ENUMS = [{"values": [k.value for k in Kind], "name": "kind", "column": "a"}]
        def using(column, name):
            return f"{column}::text::{name}"
        def upgrade():
            for data in ENUMS:
                postgresql.ENUM(*data["values"], name=data["name"]).create(op.get_bind())
                op.alter_column("old", data["column"], type_=postgresql.ENUM(*data["values"], name=data["name"]),
                                postgresql_using=using(data["column"], data["name"]))
        """), {"old": ID_A_P}, files={"app/__init__.py": "", "app/kinds.py": """
        from enum import Enum
        class Kind(str, Enum):
            ONE = "one"
            TWO = "two"
        """}),
)  # fmt: skip
