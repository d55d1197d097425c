"""The comparison of schemas: silent on equal ones, one finding an object on others."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from attrs import evolve

from schemaparity.diff import compare
from schemaparity.findings import HiddenBy, matters
from schemaparity.location import Location, Origin
from schemaparity.schema import (
    Change,
    CheckConstraint,
    Column,
    Computed,
    EnumType,
    ExcludeConstraint,
    ForeignKey,
    Identity,
    Index,
    IndexElement,
    PrimaryKey,
    Schema,
    Sequence,
    Table,
    UndecidedFact,
    UniqueConstraint,
    Unknown,
    View,
)


def at(line, revision=None, what="created"):
    path = "models.py" if revision is None else f"versions/{revision}.py"
    return (Change(what, Origin(path, revision, location=Location(path, line))),)


def users(**changes):
    columns = {
        "id": Column("id", "INTEGER", nullable=False, history=at(3)),
        "email": Column("email", "VARCHAR(50)", nullable=False, history=at(4)),
        "status": Column("status", "status_enum", default="'new'", history=at(5)),
        "created_at": Column("created_at", "TIMESTAMP WITH TIME ZONE", default="now()"),
        "org_id": Column("org_id", "INTEGER"),
    }
    table = Table(
        "users",
        columns=columns,
        primary_key=PrimaryKey("users_pkey", ("id",)),
        foreign_keys=(ForeignKey("users_org_id_fkey", ("org_id",), "orgs", ("id",)),),
        unique_constraints=(UniqueConstraint("users_email_key", ("email",)),),
        check_constraints=(CheckConstraint("ck_email", "email <> ''"),),
        indexes=(Index("ix_users_created", (IndexElement("created_at"),), where="email IS NOT NULL"),),
        history=at(1),
    )
    return evolve(table, **changes)


def orgs():
    return Table("orgs", columns={"id": Column("id", "INTEGER", nullable=False)}, primary_key=PrimaryKey("orgs_pkey", ("id",)))


def schema(*tables, **changes):
    base = Schema(tables={t.key: t for t in (orgs(), *tables)}, enums={"status_enum": EnumType("status_enum", ("new", "old"))})
    return evolve(base, **changes)


def column(name, **changes) -> Callable[[Table], Table]:
    return lambda t: evolve(t, columns={**t.columns, name: evolve(t.columns[name], **changes)})


def codes(models, migrations):
    return [(f.code, f.verdict) for f in compare(models, migrations)]


def only(models, migrations):
    (finding,) = compare(models, migrations)
    return finding


def test_equal_schemas_have_no_findings():
    assert codes(schema(users()), schema(users())) == []


def test_missing_table_is_one_finding_with_its_line_and_hint():
    finding = only(schema(users()), schema())
    assert (finding.code, finding.change, finding.object.kind, finding.object.table) == ("SP101", "missing_in_migrations", "table", "users")
    assert finding.message == "table users is declared by the models but no revision creates it"
    assert finding.models.location == Location("models.py", 1)
    assert finding.migrations is None
    assert finding.hint.startswith("op.create_table('users', sa.Column('id', sa.Integer(), nullable=False)")


def test_table_that_a_revision_dropped_says_so():
    gone = users(history=(*at(1, "a1"), *at(9, "b2", "dropped")))
    finding = only(schema(users()), schema(removed_tables={"users": gone}))
    assert finding.message.endswith("was removed by revision b2")
    assert (finding.migrations.location.line, finding.revisions) == (9, ("a1", "b2"))


def test_extra_table_is_one_finding_with_its_revisions():
    finding = only(schema(), schema(users(history=at(7, "a1"))))
    assert (finding.code, finding.change, finding.revisions) == ("SP102", "missing_in_models", ("a1",))
    assert finding.hint == "op.drop_table('users')"


def test_version_table_and_partitions_are_apart():
    version = Table("alembic_version", columns={"version_num": Column("version_num", "VARCHAR(32)")})
    partition = Table("events_2024", partition_of="events")
    assert codes(schema(), schema(version, partition)) == []


def test_default_schema_is_no_schema():
    assert codes(schema(users()), schema(users(schema="public"))) == []


def test_column_that_differs_is_one_finding_with_its_fields():
    created = (*at(3, "a1"), *at(8, "b2", "type"), *at(9, "c3", "comment"))
    finding = only(schema(users()), schema(column("email", type="TEXT", nullable=True, history=created)(users())))
    assert (finding.code, finding.object.kind, finding.object.name) == ("SP203", "column", "email")
    assert [(f.field, f.models, f.migrations) for f in finding.fields] == [("type", "VARCHAR(50)", "TEXT"), ("nullable", "false", "true")]
    assert finding.migrations.location == Location("versions/b2.py", 8)
    assert finding.models.location.line == 4
    assert finding.revisions == ("a1", "b2", "c3")
    assert finding.hint == "op.alter_column('users', 'email', type_=sa.String(50), nullable=False)"


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("email", {"type": "character varying(50)"}),
        ("id", {"type": "int4"}),
        ("created_at", {"type": "timestamptz", "default": "CURRENT_TIMESTAMP"}),
        ("status", {"default": "'new'::status_enum"}),
        ("email", {"default": "NULL"}),
        ("email", {"comment": ""}),
        ("email", {"collation": "default"}),
        ("email", {"client_default": "uuid4"}),
    ],
)
def test_silent_column(name, changes):
    assert codes(schema(users()), schema(column(name, **changes)(users()))) == []


@pytest.mark.parametrize(
    ("name", "changes", "field"),
    [
        ("email", {"type": "VARCHAR(60)"}, "type"),
        ("email", {"default": "''"}, "default"),
        ("created_at", {"default": None}, "default"),
        ("created_at", {"default": "clock_timestamp()"}, "default"),
        ("id", {"identity": Identity(always=True)}, "identity"),
        ("org_id", {"computed": Computed("id + 1")}, "computed"),
        ("email", {"comment": "primary"}, "comment"),
        ("email", {"collation": '"C"'}, "collation"),
    ],
)
def test_column_difference(name, changes, field):
    finding = only(schema(users()), schema(column(name, **changes)(users())))
    assert (finding.code, [f.field for f in finding.fields]) == ("SP203", [field])


def test_identity_options_are_compared_without_defaults():
    def with_identity(options):
        return schema(column("id", identity=Identity(options=options))(users()))

    assert codes(with_identity(""), with_identity("START WITH 1 INCREMENT BY 1 NO CYCLE")) == []
    assert codes(with_identity(""), with_identity("START WITH 100")) == [("SP203", "drift")]


def test_missing_and_extra_column_of_one_type_is_a_probable_rename():
    declared = users(columns={**users().columns, "mail": Column("mail", "VARCHAR(70)")})
    created = users(columns={**users().columns, "mail_address": Column("mail_address", "character varying(70)")})
    missing, extra = compare(schema(declared), schema(created))
    assert missing.message.endswith("probably mail_address after a rename (both are VARCHAR(70) NULL)")
    assert extra.message.endswith("probably mail before a rename (both are VARCHAR(70) NULL)")
    assert missing.hint == "op.add_column('users', sa.Column('mail', sa.String(70), nullable=True))"
    assert extra.hint == "mail_address = mapped_column(sa.String(70), nullable=True) or op.drop_column('users', 'mail_address')"


def test_removed_column_names_its_revision():
    nick = Column("nick", "TEXT", history=(*at(1, "a1"), *at(2, "b2", "dropped")))
    declared = users(columns={**users().columns, "nick": Column("nick", "TEXT")})
    finding = only(schema(declared), schema(users(removed={"nick": nick})))
    assert finding.message == "column users.nick is declared by the models but was removed by revision b2"


def test_renamed_table_has_evidence():
    missing, extra = compare(schema(users()), schema(users(name="people")))
    assert missing.message.endswith("probably people after a rename (5 of its 5 columns are the same)")
    assert extra.message.endswith("probably users before a rename (5 of its 5 columns are the same)")


def test_column_order_is_a_notice():
    turned = users(columns=dict(reversed(users().columns.items())))
    assert codes(schema(users()), schema(turned)) == [("SP204", "notice")]


def test_serial_sequence_of_another_name_is_a_notice():
    declared = column("id", default="nextval('users_id_seq'::regclass)")(users())
    created = column("id", default="nextval('people_id_seq'::regclass)")(users())
    assert codes(schema(declared), schema(created)) == [("SP391", "notice")]
    assert codes(schema(declared), schema(users())) == [("SP203", "drift")]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"primary_key": None}, "SP302"),
        ({"primary_key": PrimaryKey("users_pkey", ("email",))}, "SP303"),
        ({"foreign_keys": ()}, "SP312"),
        ({"foreign_keys": (ForeignKey("f", ("org_id",), "orgs", ("id",), ondelete="CASCADE"),)}, "SP313"),
        ({"foreign_keys": (ForeignKey("f", ("org_id",), "firms", ("id",)),)}, "SP313"),
        ({"foreign_keys": (ForeignKey("f", ("org_id",), "orgs", ("id",), deferrable=True),)}, "SP313"),
        ({"unique_constraints": ()}, "SP322"),
        ({"unique_constraints": (UniqueConstraint("users_email_key", ("email",), nulls_not_distinct=True),)}, "SP323"),
        ({"check_constraints": ()}, "SP332"),
        ({"check_constraints": (CheckConstraint("ck_email", "email <> 'x'"),)}, "SP333"),
        ({"exclude_constraints": (ExcludeConstraint("ex", "USING gist (org_id WITH =)"),)}, "SP341"),
        ({"indexes": ()}, "SP402"),
        ({"indexes": (Index("ix_users_created", (IndexElement("created_at"),)),)}, "SP403"),
        ({"indexes": (Index("ix_users_created", (IndexElement("created_at", descending=True),), where="email IS NOT NULL"),)}, "SP403"),
        ({"indexes": (Index("ix_users_created", (IndexElement("created_at"),), unique=True, where="email IS NOT NULL"),)}, "SP403"),
        ({"indexes": (Index("ix_users_created", (IndexElement("created_at"),), using="brin", where="email IS NOT NULL"),)}, "SP403"),
        ({"comment": "people"}, "SP521"),
        ({"partition_by": "RANGE (created_at)"}, "SP103"),
    ],
)
def test_one_finding_for_one_difference(change, expected):
    found = [f for f in compare(schema(users(**change)), schema(users())) if f.verdict == "drift"]
    assert [f.code for f in found] == [expected]


@pytest.mark.parametrize(
    "change",
    [
        {"foreign_keys": (ForeignKey("users_org_id_fkey", ("org_id",), "public.orgs", ("id",), ondelete="NO ACTION", match="SIMPLE"),)},
        {"check_constraints": (CheckConstraint("ck_email", "((users.email)::text != ''::text)"),)},
        {"indexes": (Index("ix_users_created", (IndexElement("created_at", nulls_first=False),), where="(users.email IS NOT NULL)"),)},
        {"indexes": (Index("ix_users_created", (IndexElement("created_at", opclass="timestamptz_ops"),), where="email IS NOT NULL"),)},
    ],
)
def test_silent_table(change):
    assert codes(schema(users(**change)), schema(users())) == []


@pytest.mark.parametrize(
    "change",
    [
        {"primary_key": PrimaryKey("pk_users", ("id",))},
        {"foreign_keys": (ForeignKey("fk_users_orgs", ("org_id",), "orgs", ("id",)),)},
        {"unique_constraints": (UniqueConstraint("uq_users_email", ("email",)),)},
        {"check_constraints": (CheckConstraint("users_email_check", "email <> ''"),)},
    ],
)
def test_another_name_is_a_notice(change):
    assert codes(schema(users(**change)), schema(users())) == [("SP391", "notice")]


def test_index_under_another_name_is_two_findings_that_name_each_other():
    declared = users(indexes=(evolve(users().indexes[0], name="ix_new"),))
    missing, extra = compare(schema(declared), schema(users()))
    assert (missing.code, extra.code) == ("SP401", "SP402")
    assert "(which the migrations have as ix_users_created)" in missing.message
    assert "(which the models have as ix_new)" in extra.message


def test_unique_index_is_no_unique_constraint_on_postgresql_but_on_mysql():
    index = Index("users_email_key", (IndexElement("email"),), unique=True)
    declared, created = users(unique_constraints=(), indexes=(*users().indexes, index)), users()
    assert codes(schema(declared), schema(created)) == [("SP322", "drift"), ("SP401", "drift")]
    assert codes(schema(declared, dialect="mysql"), schema(created, dialect="mysql")) == []


def test_enum_labels_and_the_statement_that_adds_one():
    declared = schema(users(), enums={"status_enum": EnumType("status_enum", ("new", "mid", "old", "gone"))})
    finding = only(declared, schema(users()))
    assert (finding.code, finding.object.name) == ("SP503", "status_enum")
    assert finding.hint == (
        "op.execute(\"ALTER TYPE status_enum ADD VALUE 'mid' AFTER 'new'\"); op.execute(\"ALTER TYPE status_enum ADD VALUE 'gone'\")"
    )


def test_enum_and_sequence_on_one_side():
    assert codes(schema(), schema(enums={})) == [("SP501", "drift")]
    assert codes(schema(enums={}), schema()) == [("SP502", "drift")]
    free, owned = Sequence("counter"), Sequence("users_id_seq", owned_by=("users", "id"))
    assert codes(schema(sequences={"counter": free, "users_id_seq": owned}), schema()) == [("SP511", "drift")]
    assert codes(schema(), schema(sequences={"counter": free})) == [("SP512", "drift")]


def test_view_of_the_migrations_is_a_notice():
    assert codes(schema(), schema(views={"active": View("active")})) == [("SP531", "notice")]


WHY = Unknown("the environment decides", Origin("versions/a1.py", "a1", location=Location("versions/a1.py", 12)))


def test_unknown_type_is_a_finding_of_the_side_that_has_it():
    finding = only(schema(users()), schema(column("email", type=WHY)(users())))
    assert (finding.code, finding.verdict, finding.object.name) == ("SP701", "unknown", "email")
    assert finding.message == "column users.email cannot be decided: the environment decides"
    assert finding.migrations.location.line == 12
    assert codes(schema(column("email", type=WHY)(users())), schema(users())) == [("SP702", "unknown")]


def test_unknown_and_drift_of_one_column_are_both_told():
    assert codes(schema(users()), schema(column("email", type=WHY, nullable=True)(users()))) == [("SP203", "drift"), ("SP701", "unknown")]


def test_enum_that_an_unknown_column_may_use_is_not_drift():
    migrations = schema(column("status", type=WHY, default=None)(users()), enums={})
    assert ("SP701", "unknown") in codes(schema(users()), migrations)
    assert not any(f.object.kind == "enum" and f.verdict == "drift" for f in compare(schema(users()), migrations))


def test_doubt_of_existence_is_unknown_on_both_sides_or_on_one():
    doubtful = users(doubt=WHY)
    assert codes(schema(users()), schema(doubtful)) == [("SP701", "unknown")]
    assert codes(schema(), schema(doubtful)) == [("SP701", "unknown")]
    index = evolve(users().indexes[0], doubt=WHY)
    assert codes(schema(users()), schema(users(indexes=(index,)))) == [("SP701", "unknown")]


def test_unknown_of_a_table_is_told_and_makes_its_differences_uncertain():
    migrations = schema(column("email", type="TEXT")(users(unknowns=(WHY,))))
    assert codes(schema(users()), migrations) == [("SP701", "unknown"), ("SP701", "unknown")]


def test_a_part_that_the_models_may_have_makes_only_uncertain_what_it_could_be():
    models = schema(users(unknowns=(WHY,), indexes=()))
    assert codes(models, schema(users())) == [("SP702", "unknown"), ("SP702", "unknown")]
    vague = schema(users(unknowns=(WHY,)))
    assert codes(vague, schema(users(indexes=()))) == [("SP702", "unknown"), ("SP401", "drift")]
    assert codes(vague, schema(column("email", type="TEXT")(users()))) == [("SP702", "unknown"), ("SP203", "drift")]
    assert {v for _, v in codes(vague, schema(column("email", nullable=True)(users())))} == {"unknown"}


def test_what_an_open_base_may_have_had_is_no_drift():
    external = Table("users", columns={"email": users().columns["email"]}, complete=False)
    other = evolve(users(), name="others")
    found = list(compare(schema(users(), other), schema(external)))
    assert {(f.verdict, f.object.table) for f in found} == {("unknown", "users"), ("unknown", "others")}
    assert len({f.cause for f in found}) == 1
    made = evolve(other, columns={})
    [*_, lacking] = [f for f in compare(schema(users(), other), schema(external, made)) if f.object.table == "others"]
    assert lacking.verdict == "drift"


def test_external_table_is_one_unknown_for_all_that_is_not_known():
    external = Table("users", columns={"email": users().columns["email"]}, complete=False)
    finding = only(schema(users()), schema(external))
    assert (finding.code, finding.object.kind, finding.verdict) == ("SP701", "table", "unknown")
    assert "nothing is known of id, status, created_at, org_id" in finding.message


def test_undecided_fact_of_the_schema_is_told_once():
    everywhere = schema(users(), unknown=(UndecidedFact(WHY), UndecidedFact(WHY)))
    assert codes(schema(users()), everywhere) == [("SP701", "unknown")]


def test_undecided_fact_about_an_index_leaves_the_rest_of_its_table_certain():
    models = schema(users(indexes=()), unknown=(UndecidedFact(WHY, "users.ix_users_created"),))
    found = list(compare(models, schema(column("email", type="TEXT")(users()))))
    assert [(f.verdict, f.object.kind) for f in found] == [("drift", "column"), ("unknown", "index")]
    (alone,) = compare(schema(users(), unknown=(UndecidedFact(WHY, "users.ix"),)), schema(users()))
    assert (alone.object.kind, alone.object.name) == ("index", "ix")


def test_undecided_fact_about_an_object_takes_the_place_of_its_drift():
    (finding,) = compare(schema(users()), schema(unknown=(UndecidedFact(WHY, "users"),)))
    assert (finding.code, finding.verdict, finding.change) == ("SP701", "unknown", "missing_in_migrations")
    assert finding.migrations.location.line == 12


def test_check_that_cannot_be_read_may_be_the_missing_one():
    hidden = users(check_constraints=(CheckConstraint("ck_other", WHY),))
    assert {v for _, v in codes(schema(users()), schema(hidden))} == {"unknown"}


def test_expressions_without_a_common_form_are_not_comparable():
    broken = users(check_constraints=(CheckConstraint("ck_email", "email <<>> ((("),))
    assert codes(schema(users()), schema(broken)) == [("SP703", "unknown")]


def test_hidden_objects_have_findings_that_do_not_matter():
    hider = HiddenBy("include_object", Origin("env.py"))
    found = list(compare(schema(users()), schema(), hides=lambda ref: hider if ref.table == "users" else None))
    assert [(f.code, f.verdict, f.severity, f.hidden_by) for f in found] == [("SP101", "drift", "info", hider)]
    assert not any(matters(f) for f in found)


def test_what_is_hidden_and_not_known_is_no_difference():
    hider = HiddenBy("include_object", Origin("env.py"))
    vague = schema(users(unknowns=(WHY,)), Table("more"), unknown=(UndecidedFact(WHY, "more"),))
    found = list(compare(vague, schema(users()), hides=lambda _ref: hider))
    assert [(f.object.name, f.verdict, f.hidden_by) for f in found] == [("more", "unknown", hider)]


ANYTHING = Unknown("a statement cannot be followed", Origin("versions/b2.py", "b2", location=Location("versions/b2.py", 7)))
ORDER = ("a1", "b2", "c3")


def verdicts(models, migrations, **options):
    return [(f.verdict, f.change) for f in compare(models, migrations, order=ORDER, **options) if f.object.kind != "project"]


def column_of(*revisions, what="type"):
    changes = tuple(change for revision in revisions for change in at(1, revision, what))
    return column("email", type="TEXT", history=(*at(1, "a1"), *changes))(users(history=at(1, "a1")))


@pytest.mark.parametrize(
    ("migrations", "expected"),
    [
        (schema(column_of()), ("unknown", "different")),
        (schema(column_of("b2")), ("unknown", "different")),
        (schema(column_of("c3")), ("drift", "different")),
        (schema(column_of("c3", what="nullable")), ("unknown", "different")),
        (schema(users(), Table("old", history=at(1, "a1"))), ("unknown", "missing_in_models")),
        (schema(users(), Table("old", history=(*at(1, "a1"), *at(2, "c3", "comment")))), ("drift", "missing_in_models")),
        (schema(users(), Table("old", history=at(1, "c3"))), ("drift", "missing_in_models")),
        (schema(), ("unknown", "missing_in_migrations")),
        (schema(removed_tables={"users": users(history=(*at(1, "a1"), *at(9, "a1", "dropped")))}), ("unknown", "missing_in_migrations")),
        (schema(removed_tables={"users": users(history=(*at(1, "a1"), *at(9, "c3", "dropped")))}), ("drift", "missing_in_migrations")),
    ],
)
def test_unknown_of_a_revision_touches_what_no_later_one_made_so(migrations, expected):
    assert verdicts(schema(users()), evolve(migrations, unknown=(UndecidedFact(ANYTHING),))) == [expected]


def test_revision_that_was_not_read_may_belong_anywhere():
    assert verdicts(schema(users()), schema(column_of("c3")), unread=[Unknown("c3.py cannot be parsed")]) == [("unknown", "different")]


def test_unknown_of_the_models_can_only_declare_more():
    unknown = (UndecidedFact(Unknown("models may be missing")),)
    assert verdicts(schema(unknown=unknown), schema(users())) == [("unknown", "missing_in_models")]
    assert verdicts(schema(users(), unknown=unknown), schema()) == [("drift", "missing_in_migrations")]
    assert verdicts(schema(users(), unknown=unknown), schema(column_of())) == [("drift", "different")]


def test_indexes_that_foreign_keys_bring_under_their_own_names_are_not_told():
    history = at(1, what="created with a foreign key")
    declared = users(indexes=(Index("org_id", (IndexElement("org_id"),), history=history),))
    created = users(indexes=(Index("fk_users_org", (IndexElement("org_id"),), history=history),))
    assert codes(schema(declared, dialect="mysql"), schema(created, dialect="mysql")) == []
    own = users(indexes=(Index("ix_users_org", (IndexElement("org_id"),), history=at(2)),))
    assert [c for c, _ in codes(schema(own, dialect="mysql"), schema(created, dialect="mysql"))] == ["SP401", "SP402"]


def test_an_assumption_is_told_once_and_weakens_nothing():
    assumed = schema(orgs(), unknown=(UndecidedFact(WHY, is_assumed=True),))
    assert codes(assumed, schema(users(), orgs())) == [("SP102", "drift"), ("SP702", "unknown")]
    open_question = schema(orgs(), unknown=(UndecidedFact(WHY),))
    assert {v for _, v in codes(open_question, schema(users(), orgs()))} == {"unknown"}
