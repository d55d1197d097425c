"""MySQL's and MariaDB's statements: text to records. What ALTER TABLE knows beyond the common records stands here."""

from __future__ import annotations

from typing import Literal, TypeAlias

from attrs import evolve, frozen

from schemaparity.sql import sqlite
from schemaparity.sql.definitions import column_definition, index_definition, is_constraint, table_constraint
from schemaparity.sql.statements import (
    AddColumn,
    AddConstraint,
    AlterAction,
    ColumnDef,
    ConstraintDef,
    CreateIndex,
    CreateRoutine,
    CreateSchema,
    CreateTableAs,
    CreateView,
    Dml,
    DropColumn,
    DropConstraint,
    DropRoutine,
    DropSchema,
    DropTable,
    DropView,
    Neutral,
    NeutralAction,
    ObjectName,
    Select,
    SetDefault,
    Statement,
)
from schemaparity.sql.tokens import NotUnderstood, Reader, split_statements


@frozen
class ModifyColumn:
    """MODIFY and CHANGE: the column is defined anew, under `definition.column.name`."""

    name: str
    definition: AddColumn


@frozen
class RenameColumnTo:
    """RENAME COLUMN within ALTER TABLE."""

    name: str
    new_name: str


@frozen
class RenameIndexTo:
    """RENAME INDEX within ALTER TABLE."""

    name: str
    new_name: str


@frozen
class RenameTableTo:
    """RENAME TO within ALTER TABLE."""

    name: ObjectName


@frozen
class DropKey:
    """DROP PRIMARY KEY, FOREIGN KEY, INDEX or CHECK; `name` is empty for the primary key."""

    kind: Literal["primary", "foreign", "index", "check"]
    name: str = ""
    if_exists: bool = False


@frozen
class AddIndex:
    """ADD INDEX."""

    index: CreateIndex


@frozen
class SetTableOption:
    """ENGINE, CHARSET, COLLATE, COMMENT and their like."""

    name: str
    value: str


MySqlAction: TypeAlias = AlterAction | ModifyColumn | RenameColumnTo | RenameIndexTo | RenameTableTo | DropKey | AddIndex | SetTableOption
MySqlElement: TypeAlias = ColumnDef | ConstraintDef | CreateIndex


@frozen
class MySqlCreateTable:
    """CREATE TABLE with the indexes that stand in it; `like` names a table to copy."""

    name: ObjectName
    elements: tuple[MySqlElement, ...] = ()
    if_not_exists: bool = False
    temporary: bool = False
    options: tuple[tuple[str, str], ...] = ()
    like: ObjectName | None = None


@frozen
class MySqlAlterTable:
    """ALTER TABLE."""

    name: ObjectName
    actions: tuple[MySqlAction, ...]


@frozen
class MySqlDropIndex:
    """DROP INDEX name ON table."""

    name: str
    table: ObjectName
    if_exists: bool = False


@frozen
class RenameTables:
    """RENAME TABLE a TO b, c TO d."""

    pairs: tuple[tuple[ObjectName, ObjectName], ...]


MySqlStatement: TypeAlias = Statement | MySqlCreateTable | MySqlAlterTable | MySqlDropIndex | RenameTables
_QUERIES = frozenset({"SELECT", "WITH", "VALUES", "SHOW", "DESCRIBE", "DESC", "EXPLAIN", "("})
_CHANGES = frozenset({"INSERT", "REPLACE", "UPDATE", "DELETE", "TRUNCATE"})
_NEUTRAL = frozenset(
    {"SET", "USE", "LOCK", "UNLOCK", "ANALYZE", "OPTIMIZE", "FLUSH", "GRANT", "REVOKE", "DEALLOCATE", "LOAD", "COMMIT", "DELIMITER"}
)
_KINDS = ("FULLTEXT", "SPATIAL", "UNIQUE")
_SETTINGS = frozenset(
    {"ALGORITHM", "LOCK", "FORCE", "ENABLE", "DISABLE", "WITH", "WITHOUT", "ORDER", "DISCARD", "IMPORT", "AUTO_INCREMENT"}
)


def parse(sql: str) -> tuple[MySqlStatement, ...]:
    """The statements of a text; one that is not understood is Unrecognised."""
    return tuple(_statement(text) for text in split_statements(sql) if text and Reader(text).tokens)


def _statement(text: str) -> MySqlStatement:
    try:
        return _read(text)
    except NotUnderstood:
        return sqlite.unrecognised(text)


def _read(text: str) -> MySqlStatement:
    reader = Reader(text)
    verb = reader.tokens[0].word
    if verb in _QUERIES:
        return Select(text)
    if verb in _CHANGES:
        return _change(text, verb)
    transaction = sqlite.transaction(verb, Reader(text[reader.tokens[0].end :]))
    if transaction is not None:
        return transaction
    if verb in _NEUTRAL:
        return Neutral(verb.lower())
    reader.next()
    match verb:
        case "CREATE":
            return _create(reader, text)
        case "DROP":
            return _drop(reader)
        case "ALTER":
            return _alter(reader, text)
        case "RENAME":
            return _rename(reader)
        case _:
            return sqlite.unrecognised(text)


def _change(text: str, verb: str) -> Dml:
    if verb != "TRUNCATE":
        return sqlite.dml(text)
    reader = Reader(text)
    reader.next()
    reader.accept("TABLE")
    table = _object(reader)
    return Dml("truncate", text, table, (table,))


def _object(reader: Reader) -> ObjectName:
    schema, name = reader.qualified()
    return ObjectName(name, schema)


def _create(reader: Reader, text: str) -> MySqlStatement:
    replace = reader.accept("OR", "REPLACE")
    temporary = reader.accept("TEMPORARY")
    if reader.accept("TABLE"):
        return _create_table(reader, temporary)
    kind = reader.accept_any(*_KINDS) or ""
    if reader.accept("INDEX"):
        exists = reader.accept("IF", "NOT", "EXISTS")
        name = reader.name()
        using = reader.name().lower() if reader.accept("USING") else None
        reader.expect("ON")
        found = index_definition(reader, _object(reader), name, kind, exists)
        return found if using is None else _using(found, using)
    if reader.accept_any("DATABASE", "SCHEMA"):
        exists = reader.accept("IF", "NOT", "EXISTS")
        return CreateSchema(reader.name(), exists)
    while not reader.at_end:
        if reader.accept("VIEW"):
            return _create_view(reader, replace)
        word = reader.accept_any("TRIGGER", "PROCEDURE", "FUNCTION", "EVENT")
        if word is not None:
            exists = reader.accept("IF", "NOT", "EXISTS")
            return CreateRoutine(word.lower(), _object(reader).name, text, replace, exists)
        reader.next()
    raise NotUnderstood("a CREATE of another kind")


def _using(index: CreateIndex, using: str) -> CreateIndex:
    return evolve(index, using=using)


def _create_view(reader: Reader, replace: bool) -> CreateView:
    exists = reader.accept("IF", "NOT", "EXISTS")
    name = _object(reader)
    names = tuple(reader.listed(reader.name)) if reader.is_next("(") else ()
    reader.expect("AS")
    return CreateView(name, reader.until(";"), names, replace, exists)


def _create_table(reader: Reader, temporary: bool) -> MySqlStatement:
    exists = reader.accept("IF", "NOT", "EXISTS")
    name = _object(reader)
    if reader.accept("LIKE"):
        return MySqlCreateTable(name, (), exists, temporary, like=_object(reader))
    if not reader.is_next("("):
        reader.accept("AS")
        return CreateTableAs(name, reader.until(";"), None, (), exists, temporary)
    elements = tuple(e for group in reader.listed(lambda: _element(reader, name)) for e in group)
    return MySqlCreateTable(name, elements, exists, temporary, _options(reader))


def _element(reader: Reader, table: ObjectName) -> list[MySqlElement]:
    index = _index(reader, table)
    if index is not None:
        return [index]
    if is_constraint(reader):
        return [table_constraint(reader)]
    added = column_definition(reader)
    return [added.column, *added.constraints]


def _index(reader: Reader, table: ObjectName) -> CreateIndex | None:
    """An INDEX or KEY clause, which is not the column of such a name."""
    start = reader.position
    kind = reader.accept_any("FULLTEXT", "SPATIAL") or ""
    if reader.accept_any("INDEX", "KEY") or kind:
        exists = reader.accept("IF", "NOT", "EXISTS")
        name = None if reader.is_next("(") or reader.is_next("USING") else reader.name()
        if reader.is_next("(") or reader.is_next("USING"):
            return index_definition(reader, table, name, kind, exists)
    reader.position = start
    return None


def _options(reader: Reader) -> tuple[tuple[str, str], ...]:
    options: list[tuple[str, str]] = []
    while not reader.at_end:
        if reader.accept(","):
            continue
        if reader.accept("PARTITION", "BY"):
            options.append(("partition_by", reader.until(";")))
            break
        options.append(_option(reader))
    return tuple(options)


def _option(reader: Reader) -> tuple[str, str]:
    reader.accept("DEFAULT")
    name = "charset" if reader.accept("CHARACTER", "SET") else reader.name().lower()
    if name in {"data", "index"}:
        name = f"{name} {reader.name().lower()}"
    reader.accept("=")
    return name, reader.next().value


def _drop(reader: Reader) -> MySqlStatement:
    temporary = reader.accept("TEMPORARY")
    kind = reader.next().word
    exists = reader.accept("IF", "EXISTS")
    if kind == "INDEX":
        name = reader.name()
        reader.expect("ON")
        return MySqlDropIndex(name, _object(reader), exists)
    names = [_object(reader)]
    while reader.accept(","):
        names.append(_object(reader))
    del temporary
    match kind:
        case "TABLE" | "TABLES":
            return DropTable(tuple(names), exists)
        case "VIEW":
            return DropView(tuple(names), exists)
        case "DATABASE" | "SCHEMA":
            return DropSchema(tuple(n.name for n in names), exists)
        case "TRIGGER" | "PROCEDURE" | "FUNCTION" | "EVENT":
            return DropRoutine(kind.lower(), tuple(n.name for n in names), exists)
        case _:
            raise NotUnderstood("a DROP of another kind")


def _rename(reader: Reader) -> RenameTables:
    reader.expect("TABLE")
    pairs = []
    while True:
        old = _object(reader)
        reader.expect("TO")
        pairs.append((old, _object(reader)))
        if not reader.accept(","):
            return RenameTables(tuple(pairs))


def _alter(reader: Reader, text: str) -> MySqlStatement:
    reader.accept_any("ONLINE", "IGNORE")
    if reader.accept_any("DATABASE", "SCHEMA", "USER", "EVENT", "INSTANCE"):
        return Neutral("alter database")
    if not reader.accept("TABLE"):
        return sqlite.unrecognised(text)
    reader.accept("IF", "EXISTS")
    table = _object(reader)
    actions: list[MySqlAction] = []
    while not reader.at_end:
        actions += _action(reader, table)
        if not reader.accept(",") and not reader.at_end:
            raise NotUnderstood("more than one action")
    return MySqlAlterTable(table, tuple(actions))


def _action(reader: Reader, table: ObjectName) -> list[MySqlAction]:
    verb = reader.token.word if reader.token is not None else ""
    match verb:
        case "ADD":
            reader.next()
            return _add(reader, table)
        case "DROP":
            reader.next()
            return [_drop_action(reader)]
        case "MODIFY" | "CHANGE":
            reader.next()
            return [_modify(reader, verb)]
        case "RENAME":
            reader.next()
            return [_rename_action(reader)]
        case "ALTER":
            reader.next()
            return [_alter_column(reader)]
        case "CONVERT":
            reader.expect("CONVERT", "TO")
            return [SetTableOption(*_option(reader)), *_rest_of_options(reader)]
        case _ if verb in _SETTINGS:
            reader.until(",", ";")
            return [NeutralAction(verb.lower())]
        case _:
            return [SetTableOption(*_option(reader)), *_rest_of_options(reader)]


def _rest_of_options(reader: Reader) -> list[MySqlAction]:
    found: list[MySqlAction] = []
    while not (reader.at_end or reader.is_next(",")):
        found.append(SetTableOption(*_option(reader)))
    return found


def _add(reader: Reader, table: ObjectName) -> list[MySqlAction]:
    index = _index(reader, table)
    if index is not None:
        return [AddIndex(index)]
    if is_constraint(reader):
        return [AddConstraint(table_constraint(reader))]
    reader.accept("COLUMN")
    exists = reader.accept("IF", "NOT", "EXISTS")
    if reader.is_next("("):
        return list(reader.listed(lambda: _placed(reader, exists)))
    return [_placed(reader, exists)]


def _placed(reader: Reader, exists: bool = False) -> AddColumn:
    added = column_definition(reader)
    if reader.accept("AFTER"):
        reader.name()
    reader.accept("FIRST")
    return AddColumn(added.column, added.constraints, exists)


def _modify(reader: Reader, verb: str) -> ModifyColumn:
    reader.accept("COLUMN")
    reader.accept("IF", "EXISTS")
    old = reader.name() if verb == "CHANGE" else None
    added = _placed(reader)
    return ModifyColumn(old or added.column.name, added)


def _drop_action(reader: Reader) -> MySqlAction:
    if reader.accept("PRIMARY", "KEY"):
        return DropKey("primary")
    kinds: tuple[tuple[tuple[str, ...], Literal["foreign", "index", "check"]], ...] = (
        (("FOREIGN", "KEY"), "foreign"),
        (("INDEX",), "index"),
        (("KEY",), "index"),
        (("CHECK",), "check"),
    )
    for words, kind in kinds:
        if reader.accept(*words):
            exists = reader.accept("IF", "EXISTS")
            return DropKey(kind, reader.name(), exists)
    if reader.accept("CONSTRAINT"):
        exists = reader.accept("IF", "EXISTS")
        return DropConstraint(reader.name(), exists)
    reader.accept("COLUMN")
    exists = reader.accept("IF", "EXISTS")
    return DropColumn(reader.name(), exists)


def _rename_action(reader: Reader) -> MySqlAction:
    if reader.accept("COLUMN"):
        old = reader.name()
        reader.expect("TO")
        return RenameColumnTo(old, reader.name())
    if reader.accept_any("INDEX", "KEY"):
        old = reader.name()
        reader.expect("TO")
        return RenameIndexTo(old, reader.name())
    reader.accept_any("TO", "AS")
    return RenameTableTo(_object(reader))


def _alter_column(reader: Reader) -> MySqlAction:
    if reader.accept_any("INDEX", "CHECK", "CONSTRAINT"):
        reader.until(",", ";")
        return NeutralAction("alter index")
    reader.accept("COLUMN")
    name = reader.name()
    if reader.accept("DROP", "DEFAULT"):
        return SetDefault(name, None)
    reader.expect("SET", "DEFAULT")
    return SetDefault(name, reader.until(",", ";"))
