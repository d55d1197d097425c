"""What a chain of revisions builds, and what is said of it on the way."""

from __future__ import annotations

from textwrap import dedent

import pytest
from attrs import evolve
from tests.migrations.replaying import TARGET, prepared, revision_files, side_of

from schemaparity.database import Database
from schemaparity.evaluate.budgets import Spent
from schemaparity.migrations import MigrationSide, RevisionGraph, read_revisions, replay
from schemaparity.schema import Unknown

USERS = """op.create_table("users", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(50)))"""


def test_operations_build_a_schema() -> None:
    side = side_of(
        USERS, 'op.add_column("users", sa.Column("age", sa.Integer, server_default="3"))\nop.create_index("ix", "users", ["age"])'
    )
    users = side.schema.tables["users"]
    assert list(users.columns) == ["id", "name", "age"]
    assert [i.name for i in users.indexes] == ["ix"]
    assert side.revisions == ("r1", "r2")
    assert not side.findings


def test_every_fact_knows_its_line_and_revision() -> None:
    side = side_of(
        USERS,
        """
        with op.batch_alter_table("users") as batch:
            batch.add_column(sa.Column("age", sa.Integer))
            batch.create_index("ix", ["age"])
        """,
    )
    users = side.schema.tables["users"]
    assert users.origin.location.line == 8
    assert users.columns["age"].origin.location.line == 9
    assert users.columns["age"].revisions == ("r2",)
    assert users.indexes[0].origin.location.line == 10


def test_the_inspector_sees_what_was_built_so_far() -> None:
    side = side_of(
        USERS,
        """
        inspector = sa.inspect(op.get_bind())
        if "users" in inspector.get_table_names() and "posts" not in inspector.get_table_names():
            names = {c["name"] for c in inspector.get_columns("users")}
            op.create_table("posts", *(sa.Column(n, sa.Text) for n in sorted(names)))
        """,
    )
    assert list(side.schema.tables["posts"].columns) == ["id", "name"]


def test_branches_on_the_dialect() -> None:
    body = 'if op.get_bind().dialect.name == "sqlite":\n    op.add_column("users", sa.Column("here", sa.Text))'
    assert "here" not in side_of(USERS, body).schema.tables["users"].columns
    assert "here" in side_of(USERS, body, dialect="sqlite").schema.tables["users"].columns


def test_unnamed_constraints_have_the_databases_names() -> None:
    side = side_of(
        'op.create_table("t", sa.Column("a", sa.Text, unique=True))',
        'op.drop_constraint("t_a_key", "t", type_="unique")',
    )
    assert side.schema.tables["t"].unique_constraints == ()
    assert not side.findings


def test_an_enum_is_created_once_in_a_run() -> None:
    column = 'sa.Column("kind", sa.Enum("a", "b", name="kind"))'
    side = side_of(f'op.create_table("t", {column})', f'op.create_table("u", {column})')
    assert side.schema.enums["kind"].labels == ("a", "b")
    assert not side.findings


def test_what_the_database_refuses_is_a_failure_and_the_rest_goes_on() -> None:
    side = side_of(USERS, f'{USERS}\nop.add_column("users", sa.Column("age", sa.Integer))')
    (failure,) = side.findings
    assert failure.code == "SP601"
    assert failure.migrations is not None
    assert failure.migrations.location.line == 8
    assert "age" in side.schema.tables["users"].columns


def test_a_swallowed_error_spoils_the_transaction() -> None:
    side = side_of(
        USERS, 'try:\n    op.drop_table("nope")\nexcept Exception:\n    pass\nop.add_column("users", sa.Column("age", sa.Integer))'
    )
    assert [f.code for f in side.findings] == ["SP601"]
    assert "swallowed" in side.findings[0].message
    assert "age" in side.schema.tables["users"].columns


def test_an_error_behind_a_savepoint_does_not() -> None:
    side = side_of(
        USERS,
        """
        try:
            with op.get_bind().begin_nested():
                op.drop_table("nope")
        except sa.exc.ProgrammingError as error:
            if error.orig.pgcode == "42P01":
                op.add_column("users", sa.Column("age", sa.Integer))
        """,
    )
    assert not side.findings
    assert "age" in side.schema.tables["users"].columns


def test_altering_what_no_revision_creates_opens_the_base() -> None:
    side = side_of('op.add_column("old", sa.Column("age", sa.Integer))', 'op.drop_column("old", "age")')
    assert [f.code for f in side.findings] == ["SP602"]
    assert not side.schema.tables["old"].complete


def test_an_empty_base_is_taken_at_its_word() -> None:
    side = side_of('op.add_column("old", sa.Column("age", sa.Integer))', target=evolve(TARGET, base="empty"))
    assert [f.code for f in side.findings] == ["SP601"]


def test_a_base_may_be_a_file() -> None:
    side = side_of(
        'op.add_column("old", sa.Column("age", sa.Integer))',
        files={"/p/base.sql": "CREATE TABLE old (id integer primary key);"},
        target=evolve(TARGET, base="sql:/p/base.sql"),
    )
    assert list(side.schema.tables["old"].columns) == ["id", "age"]
    assert not side.findings


def test_queries_see_no_rows() -> None:
    body = """
    for row in op.get_bind().execute(sa.text("SELECT id FROM users WHERE id > :low"), {"low": 3}):
        op.drop_table("users")
    users = sa.table("users", sa.column("id"), sa.column("name"))
    op.execute(users.update().where(users.c.id == 1).values(name=None))
    op.bulk_insert(users, [{"id": 1, "name": "a"}])
    """
    side = side_of(USERS, body)
    assert side.schema.tables["users"].has_rows
    assert [f.code for f in side.findings] == ["SP604"]


def test_autocommit_blocks() -> None:
    side = side_of(
        'op.create_table("t", sa.Column("kind", sa.Enum("a", name="kind")))',
        "with op.get_context().autocommit_block():\n    op.execute(\"ALTER TYPE kind ADD VALUE 'b'\")",
    )
    assert side.schema.enums["kind"].labels == ("a", "b")


def test_what_is_not_known_stays_with_its_fact() -> None:
    side = side_of(
        """
        import os
        def upgrade():
            op.create_table("t", sa.Column("a", sa.String(int(os.environ["N"]))), sa.Column("b", sa.Text, nullable=os.environ["B"] == "1"),
                            sa.Column("c", sa.Text, server_default=os.environ["C"]))
        """
    )
    columns = side.schema.tables["t"].columns
    assert isinstance(columns["a"].type, Unknown)
    assert isinstance(columns["b"].nullable, Unknown)
    assert isinstance(columns["c"].default, Unknown)
    assert columns["c"].type == "TEXT"
    assert not side.schema.unknown


def test_defines_make_it_known() -> None:
    body = 'import os\ndef upgrade():\n    op.create_table("t", sa.Column("a", sa.String(int(os.environ["N"]))))'
    side = side_of(body, target=evolve(TARGET, defines={"N": "7"}))
    assert side.schema.tables["t"].columns["a"].type == "VARCHAR(7)"


def test_arms_of_an_undecidable_branch_are_joined() -> None:
    side = side_of(
        'import os\ndef upgrade():\n    op.create_table("t", sa.Column("a", sa.Text))\n    if os.environ["X"]:\n'
        '        op.add_column("t", sa.Column("b", sa.Text))\n'
    )
    table = side.schema.tables["t"]
    assert table.columns["a"].doubt is None
    assert "b" not in table.columns or table.columns["b"].doubt is not None


MODELS = """
import sqlalchemy as sa
from sqlalchemy.orm import declarative_base
Base = declarative_base(metadata=sa.MetaData(naming_convention={"uq": "uq_%(table_name)s_%(column_0_name)s"}))
class User(Base):
    __tablename__ = "users"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.Text, unique=True)
"""
ENV = """
from alembic import context
from models import Base
import sqlalchemy as sa
def run(connection):
    context.configure(connection=connection, target_metadata=Base.metadata)
    with context.begin_transaction():
        context.run_migrations(flavour="plain")
with sa.create_engine("postgresql://u@h/d").connect() as connection:
    run(connection)
"""
PROJECT = {"/p/models.py": MODELS, "/p/alembic/env.py": ENV}


def test_the_naming_convention_of_the_models_names_constraints() -> None:
    side = side_of('op.create_table("t", sa.Column("a", sa.Text, unique=True))', files=PROJECT)
    assert [u.name for u in side.schema.tables["t"].unique_constraints] == ["uq_t_a"]


def test_arguments_of_run_migrations_reach_the_revisions() -> None:
    side = side_of('def upgrade(flavour):\n    op.create_table(flavour, sa.Column("a", sa.Text))', files=PROJECT)
    assert list(side.schema.tables) == ["plain"]


def test_creating_the_live_models_is_told() -> None:
    side = side_of("from models import Base\ndef upgrade():\n    Base.metadata.create_all(bind=op.get_bind())", files=PROJECT)
    assert [f.code for f in side.findings] == ["SP603"]
    assert list(side.schema.tables) == ["users"]


def test_tables_refer_to_those_of_classes_that_nobody_names() -> None:
    side = side_of(
        """
        from sqlalchemy.orm import declarative_base
        Base = declarative_base()
        class Post(Base):
            __tablename__ = "posts"
            id = sa.Column(sa.Integer, primary_key=True)
            owner = sa.Column(sa.Integer, sa.ForeignKey("users.id"))
        class User(Base):
            __tablename__ = "users"
            id = sa.Column(sa.Integer, primary_key=True)
        def upgrade():
            op.create_table("users", sa.Column("id", sa.Integer, primary_key=True))
            Post.__table__.create(op.get_bind())
        """
    )
    assert [k.referred_table for k in side.schema.tables["posts"].foreign_keys] == ["users"]
    assert not side.findings


@pytest.mark.parametrize("dialect", ["postgresql", "sqlite", "mysql"])
def test_alembics_own_table_is_no_part_of_the_schema(dialect: str) -> None:
    body = 'metadata = sa.MetaData()\nmetadata.reflect(op.get_bind())\nassert "alembic_version" in metadata.tables'
    side = side_of(USERS, body, dialect=dialect)
    assert list(side.schema.tables) == ["users"]
    assert not side.findings


def verdicts(side: MigrationSide) -> list[tuple[str, str]]:
    return [(f.code, f.verdict) for f in side.findings]


def test_objects_of_an_open_base_may_be_dropped() -> None:
    side = side_of("op.add_column('a', sa.Column('x', sa.Integer()))", "op.drop_index('ix_of_before', 'b')\nop.execute('DROP TYPE kind')")
    assert verdicts(side) == [("SP602", "failure")]


def test_objects_of_no_base_may_not() -> None:
    side = side_of("op.create_table('a', sa.Column('x', sa.Integer()))", "op.drop_index('ix_of_before', 'a')")
    assert verdicts(side) == [("SP601", "failure")]


def test_a_swallowed_missing_table_is_one_of_an_open_base() -> None:
    swallowed = "try:\n    op.add_column('b', sa.Column('x', sa.Integer()))\nexcept sa.exc.ProgrammingError:\n    pass"
    side = side_of("op.add_column('a', sa.Column('x', sa.Integer()))", swallowed)
    assert verdicts(side) == [("SP602", "failure")]


def test_what_a_program_provides_may_be_missing() -> None:
    side = side_of("import state\ndef upgrade():\n    state.current.run(op)", files={"/p/state.py": "current = None"})
    assert verdicts(side) == [("SP701", "unknown")]
    assert "the program that runs the migrations" in side.findings[0].message


def test_names_are_not_known_without_the_metadata() -> None:
    unfollowed = "from alembic import context\nfrom elsewhere import metadata\ncontext.configure(target_metadata=metadata)"
    chain = (
        "op.create_table('a', sa.Column('x', sa.Integer(), sa.ForeignKey('a.x'), unique=True))",
        "op.drop_constraint('fk_a_x_a', 'a')",
    )
    assert verdicts(side_of(*chain, files={"/p/alembic/env.py": unfollowed})) == [("SP701", "unknown")]
    none = "from alembic import context\ncontext.configure(target_metadata=None)"
    assert verdicts(side_of(*chain, files={"/p/alembic/env.py": none})) == [("SP601", "failure")]


def test_failures_after_the_first_ones_are_told_together() -> None:
    bodies = ["op.execute('DROP TABLE a')\nop.execute('CREATE TABLE t (x int)')"] * 9
    side = side_of(*bodies, target=evolve(TARGET, base="empty"))
    assert [f.object.name for f in side.findings] == ["r1", "r2", "r2", "r3", "r3", "r4"]
    assert side.findings[-1].message.endswith("11 failures more in revisions r4, r5, r6, r7, r8 and 1 more may follow from the first ones")


def test_what_looks_at_all_tables_sees_all() -> None:
    models = """
        import sqlalchemy as sa
        from sqlalchemy.orm import declarative_base
        Base = declarative_base()
        class Thing(Base):
            __tablename__ = 'thing'
            id = sa.Column(sa.Integer, primary_key=True)
        """
    side = side_of(
        "from models import Base\ndef upgrade():\n    Base.metadata.tables['thing'].create(op.get_bind())", files={"/p/models.py": models}
    )
    assert list(side.schema.tables) == ["thing"]


def test_a_program_that_runs_alembic_gives_the_connection() -> None:
    env = """
        from alembic import context
        from models import metadata
        connection = context.config.attributes['connection']
        if context.config.attributes.get('who', None) is None:
            raise RuntimeError('run it by the program')
        context.configure(connection=connection, target_metadata=metadata)
        """
    models = "import sqlalchemy as sa\nmetadata = sa.MetaData()"
    files = {**revision_files("pass"), "/p/alembic/env.py": dedent(env), "/p/models.py": models}
    _, environment, _ = prepared(files)
    assert environment.is_followed
    assert len(environment.target_metadata) == 1


def test_dropping_what_no_revision_creates_is_told() -> None:
    side = side_of("op.drop_table('before')")
    assert verdicts(side) == [("SP602", "failure")]
    assert side.findings[0].message == 'table "before" does not exist'


def test_automap_reads_the_tables_that_the_revisions_made() -> None:
    body = """
        from sqlalchemy.ext.automap import automap_base
        from sqlalchemy.orm import Session
        def upgrade():
            op.create_table("owners", sa.Column("id", sa.Integer, primary_key=True))
            op.create_table("kinds", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String))
            Base = automap_base()
            Base.prepare(op.get_bind(), reflect=True)
            session = Session(bind=op.get_bind())
            session.add(Base.classes.kinds(name="first"))
            if session.query(Base.classes.owners.id).count():
                op.add_column("owners", sa.Column("wrong", sa.Integer))
            op.add_column("owners", sa.Column("right", sa.Integer))
            if session.query(Base.classes.kinds.id).count():
                op.add_column("kinds", sa.Column("perhaps", sa.Integer))
        """
    side = side_of(body)
    assert [f.code for f in side.findings] == ["SP604"]
    assert list(side.schema.tables["owners"].columns) == ["id", "right"]
    assert not side.schema.tables["owners"].unknowns
    kinds = side.schema.tables["kinds"]
    assert kinds.unknowns or any(column.doubt is not None for column in kinds.columns.values())


def test_a_spent_budget_outside_of_runs_ends_as_an_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    def execute(self: Database, sql: str, *args: object) -> object:
        if "spent" in sql or "alembic_version" in sql:
            raise Spent("too much")
        return real(self, sql, *args)

    real = Database.execute
    monkeypatch.setattr(Database, "execute", execute)
    side = side_of("op.execute('select spent')", "op.create_table('kept', sa.Column('id', sa.Integer))")
    assert list(side.schema.tables) == ["kept"]
    assert "too much" in {fact.unknown.reason for fact in side.schema.unknown}


def test_a_revision_whose_module_cannot_be_loaded_within_budget_is_undecided() -> None:
    files = revision_files("op.create_table('one', sa.Column('id', sa.Integer))", "op.create_table('two', sa.Column('id', sa.Integer))")
    interpreter, environment, target = prepared(files)
    graph = RevisionGraph(read_revisions(target, interpreter.finder).revisions)
    interpreter.budget.limits = evolve(interpreter.budget.limits, modules=1)
    side = replay(interpreter, graph, target, environment, "postgresql")
    assert list(side.schema.tables) == ["one"]
    assert [fact.unknown.reason for fact in side.schema.unknown] == ["more than 1 modules are needed"]


def test_an_index_that_only_an_extension_allows_is_doubted_where_no_revision_creates_it() -> None:
    index = 'op.create_index("ix", "users", ["name"], postgresql_using="gin")'
    (found,) = side_of(USERS, index).schema.tables["users"].indexes
    assert found.doubt is not None
    assert "btree_gin" in found.doubt.reason
    side = side_of(USERS, f"op.execute('CREATE EXTENSION IF NOT EXISTS btree_gin')\n{index}")
    assert side.schema.tables["users"].indexes[0].doubt is None
    assert not side.findings


def test_an_index_that_no_extension_allows_fails() -> None:
    body = 'op.create_table("t", sa.Column("j", sa.JSON))\nop.create_index("ix", "t", ["j"], postgresql_using="gin")'
    assert [f.code for f in side_of(body).findings] == ["SP601"]


def test_a_schema_that_no_revision_creates_is_one_failure() -> None:
    table = "op.create_table('{}', sa.Column('id', sa.Integer(), primary_key=True), schema='sales')"
    side = side_of(table.format("a"), table.format("b"))
    assert (verdicts(side), sorted(side.schema.tables)) == ([("SP601", "failure")], ["sales.a", "sales.b"])


def test_a_schema_that_an_open_base_has() -> None:
    side = side_of("op.create_table('a', sa.Column('b_id', sa.Integer(), sa.ForeignKey('sales.b.id')), schema='sales')")
    assert (verdicts(side), sorted(side.schema.tables)) == ([("SP602", "failure")], ["sales.a", "sales.b"])


LIVE = """
from sqlalchemy import Column, Integer, String
from sqlalchemy.orm import declarative_base
Base = declarative_base()
class Fruit(Base):
    __tablename__ = "fruits"
    id = Column(Integer, primary_key=True)
    name = Column(String)
    later = Column(String)
"""


@pytest.mark.parametrize(
    "query",
    [
        "session.execute(select(Fruit).options(orm.load_only(Fruit.name))).scalars().all()",
        "session.query(Fruit).options(orm.load_only(Fruit.name)).all()",
        "session.scalars(select(Fruit).options(orm.defer(Fruit.later)).where(Fruit.name == 'kiwi'))",
    ],
)
def test_queries_of_live_models_select_what_they_load(query: str) -> None:
    before = "op.create_table('fruits', sa.Column('id', sa.Integer(), primary_key=True), sa.Column('name', sa.String()))"
    program = """
    from fruits import Fruit
    from sqlalchemy import orm, select
    def upgrade():
        session = orm.Session(bind=op.get_bind())
        for fruit in {query}:
            session.execute(sa.text("UPDATE fruits SET name = :name").bindparams(name=fruit.name.lower()))
    """
    side = side_of(before, dedent(program.format(query=query)), files={"/p/fruits.py": LIVE})
    assert not [f for f in side.findings if f.verdict in {"failure", "unknown"}]
    plain = dedent(program.format(query="session.execute(select(Fruit)).scalars().all()"))
    failed = side_of(before, plain, files={"/p/fruits.py": LIVE})
    assert [f.message for f in failed.findings if f.code == "SP601"] == [
        'the database refuses a statement: column "later" does not exist'
    ]
