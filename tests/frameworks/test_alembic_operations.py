"""Operations beyond Alembic's own: registered by the project, or by plugins that are known."""

from __future__ import annotations

from tests.migrations.replaying import side_of

CUSTOM = """
from alembic.operations import MigrateOperation, Operations

@Operations.register_operation("create_audited")
class CreateAudited(MigrateOperation):
    def __init__(self, name):
        self.name = name

    @classmethod
    def create_audited(cls, operations, name, **kw):
        return operations.invoke(CreateAudited(name))

@Operations.implementation_for(CreateAudited)
def create_audited(operations, operation):
    operations.create_table(operation.name, sa.Column("id", sa.Integer, primary_key=True))
    operations.execute("CREATE INDEX ix_%s ON %s (id)" % (operation.name, operation.name))

def upgrade():
    op.create_audited("orders")
"""


def test_registered_operations_are_interpreted() -> None:
    side = side_of(CUSTOM)
    assert [i.name for i in side.schema.tables["orders"].indexes] == ["ix_orders"]
    assert not side.findings


def test_sync_enum_values() -> None:
    side = side_of(
        'op.create_table("t", sa.Column("kind", sa.Enum("a", "b", name="kind")))',
        'op.sync_enum_values("public", "kind", ["a", "c"], [("t", "kind")], enum_values_to_rename=[])',
    )
    assert side.schema.enums["kind"].labels == ("a", "c")
    assert side.schema.tables["t"].columns["kind"].type == "kind"
    assert not side.findings


def test_sync_enum_values_of_a_column_with_a_default() -> None:
    side = side_of(
        'op.create_table("t", sa.Column("kind", sa.Enum("a", "b", name="kind"), server_default="a"))',
        'op.sync_enum_values("public", "kind", ["a", "c"], [("t", "kind")], enum_values_to_rename=[])',
    )
    assert side.schema.tables["t"].columns["kind"].default == "'a'::public.kind"
    assert not side.findings


def test_sync_enum_values_of_alembic_autogenerate_enums() -> None:
    side = side_of(
        'op.create_table("t", sa.Column("kind", sa.Enum("a", "b", name="kind")))',
        'op.sync_enum_values("public", "kind", ["a", "b"], ["a", "b", "c"])',
    )
    assert side.schema.enums["kind"].labels == ("a", "b", "c")
    assert not side.findings


def test_spatial_indexes_in_a_batch() -> None:
    side = side_of(
        'op.create_table("t", sa.Column("shape", sa.Text()), sa.Column("other", sa.Text()))',
        """
        def upgrade():
            with op.batch_alter_table("t", schema=None) as batch_op:
                batch_op.create_geospatial_index("ix_shape", ["shape"], unique=False, postgresql_using="btree", postgresql_ops={})
                batch_op.create_geospatial_index("ix_other", ["other"], postgresql_using="btree")
                batch_op.drop_geospatial_index("ix_other", postgresql_using="btree", column_name="other")
        """,
    )
    assert [i.name for i in side.schema.tables["t"].indexes] == ["ix_shape"]
    assert not side.findings


def test_entities_of_alembic_utils_are_tracked() -> None:
    side = side_of(
        """
        from alembic_utils.pg_function import PGFunction
        def upgrade():
            op.create_entity(PGFunction(schema="public", signature="f()", definition="returns integer language sql as $$ select 1 $$"))
        """
    )
    assert [r.name for r in side.schema.routines if r.kind == "function"]
    assert not side.schema.unknown


def test_third_party_types_without_source() -> None:
    side = side_of(
        """
        from pgvector.sqlalchemy import Vector
        import sqlalchemy_utils
        from some.where import Money
        def upgrade():
            op.create_table("t", sa.Column("v", Vector(3)), sa.Column("u", sqlalchemy_utils.UUIDType()), sa.Column("m", Money(2)))
        """
    )
    columns = side.schema.tables["t"].columns
    assert str(columns["v"].type).upper() == "VECTOR(3)"
    assert columns["u"].type == "UUID"
    assert "some.where.Money" in columns["m"].type.reason  # type: ignore[union-attr]


def test_types_derived_from_third_party_types_without_source() -> None:
    side = side_of(
        """
        from sqlalchemy_utils import EncryptedType, EmailType, StringEncryptedType, UUIDType
        from some.where import AnEngine
        class Secret(EncryptedType):
            def process_bind_param(self, value, dialect):
                return super().process_bind_param(value, dialect)
        class Named(EncryptedType):
            impl = sa.Text
        class Mail(EmailType):
            pass
        class Key(UUIDType):
            pass
        def upgrade():
            kinds = [StringEncryptedType(key=AnEngine.key()), Secret(sa.Text, "key", AnEngine), Named(), Mail(50), Mail, Key()]
            op.create_table("t", *(sa.Column(f"c{n}", kind) for n, kind in enumerate(kinds)))
        """
    )
    found = [str(c.type) for c in side.schema.tables["t"].columns.values()]
    assert found == ["VARCHAR", "BYTEA", "TEXT", "VARCHAR(50)", "VARCHAR(255)", "UUID"]


def test_ddl_elements_execute_themselves_as_in_the_first_series() -> None:
    side = side_of(
        """
        from sqlalchemy.schema import CreateSchema
        def upgrade():
            CreateSchema("sales").execute(op.get_bind())
            sa.DDL("CREATE TABLE sales.t (id int)").execute_if(dialect="postgresql").execute(op.get_bind(), target=None)
            sa.DDL("CREATE TABLE sales.u (id int)").execute_if(dialect="mysql").execute(bind=op.get_bind())
        """
    )
    assert list(side.schema.tables) == ["sales.t"]


def test_statements_keep_what_is_known_of_them() -> None:
    side = side_of(
        """
        import os
        def upgrade():
            op.create_table("a", sa.Column("id", sa.Integer))
            op.create_table("b", sa.Column("id", sa.Integer))
            op.execute(f"COMMENT ON TABLE a IS '{os.environ['TEXT']}'")
        """
    )
    assert side.schema.tables["b"].comment is None
    assert side.schema.tables["a"].comment is not None
