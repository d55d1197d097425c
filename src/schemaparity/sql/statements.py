"""Statement records: what a piece of SQL says, in no dialect's syntax. Knows nothing of what a database does with them.

Names are as written: `ObjectName.schema` is None when the text gave none. Expressions are text, deparsed from the parse tree.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from attrs import frozen

from schemaparity.schema import Computed, Identity, IndexElement

Behavior: TypeAlias = Literal["restrict", "cascade"]
RelationKind: TypeAlias = Literal["table", "view", "materialized view", "sequence", "index", "foreign table"]


@frozen
class ObjectName:
    """A name as written, unquoted."""

    name: str
    schema: str | None = None

    def __str__(self) -> str:
        return self.name if self.schema is None else f"{self.schema}.{self.name}"


@frozen
class TypeRef:
    """A type as written.

    Args:
        text: the canonical spelling; for a user's type without the part in `suffix`.
        user: the name, for a type that is not built in: it is looked up when the statement is applied.
        suffix: modifiers and array brackets of a user's type.
        serial: the pseudo-type `smallserial`, `serial` or `bigserial`; `text` is then its integer type.

    """

    text: str
    user: ObjectName | None = None
    suffix: str = ""
    serial: str | None = None


@frozen
class ColumnDef:
    """A column definition without its constraints, which stand in the statement; `null` tells whether it says NULL."""

    name: str
    type: TypeRef
    not_null: bool = False
    default: str | None = None
    identity: Identity | None = None
    computed: Computed | None = None
    collation: str | None = None
    comment: str | None = None
    sequence_name: ObjectName | None = None
    null: bool = False


@frozen
class KeyDef:
    """A primary key or unique constraint; `using_index` names an index that exists, `column` the column that it is written in."""

    primary: bool
    columns: tuple[str, ...] = ()
    name: str | None = None
    include: tuple[str, ...] = ()
    nulls_not_distinct: bool = False
    deferrable: bool = False
    initially_deferred: bool = False
    using_index: str | None = None
    column: str | None = None


@frozen
class ForeignKeyDef:
    """A foreign key; `referred_columns` is empty when the text leaves them to the primary key; `column` as in KeyDef."""

    columns: tuple[str, ...]
    referred_table: ObjectName
    referred_columns: tuple[str, ...] = ()
    name: str | None = None
    ondelete: str | None = None
    onupdate: str | None = None
    match: str | None = None
    deferrable: bool = False
    initially_deferred: bool = False
    not_valid: bool = False
    column: str | None = None


@frozen
class CheckDef:
    """A CHECK; `column` as in KeyDef."""

    expression: str
    name: str | None = None
    no_inherit: bool = False
    not_valid: bool = False
    column: str | None = None


@frozen
class ExcludeDef:
    """An EXCLUDE constraint; `key_names` as in CreateIndex, `plain_keys` are the columns without an operator class."""

    definition: str
    columns: tuple[str, ...] = ()
    key_names: tuple[str, ...] = ()
    name: str | None = None
    using: str = "btree"
    plain_keys: tuple[str, ...] = ()


ConstraintDef: TypeAlias = KeyDef | ForeignKeyDef | CheckDef | ExcludeDef


@frozen
class LikeClause:
    """`LIKE table INCLUDING ...`; `including` holds lower-case words (`defaults`, `indexes`, ...)."""

    table: ObjectName
    including: frozenset[str] = frozenset()


TableElement: TypeAlias = ColumnDef | LikeClause | KeyDef | ForeignKeyDef | CheckDef | ExcludeDef


@frozen
class CreateTable:
    """CREATE TABLE; `elements` in the order of the text, the constraints of a column after it."""

    name: ObjectName
    elements: tuple[TableElement, ...] = ()
    if_not_exists: bool = False
    temporary: bool = False
    on_commit_drop: bool = False
    inherits: tuple[ObjectName, ...] = ()
    partition_by: str | None = None
    partition_of: ObjectName | None = None
    partition_bound: str | None = None
    options: tuple[tuple[str, str], ...] = ()
    comment: str | None = None


@frozen
class SelectedColumn:
    """A column of a simple query: a type that the text gives, or the column it passes on; both None when neither is plain."""

    name: str
    type: TypeRef | None = None
    source: str | None = None
    table: ObjectName | None = None
    star: bool = False


@frozen
class CreateTableAs:
    """CREATE TABLE AS, SELECT INTO and CREATE MATERIALIZED VIEW; `columns` is None when the query is not simple."""

    name: ObjectName
    query: str
    columns: tuple[SelectedColumn, ...] | None
    column_names: tuple[str, ...] = ()
    if_not_exists: bool = False
    temporary: bool = False
    with_data: bool = True
    tables: tuple[ObjectName, ...] = ()


@frozen
class DropTable:
    """DROP TABLE."""

    names: tuple[ObjectName, ...]
    if_exists: bool = False
    behavior: Behavior = "restrict"


# Actions of ALTER TABLE.


@frozen
class AddColumn:
    """ADD COLUMN with the constraints that were written in it."""

    column: ColumnDef
    constraints: tuple[ConstraintDef, ...] = ()
    if_not_exists: bool = False


@frozen
class DropColumn:
    """DROP COLUMN."""

    name: str
    if_exists: bool = False
    behavior: Behavior = "restrict"


@frozen
class AlterColumnType:
    """ALTER COLUMN TYPE; `using` is the conversion's text."""

    column: str
    type: TypeRef
    using: str | None = None
    collation: str | None = None


@frozen
class SetDefault:
    """SET DEFAULT, or DROP DEFAULT when `default` is None."""

    column: str
    default: str | None


@frozen
class SetNotNull:
    """SET NOT NULL, or DROP NOT NULL when `not_null` is False."""

    column: str
    not_null: bool


@frozen
class AddIdentity:
    """ADD GENERATED AS IDENTITY."""

    column: str
    identity: Identity
    sequence_name: ObjectName | None = None


@frozen
class SetIdentity:
    """SET GENERATED and SET of sequence options; `always` None leaves the kind; an option taken back has an empty value."""

    column: str
    always: bool | None = None
    options: tuple[tuple[str, str], ...] = ()


@frozen
class DropIdentity:
    """DROP IDENTITY."""

    column: str
    if_exists: bool = False


@frozen
class DropExpression:
    """DROP EXPRESSION."""

    column: str
    if_exists: bool = False


@frozen
class AddConstraint:
    """ADD CONSTRAINT."""

    constraint: ConstraintDef


@frozen
class DropConstraint:
    """DROP CONSTRAINT."""

    name: str
    if_exists: bool = False
    behavior: Behavior = "restrict"


@frozen
class ValidateConstraint:
    """VALIDATE CONSTRAINT."""

    name: str


@frozen
class AlterConstraint:
    """ALTER CONSTRAINT of a foreign key."""

    name: str
    deferrable: bool = False
    initially_deferred: bool = False


@frozen
class AttachPartition:
    """ATTACH PARTITION."""

    table: ObjectName
    bound: str


@frozen
class DetachPartition:
    """DETACH PARTITION."""

    table: ObjectName


@frozen
class SetInherit:
    """INHERIT, or NO INHERIT when `inherit` is False."""

    parent: ObjectName
    inherit: bool = True


@frozen
class SetOptions:
    """SET (...) and RESET (...) of storage parameters; a value of None takes the parameter away."""

    options: tuple[tuple[str, str | None], ...]


@frozen
class NeutralAction:
    """An action that leaves nothing in the schema (OWNER TO, SET STATISTICS, ...); `column` must exist where it is named."""

    kind: str
    column: str | None = None


AlterAction: TypeAlias = (
    AddColumn
    | DropColumn
    | AlterColumnType
    | SetDefault
    | SetNotNull
    | AddIdentity
    | SetIdentity
    | DropIdentity
    | DropExpression
    | AddConstraint
    | DropConstraint
    | ValidateConstraint
    | AlterConstraint
    | AttachPartition
    | DetachPartition
    | SetInherit
    | SetOptions
    | NeutralAction
)


@frozen
class AlterTable:
    """ALTER TABLE (and INDEX, VIEW, ... in `kind`) with its actions in the order of the text."""

    name: ObjectName
    actions: tuple[AlterAction, ...]
    if_exists: bool = False
    only: bool = False
    kind: RelationKind = "table"


@frozen
class RenameRelation:
    """ALTER TABLE, INDEX, SEQUENCE, VIEW ... RENAME TO."""

    name: ObjectName
    new_name: str
    kind: RelationKind = "table"
    if_exists: bool = False


@frozen
class RenameColumn:
    """RENAME COLUMN of a table or view."""

    table: ObjectName
    column: str
    new_name: str
    kind: RelationKind = "table"
    if_exists: bool = False


@frozen
class RenameConstraint:
    """RENAME CONSTRAINT."""

    table: ObjectName
    name: str
    new_name: str
    if_exists: bool = False


@frozen
class SetRelationSchema:
    """ALTER TABLE, SEQUENCE, VIEW ... SET SCHEMA."""

    name: ObjectName
    schema: str
    kind: RelationKind = "table"
    if_exists: bool = False


@frozen
class CreateIndex:
    """CREATE INDEX; `key_names` are what PostgreSQL would call the keys where it has to invent the index's name."""

    table: ObjectName
    elements: tuple[IndexElement, ...]
    name: str | None = None
    unique: bool = False
    using: str = "btree"
    include: tuple[str, ...] = ()
    where: str | None = None
    nulls_not_distinct: bool = False
    options: tuple[tuple[str, str], ...] = ()
    if_not_exists: bool = False
    concurrently: bool = False
    only: bool = False
    key_names: tuple[str, ...] = ()


@frozen
class DropIndex:
    """DROP INDEX."""

    names: tuple[ObjectName, ...]
    if_exists: bool = False
    behavior: Behavior = "restrict"
    concurrently: bool = False


@frozen
class CreateEnum:
    """CREATE TYPE AS ENUM."""

    name: ObjectName
    labels: tuple[str, ...]


@frozen
class AddEnumValue:
    """ALTER TYPE ADD VALUE."""

    name: ObjectName
    label: str
    before: str | None = None
    after: str | None = None
    if_not_exists: bool = False


@frozen
class RenameEnumValue:
    """ALTER TYPE RENAME VALUE."""

    name: ObjectName
    old: str
    new: str


@frozen
class CreateCompositeType:
    """CREATE TYPE AS (...), range, base and shell types: tracked by the statement that made them."""

    name: ObjectName
    definition: str


@frozen
class RenameType:
    """ALTER TYPE and ALTER DOMAIN RENAME TO."""

    name: ObjectName
    new_name: str


@frozen
class SetTypeSchema:
    """ALTER TYPE and ALTER DOMAIN SET SCHEMA."""

    name: ObjectName
    schema: str


@frozen
class DropType:
    """DROP TYPE and DROP DOMAIN."""

    names: tuple[ObjectName, ...]
    if_exists: bool = False
    behavior: Behavior = "restrict"
    domain: bool = False


@frozen
class CreateDomain:
    """CREATE DOMAIN; `definition` is everything after AS."""

    name: ObjectName
    definition: str


@frozen
class AlterDomain:
    """ALTER DOMAIN; `action` is its text after the name."""

    name: ObjectName
    action: str


@frozen
class CreateSequence:
    """CREATE SEQUENCE; `options` is normalised text, empty for the defaults."""

    name: ObjectName
    options: str = ""
    owned_by: tuple[ObjectName, str] | None = None
    if_not_exists: bool = False
    temporary: bool = False


@frozen
class AlterSequence:
    """ALTER SEQUENCE; an option that is taken back has an empty value; `disown` is OWNED BY NONE."""

    name: ObjectName
    options: tuple[tuple[str, str], ...] = ()
    owned_by: tuple[ObjectName, str] | None = None
    disown: bool = False
    if_exists: bool = False


@frozen
class DropSequence:
    """DROP SEQUENCE."""

    names: tuple[ObjectName, ...]
    if_exists: bool = False
    behavior: Behavior = "restrict"


@frozen
class CreateSchema:
    """CREATE SCHEMA."""

    name: str
    if_not_exists: bool = False


@frozen
class RenameSchema:
    """ALTER SCHEMA RENAME TO."""

    name: str
    new_name: str


@frozen
class DropSchema:
    """DROP SCHEMA."""

    names: tuple[str, ...]
    if_exists: bool = False
    behavior: Behavior = "restrict"


@frozen
class Comment:
    """COMMENT ON; `kind` is `table`, `column` or the lower-case name of something that has no comment in the schema."""

    kind: str
    object: ObjectName
    text: str | None
    column: str | None = None


@frozen
class CreateView:
    """CREATE VIEW and MATERIALIZED VIEW."""

    name: ObjectName
    query: str
    column_names: tuple[str, ...] = ()
    replace: bool = False
    if_not_exists: bool = False
    materialized: bool = False
    temporary: bool = False
    tables: tuple[ObjectName, ...] = ()


@frozen
class DropView:
    """DROP VIEW and DROP MATERIALIZED VIEW."""

    names: tuple[ObjectName, ...]
    if_exists: bool = False
    behavior: Behavior = "restrict"
    materialized: bool = False


@frozen
class CreateRoutine:
    """Anything that is tracked by the statement that made it: functions, triggers, extensions, policies, ...

    Args:
        kind: a kind of `schema.Routine`.
        name: the identity: `f(INTEGER)`, `trigger ON table`, the extension's name.
        definition: the statement, deparsed.
        table: the table it hangs on.
        calls: the functions it needs.

    """

    kind: str
    name: str
    definition: str
    replace: bool = False
    if_not_exists: bool = False
    table: ObjectName | None = None
    calls: tuple[ObjectName, ...] = ()
    schema: str | None = None


@frozen
class DropRoutine:
    """The drop of what CreateRoutine makes."""

    kind: str
    names: tuple[str, ...]
    if_exists: bool = False
    behavior: Behavior = "restrict"
    table: ObjectName | None = None


@frozen
class RenameRoutine:
    """The renaming of what CreateRoutine makes."""

    kind: str
    name: str
    new_name: str
    table: ObjectName | None = None


@frozen
class Transaction:
    """Transaction control; `name` is the savepoint's."""

    kind: Literal["begin", "commit", "rollback", "savepoint", "release", "rollback to"]
    name: str | None = None


@frozen
class SetVariable:
    """SET and RESET; `values` is None for RESET and SET TO DEFAULT."""

    name: str
    values: tuple[str, ...] | None
    local: bool = False


@frozen
class DoBlock:
    """An anonymous block."""

    body: str
    language: str = "plpgsql"


@frozen
class Select:
    """A query; `literals` are (column, text) of what is compared where it reads one table."""

    text: str
    tables: tuple[ObjectName, ...] = ()
    literals: tuple[tuple[str, str], ...] = ()


@frozen
class Dml:
    """INSERT, UPDATE, DELETE, MERGE, TRUNCATE and COPY FROM.

    Args:
        kind: lower-case verb.
        text: the statement.
        table: the table that is changed.
        tables: all tables that are touched, `table` too.
        columns: the columns that are written by name.
        literals: (column, text) for each text that is written to or compared with a column of `table`.

    """

    kind: str
    text: str
    table: ObjectName | None
    tables: tuple[ObjectName, ...] = ()
    columns: tuple[str, ...] = ()
    literals: tuple[tuple[str, str], ...] = ()


@frozen
class Neutral:
    """A statement that leaves nothing in the schema; `tables` must exist; `outside_transaction` is refused in a transaction block."""

    kind: str
    tables: tuple[ObjectName, ...] = ()
    outside_transaction: bool = False


@frozen
class Unrecognised:
    """Text that the parser does not know as a statement, perhaps because of a hole in it; `mentions` are the words it has."""

    text: str
    mentions: tuple[str, ...] = ()


Statement: TypeAlias = (
    CreateTable
    | CreateTableAs
    | DropTable
    | AlterTable
    | RenameRelation
    | RenameColumn
    | RenameConstraint
    | SetRelationSchema
    | CreateIndex
    | DropIndex
    | CreateEnum
    | AddEnumValue
    | RenameEnumValue
    | CreateCompositeType
    | RenameType
    | SetTypeSchema
    | DropType
    | CreateDomain
    | AlterDomain
    | CreateSequence
    | AlterSequence
    | DropSequence
    | CreateSchema
    | RenameSchema
    | DropSchema
    | Comment
    | CreateView
    | DropView
    | CreateRoutine
    | DropRoutine
    | RenameRoutine
    | Transaction
    | SetVariable
    | DoBlock
    | Select
    | Dml
    | Neutral
    | Unrecognised
)
